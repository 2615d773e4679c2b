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
    REQUEST_HANDED_OVER = "request_handed_over"
    REQUEST_CAME_BACK = "request_came_back"
    WRONG_PERSON = "wrong_person"
    RECORDS_SECURED = "records_secured"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_ANSWERED = "extension_answered"
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
    ANSWER_AMENDED = "answer_amended"
    ANSWER_SIGNED = "answer_signed"
    ANSWER_JUDGED = "answer_judged"
    SHARING_RECORDED = "sharing_recorded"
    SHARING_REFUSED = "sharing_refused"
    CHILD_DEATH_FORM_ACCEPTED = "child_death_form_accepted"
    CHILD_DEATH_FORM_RETURNED = "child_death_form_returned"
    AGENCY_NUDGED = "agency_nudged"
    ANSWER_RECORDED_FOR = "answer_recorded_for"
    ANSWER_CONFIRMED = "answer_confirmed"
    ESCALATED = "escalated"
    ESCALATION_HELD = "escalation_held"
    ESCALATION_ANSWERED = "escalation_answered"
    FILE_RECEIVED = "file_received"
    FILE_SENT = "file_sent"
    FILE_REMOVED = "file_removed"
    DATE_VARIED = "date_varied"
    LATENESS_EXPLAINED = "lateness_explained"
    HEARS_LESS = "hears_less"
    NOTICE_SENT = "notice_sent"
    NOTICE_REFUSED = "notice_refused"
    CASE_CLOSED = "case_closed"


@dataclass(frozen=True)
class Event:
    """One thing that happened, when, and by whom; `by` is empty when the clock did it."""

    kind: Happening
    at: datetime
    by: PersonId = ""
    facts: dict[str, str] = field(default_factory=dict)
