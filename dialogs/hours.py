"""When somebody wants to hear from the bot: their working days and hours, and until when they are away (F53)."""

from collections.abc import Iterator, Sequence
from typing import Any

from cards import receipts
from cards.elements import Element, words
from dialogs import filling
from dialogs.desk import Desk
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.errors import NotYours
from rapid_review.openly import openly
from rapid_review.people import Agency, Standing
from rapid_review.questions.forms import Form, in_words
from rapid_review.timing.hours import HOURS, Hours, answers_of, hours_from
from storage.messages import Message
from storage.work import StoredForm


def mine(turn: Turn, desk: Desk) -> Answer:
    """Open the form of one's own hours."""
    return filling.begin(turn, desk, HOURS.id)


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    if subject or desk.partnership.person(who.id) is None:
        raise NotYours()
    return HOURS


def _as_they_are(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    known = desk.work.preference(who.id)
    if known and not known.away(desk.today):
        known = Hours(known.days, known.start, known.end)
    return answers_of(known)


def _quiet_hours(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    policy = desk.policy
    return [
        words(
            f"We never remind anybody between {policy.quiet_from:%H:%M} and {policy.quiet_until:%H:%M}, "
            "at weekends or on bank holidays.",
            quiet=True,
        )
    ]


def _keep(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who, hours = desk.who(turn), hours_from(answers, desk.now)
    desk.work.keep_preference(who.id, hours, desk.now)
    for message in _told_of_cover(who, hours, desk):
        desk.work.owe(message)
    _wake_what_they_answer_for(who, desk)
    return _kept(desk, who, hours)


def _wake_what_they_answer_for(who: Standing, desk: Desk) -> None:
    """Whoever covers for them is asked at the next tick, not when the case would have woken by itself."""
    for case in desk.work.open_cases():
        if case.answered_by(who):
            case.wakes_at = desk.now


def _kept(desk: Desk, who: Standing, hours: Hours) -> Answer:
    title = openly("Your hours are kept")
    lines = [f"Reminders reach you from {hours.start:%H:%M} to {hours.end:%H:%M} on the days you chose."]
    if hours.back_on and hours.away(desk.today):
        lines.append(f"You are away until {in_words(hours.back_on)}, when you are back.")
        lines += [_covered(agency, desk) for agency in _answered_by(who, desk)]
    lines.append("Safety alerts, and what is due or overdue, reach you all the same.")
    return Answer(receipts.done(title, *lines), title)


def _answered_by(who: Standing, desk: Desk) -> list[Agency]:
    """The agencies whose point of contact this person is."""
    return [agency for agency in desk.partnership.agencies.values() if agency.spoc == who.id]


def _covered(agency: Agency, desk: Desk) -> str:
    if not agency.deputy:
        return f"{agency.name} has no deputy in the partnership’s file. Please ask the Partnership Team to name one."
    deputy = desk.partnership.name_of(agency.deputy)
    return f"Until then {deputy} gets the reminders of {agency.name}, and has been told."


def _told_of_cover(who: Standing, hours: Hours, desk: Desk) -> Iterator[Message]:
    """The deputy learns that the agency's reminders come to them for a while."""
    if hours.back_on is None or not hours.away(desk.today):
        return
    for agency in _answered_by(who, desk):
        if agency.deputy:
            title = openly("You answer for your agency for a while")
            name = desk.partnership.name_of(who.id)
            card = receipts.notice(
                title,
                f"{name} is away until {in_words(hours.back_on)}. "
                f"Until then you get what {agency.name} is asked for and reminded of.",
            )
            yield Message(
                key=f"cover:{agency.id}:{hours.back_on}:{agency.deputy}",
                to=agency.deputy,
                route="person",
                view="told",
                due=desk.now,
                card=card,
                summary=title,
            )


def _last_chosen(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    """The hours as a form that was sent, so that a card from before is known to be old."""
    changed = desk.work.preference_changed(who.id)
    return StoredForm("", HOURS.id, "", int(changed.timestamp()), who.id, changed, {}) if changed else None


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return _kept(desk, who, desk.work.preference(who.id) or hours_from(answers_of(None), desk.now))


HOURS_FILLING = Filling(
    form=_form,
    submit=_keep,
    settled=_settled,
    send="Keep my hours",
    sent=_last_chosen,
    prefill=_as_they_are,
    intro=_quiet_hours,
)
