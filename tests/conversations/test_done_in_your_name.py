"""What is done by command in somebody's name: they hear of it at once, and no name is taken that cannot be (T17)."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from types import SimpleNamespace
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import RR, amina_asks, declares, dev_notifies, fills, is_recused, summarises, votes
from test_frozen_case import freezes
from transcript import Teams

from bot import exports, marked_table, registers, subject_access
from bot.clock import SystemClock
from bot.in_their_name import Leave
from bot.ledger import Ledger
from bot.subject_access import Sought, Why
from dialogs.paperwork.casefile import casefile
from dialogs.reach.auditing import Findings, conclude
from documents.passages import Person, passages
from rapid_review.errors import Refusal
from rapid_review.people import Partnership, Role
from rapid_review.policy import ENGLAND_2026

TWO_IN_THE_TEAM = replace(PARTNERSHIP, roles={**PARTNERSHIP.roles, Role.PARTNERSHIP_TEAM: ("amina", "imran")})
GONE = replace(PARTNERSHIP, people={id: who for id, who in PARTNERSHIP.people.items() if id != "efua"})


@pytest.fixture
def asked(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> Teams:
    """Ivy's mother asks for Ivy's data. The machine's clock is the transcript's."""
    monkeypatch.setattr(SystemClock, "now", lambda self: teams.now.astimezone(UTC))
    dev_notifies(teams)
    amina_asks(teams, RR, "health")
    summarises(teams, "carys", RR)
    declares(teams, "efua", RR)
    teams.opens("amina", "subject_request", RR)
    said = {"sar_who": "Ivy’s mother", "sar_received": "2026-11-20", "sar_identity": "Passport, by Amina"}
    fills(teams, "amina", "Record it", said)
    teams.deliver()
    return teams


def packs(teams: Teams, by: str = "amina", second: str = "efua", partnership: Partnership = PARTNERSHIP) -> bytes:
    file, sought = (partnership, ENGLAND_2026), Sought(RR, ("Ivy Rook",), by)
    rows = list(csv.DictReader(io.StringIO(as_found(teams))))
    out = io.StringIO()
    lines = csv.DictWriter(out, rows[0].keys())
    lines.writeheader()
    lines.writerows({**row, "mark": "withhold", "exemption": "others"} for row in rows)
    return subject_access.pack(teams.store, file, sought, out.getvalue(), Why("Her mother asked.", second))


def as_found(teams: Teams) -> str:
    """Her passages, as a table made before."""
    ivy = Person(("Ivy Rook",))
    found = teams.store.run_now(lambda work: passages(casefile(teams.desk(work), work.case(RR)), ivy))
    return marked_table.table_of(found, PARTNERSHIP)


def exported(teams: Teams, second: str = "efua", partnership: Partnership = PARTNERSHIP) -> bytes:
    why = exports.Why(Leave("amina", "Handed to the coroner.", second))
    return exports.whole(teams.store, partnership, ENGLAND_2026, RR, why)


def test_both_who_are_named_for_a_pack_are_told_at_once(asked: Teams) -> None:
    packs(asked)
    asked.deliver()
    for person in ("amina", "efua"):
        said = asked.all_seen(person)
        assert f"{RR}: done by command in your name" in said
        assert "A pack of somebody’s own data was made from the case, to leave the bot." in said
        assert "Monday 23 November 2026, 09:00, in the name of Amina" in said and "and Efua Mensah." in said
        assert "tell the chair, your data protection officer and whoever runs the machine, now." in said
    assert "by command" not in asked.all_seen("carys")


def test_who_is_named_for_the_whole_case_is_told_and_so_is_the_chair(asked: Teams) -> None:
    declares(asked, "amina", RR)
    asked.partnership = TWO_IN_THE_TEAM
    exported(asked, second="imran", partnership=TWO_IN_THE_TEAM)
    asked.deliver()
    assert f"{RR}: done by command in your name" in asked.all_seen("amina")
    assert "The whole of the case was written to a file, to leave the bot." in asked.all_seen("amina")
    assert f"{RR}: done by command" in asked.all_seen("efua")
    assert "in your name" not in asked.all_seen("efua")
    assert "in the name of Amina Yusuf and Imran Shah." in asked.all_seen("efua")


def test_nobody_is_told_of_what_was_refused(asked: Teams) -> None:
    for second, why in (
        ("amina", "The second person has to be somebody else than “amina”."),
        (
            "efau",
            "Nobody in the partnership’s file has the id or short name “efau”: it is mistyped, or they have left.",
        ),
        ("carys", "have to be the chair or of the Partnership Team"),
        ("", "Two people have to be named"),
    ):
        with pytest.raises(Refusal, match=why):
            packs(asked, second=second)
    asked.deliver()
    assert "by command" not in asked.all_seen("amina") + asked.all_seen("efua")
    assert asked.case(RR).subject_requests_open()


def test_who_has_left_agrees_to_nothing(asked: Teams) -> None:
    for act in (packs, exported):
        with pytest.raises(Refusal, match=r"or short name “efua”: it is mistyped, or they have left\. Give"):
            act(asked, second="efua", partnership=GONE)


def test_who_is_recused_agrees_to_nothing(asked: Teams) -> None:
    asked.partnership = TWO_IN_THE_TEAM
    is_recused(asked, "imran")
    for act in (packs, exported):
        with pytest.raises(Refusal, match=rf"imran is recused from {RR}\. Give the id of somebody else\."):
            act(asked, second="imran", partnership=TWO_IN_THE_TEAM)
    asked.deliver()
    assert "by command" not in asked.all_seen("amina")


def test_whose_conflict_waits_for_a_ruling_lets_nothing_out(asked: Teams) -> None:
    declares(asked, "imran", RR, decl="possible", conf_what="I taught her brother.")
    for act in (packs, exported):
        with pytest.raises(Refusal, match=rf"imran stands aside in {RR}: a conflict waits for a ruling"):
            act(asked, second="imran", partnership=TWO_IN_THE_TEAM)


# -- What else leaves by command (Part 6, rule 8) ------------------------------------------------------------------

LEAVE = Leave("amina", "CANARY: asked for by the court.", "efua")


def with_names(teams: Teams, leave: Leave = LEAVE) -> bytes:
    asked = exports.Asked("notification", RR, "", identified=True, ending="txt", leave=leave)
    return exports.document(teams.store, PARTNERSHIP, ENGLAND_2026, asked)


def register(teams: Teams, leave: Leave = LEAVE) -> str:
    return registers.declarations_register(teams.store, PARTNERSHIP, RR, leave)


def shared(teams: Teams, leave: Leave = LEAVE) -> str:
    return registers.sharing_register(teams.store, PARTNERSHIP, RR, leave)


def tabled(teams: Teams, leave: Leave = LEAVE) -> str:
    """Every passage of the case, to be marked for Ivy's mother."""
    sought, why = Sought(RR, ("Ivy Rook",), leave.by, every=True), Why(leave.reason, leave.second)
    return subject_access.table(teams.store, (PARTNERSHIP, ENGLAND_2026), sought, why)


