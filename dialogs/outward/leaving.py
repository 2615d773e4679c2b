"""Letters that go out by themselves: what is sent, and what is told of each (E29, C12)."""

from dataclasses import dataclass

from cards.outward import leaving as cards
from cards.outward.duty_words import title
from dialogs.desk import Desk
from dialogs.outward.confirming import wanted
from dialogs.paperwork.producing import Otherwise, Produced, confirmed
from dialogs.turn import Answer
from documents.model import Edition
from rapid_review.case import Case
from rapid_review.outward.addressees import address_of
from rapid_review.outward.duties import CHANGED, READDRESSED, Duty, State, Telling
from rapid_review.permissions import Access, Surface, sees
from storage.messages import Message


@dataclass(frozen=True)
class Letter:
    """A confirmed letter as it is to be sent. Its document is still to be drawn, which takes a while."""

    duty: Duty
    address: str
    document: Produced
    template: bytes | None
    case_version: int
    """Of the case from which all of this was read."""


def letter_of(desk: Desk, case: Case, telling: Telling) -> Letter | str:
    """The letter as it was confirmed, or the code of why it must not go as it is."""
    duty, mail = case.duty(telling.duty), telling.by_mail
    if duty is None or mail is None:
        return CHANGED
    if code := case.must_stay(duty.id):
        return code
    if address_of(case, duty, desk.partnership, desk.today) != mail.address:
        return READDRESSED
    try:
        document = confirmed(desk, case, wanted(case, duty, Edition.PSEUDONYMISED, telling.version))
    except Otherwise:
        return CHANGED
    return Letter(duty, mail.address, document, desk.template, case.version)


def ended(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whoever prepared a letter learns what came of it, if they may still read it."""
    duty = case.duty(message.args["duty"])
    telling = case.telling_of(duty) if duty else None
    if duty is None or telling is None or sees(case, desk.standing(message.to), Surface.PANEL) is not Access.READ:
        return None
    if case.state_of(duty) is State.LEAVING:
        return None
    card = cards.ended(case, duty, telling, title(duty, desk.partnership))
    return Answer.of(card)
