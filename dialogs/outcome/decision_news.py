"""What happens once the poll has closed, and whom it asks, quietens and tells; a part of `announcements`."""

from rapid_review.events import Event, Happening
from rapid_review.task import TaskKind

OF_WHO_CHAIRS = (
    *(TaskKind.RULE, TaskKind.REPLACE, TaskKind.CRITERIA, TaskKind.EXTEND, TaskKind.REFER, TaskKind.DECIDE),
    *(TaskKind.DEFER, TaskKind.TAKE_BACK, TaskKind.RECONSIDER, TaskKind.APPROVE, TaskKind.CHECK, TaskKind.DECLARE),
)
"""What is put before whoever chairs from now on."""
OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.POLL_CLOSED: (TaskKind.DECIDE, TaskKind.REFER, TaskKind.DEFER, TaskKind.EXTEND),
    Happening.VIEW_DENIED: (TaskKind.EXTEND,),
    Happening.DISAGREEMENT_REFERRED: (TaskKind.DECLARE, TaskKind.CRITERIA, TaskKind.SETTLE),
    Happening.DECISION_DEFERRED: (TaskKind.PENDING, TaskKind.TAKE_BACK),
    Happening.DECISION_RECORDED: (TaskKind.SIGN_OFF, TaskKind.REPORT),
    Happening.DISAGREEMENT_SETTLED: (TaskKind.SIGN_OFF, TaskKind.REPORT),
    Happening.PARTNER_SIGNED_OFF: (TaskKind.REPORT,),
    Happening.SIGNATURES_COMPLETE: (TaskKind.REPORT,),
    Happening.PANEL_RESPONDED: (TaskKind.RECONSIDER,),
    Happening.RECONSIDERED: (TaskKind.REPORT,),
    Happening.CHAIR_AWAY: OF_WHO_CHAIRS,
    Happening.CHAIR_NAMED: OF_WHO_CHAIRS,
}
OPENS_LATE: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SUMMARY_RETURNED: (TaskKind.RECONSIDER,),
    Happening.NIL_RETURNED: (TaskKind.RECONSIDER,),
    Happening.ANSWER_AMENDED: (TaskKind.RECONSIDER,),
    Happening.ANSWER_RECORDED_FOR: (TaskKind.RECONSIDER,),
    Happening.CHILD_DEATH_FORM_RETURNED: (TaskKind.RECONSIDER,),
    Happening.NOTIFICATION_CORRECTED: (TaskKind.RECONSIDER,),
}
"""What comes after the decision: an answer, or a corrected notification (E9, E12)."""
SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.POLL_CLOSED: (TaskKind.VOTE,),
    Happening.POLL_EXTENDED: (TaskKind.EXTEND, TaskKind.TAKE_BACK, TaskKind.PENDING),
    Happening.DISAGREEMENT_REFERRED: (TaskKind.REFER,),
    Happening.DECISION_DEFERRED: (TaskKind.DEFER, TaskKind.SETTLE),
    Happening.DECISION_RECORDED: (TaskKind.DECIDE,),
    Happening.DISAGREEMENT_SETTLED: (TaskKind.SETTLE, TaskKind.PENDING),
    Happening.PARTNER_SIGNED_OFF: (TaskKind.SIGN_OFF,),
    Happening.PANEL_TOLD_PENDING: (TaskKind.PENDING,),
    Happening.SENT_TO_PANEL: (TaskKind.REPORT,),
    Happening.RECONSIDERED: (TaskKind.RECONSIDER, TaskKind.SIGN_OFF, TaskKind.REPORT),
}
TOLD: dict[Happening, str] = {
    Happening.POLL_CLOSED: "revealed",
    Happening.DECISION_DEFERRED: "deferred",
    Happening.CHAIR_AWAY: "chair_away",
    Happening.CHAIR_BACK: "chair_away",
    Happening.PANEL_RESPONDED: "panel_responded",
    Happening.VIEW_DENIED: "view_denied",
}
TO_THE_GROUP = frozenset({"deferred", "papers_without", "poll_reopened", "deputy_in", "chair_away"})
TO_THE_GROUP_AND_BOARD = frozenset({"panel_responded"})
"""R100: the board is told what the Panel says."""
ASKED_AGAIN = (
    *(TaskKind.DECIDE, TaskKind.REFER, TaskKind.DEFER, TaskKind.EXTEND, TaskKind.SETTLE),
    *(TaskKind.TAKE_BACK, TaskKind.PENDING, TaskKind.SIGN_OFF, TaskKind.REPORT, TaskKind.RECONSIDER),
)
"""What a second round of the poll asks anew."""


def also_told(event: Event) -> list[str]:
    """The outcome goes out with the last signature (A1, R105); what was set aside is told to the partners (E30)."""
    match event.kind:
        case Happening.POLL_OPENED if event.facts.get("missing", "0") != "0":
            return ["papers_without"]
        case Happening.POLL_EXTENDED if event.facts.get("views") == "kept":
            return ["poll_reopened"]
        case Happening.DEPUTY_CALLED:
            return ["deputy_in"]
    return ["outcome"] if event.facts.get("final") == "True" else []
