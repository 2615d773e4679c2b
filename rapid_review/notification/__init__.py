"""The Case Notification form, also called Practice Review Notification Form (3a, R058), and its facts."""

from functools import lru_cache

from rapid_review.notification import duties, incident, involved
from rapid_review.notification.notified import NotificationFacts, facts
from rapid_review.questions.forms import Choice, Form

__all__ = ["NotificationFacts", "facts", "notification_form"]


@lru_cache(maxsize=32)
def notification_form(agencies: tuple[Choice, ...], areas: tuple[Choice, ...]) -> Form:
    """The form with the partnership's own agencies and the local authority areas around it."""
    sections = (
        incident.SAFETY,
        incident.REFERRER,
        incident.LEAD,
        incident.what_and_where(areas),
        incident.WHEN,
        incident.AWARE,
        incident.WHAT_IS_KNOWN,
        involved.children(areas),
        duties.DEFINITION,
        incident.DEATH,
        incident.HARM,
        involved.where_they_live(areas),
        involved.SERVICES,
        involved.IDENTITY,
        involved.FAMILY,
        involved.agencies(agencies),
        duties.CRITERIA_HELPER,
        duties.LA_NOTICE,
        duties.LOOKED_AFTER_DEATH,
        duties.CARE_LEAVER,
        duties.OTHER_PROCESSES,
        duties.FAMILY_TOLD,
        incident.OUTCOME_CONTACT,
        duties.RECORDS,
        duties.SIGN,
    )
    return Form("notification", "Case notification (Practice Review Notification Form)", "1", sections)
