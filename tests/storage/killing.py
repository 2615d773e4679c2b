"""A process that dies by SIGKILL just before the n-th statement of some work, and one that lives to its end."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from folders import Folder, told
from sqlalchemy import event

from storage.store import Store

Work = Callable[[Store[Folder]], object]
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["storage.store"])


def dies_before(statement: int, url: str, key: bytes, work: Work) -> bool:
    """Run this in a process of its own, which is killed before its statement of this number. False if it had fewer."""
    process = FORKED.Process(target=_run, args=(statement, url, key, work))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), f"it ended with {process.exitcode}"
    return process.exitcode != 0


def _run(statement: int, url: str, key: bytes, work: Work) -> None:
    store = Store.connect(url, key, case_type=Folder, announce=told)
    left = [statement]

    def count(*_: Any) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "before_cursor_execute", count)
    event.listen(store._engine, "commit", count)
    work(store)
    store.close()
