"""What whoever watches the machine asks of the database, and the limits within which PostgreSQL must answer."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from folders import NOW, Folder, Open

from storage.engine import POSTGRESQL_LIMITS
from storage.errors import Busy
from storage.messages import Message
from storage.store import Store
from storage.work import Work


def _owe(work: Work[Folder], key: str) -> None:
    work.owe(Message(key=key, to=key, route="person", view="task", due=NOW))


def test_what_did_not_arrive_is_counted_by_its_state(store: Store[Folder]) -> None:
    def act(work: Work[Folder]) -> None:
        for key in "abcdef":
            _owe(work, key)
        a, b, c, d = work.claim(NOW, 4, "one", 58)
        work.sent(a, "1", "chat", NOW)
        work.gave_up(b, "no")
        work.retry(c, NOW, "uncertain 500", uncertain=True)
        assert d

    assert store.run_now(lambda work: work.waiting()) == {"ready": 0, "sending": 0, "uncertain": 0, "failed": 0}
    store.run_now(act)
    assert store.run_now(lambda work: work.waiting()) == {"ready": 2, "sending": 1, "uncertain": 1, "failed": 1}


def test_the_databases_clock_is_told_with_its_zone(store: Store[Folder]) -> None:
    theirs = store.run_now(lambda work: work.database_clock())
    assert theirs.tzinfo is not None
    assert abs(theirs - datetime.now(UTC)) < timedelta(hours=1)  # A zone forgotten would be whole hours off.


def test_whether_the_key_still_fits(store: Store[Folder], rows: Callable[..., list[Mapping[str, Any]]]) -> None:
    assert store.run_now(lambda work: work.fits_the_key())
    rows("UPDATE keystone SET sealed = :nothing", nothing=b"x" * 40)
    assert not store.run_now(lambda work: work.fits_the_key())


def test_the_messages_that_a_transaction_owed_are_known_by_their_numbers(
    store: Store[Folder], rows: Callable[..., list[Mapping[str, Any]]]
) -> None:
    def act(work: Work[Folder]) -> list[int]:
        for key in ("a", "b", "a"):
            _owe(work, key)
        return work.owed

    assert store.run_now(act) == [row["id"] for row in rows("SELECT id FROM outbox ORDER BY id")]


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_lets_nobody_wait_for_ever(opening: Open) -> None:
    store = opening()
    store.migrate()
    shown = store.run_now(
        lambda work: {name: work._connection.exec_driver_sql(f"SHOW {name}").scalar() for name in POSTGRESQL_LIMITS}
    )
    assert shown == {"lock_timeout": "4s", "statement_timeout": "8s", "idle_in_transaction_session_timeout": "1min"}


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_who_waits_too_long_for_a_lock_is_told_and_the_next_is_served(
    opening: Open, store: Store[Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(POSTGRESQL_LIMITS, "lock_timeout", "50ms")
    waiting = opening()

    def held(work: Work[Folder]) -> None:
        work._connection.exec_driver_sql("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Busy):
            waiting.run_now(lambda work: _owe(work, "a"))

    store.run_now(held)
    waiting.run_now(lambda work: _owe(work, "a"))
    assert store.run_now(lambda work: work.waiting())["ready"] == 1
