"""Without the master key nothing can be read, and sealed content opens only where it belongs."""

from pathlib import Path
from typing import Any

import pytest
from folders import KEY, NOW, Folder, Open, kept, message

from rapid_review.timing.hours import Hours
from storage.errors import BrokenSeal, WrongKey
from storage.store import Store
from storage.vault import Vault

CANARY = "Blodeuwedd Canary"


def test_nothing_people_wrote_is_readable_in_the_files(opening: Open, tmp_path: Path, url: str) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL's files are its own; the rows are looked at below")
    store = opening()
    store.migrate()
    reference = kept(store, CANARY)
    _write_everywhere(store, reference)
    while_open = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    store.close()
    after = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert reference.encode() in while_open
    assert CANARY.encode() not in while_open + after


def test_nothing_people_wrote_is_readable_in_the_rows(store: Store[Folder], rows: Any) -> None:
    _write_everywhere(store, kept(store, CANARY))
    for table in ("case_", "form", "draft", "outbox", "audit", "participant"):
        (row, *_) = rows(f"SELECT * FROM {table}")
        assert all(
            CANARY.encode() not in bytes(value) for value in row.values() if isinstance(value, bytes | memoryview)
        )
        assert CANARY not in repr(row)


@pytest.mark.parametrize(
    "move",
    [
        "UPDATE case_ SET state = (SELECT state FROM case_ WHERE reference = 'RR-2026-002')",
        "UPDATE case_ SET state = (SELECT answers FROM form WHERE \"case\" = 'RR-2026-001')",
        "UPDATE case_key SET wrapped = (SELECT wrapped FROM case_key WHERE reference = 'RR-2026-002')",
    ],
)
def test_a_case_opens_only_in_its_own_row(store: Store[Folder], rows: Any, move: str) -> None:
    for reference in (kept(store), kept(store)):
        store.run_now(lambda work, of=reference: work.put_form(of, "ballot", "ben", "ben", NOW, {"stance": "yes"}))
    rows(move + " WHERE reference = 'RR-2026-001'")
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.case("RR-2026-001"))
    assert store.run_now(lambda work: work.case("RR-2026-002")).notes == ["opened"]


def test_a_draft_opens_only_for_its_writer(store: Store[Folder], rows: Any) -> None:
    store.run_now(lambda work: work.put_draft("ben", "ballot", "RR-1", {"stance": "yes"}, NOW))
    rows("UPDATE draft SET person = 'carys'")
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.draft("carys", "ballot", "RR-1"))


@pytest.mark.parametrize(
    "move",
    [
        "UPDATE form SET answers = (SELECT answers FROM form WHERE \"case\" = 'RR-2026-002')",
        "UPDATE form SET answers = (SELECT answers FROM form WHERE kind = 'other')",
        "UPDATE form SET subject = 'carys'",
        "UPDATE form SET revision = 7",
    ],
)
def test_a_form_opens_only_in_its_own_place(store: Store[Folder], rows: Any, url: str, move: str) -> None:
    """Whoever can change rows can take the trigger away that refuses it."""
    for reference in (kept(store), kept(store)):
        store.run_now(lambda work, of=reference: work.put_form(of, "ballot", "ben", "ben", NOW, {"stance": "yes"}))
    store.run_now(lambda work: work.put_form("RR-2026-001", "other", "ben", "ben", NOW, {"stance": "no"}))
    rows("DROP TRIGGER form_no_update" + ("" if url.startswith("sqlite") else " ON form"))
    rows(move + " WHERE \"case\" = 'RR-2026-001' AND kind = 'ballot'")
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.forms_of("RR-2026-001"))


def test_hours_open_only_for_whoever_chose_them(store: Store[Folder], rows: Any) -> None:
    store.run_now(lambda work: work.keep_preference("ben", Hours(), NOW))
    rows("UPDATE preference SET person = 'carys'")
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.preference("carys"))


def test_a_card_opens_only_for_its_message(store: Store[Folder], rows: Any) -> None:
    store.run_now(lambda work: work.owe(message("a", card={"text": CANARY})))
    rows("UPDATE outbox SET key = 'b'")
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.claim(NOW, 1, "one", 60))


def test_one_changed_bit_is_noticed() -> None:
    sealer = Vault(KEY).derived("test", "ben")
    sealed = sealer.seal(b"words", "table", "column", "row")
    for position in range(len(sealed)):
        broken = bytearray(sealed)
        broken[position] ^= 1
        with pytest.raises(BrokenSeal):
            sealer.open(bytes(broken), "table", "column", "row")


def test_the_same_words_never_look_the_same_twice() -> None:
    sealer = Vault(KEY).derived("test", "ben")
    assert sealer.seal(b"words", "a") != sealer.seal(b"words", "a")


def test_places_that_read_alike_are_told_apart() -> None:
    sealer = Vault(KEY).derived("test", "ben")
    with pytest.raises(BrokenSeal):
        sealer.open(sealer.seal(b"words", "a", "b|c"), "a|b", "c")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(bytes(length))


def test_a_wrong_key_is_refused_before_anything_is_written(opening: Open, store: Store[Folder], url: str) -> None:
    kept(store)
    store.close()
    before = _file(url)
    stranger = opening(bytes(32))
    for attempt in (stranger.check, stranger.migrate):
        with pytest.raises(WrongKey):
            attempt()
    stranger.close()
    assert _file(url) == before
    opening().check()


def _write_everywhere(store: Store[Folder], reference: str) -> None:
    def write(work: Any) -> None:
        work.put_form(reference, "summary", "police", "ben", NOW, {"text": CANARY})
        work.put_draft("ben", "summary", reference, {"text": CANARY}, NOW)
        work.owe(message("reply", card={"body": [{"text": CANARY}]}))
        work.owe(message("reply-of-case", case=reference, card={"body": [{"text": CANARY}]}))

    store.run_now(write)
    store.run_now(lambda work: work.drop_draft("carys", "none", ""))


def _file(url: str) -> bytes:
    return Path(url.removeprefix("sqlite:///")).read_bytes() if url.startswith("sqlite") else b""
