"""One transaction's work, and the only thing the dialogs and the edge see of the database."""

from storage.cases import Announce, Cases
from storage.codec import CaseT
from storage.conversations import Conversation, Conversations
from storage.forms import Draft, Forms, StoredForm
from storage.once import Once
from storage.posts import Posted
from storage.sending import Claimed, Sending

__all__ = ["Claimed", "Conversation", "Draft", "Posted", "StoredForm", "Work"]


class Work(Cases[CaseT], Forms, Once, Sending, Conversations):
    """Everything that can be read and kept in one transaction. It ends when the function it was given to returns."""

    def discard(self) -> None:
        """Forget the cases opened so far and all that was done since the first of them was about to change.

        For after a refusal: drafts saved before stay saved.
        """
        self._go_back()
        self._forget_cases()
        self._forget_forms()

    def finish(self, announce: Announce[CaseT]) -> None:
        """Keep what happened to the cases, with its audit rows and the messages owed for it."""
        for message in self._keep(announce):
            self.owe(message)
