"""Bugs planted on purpose: a simulation that finds none of them proves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from simulation.world import World
from sqlalchemy import bindparam, select, true, update

import dialogs.reminders
import storage.sending
from bot.connector import Gone, NotSent, Throttled
from bot.courier import Courier, Delivery, Posted
from bot.dispatcher import Dispatcher
from bot.ledger import Ledger
from storage.tables import outbox
from storage.work import Claimed, Work

Planting = Callable[[pytest.MonkeyPatch], None]


def marks_before_it_sends(patch: pytest.MonkeyPatch) -> None:
    async def send(self: Dispatcher, claimed: Claimed, still_ours: Any) -> None:
        parcel = await self.store.run(lambda work: self.ledger.prepare(work, claimed))
        if parcel is not None:
            there = Delivery(Posted("somewhere", "message"))
            await self.store.run(lambda work: self.ledger.sent(work, claimed, parcel, there))
            await self.courier.carry(parcel, still_ours)

    patch.setattr(Dispatcher, "_send", send)


def forgets_the_fence(patch: pytest.MonkeyPatch) -> None:
    anybody = (outbox.c.id == bindparam("claimed"), bindparam("at_fence") == bindparam("at_fence"))
    for name in ("_RETRY", "_END"):
        values = getattr(storage.sending, name)._values
        patch.setattr(storage.sending, name, update(outbox).where(*anybody).values(values))


def does_not_look_at_its_lease(patch: pytest.MonkeyPatch) -> None:
    carry = Courier.carry
    patch.setattr(Courier, "carry", lambda self, parcel, still_ours: carry(self, parcel, lambda: True))


def never_takes_over(patch: pytest.MonkeyPatch) -> None:
    _claiming(patch, outbox.c.state != "sending", ~storage.sending.EARLIER_IN_LANE)


def keeps_no_order(patch: pytest.MonkeyPatch) -> None:
    _claiming(patch, storage.sending._IDLE, true())


def does_not_wait_when_told_to(patch: pytest.MonkeyPatch) -> None:
    def failed(self: Ledger, work: Any, claimed: Claimed, parcel: Any, failure: NotSent) -> None:
        if isinstance(failure, Throttled):
            work.postpone(claimed, self.around.clock.now(), str(failure))
        else:
            usual(self, work, claimed, parcel, failure)

    usual = Ledger.failed
    patch.setattr(Ledger, "failed", failed)


def drops_on_412(patch: pytest.MonkeyPatch) -> None:
    def failed(self: Ledger, work: Any, claimed: Claimed, parcel: Any, failure: NotSent) -> None:
        if str(failure).startswith("412"):
            work.cancelled(claimed)
        else:
            usual(self, work, claimed, parcel, failure)

    usual = Ledger.failed
    patch.setattr(Ledger, "failed", failed)


def tries_again_on_403(patch: pytest.MonkeyPatch) -> None:
    def gone(self: Ledger, work: Any, claimed: Claimed, target: Any, failure: Gone) -> None:
        self.try_again(work, claimed, str(failure))

    patch.setattr(Ledger, "_gone", gone)


def sends_again_what_arrived(patch: pytest.MonkeyPatch) -> None:
    """A success that it takes for silence."""

    def sent(self: Ledger, work: Any, claimed: Claimed, parcel: Any, delivery: Any) -> None:
        self.try_again(work, claimed, "what now")

    usual = Ledger.sent
    patch.setattr(Ledger, "sent", lambda *all: (sent if all[2].attempts == 1 else usual)(*all))


def names_reminders_without_their_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dialogs.reminders, "named", lambda slot: slot.kind)


def sleeps_and_does_not_wake(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dialogs.reminders, "wakes", lambda *all: None)


def owes_after_the_commit(patch: pytest.MonkeyPatch) -> None:
    """A second transaction for what is owed; in one of ten a kill falls between the two."""

    def finish(self: Work[Any], announce: Any) -> None:
        for message in self._keep(announce):
            waiting.append(message)

    def transact(self: World, act: Any) -> Any:
        done = usual(self, act)
        owed = waiting[:]
        waiting.clear()
        if owed and self.weather.lot.random() > 0.1:
            usual(self, lambda work: [work.owe(message) for message in owed])
        return done

    waiting: list[Any] = []
    usual = World.transact
    patch.setattr(Work, "finish", finish)
    patch.setattr(World, "transact", transact)


def gives_up_in_silence(patch: pytest.MonkeyPatch) -> None:
    def give_up(self: Ledger, work: Any, claimed: Claimed, code: str) -> None:
        work.gave_up(claimed, code)

    patch.setattr(Ledger, "_give_up", give_up)


def _claiming(patch: pytest.MonkeyPatch, idle: Any, first: Any) -> None:
    """The claim with other conditions."""
    is_open = outbox.c.state.in_(("ready", "sending", "uncertain"))
    ready = select(outbox.c.id).where(is_open, outbox.c.not_before <= storage.sending._NOW, idle, first)
    chosen = ready.order_by(outbox.c.not_before, outbox.c.id).limit(bindparam("most"))
    values: Any = storage.sending._CLAIM._values
    patch.setattr(
        storage.sending, "_CLAIM", update(outbox).where(outbox.c.id.in_(chosen)).values(values).returning(outbox)
    )


PLANTED: dict[Planting, str] = {
    marks_before_it_sends: "sent although it is sent",
    forgets_the_fence: "while it was being sent",
    does_not_look_at_its_lease: "sent although",
    never_takes_over: "still sending",
    keeps_no_order: "out of order",
    does_not_wait_when_told_to: "of quiet",
    drops_on_412: "cancelled without a reason",
    tries_again_on_403: "again to where it was refused",
    sends_again_what_arrived: "repeated without need",
    names_reminders_without_their_day: "never reminded",
    sleeps_and_does_not_wake: "never reminded",
    owes_after_the_commit: "promised and never owed",
    gives_up_in_silence: "given up in silence",
}
"""Each bug, and the words of the rule it breaks: another rule broken by chance does not count as finding it."""

MUTANTS = {bug.__name__.replace("_", " "): (bug, words) for bug, words in PLANTED.items()}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """With this bug in the bot."""
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[name][0](patch)
        yield


def found(name: str, broken: list[str]) -> list[str]:
    """The broken rules that this bug explains."""
    return [rule for rule in broken if MUTANTS[name][1] in rule]
