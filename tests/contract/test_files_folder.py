"""Where files are kept: beside an SQLite database, else where the settings say, else nowhere."""

from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.partnership import Watched
from bot.settings import Settings
from bot.settings_checks import mistakes_in
from bot.surroundings import Surroundings

POSTGRESQL = "postgresql://bot@db.example/cases?sslmode=verify-full"


def changed(settings: Settings, **values: object) -> Settings:
    return Settings(**{**settings.model_dump(), **values})


def keeps_files(settings: Settings) -> bool:
    return Surroundings(settings, Watched(settings.partnership), SystemClock()).files is not None


def test_they_stand_beside_an_sqlite_database(settings: Settings, tmp_path: Path) -> None:
    assert settings.files_path == tmp_path / "rapid-review.files"
    assert keeps_files(settings)


def test_with_postgresql_they_are_taken_only_once_a_folder_is_named(settings: Settings, tmp_path: Path) -> None:
    assert not keeps_files(changed(settings, database_url=POSTGRESQL))
    assert keeps_files(changed(settings, database_url=POSTGRESQL, files=tmp_path))


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_named_must_be_there(settings: Settings, tmp_path: Path, there: bool) -> None:
    named = changed(settings, files=tmp_path if there else tmp_path / "nowhere")
    assert any(mistake.startswith("RR_FILES") for mistake in mistakes_in(named)) is not there
