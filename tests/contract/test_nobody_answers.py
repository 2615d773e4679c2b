"""Where the Connector cannot be reached at all nothing was sent, and it is tried again until it is there (N4)."""

import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
)
from aiohttp.client_reqrep import ConnectionKey
from conftest import Running

BENS = "00000000-0000-4000-8000-000000000002"
HOST: Any = ConnectionKey("smba.trafficmanager.net", 443, True, True, None, None, None)
FAULTS: dict[str, Callable[[], Exception]] = {
    "nothing listens": lambda: ClientConnectorError(HOST, ConnectionRefusedError(111, "refused")),
    "no such name": lambda: ClientConnectorDNSError(HOST, OSError(-2, "Name or service not known")),
    "it speaks no TLS": lambda: ClientConnectorSSLError(HOST, ssl.SSLError(1, "wrong version number")),
    "nobody vouches for it": lambda: ClientConnectorCertificateError(HOST, ssl.SSLCertVerificationError()),
}
UNSAFE = {"it speaks no TLS", "nobody vouches for it"}
"""Told apart from silence: it may be somebody who reads along."""


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_connector_that_is_not_there_is_tried_again(
    bot: Running, monkeypatch: pytest.MonkeyPatch, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.says("help")
    await bot.settle()
    bot.teams.calls.clear()

    def fails(*_: Any, **__: Any) -> Any:
        raise FAULTS[fault]()

    session = bot.parts.dispatcher.courier.connector._session
    with monkeypatch.context() as broken:
        broken.setattr(type(session), "request", fails)
        await bot.owes(key="1", to=BENS)
        await bot.settle()
    assert await bot.outbox() == {"ready": 1, "sent": 1}, "nothing was sent, so nothing is uncertain"
    told = [record.message for record in caplog.records if record.message.startswith("connection not safe")]
    counted = bot.parts.metrics.metrics.registry.get_sample_value
    code = "not_safe" if fault in UNSAFE else "no_connection"
    assert counted("rapid_review_sends_total", {"outcome": "throttled", "code": code}) == 1
    assert len(told) == (fault in UNSAFE)
    bot.clock.time += timedelta(minutes=1)
    await bot.settle()
    assert (len(bot.teams.sent()), await bot.outbox()) == (1, {"sent": 2})
