"""What can get into the log: constant words, ids, codes, counts, durations. Whatever else is given, it shows as `?`."""

import io
import json
import logging
import sys
import threading
from datetime import date
from typing import Any

import pytest
from conftest import Running
from standins import BEN, activity

from bot import correlation
from bot.logging import Discreet, Discreetly, fit, guarded

SAID = "Tommy Canary of 4 Mill Lane was hurt on Sunday"


def line(template: str, *args: object, logger: str = "bot.test", error: BaseException | None = None) -> dict[str, str]:
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, template, args, None)
    record.exc_info = (type(error), error, error.__traceback__) if error else None
    said: dict[str, str] = json.loads(Discreet("json").format(record))
    return said


@pytest.mark.parametrize(
    "argument",
    [
        *("RR-2026-001", "lease_over", "summary.submit", "message-12", "12,13,14", "3f9a0b1c", "expired", "production"),
        *("503", "503 ServiceUnavailable", "403 BotNotInConversationRoster", "uncertain 502", "429 TooManyRequests"),
        *(
            "internal Refusal",
            "no_token invalid_client",
            "graph 404 ErrorItemNotFound",
            "graph TimeoutError",
            "mail 550",
        ),
        *("uncertain mail_no_answer", "graph_no_token invalid_client", "ClientConnectorError", "ExpiredSignatureError"),
        *("2026-11-27T09:00+00:00", "0.25s", "12ms", 0, 17, 2.5, None, True),
    ],
)
def test_ids_codes_counts_moments_and_durations_are_written(argument: object) -> None:
    assert fit(argument) == argument


@pytest.mark.parametrize(
    "argument",
    [
        *(SAID, "Tommy", "Tommy Canary", "tommy canary", "McCanary", "tommy@example.org", "4 Mill Lane", "Mill-Lane 4"),
        *("07700 900123", "07700900123", 7700900123, "943 476 5919", "9434765919", "2015-03-02", date(2015, 3, 2)),
        *("00000000-0000-4000-8000-000000000002", "https://example.org/x", "503 Tommy", "/home/tommy", "a\nb", "RR-X"),
        *({"name": "Tommy"}, ["Tommy"], ValueError("Tommy"), b"tommy", "x" * 300),
    ],
)
def test_names_numbers_of_people_addresses_days_and_words_are_not(argument: object) -> None:
    assert fit(argument) == "?"


def test_plain_lines_say_the_same() -> None:
    record = logging.LogRecord("bot", logging.WARNING, __file__, 1, "failed code=%s", ("lease_over",), None)
    assert Discreet("plain").format(record).endswith("  warning  bot  -  failed code=lease_over")


def test_a_class_is_written_by_its_name() -> None:
    assert line("failed code=%s", KeyError)["what"] == "failed code=KeyError"


def test_an_argument_of_the_wrong_kind_leaves_the_words_alone() -> None:
    assert line("failed count=%d", SAID)["what"] == "failed count=%d"


def test_an_error_with_a_row_in_its_words_is_written_without_them() -> None:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as cause:
            raise RuntimeError(f"DETAIL: Key (name)=({SAID}) already exists.") from cause
    except RuntimeError as error:
        said = line("turn failed error=%s", error, error=error)
    assert said["what"] == "turn failed error=?"
    assert said["error"].startswith("RuntimeError (test_logging.py:")
    assert "from KeyError (test_logging.py:" in said["error"]
    assert "Canary" not in json.dumps(said)


def test_a_line_that_cannot_be_made_or_written_is_not_spelt_out(capsys: pytest.CaptureFixture[str]) -> None:
    class Unspeakable:
        def __str__(self) -> str:
            raise ValueError(SAID)

    closed = io.StringIO()
    closed.close()
    handler = Discreetly(closed)
    handler.setFormatter(Discreet("json"))
    handler.handle(logging.LogRecord("bot", logging.INFO, __file__, 1, "failed code=%s", (SAID,), None))
    assert line("failed code=%s", Unspeakable())["what"] == "failed code=?"
    assert capsys.readouterr() == ("", "")


def test_what_a_library_says_is_not_written() -> None:
    said = line(f"Error handling request from {SAID}", logger="aiohttp.server")
    assert said["what"] == "not ours: test_logging:1"
    assert "Canary" not in json.dumps(said)


def test_what_nobody_catches_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(Discreet("json").format(record))

    ear, log = Ear(), logging.getLogger("bot.logging")
    log.addHandler(ear)
    log.propagate = False
    with guarded():
        sys.excepthook(ValueError, ValueError(SAID), None)
        thread = threading.Thread(target=lambda: (_ for _ in ()).throw(ValueError(SAID)))
        thread.start()
        thread.join()
    log.propagate = True
    log.removeHandler(ear)
    assert len(heard) == 2
    assert "uncaught code=ValueError" in heard[0]
    assert "Canary" not in "".join(heard) + capsys.readouterr().err


# -- What a line is about


class Heard(logging.Handler):
    """Every line as it would be written, in the thread in which it is said."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(Discreet("json").format(record)))

    def said(self, words: str) -> dict[str, Any]:
        [found] = [line for line in self.lines if line["what"].startswith(words)]
        return found


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO)
    heard = Heard()
    logging.getLogger().addHandler(heard)
    yield heard
    logging.getLogger().removeHandler(heard)


async def test_from_the_activity_to_the_message_that_was_sent_for_it(bot: Running, heard: Heard) -> None:
    await bot.post(activity(bot.teams, BEN, text="help", id="1732699800123"))
    await bot.settle()
    owed = heard.said("owed messages=")
    assert owed["for"] == correlation.of_activity("1732699800123")
    sent = heard.said("message sent")
    assert sent["for"] == f"message-{owed['what'].removeprefix('owed messages=')}"


async def test_a_refusal_and_a_failure_say_which_activity_it_was(bot: Running, heard: Heard) -> None:
    def broken(turn: object, desk: object) -> None:
        raise ValueError(SAID)

    await bot.post(activity(bot.teams, BEN, text="help", id="one", serviceUrl="https://elsewhere.example/"))
    assert heard.said("activity refused")["for"] == correlation.of_activity("one")
    bot.dialogs.answer = broken
    await bot.post(activity(bot.teams, BEN, text="help", id="two"))
    assert heard.said("turn failed")["for"] == correlation.of_activity("two")
    await bot.post({"type": "message"})
    assert heard.lines[-1]["for"] == "-"
