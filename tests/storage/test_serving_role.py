"""A role that owns no table serves a whole case, and can neither change a table nor rewrite the record (V13.2.2)."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cast import PARTNERSHIP
from folders import BACKUP_KEY, KEY, NOW
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from story import RR, amina_asks, declares, dev_notifies, papers_go_out, returns_nil, votes
from transcript import Teams

from dialogs.announcements import announce
from rapid_review.case import Case
from storage import scrubbing
from storage.backup.taking import Source, take
from storage.files import Folder as Disk
from storage.store import Store
from storage.vault import Vault

GRANTS = (Path(__file__).parents[2] / "deploy" / "serving_role.sql").read_text("utf-8")
FORBIDDEN = (
    *("CREATE TABLE mine (x int)", "DROP TABLE case_", "ALTER TABLE case_ ADD COLUMN x int", "TRUNCATE audit"),
    *("DROP TRIGGER audit_no_update ON audit", "ALTER TABLE audit DISABLE TRIGGER ALL"),
    *("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "DELETE FROM anchor", "DELETE FROM alembic_version"),
    *("SET session_replication_role = 'replica'", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
)
pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("url", ["postgresql"], indirect=True)]


def _opened(url: str) -> Store[Case]:
    return Store.connect(url, KEY, case_type=Case, announce=lambda case, event: announce(case, event, PARTNERSHIP))


@pytest.fixture
def serving(url: str) -> Iterator[str]:
    """The address under which a lesser role reaches a database that its owner has migrated."""
    role = f"rapid_review_{os.getpid()}_{secrets.token_hex(3)}"
    with closing(_opened(url)) as owner:
        owner.migrate()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'only here'"))
        connection.exec_driver_sql(GRANTS.replace(" rapid_review;", f" {role};"))
    yield make_url(url).set(username=role, password="only here").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
    engine.dispose()


@contextmanager
def _served(url: str) -> Iterator[Teams]:
    with closing(_opened(url)) as store:
        store.check()
        yield Teams(store)


def test_a_role_that_owns_nothing_serves_a_case_from_its_notification_to_the_poll(serving: str) -> None:
    with _served(serving) as teams:
        dev_notifies(teams)
        for person in ("amina", "imran", "efua"):
            teams.opens(person, "declare", RR)
            declares(teams, person, RR)
        amina_asks(teams, RR)
        returns_nil(teams, "ben", RR)
        papers_go_out(teams, RR)
        votes(teams, "farid", RR, "review")
        teams.at("Fri 2026-12-11 09:00")
        assert "Farid" in teams.types("imran", "record")
        teams.store.require_whole()
        assert teams.store.run_now(lambda work: work.anchor_hourly(teams.now))


def test_it_backs_up_what_it_serves(serving: str, disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    with _served(serving) as teams:
        dev_notifies(teams)
        source = Source(teams.store._engine, Vault(KEY), disk)
        taken = take(source, BACKUP_KEY, tmp_path / "backups", tmp_path / "spool", NOW)
        assert taken.path.stat().st_size > 1000


def test_it_can_change_no_table_and_rewrite_no_record(serving: str) -> None:
    with _served(serving) as teams:
        dev_notifies(teams)
    engine = create_engine(serving)
    for statement in FORBIDDEN:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), engine.begin() as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_disposal_says_that_it_is_not_done_where_the_tables_could_not_be_written_anew(serving: str, url: str) -> None:
    """PostgreSQL itself only warns, and would leave a destroyed key in an old version of its row."""
    theirs, owners = create_engine(serving), create_engine(url)
    assert not scrubbing.scrub(theirs)
    assert scrubbing.scrub(owners)
    for engine in (theirs, owners):
        engine.dispose()
