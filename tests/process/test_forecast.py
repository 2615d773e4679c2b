"""Whether an answer is at risk: told by how long the agency's past answers took, and said with that reason."""

from datetime import date, timedelta

import pytest
from cast import london

from rapid_review.case import Case
from rapid_review.notification import NotificationFacts
from rapid_review.people import Person, Standing
from rapid_review.policy import ENGLAND_2026
from rapid_review.returns.forecast import answering_days, at_risk
from rapid_review.returns.requests import Answer, Request, Returned

FILED = london("Mon 2026-11-23 10:00")
BEFORE = london("Mon 2026-09-07 10:00")


def a_case(reference: str = "RR-2026-002") -> Case:
    """A case whose Health was asked on Monday 23 November; the answer is due on Friday 4 December."""
    case = Case.file(
        reference,
        by=Standing(Person("dev", "Dev Patel", "housing")),
        facts=NotificationFacts(),
        policy=ENGLAND_2026,
        revision=1,
        day_one=date(2026, 11, 23),
        now=FILED,
    )
    case.requests["health"] = Request("health", "named", FILED)
    return case


def an_old_case(took: int) -> Case:
    case = a_case("RR-2026-001")
    answered = BEFORE + timedelta(days=took + 2 * (took // 5))  # Monday to Friday, so a week's five days take seven.
    request = Request("health", "named", BEFORE, acknowledged_at=BEFORE)
    request.versions.append(Returned(Answer.SUMMARY, 1, "carys", answered))
    case.requests["health"] = request
    return case


def test_past_answers_are_counted_in_working_days() -> None:
    assert answering_days([an_old_case(4), an_old_case(8)]) == {"health": [4, 8]}


@pytest.mark.parametrize(
    ("past", "now", "said"),
    [
        ([8, 8, 8], "Wed 2026-12-02 09:00", "Health took 8 working days on the last 3 requests; 2 days are left."),
        ([3, 8, 8], "Thu 2026-12-03 09:00", "Health took 3 to 8 working days on the last 3 requests; 1 day is left."),
        ([2, 3, 2], "Wed 2026-11-25 09:00", ""),  # Quick as a rule, and seven days are left.
        ([8], "Wed 2026-11-25 09:00", ""),  # One answer foretells nothing.
        ([], "Wed 2026-12-02 09:00", "Health has not said that it has the request; 2 days are left."),
        ([8, 8, 8], "Mon 2026-12-07 09:00", ""),  # Overdue, which is said elsewhere.
    ],
)
def test_health_has_not_said_that_it_has_the_request(past: list[int], now: str, said: str) -> None:
    assert at_risk(a_case(), "health", past, london(now), "Health") == said


def test_who_began_in_time_is_not_at_risk() -> None:
    case = a_case()
    case.requests["health"].acknowledged_at = FILED
    assert at_risk(case, "health", [8, 8, 8], london("Wed 2026-12-02 09:00"), "Health") == ""


def test_who_has_answered_is_not_at_risk() -> None:
    case = a_case()
    case.requests["health"].versions.append(Returned(Answer.NIL, 1, "carys", FILED))
    assert at_risk(case, "health", [8, 8, 8], london("Wed 2026-12-02 09:00"), "Health") == ""
