"""The Scrutineer's half year: who was told of a decision, in counts from which nobody can be recognised (3i)."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from story import RR, fills
from transcript import Teams, buttons

from dialogs.paperwork.figures import families
from documents.casefile import CaseFile
from documents.plain import plain
from documents.scrutiny import data_pack
from rapid_review.case import Case
from rapid_review.outward.duties import Mark, Telling
from rapid_review.policy import ENGLAND_2026
from rapid_review.scrutiny import HELD_BACK, held_back, is_held, lens
from rapid_review.scrutiny.told import (
    EXCUSED,
    FAMILY_NOT_TOLD,
    FAMILY_TOLD,
    LATE,
    NOT_INVITED,
    NOT_SAID,
    ON_TIME,
    OVERDUE,
    WAITING,
)

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


def tells(case: Case, *tellings: Telling) -> Case:
    return replace(case, tellings=[*tellings])


def done(duty: str, on: date | None) -> Telling:
    return Telling(duty, NOW, done=Mark("amina", NOW, 1), on=on)


def test_who_was_told_of_the_decision_in_time_late_for_a_reason_not_or_not_yet(file: CaseFile) -> None:
    """R056, R100, R035. The board is owed it a working day after Monday 23 November, the Department on Day 15."""
    board, family = date(2026, 11, 24), date(2026, 11, 30)
    cases = [
        tells(file.case, done("board", board), done("dfe", date(2026, 12, 14)), done("family", family)),
        tells(file.case, Telling("board", NOW, excused=Mark("amina", NOW, 1)), done("family", None)),
        file.case,
        replace(file.case, decided=None),
    ]
    figures = lens(cases, FIRST, LAST, families={RR: {"family_invited": "no"}})
    assert dict(figures.told["The board"]) == {ON_TIME: 1, EXCUSED: 1, OVERDUE: 1}
    assert dict(figures.told["The Department for Education"]) == {LATE: 1, OVERDUE: 2}
    assert dict(figures.told["The referrer"]) == {WAITING: 3}, "nobody has signed the decision off yet"
    assert dict(figures.family) == {FAMILY_TOLD: 1, FAMILY_NOT_TOLD: 1, NOT_SAID: 1}
    assert dict(figures.invited) == {NOT_INVITED: 3}
    said = plain(data_pack(figures, file.partnership, ENGLAND_2026, NOW))
    assert f"Recipient: Ofsted; On time: {HELD_BACK}; Late: {HELD_BACK}" in said
    assert "The family’s part\n-----------------\n\nHeld back" in said


def test_families_and_recipients_are_held_back_together_with_what_shares_their_total(file: CaseFile) -> None:
    """Eleven decisions. What families heard could be shown by itself; with the Department’s row it tells of few."""
    cases = [tells(file.case, done("family", date(2026, 11, 30) if n < 7 else None)) for n in range(11)]
    one_late = [tells(one, *one.tellings, done("dfe", LAST if n else date(2026, 12, 1))) for n, one in enumerate(cases)]
    figures = lens(one_late, FIRST, LAST)
    held = held_back([figures.family, *figures.told.values(), figures.invited])
    said = plain(data_pack(figures, file.partnership, ENGLAND_2026, NOW))
    assert not is_held(figures.family, held_back([figures.family])) and is_held(figures.family, held)
    assert "The family, on the decision\n---------------------------\n\nHeld back" in said
    assert f"The Department for Education; On time: {HELD_BACK}; Late: {HELD_BACK}" in said


def test_what_the_team_recorded_of_a_family_is_in_the_figures(decided: Teams, tmp_path: Path) -> None:
    """And nothing of it but the counts: one family is too few to be told of."""
    with closing((teams := decided.twin(tmp_path / "case.db")).store):
        for member in ("efua", "farid", "gwen"):
            teams.sends(member, "decision.sign_off", {"case": RR, "revision": teams.case(RR).decided.revision})
        teams.opens("amina", "family_told", f"{RR}/")
        told = {"family_outcome": "told", "family_on": "2026-11-23", "family_by": "Petra Quill"}
        while "Record it" in buttons(teams.card("amina")):
            fills(teams, "amina", "Record it", {**told, "family_invited": "yes"})
        read = teams.store.run_now(lambda work: families(work, [work.case(RR)]))
        assert read[RR]["family_invited"] == "yes"
        shown_to = teams.types("imran", "figures")
        assert "The family’s part\nHeld back" in shown_to and "Petra" not in shown_to
