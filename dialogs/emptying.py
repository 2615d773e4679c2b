"""Cards that somebody has already, emptied when their access to the case ends (Part 6, rule 4; E13, E36, E43)."""

from collections.abc import Mapping

from cards import emptied as cards
from cards.returns import requests
from dialogs.announcements import ask
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import REFERENCE, Case
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import Access, ShutOut, Surface, roles_of, sees, shut_out
from rapid_review.task import TaskKind
from rapid_review.tasks import owed
from rapid_review.timing.hours import next_allowed
from storage.messages import Message

RECUSED, NARROWED = "recused", "narrowed"
"""Beside `ShutOut`: whoever is recused reads nothing; whoever has another part left reads what that one does."""
_STAY = frozenset({"ruled", "part_ended", "frozen", "withdrawn", "glass", "glass_broken", "digest"})
"""They say why nothing is to be read, are emptied in their own way, or are of several cases and tell of none."""
_DECLARATIONS = (TaskKind.DECLARE, TaskKind.SIGN_AGAIN)
"""Nothing of the case is on these cards, and whoever is shut out may still declare."""
_DECLARING = frozenset({"declare"})
MOST = 200


def see_who_reads(case: Case, desk: Desk) -> None:
    """Empty the cards of everybody who reads nothing any more; who reads again is asked again what waits for them."""
    before = case.shut_out
    written_to = desk.work.written_to(case.reference) | case.involved()
    found = {id: why for id in sorted(written_to) if (why := shut_out(case, desk.standing(id)))}
    case.note_shut_out(found, desk.now)
    for person, why in found.items():
        if before.get(person) != why:
            empty_cards(desk, case, person, why)
    for person in before.keys() - found.keys():
        ask_again(desk, case, person)


def reads(case: Case, who: Standing) -> Mapping[Surface, Access]:
    """How much somebody reads of each part, to be held against what they read later."""
    return {surface: sees(case, who, surface) for surface in Surface}


def narrowed(desk: Desk, case: Case, person: PersonId, before: Mapping[Surface, Access]) -> None:
    """A part of theirs has ended and another is left: if that one reads less, their cards are drawn anew from it."""
    who = desk.standing(person)
    if roles_of(case, who) and any(level < before[surface] for surface, level in reads(case, who).items()):
        empty_cards(desk, case, person, NARROWED)
        ask_again(desk, case, person)


def empty_cards(desk: Desk, case: Case, person: PersonId, why: str = RECUSED) -> None:
    """Owe, for each card of this case that stands in the person's chat, the one that says why nothing is left on it."""
    for slot in _emptied_slots(desk, case, person):
        desk.work.owe(
            Message(
                key=f"{slot}:emptied:{case.version}:{why}:{person}",
                to=person,
                route="person",
                view="emptied",
                due=desk.now,
                case=case.reference,
                slot=slot,
                mode="edit",
                args={"why": why},
                alert=False,
            )
        )


def _emptied_slots(desk: Desk, case: Case, person: PersonId) -> list[str]:
    """Every message of the case in their chat, also one that a later card took the slot of: but what stays.

    What they can still do stays, such as to declare, unless something of the case was read on that very message.
    """
    standing, last = desk.work.slots_of(case.reference, person), desk.work.last_in_slots(case.reference, person)
    can = {f"{case.reference}:{task.id}" for task in owed(case, desk.standing(person), desk.now)}
    can |= {f"{case.reference}:{kind}" for kind in _DECLARATIONS}
    stay = {slot for slot in standing if last.get(slot) in _STAY or slot in can or slot.startswith(_glass(case))}
    kept = {standing[slot] for slot in stay}
    found = [slot for slot in standing if slot not in stay and (_READ in slot or standing[slot] not in kept)]
    for card in desk.work.sent_cards(case.reference, person, MOST):
        if card.view not in _STAY and card.slot not in can and card.remote_id not in standing.values():
            found.append(desk.work.slot_of_its_own(card, f"{case.reference}:sent:{card.id}"))
    return [slot for slot in found if slot]


def _glass(case: Case) -> str:
    return f"{case.reference}:glass"


def ask_again(desk: Desk, case: Case, person: PersonId) -> None:
    """Put before them anew what still waits for them, and what they had a card for."""
    had = set(desk.work.slots_of(case.reference, person))
    at = next_allowed(desk.now, desk.work.preference(person), case.policy)
    for task in owed(case, desk.standing(person), desk.now):
        if f"{case.reference}:{task.id}" in had:
            desk.work.owe(ask(case, task, person, f"again@{desk.now.isoformat()}", at))


def draw(message: Message, case: Case, desk: Desk) -> Answer | None:
    """What stands in the place of the card; nothing if they read it again meanwhile."""
    who = desk.standing(message.to)
    why = shut_out(case, who) or (NARROWED if message.args.get("why") == NARROWED else None)
    if why is None:
        return None
    kind, _, about = message.slot.removeprefix(f"{case.reference}:").partition("/")
    if why is ShutOut.ENDED and kind in (TaskKind.RETURN, TaskKind.SECURE) and about in case.requests:
        return Answer.of(requests.gone_back(case))
    return Answer.of(cards.emptied(case, why, desk.partnership))


_READ = ":read:"
"""In a slot's name: what stands on this message was read on it, by pressing a button."""


def remember(turn: Turn, desk: Desk, given: Answer) -> None:
    """Whatever is read of a case is read on a card that is known, so that it can be emptied.

    A message shows one case at a time. Which, stands in a slot of its own, so that it is not emptied for another.
    """
    if not turn.on_message:
        return
    message, person, chat = turn.on_message[:40], turn.who.person, turn.where.conversation
    before, shows = desk.work.posted(f"read:{message}", person), _shown_of(turn, desk, given)
    if shows == (before.remote_id if before else ""):
        return
    if before:
        desk.work.forget_posted(f"{before.remote_id}{_READ}{message}", person)
        desk.work.forget_posted(f"read:{message}", person)
    if shows:
        desk.work.remember_posted(f"{shows}{_READ}{message}", person, chat, turn.on_message)
        desk.work.remember_posted(f"read:{message}", person, chat, shows)


def _shown_of(turn: Turn, desk: Desk, given: Answer) -> str:
    """The case of which something stands on the card now; none where it is a declaration."""
    named = REFERENCE.search(f"{turn.data.get('case', '')} {turn.data.get('subject', '')}")
    reference = named.group().upper() if named else ""
    actions = given.card.get("actions", ()) if given.card else ()
    forms = {str(action["data"].get("form", "")) for action in actions if isinstance(action.get("data"), dict)}
    at_hand = any(case.reference == reference for case in desk.work.at_hand())
    return reference if at_hand and forms.isdisjoint(_DECLARING) else ""
