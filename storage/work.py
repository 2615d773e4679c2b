"""One transaction's work, and the only thing the dialogs and the edge see of the database."""

from storage.anchors import Anchors
from storage.attachments import Attachment, Attachments, Held
from storage.auditing import Auditing
from storage.cases import Announce, Cases
from storage.clearing import Clearing
from storage.codec import CaseT
from storage.contacts import Contact, Contacts
from storage.conversations import Conversation, Conversations
from storage.disposal import Disposing
from storage.forms import Draft, Forms, StoredForm
from storage.heartbeats import Heartbeats
from storage.once import Once
from storage.posts import Posted
from storage.preferences import Preferences
from storage.reached import Reached
from storage.sending import Claimed, Sending
from storage.sent import SentCards
from storage.standing import StandingCards
from storage.watching import Watching

__all__ = ["Attachment", "Claimed", "Contact", "Conversation", "Draft", "Held", "Posted", "StoredForm", "Work"]


class Work(
    Cases[CaseT],
    Attachments,
    Forms,
    Once,
    Sending,
    Contacts,
    Preferences,
    Conversations,
    Reached,
    Auditing,
    Anchors,
    Heartbeats,
    Clearing,
    Disposing,
    SentCards,
    StandingCards,
    Watching,
):
    """Everything that can be read and kept in one transaction. It ends when the function it was given to returns."""

    @property
    def changes(self) -> bool:
        """Whether it keeps anything that somebody wrote or did: that they read is none of it."""
        return self._changed or any(opened.changed for opened in self._opened.values())

    def discard(self) -> None:
        """Forget the cases opened so far and all that was done since the first of them was about to change.

        For after a refusal: drafts saved before stay saved.
        """
        self._go_back()
        self.owed.clear()
        self._forget_cases()
        self._forget_forms()

    def finish(self, announce: Announce[CaseT]) -> None:
        """Keep what happened to the cases, with its audit rows and the messages owed for it."""
        for message in self._keep(announce):
            self.owe(message)
