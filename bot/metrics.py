"""What is counted and timed for whoever runs the machine. Labels are names out of our own code: no case, no person."""

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from bot.logging import fit
from dialogs.verbs import DIALOGS

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 9)
"""Seconds; three is the most that an answer may take, and after nine nobody waits for it any more."""
GROUPS = frozenset(verb.partition(".")[0] for verb in DIALOGS)
_STATUS = re.compile(r"\b([1-5]\d\d) .*")
TYPED, OTHER = "typed", "other"


class Metrics:
    """One of these to a bot: two in one process (a test) do not count together."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.turns = Histogram(
            "rapid_review_turn_seconds",
            "From a press or a typed message to its answer",
            ["verbs", "outcome"],
            buckets=BUCKETS,
            registry=registry,
        )
        self.refusals = Counter(
            "rapid_review_refused", "Requests not let in, by their code", ["status", "code"], registry=registry
        )
        self.sends = Counter("rapid_review_sends", "Attempts to send a message", ["outcome", "code"], registry=registry)
        self.sent = Counter("rapid_review_messages_sent", "Messages that arrived", ["view"], registry=registry)
        self.due = Counter("rapid_review_clock_owed", "Messages that the clock put in the outbox", registry=registry)
        self.outbox = Gauge(
            "rapid_review_outbox_messages",
            "Messages in the outbox that did not arrive yet",
            ["state"],
            registry=registry,
        )
        self.oldest = Gauge(
            "rapid_review_outbox_oldest_seconds", "For how long the oldest message has been late", registry=registry
        )
        self.ages = Gauge(
            "rapid_review_age_seconds", "Since when this was last done or fetched", ["of"], registry=registry
        )
        self.stall = Gauge(
            "rapid_review_loop_stall_seconds", "The longest the loop stood still, in the last minute", registry=registry
        )
        self.ready = Gauge("rapid_review_ready", "1 if /readyz would say so", registry=registry)
        self.state = Gauge("rapid_review_well", "1 where /readyz says ok, 0 where not", ["part"], registry=registry)

    def turned(self, verb: str, outcome: str, seconds: float) -> None:
        """One turn is over. A button's data can hold anything, so what is not ours is counted as other."""
        group = verb.partition(".")[0]
        verbs = TYPED if not verb else group if group in GROUPS else OTHER
        self.turns.labels(verbs, outcome).observe(seconds)

    def refused(self, status: int, code: str) -> None:
        self.refusals.labels(str(status), str(fit(code))).inc()

    def attempted(self, outcome: str, code: str = "") -> None:
        """One attempt to send, and what came of it: a kind of `NotSent`, or how it arrived.

        Of what a service answered only the status: its own words for it are in the log, and are not ours to count by.
        """
        self.sends.labels(outcome, str(fit(_STATUS.sub(r"\1", code)))).inc()

    def arrived(self, view: str) -> None:
        self.sent.labels(str(fit(view))).inc()
