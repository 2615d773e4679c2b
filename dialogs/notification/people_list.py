"""Correcting the people in the notification, by the Partnership Team or whoever notified (E9, F35)."""

from typing import Any

from cards import receipts
from cards.elements import Action, Element, beginning, button, card, heading, pair, words
from dialogs.desk import Desk
from dialogs.notification import notify
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Standing
from rapid_review.people_list import PEOPLE_LIST
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Form, rows
from rapid_review.timing.london import clock_words
from storage.messages import Message
from storage.work import StoredForm

PEOPLE = "people"
"""The notification's own section of the family and others."""


def offered(case: Case, who: Standing) -> list[Action]:
    """The way to it, for those who may."""
    try:
        case.require_may_correct_people(who)
    except Refusal:
        return []
    return [button("Correct the people", "form.open", {"form": PEOPLE_LIST.id, "subject": case.reference})]


def corrected(desk: Desk, case: Case) -> list[Element]:
    """That the people were corrected since the notification was sent, and why, for those who read their names."""
    form = desk.work.form(case.reference, PEOPLE_LIST.id, "")
    if form is None:
        return []
    label = f"The people were corrected by {desk.partnership.name_of(form.by)} on {clock_words(form.at)}"
    return [pair(label, beginning(str(form.answers.get("people_change") or ""), ROOM_FOR_WHY))]


ROOM_FOR_WHY = 4_000


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_correct_people(who)
    return PEOPLE_LIST


def _last(desk: Desk, subject: str) -> StoredForm | None:
    return desk.work.form(subject, notify.FORM, "")


def _prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    notified = _last(desk, subject)
    desk.work.log_read(subject, who.id, "people", desk.now)
    return {PEOPLE: list(rows(notified.answers, PEOPLE))} if notified else {}


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, notified = desk.case(subject, who), _last(desk, subject)
    case.require_may_correct_people(who)
    desk.work.put_form(subject, PEOPLE_LIST.id, "", who.id, desk.now, answers)
    kept = {**(notified.answers if notified else {}), PEOPLE: answers.get(PEOPLE) or []}
    revision = desk.work.put_form(subject, notify.FORM, "", who.id, desk.now, kept)
    case.correct_people(by=who, revision=revision, now=desk.now)
    return _settled(turn, desk, subject)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    desk.case(subject, desk.who(turn)).require_may_correct_people(desk.who(turn))
    title = f"{subject}: the people are corrected"
    lines = [
        "The agencies that were asked are told to search again.",
        "Whoever has declared is asked whether their declaration still holds.",
    ]
    see = button("See the case", "case", {"case": subject})
    return Answer(receipts.done(title, *lines, actions=[see]), title)


CORRECTING = Filling(
    form=_form,
    submit=_submit,
    settled=_settled,
    send="Correct the people",
    sent=lambda desk, who, subject: desk.work.form(subject, PEOPLE_LIST.id, ""),
    prefill=_prefill,
)


def search_again(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Those who search an agency's records learn that there are other people to search for; who, they then look up."""
    who = desk.standing(message.to)
    if not case.answered_by(who):
        return None
    title = f"{case.reference}: please search again"
    lines = ["The people to search for have changed since your agency was asked."]
    if sees(case, who, Surface.PEOPLE) < Access.OWN:
        lines.append("Make your declarations to see them.")
    answered = any(case.requests[agency].returned for agency in case.answered_by(who))
    lines += ["If you find anything more, add it to your agency’s answer."] if answered else []
    look = button("Who to search for", "people.read", {"case": case.reference})
    drawn = card([heading(title), *map(words, lines)], [look], summary=title)
    return Answer(drawn, title)
