"""Short-lived records: let go of by the bot itself once their period is over. Nothing of an open case is among them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, text

from storage.attachments import HELD
from storage.cases import CLOSED
from storage.tables import IS_OPEN, case, conversation, draft, outbox, participant, posted, preference, reach
from storage.tombstones import tombstone
from storage.transaction import Transaction

_BEFORE: Any = bindparam("before")
_KNOWN: Any = bindparam("known", expanding=True)

_of_closed = exists().where(
    case.c.stage == CLOSED,
    or_(draft.c.subject == case.c.reference, draft.c.subject.like(case.c.reference.concat("/%"))),
)
_DRAFTS = delete(draft).where(
    draft.c.saved_at < _BEFORE, draft.c.form != HELD, or_(draft.c.person.not_in(_KNOWN), _of_closed)
)
_MESSAGES = delete(outbox).where(
    outbox.c.state.in_(("sent", "cancelled", "superseded", "failed")),
    outbox.c.due < _BEFORE,
    or_(outbox.c.case == "", outbox.c.case.in_(select(case.c.reference).where(case.c.stage == CLOSED))),
)
"""Of an open case every message is kept: its key is what says that somebody was told already."""
_seen_since = exists().where(conversation.c.key == preference.c.person, conversation.c.seen_at >= _BEFORE)
_PREFERENCES = delete(preference).where(
    preference.c.person.not_in(_KNOWN), preference.c.changed_at < _BEFORE, ~_seen_since
)
_REACHED = delete(reach).where(reach.c.person.not_in(_KNOWN), reach.c.tested_at < _BEFORE)
_in_an_open_case = exists().where(
    participant.c.person == conversation.c.key, participant.c.case == case.c.reference, case.c.stage != CLOSED
)
_CONVERSATIONS = delete(conversation).where(
    conversation.c.kind == "personal",
    conversation.c.key.not_in(_KNOWN),
    conversation.c.seen_at < _BEFORE,
    ~_in_an_open_case,
    ~exists().where(posted.c.to == conversation.c.key),
)
"""A chat in which a card stands is kept: the card may have to be emptied."""
_CARDS = delete(posted).where(
    exists().where(posted.c.slot.like(tombstone.c.reference.concat(":%"))),
    ~exists().where(
        outbox.c.slot == posted.c.slot, outbox.c.to == posted.c.to, text(IS_OPEN.replace("state", "outbox.state"))
    ),
)
"""Where the cards of a case stood that is no more, once each has been emptied."""


class Clearing(Transaction):
    """The part of the work that lets go of what has had its time. Each answer is how many went."""

    def forget_drafts(self, before: datetime, known: Collection[str]) -> int:
        """Drafts that nobody will send: of people who are not in the directory, and of cases that are closed."""
        return self._forget(_DRAFTS, before, known) if known else 0

    def forget_messages(self, before: datetime) -> int:
        """Messages of closed cases and of no case, whatever became of them."""
        return self._connection.execute(_MESSAGES, {"before": before}).rowcount

    def forget_leavers(self, before: datetime, known: Collection[str]) -> int:
        """What is known of people who are not in the directory, have no part any more, and are not heard of since."""
        if not known:  # A directory without anybody is a mistake, not a farewell.
            return 0
        return sum(self._forget(each, before, known) for each in (_PREFERENCES, _REACHED, _CONVERSATIONS))

    def forget_disposed_cards(self) -> int:
        """Where the cards stood of cases that were disposed of."""
        return self._connection.execute(_CARDS).rowcount

    def _forget(self, statement: Any, before: datetime, known: Collection[str]) -> int:
        return int(self._connection.execute(statement, {"before": before, "known": sorted(known)}).rowcount)
