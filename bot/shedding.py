"""What is too much to be taken in: one person's flood, so that others are served, and more turns than can be done."""

from collections.abc import Callable
from time import monotonic

from bot.bucket import Bucket

AT_ONCE = 30
A_SECOND = 2.0
"""Far more than anybody presses. A client that opens a long chat refreshes some twenty cards at once (I13)."""
MOST_UNDER_WAY = 1_500
"""Turns. Sixty people whose clients refresh twenty cards at once are 1,200, and done in three seconds."""
MOST_REMEMBERED = 10_000

HURRIED = "You are pressing faster than I can keep up. Wait a few seconds, then press again. Nothing was lost."
CROWDED = "Very many people are using this just now. Wait a few seconds, then press again. Nothing was lost."


class Shed(Exception):
    """Not taken in: nothing was done. The message is what to tell the person; `code` is for the log."""

    def __init__(self, words: str, code: str, *, status: int, after: int) -> None:
        """`after` so many seconds it can be tried again."""
        super().__init__(words)
        self.code, self.status, self.after = code, status, after


class Shedding:
    """Asked before each turn."""

    def __init__(
        self, under_way: Callable[[], int], at_once: float = AT_ONCE, monotonic: Callable[[], float] = monotonic
    ) -> None:
        """`under_way` says how many turns have begun and not ended; `at_once` may be infinite."""
        self._under_way, self._at_once, self._monotonic = under_way, at_once, monotonic
        self._people: dict[str, Bucket] = {}

    def take_in(self, person: str) -> None:
        """Count one more thing done by this person. Raises `Shed`."""
        now = self._monotonic()
        if not self._bucket(person, now).take(now):
            raise Shed(HURRIED, "hurried", status=429, after=5)
        if self._under_way() >= MOST_UNDER_WAY:
            raise Shed(CROWDED, "crowded", status=503, after=5)

    def _bucket(self, person: str, now: float) -> Bucket:
        if len(self._people) >= MOST_REMEMBERED and person not in self._people:
            # Whoever is left out begins with a full bucket, which is what those have that are left out first.
            self._people = {one: bucket for one, bucket in self._people.items() if not bucket.full(now)}
        if len(self._people) >= MOST_REMEMBERED:
            self._people.clear()
        return self._people.setdefault(person, Bucket(self._at_once, A_SECOND, now))
