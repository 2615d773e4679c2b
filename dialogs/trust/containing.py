"""What the bot can take back of a mis-send: the card is emptied, and the document is not handed over again (E29)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from cards.trust import breaches as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.case import Case
from rapid_review.people import PersonId
from rapid_review.permissions import Access, CaseRole, Surface, sees
from rapid_review.reaching import cause
from rapid_review.trust.breach import Breach
from rapid_review.trust.trust_tasks import alarmed
from storage.messages import Message

EMPTIED = "The card in Teams is being emptied. If that does not succeed, those who see to it are told."
NOT_AGAIN = "The document is not handed to that person again. What is in their OneDrive only they can delete."
CLOSED_TO_US = ("403", "404")
"""What Teams says where no second try can help: the chat is closed to the bot."""
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
        args={"breach": breach.id},
        alert=False,
        urgent=True,
    )


# -- Where that does not succeed -----------------------------------------------------------------------------------

AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""After how long it is tried again, each time as a message of its own: nothing else to that person waits for it."""
_RUN_IT = (CaseRole.DPO, CaseRole.PARTNERSHIP_TEAM)


def not_emptied(desk: Desk, message: Message, code: str) -> None:
    """The dispatcher gave it up: it is tried again, or whoever sees to it hears that it still stands.

    Also of a card that was to be emptied because somebody's access ended (Part 6, rule 4): once for each person.
    """
    if message.view not in ("withdrawn", "emptied"):
        return
    tried = int(message.args.get("again", "0"))
    if tried < len(AGAIN) and not code.startswith(CLOSED_TO_US):
        args = {**message.args, "again": str(tried + 1)}
        key = f"{message.key.partition(':again')[0]}:again{tried + 1}"
        desk.work.owe(replace(message, key=key, due=desk.now + AGAIN[tried], args=args))
        return
    for person in _those_who_run_it(desk, desk.work.case(message.case)):
        desk.work.owe(_still_stands(desk, message, code, person))


def _still_stands(desk: Desk, message: Message, code: str, person: PersonId) -> Message:
    ended = f"{message.case}:emptied:{message.to}:{message.args.get('why')}:{desk.today}"
    return Message(
        key=f"{message.key if message.view == 'withdrawn' else ended}:not_emptied:{person}",
        to=person,
        route="person",
        view="not_emptied",
        due=desk.now,
        case=message.case,
        args={"breach": message.args.get("breach", ""), "to": message.to, "code": code},
        urgent=True,
    )


def _those_who_run_it(desk: Desk, case: Case) -> list[PersonId]:
    """The data protection officer and the Partnership Team; where there is neither, whoever chairs."""
    told = alarmed(case, desk.partnership)
    return sorted(set().union(*(told.get(role, set()) for role in _RUN_IT)) or told.get(CaseRole.CHAIR, set()))


def still_there(message: Message, case: Case, desk: Desk) -> Answer | None:
    """With whom and why, for those who may read of it."""
    breach, who = case.breach(message.args["breach"]), desk.standing(message.to)
    reads = sees(case, who, Surface.BREACH) is Access.READ
    known = desk.partnership.known(message.args["to"])  # Who was taken out of the file has no name here.
    name = known.name if known and reads else ""
    return Answer.of(cards.not_emptied(case, breach, name, cause(message.args["code"]).words))


def became(desk: Desk, case: Case, breach: Breach) -> str:
    """Whether the card was emptied, for those who read the report; nothing if there was none to empty."""
    tries = [one for one in desk.work.edits(case.reference, "withdrawn") if one.args.get("breach") == breach.id]
    return _BECAME.get(tries[-1].state, "It is being emptied.") if tries else ""


_BECAME = {
    "sent": "It is emptied.",
    "failed": "It could not be emptied, and still stands in their chat.",
    "cancelled": "It was not there any more.",
}


def withdrawn(message: Message, case: Case, desk: Desk) -> Answer | None:
    """In the place of the card, whoever has it."""
    return Answer.of(cards.withdrawn(case, desk.partnership))
