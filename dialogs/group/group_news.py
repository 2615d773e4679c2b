"""What happens around the Group's meeting, and whom it asks, quietens and tells; a part of `announcements`."""

from collections.abc import Iterator

from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.task import TaskKind
from storage.messages import Message

OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SUMMARY_RETURNED: (TaskKind.TABLE,),
    Happening.NIL_RETURNED: (TaskKind.TABLE,),
    Happening.ANSWER_RECORDED_FOR: (TaskKind.TABLE,),
    Happening.CHILD_DEATH_FORM_RETURNED: (TaskKind.TABLE,),
    Happening.ANSWER_AMENDED: (TaskKind.TABLE,),
    Happening.MEETING_ENDED: (TaskKind.CONVENE, TaskKind.MINUTES),
    Happening.MINUTES_NOTED: (TaskKind.APPROVE,),
    Happening.MINUTES_CORRECTED: (TaskKind.APPROVE,),
    Happening.VOTE_CAST: (TaskKind.CONFIRM_VIEW,),
    Happening.ACTION_AGREED: (TaskKind.ACTION,),
    Happening.MEETING_STARTED: (TaskKind.TEMPLATE,),
    Happening.DECISION_RECORDED: (TaskKind.END_MEETING,),
    Happening.DISAGREEMENT_SETTLED: (TaskKind.END_MEETING,),
    Happening.TEMPLATE_COMPLETED: (TaskKind.AGREE,),
    Happening.SENT_TO_PANEL: (TaskKind.HAND_OFF,),
    Happening.MEETING_CALLED_OFF: (TaskKind.CONVENE,),
}
SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.PAPER_TABLED: (TaskKind.TABLE,),
    Happening.ACTION_AGREED: (TaskKind.REASSIGN,),
    Happening.ACTION_CLOSED: (TaskKind.ACTION, TaskKind.REASSIGN),
    Happening.TEMPLATE_COMPLETED: (TaskKind.TEMPLATE, TaskKind.AGREE),
    Happening.TEMPLATE_ANSWERED: (TaskKind.AGREE,),
    Happening.MINUTES_NOTED: (TaskKind.MINUTES,),
    Happening.MINUTES_APPROVED: (TaskKind.APPROVE,),
    Happening.HANDED_OFF: (TaskKind.HAND_OFF,),
    Happening.MEETING_CALLED: (TaskKind.CONVENE,),
    Happening.MEETING_ENDED: (TaskKind.END_MEETING,),
    Happening.MEETING_STARTED: (TaskKind.CONVENE,),
}
TOLD: dict[Happening, str] = {
    Happening.PAPER_TABLED: "paper_tabled",
    Happening.MEETING_CALLED: "meeting_called",
    Happening.MEETING_CALLED_OFF: "meeting_off",
    Happening.MINUTES_NOTED: "minutes",
    Happening.MINUTES_APPROVED: "minutes",
}
FACTS_TOLD = ("agency", "rung", "notice", "duty", "seat")
"""The facts of an event that what is told of it is drawn from."""
SILENT = frozenset({Happening.PAPER_OPENED, Happening.MEETING_KEPT, Happening.MEETING_NOT_KEPT})
"""Told to nobody, not even by a fresh date on the channel's post."""
TO_THE_GROUP = frozenset(TOLD.values())


def own_view(event: Event) -> bool:
    """Whether somebody gave their view themselves, so that nobody need be asked whether they said it."""
    return event.kind is Happening.VOTE_CAST and "spoken_by" not in event.facts


def the_group(members: set[PersonId], partnership: Partnership) -> set[PersonId]:
    """The members, those who chair, and the Partnership Team."""
    roles = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.PARTNERSHIP_TEAM)
    return members | {person for role in roles for person in partnership.holders(role)}


def in_calendar(case: Case, event: Event) -> Iterator[Message]:
    """A meeting that was called, moved or called off, for the calendar that invites to it."""
    meeting, _ = case.numbered(int(event.facts.get("number", 0)))
    if event.kind in (Happening.MEETING_CALLED, Happening.MEETING_CALLED_OFF) and meeting and meeting.invites:
        yield Message(
            key=f"{case.reference}:calendar:{meeting.number}:{meeting.sequence}",
            to=f"{case.reference}:meeting:{meeting.number}",
            route="outward",
            view="calendar",
            due=event.at,
            case=case.reference,
            args={"meeting": str(meeting.number), "sequence": str(meeting.sequence)},
        )
