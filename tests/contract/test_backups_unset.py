"""Whoever set a folder for backups and no time to make them is told so before the bot starts, and not after a loss."""

import base64
from pathlib import Path

import pytest
from conftest import PARTNERSHIP
from standins import APP_ID, TENANT

from bot.cli import main
from bot.settings import names


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in names():
        monkeypatch.delenv(name, raising=False)
    keys = {name: tmp_path / name for name in ("RR_MASTER_KEY_FILE", "RR_BACKUP_KEY_FILE")}
    for n, path in enumerate(keys.values()):
        path.touch(0o600)
        path.write_bytes(base64.b64encode(bytes(range(n, n + 32))))
    bot = {"MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "the client secret", "MicrosoftAppTenantId": TENANT}
    places = {"RR_PARTNERSHIP": PARTNERSHIP, "DATABASE_URL": f"sqlite:///{tmp_path / 'rapid-review.db'}"}
    for name, value in {**bot, **places, **keys, "RR_BACKUP_FOLDER": tmp_path}.items():
        monkeypatch.setenv(name, str(value))
    return monkeypatch


def test_a_folder_without_minutes_makes_no_backups_and_that_is_said(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check-config"]) == 0
    said = capsys.readouterr()
    assert "The settings are right." in said.out
    assert said.err == (
        "Warning: RR_BACKUP_MINUTES is not set, so the running bot makes no backups and lets none go. "
        "Set it to 15, unless a scheduler of your own runs `rapid-review backup`.\n"
    )


def test_with_both_nothing_is_warned_of(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    environment.setenv("RR_BACKUP_MINUTES", "15")
    assert main(["check-config"]) == 0
    assert capsys.readouterr().err == ""
