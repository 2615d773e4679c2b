"""Whoever is shown anything of a case stands in its record: every verb, word, form, message and command (G17)."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
import whereabouts
from leaks.life import Life
from leaks.reading import Reading
from transcript import open_store

from bot import cli, exports, record, record_of_person, registers, subject_access
from bot.in_their_name import Leave
from bot.subject_access import Sought, Why
from dialogs.paperwork.producing import OFFERED
from dialogs.verbs import DIALOGS
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Partnership
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

OF_A_CASE = {"sharing-register", "declarations-register", "ballot", "document", "export", "record", "subject-access"}
"""Each is run below."""
OF_A_PERSON = {"subject-access-pack"}
"""It answers a request: tests/conversations/test_done_in_your_name.py."""
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


def asks(case: Case, who: Partnership, now: datetime) -> None:
    """Amina asks for her own data."""
    case.log_subject_request(now.date(), by=who.standing("amina"), revision=1, now=now)


def test_what_is_read_by_command_is_in_the_record_once(life: Life, tmp_path: Path) -> None:
    """Every kind of document too; the registers and the whole case."""
    stage = life.stage("decided")
    whereabouts.copied_from(stage.path, tmp_path / "review.db")
    of, who, policy = stage.reference, stage.partnership, ENGLAND_2026
    with closing(open_store(tmp_path / "review.db", who)) as store:
        agency = next(iter(store.run_now(lambda work: work.case(of)).requests))
        leave, sought = Leave("amina", "For the court.", "efua"), Sought(of, ("amina",), "amina", every=True)
        store.run_now(lambda work: asks(work.case(of), who, stage.now))
        reads: list[Callable[[], object]] = [
            lambda: registers.sharing_register(store, who, of, leave),
            lambda: registers.declarations_register(store, who, of, leave),
            lambda: registers.ballot(store, who, of, leave),
            lambda: exports.whole(store, who, policy, of, exports.Why(leave)),
            lambda: subject_access.table(store, (who, policy), sought, Why(leave.reason, leave.second)),
            *(
                of_the_record := [
                    lambda: store.run_now(lambda work: record.written(work, of, stage.now)),
                    lambda: store.run_now(lambda work: record_of_person.counted(work, "ben", stage.now)),
                ]
            ),
        ]
        always = len(reads)
        for kind in OFFERED:
            asked = exports.Asked(kind, of, agency, identified=True, ending="txt", leave=leave)
            reads.append(lambda asked=asked: exports.document(store, who, policy, asked))
        for n, read in enumerate(reads):
            before = len(store.run_now(lambda work: work.chain(of)))
            try:
                read()
            except Refusal:
                assert (
                    n >= always
                )  # A document that this case has not come to: nothing was shown, and nothing is noted.
                continue
            added = store.run_now(lambda work: work.chain(of))[before:]
            taken = [link for link in added if link.kind == "written_out"]
            assert [link.facts["by_command"] for link in taken] == ["amina"] * (read not in of_the_record), n
            assert [(one.actor, one.kind, one.facts["surface"]) for one in added if one not in taken] == [
                ("command line", "read", "command")
            ], n
