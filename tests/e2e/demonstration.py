"""The demonstration as a process of its own, started as a newcomer starts it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = str(Path(sys.executable).with_name("rapid-review"))
STOP_SECONDS = 20
BEGIN = "2026-11-23T09:00+00:00"
"""A Monday morning."""


@dataclass(frozen=True)
class Demo:
    """A running demonstration."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    windows: dict[str, str]
    """The address of each person's window, by their given name in small letters."""

    def stop(self, sign: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Press Ctrl-C: how it ended, and what it said last."""
        self.process.send_signal(sign)
        said, _ = self.process.communicate(timeout=STOP_SECONDS)
        return self.process.returncode, said

    def clock(self, to: str) -> str:
        """Move its clock from the command line."""
        environment = {**os.environ, "RR_ENV": "demo", "RR_PORT": str(self.port)}
        command = [PROGRAM, "clock", to]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


Start = Callable[..., Demo]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def need_playground() -> None:
    if not (shutil.which("node") and (ROOT / "node_modules/@microsoft/m365agentsplayground").is_dir()):
        pytest.skip("The Playground is not installed, so it was not tested: run npm ci.")


@contextmanager
def demonstration(folder: Path, *arguments: str) -> Iterator[Demo]:
    """Start one on free ports and wait until it says that it is ready."""
    need_playground()
    port = free_port()
    where = ["--folder", str(folder), "--port", str(port), "--windows-from", "0"]
    begin = [] if (folder / "rapid-review.clock").exists() else ["--begin", BEGIN]
    command = [PROGRAM, "demo", *where, *begin, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with process:
        try:
            yield Demo(process, folder, port, dict(_windows(process)))
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _windows(process: subprocess.Popen[str]) -> Iterator[tuple[str, str]]:
    """Read the list of who is where, as a newcomer would."""
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.match(r"\s+(http://localhost:\d+)\s+(\w+)", line):
            yield found[2].lower(), found[1]
        if "Press Ctrl-C" in line:
            return
    raise AssertionError(f"The demonstration did not start:\n{''.join(said)}")
