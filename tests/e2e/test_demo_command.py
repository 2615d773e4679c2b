"""The demonstration as a command: it starts, keeps what was done, and leaves nothing behind."""

import signal
import socket
from urllib.parse import urlsplit

import pytest
from demonstration import Start


def answers(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as caller:
        caller.settimeout(5)
        return caller.connect_ex(("127.0.0.1", parts.port or 0)) == 0


@pytest.mark.e2e
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "kill"])
def test_it_is_stopped_and_leaves_nothing_behind(start: Start, sign: signal.Signals) -> None:
    demo = start("--people", "2")
    assert list(demo.windows) == ["amina", "ben"]
    assert all(map(answers, demo.windows.values()))

    code, said = demo.stop(sign)

    assert (code, "Everything is stopped" in said) == (0, True)
    assert not any(map(answers, [*demo.windows.values(), f"http://127.0.0.1:{demo.port}"]))
