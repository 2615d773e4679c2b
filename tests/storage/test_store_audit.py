"""The record of who did and read what cannot be changed unnoticed."""

from typing import Any

import pytest
from folders import NOW, Folder, kept, minutes
from sqlalchemy.exc import DBAPIError

from storage.audit import Head, heads, verify_chain
from storage.store import Store

OF = "RR-2026-001"

TAMPERING = {
    "edited": "UPDATE audit SET actor = 'dev' WHERE number = 3",
    "edited time": "UPDATE audit SET at = '2026-01-15 00:00:00.000000' WHERE number = 3",
    "edited facts": "UPDATE audit SET facts = '{}' WHERE number = 3",
    "deleted": "DELETE FROM audit WHERE number = 3",
    "deleted first": "DELETE FROM audit WHERE number = 1",
    "closed up": "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3",
    "inserted": 'INSERT INTO audit SELECT "case", 6, at, actor, kind, facts, prev_hash, hash FROM audit '
    "WHERE number = 5",
    "reordered": "UPDATE audit SET number = 99 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4; "
    "UPDATE audit SET number = 4 WHERE number = 99",
}


def verified(store: Store[Folder], at_least: Head | None = None) -> int | None:
    return store.run_now(lambda work: verify_chain(work._connection, OF, at_least=at_least))


def test_everything_that_happens_is_recorded(store: Store[Folder], rows: Any) -> None:
    kept(store, "first", "second")
    found = rows("SELECT number, actor, kind, facts FROM audit ORDER BY number")
    told = {"actor": "amina", "kind": "vote_cast", "facts": '{"seat":"police"}'}
    assert found == [{"number": 1, **told}, {"number": 2, **told}]
    assert verified(store) is None


def test_reading_is_recorded(store: Store[Folder], rows: Any) -> None:
    kept(store)
    store.run_now(lambda work: work.log_read(OF, "carys", "views", minutes(1)))
    (read,) = rows("SELECT number, actor, kind, facts FROM audit WHERE kind = 'read'")
    assert read == {"number": 2, "actor": "carys", "kind": "read", "facts": '{"what":"views"}'}
    assert verified(store) is None


def test_reading_and_acting_in_one_turn_make_one_chain(store: Store[Folder]) -> None:
    kept(store)

    def turn(work: Any) -> None:
        work.log_read(OF, "ben", "overview", NOW)
        work.case(OF).note("one", by="ben")
        work.case(OF).note("two", by="ben")
        work.log_read(OF, "ben", "views", NOW)

    store.run_now(turn)
    assert verified(store) is None
    assert store.run_now(lambda work: heads(work._connection))[OF].number == 5


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'dev'", "DELETE FROM audit"])
def test_the_database_refuses_to_rewrite_the_record(store: Store[Folder], rows: Any, statement: str) -> None:
    kept(store)
    with pytest.raises(DBAPIError, match="never changed"):
        rows(statement)


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_shows(store: Store[Folder], rows: Any, how: str) -> None:
    kept(store, *(f"note {n}" for n in range(5)))
    _disarm(store, rows)
    assert verified(store) is None
    for statement in TAMPERING[how].split("; "):
        rows(statement)
    assert verified(store) is not None


def test_a_cut_end_shows_against_what_was_kept_outside(store: Store[Folder], rows: Any) -> None:
    kept(store, *(f"note {n}" for n in range(5)))
    anchor = store.run_now(lambda work: heads(work._connection))[OF]
    assert verified(store, anchor) is None
    store.run_now(lambda work: work.case(OF).note("later"))
    assert verified(store, anchor) is None
    _disarm(store, rows)
    rows("DELETE FROM audit WHERE number >= 5")
    assert verified(store) is None
    assert verified(store, anchor) == 5


def test_every_broken_chain_is_found(store: Store[Folder], rows: Any) -> None:
    kept(store, "one", "two"), kept(store), kept(store)
    assert store.broken_chains() == {}
    _disarm(store, rows)
    rows("UPDATE audit SET actor = 'dev' WHERE number = 2")
    rows("DELETE FROM audit WHERE \"case\" = 'RR-2026-003'")
    assert store.broken_chains() == {"RR-2026-001": 2, "RR-2026-003": 1}


def test_chains_of_two_cases_are_their_own(store: Store[Folder], rows: Any) -> None:
    kept(store), kept(store)
    found = store.run_now(lambda work: heads(work._connection))
    assert {case: head.number for case, head in found.items()} == {"RR-2026-001": 1, "RR-2026-002": 1}


def _disarm(store: Store[Folder], rows: Any) -> None:
    """What somebody with full access to the database would do first."""
    for action in ("update", "delete"):
        on = " ON audit" if store._engine.dialect.name == "postgresql" else ""
        rows(f"DROP TRIGGER audit_no_{action}{on}")
