"""What the Bot Connector's tokens look like, asked before any key is looked for. It proves nothing of who made one."""

import base64
import json
from typing import Any

ISSUER = "https://api.botframework.com"
LONGEST_KEY_ID = 200


class BadShape(Exception):
    """No token of the Bot Connector looks like this; the message is a code for the log."""


def require_shape(token: str) -> None:
    """Raises `BadShape`. Tokens of other issuers the SDK would check in other ways, with keys fetched on the loop."""
    head, claims = _opened(token)
    key_id = head.get("kid")
    if head.get("alg") != "RS256" or "crit" in head:
        raise BadShape("header")
    if not isinstance(key_id, str) or not 0 < len(key_id) <= LONGEST_KEY_ID:
        raise BadShape("key_id")
    if claims.get("iss") != ISSUER:
        raise BadShape("issuer")


def _opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        head, claims, _ = token.split(".")
        return _unpacked(head), _unpacked(claims)
    except (ValueError, RecursionError):
        raise BadShape("not_a_token") from None


def _unpacked(part: str) -> dict[str, Any]:
    """ValueError if it is not an object, or names something twice: readers take now the first, now the last."""
    found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), object_pairs_hook=_unique)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found