TAKEN = {"document": with_names, "declarations": register, "sharing": shared, "table": tabled}


@pytest.mark.parametrize("act", TAKEN.values(), ids=TAKEN)
def test_nothing_with_names_leaves_without_a_reason_and_two_people_who_run_the_case(
    asked: Teams, act: Callable[..., object]
) -> None:
    for leave, why in (
        (Leave("", ""), "Two people have to be named: --by and --second"),
        (Leave("amina", "Because."), "Two people have to be named"),
        (Leave("amina", "Because.", "amina"), "somebody else than “amina”"),
        (Leave("amina", "Because.", "carys"), "carys is neither the chair nor of the Partnership Team"),
        (Leave("amina", " ", "efua"), "Say why it leaves: --reason"),
    ):
        with pytest.raises(Refusal, match=why):
            act(asked, leave)
    asked.deliver()
    assert "by command" not in asked.all_seen("amina") + asked.all_seen("efua")
    assert act(asked)
    asked.deliver()
    for person in ("amina", "efua"):
        assert f"{RR}: done by command in your name" in asked.all_seen(person)
    assert "was written to a file" in asked.sees("efua") and "to leave the bot." in asked.sees("efua")
    kept = [link for link in asked.store.run_now(lambda work: work.chain(RR)) if link.kind == "written_out"]
    assert [(link.facts["by_command"], link.facts["second"]) for link in kept] == [("amina", "efua")]
    assert "CANARY" not in str(kept)


def test_without_names_a_document_asks_nobody(asked: Teams) -> None:
    wanted = exports.Asked("notification", RR, "", identified=False, ending="txt")
    assert b"Ivy" not in exports.document(asked.store, PARTNERSHIP, ENGLAND_2026, wanted)


def test_a_table_of_somebodys_passages_is_told_of_as_what_it_is(asked: Teams) -> None:
    """Whoever types an id is not that person: the record says that it was the command line, and whose name it gave."""
    tabled(asked)
    asked.deliver()
    assert "A table of what was written in the case, with names, was written to a file" in asked.sees("efua")
    chain = asked.store.run_now(lambda work: work.chain(RR))
    read, taken = [link for link in chain if link.facts.get("surface") == "command"]
    assert (taken.kind, taken.facts["what"], taken.facts["by_command"]) == ("written_out", "every passage", "amina")
    assert (read.actor, read.kind, read.facts["what"]) == ("command line", "read", "every passage")


