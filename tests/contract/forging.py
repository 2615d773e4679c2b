"""Tokens and activities that somebody made up: each a request as it would arrive, and what it must be answered."""

import base64
import gzip
import hashlib
import hmac
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import brotli
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm
from standins import APP_ID, ISSUER, TENANT, Teams, activity, rsa_key

OTHER = "00000000-0000-4000-8000-00000000dead"
JSON = "application/json"

PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda raw: brotli.compress(raw, quality=5),
}
"""How a body can be packed, by its name in Content-Encoding."""


@dataclass(frozen=True)
class Attempt:
    """One request to the bot."""

    authorization: tuple[str, ...]
    body: bytes
    content_type: str = JSON


@dataclass(frozen=True)
class Row:
    """What is tried, and the status it must be answered with."""

    status: int
    attempt: Callable[[Teams], Attempt] = field(repr=False)


def good(teams: Teams) -> Attempt:
    """The one true request."""
    return Attempt((f"Bearer {teams.token()}",), json.dumps(activity(teams, text="help")).encode())


def header(write: Callable[[Teams], tuple[str, ...]]) -> Row:
    """Other headers."""
    return Row(401, lambda teams: replace(good(teams), authorization=write(teams)))


def token(forge: Callable[[Teams], str]) -> Row:
    """Another token."""
    return header(lambda teams: (f"Bearer {forge(teams)}",))


def claims(**changed: Any) -> Row:
    """A token that is rightly signed, and says something else."""
    return token(lambda teams: teams.token(**changed))


def raw_claims(more: bytes) -> Row:
    """A token that is rightly signed, whose claims begin with this."""
    return token(lambda teams: crafted({}, b"{" + more + b", " + written(teams)[1:]))


def head(key: str = "first", **changed: Any) -> Row:
    """A token signed with the key of this name, with another head; what is None is left out."""
    return token(lambda teams: crafted(changed, written(teams), key))


def body(status: int, write: Callable[[Teams], bytes], content_type: str = JSON) -> Row:
    """A good token with another body."""
    return Row(status, lambda teams: replace(good(teams), body=write(teams), content_type=content_type))


def said(status: int, **fields: Any) -> Row:
    """A good token with another activity; what is None is left out."""

    def write(teams: Teams) -> bytes:
        whole = activity(teams, text="help", **fields)
        return json.dumps({name: value for name, value in whole.items() if value is not None}).encode()

    return body(status, write)


def elsewhere(service_url: str) -> Row:
    """A token and an activity that agree on a service URL which is not Teams'."""

    def attempt(teams: Teams) -> Attempt:
        written = json.dumps(activity(teams, text="help", serviceUrl=service_url)).encode()
        return Attempt((f"Bearer {teams.token(serviceurl=service_url)}",), written)

    return Row(403, attempt)


# -- Tokens by hand --------------------------------------------------------------------------------------------------


def usual(teams: Teams) -> dict[str, Any]:
    now = int(time.time())
    return {"iss": ISSUER, "aud": APP_ID, "serviceurl": teams.service_url, "nbf": now - 60, "exp": now + 3600}


def written(teams: Teams, **changed: Any) -> bytes:
    """The usual claims with these in them, of any kind."""
    return json.dumps({**usual(teams), **changed}).encode()


def packed(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def crafted(changed: dict[str, Any], written: bytes, key: str = "first") -> str:
    """Signed as RS256 by this key, whatever its head says."""
    whole = {"typ": "JWT", "alg": "RS256", "kid": "first", **changed}
    return signed(
        json.dumps({name: value for name, value in whole.items() if value is not None}).encode(), written, key
    )


def signed(head: bytes, written: bytes, key: str = "first") -> str:
    text = f"{packed(head)}.{packed(written)}"
    return f"{text}.{packed(rsa_key(key).sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


def unsigned(teams: Teams, algorithm: str) -> str:
    written = json.dumps({"alg": algorithm, "kid": "first"}), json.dumps(usual(teams))
    return ".".join([*(packed(part.encode()) for part in written), ""])


def by_public_key(teams: Teams, secret: bytes) -> str:
    """HS256 with what everybody knows as the secret."""
    text = f"{packed(json.dumps({'alg': 'HS256', 'kid': 'first'}).encode())}.{packed(written(teams))}"
    return f"{text}.{packed(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def public_pem() -> bytes:
    return rsa_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def own_jwk() -> dict[str, Any]:
    """The forger's own public key."""
    found: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(rsa_key("forger").public_key()))
    return found


def by_curve(teams: Teams) -> str:
    return jwt.encode(
        usual(teams), ec.generate_private_key(ec.SECP256R1()), algorithm="ES256", headers={"kid": "first"}
    )


def changed_after_signing(teams: Teams) -> str:
    first, _, signature = teams.token().split(".")
    return f"{first}.{packed(json.dumps({**usual(teams), 'exp': 4102444800}).encode())}.{signature}"


def signature_of_another(teams: Teams) -> str:
    kept, other = teams.token().split("."), teams.token(nonce="another").split(".")
    return ".".join([*kept[:2], other[2]])


def tenant(in_channel_data: Any, in_conversation: Any) -> dict[str, Any]:
    """An activity's two places for a tenant; None leaves it out."""
    conversation = {"conversationType": "personal", "id": "a:ben", "tenantId": in_conversation}
    data = {"tenant": {"id": in_channel_data}} if in_channel_data is not None else {}
    return {
        "channelData": data,
        "conversation": {name: value for name, value in conversation.items() if value is not None},
    }


OURS = TENANT
