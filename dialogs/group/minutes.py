"""The minutes: drafted from the case, noted, corrected, read, approved, and given as plain text (R096)."""

from collections.abc import Mapping, Sequence
from typing import Any

from cards.elements import Action, button
from cards.group import minutes as cards
from cards.outcome.deciding import STANCE_WORDS
from cards.outcome.decisions import choice_words
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.group import approved
from dialogs.group.actions import FORM as ACTION
from dialogs.group.meeting import ATTENDANCE, called
from dialogs.group.papers import why_tabled
from dialogs.group.template import differing
from dialogs.outcome.deciding import views_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.minutes import CORRECTION, Line, Part, Written, as_text, minutes, points_form
from rapid_review.outcome.decision_record import decision_form
from rapid_review.people import Standing
from rapid_review.permissions import Access, CaseRole, Surface, require_may_read, roles_of, sees
from rapid_review.questions.forms import Form
from rapid_review.tasks import TaskKind, owed
from storage.messages import Message

POINTS = "points"


def read(turn: Turn, desk: Desk) -> Answer:
    """The minutes, for those who read the decision: of the meeting asked for, or of the last."""
    case, who = _readable(turn, desk)
    if not case.held:
        raise Refusal("The Group has not met yet, so there are no minutes.")
    number = _number(case, str(turn.data.get("meeting", "")))
    desk.work.log_read(case.reference, who.id, "minutes", desk.now)
    page = str(turn.data.get("page", 0))
    reads_views = sees(case, who, Surface.POLL) is Access.READ
    parts = approved.kept(desk, case, number, views=reads_views) or _drafted(
        desk, case, number, _views(desk, case) if reads_views else ()
    )
    shown = int(page) if page.isdecimal() and len(page) < 4 else 0
    card = cards.minutes(case, number, parts, shown, _actions(case, number, who))
    return Answer.of(card)


def _number(case: Case, asked: str) -> int:
    """The meeting that was asked for, or the last that was held."""
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    return number if number in case.held else max(case.held)


def _readable(turn: Turn, desk: Desk) -> tuple[Case, Standing]:
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    if sees(case, who, Surface.DECISION) is not Access.READ:
        raise Refusal("The minutes are for the members of the Group who have made their declarations.")
    return case, who


def _actions(case: Case, number: int, who: Standing) -> list[Action]:
    on = {"case": case.reference}
    before = [n for n in case.held if n < number]
    earlier = [button("The meeting before", "minutes.read", {**on, "meeting": str(before[-1])})] if before else []
    minutes = case.held[number].minutes
    if minutes.approved_at:
        return earlier
    subject = {"subject": f"{case.reference}/{number}"}
    note = [button("Add the points", "form.open", {"form": POINTS, **subject})]
    correct = [button("Put something right", "form.open", {"form": CORRECTION.id, **subject})]
    team = CaseRole.PARTNERSHIP_TEAM in roles_of(case, who)
    return [*(note if team else []), *(correct if minutes.noted_at else []), *earlier]


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Those who read the minutes learn that there is a draft, or that it is approved."""
    who = desk.standing(message.to)
    approves = any(
        task.kind is TaskKind.APPROVE for task in owed(case, who, desk.now)
    )  # They have a card of their own.
    if sees(case, who, Surface.DECISION) is not Access.READ or not case.held or approves:
        return None
    card = cards.there(case, max(case.held))
    return Answer.of(card)


def approve(turn: Turn, desk: Desk) -> Answer:
    """The chair approves them."""
    case, who = _readable(turn, desk)
    if not case.held:
        raise NotYours()
    number = _number(case, str(turn.data.get("meeting", "")))
    case.approve_minutes(number, by=who, now=desk.now)
    full = _drafted(desk, case, number, _views(desk, case))
    approved.keep(desk, case, number, plain=_drafted(desk, case, number), full=full)
    return tasking.next_on(desk, case, who, said="The minutes are approved.")


# -- What they are drawn from --------------------------------------------------------------------------------------


def parts_of(desk: Desk, case: Case) -> tuple[Part, ...]:
    """The minutes of every meeting, one after the other, without the members' own views (Part 6)."""
    return tuple(part for number in case.held for part in _as_they_stand(desk, case, number))


def text(desk: Desk, case: Case) -> str:
    """The minutes of every meeting as plain text."""
    return "\n".join(as_text(cards.title(case, number), _as_they_stand(desk, case, number)) for number in case.held)


def _as_they_stand(desk: Desk, case: Case, number: int) -> tuple[Part, ...]:
    return approved.kept(desk, case, number, views=False) or _drafted(desk, case, number)


