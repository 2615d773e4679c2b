"""What the process needs to know of a notification, read from its answers once."""

from dataclasses import dataclass
from datetime import date

from rapid_review.notification import branches
from rapid_review.questions.choices import ELSEWHERE, NOT_KNOWN, OUTSIDE_ENGLAND
from rapid_review.questions.forms import Answers, read_day, rows
from rapid_review.questions.shared_questions import at_risk_now


@dataclass(frozen=True)
class NotificationFacts:
    """No names and nothing typed: counts, dates, ids and claims."""

    children: int = 0
    any_died: bool = False
    any_looked_after: bool = False
    looked_after_child_died: bool = False
    """Secretary of State and Ofsted are to be told, with or without abuse or neglect (R061)."""
    care_leaver: bool = False
    care_leaver_died: bool = False
    """Secretary of State and Ofsted are told of a care leaver's death (E21)."""
    looked_after_told: bool = False
    care_leaver_told: bool = False
    """Whether the notifier says that those two notices have gone already."""
    below_threshold: bool = False
    """Below the definition of a serious case; it goes to the Group all the same (R064)."""
    agencies: tuple[str, ...] = ()
    """Ids of the partnership's agencies that were named."""
    incident: date | None = None
    """Only where it is certain (E4)."""
    la_aware: date | None = None
    sin_sent: date | None = None
    at_risk_now: bool = False
    is_la: bool = False
    cross_border: bool = False
    outcome_elsewhere: bool = False
    """The referrer named somebody else in their organisation to hear the outcome (R105). Who is in the form."""


def facts(answers: Answers) -> NotificationFacts:
    """Read the facts from a notification, whole or quick. What is unanswered counts as not so."""
    is_la = branches.for_local_authority(answers)
    sent = is_la and branches.sin_sent(answers)
    aware = answers.get("la_aware_date_precision") != NOT_KNOWN.id
    return NotificationFacts(
        children=len(rows(answers, "children")),
        any_died=branches.child_died(answers),
        any_looked_after=branches.looked_after(answers),
        looked_after_child_died=branches.looked_after_child_died(answers),
        care_leaver=branches.care_leaver(answers),
        care_leaver_died=branches.care_leaver_died(answers),
        looked_after_told=answers.get("lac_death_sos_ofsted") == "yes",
        care_leaver_told=answers.get("care_leaver_notice") == "yes",
        below_threshold=below_threshold(answers),
        agencies=_agencies(answers),
        incident=branches.exact_incident(answers),
        la_aware=read_day(answers.get("la_aware_date")) if aware else None,
        sin_sent=read_day(answers.get("sin_sent_at")) if sent else None,
        at_risk_now=at_risk_now(answers),
        is_la=is_la,
        cross_border=_cross_border(answers),
        outcome_elsewhere=answers.get("ref_outcome_contact") == "somebody_else",
    )


def below_threshold(answers: Answers) -> bool:
    """Whether the two limbs (R012) are not both met; if they are, the kind of case picked does not matter."""
    abuse, outcome = answers.get("limb1_abuse"), answers.get("limb2_outcome")
    if abuse in branches.ABUSE and outcome in ("died", "harmed"):
        return False
    lesser = ("near_miss", "poor_practice", "good_practice", "care_leaver_died")
    return abuse == "no" or outcome == "neither" or answers.get("inc_type") in lesser


def _agencies(answers: Answers) -> tuple[str, ...]:
    named = (str(row["agency"]) for row in rows(answers, "agencies") if branches.agency_named(row))
    return tuple(id for id in dict.fromkeys(named) if id != "other")


def _cross_border(answers: Answers) -> bool:
    """Whether more than one area is involved (E3, R025)."""
    placing = answers.get("child_placing_la")
    homes = [child.get("child_res_la") for child in rows(answers, "children")]
    given = [answers.get("inc_la"), *homes, *(placing if isinstance(placing, list) else [])]
    areas = {str(area) for area in given if area and area != NOT_KNOWN.id}
    return len(areas) > 1 or not areas.isdisjoint({ELSEWHERE.id, OUTSIDE_ENGLAND.id})
