"""The master key is changed in one transaction: whatever happens, the database opens with one of the two keys."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from folders import KEY, NOW, Folder, Open, kept, message, minutes
from killing import dies_before
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

import storage
from rapid_review.timing.hours import Hours
from storage.disposal import Asking
from storage.errors import BrokenSeal, StillRunning, WrongKey
from storage.rotation import DERIVED
from storage.store import Store
from storage.vault import Vault

NEW = bytes(reversed(range(32)))
SAID = {"text": "Ivy Rook"}


def filled(store: Store[Folder]) -> str:
    """Something in every column that the master key has a part in."""
    reference, gone = kept(store), kept(store)

    def write(work: Any) -> None:
        work.put_form(reference, "summary", "police", "ben", NOW, SAID)
        work.put_draft("ben", "summary", reference, SAID, NOW)
        work.put_draft("carys", "notification", "new", SAID, NOW)
        work.keep_preference("ben", Hours(), NOW)
        work.owe(message("answer", card=SAID))
        work.owe(message("of-case", to="carys", case=reference, card=SAID))
        work.destroy(gone, Asking("amina", "efua", "Its time has come.", NOW), NOW)

    store.run_now(write)
    return reference


def everything(store: Store[Folder]) -> list[Any]:
    """All that the store gives back of it."""
    return store.run_now(
        lambda work: [
            work.case("RR-2026-001").notes,
            [form.answers for form in work.forms_of("RR-2026-001")],
            [draft.answers for person in ("ben", "carys") for draft in work.drafts_of(person)],
            work.preference("ben"),
            work.tombstone("RR-2026-002").reason,
            list(work._connection.exec_driver_sql("SELECT key FROM outbox ORDER BY key").scalars()),
        ]
    )


def cards(store: Store[Folder]) -> list[Any]:
    claimed = store.run_now(lambda work: work.claim(minutes(1), 10, "one", 60))
    return [one.message.card for one in claimed if one.message.card]


def rotate(store: Store[Folder], old: bytes = KEY) -> bool:
    return store.rotate(old, minutes(-2), lambda name, count: None)


def test_everything_opens_under_the_new_key_and_nothing_under_the_old(opening: Open, store: Store[Folder]) -> None:
    filled(store)
    before = everything(store)
    store.close()
    told: list[tuple[str, int]] = []
    assert opening(NEW).rotate(KEY, minutes(-2), lambda name, count: told.append((name, count)))
    wanted = [("case_key", 1), ("draft", 1), ("preference", 1), ("outbox", 1), ("tombstone", 1), ("keystone", 1)]
    assert told == [(name, 2 if name == "draft" else count) for name, count in wanted]
    opened = opening(NEW, exclusive=False)
    opened.check()
    assert everything(opened) == before
    assert cards(opened) == [SAID, SAID]
    with pytest.raises(WrongKey):
        opening(exclusive=False).check()
    with pytest.raises(BrokenSeal):
        opening(exclusive=False).run_now(lambda work: work.case("RR-2026-001"))


def test_who_had_the_old_key_and_a_copy_reads_nothing_of_what_is_written_later(
    opening: Open, store: Store[Folder], rows: Any
) -> None:
    """The key of the case that they took from their copy is not the one that later words stand under."""
    reference = filled(store)
    taken = store.run_now(lambda work: work._sealer_of(reference))
    before = rows("SELECT answers FROM form")[0]["answers"]
    place = ("form", "answers", reference, "summary", "police")
    assert json.loads(taken.open(bytes(before), *place, "1")) == SAID
    store.close()
    assert rotate(opening(NEW))

    opened = opening(NEW, exclusive=False)

    def write(work: Any) -> None:
        work.case(reference).note("Ivy is at risk.")
        work.put_form(reference, "summary", "police", "ben", minutes(1), {"text": "Ivy moved."})
        work.owe(message("later", to="carys", case=reference, card=SAID))

    opened.run_now(write)
    (state,) = rows("SELECT state AS sealed FROM case_")
    (form,) = rows("SELECT answers AS sealed FROM form WHERE revision = 2")
    (card,) = rows("SELECT card AS sealed FROM outbox WHERE key = 'later'")
    later = ((state, ("case", "state", reference)), (form, (*place, "2")), (card, ("outbox", "card", "later")))
    for row, where in later:
        assert opened.run_now(lambda work: work._sealer_of(reference)).open(bytes(row["sealed"]), *where)
        with pytest.raises(BrokenSeal):
            taken.open(bytes(row["sealed"]), *where)
    assert opened.run_now(lambda work: [form.answers["text"] for form in work.forms_of(reference)])[-1] == "Ivy moved."


def test_all_that_was_ever_written_opens_however_often_the_key_is_changed(opening: Open, store: Store[Folder]) -> None:
    reference, keys = kept(store, "first"), [KEY, NEW, bytes(range(1, 33)), bytes(range(2, 34))]
    for revision, (old, new) in enumerate(pairwise(keys), 1):
        opened = opening(old, exclusive=False)
        opened.run_now(lambda work, n=revision: work.put_form(reference, "summary", "police", "ben", NOW, {"n": n}))
        opened.close()
        assert rotate(opening(new, exclusive=False), old)
    opened = opening(keys[-1], exclusive=False)
    opened.run_now(lambda work: work.case(reference).note("last"))
    assert opened.run_now(lambda work: work.case(reference).notes) == ["first", "last"]
    assert opened.run_now(lambda work: [form.answers["n"] for form in work.forms_of(reference)]) == [1, 2, 3]


def test_a_key_that_is_not_the_old_one_changes_nothing(opening: Open, store: Store[Folder], rows: Any) -> None:
    filled(store)
    store.close()
    before = _sealed(rows)
    with pytest.raises(WrongKey):
        rotate(opening(NEW), bytes(32))
    assert _sealed(rows) == before


def test_to_change_it_again_to_the_same_changes_nothing(opening: Open, store: Store[Folder], rows: Any) -> None:
    filled(store)
    store.close()
    assert rotate(opening(NEW))
    before = _sealed(rows)
    assert not rotate(opening(NEW, exclusive=False))
    assert not rotate(opening(NEW, exclusive=False), bytes(32))
    assert _sealed(rows) == before


def test_no_key_is_changed_under_a_running_bot(opening: Open, store: Store[Folder], rows: Any) -> None:
    filled(store)
    store.run_now(lambda work: work.beat("one", "scheduler", NOW))
    store.close()
    before = _sealed(rows)
    with pytest.raises(StillRunning, match="One copy of the bot is running"):
        rotate(opening(NEW))
    assert _sealed(rows) == before


def changes_the_key(store: Store[Folder]) -> None:
    """False, and nothing done, if the last one died after the commit."""
    rotate(store)


def test_killed_at_any_statement_it_opens_with_one_of_the_two_keys(
    opening: Open, store: Store[Folder], url: str
) -> None:
    filled(store)
    before = everything(store)
    store.close()
    with_the_old = 0
    for statement in range(1, 60):
        died = dies_before(statement, url, NEW, changes_the_key)
        opened = opening(KEY, exclusive=False)
        try:
            opened.check()
            with_the_old += 1
        except WrongKey:
            opened = opening(NEW, exclusive=False)
            opened.check()
        assert everything(opened) == before
        opened.close()
        if not died:
            break
    else:
        raise AssertionError("it never came to its end")
    assert with_the_old > 10
    with pytest.raises(WrongKey):
        opening(KEY, exclusive=False).check()


def test_no_wrapped_key_is_left_in_the_files(opening: Open, store: Store[Folder], rows: Any, url: str) -> None:
    """Whoever finds the old key later finds nothing that it opens."""
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL's files are its own; the tables are written anew")
    filled(store)
    old = _sealed(rows)
    store.close()
    store = opening(NEW)
    assert rotate(store)
    store.close()
    path = Path(url.removeprefix("sqlite:///"))
    raw = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())
    under_the_case = {value for name, value in old if name in ("form.answers", "case_.state", "outbox.card")}
    assert sum(value in raw for name, value in old if value not in under_the_case) == 0


def test_every_column_sealed_under_the_master_key_is_known() -> None:
    """A new use of a derived key is not left behind by the next change of keys."""
    sources = "".join(path.read_text("utf-8") for path in Path(storage.__file__).parent.glob("*.py"))
    used = set(re.findall(r'derived\("(\w+)"', sources))
    assert used == {kind.purpose for kind in DERIVED} | {"keystone"}
    sealed = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    of_cases = {"case_.state", "form.answers", "attachment.about"}
    of_the_master = {f"{kind.table.name}.{kind.column}" for kind in DERIVED} | {"case_key.wrapped", "keystone.sealed"}
    assert sealed == of_cases | of_the_master


def test_a_fingerprint_tells_keys_apart_and_nothing_of_them() -> None:
    one, other = Vault(KEY).fingerprint, Vault(NEW).fingerprint
    assert one == Vault(KEY).fingerprint != other
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){3}", one)
    assert one.replace("-", "") not in KEY.hex()


def _sealed(rows: Any) -> list[tuple[str, bytes]]:
    columns = ("case_.state", "case_key.wrapped", "form.answers", "draft.answers", "preference.said", "outbox.card")
    found = []
    for column in (*columns, "tombstone.said", "keystone.sealed"):
        table, _, name = column.partition(".")
        found += [(column, bytes(row[name])) for row in rows(f"SELECT {name} FROM {table}") if row[name] is not None]
    return sorted(found)
