"""What really happened, as only the simulation can know: every try to send, and what came of it at Teams."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Try:
    """One attempt to send a message. Times are seconds of the run."""

    key: str
    process: str
    conversation: str
    began: float
    ended: float | None = None
    """When the process had its answer; None while it has none, or for ever if it was killed before."""
    outcome: str = ""
    arrived_at: float | None = None
    """When it was there as a new post; None if it was not."""
    answered: bool = False
    """Whether the process could know what became of it."""
    quiet_seconds: float = 0.0
    """How long Teams asked to be left alone."""


@dataclass
class History:
    """Kept by Teams and by the processes, read by the rules."""

    tries: dict[str, list[Try]] = field(default_factory=lambda: defaultdict(list))
    promised: set[str] = field(default_factory=set)
    """The keys of all that was owed for an event whose transaction was committed."""
    drawn_none: set[str] = field(default_factory=set)
    """The keys of messages for which there was no reason any more when they were to be drawn."""
    gone_cards: set[str] = field(default_factory=set)
    """The keys of edits whose card was no longer there."""
    marked_at: dict[str, float] = field(default_factory=dict)
    """When it was written down that a message had been sent."""
    deaths: dict[str, float] = field(default_factory=dict)
    """When each process was killed."""
    freezes: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """When each process stood still for longer than half a lease."""
    calls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """When each process called, and when each conversation was written to."""
    broken: list[str] = field(default_factory=list)
    """Rules seen broken while it happened."""
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def arrivals(self) -> list[Try]:
        """Everything that arrived, in the order it did."""
        there = [one for tries in self.tries.values() for one in tries if one.arrived_at is not None]
        return sorted(there, key=lambda one: one.arrived_at or 0.0)

    @property
    def repeats(self) -> int:
        arrived = [sum(one.arrived_at is not None for one in tries) for tries in self.tries.values()]
        return sum(count - 1 for count in arrived if count > 1)
