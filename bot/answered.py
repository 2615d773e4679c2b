"""What a service of Microsoft’s answered, read with care: an answer need not be what it should be."""

from contextlib import suppress
from typing import Any

import orjson
from aiohttp import ClientResponse

LONGEST_SECONDS = 3600.0


async def object_in(response: ClientResponse) -> dict[str, Any]:
    """What was answered; empty when it was not an object. A success without an id is still a success."""
    said: object = None
    with suppress(ValueError):
        said = orjson.loads(await response.read())
    return said if isinstance(said, dict) else {}


def error_code(said: dict[str, Any]) -> str:
    """The code of an error, fit for a log: one word, or nothing."""
    error = said.get("error")
    code = text_in(error, "code") if isinstance(error, dict) else ""
    return code if code.isalnum() and len(code) <= 60 else ""


def text_in(holder: dict[str, Any], name: str) -> str:
    found = holder.get(name)
    return found if isinstance(found, str) else ""


def seconds_of(retry_after: str | None) -> float | None:
    """At least one: a service that says "now" and then refuses again must not be asked without a pause."""
    known = retry_after and retry_after.isascii() and retry_after.isdigit()
    return max(1.0, min(float(retry_after), LONGEST_SECONDS)) if retry_after and known else None
