"""Processes that kill themselves with SIGKILL at a step that a test names. The product knows nothing of this."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FORKS = multiprocessing.get_context("forkserver")
KILLED = -signal.SIGKILL


def run(target: Callable[..., None], *arguments: Any) -> int:
    """The exit code of a real process, which need not import everything anew."""
    tests = Path(__file__).parents[1]
    with pytest.MonkeyPatch.context() as patch:  # Read when the first is begun, by the process that forks all others.
        patch.setenv("PYTHONPATH", f"{tests / 'storage'}{os.pathsep}{tests}")
        FORKS.set_forkserver_preload(["test_store_upgrades", "test_backup_killed", "test_backup_leftovers"])
        process = FORKS.Process(target=target, args=arguments, daemon=True)
        process.start()
    process.join()
    return int(process.exitcode or 0)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def plant(owner: Any, name: str, *, after: bool) -> None:
    """From now on, calling this is deadly: before anything is done, or after."""
    usual = getattr(owner, name)

    def deadly(*arguments: Any, **more: Any) -> Any:
        if after:
            usual(*arguments, **more)
        die()

    setattr(owner, name, deadly)
