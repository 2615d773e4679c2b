"""What the bot can take back of a mis-send: the card is emptied, and the document is not handed over again (E29)."""

from collections.abc import Iterator

from cards.trust import breaches as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.case import Case
from rapid_review.trust.breach import Breach
from storage.messages import Message

EMPTIED = "The card in Teams is emptied now."
NOT_AGAIN = "The document is not handed to that person again. What is in their OneDrive only they can delete."
NOTHING = "There is nothing here that the bot could take back. Ask whoever has it to delete it, and note what they say."


def contain(desk: Desk, case: Case, breach: Breach) -> list[str]:
    """Take back what can be taken back. What was done, in words."""
    done = []
    for slot in dict.fromkeys(_slots(desk, case, breach)):
        desk.work.owe(_emptying(desk, case, breach, slot))
        done = [EMPTIED]
    if breach.document:
        done.append(NOT_AGAIN)
    return done or [NOTHING]


def _slots(desk: Desk, case: Case, breach: Breach) -> Iterator[str]:
    """Where it stands: the card that was sent, or the cards by which the document was handed over."""
    card = desk.work.sent_card(case.reference, breach.message) if breach.message else None
    if card and (slot := desk.work.slot_to_empty(card, f"{case.reference}:sent:{card.id}")):
        yield slot
    if breach.document:
        beginning = f"{case.reference[:20]}:document:{breach.document[:20]}"
        yield from (slot for slot in desk.work.slots_of(case.reference, breach.to) if slot == beginning)


def _emptying(desk: Desk, case: Case, breach: Breach, slot: str) -> Message:
    return Message(
        key=f"{slot}:withdrawn:{breach.id}:{breach.to}",
        to=breach.to,
        route="person",
        view="withdrawn",
        due=desk.now,
        case=case.reference,
        slot=slot,
        mode="edit",
        alert=False,
        urgent=True,
    )


def withdrawn(message: Message, case: Case, desk: Desk) -> Answer | None:
    """In the place of the card, whoever has it."""
    return Answer.of(cards.withdrawn(case, desk.partnership))
