"""A sender in a process of its own, to be killed with SIGKILL: the real dispatcher against the stand-in Connector.

The product knows nothing of this: the steps at which a process kills itself are put around its functions here.
"""

import asyncio
import base64
import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientSession
from cast import PARTNERSHIP
from standins import APP_ID, TENANT

import bot.dispatcher
from bot.clock import SystemClock
from bot.connector import Connector
from bot.conversations import Conversations
from bot.courier import Courier
from bot.credentials import NoTokens
from bot.database import connect
from bot.dispatcher import Dispatcher
from bot.ledger import Ledger
from bot.pacing import Pace
from bot.post import Post
from bot.settings import Settings
from bot.surroundings import Surroundings
from dialogs.turn import Answer
from rapid_review.case import Case
from rapid_review.notification import NotificationFacts
from rapid_review.openly import ours
from rapid_review.policy import ENGLAND_2026
from storage.messages import Message
from storage.store import Store
from storage.work import Work

SENDING = (
    "claiming, before the commit",
    "after the claim",
    "before the post",
    "after the post",
    "marking, before the commit",
    "after the mark",
)
OWING = ("owing, before the commit", "owing, after the commit")
STEPS = (*OWING, *SENDING)
"""Where a kill can fall, in the order of a message's life."""
OPEN = {"ready", "sending", "uncertain"}
MAY_REPEAT = ("after the post", "marking, before the commit")

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["crashing"])


def settings(url: str) -> Settings:
    key = base64.b64encode(bytes(range(32))).decode()
    return Settings(app_id=APP_ID, app_tenant_id=TENANT, database_url=url, master_key=key)


def opened(url: str) -> Store[Case]:
    return connect(settings(url), lambda: PARTNERSHIP, exclusive=False)


def letter(service_url: str, key: str, to: str = "a chat") -> Message:
    """A message that needs no case to be drawn."""
    args = {"service_url": service_url}
    return Message(key=key, to=to, route="conversation", view="test", due=datetime.now(UTC), args=args)


def begun(target: Any, *arguments: Any) -> Any:
    """A real process, but without importing everything anew for each."""
    tests = Path(__file__).parents[1]
    with pytest.MonkeyPatch.context() as patch:  # Read when the first is begun, by the process that forks all others.
        patch.setenv("PYTHONPATH", f"{tests}{os.pathsep}{tests / 'contract'}")
        process = FORKS.Process(target=target, args=arguments, daemon=True)
        process.start()
    return process


# -- What a process does


def owe(url: str, service_url: str, step: str = "") -> None:
    """File a case, and owe one message in the same transaction."""

    def act(work: Work[Case]) -> None:
        now = datetime.now(UTC)
        dev, facts = PARTNERSHIP.standing("dev"), NotificationFacts(children=1)
        reference = work.next_reference(now.year)
        filed = Case.file(reference, by=dev, facts=facts, policy=ENGLAND_2026, revision=1, day_one=now.date(), now=now)
        work.add(filed)
        work.owe(letter(service_url, reference))
        if step == "owing, before the commit":
            die()

    store: Store[Case] = Store.connect(
        url, bytes(range(32)), case_type=Case, announce=lambda case, event: [], exclusive=False
    )
    store.run_now(act)
    if step == "owing, after the commit":
        die()
    store.close()


def send(url: str, service_url: str, lease: float, step: str = "") -> None:
    """Until nothing is left to send."""
    if step:
        _plant(step)
    asyncio.run(_send_all(url, lease))


async def _send_all(url: str, lease: float) -> None:
    bot.dispatcher.LEASE_SECONDS = lease  # type: ignore[assignment]
    bot.dispatcher.POLL_SECONDS = 0.05
    chosen = settings(url)
    watched: Any = SimpleNamespace(current=lambda moment: (PARTNERSHIP, ENGLAND_2026))
    around = Surroundings(chosen, watched, SystemClock())
    store = opened(url)
    async with ClientSession() as session:
        connector = Connector(session, NoTokens(), f"28:{os.getpid()}", lambda url: True)
        unhurried = Pace(lambda: time.monotonic() * 1e6)
        ledger = Ledger(around, Conversations(), lambda message, desk: Answer({}, ours(message.key)))
        dispatcher = Dispatcher(store, ledger, Courier(connector, unhurried, Post(chosen)))
        running = asyncio.create_task(dispatcher.run())
        while await store.run(lambda work: OPEN & set(work.outbox_counts())):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await dispatcher.stop()
        await running
    store.close()


# -- Where it dies


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _plant(step: str) -> None:
    match step:
        case "claiming, before the commit":
            _dies(Work, "claim", after=True)
        case "after the claim":
            _dies(Ledger, "prepare", after=False)
        case "before the post" | "after the post":
            _dies_sending(after=step == "after the post")
        case "marking, before the commit":
            _dies(Ledger, "sent", after=True)
        case "after the mark":
            Dispatcher._done = lambda dispatcher, task: die()  # type: ignore[method-assign]


def _dies(owner: type, name: str, *, after: bool) -> None:
    usual = getattr(owner, name)

    def deadly(*arguments: Any) -> Any:
        found = usual(*arguments) if after else [True]
        if found != []:  # A claim that finds nothing is none.
            die()
        return found

    setattr(owner, name, deadly)


def _dies_sending(*, after: bool) -> None:
    usual = Courier._posted

    async def deadly(self: Courier, *arguments: Any) -> Any:
        if after:
            await usual(self, *arguments)
        die()

    Courier._posted = deadly  # type: ignore[method-assign]
