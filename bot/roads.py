"""Whether anything gets out by a road: to Teams, by mail, or with documents to somebody outside."""

from dataclasses import dataclass, field

from bot.connector import Gone, NotSent, Rejected

FAILING_SECONDS = 300.0
SEVERAL = 3


@dataclass
class Road:
    """Open, unless for a while nothing that was tried got through."""

    _since: float | None = None
    _not_drawn: set[int] = field(default_factory=set)

    def closed(self, now: float) -> bool:
        return self._since is not None and now - self._since > FAILING_SECONDS

    def answered(self) -> None:
        """Somebody was there, and took or refused it."""
        self._since = None
        self._not_drawn.clear()

    def silent(self, now: float) -> None:
        """Nobody was there, or not now."""
        self._since = now if self._since is None else self._since

    def failed(self, failure: NotSent, now: float) -> None:
        if isinstance(failure, Gone | Rejected):
            self.answered()
        else:
            self.silent(now)

    def not_drawn(self, message: int, now: float) -> None:
        """One that cannot be drawn says nothing of the others. Several do, with none between them that went."""
        self._not_drawn.add(message)
        if len(self._not_drawn) >= SEVERAL:
            self.silent(now)
