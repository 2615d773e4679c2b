"""Whatever the Connector answers and whenever a sender dies: nobody promised a message is left in limbo."""

import asyncio
import shutil
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cast import PARTNERSHIP, london
from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from simulation.timeless import TimelessLoop
from simulation.weather import REFUSALS, SILENCES
from simulation.world import empty_database, opened

from bot.connector import Posted, Uncertain
from bot.conversations import Conversations
from bot.courier import Courier
from bot.dispatcher import Dispatcher
from bot.ledger import Ledger
from bot.pacing import Pace
from bot.settings import Settings
from bot.surroundings import Surroundings
from dialogs.turn import Answer
from rapid_review.openly import ours
from rapid_review.policy import ENGLAND_2026
from storage.messages import Message

pytestmark = pytest.mark.simulation
KINDS = strategies.sampled_from(
    ["good", *REFUSALS, *(f"{kind}, {end}" for kind in SILENCES for end in ("there", "lost"))]
)
ENDS = {"sent", "failed", "cancelled", "superseded"}


class Sending(RuleBasedStateMachine):
    """The real store, ledger, courier and dispatcher; the Connector answers as the test says, then well."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "any.db"
        shutil.copy(empty_database(), path)
        self.loop, self.store = TimelessLoop(), opened(path, lambda case, happened: [])
        self.script: list[str] = []
        self.owed: list[str] = []
        self.arrived: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()

    @initialize()
    def a_sender_starts(self) -> None:
        """As after a crash: what the last one knew is in the database or lost."""
        mail: dict[str, Any] = {"mail_host": "mail.example", "mail_from": "rr@fellshire.example"}
        watched: Any = SimpleNamespace(current=lambda moment: (PARTNERSHIP, ENGLAND_2026))
        around = Surroundings(Settings(**mail), watched, SimpleNamespace(now=self.now))  # type: ignore[arg-type]
        ledger = Ledger(around, Conversations(), lambda message, desk: Answer({}, ours(message.key)))
        outside: Any = self
        courier = Courier(outside, Pace(self.loop.time, asyncio.sleep), outside)
        self.dispatcher = Dispatcher(outside, ledger, courier, self.loop.time, asyncio.sleep)

    @rule(person=strategies.sampled_from(["ben", "carys", "amina"]))
    def something_is_owed(self, person: str) -> None:
        key = f"message {len(self.owed)}"
        message = Message(key, person, "person", "test", self.now(), case="RR-2026-001", args={"task": "return/police"})
        self.store.run_now(lambda work: work.owe(message))
        self.owed.append(key)

    @rule(kinds=strategies.lists(KINDS, max_size=6), minutes=strategies.sampled_from([0, 1, 15, 90]))
    def it_is_sent(self, kinds: list[str], minutes: int) -> None:
        self.script = kinds
        self.does(asyncio.sleep(minutes * 60))
        self.does(self.dispatcher.settle())

    @rule(after_sending=strategies.booleans())
    def a_sender_dies(self, after_sending: bool) -> None:
        for claimed in self.store.run_now(lambda work: work.claim(self.now(), 3, "dead", 60)):
            if after_sending:
                self.arrived[claimed.message.key] += 1
                self.unknown[claimed.message.key] += 1
        self.a_sender_starts()

    @invariant()
    def repeats_are_explained(self) -> None:
        for key, times in self.arrived.items():
            assert times <= 1 + self.unknown[key], f"{key} arrived {times} times"

    @invariant()
    def whoever_fails_is_somebody_s_business(self) -> None:
        for failed in self.store.run_now(lambda work: work.unowned()):
            told = self.store.run_now(lambda work, id=failed.id: work.follow_ups(id))
            assert any(one.view == "unreached" for one in told), f"{failed.person} was given up in silence"

    def teardown(self) -> None:
        """In good weather everything comes to an end."""
        self.script = []
        for _ in range(30):
            self.does(asyncio.sleep(3600))
            self.does(self.dispatcher.settle())
        counts = self.store.run_now(lambda work: work.outbox_counts())
        self.store.close()
        self.loop.close()
        self.folder.cleanup()
        assert set(counts) <= ENDS, counts
        assert counts.get("sent", 0) <= len(self.arrived)

    # -- What the sender takes for the clock, the store and the Connector

    def now(self) -> datetime:
        return london("Mon 2026-11-23 09:00") + timedelta(seconds=self.loop.time())

    def does(self, work: Any) -> None:
        self.loop.run_until_complete(work)

    async def run(self, act: Any) -> Any:
        return self.store.run_now(act)

    async def open_chat(self, service_url: str, tenant: str, person: str) -> str:
        return f"chat with {person}"

    async def post(self, service_url: str, conversation: str, activity: dict[str, Any]) -> Posted:
        self._answers(activity["summary"])
        return Posted(conversation, f"message-{self.arrived.total()}")

    async def update(self, service_url: str, posted: Posted, activity: dict[str, Any]) -> None:
        self.arrived[f"edit {activity['summary']}"] = 1

    async def send(self, envelope: Any) -> Posted:
        self._answers(envelope.key)
        return Posted("", "mail")

    def _answers(self, key: str) -> None:
        kind = self.script.pop(0) if self.script else "good"
        if kind in REFUSALS:
            raise REFUSALS[kind][1](None)
        self.arrived[key] += not kind.endswith("lost")
        if kind != "good":
            self.unknown[key] += kind.endswith("there")
            raise Uncertain(kind)


Sending.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
test_nobody_is_left_in_limbo = Sending.TestCase
