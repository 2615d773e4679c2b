"""The demonstration as a command: it starts, is stopped, goes on where it was, and leaves nothing behind."""

import json
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from demonstration import PROGRAM, ROOT, Start, free_port

pytestmark = pytest.mark.e2e


def answers(address: str) -> bool:
    """Whether anything listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", urlsplit(address).port or 0)) == 0


def writes_to(window: str, person: str) -> int:
    """Write to the person's own chat as the bot would; the status of the answer."""
    chat = f"{window}/_connector/v3/conversations/personal-{person}/activities"
    body = json.dumps({"type": "message", "text": "Hello"}).encode()
    with urlopen(Request(chat, body, {"Content-Type": "application/json"}), timeout=10) as response:
        return int(response.status)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "kill"])
def test_it_is_stopped_and_leaves_nothing_behind(start: Start, sign: signal.Signals) -> None:
    demo = start("--people", "2")
    assert list(demo.windows) == ["amina", "ben"]
    assert all(map(answers, demo.windows.values()))
    assert writes_to(demo.windows["ben"], "00000000-0000-4000-8000-000000000002") == 201

    code, said = demo.stop(sign)

    assert (code, "Everything is stopped" in said) == (0, True)
    assert not any(map(answers, [*demo.windows.values(), f"http://127.0.0.1:{demo.port}"]))


def test_its_clock_is_moved_from_the_command_line_and_kept(start: Start) -> None:
    first = start("--people", "1", "--begin", "2026-12-24T09:00+00:00")
    assert "2026-12-31T09:00" in first.clock("next")  # Christmas, and the days Fellshire closes, do not count.
    first.stop()

    assert "2027-01-04T09:00" in start("--people", "1").clock("next")


def test_a_second_one_is_told_why_it_cannot_start(start: Start, tmp_path: Path) -> None:
    first = start("--people", "1")

    def says(folder: Path, port: int) -> str:
        command = [PROGRAM, "demo", "--folder", str(folder), "--port", str(port), "--people", "1"]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert ran.returncode == 1
        return ran.stdout

    assert "Another process is using" in says(first.folder, free_port())
    assert "Is another demonstration running?" in says(tmp_path / "other", first.port)
