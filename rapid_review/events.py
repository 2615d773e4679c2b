"""What has happened to a case. Facts hold ids, counts and codes; never a name and never anything typed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rapid_review.people import PersonId


class Happening(StrEnum):
    """Every kind of thing that can happen, in the past tense."""

    CASE_FILED = "case_filed"
    SAFETY_ALERT_RAISED = "safety_alert_raised"
    SAFETY_ALERT_ACKNOWLEDGED = "safety_alert_acknowledged"
    AGENCIES_ASKED = "agencies_asked"
    REQUEST_ACKNOWLEDGED = "request_acknowledged"
    SUMMARY_RETURNED = "summary_returned"
    NIL_RETURNED = "nil_returned"
    CONFIDENTIALITY_SIGNED = "confidentiality_signed"
    SIGNING_DECLINED = "signing_declined"
    CONFLICT_DECLARED = "conflict_declared"
    CONFLICT_RULED = "conflict_ruled"
    DEPUTY_CALLED = "deputy_called"
    POLL_OPENED = "poll_opened"
    VOTE_CAST = "vote_cast"
    POLL_EXTENDED = "poll_extended"
    POLL_CLOSED = "poll_closed"
    CRITERIA_ANSWERED = "criteria_answered"
    DECISION_RECORDED = "decision_recorded"
    DISAGREEMENT_REFERRED = "disagreement_referred"
    DISAGREEMENT_SETTLED = "disagreement_settled"
    PARTNER_SIGNED_OFF = "partner_signed_off"
    SENT_TO_PANEL = "sent_to_panel"
    CASE_CLOSED = "case_closed"


@dataclass(frozen=True)
class Event:
    """One thing that happened, when, and by whom; `by` is empty when the clock did it."""

    kind: Happening
    at: datetime
    by: PersonId = ""
    facts: dict[str, str] = field(default_factory=dict)
