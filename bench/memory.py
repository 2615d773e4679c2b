"""How much memory a process may have: by a control group if the system lets us make one, else by its data's limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

GROUP = Path("/sys/fs/cgroup/memory/bench")


@dataclass(frozen=True)
class Limited:
    """What to put before a command, and how the limit is enforced, in words."""

    before: tuple[str, ...]
    how: str
    group: Path | None = None

    @property
    def most(self) -> str:
        """The most that was taken, caches of files included, if the system counted it."""
        if self.group is None:
            return "not counted"
        return f"{int((self.group / 'memory.max_usage_in_bytes').read_text()) / 1e6:.0f} MB"


@contextmanager
def limited(bytes: int) -> Iterator[Limited]:
    """A process that is begun so is killed by the system, or refused, if it takes more."""
    try:
        GROUP.mkdir()
        (GROUP / "memory.limit_in_bytes").write_text(str(bytes))
    except OSError:
        yield Limited(("prlimit", f"--data={bytes}"), f"its data limited to {bytes // 2**20} MiB")
        return
    join = ("sh", "-c", f'echo $$ > {GROUP}/cgroup.procs && exec "$@"', "sh")
    try:
        yield Limited(join, f"in a control group of {bytes // 2**20} MiB", GROUP)
    finally:
        GROUP.rmdir()
