"""What happens while others are told, and whom it asks, quietens and tells; a part of `announcements`."""

from collections.abc import Iterator

from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.task import TaskKind
from storage.messages import Message

_DECIDED = (TaskKind.TELL, TaskKind.INSPECTORATE)
_MAYBE_LAST = (
    *(Happening.DUTY_DONE, Happening.DUTY_EXCUSED, Happening.INSPECTORATE_ANSWERED, Happening.PANEL_RESPONDED),
    *(Happening.HANDED_OFF, Happening.ACTION_CLOSED, Happening.MINUTES_APPROVED, Happening.RECONSIDERED),
    *(Happening.NOTICE_SENT, Happening.NOTICE_REFUSED, Happening.SENT_TO_PANEL),
)
"""After which nothing may be left, so that the case can be closed."""
OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    **dict.fromkeys(_MAYBE_LAST, (TaskKind.CLOSE,)),
    Happening.DECISION_RECORDED: _DECIDED,
    Happening.DISAGREEMENT_SETTLED: _DECIDED,
    Happening.PARTNER_SIGNED_OFF: _DECIDED,
    Happening.SIGNATURES_COMPLETE: _DECIDED,
    Happening.PANEL_RESPONDED: (TaskKind.TELL, TaskKind.CLOSE),
    Happening.PUBLICATION_DECIDED: (TaskKind.TELL,),
    Happening.NOTIFICATION_CORRECTED: (TaskKind.TELL,),
    Happening.SEND_PREPARED: (TaskKind.CHECK,),
}
_ALL = (TaskKind.TELL, TaskKind.CHECK, TaskKind.INSPECTORATE, TaskKind.CLOSE)
SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SEND_CONFIRMED: (TaskKind.CHECK,),
    Happening.SEND_REFUSED: (TaskKind.CHECK,),
    Happening.DUTY_DONE: (TaskKind.TELL,),
    Happening.SEND_ENDED: (TaskKind.TELL, TaskKind.REPORT, TaskKind.PENDING),
    Happening.DUTY_EXCUSED: _ALL[:3],
    Happening.PANEL_RESPONDED: (TaskKind.TELL, TaskKind.CLOSE),
    Happening.PUBLICATION_DECIDED: (TaskKind.TELL, TaskKind.CLOSE),
    Happening.INSPECTORATE_ANSWERED: (TaskKind.INSPECTORATE,),
    Happening.ACTION_AGREED: (TaskKind.CLOSE,),
    Happening.RECONSIDERED: _ALL,
    Happening.CASE_CLOSED: _ALL,
    Happening.SUBJECT_REQUEST_ANSWERED: (TaskKind.ANSWER_REQUEST,),
    Happening.SUBJECT_REQUEST_WITHDRAWN: (TaskKind.ANSWER_REQUEST,),
}
"""A card of what is still owed is drawn anew."""
TOLD: dict[Happening, str] = {
    Happening.SEND_CONFIRMED: "send_checked",
    Happening.SEND_REFUSED: "send_checked",
    Happening.SEND_ENDED: "send_ended",
    Happening.CASE_CLOSED: "closed",
}
_ON_KEEPING = (
    *(Happening.PUT_ON_HOLD, Happening.HOLD_LIFTED, Happening.KEEPING_REVIEWED),
    *(Happening.SUBJECT_REQUEST_LOGGED, Happening.ACCESS_ENDED, Happening.SHUT_OUT, Happening.WRITTEN_OUT),
)
SILENT = frozenset({Happening.SEND_BEGAN, Happening.SEND_PUT_OFF, *_ON_KEEPING})
"""Kept for the record; nobody has anything to do about it."""
VIEWS = frozenset(TOLD.values())
ASKED_AGAIN = _ALL


def audience(view: str, event: Event, partnership: Partnership) -> set[PersonId]:
    """Whoever prepared a letter; at the end the chair and the team."""
    if view in ("send_checked", "send_ended"):
        return {event.facts["to"]}
    team = {*partnership.holders(Role.CHAIR), *partnership.holders(Role.PARTNERSHIP_TEAM)}
    return team - {event.by}


def leaving(case: Case, event: Event) -> Iterator[Message]:
    """A letter that was confirmed to go out by itself."""
    if event.kind is not Happening.SEND_CONFIRMED:
        return
    duty = case.duty(event.facts["duty"])
    telling = case.telling_of(duty) if duty else None
    if telling and telling.leaves:
        prepared = telling.begun_at.isoformat()
        yield Message(
            key=f"{case.reference}:leave:{telling.duty}:{prepared}",
            to=f"{case.reference}:{telling.duty}",
            route="outward",
            view="letter",
            due=event.at,
            case=case.reference,
            args={"duty": telling.duty, "prepared": prepared},
        )
