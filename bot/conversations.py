"""Where people and channels can be written to, learnt from whatever they do."""

from time import monotonic

from dialogs.turn import Turn
from rapid_review.case import Case
from storage.work import Work

LOOK_AGAIN_SECONDS = 300.0
MOST_REMEMBERED = 10_000


class Conversations:
    """Writes a conversation down when it is new or has changed, without asking the database each time."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, float]] = {}

    def remember(self, work: Work[Case], turn: Turn) -> None:
        """Keep where this came from, in the turn's own transaction."""
        key = _key(turn)
        if not key or self._knows(key, turn):
            return
        where = turn.where
        work.remember_conversation(
            key,
            kind=where.kind,
            conversation=where.channel or where.conversation,
            service_url=where.service_url,
            tenant=where.tenant,
            channel_user_id=turn.who.channel_id if where.kind == "personal" else "",
            now=turn.now,
        )

    def remembered(self, turn: Turn) -> None:
        """The turn was committed: what it told need not be written again for a while."""
        if self._knows(_key(turn), turn):
            return
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[_key(turn)] = (_reference(turn), monotonic() + LOOK_AGAIN_SECONDS)

    def forget(self, key: str) -> None:
        """It turned out dead: the next thing done there brings it back to life."""
        self._known.pop(key, None)

    def _knows(self, key: str, turn: Turn) -> bool:
        reference, until = self._known.get(key, (None, 0.0))
        return reference == _reference(turn) and monotonic() < until


def _key(turn: Turn) -> str:
    """A person in their own chat, or a channel. Group chats are only answered, never written to first."""
    if turn.where.kind == "personal":
        return turn.who.person
    return turn.where.channel


def _reference(turn: Turn) -> object:
    return turn.where, turn.who.channel_id if turn.where.kind == "personal" else ""
