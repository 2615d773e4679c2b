"""Short-lived records: let go of by the bot itself once their period is over. Nothing of an open case is among them,
and what is of a closed one goes by the case: its close and its holds are sealed, so it is asked (`bot.tidying`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select

from storage.attachments import HELD
from storage.cases import CLOSED
from storage.disposal import EMPTIED
from storage.tables import case, conversation, draft, outbox, participant, posted, preference, reach
from storage.tombstones import tombstone
from storage.transaction import Transaction

_BEFORE: Any = bindparam("before")
_KNOWN: Any = bindparam("known", expanding=True)
_SPARED: Any = bindparam("spared", expanding=True)
_OF: Any = bindparam("of")

_of_case = or_(draft.c.subject == case.c.reference, draft.c.subject.like(case.c.reference.concat("/%")))
_old_draft = (draft.c.saved_at < _BEFORE, draft.c.form != HELD)
_ended = (outbox.c.state.in_(("sent", "cancelled", "superseded", "failed")), outbox.c.due < _BEFORE)
_DRAFTS = delete(draft).where(
    *_old_draft, draft.c.form.not_in(_SPARED), draft.c.person.not_in(_KNOWN), ~exists().where(_of_case)
)
_DRAFTS_OF = delete(draft).where(*_old_draft, or_(draft.c.subject == _OF, draft.c.subject.like(_OF.concat("/%"))))
_MESSAGES = delete(outbox).where(*_ended, outbox.c.case == "")
_MESSAGES_OF = delete(outbox).where(*_ended, outbox.c.case == _OF)
"""Of an open case every message is kept: its key is what says that somebody was told already."""
_LEFT = (
    select(case.c.reference)
    .where(case.c.stage == CLOSED)
    .where(or_(exists().where(*_old_draft, _of_case), exists().where(*_ended, outbox.c.case == case.c.reference)))
    .order_by(case.c.reference)
)
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
_CARDS = delete(posted).where(exists().where(posted.c.slot.like(tombstone.c.reference.concat(":%"))), EMPTIED)
"""Where the cards of a case stood that is no more, once each has been emptied: of one that could not be, it stays."""
_there = posted.alias("there")
_SHOWN = delete(posted).where(
    posted.c.slot.like("read:%"),
    ~exists().where(_there.c.slot == posted.c.remote_id.concat(":").concat(posted.c.slot), _there.c.to == posted.c.to),
)
"""Which case a message shows (`storage.standing`), once it is not known any more where it stands."""


class Clearing(Transaction):
    """The part of the work that lets go of what has had its time. Each answer is how many went."""

    def closed_with_leftovers(self, before: datetime) -> list[str]:
        """Closed cases with a draft or an ended message from before then. Whether they may go, the case says."""
        return list(self._connection.execute(_LEFT, {"before": before}).scalars())

    def forget_drafts(self, before: datetime, known: Collection[str], spared: Collection[str] = ()) -> int:
        """Drafts of no case, of people who are not in the directory; but of no form that is `spared`."""
        if not known:
            return 0
        asked = {"before": before, "known": sorted(known), "spared": sorted(spared)}
        return self._connection.execute(_DRAFTS, asked).rowcount

    def forget_drafts_of(self, reference: str, before: datetime) -> int:
        """Drafts of this case, whoever wrote them."""
        return self._connection.execute(_DRAFTS_OF, {"of": reference, "before": before}).rowcount

    def forget_messages(self, before: datetime) -> int:
        """Messages of no case, whatever became of them."""
        return self._connection.execute(_MESSAGES, {"before": before}).rowcount

    def forget_messages_of(self, reference: str, before: datetime) -> int:
        """Messages of this case, whatever became of them."""
        return self._connection.execute(_MESSAGES_OF, {"of": reference, "before": before}).rowcount

    def forget_leavers(self, before: datetime, known: Collection[str]) -> int:
        """What is known of people who are not in the directory, have no part any more, and are not heard of since."""
        if not known:  # A directory without anybody is a mistake, not a farewell.
            return 0
        return sum(self._forget(each, before, known) for each in (_PREFERENCES, _REACHED, _CONVERSATIONS))

    def forget_disposed_cards(self) -> int:
        """Where the cards stood of cases that were disposed of, and which case was on a message that is gone."""
        return sum(self._connection.execute(each).rowcount for each in (_CARDS, _SHOWN))

    def _forget(self, statement: Any, before: datetime, known: Collection[str]) -> int:
        return int(self._connection.execute(statement, {"before": before, "known": sorted(known)}).rowcount)
