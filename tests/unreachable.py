"""People whom Teams does not take messages for: the outbox's real ledger over the fake chats, and a letter box."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from story import RR
from transcript import Teams

from bot.connector import Gone, NotSent, Posted
from bot.conversations import Conversations
from bot.courier import Delivery, Parcel
from bot.ledger import Ledger
from bot.post import Envelope
from bot.reaching import Target
from bot.settings import Settings
from bot.surroundings import Surroundings
from rapid_review.people import Role
from storage.work import Claimed, Contact

BLOCKED = Gone(403, "ConversationBlockedByUser")


class Unreachable:
    """Takes over the delivery of these chats. `refusing` says whom Teams, or the mail server, does not take."""

    def __init__(self, teams: Teams, *, mail: bool = True) -> None:
        host: dict[str, Any] = {"mail_host": "mail.example", "mail_from": "rr@fellshire.example"} if mail else {}
        file: Any = SimpleNamespace(current=lambda moment: (teams.partnership, teams.policy))
        clock: Any = SimpleNamespace(now=lambda: teams.now)
        self.teams = teams
        self.ledger = Ledger(Surroundings(Settings(**host), file, clock), Conversations())
        self.refusing: dict[str, NotSent] = {}
        self.letters: list[Envelope] = []
        self._usual = teams._deliver
        teams._deliver = self._deliver  # type: ignore[method-assign]

    def with_team(self, *people: str) -> "Unreachable":
        """These people are the Partnership Team."""
        roles = {**self.teams.partnership.roles, Role.PARTNERSHIP_TEAM: people}
        self.teams.partnership = replace(self.teams.partnership, roles=roles)
        return self

    def last(self, person: str) -> Contact:
        """The newest message of the case to this person."""
        contact = self.teams.store.run_now(lambda work: work.last_contact(RR, person))
        assert contact
        return contact

    def unowned(self) -> list[str]:
        """To whom a message failed without anybody's being told."""
        return [contact.person for contact in self.teams.store.run_now(lambda work: work.unowned())]

    def _deliver(self, claimed: Claimed) -> None:
        if claimed.message.route == "mail":
            self._mail(claimed)
        elif refusal := self.refusing.get(claimed.message.to):
            self._refuse(claimed, refusal)
        else:
            self._usual(claimed)

    def _mail(self, claimed: Claimed) -> None:
        envelope = self.teams.store.run_now(lambda work: self.ledger.prepare(work, claimed))
        if not isinstance(envelope, Envelope):
            return
        if refusal := self.refusing.get(envelope.to):
            self.teams.store.run_now(lambda work: self.ledger.failed(work, claimed, envelope, refusal))
            return
        self.letters.append(envelope)
        there = Delivery(Posted("", "<1@fellshire.example>"))
        self.teams.store.run_now(lambda work: self.ledger.sent(work, claimed, envelope, there))

    def _refuse(self, claimed: Claimed, refusal: NotSent) -> None:
        to = claimed.message.to
        chat = f"chat-{to}" if claimed.attempts == 1 else ""  # A chat that was lost is begun anew, once.
        parcel = Parcel(Target(to, "https://teams.example/", conversation=chat, person=to), {})
        self.teams.store.run_now(lambda work: self.ledger.failed(work, claimed, parcel, refusal))
