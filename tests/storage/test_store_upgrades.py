"""From every revision to today's: no row, key, index or trigger is lost; killed anywhere, it is the old or the new.

The rows are those of real work: cases with their records, forms, drafts, files, messages and what goes with them.
"""

import os
import secrets
from datetime import time
from typing import Any

import pytest
from databases import columns, connected, copied, emptied, rows, schema, state, upgraded
from dying import KILLED, die, run
from folders import KEY, NOW, Folder, message, minutes, told
from sqlalchemy import event

from rapid_review.timing.hours import Hours
from storage import migrate
from storage.disposal import Asking
from storage.engine import open_engine
from storage.store import Store

CASES = int(os.environ.get("UPGRADED_CASES", "300"))
IN_ONE = 50


class Disk:
    """Takes files and keeps none: here it is rows that matter."""

    def put(self, content: bytes) -> str:
        return secrets.token_hex(16)


EARLIER = [*reversed(migrate.revisions()[:-1])]


def filled(store: Store[Folder], disk: Disk, cases: int = CASES) -> None:
    """Everything that the store can hold, this many times."""
    for begun in range(0, cases, IN_ONE):
        store.run_now(
            lambda work, begun=begun: [_lived(work, disk, n) for n in range(begun, min(begun + IN_ONE, cases))]
        )
    store.run_now(lambda work: [_gone_on(work, f"RR-2026-{n + 1:03}") for n in range(cases)])
    store.run_now(lambda work: work.anchor_hourly(NOW))
    asking = Asking("amina", "efua", "The time is over.", NOW)
    store.run_now(lambda work: work.destroy("RR-2026-001", asking, minutes(60)))


def _lived(work: Any, disk: Disk, n: int) -> None:
    person, case = f"person-{n}", Folder(work.next_reference(2026))
    case.note(f"What was seen on day {n}", person)
    work.add(case)
    of = case.reference
    work.put_form(of, "summary", "police", person, minutes(n), {"facts": "a bruise", "n": n})
    work.put_draft(person, "summary", of, {"facts": "not sent"}, minutes(n))
    held = work.hold_file(disk, person, f"{n}.pdf", "pdf", b"%PDF" + bytes([n % 256]), minutes(n))
    if n % 3:
        work.file_held(held, of, "police", 1, by=person, at=minutes(n))
    for kind in ("tasks", "overview"):
        work.owe(message(f"{of}:{kind}", person, view=kind, case=of, slot=f"{of}:{kind}", due=minutes(n)))
    work.owe(message(f"reply:{n}", f"chat {n}", route="conversation", card={"n": n}))
    work.seen_before(f"chat {n}", f"activity {n}", minutes(n))
    work.first_time(f"{of}:press", person, minutes(n))
    work.remember_posted(f"{of}:tasks", person, f"chat {n}", f"card {n}")
    work.remember_conversation(
        person,
        kind="personal",
        conversation=f"chat {n}",
        service_url="https://smba.example/",
        tenant="tenant",
        channel_user_id=f"29:{n}",
        now=minutes(n),
    )
    work.beat(person, "dispatcher", minutes(n))
    work.claim_test(person, minutes(n), NOW, NOW)
    work.tested(person, "", minutes(n))
    work.keep_preference(person, Hours(start=time(8), end=time(18)), minutes(n))


def _gone_on(work: Any, reference: str) -> None:
    work.case(reference).note("and on the day after")


def test_nothing_is_lost_on_the_way_up(store: Store[Folder], url: str, elsewhere: str) -> None:
    filled(store, Disk())
    with connected(url) as today:
        counted = rows(today, columns(today))
    # Whoever adds a table fills it above, so that later migrations are known to keep what is in it.
    assert {table for table, (count, _) in counted.items() if not count} == {"restored"}
    assert counted["audit"][0] >= 2 * CASES
    for revision in EARLIER:
        _goes_up(revision, url, elsewhere)
        emptied(elsewhere)


def _goes_up(revision: str, url: str, elsewhere: str) -> None:
    of = _older(revision, url, elsewhere)
    with connected(elsewhere) as older:
        before = rows(older, of)
    store: Store[Folder] = Store.connect(elsewhere, KEY, case_type=Folder, announce=told)
    store.migrate()
    store.check()
    with connected(url) as fresh, connected(elsewhere) as target:
        assert rows(target, of) == before
        assert schema(target) == schema(fresh)
        assert migrate.revision_of(target) == migrate.head()
    once = state(elsewhere, of)
    store.migrate()
    assert state(elsewhere, of) == once  # Up twice is up once.
    assert store.broken_chains() == {}
    assert len(store.run_now(lambda work: work.open_cases())) == CASES - 1
    store.close()


def _older(revision: str, url: str, elsewhere: str) -> dict[str, list[str]]:
    """Make a database of this revision with the same rows; its tables and their columns."""
    engine = open_engine(elsewhere)
    upgraded(engine, revision)
    engine.dispose()
    with connected(url) as source, connected(elsewhere) as target:
        copied(source, target)
        return columns(target)


# -- Killed in the middle ------------------------------------------------------------------------------------------


def migrates(url: str, dies_at: int) -> None:
    """In a process of its own, which kills itself before its so-many-th statement; the last before it commits."""
    engine, done = open_engine(url), [0]

    def count(*_: Any) -> None:
        done[0] += 1
        if done[0] == dies_at:
            die()

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)
    upgraded(engine, "head")
    engine.dispose()


@pytest.mark.simulation
def test_killed_at_any_statement_it_is_old_or_new(store: Store[Folder], url: str, elsewhere: str) -> None:
    filled(store, Disk(), 5)
    of = _older(EARLIER[-1], url, elsewhere)
    old, killed = state(elsewhere, of), 0
    while run(migrates, elsewhere, killed + 1) == KILLED:
        assert state(elsewhere, of) == old
        killed += 1
    with connected(url) as fresh:
        wanted = schema(fresh)
    revision, found, kept = state(elsewhere, of)
    assert (revision, found, kept) == (migrate.head(), wanted, old[2])
    assert killed > len(EARLIER) * 3
