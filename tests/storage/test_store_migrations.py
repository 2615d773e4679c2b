"""The database is brought to the program's revision, wholly or not at all, and never taken back."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from folders import Folder, Open, kept
from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage import migrate
from storage.engine import normalised, sqlite_path
from storage.errors import InUse, NoDatabase, WrongRevision
from storage.store import Store


def test_an_empty_database_gets_everything(store: Store[Folder]) -> None:
    store.check()
    with store._engine.begin() as connection:
        assert migrate.revision_of(connection) == migrate.head()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_changes_nothing(store: Store[Folder]) -> None:
    reference = kept(store)
    store.migrate()
    assert store.run_now(lambda work: work.case(reference)).notes == ["opened"]


def test_an_unmigrated_database_is_not_served(opening: Open, url: str) -> None:
    if path := sqlite_path(url):
        with pytest.raises(NoDatabase, match="There is no database at"):
            opening(exclusive=False).check()
        assert not Path(path).exists()
        Path(path).touch()
    with pytest.raises(WrongRevision, match="revision none; this program needs"):
        opening().check()


def test_a_later_database_is_refused_with_both_revisions_named(store: Store[Folder], rows: Any) -> None:
    rows("UPDATE alembic_version SET version_num = '9999'")
    for attempt in (store.check, store.migrate):
        with pytest.raises(WrongRevision, match=f"9999.*{migrate.head()}"):
            attempt()


def test_a_migration_that_fails_leaves_nothing(opening: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opening()

    def fails(connection: Any, vault: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("storage.keystone.lay", fails)
    with pytest.raises(RuntimeError):
        store.migrate()
    with store._engine.begin() as connection:
        assert set(inspect(connection).get_table_names()) == set()


def test_altering_a_table_keeps_its_children(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)
    before = rows('SELECT * FROM participant WHERE "case" = :of', of=reference)
    with migrate.migrating(store._engine) as connection:
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("case_") as batch:
            batch.alter_column("stage", new_column_name="phase")
    assert rows('SELECT * FROM participant WHERE "case" = :of', of=reference) == before
    with store._engine.begin() as connection:
        if store._engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_revisions_are_one_line() -> None:
    scripts = list(ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions())
    assert [script.down_revision for script in scripts] == [script.revision for script in scripts[1:]] + [None]
    assert [script.revision for script in reversed(scripts)] == [*migrate.revisions()]


def test_one_process_per_sqlite_file(opening: Open, store: Store[Folder], url: str) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL serves many")
    with pytest.raises(InUse, match="Another process"):
        opening()
    beside = opening(exclusive=False)
    assert kept(beside) == "RR-2026-001"
    store.close()
    opening().check()


def test_sqlite_is_opened_safely(store: Store[Folder], url: str) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("of SQLite only")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}
    wanted |= {"temp_store": 2, "trusted_schema": 0}
    with store._engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d?sslmode=require", "postgresql+psycopg://u:p@h/d?sslmode=require"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////var/lib/rr/cases.db", "sqlite:////var/lib/rr/cases.db"),
    ],
)
def test_addresses_are_understood_as_hosts_write_them(given: str, used: str) -> None:
    assert normalised(given) == used


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(opening: Open) -> None:
    with pytest.raises(ValueError, match="name a file"):
        opening()
