"""A process that stood still for longer than its lease sends nothing that another may have taken over."""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import Running

from bot.connector import Posted
from bot.courier import LeaseOver
from bot.post import Envelope
from cards.reach.reaching import Letter


async def test_a_pause_right_after_the_claim(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [0.0]
    bot.parts.dispatcher.monotonic = lambda: seconds[-1]
    usual = bot.parts.store.run

    async def slow(act: Any) -> Any:
        done = await usual(act)
        if isinstance(done, list):
            seconds.append(seconds[-1] + 61)  # The machine was suspended while the claim was committed.
        return done

    await bot.says("help")
    await bot.settle()
    bot.teams.calls.clear()
    monkeypatch.setattr(bot.parts.store, "run", slow)
    await bot.owes(key="1", to="00000000-0000-4000-8000-000000000002")
    await bot.parts.dispatcher.claim_once()
    await bot.parts.dispatcher.stop()
    assert bot.teams.calls == []


async def test_an_e_mail_is_not_handed_over_either(bot: Running) -> None:
    courier, handed_over = bot.parts.dispatcher.courier, []

    async def send(envelope: Envelope) -> Posted:
        handed_over.append(envelope)
        return Posted("", "there")

    courier.post = SimpleNamespace(send=send)  # type: ignore[assignment]
    with suppress(LeaseOver):
        await courier.carry(Envelope("key", "ben@fellshire.example", Letter("Subject", "Body")), lambda: False)
    assert handed_over == []
