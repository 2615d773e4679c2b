"""Backups from the command line and by the running bot: made, practised, put back, held, released."""

import base64
import json
import math
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import Running, StillClock, running
from standins import BEN, Teams, activity

from bot.backups import Backups, last_good
from bot.cli import main
from bot.database import connect
from bot.settings import Settings, SettingsWrong
from bot.settings_checks import mistakes_in
from rapid_review.case import Case
from storage.backup import keeping, spooling
from storage.messages import Message
from storage.store import Store

BACKUP_KEY = bytes(reversed(range(32)))


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    key = tmp_path / "backup.key"
    key.write_text(base64.b64encode(BACKUP_KEY).decode())
    (tmp_path / "backups").mkdir()
    more = {"backup_key_file": key, "backup_folder": tmp_path / "backups", "backup_minutes": 15}
    return settings.model_copy(update=more)


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command in these settings; its exit code and all that it said."""
    given = {
        "MicrosoftAppId": settings.app_id,
        "MicrosoftAppPassword": "secret",
        "MicrosoftAppTenantId": settings.app_tenant_id,
        "RR_PARTNERSHIP": settings.partnership,
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "RR_MASTER_KEY": settings.master_key.get_secret_value(),
        "RR_BACKUP_KEY_FILE": settings.backup_key_file,
        "RR_BACKUP_FOLDER": settings.backup_folder,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, str(value))

    def run(*arguments: object, **more: object) -> tuple[int, str]:
        for name, value in more.items():
            monkeypatch.setenv(name, str(value))
        code = main(list(map(str, arguments)))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


Command = Callable[..., tuple[int, str]]


def made(settings: Settings) -> Path:
    assert settings.backup_folder
    (path,) = settings.backup_folder.glob("*.rrb")
    return path


def owing(store: Store[Case], clock: StillClock, key: str) -> None:
    store.run_now(lambda work: work.owe(Message(key=key, to="ben", route="person", view="task", due=clock.now())))


async def test_from_a_running_bot_to_a_copy_that_sends_again(
    command: Command, settings: Settings, teams: Teams, tmp_path: Path
) -> None:
    async with running(teams, settings) as bot:
        assert await bot.says("help") == 200
        await bot.settle()
        await bot.owes(key="unsent", to=BEN["aadObjectId"])
        code, said = command("backup")  # While the bot runs.
        assert code == 0
        assert said.startswith(f"Written: {tmp_path / 'backups'}/rapid-review-")
    there = tmp_path / "new machine"
    there.mkdir()
    code, said = command("restore", made(settings), "--into", there / "rapid-review.db", "--files", there / "files")
    assert code == 0, said
    assert "Everything verifies." in said
    assert "It is held until `rapid-review release --yes`: it sends nothing, but answers" in said
    copied = settings.model_copy(
        update={"database_url": Settings(database_url=f"sqlite:///{there}/rapid-review.db").database_url}
    )
    teams.calls.clear()
    async with running(teams, copied) as copy:
        await copy.parts.scheduler.tick_once()
        await copy.parts.auditor.look_round()
        assert not copy.parts.auditor.fresh  # It found nothing late, since it did not look.
        states = await (await copy.session.get(f"{copy.url}/readyz")).json()
        assert (states["sending"], states["state"]) == ("held", "amber")
        await copy.settle()
        assert teams.sent() == []
        assert (await copy.post(activity(teams, text="help", id="asked after"))).status == 200
        await copy.settle()
        assert len(teams.sent()) == 1  # Whoever asks is answered.
        url = copied.database_url.get_secret_value()
        code, said = command("release", DATABASE_URL=url)
        assert code == 0
        assert "1 to people in Teams (task): due before it was held, so perhaps sent since" in said
        assert "Nothing was sent." in said
        assert command("release", "--yes") == (
            0,
            said.replace(said.splitlines()[-1], "Released: it sends from now on."),
        )
        await copy.settle()
        assert len(teams.sent()) == 2
        states = await (await copy.session.get(f"{copy.url}/readyz")).json()
        assert states["sending"] == "ok"
    assert command("release")[1] == "This database is not held: it sends as usual.\n"


def test_a_copy_made_in_another_way_can_be_held_too(command: Command, settings: Settings) -> None:
    assert command("migrate")[0] == 0
    assert command("hold-sending", "2026-11-23T09:00")[0] == 2  # Nobody knows which nine o'clock.
    assert command("hold-sending", "2026-11-23T09:00+00:00")[1].startswith(
        "It is held until `rapid-review release --yes`"
    )
    said = command("release", "--yes")[1]
    assert "This copy is as things were on 23 November 2026 at 09:00 UTC" in said
    assert "Nothing waits to be sent." in said


def test_a_drill_says_how_old_and_how_long_in_words_and_for_a_machine(command: Command, settings: Settings) -> None:
    assert command("migrate")[0] == 0
    assert command("drill", "--latest", settings.backup_folder) == (
        1,
        f"There is no backup in {settings.backup_folder}.\n",
    )
    assert command("backup")[0] == 0
    code, said = command("drill", "--latest", settings.backup_folder)
    assert code == 0
    assert "Everything verifies." in said
    told = json.loads(said.splitlines()[-1])
    assert told["good"] is True
    assert told["backup"] == made(settings).name
    assert told["age_seconds"] < 60
    assert 0 < told["took_seconds"] < 60
    path = made(settings)
    path.write_bytes(path.read_bytes()[:-1])
    code, said = command("drill", path)
    assert (code, said) == (
        1,
        "This backup cannot be trusted: it was cut short or altered. Nothing was restored. Use another backup.\n",
    )


def goes_a_revision_back(settings: Settings) -> None:
    with closing(connect(settings)) as store, store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER form_no_replace")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0005'")


def test_a_migration_is_backed_up_first(command: Command, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = command("migrate")
    assert (code, said) == (0, "The database is up to date.\n")  # There was nothing to lose.
    goes_a_revision_back(settings)
    code, said = command("migrate")
    assert code == 0
    assert f"Backed up first: {made(settings)}" in said
    assert command("drill", made(settings))[0] == 0  # It is of the older revision, and is brought up.
    code, said = command("migrate")
    assert said == "The database is up to date.\n"


def test_a_migration_without_its_backup_is_not_made(command: Command, settings: Settings, tmp_path: Path) -> None:
    assert command("migrate")[0] == 0
    goes_a_revision_back(settings)
    (tmp_path / "backups" / "backup.lock").mkdir()
    code, said = command("migrate")
    assert code == 1
    assert "No backup was made" in said
    assert "The database was not migrated." in said


def test_what_cannot_be_restored_is_said_with_what_to_do(command: Command, settings: Settings, tmp_path: Path) -> None:
    assert command("migrate")[0] == 0
    assert command("backup")[0] == 0
    database = settings.sqlite_path
    code, said = command("restore", made(settings), "--into", database, "--files", tmp_path / "files")
    assert code == 1
    assert "is not empty. A backup is restored into an empty place only: name another one." in said
    code, said = command("restore", tmp_path / "none.rrb", "--into", tmp_path / "new.db", "--files", tmp_path / "files")
    assert (code, said) == (1, f"Nothing was restored: No such file or directory ({tmp_path / 'none.rrb'}).\n")
    other = base64.b64encode(bytes(32)).decode()
    code, said = command(
        "restore", made(settings), "--into", tmp_path / "new.db", "--files", tmp_path / "files", RR_MASTER_KEY=other
    )
    assert code == 1
    assert "Set the master key that was in use when it was made." in said
    assert not (tmp_path / "new.db").exists()


async def test_the_bot_makes_its_own_when_it_is_time(bot: Running, settings: Settings, tmp_path: Path) -> None:
    clock = StillClock()
    backups = Backups(settings, clock)
    assert backups.late
    assert await backups.look()
    assert await backups.look() is None  # Somebody has just made one.
    assert not backups.late
    clock.time += timedelta(minutes=15)
    assert await backups.look()
    clock.time += timedelta(minutes=46)
    assert backups.late
    assert last_good(tmp_path / "backups", clock.time) == clock.time - timedelta(minutes=46)
    clock.time += timedelta(days=2)
    assert await backups.look()
    assert len([*(tmp_path / "backups").glob("*.rrb")]) == 2  # The last of that day, and this one.


async def test_one_dated_in_the_future_stops_nothing(bot: Running, settings: Settings, tmp_path: Path) -> None:
    clock = StillClock()
    ahead = tmp_path / "backups" / keeping.name(clock.time + timedelta(days=365), "0" * 8)
    ahead.write_bytes(b"made when the clock was wrong")
    backups = Backups(settings, clock)
    assert backups.late
    assert backups.age == math.inf
    assert await backups.look()
    assert not backups.late
    assert ahead.exists()


def test_a_scheduler_of_ones_own_keeps_the_folder_in_order(command: Command, settings: Settings) -> None:
    assert command("migrate")[0] == 0
    assert settings.backup_folder
    now = datetime.now(UTC)
    (too_old, kept) = [settings.backup_folder / keeping.name(now - timedelta(days=n), "0" * 8) for n in (40, 20)]
    for one in (too_old, kept):
        one.write_bytes(b"sealed")
    assert command("backup")[0] == 0
    assert (too_old.exists(), kept.exists()) == (False, True)


def test_a_disposal_clears_away_what_a_killed_backup_left(
    command: Command, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy has the key of the case that is gone."""
    assert command("migrate")[0] == 0
    assert settings.sqlite_path
    left = settings.sqlite_path.parent / f"{spooling.PREFIX}of-usb"
    (left / "copy").mkdir(parents=True)
    (left / "copy" / "database.sqlite").write_bytes(b"a wrapped key")
    monkeypatch.setattr("bot.disposing.dispose", lambda *_: SimpleNamespace(reference="RR-2026-001"))
    assert command("dispose", "RR-2026-001", "--really")[0] == 0
    assert not left.exists()


