"""A token bucket: so many at once, and then so many a second."""

from dataclasses import dataclass


@dataclass
class Bucket:
    """Full at first. The caller says what time it is, in seconds of any clock that only goes forward."""

    holds: float
    per_second: float
    filled_at: float
    left: float = -1.0

    def __post_init__(self) -> None:
        self.left = self.holds

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        self._fill(now)
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def full(self, now: float) -> bool:
        """Whether nothing is remembered by it that a new one would not know."""
        self._fill(now)
        return self.left >= self.holds

    def _fill(self, now: float) -> None:
        self.left = min(self.holds, self.left + max(0.0, now - self.filled_at) * self.per_second)
        self.filled_at = max(self.filled_at, now)
