"""How long a case is kept: when somebody is to look at it, when it may be disposed of, and what stops that (E27)."""

from datetime import date

import pytest
from cast import PARTNERSHIP, london
from test_case import MONDAY, deliberating

from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.keeping.disposable import require_disposable
from rapid_review.keeping.holding import one_month_after
from rapid_review.keeping.retention import Moment, Retention, ends_on, latest, moments, years_after
from rapid_review.policy import ENGLAND_2026
from rapid_review.stages import Stage
from rapid_review.trust.breach import Step

KEEP, TEN = Retention(), Retention(case_years=10)
AMINA, BEN = PARTNERSHIP.standing("amina"), PARTNERSHIP.standing("ben")


def closed(moment: str = "Tue 2027-01-12 12:00") -> Case:
    case = deliberating()
    case.stage, case.closed_at = Stage.CLOSED, london(moment)
    return case


def days(case: Case, retention: Retention, until: str) -> list[tuple[str, str]]:
    return [(kind, day.isoformat()) for kind, day in moments(case, retention, date.fromisoformat(until))]


def test_without_a_period_a_case_is_kept_and_looked_at_each_year() -> None:
    case = closed()
    assert ends_on(case, KEEP) is None
    assert days(case, KEEP, "2029-06-01") == [("review", "2028-01-12"), ("review", "2029-01-12")]
    with pytest.raises(Refusal, match="sets no period for cases"):
        require_disposable(case, KEEP, date(2200, 1, 1))


def test_with_one_it_is_said_ninety_days_before_and_on_the_day_and_yearly_after() -> None:
    case = closed()
    assert ends_on(case, TEN) == date(2037, 1, 12)
    wanted = [("soon", "2036-10-14"), ("over", "2037-01-12"), ("over", "2038-01-12")]
    assert days(case, TEN, "2038-03-01") == wanted
    assert days(case, TEN, "2036-10-13") == []


def test_a_case_closed_on_the_29th_of_february() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_what_was_missed_by_more_than_a_month_is_left_to_the_next() -> None:
    case = closed()
    assert latest(case, KEEP, date(2028, 2, 11)) == (Moment.REVIEW, date(2028, 1, 12))
    assert latest(case, KEEP, date(2028, 2, 12)) is None


def test_an_open_case_has_no_such_day() -> None:
    assert days(deliberating(), TEN, "2099-01-01") == []
    with pytest.raises(Refusal, match="is open"):
        require_disposable(deliberating(), TEN, date(2099, 1, 1))


def test_it_is_disposable_from_its_day_on_and_not_before() -> None:
    with pytest.raises(Refusal, match="is kept until Monday 12 January 2037"):
        require_disposable(closed(), TEN, date(2037, 1, 11))
    require_disposable(closed(), TEN, date(2037, 1, 12))


def test_what_is_not_put_right_yet_stops_it() -> None:
    """E29, E43: a case is the evidence of what went wrong in it."""
    case, after = closed(), date(2099, 1, 1)
    breach = case.report_breach(by=AMINA, aware_at=MONDAY, revision=1, now=MONDAY, document="minutes")
    with pytest.raises(Refusal, match="went to the wrong person, and that is not seen to yet"):
        require_disposable(case, TEN, after)
    for step in Step:
        case.take_step(breach.id, step, by=AMINA, revision=1, now=MONDAY)
    require_disposable(case, TEN, after)
    case.freeze(by=AMINA, revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="is frozen"):
        require_disposable(case, TEN, after)


def test_a_hold_stops_it_until_it_is_lifted() -> None:
    case = closed()
    case.put_on_hold(by=AMINA, revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="Lift the hold first"):
        require_disposable(case, TEN, date(2099, 1, 1))
    case.lift_hold(by=AMINA, revision=1, now=MONDAY)
    require_disposable(case, TEN, date(2099, 1, 1))
    with pytest.raises(Refusal, match="is not on legal hold"):
        case.lift_hold(by=AMINA, revision=2, now=MONDAY)


def test_a_request_for_ones_own_data_holds_the_case_until_it_is_answered() -> None:
    case = closed()
    request = case.log_subject_request(date(2027, 1, 20), by=AMINA, revision=1, now=MONDAY)
    assert request.due_on == date(2027, 2, 22)
    with pytest.raises(Refusal, match="It is due on Monday 22 February 2027"):
        case.lift_hold(by=AMINA, revision=1, now=MONDAY)
    case.answer_subject_request(1, "amina", "efua", MONDAY)
    case.lift_hold(by=AMINA, revision=1, now=MONDAY)


def test_each_hold_has_its_own_reason_and_its_own_end() -> None:
    case = closed()
    case.log_subject_request(date(2027, 1, 20), by=AMINA, revision=1, now=MONDAY)
    case.put_on_hold(by=AMINA, revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="more than one hold: 1, 2"):
        case.lift_hold(by=AMINA, revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="Answer it first"):
        case.lift_hold(by=AMINA, revision=1, now=MONDAY, number=1)
    case.answer_subject_request(1, "amina", "efua", MONDAY)
    case.lift_hold(by=AMINA, revision=1, now=MONDAY, number=1)
    with pytest.raises(Refusal, match="Lift the hold first"):
        require_disposable(case, TEN, date(2099, 1, 1))
    with pytest.raises(Refusal, match="Hold 1 has been lifted already"):
        case.lift_hold(by=AMINA, revision=1, now=MONDAY, number=1)
    case.lift_hold(by=AMINA, revision=2, now=MONDAY)
    require_disposable(case, TEN, date(2099, 1, 1))


def test_nobody_else_places_lifts_or_logs() -> None:
    case = closed()
    for deed in (case.put_on_hold, case.lift_hold):
        with pytest.raises(NotYours):
            deed(by=BEN, revision=1, now=MONDAY)
    with pytest.raises(NotYours):
        case.log_subject_request(date(2027, 1, 20), by=BEN, revision=1, now=MONDAY)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-09-03", "2026-10-05"),  # 3 October is a Saturday.
        ("2027-01-31", "2027-03-01"),  # February is shorter, and its last day a Sunday.
        ("2026-11-25", "2026-12-29"),  # Christmas Day, Boxing Day on a Saturday, and its substitute.
        ("2026-12-10", "2027-01-11"),  # A Sunday.
        ("2026-12-15", "2027-01-15"),
    ],
)
def test_an_answer_is_due_in_one_month(received: str, due: str) -> None:
    assert one_month_after(date.fromisoformat(received), ENGLAND_2026).isoformat() == due
