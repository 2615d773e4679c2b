"""Cards that somebody has already, emptied when their part in the case ends by recusal (Part 6, rule 4; E13)."""

from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.people import PersonId
from storage.messages import Message


def empty_cards(desk: Desk, case: Case, person: PersonId) -> None:
    """Owe, for each card of this case that stands in the person's chat, the one that says that they are recused."""
    for slot in desk.work.slots_of(case.reference, person):
        desk.work.owe(
            Message(
                key=f"{slot}:emptied:{case.version}:{person}",
                to=person,
                route="person",
                view="emptied",
                due=desk.now,
                case=case.reference,
                slot=slot,
                mode="edit",
                alert=False,
            )
        )
