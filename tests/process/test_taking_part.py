"""Who decides for whom when people stand aside, and what somebody brought in may never do (R090, E13)."""

import pytest
from cast import PARTNERSHIP
from test_case import MONDAY, declared, gathering, polled, who, with_criteria

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling, Why
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.cooptee import Capacity
from rapid_review.outcome.decision import Choice, Stance
from rapid_review.people import Partner, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.tasks import TaskKind, owed

SEATS = PARTNERSHIP.seats


def recused(case: Case, *people: str, by: str = "efua") -> Case:
    for person in people:
        declared(case, person, conflict=Conflict.ACTUAL)
        case.rule(person, Ruling.RECUSE, by=who(by), revision=1, now=MONDAY)
        case.note_vacancies(SEATS, MONDAY)
    return case


def group() -> Case:
    return declared(declared(gathering(), "efua"), "amina")


def test_a_partner_has_a_vacancy_only_once_its_deputy_stands_aside_too() -> None:
    case = recused(group(), "gwen")
    assert case.vacancies == {}
    recused(case, "marcus")
    assert list(case.vacancies) == [Partner.HEALTH]


def test_every_partner_conflicted_asks_for_somebody_from_each() -> None:
    case = declared(recused(group(), "gwen", "marcus", "farid"), "harriet")
    recused(case, "efua", by="harriet")
    recused(case, "priya", by="harriet")
    assert set(case.vacancies) == set(Partner)
    assert [t.about for t in owed(case, who("amina"), MONDAY) if t.kind is TaskKind.ASK_LEAD] == list(case.vacancies)


def test_whoever_was_named_may_be_recused_too_and_another_is_asked_for() -> None:
    case = recused(group(), "gwen", "marcus")
    case.name_decider(Partner.HEALTH, "carys", by=who("amina"), revision=1, now=MONDAY)
    assert CaseRole.MEMBER in roles_of(case, who("carys"))
    assert not case.vacancies[Partner.HEALTH].open
    recused(case, "carys")
    assert case.vacancies[Partner.HEALTH].open
    case.name_decider(Partner.HEALTH, "kofi", by=who("amina"), revision=1, now=MONDAY)
    assert [seat.member for seat in case.as_held(SEATS)] == ["efua", "farid", "kofi"]


def test_only_the_lead_who_was_asked_and_those_who_run_the_case_name_anybody() -> None:
    case = recused(group(), "gwen", "marcus")
    for person in ("kofi", "ben", "farid"):
        with pytest.raises(NotYours):
            case.name_decider(Partner.HEALTH, "carys", by=declare(case, person), revision=1, now=MONDAY)
    case.ask_lead(Partner.HEALTH, "kofi", by=who("amina"), now=MONDAY)
    case.name_decider(Partner.HEALTH, "kofi", by=who("kofi"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="has somebody who can decide"):
        case.name_decider(Partner.HEALTH, "carys", by=who("kofi"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="decide for a statutory partner"):
        case.end_part("kofi", by=who("amina"), now=MONDAY)


def declare(case: Case, person: str) -> Standing:
    """They declare if they have a part in it."""
    if roles_of(case, who(person)):
        declared(case, person)
    return who(person)


def test_nobody_is_brought_in_as_a_decider_twice_or_recused() -> None:
    case = recused(group(), "gwen")
    for person, capacity in (("gwen", Capacity.EXPERT), ("dev", Capacity.DECIDER)):
        with pytest.raises(Refusal):
            case.coopt(person, capacity, by=who("amina"), revision=1, now=MONDAY)
    case.coopt("dev", Capacity.EXPERT, by=who("amina"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="already"):
        case.coopt("dev", Capacity.PARTNER, by=who("amina"), revision=1, now=MONDAY)


def test_a_second_look_is_asked_of_those_cleared_and_answered_once() -> None:
    case = recused(declared(group(), "farid"), "gwen")
    declared(case, "ben", conflict=Conflict.POSSIBLE)
    case.ask_to_look_again(Why.PEOPLE, MONDAY)
    asked = {person for person, mine in case.declarations.items() if mine.to_look_again}
    assert asked == {"efua", "amina", "farid"}
    case.nothing_has_changed(by=who("farid"), now=MONDAY)
    declared(case, "efua", conflict=Conflict.ACTUAL)
    last = {person: case.declarations[person].looks[-1].changed for person in ("farid", "efua")}
    assert last == {"farid": False, "efua": True}
    assert TaskKind.LOOK_AGAIN not in {task.kind for task in owed(case, who("farid"), MONDAY)}


def test_a_view_counts_for_nothing_while_its_giver_waits_for_a_ruling_or_has_not_signed() -> None:  # R045, R046
    case = with_criteria(polled(Stance.REVIEW))
    case.call_deputy("health", by=who("amina"), now=MONDAY)
    view = {"reason": "So.", "salt": "0" * 32, "revision": 1, "now": MONDAY}
    declared(case, "marcus").vote(Stance.REVIEW, by=who("marcus"), **view)
    declared(case, "marcus", conflict=Conflict.ACTUAL)
    case.vote(Stance.REVIEW, by=who("farid"), **view)
    assert case.poll and case.poll.closed_at is None and case.outcome().missing == ("health",)
    with pytest.raises(Refusal, match="the ruling on a member’s declared conflict"):
        case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=case.poll.closes_at)
    case.rule("marcus", Ruling.NO_CONFLICT, by=who("efua"), revision=1, now=MONDAY)
    assert case.outcome().shared is Stance.REVIEW, "it was his to give"
    case.decline_to_sign(by=who("farid"), now=MONDAY)
    assert case.outcome().missing == ("the police",)
