"""Whoever alters an export of the record, and knows a true seal, is found out or proves nothing (G18).

Each lie is told in the lines of a true export; the program that anybody can run looks at them.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from folders import NOW, Folder, kept, minutes

from bot import record, verify_record
from storage.store import Store

FIRST, SECOND, NEW = "RR-2026-001", "RR-2026-002", "RR-2026-009"
Lines = list[dict[str, Any]]


@pytest.fixture
def export(store: Store[Folder]) -> tuple[Lines, str]:
    """The record of three cases, and the seal of its last anchor."""
    kept(store, "one"), kept(store, *(f"note {n}" for n in range(5))), kept(store)
    store.run_now(lambda work: work.anchor_hourly(NOW))
    store.run_now(lambda work: work.case(SECOND).note("later"))
    made = store.run_now(lambda work: work.anchor_of_day(minutes(60), date(2026, 1, 14)))
    assert made
    written = store.run_now(lambda work: record.written(work, "", NOW))
    return [json.loads(line) for line in written.splitlines()], made.hash[:32]


def read(lines: Lines) -> verify_record.Record:
    return verify_record.read("".join(verify_record.canonical(line) + "\n" for line in lines))


def found(lines: Lines, seal: str) -> list[str]:
    try:
        return [said for _, said in verify_record.faults(read(lines), seal)]
    except verify_record.NoRecord as fault:
        return [str(fault)]


def of(only: str, *, chains: str = "", rewritten: bool = False) -> Callable[[Lines], Lines]:
    """The first line says this; of the entries only those of these chains are left, made anew or as they were."""

    def tell(lines: Lines) -> Lines:
        head, *rest = lines
        kept = [line for line in rest if line["line"] == "anchor" or line["case"] in (chains.split() or [line["case"]])]
        return [{**head, "only": only}, *(anew(kept) if rewritten else kept)]

    return tell


def with_case(lines: Lines, name: str) -> Lines:
    """A case more, which never was."""
    blank = {"line": "entry", "case": name, "number": 1, "at": lines[1]["at"], "actor": "dev", "kind": "case_filed"}
    return anew([lines[0], {**blank, "facts": {}, "before": "", "hash": ""}, *lines[1:]], actor="")


def with_anchor(lines: Lines, name: str) -> Lines:
    """An anchor more, after the one that was sealed, which names that case too."""
    ends = {head[0]: head for line in lines if line["line"] == "anchor" for head in line["heads"]}
    (entry,) = (line for line in lines if line["line"] == "entry" and line["case"] == name)
    ends[name] = [name, 1, entry["hash"]]
    root = verify_record.sha256(verify_record.canonical([ends[each] for each in sorted(ends)]))
    cases = sum(not each.startswith("lists/") for each in ends)
    last = lines[-1]
    made = {**last, "number": last["number"] + 1, "day": "", "root": root, "cases": cases, "heads": [ends[name]]}
    said = [made["number"], made["at"], "", root, cases, verify_record.canonical(made["heads"])]
    hash = verify_record.sha256(last["hash"] + verify_record.canonical(said))
    return [*lines, {**made, "before": last["hash"], "hash": hash}]


def anew(lines: Lines, actor: str = "somebody else") -> Lines:
    """Every chain with this actor in its second entry, and every hash right."""
    before: dict[str, str] = {}
    made = []
    for line in lines:
        if line["line"] == "entry":
            by = actor if actor and line["number"] == 2 else line["actor"]
            told = [line["case"], line["number"], line["at"], by, line["kind"]]
            told.append(verify_record.canonical(line["facts"]))
            was = before.get(line["case"], "")
            before[line["case"]] = verify_record.sha256(was + verify_record.canonical(told))
            line = {**line, "actor": by, "before": was, "hash": before[line["case"]]}
        made.append(line)
    return made


def as_one_case(lines: Lines) -> Lines:
    """What never was, as a record of itself, under an anchor of the forger's."""
    return of(NEW, chains=NEW)(with_anchor(with_case(lines, NEW), NEW))


