"""Checks an exported record: `python verify_record.py FILE [--anchor SEAL]`. It needs Python and nothing else.

One JSON object to a line. Whatever was done or read stands in a chain of hashes, one chain for each case, in which
nothing can be changed, left out or put in without changing everything after it. An anchor says where all chains ended
at a moment, and its hash is the seal. Whoever kept a seal elsewhere can show that nothing before it was altered.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

FORMAT = "rapid-review record 1"
SHAPES: dict[str, dict[str, type]] = {
    "record": {"format": str, "only": str},
    "entry": {"case": str, "number": int, "at": str, "actor": str, "kind": str}
    | {"facts": dict, "before": str, "hash": str},
    "anchor": {"number": int, "at": str, "day": str, "root": str, "cases": int}
    | {"heads": list, "before": str, "hash": str},
}  # The kinds of line in the order of the record, and what each holds. Moments are ISO 8601 in UTC.
LISTS = "lists/"  # Begins the name of the chain of what one person listed; all other chains are cases.
SHORTEST_SEAL = 16
NO_SEAL = "Give a seal that was kept elsewhere (--anchor) to show that it was not made anew as a whole."
PLAIN = r'[^"\\\x00-\x1f]*'  # Text that JSON writes down as it is.
FACT = f'"({PLAIN})":"{PLAIN}"'
FACTS = f'{{(?:"{PLAIN}":"{PLAIN}"(?:,"{PLAIN}":"{PLAIN}")*)?}}'
ENTRY = re.compile(
    f'{{"actor":"(?P<actor>{PLAIN})","at":"(?P<at>{PLAIN})","before":"(?P<before>{PLAIN})","case":"(?P<case>{PLAIN})",'
    f'"facts":(?P<said>{FACTS}),"hash":"(?P<hash>{PLAIN})","kind":"(?P<kind>{PLAIN})","line":"(?P<line>entry)",'
    '"number":(?P<number>[1-9][0-9]{0,17})}'
)
Line = dict[str, Any]
Fault = tuple[int, str]  # The number of a line, and what is false about it.

canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
quoted = json.encoder.encode_basestring
names = re.compile(FACT).findall


class NoRecord(Exception):
    """The line at which it is not a record, and why."""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Record:
    """The lines, each of which knows its number in the file."""

    only: str = ""  # The one case it is about; all, if empty.
    chains: dict[str, list[Line]] = field(default_factory=dict)
    anchors: list[Line] = field(default_factory=list)


def read(text: str) -> Record:
    """The record, if every line is written in the one way there is and stands in its place."""
    record, order, before = Record(), list(SHAPES), ""
    for number, written in enumerate(text.removesuffix("\n").split("\n"), 1):
        line = plain(written) or parsed(written)
        if line is None:
            raise NoRecord(number, "it is not written as a record is")
        kind = line["line"]
        if (kind == "record") != (number == 1) or (before and order.index(kind) < order.index(before)):
            raise NoRecord(number, "it stands in the wrong place, or is there twice")
        before, line["place"] = kind, number
        if kind == "entry":
            record.chains.setdefault(line["case"], []).append(line)
        elif kind == "anchor":
            record.anchors.append(line)
        else:
            record.only = line["only"]
    return record


def plain(written: str) -> Line | None:
    """An entry of plain text alone, as nearly all are. What fits is written in the one way there is, so that a hundred
    thousand need not be parsed and written again. Whatever does not fit is looked at by `parsed`."""
    found = ENTRY.fullmatch(written)
    line: Line | None = found and found.groupdict()
    if not line or (order := names(line["said"])) != sorted({*order}):
        return None
    line["number"] = int(line["number"])
    return line


def parsed(written: str) -> Line | None:
    """The line, if it has just what belongs in it. The facts of an entry are kept as they were written."""
    try:
        line = json.loads(written)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or line.get("line") not in SHAPES:
        return None
    shape = {"line": str, **SHAPES[line["line"]]}
    if {part: type(value) for part, value in line.items()} != shape or line.get("format", FORMAT) != FORMAT:
        return None
    heads = all(isinstance(head, list) and [*map(type, head)] == [str, int, str] for head in line.get("heads", ()))
    if not heads or canonical(line) != written:
        return None
    return {**line, "said": canonical(line["facts"])} if "facts" in line else line


def faults(record: Record, seal: str = "") -> list[Fault]:
    """Everything that is false, the first line first."""
    found = [fault for name, entries in record.chains.items() for fault in chain(name, entries)]
    found += [*header(record, seal), *anchors(record), *(known(record, seal) if seal else ())]
    return sorted(found, key=lambda fault: fault[0])


def header(record: Record, seal: str) -> Iterator[Fault]:
    """What it says that it is about is what it holds. No hash covers the first line, so anybody can write another.

    A record of one case leaves out all that the anchors say of others. So they must speak of that case: those that
    were there when the seal was made, since whoever alters a record can add more after them.
    """
    only = record.only
    if not record.chains:
        yield 1, "there is no entry in it, so there is nothing to be whole"
    if not only:
        return
    for name, entries in record.chains.items():
        if name != only:
            yield entries[0]["place"], f"this is of {named(name)}, and the record says that it is of {named(only)} only"
    if only not in ends(record.anchors):
        yield 1, f"{named(only)}: no anchor names it, so nothing shows what was in it; one does within an hour"
    elif sealed_by(record, seal) and only not in ends(proved(record, seal)):
        yield 1, f"{named(only)}: it was not there yet when that seal was made; give a later one"


def chain(name: str, entries: list[Line]) -> Iterator[Fault]:
    """Each entry has the next number, begins with the hash of the one before it, and has the hash of what it says."""
    before = ""
    for number, line in enumerate(entries, 1):
        if line["number"] != number or line["before"] != before:
            yield line["place"], f"{named(name)}: entry {number} is missing, or does not follow the one before it"
            return  # Whatever comes after it cannot be right either.
        words = ",".join(map(quoted, (line["at"], line["actor"], line["kind"], line["said"])))
        if line["hash"] != sha256(f"{before}[{quoted(name)},{number},{words}]"):
            yield line["place"], f"{named(name)}: entry {number} does not say what it said when it was written"
            return
        before = line["hash"]


def anchors(record: Record) -> Iterator[Fault]:
    """Each anchor follows the one before, adds up, and names ends that the chains have."""
    before, moved = "", dict[str, list[Any]]()
    for number, anchor in enumerate(record.anchors, 1):
        place, heads = anchor["place"], anchor["heads"]
        moved |= ends([anchor])
        said = [anchor["number"], anchor["at"], anchor["day"], anchor["root"], anchor["cases"], canonical(heads)]
        if anchor["number"] != number or anchor["before"] != before:
            yield place, f"anchor {number} is missing, or does not follow the one before it"
        if anchor["hash"] != sha256(anchor["before"] + canonical(said)):
            yield place, f"anchor {number} does not say what it said when it was sealed"
        cases = sum(not name.startswith(LISTS) for name in moved)
        if anchor["root"] != sha256(canonical([moved[name] for name in sorted(moved)])) or anchor["cases"] != cases:
            yield place, f"anchor {number} does not add up"
        yield from ((place, words) for words in ends_missing(record, anchor))
        before = anchor["hash"]


def ends_missing(record: Record, anchor: Line) -> Iterator[str]:
    """What the chains do not have of what they had when the anchor was made."""
    when = f"on {anchor['at'][:16].replace('T', ' ')} UTC (anchor {anchor['number']})"
    for name, last, hash in anchor["heads"]:
        entries = record.chains.get(name, [])
        if record.only not in ("", name):
            continue
        if not entries:
            yield f"{named(name)}: the record is missing altogether; {when} it had {last} entries"
        elif len(entries) < last:
            yield f"{named(name)}: the record ends with entry {len(entries)}; {when} it had {last}"
        elif last < 1 or entries[last - 1]["hash"] != hash:
            yield f"{named(name)}: entry {last} is not the one that was there {when}"


def known(record: Record, seal: str) -> Iterator[Fault]:
    """The seal that was kept elsewhere is that of an anchor."""
    if len(seal) < SHORTEST_SEAL:
        yield 1, f"a seal has at least {SHORTEST_SEAL} characters"
    elif not sealed_by(record, seal):
        yield 1, "no anchor has that seal: the record, or part of it, was made anew"


def sealed_by(record: Record, seal: str) -> list[Line]:
    return [anchor for anchor in record.anchors if seal and anchor["hash"].startswith(seal)]


def proved(record: Record, seal: str) -> list[Line]:
    """The anchors up to that of the seal: each holds the hash of the one before. What comes later, anybody can add."""
    upto = sealed_by(record, seal)[0]
    return record.anchors[: record.anchors.index(upto) + 1]


def ends(anchors: Sequence[Line]) -> dict[str, list[Any]]:
    """Where each chain ended, by the last of these anchors: its name, the number of entries and the last hash."""
    return {head[0]: head for anchor in anchors for head in anchor["heads"]}


def named(chain: str) -> str:
    """A chain in words. What a forger put in its name moves no cursor and begins no line."""
    shown = "".join(character if character.isprintable() else "?" for character in chain)
    return f"lists that {shown.removeprefix(LISTS)} looked at" if shown.startswith(LISTS) else shown


def outcome(record: Record, seal: str) -> Iterator[str]:
    """What holds, and how far it is proved."""
    count, of = sum(map(len, record.chains.values())), f" of {named(record.only)}" if record.only else ""
    yield f"The record{of} is whole: {count} entries in {len(record.chains)} chains, {len(record.anchors)} anchors."
    if not seal:
        yield NO_SEAL
        return
    then = ends(proved(record, seal))
    covered = sum(then[name][1] for name in record.chains if name in then)
    at = sealed_by(record, seal)[0]["at"][:16].replace("T", " ")
    yield f"{covered} of the {count} entries were there when it was sealed, at {at} UTC, and none of them was altered."
    if covered < count:
        yield f"The other {count - covered} came after that, whatever date they bear: only a later seal proves them."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify_record.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", help="the exported record")
    parser.add_argument("--anchor", default="", metavar="SEAL", help="a seal that was kept elsewhere")
    asked = parser.parse_args(arguments)
    seal = "".join(asked.anchor.split()).lower()
    try:
        with open(asked.file, encoding="utf-8", newline="") as file:
            found = faults(record := read(file.read()), seal)
    except NoRecord as fault:
        found = [fault.args]
    except (OSError, UnicodeDecodeError) as why:
        print(f"This file cannot be read: {why}", file=sys.stderr)
        return 2
    for place, words in found:
        print(f"Line {place}: {words}.")
    if not found:
        print(*outcome(record, seal), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
