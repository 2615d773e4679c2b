"""What happens when PostgreSQL crashes, hangs, refuses or is lost at the commit: nothing twice, nothing half."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from folders import NOW, Folder, Open, kept, message
from ill_treated import Cut, Server
from sqlalchemy import text

from storage import engine as engines
from storage.errors import Busy, Conflict, Full, NotAllowed, Trouble, Unsure
from storage.store import TRIES, Store

pytestmark = pytest.mark.postgres

CRASHES, WRITERS = 3, 4


def press(store: Store[Folder], reference: str, key: str) -> None:
    """What a button does: once, in one transaction, with what is owed for it."""

    def act(work: Any) -> None:
        if work.first_time(key, "ben", NOW):
            work.case(reference).note(key, by="ben")
            work.owe(message(key, "efua"))

    store.run_now(act)


def until_saved(act: Callable[[], None]) -> int:
    """As somebody would who is told to try again; how often."""
    tried = 1
    while True:
        try:
            act()
            return tried
        except (Trouble, Conflict):
            tried += 1
            time.sleep(0.02)


def raises(code: str) -> Callable[[Any], None]:
    """Work that PostgreSQL answers with this code, after it has begun to change something."""

    def act(work: Any) -> None:
        folder = Folder(work.next_reference(2026))
        folder.note("half")
        work.add(folder)
        work._connection.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$"))

    return act


def cases(store: Store[Folder]) -> list[Folder]:
    return store.run_now(lambda work: work.every_case())


# -- Crashes -------------------------------------------------------------------------------------------------------


def test_crashes_under_load_lose_nothing_and_double_nothing(on_server: Store[Folder], server: Server) -> None:
    references = [kept(on_server) for _ in range(WRITERS)]
    acked: Counter[str] = Counter()
    ended, moved = threading.Event(), threading.Event()

    def write(reference: str) -> None:
        number = 0
        while not ended.is_set():
            number += 1
            key = f"{reference}:{number}"
            until_saved(partial(press, on_server, reference, key))
            acked[reference] = number
            moved.set()

    writers = [threading.Thread(target=write, args=(reference,)) for reference in references]
    [writer.start() for writer in writers]
    try:
        for _ in range(CRASHES):
            moved.clear()
            assert moved.wait(30)  # Somebody has been answered since the last crash.
            server.crash()
            server.start()
    finally:
        moved.clear()
        moved.wait(30)
        ended.set()
        [writer.join() for writer in writers]
    for case in cases(on_server):
        numbers = [int(note.rpartition(":")[2]) for note in case.notes[1:]]
        assert numbers == [*range(1, acked[case.reference] + 1)]
    owed = sum(on_server.run_now(lambda work: work.outbox_counts()).values())
    assert owed == 2 * sum(acked.values()) + WRITERS  # Each of ours, and what Efua is told of each.
    assert on_server.broken_chains() == {}


# -- Hanging, away, read-only --------------------------------------------------------------------------------------


def test_a_server_that_takes_the_connection_and_never_answers(
    opening: Open, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    monkeypatch.setattr(engines, "CONNECT_SECONDS", 2)  # The least that the driver knows.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = opening(f"postgresql://postgres@127.0.0.1:{silent.getsockname()[1]}/none")
        with pytest.raises(Busy):
            cases(store)


def test_a_server_that_is_not_there(opening: Open) -> None:
    with pytest.raises(Busy):
        cases(opening("postgresql://postgres@127.0.0.1:1/none"))


def test_what_was_open_before_a_restart_is_not_used_after_it(on_server: Store[Folder], server: Server) -> None:
    """The pool asks each connection whether it is alive before it lends it."""
    reference = kept(on_server)
    server.crash()
    server.start()
    press(on_server, reference, "after")
    assert cases(on_server)[0].notes == ["opened", "after"]


def test_a_standby_or_full_server_takes_nothing_and_is_read(on_server: Store[Folder], server: Server) -> None:
    reference, name = kept(on_server), on_server._engine.url.database
    _administer(server, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    on_server._engine.dispose()
    with pytest.raises(Full):
        press(on_server, reference, "one")
    assert cases(on_server)[0].notes == ["opened"]
    _administer(server, f"ALTER DATABASE {name} RESET default_transaction_read_only")
    on_server._engine.dispose()
    press(on_server, reference, "one")
    assert cases(on_server)[0].notes == ["opened", "one"]


def _administer(server: Server, words: str) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(words)
    engine.dispose()


# -- Locks, races, limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("40001", Conflict),
        ("40P01", Conflict),
        ("55P03", Busy),
        ("57014", Busy),
        ("53300", Busy),
        ("57P03", Busy),
        ("08006", Busy),
        ("57P01", Busy),
        ("53100", Full),
        ("53200", Full),
        ("25006", Full),
        ("42501", NotAllowed),
    ],
)
def test_every_refusal_has_a_meaning_and_leaves_nothing_half(
    code: str, meaning: type[Exception], on_server: Store[Folder]
) -> None:
    with pytest.raises(meaning):
        on_server.run_now(raises(code))
    assert cases(on_server) == []
    assert kept(on_server) == "RR-2026-001"


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_a_race_is_run_again_and_ends_well(code: str, on_server: Store[Folder]) -> None:
    tried: list[int] = []

    def act(work: Any) -> None:
        tried.append(1)
        if len(tried) < TRIES:
            raises(code)(work)
        folder = Folder(work.next_reference(2026))
        folder.note("whole")
        work.add(folder)

    on_server.run_now(act)
    assert len(tried) == TRIES
    assert [case.notes for case in cases(on_server)] == [["whole"]]
    tried.clear()
    with pytest.raises(Conflict):
        on_server.run_now(lambda work: (tried.append(1), raises(code)(work)))
    assert len(tried) == TRIES


def test_two_who_wait_for_each_other(on_server: Store[Folder]) -> None:
    """A real deadlock: PostgreSQL ends one of them, which runs again."""
    one, other = kept(on_server), kept(on_server)
    both = threading.Barrier(2)
    first: set[str] = set()

    def swap(mine: str, theirs: str) -> None:
        def act(work: Any) -> None:
            work.case(mine).note("mine")
            work._connection.execute(text("SELECT 1 FROM case_ WHERE reference = :of FOR UPDATE"), {"of": mine})
            if mine not in first:
                first.add(mine)
                both.wait(20)
            work._connection.execute(text("SELECT 1 FROM case_ WHERE reference = :of FOR UPDATE"), {"of": theirs})
            work.case(theirs).note("theirs")

        on_server.run_now(act)

    threads = [threading.Thread(target=swap, args=pair) for pair in ((one, other), (other, one))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [sorted(case.notes) for case in cases(on_server)] == [["mine", "opened", "theirs"]] * 2


@pytest.mark.parametrize(
    ("limit", "statement"),
    [("lock_timeout", "UPDATE case_ SET version = version"), ("statement_timeout", "SELECT pg_sleep(20)")],
)
def test_waiting_too_long_ends_with_nothing_saved(
    limit: str, statement: str, opening: Open, on_server: Store[Folder], monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    reference = kept(on_server)
    monkeypatch.setitem(engines.POSTGRESQL_LIMITS, limit, "100ms")
    impatient = opening(database)

    def act(work: Any) -> None:
        work.put_draft("ben", "summary", reference, {"facts": "half"}, NOW)
        work._connection.execute(text(statement))

    with on_server._engine.begin() as holding:
        holding.execute(text("SELECT 1 FROM case_ FOR UPDATE"))
        with pytest.raises(Busy):
            impatient.run_now(act)
    assert impatient.run_now(lambda work: work.drafts_of("ben")) == []


def test_no_connection_becomes_free(opening: Open, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "CONNECT_SECONDS", 2)
    store = opening(database)
    store.migrate()
    store._engine.pool._timeout = 0.05
    taken = [store._engine.connect() for _ in range(engines.POSTGRESQL_THREADS + store._engine.pool._max_overflow)]
    with pytest.raises(Busy):
        cases(store)
    [connection.close() for connection in taken]
    assert cases(store) == []


# -- The line is cut at the commit ---------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True], ids=["before it arrives", "after it arrived"])
def test_the_line_is_lost_at_the_commit(
    after: bool, on_server: Store[Folder], opening: Open, database: str, tmp_path: Path
) -> None:
    """Nobody can know whether it was saved. Done again, it finds out by its key, and is done once."""
    reference = kept(on_server)
    with Cut(database, after).standing() as line:
        store = opening(line.url)
        cases(store)
        line.cuts = 1
        with pytest.raises(Unsure):
            press(store, reference, "vote")
        press(store, reference, "vote")
        press(store, reference, "vote")
    assert cases(on_server)[0].notes == ["opened", "vote"]
    owed = on_server.run_now(lambda work: work.ever_owed(["vote"]))
    assert owed == {"vote"}
    assert on_server.broken_chains() == {}


def test_what_is_owed_is_owed_once_however_often_the_line_is_cut(
    on_server: Store[Folder], opening: Open, database: str
) -> None:
    with Cut(database, after=True).standing() as line:
        store = opening(line.url)
        cases(store)
        for number in range(10):
            line.cuts = number % 2 + 1
            until_saved(lambda number=number: store.run_now(lambda work: work.owe(message(f"reminder {number}"))))
    assert on_server.run_now(lambda work: work.outbox_counts()) == {"ready": 10}