def test_the_wrong_master_key_makes_no_backup(command: Command, settings: Settings) -> None:
    assert command("migrate")[0] == 0
    code, said = command("backup", RR_MASTER_KEY=base64.b64encode(bytes(range(1, 33))).decode())
    assert code == 1
    assert "does not open this database, so no backup was made" in said


async def test_readiness_says_when_backups_do_not_come(bot: Running, settings: Settings) -> None:
    await bot.parts.scheduler.tick_once()
    await bot.parts.auditor.audit_once()
    response = await bot.session.get(f"{bot.url}/readyz")
    states = await response.json()
    assert (response.status, states["backups"], states["state"]) == (200, "late", "amber")


def test_a_key_that_is_not_random_is_said(settings: Settings) -> None:
    assert settings.backup_key_file
    settings.backup_key_file.write_text(base64.b64encode(bytes(32)).decode())
    assert any(words.startswith("The key in RR_BACKUP_KEY_FILE is not random") for words in mistakes_in(settings))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"backup_folder": None}, "RR_BACKUP_MINUTES needs RR_BACKUP_FOLDER"),
        ({"backup_folder": Path("/nowhere")}, "RR_BACKUP_FOLDER: the folder does not exist"),
        ({"backup_key_file": None}, "There is no backup key. Set RR_BACKUP_KEY_FILE"),
        ({"backup_key_file": Path("/nowhere")}, "RR_BACKUP_KEY_FILE names a file that cannot be read"),
    ],
)
def test_wrong_settings_are_said(settings: Settings, given: dict[str, Any], said: str) -> None:
    assert any(words.startswith(said) for words in mistakes_in(settings.model_copy(update=given)))
    assert not any("BACKUP" in words for words in mistakes_in(settings))


def test_the_master_key_is_no_backup_key(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "backup.key").write_text(settings.master_key.get_secret_value())
    with pytest.raises(SettingsWrong, match="A backup needs a key of its own"):
        settings.backup_key()
