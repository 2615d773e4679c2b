"""What the process reads from a notification: counts, dates, ids and claims; an estimate is never a fact."""

from datetime import date

import pytest

from rapid_review.notification import NotificationFacts, facts
from rapid_review.questions.forms import Answers

INCIDENT = {"inc_date": "2026-11-20", "inc_date_precision": "exact"}


def a_child(**answers: object) -> dict[str, object]:
    return {"child_role": "harmed", "child_legal": ["none"], **answers}


DIED = {"children": [a_child(child_role="died")]}
LEFT_CARE_DIED = {"children": [a_child(child_role="died", child_legal=["care_leaver"])]}


def test_nothing_answered_claims_nothing() -> None:
    assert facts({}) == NotificationFacts()


def test_ben_notifies_of_two_children_one_of_them_dead_and_in_care() -> None:
    answers = {
        "imm_risk": "no",
        "ref_is_la": "no",
        "inc_type": "child_died",
        **INCIDENT,
        "inc_la": "cumberland",
        "la_aware_date": "2026-11-23",
        "la_aware_date_precision": "about",
        "limb1_abuse": "suspected",
        "limb2_outcome": "died",
        "children": [
            a_child(child_role="died", child_legal=["care_order"], child_res_la="westmorland"),
            a_child(child_role="sibling", child_res_la="cumberland"),
        ],
        "agencies": [{"agency": "health"}, {"agency": "other"}, {"agency": "police"}, {"agency": "health"}],
    }
    assert facts(answers) == NotificationFacts(
        children=2,
        any_died=True,
        any_looked_after=True,
        looked_after_child_died=True,
        agencies=("health", "police"),
        incident=date(2026, 11, 20),
        la_aware=date(2026, 11, 23),
        cross_border=True,
    )


@pytest.mark.parametrize(
    ("answers", "below"),
    [
        ({"limb1_abuse": "suspected", "limb2_outcome": "harmed"}, False),
        ({"limb1_abuse": "unclear", "limb2_outcome": "unclear"}, False),
        ({"limb1_abuse": "no", "limb2_outcome": "died"}, True),
        ({"limb1_abuse": "known", "limb2_outcome": "neither"}, True),
        ({"inc_type": "near_miss", "limb1_abuse": "unclear", "limb2_outcome": "unclear"}, True),
        ({"inc_type": "good_practice"}, True),
        ({"inc_type": "poor_practice", "limb1_abuse": "known", "limb2_outcome": "harmed"}, False),
        ({"inc_type": "child_died"}, False),
    ],
)
def test_both_limbs_make_a_serious_case_whatever_it_is_called(answers: Answers, below: bool) -> None:
    assert facts(answers).below_threshold is below


@pytest.mark.parametrize(("said", "at_risk"), [("yes", True), ("not_known", True), ("no", False), ("", False)])
def test_not_knowing_whether_a_child_is_safe_counts_as_risk(said: str, at_risk: bool) -> None:
    assert facts({"imm_risk": said}).at_risk_now is at_risk


@pytest.mark.parametrize("precision", ["about", "between", "not_known", ""])
def test_an_estimated_incident_date_starts_no_clock(precision: str) -> None:  # E4
    assert facts({**INCIDENT, "inc_date_precision": precision}).incident is None


def test_an_awareness_date_that_is_not_known_is_none() -> None:
    assert facts({"la_aware_date": "2026-11-23", "la_aware_date_precision": "not_known"}).la_aware is None


@pytest.mark.parametrize(
    ("is_la", "status", "sent"),
    [("yes", "sent", date(2026, 11, 24)), ("yes", "preparing", None), ("no", "sent", None)],
)
def test_only_a_sent_notification_of_the_local_authority_has_a_date(is_la: str, status: str, sent: date | None) -> None:
    answers = {"ref_is_la": is_la, "sin_status": status, "sin_sent_at": "2026-11-24"}
    assert facts(answers).sin_sent == sent


@pytest.mark.parametrize(
    ("answers", "crosses"),
    [
        ({"inc_la": "cumberland", "children": [a_child(child_res_la="cumberland")]}, False),
        ({"inc_la": "cumberland", "children": [a_child(child_res_la="not_known")]}, False),
        ({"inc_la": "cumberland", "children": [a_child(child_res_la="westmorland")]}, True),
        ({"inc_la": "outside_england", "children": [a_child(child_res_la="outside_england")]}, True),  # E24
        ({"inc_la": "cumberland", "child_placing_la": ["westmorland"]}, True),  # E7
    ],
)
def test_more_than_one_area_is_cross_border(answers: Answers, crosses: bool) -> None:
    assert facts(answers).cross_border is crosses


@pytest.mark.parametrize("answers", [LEFT_CARE_DIED, {"inc_type": "care_leaver_died"}])
def test_a_care_leaver_is_seen(answers: Answers) -> None:
    assert facts(answers).care_leaver
    assert not facts(DIED).care_leaver
