"""Sealing: what people wrote is unreadable without the master key, and only in the row it was written for."""

import os
from contextlib import suppress
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.columns import clean
from storage.errors import BrokenSeal

NONCE_BYTES = 12
KEY_BYTES = 32
FINGERPRINT_BYTES = 8


class Sealer:
    """AES-256-GCM under a key. The place (table, column, row) is authenticated: moved content does not open.

    Several keys may follow one another, the newest first: it seals, and what an older one sealed opens too.
    """

    def __init__(self, keys: bytes) -> None:
        self._keys = [AESGCM(keys[at : at + KEY_BYTES]) for at in range(0, len(keys), KEY_BYTES)]

    def seal(self, plain: bytes, *place: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._keys[0].encrypt(nonce, plain, _bound_to(place))

    def open(self, sealed: bytes, *place: str) -> bytes:
        """The plain bytes; BrokenSeal if altered, moved, or sealed under another key."""
        for key in self._keys:
            with suppress(InvalidTag):
                return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(place))
        raise BrokenSeal(f"sealed content does not belong in {'.'.join(place[:2])}")


class Vault:
    """The master key, the cases' own keys that it wraps, and the keys derived from it for what has no case."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise ValueError(f"the master key must be {KEY_BYTES} bytes")
        self._master_key = master_key
        self._master = Sealer(master_key)
        self.derived = lru_cache(maxsize=1_000)(self._derive)

    def new_case_key(self, reference: str) -> tuple[Sealer, bytes]:
        """A sealer for a new case, and its key as it may be kept. A key per case: destroying it destroys the case."""
        key = os.urandom(KEY_BYTES)
        return Sealer(key), self._master.seal(key, "case_key", "wrapped", reference)

    def case_sealer(self, reference: str, wrapped: bytes) -> Sealer:
        return Sealer(self._master.open(wrapped, "case_key", "wrapped", reference))

    def renewed(self, reference: str, wrapped: bytes, under: "Vault") -> bytes:
        """A new key for what is written in the case from now on, with all it has had, wrapped by another master key."""
        place = ("case_key", "wrapped", reference)
        return under._master.seal(os.urandom(KEY_BYTES) + self._master.open(wrapped, *place), *place)

    @property
    def fingerprint(self) -> str:
        """By which two copies of a key are known to be the same; nothing of the key can be told from it."""
        return fingerprint(self._master_key)

    def _derive(self, purpose: str, owner: str) -> Sealer:
        info = _bound_to((purpose, owner))
        return Sealer(HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self._master_key))


def fingerprint(key: bytes) -> str:
    """By which a key is known again, such as 1b2c-3d4e-5f60-7182. It says nothing of the key."""
    told = HKDF(SHA256(), FINGERPRINT_BYTES, salt=None, info=b"fingerprint").derive(key).hex()
    return "-".join(told[n : n + 4] for n in range(0, len(told), 4))


def _bound_to(place: tuple[str, ...]) -> bytes:
    """NUL cannot occur in a name, so two places never read the same."""
    return "\0".join(map(clean, place)).encode()
