"""What an agency may do about a request before it answers, and who may do it. The process alone."""

from datetime import date

import pytest
from cast import london
from test_case import MONDAY, declared, gathering, who

from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.stages import Stage
from rapid_review.tasks import TaskKind, owed

DAY_11 = date(2026, 12, 7)


def test_whoever_is_handed_the_request_answers_for_the_agency_here_alone() -> None:
    case = gathering()
    assert CaseRole.AGENCY_SPOC not in roles_of(case, who("farid"))
    case.hand_over("police", "farid", by=who("ben"), now=MONDAY)
    assert CaseRole.AGENCY_SPOC in roles_of(case, who("farid"))
    assert case.own_request("police", who("farid")).handed_by == "ben"
    with pytest.raises(NotYours):
        case.own_request("health", who("farid"))


def test_a_hand_over_outside_the_agency_gives_nothing() -> None:
    """F18: what a card says is never enough; the directory decides."""
    case = gathering()
    case.hand_over("police", "dev", by=who("ben"), now=MONDAY)
    assert case.answered_by(who("dev")) == frozenset()


def test_only_the_agency_and_the_partnership_team_hand_it_over() -> None:
    case = declared(gathering(), "carys", "efua")
    for stranger in ("carys", "efua", "zack"):
        with pytest.raises(NotYours):
            case.hand_over("police", "joan", by=who(stranger), now=MONDAY)
    case.hand_over("police", "joan", by=who("amina"), now=MONDAY)
    assert [event.facts["to"] for event in case.happened if event.kind is Happening.REQUEST_HANDED_OVER] == ["joan"]


def test_who_gets_it_is_asked_afresh() -> None:
    case = gathering()
    case.acknowledge("police", by=who("ben"), author="Ben Hollis", now=MONDAY)
    case.hand_over("police", "joan", by=who("ben"), now=MONDAY)
    assert case.requests["police"].acknowledged_at is None
    with pytest.raises(Refusal, match="They have it already"):
        case.hand_over("police", "joan", by=who("ben"), now=MONDAY)


def test_an_absence_ends_by_itself() -> None:
    case = gathering()
    case.hand_over("police", "farid", by=who("ben"), now=MONDAY, until=date(2026, 11, 25))
    case.take_back_if_due(london("Wed 2026-11-25 23:00"))
    assert case.answered_by(who("farid")) == {"police"}
    case.take_back_if_due(london("Thu 2026-11-26 00:01"))
    assert case.answered_by(who("farid")) == frozenset()
    assert case.answered_by(who("ben")) == {"police"}


def test_nobody_is_thanked_for_covering_in_a_closed_case() -> None:
    case = gathering()
    case.hand_over("police", "farid", by=who("ben"), now=MONDAY, until=date(2026, 11, 25))
    case.stage = Stage.CLOSED
    case.take_back_if_due(london("Mon 2027-03-15 22:30"))
    assert case.answered_by(who("farid")) == frozenset()
    assert Happening.REQUEST_CAME_BACK not in {event.kind for event in case.happened}


def test_a_hand_over_for_a_time_goes_back_to_whoever_had_it() -> None:
    """Joan has it for good; while she is away Farid covers, and for one day of that Ben himself."""
    case = gathering()
    case.hand_over("police", "joan", by=who("ben"), now=MONDAY)
    case.hand_over("police", "farid", by=who("joan"), now=MONDAY, until=date(2026, 11, 26))
    case.hand_over("police", "ben", by=who("farid"), now=MONDAY, until=date(2026, 11, 24))
    assert case.answered_by(who("farid")) == {"police"}, "it will be his again"
    for moment, holder in (("Tue 2026-11-24 23:00", "ben"), ("Wed 2026-11-25 00:01", "farid")):
        case.take_back_if_due(london(moment))
        assert case.requests["police"].handed_to == holder
    case.return_nil("police", by=declared_as(case, "farid"), revision=1, now=london("Wed 2026-11-25 09:00"))
    case.take_back_if_due(london("Fri 2026-11-27 00:01"))
    assert case.requests["police"].handed_to == "joan"
    assert case.answered_by(who("farid")) == frozenset(), "answered or not, it is over"


def declared_as(case: Case, name: str) -> Standing:
    declared(case, name)
    return who(name)


@pytest.mark.parametrize(
    ("asked", "day", "said"),
    [
        ("Wed 2026-12-02 10:00", date(2026, 12, 4), ""),  # With the others.
        ("Fri 2026-12-04 10:00", date(2026, 12, 7), "Asked on Friday 4 December 2026, so due by Monday 7 December"),
        ("Fri 2026-12-11 10:00", date(2026, 12, 14), "That is after the report is due at the national Panel"),
    ],
)
def test_nobody_is_late_for_what_they_were_not_asked(asked: str, day: date, said: str) -> None:
    case = gathering()
    case.ask_agencies({"childrens-services": "named"}, by=who("amina"), now=london(asked))
    due = case.due_from("childrens-services")
    assert due and due.day == day and said in due.because
    owing = owed(case, who("owen"), london(asked))
    assert owing and all(task.due and task.due > london(asked) for task in owing if task.kind is not TaskKind.DECLARE)


def test_partly_secured_needs_a_day_for_the_rest() -> None:
    case = gathering()
    with pytest.raises(Refusal):
        case.secure_records("police", "partly", by=who("ben"), now=MONDAY)
    case.secure_records("police", "partly", by=who("ben"), now=MONDAY, next_on=DAY_11)
    assert not case.requests["police"].secured
    case.secure_records("police", "yes", by=who("joan"), now=MONDAY)
    assert case.requests["police"].secured


def test_one_request_for_time_at_a_time() -> None:
    case = gathering()
    case.ask_for_time("police", DAY_11, by=who("ben"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="already"):
        case.ask_for_time("police", DAY_11, by=who("joan"), revision=2, now=MONDAY)
    with pytest.raises(NotYours):
        case.answer_extension("police", DAY_11, by=who("ben"), revision=1, now=MONDAY)
    case.answer_extension("police", DAY_11, by=who("amina"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="answered already"):
        case.answer_extension("police", None, by=who("amina"), revision=2, now=MONDAY)


def test_an_agreed_day_never_passes_the_papers() -> None:
    """If the Panel's limit brings the papers forward, it brings the agreed day with them."""
    case = gathering()
    case.ask_for_time("police", DAY_11, by=who("ben"), revision=1, now=MONDAY)
    case.answer_extension("police", DAY_11, by=who("amina"), revision=1, now=MONDAY)
    due = case.due_from("police")
    assert due and due.day == DAY_11
    case.facts = case.facts.__class__(**{**vars(case.facts), "sin_sent": date(2026, 11, 13)})
    due, last = case.due_from("police"), case.last_day_for_answers()
    assert due and last and due.day <= last < DAY_11


def test_a_stale_acknowledgement_is_half_way() -> None:
    case = gathering()
    case.acknowledge("police", by=who("ben"), author="Ben Hollis", now=MONDAY)
    assert not case.acknowledgement_stale("police", london("Thu 2026-11-26 23:00"))
    assert case.acknowledgement_stale("police", london("Fri 2026-11-27 09:00"))
    assert not case.acknowledgement_stale("health", london("Fri 2026-11-27 09:00"))
