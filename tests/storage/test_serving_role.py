"""A role that owns no table serves a whole case, and can neither change a table nor rewrite the record (V13.2.2)."""

import base64
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

from bot.cli import main
from dialogs.announcements import announce
from rapid_review.case import Case
from storage import scrubbing
from storage.backup.taking import Source, take
from storage.errors import NotAllowed
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
def another(url: str) -> Iterator[str]:
    """The address under which a role without any rights reaches a database that its owner has migrated."""
    with closing(_opened(url)) as owner:
        owner.migrate()
    with _role(url, "LOGIN") as theirs:
        yield theirs


@pytest.fixture
def serving(url: str, another: str) -> str:
    """The same, once the owner has said what it may."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(GRANTS.replace(" rapid_review;", f" {make_url(another).username};"))
    engine.dispose()
    return another


@contextmanager
def _role(url: str, may: str) -> Iterator[str]:
    role = f"rapid_review_{os.getpid()}_{secrets.token_hex(3)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} {may} PASSWORD 'only here'"))
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


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, key in (("master", KEY), ("backup", BACKUP_KEY)):
        (tmp_path / name).write_bytes(base64.b64encode(key))
        monkeypatch.setenv(f"RR_{name.upper()}_KEY_FILE", str(tmp_path / name))
    monkeypatch.setenv("RR_ENV", "demo")
    monkeypatch.setenv("RR_PARTNERSHIP", str(Path(__file__).parents[2] / "demo" / "partnership.toml"))


@pytest.mark.parametrize(
    "command", [["verify-chain"], ["release"], ["migrate"], ["rotate-key", "--old", "master"]], ids=lambda c: c[0]
)
def test_on_a_restored_database_that_has_not_let_it_in_it_says_what_to_run(
    command: list[str],
    another: str,
    settings: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", another)
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    said = capsys.readouterr().err
    assert said.startswith("The database does not let this user do that. Nothing was changed.")
    assert "run deploy/serving_role.sql on it as its owner" in said and "Traceback" not in said


def test_nor_does_it_serve(another: str) -> None:
    with closing(_opened(another)) as store, pytest.raises(NotAllowed):
        store.require_whole()


def test_a_drill_needs_a_role_of_its_own_and_nothing_of_the_live_database(
    url: str,
    serving: str,
    settings: None,
    disk: Disk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "backups").mkdir()
    with _served(serving) as teams:
        dev_notifies(teams)
        take(Source(teams.store._engine, Vault(KEY), disk), BACKUP_KEY, tmp_path / "backups", tmp_path / "spool", NOW)
    monkeypatch.setenv("DATABASE_URL", serving)
    drill = ["drill", "--latest", str(tmp_path / "backups")]
    assert main(drill) == 1
    said = capsys.readouterr().err
    assert "Give a server, and a user of its own for this who may create databases there, and nothing else" in said
    with _role(url, "LOGIN CREATEDB") as practising:
        (tmp_path / "other-server").write_text(f"--server={practising}\n", encoding="utf-8")
        assert main([*drill, f"@{tmp_path / 'other-server'}"]) == 0
    assert "Everything verifies." in capsys.readouterr().out
