"""Meeting mode: the Partnership Team writes down a view said aloud, and whoever said it confirms (F48)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cards import receipts
from cards.elements import Element, button, words
from cards.group import spoken as cards
from dialogs import filling, safety, tasking
from dialogs.desk import Desk
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.openly import Open, of_case
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.decision import Stance
from rapid_review.people import Seat, Standing
from rapid_review.policy import Policy
from rapid_review.questions.forms import Choice, Form, Kind, Question
from rapid_review.timing.london import clock_words
from storage.messages import Message
from storage.work import StoredForm

SEAT = "spoken_seat"


def spoken_form(policy: Policy, seats: Sequence[Seat]) -> Form:
    """The ballot, for whichever seat has just spoken."""
    (section,) = ballot_form(policy).sections
    seat = Question(SEAT, "Whose view?", Kind.CHOICE, choices=tuple(Choice(seat.id, seat.title) for seat in seats))
    intro = "Write down what was said. Whoever said it is asked to confirm it, and can change it until the poll closes."
    section = replace(
        section, id="spoken", title="A view said aloud", questions=(seat, *section.questions), intro=intro
    )
    return Form("spoken", "A view said aloud", "1", (section,))


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case = desk.case(subject, who)
    case.require_may(who, Deed.WRITE_DOWN_VIEW)
    able = case.able_here()
    speak = [seat for seat in case.seats if seat.id in able and not case.spoken_for(seat.id)]
    return spoken_form(case.policy, speak or case.seats)


def _sealed(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    """Once nothing can be written down any more, only what was being written is still shown."""
    case = desk.case(subject, who)
    try:
        poll = case.require_writing_down(who, desk.now)
    except Refusal as why:
        if desk.work.draft(who.id, "spoken", subject) is None:
            raise
        return [words(f"{why} What you wrote is kept here.", tone="warning")]
    return [words(f"Sealed like every view until the poll closes on {clock_words(poll.closes_at)}.")]


def _last(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    """The last one written down, numbered by how many there are: a card from before that has done its work."""
    case = desk.case(subject, who)
    if not case.spoken:
        return None
    last = case.spoken[-1]
    form = desk.work.form(case.reference, "ballot", last.person, last.revision)
    return replace(form, revision=len(case.spoken)) if form else None


def _write_down(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    case.require_writing_down(who, desk.now)
    seat, speaker = answers[SEAT], case.speaker(answers[SEAT])
    view = {id: value for id, value in answers.items() if id != SEAT}
    revision = desk.work.put_form(case.reference, "ballot", speaker, who.id, desk.now, view)
    case.record_spoken_vote(
        seat,
        Stance(answers["option"]),
        reason=answers["reason"],
        by=who,
        revision=revision,
        salt=desk.fresh_salt(),
        now=desk.now,
    )
    title = of_case(case.reference, "written down")
    also = safety.raised(case, who, answers, desk.now)
    return _receipt(case, title, also)


def _receipt(case: Case, title: Open, also: Sequence[Element] = ()) -> Answer:
    another = button("Write down another", "form.open", {"form": "spoken", "subject": case.reference})
    back = button("The meeting", "meeting.read", {"case": case.reference})
    line = "Whoever said it is asked to confirm it. Until then it counts, and is shown as not confirmed."
    return Answer(receipts.done(title, line, also=also, actions=[another, back]), title)


def read(turn: Turn, desk: Desk) -> Answer:
    """What was written down, for its speaker alone."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    return _shown(desk, case, who)


def _shown(desk: Desk, case: Case, who: Standing) -> Answer:
    view = case.unconfirmed(who.id)
    if view is None:
        return tasking.next_on(desk, case, who)
    case.seat_of(who)
    desk.work.log_read(case.reference, who.id, "spoken", desk.now)
    form = desk.work.form(case.reference, "ballot", who.id, view.revision)
    card = cards.spoken(case, view, form.answers if form else {}, desk.partnership, desk.now)
    return Answer.of(card)


def confirm(turn: Turn, desk: Desk) -> Answer:
    """It is what they said."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    if not _is_asked(turn, case, who):
        return _shown(desk, case, who)
    case.confirm_spoken(int(turn.data["revision"]), by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said="Your view is confirmed.")


def deny(turn: Turn, desk: Desk) -> Answer:
    """It is not: they give their own view while the poll is open, and afterwards the record says so."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    if not _is_asked(turn, case, who):
        return _shown(desk, case, who)
    if case.poll and not case.poll.closed(desk.now):
        return filling.begin(turn, desk, "ballot", case.reference)
    case.deny_spoken(int(turn.data["revision"]), by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said=cards.denied_words(case))


def _is_asked(turn: Turn, case: Case, who: Standing) -> bool:
    """Whether the card pressed shows the view that waits for their word, and not one written down before it."""
    view = case.unconfirmed(who.id)
    return view is not None and turn.data.get("revision") == str(view.revision)


def denied(message: Message, case: Case, desk: Desk) -> Answer | None:
    """To the chair and the Partnership Team: somebody says that this is not what they said."""
    seat = next((seat for seat in case.seats if seat.id == message.args.get("seat")), None)
    card = cards.denied(case, seat) if seat else None
    return Answer.of(card) if card else None


SPEAKING = Filling(
    form=_form,
    submit=_write_down,
    settled=lambda turn, desk, subject: tasking.next_on(desk, desk.case(subject, desk.who(turn)), desk.who(turn)),
    send="Write it down",
    sent=_last,
    on_save=safety.at_once,
    intro=_sealed,
)
