"""Which notices the local authority owes, and the two dates that people talk of (R059-R061, R107, E21)."""

from datetime import date

import pytest

from rapid_review.notification import facts
from rapid_review.notification.notified import NotificationFacts
from rapid_review.outward.notices import Notice, both_dates, wanted
from rapid_review.policy import CUMBRIA_2019, ENGLAND_2026

DIED = {"child_role": "died", "child_dod": "2026-11-20"}
SERIOUS = {"limb1_abuse": "suspected", "limb2_outcome": "died"}


@pytest.mark.parametrize(
    ("answers", "owed"),
    [
        ({**SERIOUS, "children": [DIED]}, [Notice.PANEL]),
        ({**SERIOUS, "children": [{**DIED, "child_legal": ["care_order"]}]}, [Notice.PANEL, Notice.LOOKED_AFTER]),
        (
            {**SERIOUS, "children": [{**DIED, "child_legal": ["care_order"]}], "lac_death_sos_ofsted": "yes"},
            [Notice.PANEL],
        ),
        ({"inc_type": "care_leaver_died"}, [Notice.CARE_LEAVER]),
        ({"inc_type": "care_leaver_died", "care_leaver_notice": "yes"}, []),
        ({**SERIOUS, "children": [DIED, {"child_legal": ["care_leaver"]}]}, [Notice.PANEL]),
    ],
)
def test_what_is_owed_follows_from_what_was_notified(answers: dict[str, object], owed: list[Notice]) -> None:
    assert wanted(facts(answers)) == owed


def test_under_the_founding_framework_both_dates_are_shown() -> None:
    told = NotificationFacts(incident=date(2026, 11, 20), la_aware=date(2026, 11, 23))
    said = " ".join(both_dates(Notice.PANEL, told, CUMBRIA_2019))
    assert "Due by Wednesday 25 November 2026" in said
    assert "Counted from when you knew it would be Monday 30 November 2026" in said


def test_the_warning_is_shown_even_where_nobody_said_when_they_knew() -> None:
    said = " ".join(both_dates(Notice.PANEL, NotificationFacts(incident=date(2026, 11, 20)), ENGLAND_2026))
    assert "nobody has said when you knew" in said
    assert "counts five days from the event, to Wednesday 25 November 2026" in said
