"""The meeting in calendars: the mailbox's own invites everybody, or each takes an invitation from the card (R078)."""

from datetime import timedelta

from cards.group import inviting as cards
from dialogs.desk import Desk
from dialogs.group import membership_news
from dialogs.group.group_news import the_group
from dialogs.group.papers import readable
from dialogs.paperwork.documents import HELD_FOR
from dialogs.paperwork.handing_over import Release
from dialogs.turn import Answer, Turn
from documents.invitation import Appointment, invitation, place_of
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.group.meeting import CONVENE, Meeting
from rapid_review.openly import of_case
from rapid_review.outward.addressees import is_address
from rapid_review.people import Partnership, Standing
from rapid_review.permissions import Access, Surface, sees
from storage.messages import Message

LASTS = timedelta(hours=2)
"""Nobody is asked how long a meeting takes; a calendar has to show something."""
NONE = "No meeting is called, so there is no invitation to it."


def appointment(desk: Desk, case: Case, meeting: Meeting) -> Appointment:
    """The meeting as calendars may know it."""
    kept = desk.work.form(case.reference, CONVENE.id, "", meeting.revision) if meeting.revision else None
    place = place_of(str(kept.answers.get("meeting_place", "")) if kept else "")
    begins = meeting.begins_at
    invited = invited_to(case, desk.partnership)
    return Appointment(case.reference, meeting.number, begins, begins + LASTS, place, invited, meeting.sequence)


def invited_to(case: Case, partnership: Partnership) -> tuple[str, ...]:
    """The addresses of the Group in this case, without anybody who is recused."""
    group = the_group(membership_news.members(case, partnership), partnership) - set(case.recused)
    found = (partnership.person(id) for id in sorted(group))
    return tuple(person.email for person in found if person and is_address(person.email))


# -- From the card -------------------------------------------------------------------------------------------------


def get(turn: Turn, desk: Desk) -> Answer:
    """Have the invitation: Teams asks the person where to put it."""
    case, who = readable(turn, desk)
    if case.next_meeting is None:
        raise Refusal(NONE)
    desk.work.owe(
        Message(
            key=f"invitation:{turn.id}",
            to=who.id,
            route="person",
            view="invitation",
            due=desk.now,
            case=case.reference,
            slot=f"{case.reference}:document:{_id(case.next_meeting)}",
            expires=desk.now + HELD_FOR,
        )
    )
    card = cards.comes(case)
    return Answer.of(card)


def consent(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Teams' own card, for somebody who may still have it."""
    meeting = case.next_meeting
    if meeting is None or not _may_have(case, desk.standing(message.to)):
        return None
    card = cards.consent(case, len(_file(desk, case, meeting)), _id(meeting))
    return Answer(card, of_case(case.reference, "your invitation"))


def release(turn: Turn, desk: Desk) -> Release:
    """The person allowed it. It is drawn from the meeting as it is called now."""
    case, who = readable(turn, desk)
    if case.next_meeting is None:
        raise Refusal(NONE)
    content = _file(desk, case, case.next_meeting)
    desk.work.log_read(case.reference, who.id, "meeting", desk.now)
    return Release(case.reference, _id(case.next_meeting), cards.file_name(case), "ics", content)


def _may_have(case: Case, who: Standing) -> bool:
    return sees(case, who, Surface.PAPERS) is Access.READ


def _file(desk: Desk, case: Case, meeting: Meeting) -> bytes:
    return invitation(appointment(desk, case, meeting), "PUBLISH", "", meeting.called_at)


def _id(meeting: Meeting) -> str:
    return f"meeting-{meeting.number}-{meeting.sequence}"
