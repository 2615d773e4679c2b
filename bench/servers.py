"""A server in a process of its own, and what the system says of that process."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import IO

ROOT = Path(__file__).parents[1]
OURS = (sys.executable, "-m", "bench.bots.ours")
STOCK = (sys.executable, "bench/bots/stock.py")
FLOOR = (sys.executable, "bench/bots/floor.py")
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30.0


def peer(venv: Path, name: str) -> tuple[str, ...]:
    """A bot on another SDK, which needs its own environment."""
    return str(venv / "bin" / "python"), f"bench/bots/{name}.py"


@dataclass
class Server:
    """Started at once; `stop` ends it."""

    command: tuple[str, ...]
    arguments: tuple[str, ...]
    port: int = field(default_factory=lambda: _free_port())

    def __post_init__(self) -> None:
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  Closed by `stop`.
        command = [*self.command, str(self.port), *self.arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self.said, stderr=self.said)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/messages"

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def cpu_seconds(self) -> float:
        """User and system time, its threads' included, from the system's own count."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def rss_mb(self) -> float:
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    async def listens(self) -> None:
        """Until it takes connections."""
        until = monotonic() + START_SECONDS
        while monotonic() < until and self._process.poll() is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
        raise RuntimeError(f"{' '.join(self.command)} does not listen:\n{self.words()}")

    def words(self) -> str:
        """What it printed."""
        self.said.seek(0)
        return self.said.read()[-4000:].decode(errors="replace")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=15)
        self.said.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
