"""Whoever is shown anything of a case stands in its record: every verb, word, form, message and command (G17)."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from leaks.life import Life
from leaks.reading import Reading
from transcript import open_store

from bot import cli, exports, record, registers
from bot.in_their_name import Leave
from dialogs.paperwork.producing import OFFERED
from dialogs.verbs import DIALOGS
from rapid_review.errors import Refusal
from rapid_review.policy import ENGLAND_2026
from storage.looking import Looking

A_FEW = ("amina", "ben", "gwen", "zack")


def test_whatever_shows_a_case_is_in_its_record_once(life: Life) -> None:
    crawl = Reading(life.stage("poll closed"), life.aviary, A_FEW)
    crawl.crawl()
    assert crawl.unread == []
    assert crawl.content > 30
    assert {surface.split()[0] for surface in crawl.found.surfaces} >= {*DIALOGS, "message"}


def test_an_answer_that_is_not_written_down_is_found(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Looking, "showed", lambda *answer: None)
    crawl = Reading(life.stage("received"), life.aviary, ("amina",))
    crawl.crawl()
    assert {surface.split()[0] for _, surface, _ in crawl.unread} > {"task", "dates", "“my"}


@pytest.mark.crawl
@pytest.mark.parametrize("stage", ["received", "gathering", "decided", "the Panel has answered"])
def test_nor_at_other_stages(life: Life, stage: str) -> None:
    crawl = Reading(life.stage(stage), life.aviary, A_FEW)
    crawl.crawl()
    assert crawl.unread == []


# -- By command ----------------------------------------------------------------------------------------------------

OF_A_CASE = {"sharing-register", "declarations-register", "ballot", "document", "export", "record"}
"""Each is run below."""
OF_A_PERSON = {"subject-access", "subject-access-pack"}
"""Noted under the name of whoever answers the request: tests/contract/test_keeping_commands.py."""
OF_NO_CASE = {
    "scrutiny": "figures of many cases, in which none is named",
    "verify-chain": "says which chain is broken, and nothing of what it holds",
    **dict.fromkeys(("verify-ballot", "verify-record", "verify-pack"), "reads a file that was handed over, no case"),
    **dict.fromkeys(("serve", "check-config", "check", "migrate", "clock", "demo", "package", "template"), "no case"),
    **dict.fromkeys(("backup", "restore", "drill", "key", "rotate-key"), "all of it, sealed as it is"),
    "release": "how many messages wait, and of which kind",
    "legal-hold": "a change, which is in the record as such",
    "hold-sending": "stops what is on its way, without a word of it",
    **dict.fromkeys(("dispose", "certificate"), "counts of what goes, and hashes; that it went is in the record"),
}


def test_every_command_is_known_for_what_it_shows() -> None:
    (commands,) = (action.choices for action in cli._parser()._actions if action.choices)
    assert set(commands) - OF_A_CASE - OF_A_PERSON - set(OF_NO_CASE) == set()
    assert set(commands) >= OF_A_CASE


def test_what_is_read_by_command_is_in_the_record_once(life: Life, tmp_path: Path) -> None:
    """Every kind of document too; the registers and the whole case."""
    stage = life.stage("decided")
    copy(stage.path, tmp_path / "review.db")
    of, who, policy = stage.reference, stage.partnership, ENGLAND_2026
    with closing(open_store(tmp_path / "review.db", who)) as store:
        agency = next(iter(store.run_now(lambda work: work.case(of)).requests))
        leave = Leave("amina", "For the court.", "efua")
        reads: list[Callable[[], object]] = [
            lambda: registers.sharing_register(store, who, of, leave),
            lambda: registers.declarations_register(store, who, of, leave),
            lambda: registers.ballot(store, who, of, leave),
            lambda: exports.whole(store, who, policy, of, exports.Why(leave)),
            of_the_record := lambda: store.run_now(lambda work: record.written(work, of, stage.now)),
        ]
        for kind in OFFERED:
            asked = exports.Asked(kind, of, agency, identified=True, ending="txt", leave=leave)
            reads.append(lambda asked=asked: exports.document(store, who, policy, asked))
        for n, read in enumerate(reads):
            before = len(store.run_now(lambda work: work.chain(of)))
            try:
                read()
            except Refusal:
                assert n >= 5  # A document that this case has not come to: nothing was shown, and nothing is noted.
                continue
            added = store.run_now(lambda work: work.chain(of))[before:]
            taken = [link for link in added if link.kind == "written_out"]
            assert [link.facts["by_command"] for link in taken] == ["amina"] * (read is not of_the_record), n
            assert [(one.actor, one.kind, one.facts["surface"]) for one in added if one not in taken] == [
                ("command line", "read", "command")
            ], n