def test_nor_does_the_record_take_whoever_is_named_for_a_pack_for_who_made_it(asked: Teams) -> None:
    before = len(asked.store.run_now(lambda work: work.chain(RR)))
    packs(asked)
    made = asked.store.run_now(lambda work: work.chain(RR))[before:]
    assert [(link.kind, link.actor, link.facts["surface"]) for link in made] == [
        ("read", "command line", "command"),
        ("subject_request_answered", "", "command"),
    ]
    kept = asked.store.run_now(lambda work: work.form(RR, "subject_access", "1"))
    assert (kept.by, kept.answers["by"], kept.answers["second"]) == ("command line", "amina", "efua")


def without_names(teams: Teams) -> bytes:
    wanted = exports.Asked("collated", RR, "", identified=False, ending="txt")
    return exports.document(teams.store, PARTNERSHIP, ENGLAND_2026, wanted)


def to_the_panel(teams: Teams) -> bytes:
    wanted = exports.Asked("panel_pack", RR, "", identified=False, ending="txt")
    return exports.document(teams.store, PARTNERSHIP, ENGLAND_2026, wanted)


@pytest.mark.parametrize("act", [*TAKEN.values(), exported, packs, without_names, to_the_panel])
def test_nothing_leaves_a_frozen_case_and_it_is_said_what_to_do(asked: Teams, act: Callable[[Teams], object]) -> None:
    freezes(asked)
    with pytest.raises(Refusal, match=rf"{RR} is frozen, so nothing leaves it\. .* press “Let it go on”"):
        act(asked)
    asked.sends("amina", "case.thaw", {"case": RR})
    assert act(asked)


def test_nothing_leaves_while_nobody_has_looked_at_what_went_to_the_wrong_person(asked: Teams) -> None:
    asked.store.run_now(
        lambda work: work.case(RR).report_breach(
            by=PARTNERSHIP.standing("amina"), aware_at=asked.now, revision=1, now=asked.now
        )
    )
    for act in (with_names, exported, packs, tabled, without_names):
        with pytest.raises(Refusal, match="went to the wrong person and nobody has looked yet"):
            act(asked)


def test_the_record_of_a_ballot_holds_what_was_typed_so_it_takes_two_and_they_hear_what_it_is(
    polling: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reason may name a child, and without its very words nothing of the view could be proved."""
    monkeypatch.setattr(SystemClock, "now", lambda self: polling.now.astimezone(UTC))
    for person, why in (("farid", "Ivy Rook was never seen alone."), ("gwen", "An audit."), ("efua", "It adds.")):
        votes(polling, person, RR, "review", why)
    with pytest.raises(Refusal, match="Two people have to be named"):
        registers.ballot(polling.store, PARTNERSHIP, RR, Leave("amina", "For an appeal."))
    assert "Ivy Rook was never seen alone." in registers.ballot(polling.store, PARTNERSHIP, RR, LEAVE)
    polling.deliver()
    for person in ("amina", "efua"):
        assert "The record of the ballot, with each reason as it was typed, was written" in polling.all_seen(person)


# -- Where those named cannot be told ------------------------------------------------------------------------------


BLOCKED = "403 ConversationBlockedByUser"


def cannot_be_told(teams: Teams, *people: str) -> None:
    """Their chats are closed to the bot; all else arrives."""
    around: Any = SimpleNamespace(clock=SimpleNamespace(now=lambda: teams.now), desk=lambda work, now: teams.desk(work))
    while claimed := teams.store.run_now(lambda work: work.claim(teams.now, 50, "tests", 60)):
        for one in claimed:
            if one.message.to in people:
                teams.store.run_now(lambda work, one=one: Ledger(around, Any)._give_up(work, one, BLOCKED))
            else:
                teams._deliver(one)


def audits(teams: Teams) -> Findings:
    return teams.store.run_now(lambda work: conclude(teams.desk(work), []))


def test_who_cannot_be_told_is_told_of(asked: Teams) -> None:
    """T17: the control does not fail in silence."""
    exported(asked)
    cannot_be_told(asked, "amina", "efua")
    assert audits(asked).counts["untold"] == 2
    cannot_be_told(asked, "amina", "efua")
    told = asked.all_seen("farid")
    assert f"{RR}: somebody could not be told of a command" in told
    assert "The whole of the case was written to a file, to leave the bot." in told
    assert "Efua Mensah could not be told in Teams: " in told and "Please ring Efua Mensah now" in told
    assert "untold" not in audits(asked).counts, "somebody knows"


def test_where_one_arrives_and_one_does_not_the_other_is_told(asked: Teams) -> None:
    exported(asked)
    cannot_be_told(asked, "efua")
    assert audits(asked).counts["untold"] == 1
    cannot_be_told(asked, "efua")
    assert "Efua Mensah could not be told in Teams" in asked.all_seen("amina")
    assert "could not be told" not in asked.all_seen("farid")
