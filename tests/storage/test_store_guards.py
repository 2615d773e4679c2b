"""Nothing is put over a row of the record or a sent form, and a trigger beside the guards is found (T12)."""

from typing import Any

import pytest
from folders import NOW, Folder, kept
from sqlalchemy.exc import DBAPIError

from storage.store import Store

OF = "RR-2026-001"
COLUMNS = {
    "audit": ('"case", number, at, actor, kind, facts, prev_hash, hash', "'zz', 9, at, 'carys', kind, facts, '', ''"),
    "form": ('"case", kind, subject, revision, "by", at, answers', "\"case\", kind, 'else', 1, 'gwen', at, answers"),
}
STRANGE = {
    "sqlite": (
        "CREATE TRIGGER quiet BEFORE INSERT ON audit WHEN NEW.kind = 'read' BEGIN SELECT RAISE(IGNORE); END",
        "the trigger or rule quiet on audit",
    ),
    "postgresql": (
        "CREATE RULE quiet AS ON INSERT TO audit WHERE NEW.kind = 'read' DO INSTEAD NOTHING",
        "the trigger or rule quiet on audit",
    ),
}


@pytest.mark.parametrize("number", ["rowid", "_rowid_", "oid"])
@pytest.mark.parametrize("table", COLUMNS)
def test_a_row_is_not_put_over_by_its_number(store: Store[Folder], rows: Any, table: str, number: str) -> None:
    if store._engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL puts nothing over")
    kept(store, "one", "two")
    store.run_now(lambda work: work.put_form(OF, "summary", "police", "ben", NOW, {}))
    columns, other = COLUMNS[table]
    before = rows(f"SELECT rowid, * FROM {table}")
    with pytest.raises(DBAPIError, match=f"rows of {table} are never changed"):
        rows(f"INSERT OR REPLACE INTO {table} ({number}, {columns}) SELECT rowid, {other} FROM {table} WHERE rowid = 1")
    assert rows(f"SELECT rowid, * FROM {table}") == before
    kept(store)
    assert store.faults_of_the_record() == store.faults_of_the_rows() == []


def test_a_sent_form_is_not_put_over_by_its_key(store: Store[Folder], rows: Any) -> None:
    if store._engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL puts nothing over")
    kept(store)
    store.run_now(lambda work: work.put_form(OF, "summary", "police", "ben", NOW, {}))
    with pytest.raises(DBAPIError, match="rows of form are never changed"):
        rows("INSERT OR REPLACE INTO form SELECT \"case\", kind, subject, revision, 'gwen', at, answers FROM form")
    (form,) = store.run_now(lambda work: work.forms_of(OF))
    assert form.by == "ben"


def test_a_row_below_nothing_stops_nobody(store: Store[Folder], rows: Any) -> None:
    """Where nobody names SQLite's own number, it is -1 while a trigger looks."""
    if store._engine.dialect.name != "sqlite":
        pytest.skip("of SQLite only")
    kept(store)
    columns, other = COLUMNS["audit"]
    rows(f"INSERT INTO audit (rowid, {columns}) SELECT -1, {other} FROM audit")
    assert kept(store) == "RR-2026-002"


def test_what_lets_entries_fall_is_found(store: Store[Folder], rows: Any) -> None:
    made, named = STRANGE[store._engine.dialect.name]
    rows(made)
    kept(store)
    store.run_now(lambda work: work.log_read(OF, "farid", "people", NOW))
    assert not rows("SELECT 1 FROM audit WHERE kind = 'read'"), "the read left no trace"
    assert store.faults_of_the_record() == [
        f"The database does not guard the record as it should: {named} is none of its own."
    ]


def test_a_trigger_on_what_is_sent_is_found_and_its_name_not_believed(store: Store[Folder], rows: Any) -> None:
    name = '"[All is well](https://evil.example)"'
    if store._engine.dialect.name == "sqlite":
        rows(f"CREATE TRIGGER {name} BEFORE INSERT ON form BEGIN SELECT RAISE(IGNORE); END")
    else:
        rows("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        rows(f"CREATE TRIGGER {name} BEFORE INSERT ON form FOR EACH ROW EXECUTE FUNCTION f()")
    assert store.faults_of_the_record() == [
        "The database does not guard the record as it should: a trigger or rule on form is none of its own."
    ]


def test_triggers_of_other_tables_are_nobodys_business(store: Store[Folder], rows: Any) -> None:
    if store._engine.dialect.name == "sqlite":
        rows("CREATE TRIGGER theirs AFTER INSERT ON heartbeat BEGIN SELECT 1; END")
    else:
        rows("CREATE RULE theirs AS ON INSERT TO heartbeat DO ALSO SELECT 1")
    assert store.faults_of_the_record() == []
