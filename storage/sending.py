"""Claiming what is owed and saying what became of it. Nothing is lost, and nothing ends silently.

A dispatcher claims a message for a while (the lease), sends it and says so. If it dies meanwhile, the lease runs out
and the message is claimed again. The fence, which every claim raises, keeps a claimant thought dead from writing over
the next one's result. In a lane (one route to one recipient) only the earliest open message can be claimed: order is
kept, and a conversation has one message in flight.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Row,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from rapid_review.openly import ours
from storage.messages import Message
from storage.posts import Posts
from storage.restored import Restored
from storage.tables import IS_OPEN, outbox

_NOW: BindParameter[datetime] = bindparam("now")
_IDLE = or_(outbox.c.state != "sending", outbox.c.lease_until < _NOW)

_earlier = outbox.alias("earlier")
EARLIER_IN_LANE = exists().where(
    _earlier.c.lane == outbox.c.lane,
    text(IS_OPEN.replace("state", "earlier.state")),
    _earlier.c.id != outbox.c.id,
    or_(
        _earlier.c.state == "sending",
        and_(
            outbox.c.state != "sending",  # What was under way comes first, or it and a newer one wait for each other.
            or_(
                _earlier.c.due < outbox.c.due,
                and_(_earlier.c.due == outbox.c.due, _earlier.c.id < outbox.c.id),
            ),
        ),
    ),
)


def _claiming(*more: ColumnElement[bool]) -> ReturningUpdate[Any]:
    following = (
        select(outbox.c.id)
        .where(text(IS_OPEN.replace("state", "outbox.state")), outbox.c.not_before <= _NOW, _IDLE, ~EARLIER_IN_LANE)
        .where((outbox.c.route == "outward") == bindparam("outward", type_=Boolean), *more)
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("next")  # Not a subquery: PostgreSQL may run one again for each row, and claim more than the limit.
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(following.c.id)))
        .values(
            state="sending",
            lease_owner=bindparam("claimant"),
            lease_until=bindparam("until"),
            attempts=outbox.c.attempts + 1,
            fence=outbox.c.fence + 1,
        )
        .returning(outbox)
    )


_CLAIM = _claiming()
_CLAIM_ANSWERS = _claiming(or_(outbox.c.route == "conversation", outbox.c.lane.endswith(":urgent")))
"""All that a restored copy sends before it is released: people may ask it and read, and a child at risk does not wait.
What was urgent when it was made is held like the rest."""
_EXPIRE = (
    update(outbox)
    .where(text(IS_OPEN), outbox.c.expires_at <= _NOW, _IDLE)
    .values(state="failed", last_code="expired", card=None)
)
_STILL_MINE = (
    outbox.c.id == bindparam("claimed"),
    outbox.c.fence == bindparam("at_fence"),
    outbox.c.state.in_(("sending", "held")),  # Held while it was under way: what became of it is known all the same.
)
_RENEW = update(outbox).where(*_STILL_MINE).values(lease_until=bindparam("until"))
_RETRY = (
    update(outbox)
    .where(*_STILL_MINE)
    .values(
        state=case((outbox.c.state == "held", "held"), else_=bindparam("to_state")),
        not_before=bindparam("from_when"),
        last_code=bindparam("code"),
        attempts=outbox.c.attempts - bindparam("given_back"),
        lease_owner="",
        lease_until=None,
    )
)
_END = (
    update(outbox)
    .where(*_STILL_MINE)
    .values(
        state=bindparam("to_state"),
        last_code=bindparam("code"),
        remote_id=bindparam("remote"),
        sent_at=bindparam("when"),
        card=None,  # It stands in the conversation now, or nowhere: no copy is needed here.
        lease_owner="",
        lease_until=None,
    )
)


@dataclass(frozen=True)
class Claimed:
    """A message claimed for sending. `attempts` counts this one; `last_code` says how the last one went."""

    id: int
    fence: int
    attempts: int
    last_code: str
    message: Message


class Sending(Restored, Posts):
    """The part of the work that is the dispatcher's. Every answer `False` means: another has taken this over."""

    def claim(
        self, now: datetime, limit: int, owner: str, lease_seconds: float, *, outward: bool = False
    ) -> list[Claimed]:
        """Claim up to `limit` messages that are due, at most one of each lane, in the order they are due.

        Letters to somebody outside are claimed apart: they must not be repeated, and take their time. Of a copy that
        was restored and not released only what answers somebody, or is urgent and new, can be claimed.
        """
        held = self.held_copy() is not None
        if not held:
            self._connection.execute(_EXPIRE, {"now": now})
        until = now + timedelta(seconds=lease_seconds)
        claim = {"now": now, "most": limit, "claimant": owner, "until": until, "outward": outward}
        rows = self._connection.execute(_CLAIM_ANSWERS if held else _CLAIM, claim).all()
        return [self._claimed(row) for row in sorted(rows, key=lambda row: (row.not_before, row.id))]

    def renew(self, claimed: Claimed, until: datetime) -> bool:
        """Keep the claim until then."""
        return self._change(_RENEW, claimed, until=until)

    def sent(self, claimed: Claimed, remote_id: str, conversation: str, now: datetime) -> bool:
        """It is there. The card in its slot, if it has one, is this one from now on."""
        mine = self._end(claimed, "sent", remote=remote_id, when=now)
        if mine and claimed.message.slot:
            self.remember_posted(claimed.message.slot, claimed.message.to, conversation, remote_id)
        return mine

    def retry(self, claimed: Claimed, at: datetime, code: str, uncertain: bool = False) -> bool:
        """It did not go, or nobody knows whether it went (uncertain). Try again then."""
        state = "uncertain" if uncertain else "ready"
        return self._change(_RETRY, claimed, to_state=state, from_when=at, code=code, given_back=0)

    def postpone(self, claimed: Claimed, at: datetime, code: str) -> bool:
        """It was not tried (throttled, or stopping). Try again then; the attempt is given back."""
        return self._change(_RETRY, claimed, to_state="ready", from_when=at, code=code, given_back=1)

    def gave_up(self, claimed: Claimed, code: str) -> bool:
        """It will never go; somebody must be told."""
        return self._end(claimed, "failed", code=code)

    def cancelled(self, claimed: Claimed) -> bool:
        """There is no reason for it any more."""
        return self._end(claimed, "cancelled")

    def _end(
        self, claimed: Claimed, state: str, *, code: str = "", remote: str = "", when: datetime | None = None
    ) -> bool:
        return self._change(_END, claimed, to_state=state, code=code, remote=remote, when=when)

    def _change(self, statement: Any, claimed: Claimed, **values: object) -> bool:
        mine = {"claimed": claimed.id, "at_fence": claimed.fence}
        return bool(self._connection.execute(statement, {**mine, **values}).rowcount == 1)

    def _claimed(self, row: Row[Any]) -> Claimed:
        message = Message(
            key=row.key,
            to=row.to,
            route=row.route,
            view=row.view,
            due=row.due,
            case=row.case,
            slot=row.slot,
            mode=row.mode,
            args=orjson.loads(row.args),
            card=self._opened_card(row),
            summary=ours(row.summary),
            expires=row.expires_at,
            alert=row.alert,
            follows=row.follows,
        )
        return Claimed(row.id, row.fence, row.attempts, row.last_code, message)

    def _opened_card(self, row: Row[Any]) -> dict[str, Any] | None:
        if row.card is None:
            return None
        card: dict[str, Any] = orjson.loads(
            self._card_sealer(row.case, row.to).open(row.card, "outbox", "card", row.key)
        )
        return card
