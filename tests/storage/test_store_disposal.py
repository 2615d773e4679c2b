"""A case that is disposed of is gone from the database, from its log and from the folder of files; its record stays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import KEY, NOW, Folder, Open, kept, message, minutes
from killing import dies_before

from rapid_review.errors import NotYours
from storage.disposal import Asking, PostedCard
from storage.errors import BrokenSeal
from storage.files import FileMissing
from storage.files import Folder as Disk
from storage.store import Store

CANARY = "Blodeuwedd Canary"
ASKING = Asking("amina", "efua", f"Ten years have passed since {CANARY} died.", NOW)
OF = "RR-2026-001"


def filled(store: Store[Folder], disk: Disk) -> list[bytes]:
    """Two cases with everything a case can have. The answer is every sealed value of the first."""
    for reference in (kept(store, CANARY), kept(store, "another")):
        store.run_now(lambda work, of=reference: _everywhere(work, disk, of))
    return store.run_now(_sealed)


def _everywhere(work: Any, disk: Disk, reference: str) -> None:
    for kind in ("notification", "ballot"):
        work.put_form(reference, kind, "", "ben", NOW, {"text": CANARY})
    held = work.hold_file(disk, "ben", f"{CANARY}.pdf", "pdf", CANARY.encode(), NOW)
    work.file_held(held, reference, "police", 1, by="ben", at=NOW)
    work.put_draft("ben", "summary", f"{reference}/police", {"text": CANARY}, NOW)
    work.owe(message(f"{reference}:answer", case=reference, card={"text": CANARY}))
    for slot, to in ((f"{reference}:vote", "efua"), (f"{reference}:status", "team")):
        work.remember_posted(slot, to, f"chat-{to}", "1")


def _sealed(work: Any) -> list[bytes]:
    """What is sealed of the first case, and the bytes of its file."""
    asked = (
        "SELECT state FROM case_ WHERE reference = '{}'",
        "SELECT wrapped FROM case_key WHERE reference = '{}'",
        "SELECT answers FROM form WHERE \"case\" = '{}'",
        "SELECT answers FROM draft WHERE subject LIKE '{}/%%'",
        "SELECT card FROM outbox WHERE \"case\" = '{}' AND card IS NOT NULL",
        "SELECT about FROM attachment WHERE \"case\" = '{}'",
    )
    return [bytes(v) for q in asked for v in work._connection.exec_driver_sql(q.format(OF)).scalars()]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "files")


def disposes(store: Store[Folder], disk: Disk) -> None:
    """What the command does, beginning wherever the last one was stopped."""
    stone = store.run_now(lambda work: work.tombstone(OF) or work.destroy(OF, ASKING, minutes(1)))
    for place in stone.places:
        disk.remove(place)
    assert store.scrub()
    store.run_now(lambda work: work.finish_disposal(OF, minutes(2)))


def raw(tmp_path: Path) -> Iterator[bytes]:
    return (file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_goes_is_counted_first(store: Store[Folder], disk: Disk) -> None:
    filled(store, disk)
    counted = store.run_now(lambda work: work.belongings(OF))
    rows = {"case": 1, "key": 1, "forms": 2, "files": 1, "drafts": 1, "messages": 2, "people": 1}
    assert counted == {**rows, "cards": 2}


def test_it_is_gone_and_the_other_case_is_whole(store: Store[Folder], disk: Disk, rows: Any) -> None:
    filled(store, disk)
    (place,) = store.run_now(lambda work: [file.about.place for file in work.attachments(OF)])
    disposes(store, disk)
    with pytest.raises(NotYours):
        store.run_now(lambda work: work.case(OF))
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.put_form(OF, "late", "", "ben", NOW, {}))
    with pytest.raises(FileMissing):
        disk.open(place)
    left = store.run_now(lambda work: work.belongings(OF))
    assert {name: count for name, count in left.items() if count} == {"cards": 2}
    other = store.run_now(lambda work: [form.answers for form in work.forms_of("RR-2026-002")])
    assert other == [{"text": CANARY}] * 2
    (file,) = store.run_now(lambda work: work.attachments("RR-2026-002"))
    assert store.run_now(lambda work: work.file_content(disk, file)) == CANARY.encode()
    assert kept(store) == "RR-2026-003", "a reference is never given twice"


def test_the_tombstone_says_who_when_why_and_what(store: Store[Folder], disk: Disk, rows: Any) -> None:
    filled(store, disk)
    disposes(store, disk)
    stone = store.run_now(lambda work: work.tombstone(OF))
    assert (stone.by, stone.second, stone.reason) == ("amina", "efua", ASKING.reason)
    assert (stone.begun_at, stone.disposed_at, stone.finished_at) == (NOW, minutes(1), minutes(2))
    assert stone.counts["forms"] == 2
    assert len(stone.digest) == 64
    assert CANARY not in repr(rows("SELECT * FROM tombstone"))


def test_the_record_stays_and_holds_together(store: Store[Folder], disk: Disk) -> None:
    filled(store, disk)
    disposes(store, disk)
    *_, last = store.run_now(lambda work: work.chain(OF))
    assert (last.kind, last.actor, last.facts["second"]) == ("disposed", "amina", "efua")
    assert store.broken_chains() == {}
    assert store.run_now(lambda work: work.tombstone(OF).chain) == last.hash


def test_the_cards_that_stand_in_teams_are_known_until_each_is_emptied(store: Store[Folder], disk: Disk) -> None:
    filled(store, disk)
    disposes(store, disk)
    assert store.run_now(lambda work: work.cards_of(OF)) == [
        PostedCard(f"{OF}:status", "team"),
        PostedCard(f"{OF}:vote", "efua"),
    ]
    for to, slot in (("efua", "vote"), ("team", "status")):
        at = {"to": to, "slot": f"{OF}:{slot}", "mode": "edit"}
        emptied = message(f"disposed:{slot}", view="disposed", urgent=True, **at)
        store.run_now(lambda work, owed=emptied: work.owe(owed))
    assert store.run_now(lambda work: work.forget_disposed_cards()) == 0
    assert store.run_now(lambda work: work.cards_left(OF)) == (2, 0)
    store.run_now(_the_first_fails)
    assert store.run_now(lambda work: work.cards_left(OF)) == (0, 1)
    assert store.run_now(lambda work: work.forget_disposed_cards()) == 1
    (left,) = store.run_now(lambda work: work.cards_of(OF))
    assert store.run_now(lambda work: work.cards_left(OF)) == (0, 1), "the card that could not be emptied is known"
    assert left in (PostedCard(f"{OF}:vote", "efua"), PostedCard(f"{OF}:status", "team"))
    assert len(store.run_now(lambda work: work.cards_of("RR-2026-002"))) == 2


def _the_first_fails(work: Any) -> None:
    """Teams refuses one of the edits for good, and takes the other."""
    refused, *others = [one for one in work.claim(minutes(5), 50, "me", 60) if one.message.view == "disposed"]
    work.gave_up(refused, "403 Forbidden")
    for one in others:
        work.sent(one, "r", "c", minutes(5))


def test_a_hold_that_was_committed_meanwhile_is_not_destroyed(opening: Open, url: str) -> None:
    """Two processes on PostgreSQL: it was looked at, somebody changed it, and then it was to go."""
    if url.startswith("sqlite"):
        pytest.skip("Only one process writes.")
    mine = opening()
    mine.migrate()
    theirs, reference, seen = opening(), kept(mine, CANARY), list[list[str]]()

    def destroy(work: Any) -> None:
        seen.append(list(work.case(reference).notes))
        if "on hold" in seen[-1]:
            return
        theirs.run_now(lambda work: work.case(reference).note("on hold"))
        work.destroy(reference, ASKING, minutes(1))

    mine.run_now(destroy)
    assert seen == [[CANARY], [CANARY, "on hold"]], "it is looked at again"
    assert mine.run_now(lambda work: work.tombstone(reference)) is None


def test_no_byte_of_it_is_left_in_the_live_files(
    opening: Open, store: Store[Folder], disk: Disk, tmp_path: Path, url: str
) -> None:
    """G24. What was sealed is looked for too: with the key gone it is noise, and it is gone all the same."""
    sealed = filled(store, disk)
    if url.startswith("sqlite"):
        assert all(any(value in content for content in raw(tmp_path)) for value in sealed)
    before = len([*(tmp_path / "files").iterdir()])
    disposes(store, disk)
    assert len([*(tmp_path / "files").iterdir()]) == before - 1
    while_open = [value for value in sealed if any(value in content for content in raw(tmp_path))]
    store.close()
    after = [value for value in [*sealed, CANARY.encode()] if any(value in content for content in raw(tmp_path))]
    assert (while_open, after) == ([], [])


def test_on_postgresql_no_key_is_left_in_the_tables_own_file(
    store: Store[Folder], disk: Disk, rows: Any, url: str
) -> None:
    """A deleted row stays in the file of its table; the table of keys is written anew without it."""
    if url.startswith("sqlite"):
        pytest.skip("SQLite is looked at above, all of it")
    filled(store, disk)
    (key,) = [bytes(row["wrapped"]) for row in rows("SELECT wrapped FROM case_key WHERE reference = :of", of=OF)]
    if key not in _keys_on_disk(rows):
        pytest.skip("the server's files are on another machine")
    disposes(store, disk)
    assert key not in _keys_on_disk(rows)
    assert len(rows("SELECT * FROM case_key")) == 1


def _keys_on_disk(rows: Any) -> bytes:
    rows("CHECKPOINT")
    (where,) = rows("SELECT current_setting('data_directory') AS server, pg_relation_filepath('case_key') AS file")
    path = Path(where["server"]) / where["file"]
    return path.read_bytes() if path.exists() else b""


def test_only_one_of_two_disposes_of_it(store: Store[Folder], disk: Disk) -> None:
    filled(store, disk)
    disposes(store, disk)
    disposes(store, disk)
    assert [link.kind for link in store.run_now(lambda work: work.chain(OF))].count("disposed") == 1


def test_killed_at_any_statement_it_is_either_whole_or_goes_to_its_end(
    opening: Open, store: Store[Folder], disk: Disk, tmp_path: Path, url: str
) -> None:
    """K8: a disposal that was cut short is finished by asking for it again."""
    filled(store, disk)
    store.close()
    whole = 0
    for statement in range(1, 60):
        died = dies_before(statement, url, KEY, _Disposes(tmp_path / "files"))
        opened = opening(exclusive=False)
        stone = opened.run_now(lambda work: work.tombstone(OF))
        left = opened.run_now(lambda work: work.belongings(OF))
        if stone is None:
            whole += 1
            assert (left["forms"], left["key"], left["case"]) == (2, 1, 1)
            assert opened.run_now(lambda work: work.case(OF)).notes == [CANARY]
        else:
            assert (left["forms"], left["key"], left["case"]) == (0, 0, 0)
        assert opened.broken_chains() == {}
        opened.close()
        if not died:
            break
    assert stone is not None and stone.finished_at
    assert whole > 5
    assert len([*(tmp_path / "files").iterdir()]) == 1


class _Disposes:
    """To be carried to another process."""

    def __init__(self, files: Path) -> None:
        self.files = files

    def __call__(self, store: Store[Folder]) -> None:
        disposes(store, Disk(self.files))
