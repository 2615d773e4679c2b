"""Every message that shows something of a case: by case, reader and message, until it shows something else (rule 4).

Each has a slot of its own beside the one it may have been sent in, which a later card can take. How much its reader
could read when it was drawn stands in the slot's name; what that says is `dialogs.emptying`'s.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from storage.posts import Posts
from storage.tables import posted

_READ = ":read:"
LONGEST = 100
"""How much of a message's id stands in a slot's name. Teams' own are shorter."""
_ALL = select(posted).order_by(posted.c.slot, posted.c.to)
_BEGINNING: Any = bindparam("beginning")
_OF_CASE = {
    "sqlite": _ALL.where(posted.c.slot >= _BEGINNING, posted.c.slot < bindparam("beyond")),
    "postgresql": _ALL.where(posted.c.slot.like(_BEGINNING.concat("%"))),
}
"""As in `posts`: a range where the database is sure to sort by bytes."""


@dataclass(frozen=True)
class Standing:
    """A message that shows something of a case."""

    case: str
    drawn_for: str
    """How much of the case its reader could read when it was drawn."""
    message: str
    to: str
    conversation: str
    in_slots: tuple[str, ...] = ()
    """The slots of the case in which it was sent, without the case."""


class StandingCards(Posts):
    """The part of the work that knows what is to be emptied one day."""

    def shows_now(self, message: str, to: str, conversation: str, shows: str) -> None:
        """This message was sent or edited: it shows this (a case and how much of it, or nothing), and nothing else."""
        self._shows(f"read:{message[:LONGEST]}", message, to, conversation, shows)
        self._shows(f"read:now:{message[:LONGEST]}", message, to, conversation, "")

    def shows_also(self, message: str, to: str, conversation: str, shows: str) -> None:
        """It was pressed: where it was, it shows this. What was sent stands in Teams still, and wherever else it is."""
        self._shows(f"read:now:{message[:LONGEST]}", message, to, conversation, shows)

    def _shows(self, of: str, message: str, to: str, conversation: str, shows: str) -> None:
        before = self.posted(of, to)
        if (before.remote_id if before else "") == shows:
            return
        if before:
            self.forget_posted(f"{before.remote_id}:{of}", to)
            self.forget_posted(of, to)
        if shows:
            self.remember_posted(f"{shows}:{of}", to, conversation, message)
            self.remember_posted(of, to, conversation, shows)

    def standing_cards(self, case: str) -> list[Standing]:
        """Every message that shows something of this case and is not being emptied."""
        of_case = {"beginning": f"{case}:", "beyond": f"{case};"}
        rows = self._connection.execute(_OF_CASE[self._connection.dialect.name], of_case).all()
        slots: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            slots.setdefault((row.to, row.remote_id), []).append(row.slot.removeprefix(f"{case}:"))
        return [
            Standing(case, drawn_for, row.remote_id, row.to, row.conversation, tuple(slots[row.to, row.remote_id]))
            for row in rows
            for drawn_for, read, _ in [row.slot.removeprefix(f"{case}:").partition(_READ)]
            if read
        ]

    def to_be_emptied(self, card: Standing) -> str:
        """The slot in which this message is emptied. It is known by that alone, until it is or shows something else."""
        slot = f"{card.case}:gone:{card.message[:LONGEST]}"
        self.shows_now(card.message, card.to, card.conversation, "")
        self.remember_posted(slot, card.to, card.conversation, card.message)
        return slot
