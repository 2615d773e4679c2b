"""What must always hold: watched while messages are sent, and asked of the whole run at its end."""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cast import PARTNERSHIP
from simulation.history import Try

from dialogs.desk import Desk
from dialogs.reminders import owing
from rapid_review.policy import ENGLAND_2026
from rapid_review.timing.london import local_day
from rapid_review.timing.reminders import newest
from storage.work import Work

if TYPE_CHECKING:
    from simulation.world import World

LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""Sends to one conversation in so many seconds, as Teams documents them."""
OVERALL = ((30, 1.0),)
HALF_A_LEASE = 30.0
OPEN = ("ready", "sending", "uncertain")


# -- While it happens


def broken_by_sending(world: "World", this: Try) -> Iterator[str]:
    """Before a send: it is owed, it is this message's turn, and nobody else is at it."""
    row = _row(world, this.key)
    if row is None:
        yield f"invented: {this.key}"
        return
    if row["state"] not in OPEN and (row["route"] != "mail" or world.watches_mail):
        yield f"sent although it is {row['state']}: {this.key}"
    earlier = world.rows.execute(
        "SELECT key FROM outbox WHERE lane = ? AND id < ? AND due <= ? AND state IN ('ready', 'sending', 'uncertain')",
        (row["lane"], row["id"], row["due"]),
    ).fetchone()
    if earlier:
        yield f"out of order: {this.key} before {earlier['key']}"
    for last in world.history.tries[this.key][-1:] if row["route"] != "mail" or world.watches_mail else ():
        yield from _too_soon(world, last, this, row["last_code"])


def _too_soon(world: "World", last: Try, this: Try, known: str) -> Iterator[str]:
    """`known` is what was written down of the last try: a process that was killed before that took it along."""
    lives = last.process not in world.history.deaths
    if lives and last.ended is None and this.began - last.began < HALF_A_LEASE:
        yield f"two at once: {this.key}"
    waited = this.began - (last.ended or 0.0)
    if last.outcome == "429 wait" and known == "429" and waited < last.quiet_seconds - 5:
        yield f"asked for {last.quiet_seconds:.0f} s of quiet, given {waited:.1f}: {this.key}"
    if last.outcome[:3] == known[:3] == "403" and last.conversation == this.conversation:
        yield f"again to where it was refused: {this.key}"


def broken_meanwhile(world: "World", this: Try) -> Iterator[str]:
    """After a send: nobody else has written the message's end meanwhile."""
    row = _row(world, this.key)
    if row and row["route"] == "mail" and not world.watches_mail:
        return
    if this.ended is not None and this.ended - this.began < HALF_A_LEASE and row and row["state"] != "sending":
        yield f"became {row['state']} while it was being sent: {this.key}"


# -- At the end


def broken(world: "World") -> Iterator[str]:
    """Every rule that the whole run broke."""
    rows = {row["key"]: row for row in world.rows.execute("SELECT * FROM outbox")}
    yield from (f"promised and never owed: {key}" for key in sorted(world.history.promised - set(rows)))
    yield from (f"still {row['state']}: {key}" for key, row in rows.items() if row["state"] in OPEN)
    for row in rows.values():
        yield from _unexplained_end(world, row)
    for key, tries in world.history.tries.items():
        if key in rows and (rows[key]["route"] != "mail" or world.watches_mail):
            yield from _unexplained_repeats(world, key, tries)
    yield from _too_fast(world)
    yield from world.store.run_now(lambda work: list(_silent(world, work)))
    yield from world.store.run_now(lambda work: list(_unsaid(world, work)))


def _unexplained_end(world: "World", row: sqlite3.Row) -> Iterator[str]:
    key, history = row["key"], world.history
    tries = history.tries.get(key, [])
    edited = any(one.answered and one.arrived_at is None and one.outcome in ("good", "slow") for one in tries)
    if row["state"] == "sent" and not edited and all(one.arrived_at is None for one in tries):
        yield f"lost: {key} is sent and never arrived"
    if (
        row["state"] == "cancelled"
        and key not in history.drawn_none | history.gone_cards
        and row["route"] != "mail"
        and row["mode"] != "edit"
    ):
        yield f"lost: {key} was cancelled without a reason"
    if row["state"] == "failed" and row["last_code"].startswith("internal"):
        yield f"{row['last_code']}: {key}"
    if row["state"] == "superseded" and not _newer(world, row):
        yield f"lost: {key} gave way to nothing"


def _newer(world: "World", row: sqlite3.Row) -> bool:
    found = world.rows.execute(
        'SELECT 1 FROM outbox WHERE slot = ? AND "to" = ? AND id > ?', (row["slot"], row["to"], row["id"])
    )
    return found.fetchone() is not None


def _unexplained_repeats(world: "World", key: str, tries: list[Try]) -> Iterator[str]:
    arrived = sorted((one for one in tries if one.arrived_at is not None), key=lambda one: one.began)
    for first, second in pairwise(arrived):
        died = world.history.deaths.get(first.process, float("inf")) <= second.began
        froze = any(first.began <= at <= second.began for at in world.history.freezes[first.process])
        marked = world.history.marked_at.get(key, float("inf")) < second.began
        if marked or (first.answered and not died and not froze):
            yield f"repeated without need: {key} ({first.outcome}, then {second.outcome})"


def _too_fast(world: "World") -> Iterator[str]:
    for place, calls in world.history.calls.items():
        for most, seconds in OVERALL if place.startswith("process") else LIMITS:
            over = [late for early, late in zip(calls, calls[most:], strict=False) if late - early < seconds]
            if over and not place.startswith(("mail", "directory")):
                yield f"more than {most} in {seconds:g} s to {place} at {over[0]:.1f}"


def _silent(world: "World", work: Work[Any]) -> Iterator[str]:
    """What failed and matters has been put before somebody, unless nobody at all could be told."""
    for failed in work.unowned(10_000):
        if not any(told.view in ("unreached", "unreached_mail") for told in work.follow_ups(failed.id)):
            yield f"given up in silence: {failed.view} to {failed.person}, {failed.code}"


def _unsaid(world: "World", work: Work[Any]) -> Iterator[str]:
    """Whatever each person should have been reminded of by now is in the outbox, under the day it was due."""
    desk = Desk(work, PARTNERSHIP, ENGLAND_2026, world.now())
    for reference in world.cases:
        case = work.case(reference)
        for one in owing(case, desk, PARTNERSHIP.people):
            slot, _ = newest(one.moments, desk.now)
            named = slot and f"{slot.kind}@{local_day(slot.at)}"
            if slot and (desk.now - slot.at).total_seconds() > 3600 and not _said(world, reference, one, named):
                yield f"never reminded: {one.person} of {one.task.id} in {reference}, {named}"


def _said(world: "World", reference: str, one: Any, named: Any) -> bool:
    found = world.rows.execute(
        'SELECT 1 FROM outbox WHERE "case" = ? AND "to" = ? AND args LIKE ? AND args LIKE ?',
        (reference, one.person, f'%"{one.task.id}"%', f'%"{named}"%'),
    )
    return found.fetchone() is not None


def _row(world: "World", key: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = world.rows.execute("SELECT * FROM outbox WHERE key = ?", (key,)).fetchone()
    return found