LIES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "of a case that is not there": (of(NEW), f"{NEW}: no anchor names it"),
    "of a case that is not there, all made anew": (of(NEW, rewritten=True), f"this is of {FIRST}, and the record says"),
    "of a case that is not there, and nothing": (of(NEW, chains="none"), "there is no entry in it"),
    "of all, and nothing": (of("", chains="none"), "there is no entry in it"),
    "of all, and only one there": (of("", chains=FIRST), f"{SECOND}: the record is missing altogether"),
    "of one, and another there": (of(FIRST, chains=SECOND), f"this is of {SECOND}, and the record says"),
    "of one, and others made anew beside it": (of(FIRST, rewritten=True), f"this is of {SECOND}, and the record says"),
    "of one, made anew": (of(SECOND, chains=SECOND, rewritten=True), f"{SECOND}: entry 5 is not the one"),
    "of a list that is not there": (of("lists/efua", chains="none"), "lists that efua looked at: no anchor names it"),
    "of what came after the seal": (as_one_case, f"{NEW}: it was not there yet when that seal was made"),
    "in small letters": (of(FIRST.lower(), chains=FIRST), f"{FIRST.lower()}: no anchor names it"),
    "of lines and colours": (of("RR\n\x1b[2JThe record is whole."), "RR??[2JThe record is whole.: no anchor names it"),
    "another format": (lambda lines: [{**lines[0], "format": "rapid-review record 2"}, *lines[1:]], "not written as a"),
    "no format": (lambda lines: [{"line": "record", "only": ""}, *lines[1:]], "not written as a record is"),
    "a field more": (lambda lines: [{**lines[0], "sealed": "yes"}, *lines[1:]], "not written as a record is"),
    "said twice": (lambda lines: [lines[0], {**lines[0], "only": FIRST}, *lines[1:]], "or is there twice"),
    "said last": (lambda lines: [*lines[1:], lines[0]], "it stands in the wrong place"),
    "not said": (lambda lines: lines[1:], "it stands in the wrong place"),
    "anchors first": (lambda lines: [lines[0], lines[-1], *lines[1:-1]], "it stands in the wrong place"),
    "no line": (lambda lines: [], "not written as a record is"),
}


def test_every_lie_about_what_the_record_is_of_is_found(export: tuple[Lines, str]) -> None:
    """The first line has no hash: anybody can write what they like in it."""
    lines, seal = export
    assert found(lines, seal) == []
    missed = [
        (name, told) for name, (tell, words) in LIES.items() if words not in str(told := found(tell(lines), seal))
    ]
    assert missed == []


def test_one_case_by_itself_is_no_lie(export: tuple[Lines, str]) -> None:
    lines, seal = export
    alone = of(SECOND, chains=SECOND)(lines)
    assert found(alone, seal) == []
    assert [*verify_record.outcome(read(alone), seal)] == [
        f"The record of {SECOND} is whole: 6 entries in 1 chains, 2 anchors.",
        "6 of the 6 entries were there when it was sealed, at 2026-01-14 10:30 UTC, and none of them was altered.",
    ]


def test_what_was_added_after_the_seal_is_not_said_to_be_proved(export: tuple[Lines, str]) -> None:
    """At the end of a chain, or as a case of its own, under an anchor of the forger's or none, with whatever date."""
    lines, seal = export
    first = next(line for line in lines if line["line"] == "entry" and line["case"] == FIRST)
    longer = anew([lines[0], first, {**first, "number": 2}, *lines[2:]], actor="")
    for told in (longer, with_case(lines, NEW), with_anchor(with_case(lines, NEW), NEW)):
        assert found(told, seal) == []
        assert [*verify_record.outcome(read(told), seal)][1:] == [
            "8 of the 9 entries were there when it was sealed, at 2026-01-14 10:30 UTC, and none of them was altered.",
            "The other 1 came after that, whatever date they bear: only a later seal proves them.",
        ]


def test_nonsense_is_no_record(export: tuple[Lines, str]) -> None:
    """Nothing that is put in it makes the program fall over."""
    lines, seal = export
    nested = '{"line":"record","format":' + "[" * 100_000
    for text in ("", "\n", "null\n", nested, "\ufeff" + verify_record.canonical(lines[0])):
        with pytest.raises(verify_record.NoRecord):
            verify_record.read(text)
    heads = with_anchor(with_case(lines, NEW), NEW)
    for number in (0, -1, -99, 99):
        ends = [[NEW, number, heads[-1]["heads"][0][2]]]
        assert f"{NEW}: " in str(found([*heads[:-1], {**heads[-1], "heads": ends}], seal))


def test_an_entry_of_plain_text_is_read_as_any_other() -> None:
    """Most entries are not parsed, since their looks say enough. That way takes nothing that the other would not."""
    entry = {"actor": "dev", "at": "now", "before": "", "case": FIRST, "facts": {"a": "1", "b": "é\u2028"}, "hash": "h"}
    written = verify_record.canonical({**entry, "kind": "read", "line": "entry", "number": 12})
    assert (read_quickly := verify_record.plain(written))
    assert read_quickly | {"facts": entry["facts"]} == verify_record.parsed(written)
    odd = ('\\"', "\\u0061", "\n", "\t", '"', '","a":"2', '","c":"2', "{", "}", "1", "0", "-", ".0", " ", "\x7f", "É")
    spoilt = {written[:at] + mark + written[at + cut :] for at in range(len(written)) for mark in odd for cut in (0, 1)}
    spoilt |= {written[:at] + written[at + 1 :] for at in range(len(written))}
    spoilt |= {written.replace('"1"', value) for value in ("1", "null", "[]", "{}", '["1"]')}
    for line in spoilt - {written}:
        if quick := verify_record.plain(line):
            slow = verify_record.parsed(line)
            assert slow and quick == {part: value for part, value in slow.items() if part != "facts"}, line
