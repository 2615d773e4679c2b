"""The record of who did and read what cannot be changed unnoticed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from folders import NOW, Folder, Open, kept, minutes
from sqlalchemy.exc import DBAPIError

from storage import keystone, migrate
from storage.audit import Entry, Head, Via, append, heads, verify_chain
from storage.errors import Conflict
from storage.looking import Kind
from storage.store import Store

OF = "RR-2026-001"


def verified(store: Store[Folder], at_least: Head | None = None) -> int | None:
    return store.run_now(lambda work: verify_chain(work._connection, OF, at_least=at_least))


def test_everything_that_happens_is_recorded(store: Store[Folder], rows: Any) -> None:
    kept(store, "first", "second")
    found = rows("SELECT number, actor, kind, facts FROM audit ORDER BY number")
    told = [{"actor": "amina", "kind": "vote_cast", "facts": f'{{"row":"{n}","seat":"police"}}'} for n in (1, 2)]
    assert found == [{"number": 1, **told[0]}, {"number": 2, **told[1]}], "each names the version that it made"
    assert verified(store) is None


def test_reading_is_recorded(store: Store[Folder], rows: Any) -> None:
    kept(store)
    store.run_now(lambda work: work.log_read(OF, "carys", "views", minutes(1)))
    (read,) = rows("SELECT number, actor, kind, facts FROM audit WHERE kind = 'read'")
    assert read == {"number": 2, "actor": "carys", "kind": "read", "facts": '{"what":"views"}'}
    assert verified(store) is None


def test_reading_and_acting_in_one_turn_make_one_chain(store: Store[Folder], rows: Any) -> None:
    kept(store)

    def turn(work: Any) -> None:
        work.log_read(OF, "ben", "overview", NOW)
        work.case(OF).note("one", by="ben")
        work.case(OF).note("two", by="ben")
        work.log_read(OF, "ben", "views", NOW)

    store.run_now(turn)
    assert verified(store) is None
    (read,) = rows("SELECT number, facts FROM audit WHERE kind = 'read'")
    assert read == {"number": 2, "facts": '{"what":"overview, views"}'}, "one entry, whatever they looked at"
    assert store.run_now(lambda work: heads(work._connection))[OF].number == 4


def test_whoever_gets_an_answer_has_read_what_was_opened_for_it(store: Store[Folder], rows: Any) -> None:
    kept(store), kept(store), kept(store)

    def turn(work: Any) -> None:
        work.via = Via.CARD
        work.open_cases()
        work.case("RR-2026-001")
        work.showed("ben", "task", NOW, lambda reference: reference != "RR-2026-003")

    store.run_now(turn)
    assert rows("SELECT \"case\", actor, facts FROM audit WHERE kind = 'read' ORDER BY facts") == [
        {
            "case": "lists/ben",
            "actor": "ben",
            "facts": '{"cases":"RR-2026-002","surface":"card","what":"task"}',
        },
        {"case": "RR-2026-001", "actor": "ben", "facts": '{"surface":"card","what":"task"}'},
    ]


def test_a_refusal_shows_nothing(store: Store[Folder], rows: Any) -> None:
    kept(store)

    def turn(work: Any) -> None:
        work.case(OF)
        work.showed("ben", "task", NOW, lambda reference: True)
        work.discard()

    store.run_now(turn)
    assert rows("SELECT actor FROM audit WHERE kind = 'read'") == []


def test_steps_in_a_form_of_ones_own_are_not_counted(store: Store[Folder], rows: Any) -> None:
    """How many steps somebody took would tell what they answered."""
    kept(store)

    def step(work: Any, *, changes: bool) -> None:
        case = work.case(OF)
        if changes:
            case.note("sent", by="ben")
        work.showed("ben", "form.save ballot", NOW, lambda reference: True, Kind.OWN)

    store.run_now(lambda work: step(work, changes=False))
    store.run_now(lambda work: step(work, changes=True))
    found = rows("SELECT kind FROM audit WHERE actor = 'ben' ORDER BY number")
    assert [row["kind"] for row in found] == ["read", "vote_cast"]


def test_the_record_of_a_case_has_the_lists_that_named_it(store: Store[Folder]) -> None:
    kept(store), kept(store)
    for minute, named in ((1, "RR-2026-001"), (2, "RR-2026-002")):

        def look(work: Any, minute: int = minute, named: str = named) -> None:
            work.open_cases()
            work.showed("ben", "my cases", minutes(minute), lambda reference: reference == named)

        store.run_now(look)
    found = store.run_now(lambda work: work.about(OF, after=0, most=9))
    assert [(link.case, link.actor, link.kind) for link in found] == [
        ("lists/ben", "ben", "read"),
        (OF, "amina", "vote_cast"),
    ]
    assert store.run_now(lambda work: work.about(OF, after=1, most=9)) == found[1:]


REWRITES = (
    "UPDATE audit SET actor = 'dev'",
    "DELETE FROM audit",
    "UPDATE anchor SET root = ''",
    "DELETE FROM anchor",
    "TRUNCATE audit",
    "TRUNCATE anchor",
    "INSERT OR REPLACE INTO audit SELECT \"case\", number, at, 'dev', kind, facts, prev_hash, hash FROM audit",
    "INSERT OR REPLACE INTO anchor SELECT number, at, day, root, 7, heads, prev_hash, hash FROM anchor",
)
ONLY = {"TRUNCATE": "postgresql", "INSERT": "sqlite"}


@pytest.mark.parametrize("statement", REWRITES)
def test_the_database_refuses_to_rewrite_the_record(store: Store[Folder], rows: Any, statement: str) -> None:
    if ONLY.get(statement.split()[0], store._engine.dialect.name) != store._engine.dialect.name:
        pytest.skip("the other database’s way")
    kept(store)
    store.run_now(lambda work: work.anchor_hourly(NOW))
    with pytest.raises(DBAPIError, match="never changed"):
        rows(statement)
    assert store.faults_of_the_record() == []


def test_the_guards_outlive_a_table_that_is_altered(store: Store[Folder], rows: Any) -> None:
    kept(store)
    with migrate.migrating(store._engine) as connection:
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("case_") as batch:
            batch.alter_column("stage", new_column_name="phase")
    with pytest.raises(DBAPIError, match="never changed"):
        rows("DELETE FROM audit")
    assert store.faults_of_the_record() == []


def test_a_record_from_before_the_anchors_is_guarded_too(opening: Open, url: str) -> None:
    store = opening()
    with migrate.migrating(store._engine) as connection:
        migrate.upgrade(connection, "0002")
        keystone.lay(connection, store._vault)
        append(connection, OF, [Entry(NOW, "amina", "case_filed", {"way": "old"})])
    store.migrate()
    with store._engine.begin() as connection:
        assert verify_chain(connection, OF) is None
    for statement in ("DELETE FROM audit", "UPDATE audit SET kind = 'x'"):
        with store._engine.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
            connection.exec_driver_sql(statement)
    store.run_now(lambda work: work.anchor_hourly(NOW))
    assert store.faults_of_the_record() == []


def test_a_guard_that_is_gone_is_missed(store: Store[Folder], rows: Any) -> None:
    _disarm(store, rows)
    assert store.faults_of_the_record()[0] == (
        "The database does not guard the record as it should: the trigger audit_no_delete is missing."
    )


HOLLOWED = {
    "sqlite": {
        "it does nothing": "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END",
        "it guards another table": "CREATE TRIGGER audit_no_delete BEFORE DELETE ON inbox BEGIN "
        "SELECT RAISE(ABORT, 'rows of audit are never changed'); END",
        "it is never so": "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN 0 BEGIN "
        "SELECT RAISE(ABORT, 'rows of audit are never changed'); END",
    },
    "postgresql": {
        "it does nothing": "CREATE OR REPLACE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NULL; END $$",
        "it guards another table": "DROP TRIGGER audit_no_delete ON audit; CREATE TRIGGER audit_no_delete "
        "BEFORE DELETE ON inbox FOR EACH STATEMENT EXECUTE FUNCTION audit_no_delete(); "
        "ALTER TABLE inbox ENABLE ALWAYS TRIGGER audit_no_delete",
        "it sleeps while a replica is played": "ALTER TABLE audit ENABLE TRIGGER audit_no_delete",
        "it is switched off": "ALTER TABLE audit DISABLE TRIGGER audit_no_delete",
    },
}


@pytest.mark.parametrize("how", sorted({how for ways in HOLLOWED.values() for how in ways}))
def test_a_guard_of_the_right_name_that_guards_nothing_is_found(store: Store[Folder], rows: Any, how: str) -> None:
    dialect = store._engine.dialect.name
    if how not in HOLLOWED[dialect]:
        pytest.skip("the other database’s way")
    if dialect == "sqlite":
        rows("DROP TRIGGER audit_no_delete")
    rows(HOLLOWED[dialect][how])
    assert store.faults_of_the_record() == [
        "The database does not guard the record as it should: the trigger audit_no_delete is not as it was made."
    ]


WRITERS, EACH = 8, 12


def test_writers_at_once_lose_nothing_and_fork_nothing(store: Store[Folder]) -> None:
    """Readers wait for each other only at the end of the chain, so not one of them has to run again."""
    kept(store)

    def write(writer: int) -> None:
        for n in range(EACH):
            if writer % 2:
                store.run_now(lambda work, n=n: work.log_read(OF, f"reader {writer}", f"{n}", NOW))
            else:
                _insisting(store, lambda work, n=n: work.case(OF).note(f"{writer} {n}", by=f"writer {writer}"))

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))
    assert store.faults_of_the_record() == []
    chain = store.run_now(lambda work: work.chain(OF))
    assert len(chain) == 1 + WRITERS * EACH
    assert len(store.run_now(lambda work: work.case(OF)).notes) == 1 + WRITERS // 2 * EACH


def _insisting(store: Store[Folder], act: Any) -> None:
    """As somebody who is asked to try again does."""
    for _ in range(50):
        try:
            return store.run_now(act)
        except Conflict:
            continue
    raise AssertionError("never their turn")


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
