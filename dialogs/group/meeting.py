"""The meeting of the Group: called, begun, attended, ended, and looked at (R078-R085, R114, E15)."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from cards.elements import Element, words
from cards.group import meeting as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.group.papers import readable
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.group.meeting import CONVENE, Here, Meeting, MeetingKind, attendance_form
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Answers, Form, read_day
from rapid_review.timing.london import moment_of
from storage.messages import Message
from storage.work import StoredForm

ATTENDANCE = "attendance"


def read(turn: Turn, desk: Desk) -> Answer:
    """The meeting: before it, while it runs, and after it."""
    case, who = readable(turn, desk)
    desk.work.log_read(case.reference, who.id, "meeting", desk.now)
    return _shown(desk, case, who)


def _shown(desk: Desk, case: Case, who: Standing) -> Answer:
    card = cards.meeting(case, who, desk.partnership, called(desk, case, case.meeting), desk.now)
    return Answer.of(card)


def called(desk: Desk, case: Case, meeting: Meeting | None) -> Answers:
    """What was said of the meeting when it was called: its place and, if extraordinary, the reason."""
    revision = meeting.revision if meeting else 0
    form = desk.work.form(case.reference, CONVENE.id, "", revision) if revision else None
    return form.answers if form else {}


def start(turn: Turn, desk: Desk) -> Answer:
    """The meeting begins."""
    case, who = readable(turn, desk)
    case.start_meeting(by=who, now=desk.now)
    answer = _shown(desk, case, who)
    return Answer(tasking.with_line(answer.card, "The meeting has begun. Say who is here."), answer.summary)


def end(turn: Turn, desk: Desk) -> Answer:
    """The meeting ends; without a quorum the Group is called together again."""
    case, who = readable(turn, desk)
    case.end_meeting(by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said="The meeting has ended.")


def call_off(turn: Turn, desk: Desk) -> Answer:
    """The meeting that was called does not take place."""
    case, who = readable(turn, desk)
    case.call_off(by=who, now=desk.now)
    answer = _shown(desk, case, who)
    return Answer(tasking.with_line(answer.card, "The meeting is called off. The members are told."), answer.summary)


def told_off(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The members learn that a meeting does not take place, unless another was called since."""
    if sees(case, desk.standing(message.to), Surface.PAPERS) < Access.META or case.next_meeting:
        return None
    card = cards.told_off(case)
    return Answer.of(card)


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The members learn when they meet."""
    who = desk.standing(message.to)
    if sees(case, who, Surface.PAPERS) < Access.META or case.meeting is None or case.meeting.started_at:
        return None
    reads = sees(case, who, Surface.PAPERS) is Access.READ
    card = cards.told(case, called(desk, case, case.meeting) if reads else {})
    return Answer.of(card)


# -- When it is ----------------------------------------------------------------------------------------------------


def _convene_form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_call(who)
    return CONVENE


def _begins(answers: dict[str, Any]) -> datetime:
    day, hour = read_day(answers.get("meeting_on")), str(answers["meeting_at"]).replace(".", ":")
    if day is None:
        raise Refusal("Say on which day the Group meets.")
    return moment_of(day, time.fromisoformat(hour.zfill(5)))


def _convene(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, CONVENE.id, "", who.id, desk.now, answers)
    kind = MeetingKind(answers["meeting_kind"])
    begins, invites = _begins(answers), desk.keeps_calendar
    case.call_meeting(kind, begins, by=who, revision=revision, now=desk.now, invites=invites)
    return _back(turn, desk, subject)


def _back(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return _shown(desk, desk.case(subject, who), who)


CONVENING = Filling(
    form=_convene_form,
    submit=_convene,
    settled=_back,
    send="Tell the members",
    sent=lambda desk, who, subject: desk.work.form(subject, CONVENE.id, ""),
    prefill=lambda desk, who, subject: {"meeting_kind": "ordinary", "meeting_place": "Microsoft Teams"},
)


# -- Who is here ---------------------------------------------------------------------------------------------------


def _attendance_form(desk: Desk, who: Standing, subject: str) -> Form:
    case = desk.case(subject, who)
    case.require_running(who)
    return attendance_form(case.seats)


def _last_attendance(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, ATTENDANCE, "")


def _so_far(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """What was saved of this meeting; a new meeting begins with nobody."""
    case, last = desk.case(subject, who), _last_attendance(desk, who, subject)
    same = last is not None and case.meeting is not None and case.meeting.attendance_revision == last.revision
    return dict(last.answers) if same and last else {}


def _quorum(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    return [words(desk.case(subject, who).meeting_quorum().words, quiet=True)]


def _attend(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, ATTENDANCE, "", who.id, desk.now, answers)
    here = {seat.id: Here(answers[f"here_{seat.id}"]) for seat in case.seats}
    case.record_attendance(here, by=who, revision=revision, now=desk.now)
    return _back(turn, desk, subject)


ATTENDING = Filling(
    form=_attendance_form,
    submit=_attend,
    settled=_back,
    send="Save who is here",
    sent=_last_attendance,
    prefill=_so_far,
    intro=_quorum,
)
