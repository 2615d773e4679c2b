"""`rapid-review serve` as a real process: with anything wrong it ends at once, says what, and never opens its port.

A wrong key, a second process and a database of another revision are tried without a process in `test_running.py`.
"""

import base64
import os
import socket
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PARTNERSHIP
from standins import APP_ID, TENANT

from bot.database import connect
from bot.settings import Settings

SECRET = "do-not-repeat-this"
KEY = base64.b64encode(bytes(range(32))).decode()

WATCHED = """
import sys

def told(event, what):
    if event == "socket.bind" and what[1][1]:  # Port 0 is a library that looks whether there is IPv6.
        print("BOUND", what[1], file=sys.stderr, flush=True)

sys.addaudithook(told)
from bot.cli import main
sys.exit(main(["serve"]))
"""


@dataclass(frozen=True)
class Ended:
    """How the process ended, and what it said."""

    code: int
    said: str


def _right(database: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        "MicrosoftAppId": APP_ID,
        "MicrosoftAppPassword": SECRET,
        "MicrosoftAppTenantId": TENANT,
        "RR_PARTNERSHIP": str(PARTNERSHIP),
        "DATABASE_URL": f"sqlite:///{database}",
        "RR_MASTER_KEY": KEY,
        "RR_PORT": str(port),
    }


def _served(environment: dict[str, str]) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("RR_", "MICROSOFT"))}
    return subprocess.Popen(
        [sys.executable, "-c", WATCHED],
        env={**kept, **environment},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _migrated(database: Path) -> Path:
    settings = Settings(partnership=PARTNERSHIP, database_url=f"sqlite:///{database}", master_key=KEY)
    store = connect(settings)
    store.migrate()
    store.close()
    return database


ALL_WRONG = {
    "MicrosoftAppId": "my-bot",
    "MicrosoftAppType": "SingelTenant",
    "MicrosoftAppTenantId": SECRET,
    "RR_TENANTS": "contoso.com",
    "RR_EXTRA_HOSTS": "https://evil.example/",
    "RR_PARTNERSHIP": "/nowhere/partnership.toml",
    "DATABASE_URL": f"postgresql://rr:{SECRET}@127.0.0.1:1/rr",
    "RR_MASTER_KEY": SECRET,
    "RR_PORT": "http",
    "RR_HEARTBEAT_URL": f"http://monitor.example/{SECRET}",
    "RR_TENNANTS": TENANT,
}
DEMO = {"RR_ENV": "demo", "MicrosoftAppId": "", "MicrosoftAppPassword": "", "RR_BIND": "0.0.0.0"}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """All of them begun at once, and each waited for to its end."""
    folder = tmp_path_factory.mktemp("closed")
    later = _migrated(folder / "later.db")
    with sqlite3.connect(later) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    begun = {
        "everything wrong": _served({**_right(folder / "new.db"), **ALL_WRONG}),
        "a demonstration for everybody": _served({**_right(folder / "new.db"), **DEMO}),
        "no app id": _served({**_right(folder / "new.db"), "MicrosoftAppId": ""}),
        "a database of a later program": _served(_right(later)),
    }
    return {what: Ended(code=process.wait(60), said=process.communicate()[1]) for what, process in begun.items()}


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("everything wrong", "The settings are not right:"),
        ("a demonstration for everybody", "RR_ENV=demo lets anybody in, so RR_BIND must be 127.0.0.1."),
        ("no app id", "MicrosoftAppId must be the bot's application id"),
        ("a database of a later program", "The database is at revision 9999"),
    ],
)
def test_it_does_not_start(ended: dict[str, Ended], what: str, words: str) -> None:
    assert words in ended[what].said
    assert ended[what].code == 2
    assert "BOUND" not in ended[what].said
    assert "Traceback" not in ended[what].said
    for secret in (SECRET, KEY):
        assert secret not in ended[what].said


def test_all_that_is_wrong_is_said_at_once(ended: dict[str, Ended]) -> None:
    told = [line.split()[0].rstrip(":") for line in ended["everything wrong"].said.splitlines()[1:]]
    assert set(told) >= set(ALL_WRONG), set(ALL_WRONG) - set(told)


def test_with_everything_right_it_opens_its_port(tmp_path: Path) -> None:
    """So that the tests above can fail."""
    environment = _right(_migrated(tmp_path / "review.db"))
    process = _served(environment)
    assert process.stderr
    try:
        heard = next((line for line in process.stderr if "BOUND" in line), "")
        assert environment["RR_PORT"] in heard
    finally:
        process.terminate()
        process.communicate()
    assert process.returncode == 0
