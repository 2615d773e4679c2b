"""Keys and what the program writes are for their owner alone: it warns where a key is not, and writes so itself."""

import base64
import os
import stat
from pathlib import Path

import pytest
from conftest import PARTNERSHIP
from mailserver import certificate_pem
from standins import APP_ID, TENANT

from bot.cli import main
from bot.settings import names

KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MicrosoftAppId", APP_ID)
    monkeypatch.setenv("MicrosoftAppPassword", "the client secret")
    monkeypatch.setenv("MicrosoftAppTenantId", TENANT)
    monkeypatch.setenv("RR_PARTNERSHIP", str(PARTNERSHIP))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'rapid-review.db'}")
    monkeypatch.setenv("RR_MASTER_KEY", KEY)
    return monkeypatch


def test_a_key_that_others_can_read_is_warned_of_and_stops_nothing(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file := tmp_path / "key").write_text(f"{KEY}\n")
    (certificate := tmp_path / "bot.pem").write_bytes(b"".join(certificate_pem()))
    for name in ("RR_MASTER_KEY", "MicrosoftAppPassword"):
        environment.delenv(name)
    for name, path in {"RR_MASTER_KEY_FILE": file, "RR_APP_CERTIFICATE": certificate}.items():
        environment.setenv(name, str(path))
    for mode, told in {0o400: [], 0o440: [0, 1], 0o404: [0, 1], 0o600: []}.items():
        file.chmod(mode)
        certificate.chmod(mode)
        assert main(["check-config"]) == 0
        said = [line for line in capsys.readouterr().err.splitlines() if "RR_BACKUP_MINUTES" not in line]
        assert [line.startswith("Warning: the file that RR_") for line in said] == [True for _ in told]
        assert all("can be read by others on this machine" in line for line in said)
        assert str(tmp_path) not in "".join(said)


def test_the_log_says_so_at_the_start(
    environment: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (file := tmp_path / "key").write_text(f"{KEY}\n")
    environment.delenv("RR_MASTER_KEY")
    environment.setenv("RR_MASTER_KEY_FILE", str(file))
    environment.setattr("bot.logging.set_up", lambda layout: None)
    environment.setattr("bot.serving.run", lambda app, host, port: None)
    assert main(["migrate"]) == 0
    for mode in (0o600, 0o644):
        file.chmod(mode)
        assert main(["serve"]) == 0
    assert [record.message for record in caplog.records] == ["key file readable by others setting=rr_master_key_file"]


def test_what_is_written_is_for_its_owner_alone(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = os.umask(0o022)
    try:
        assert main(["migrate"]) == 0
        assert (
            main(["package", "--app-id", APP_ID, "--domain", "bot.example.org", "-o", str(tmp_path / "app.zip")]) == 0
        )
        assert os.umask(0o022) == 0o022, "as it was, for whoever runs a command in a program of their own"
    finally:
        os.umask(usual)
    for name in ("rapid-review.db", "app.zip"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
