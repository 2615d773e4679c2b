"""A sealed stream gives back what was written, or nothing that was altered, reordered, cut or added to."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.backup import stream
from storage.backup.errors import BackupError, Damaged, WrongBackupKey
from storage.backup.stream import HEAD_BYTES, TAG_BYTES, SealedReader, SealedWriter

KEY = bytes(range(32))
CHUNK = 16
SEALED = CHUNK + TAG_BYTES


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHUNK_BYTES", CHUNK)


def sealed(*parts: bytes, key: bytes = KEY) -> bytes:
    file = BytesIO()
    writer = SealedWriter(file, key)
    for part in parts:
        writer.write(part)
    writer.close()
    return file.getvalue()


def opened(content: bytes, key: bytes = KEY, most: int = 7) -> bytes:
    reader = SealedReader(BytesIO(content), key)
    found = b""
    while not reader.ended or reader._opened:
        found += reader.read(most)
    return found


def chunks(content: bytes) -> list[bytes]:
    body = content[HEAD_BYTES:]
    return [body[n : n + SEALED] for n in range(0, len(body), SEALED)]


@pytest.fixture(scope="module")
def five() -> bytes:
    """Five chunks, the last of them short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "CHUNK_BYTES", CHUNK)
        return sealed(bytes(range(70)))


@given(st.lists(st.binary(max_size=50), max_size=6), st.integers(1, 60))
def test_what_is_written_is_read(parts: list[bytes], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "CHUNK_BYTES", CHUNK)
        assert opened(sealed(*parts), most=most) == b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK])
def test_every_length_cut_anywhere_is_refused(size: int) -> None:
    whole = sealed(bytes(size))
    assert opened(whole) == bytes(size)
    for length in range(len(whole)):
        with pytest.raises(BackupError):
            opened(whole[:length])


def test_every_byte_is_guarded(five: bytes) -> None:
    for at in range(len(five)):
        altered = bytearray(five)
        altered[at] ^= 1
        with pytest.raises(BackupError):
            opened(bytes(altered))


@pytest.mark.parametrize(
    "order",
    [[1, 0, 2, 3, 4], [0, 0, 1, 2, 3, 4], [0, 2, 3, 4], [0, 1, 2, 3], [4], [0, 1, 2, 3, 4, 4], [0, 1, 2, 4], []],
)
def test_chunks_stand_in_their_order_or_not_at_all(five: bytes, order: list[int]) -> None:
    parts = chunks(five)
    with pytest.raises(Damaged):
        opened(five[:HEAD_BYTES] + b"".join(parts[n] for n in order))


def test_a_chunk_of_another_backup_does_not_fit(five: bytes) -> None:
    other = chunks(sealed(bytes(range(70))))
    with pytest.raises(Damaged):
        opened(five[:HEAD_BYTES] + b"".join([*chunks(five)[:1], other[1], *chunks(five)[2:]]))


def test_another_key_is_told_by_its_fingerprint(five: bytes) -> None:
    with pytest.raises(WrongBackupKey, match="sealed with another backup key"):
        opened(five, key=bytes(32))
