"""A stream of bytes sealed in numbered chunks: what was altered, moved, left out, added or cut off does not open.

This is the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár 2015) with AES-256-GCM: a chunk's nonce is its
number and whether it is the last. Each file has a key of its own, so that a nonce is never used twice under one key.
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.backup.errors import Damaged, NotABackup, WrongBackupKey
from storage.vault import KEY_BYTES, fingerprint

MAGIC = b"rapid review backup 1\n"
PRINT_CHARACTERS = 19
SALT_BYTES = 32
HEAD_BYTES = len(MAGIC) + PRINT_CHARACTERS + SALT_BYTES
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
CUT = "it was cut short or altered"


class SealedWriter:
    """Write to it and close it. What was not closed does not open."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file, self._number, self._waiting = file, 0, bytearray()
        self._head = MAGIC + fingerprint(key).encode() + salt
        self._aes = _cipher(key, salt)
        file.write(self._head)

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > CHUNK_BYTES:  # Never to the last byte: the last chunk is known only at the end.
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(content)

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._aes.encrypt(_nonce(self._number, last=last), chunk, self._head))
        self._number += 1


class SealedReader:
    """Read from it to the end: only then is it known that nothing was cut off."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._number, self._opened = file, 0, bytearray()
        self._head = file.read(HEAD_BYTES)
        if not self._head.startswith(MAGIC) or len(self._head) != HEAD_BYTES:
            raise NotABackup
        made_with = self._head[len(MAGIC) : -SALT_BYTES].decode("ascii", "replace")
        if made_with != fingerprint(key):
            raise WrongBackupKey(made_with, fingerprint(key))
        self._aes = _cipher(key, self._head[-SALT_BYTES:])
        self._next = self._sealed()
        if self._next is None:  # Even of nothing there is a last chunk.
            raise Damaged(CUT)

    @property
    def ended(self) -> bool:
        return self._next is None

    def read(self, most: int) -> bytes:
        """Up to so many bytes; fewer only at the end. Raises `Damaged`."""
        while len(self._opened) < most and self._next is not None:
            chunk, self._next = self._next, self._sealed()
            self._opened += self._open(chunk, last=self._next is None)
        given = bytes(self._opened[:most])
        del self._opened[:most]
        return given

    def drain(self) -> None:
        """Read on to the end."""
        while not self.ended:
            self.read(CHUNK_BYTES)

    def _sealed(self) -> bytes | None:
        return self._file.read(CHUNK_BYTES + TAG_BYTES) or None

    def _open(self, chunk: bytes, *, last: bool) -> bytes:
        try:
            opened = self._aes.decrypt(_nonce(self._number, last=last), chunk, self._head)
        except InvalidTag:
            raise Damaged(CUT) from None
        self._number += 1
        return opened


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=MAGIC).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