def _drafted(desk: Desk, case: Case, number: int, views: Sequence[Line] = ()) -> tuple[Part, ...]:
    """The minutes of one meeting; with each seat's view only for somebody who reads the views."""
    return minutes(case, case.held[number], _written(desk, case, number, views), desk.partnership)


def _written(desk: Desk, case: Case, number: int, views: Sequence[Line]) -> Written:
    """Everything people wrote that the minutes draw on."""
    meeting = case.held[number]
    return Written(
        called=called(desk, case, meeting),
        attendance=_form_of(desk, case, ATTENDANCE, "", meeting.attendance_revision),
        points=_form_of(desk, case, POINTS, str(number), meeting.minutes.revision),
        decision=_decision(desk, case) if number == _decided_at(case) else [],
        actions={one.id: _form_of(desk, case, ACTION, one.id, one.revision) for one in case.actions.values()},
        tabled={paper: why_tabled(desk, case, paper) for paper in case.tabled},
        differing=differing(desk, case),
        views=views,
        corrections=_corrections(desk, case, number),
    )


def _form_of(desk: Desk, case: Case, kind: str, about: str, revision: int) -> Mapping[str, Any]:
    form = desk.work.form(case.reference, kind, about, revision) if revision else None
    return form.answers if form else {}


def _decided_at(case: Case) -> int:
    """The meeting whose decision it is: the last that had begun when it was recorded."""
    decided = case.decided.at if case.decided else None
    begun = [n for n, one in case.held.items() if decided and one.started_at and one.started_at <= decided]
    return max(begun, default=0)


def _decision(desk: Desk, case: Case) -> list[Line]:
    """The decision with its reasons, once it is recorded."""
    if case.decided is None:
        return []
    answers = _form_of(desk, case, "decision", "", case.decided.revision)
    asked = [q for section in decision_form(case.policy).sections for q in section.questions]
    given = [(q.label, q.text_of(answers[q.id])) for q in asked if answers.get(q.id) and q.id != "decision"]
    by = desk.partnership.name_of(case.decided.by)
    return [("Decided", choice_words(case)), ("Recorded by", by), *given]


def _views(desk: Desk, case: Case) -> list[Line]:
    """The views of the seats, for those alone who read them: once the poll is closed and never before."""
    if case.poll is None or not case.poll.closed(desk.now):
        return []
    return [
        (f"{view.seat.title}: {STANCE_WORDS[view.vote.stance]}", f"{view.name}. {view.answers.get('reason', '')}")
        for view in views_of(desk, case)
    ]


def _corrections(desk: Desk, case: Case, number: int) -> list[Line]:
    lines = []
    for n, one in enumerate(case.held[number].minutes.corrections, 1):
        answers = _form_of(desk, case, CORRECTION.id, str(number), one.revision)
        label = f"Correction {n}, {desk.partnership.name_of(one.person)}"
        lines.append((label, str(answers.get("correction_text", ""))))
    return lines


# -- Noting and correcting -----------------------------------------------------------------------------------------


def _subject(desk: Desk, who: Standing, subject: str) -> tuple[Case, int]:
    reference, _, number = subject.partition("/")
    case = desk.case(reference, who)
    if not number.isdecimal() or len(number) > 3 or int(number) not in case.held:
        raise NotYours()
    return case, int(number)


def _points_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, number = _subject(desk, who, subject)
    case.require_may_note(number, who)
    return points_form()


def _as_noted(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    form = last_sent(POINTS)(desk, who, subject)
    return dict(form.answers) if form else {}


def _note(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, number = _subject(desk, who, subject)
    revision = desk.work.put_form(case.reference, POINTS, str(number), who.id, desk.now, answers)
    case.note_minutes(number, by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="The points are in the draft. The chair is asked to approve it.")


def _next(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, _ = _subject(desk, who, subject)
    return tasking.next_on(desk, case, who)


NOTING = Filling(
    form=_points_form,
    submit=_note,
    settled=_next,
    send="Put it to the chair",
    sent=last_sent(POINTS),
    prefill=_as_noted,
)


def _correction_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, number = _subject(desk, who, subject)
    case.require_may_correct(number, who)
    return CORRECTION


def _correct(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, number = _subject(desk, who, subject)
    revision = desk.work.put_form(case.reference, CORRECTION.id, str(number), who.id, desk.now, answers)
    case.correct_minutes(number, by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="Your correction is kept with the minutes, under your name.")


CORRECTING = Filling(
    form=_correction_form,
    submit=_correct,
    settled=_next,
    send="Send the correction",
    sent=last_sent(CORRECTION.id),
)
