"""Nothing that anybody typed lies in the open on a disk: database, its log, files; nor any trace once it is destroyed.

T11, G24. The case is one that was lived through with a word of its own in every box of every form.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import whereabouts
from leaks.canaries import WORD
from leaks.everybody import EVERYBODY
from leaks.life import Life
from transcript import KEY, open_store

from rapid_review.case import Case
from rapid_review.stages import Stage
from rapid_review.timing.hours import Hours
from storage.disposal import Asking
from storage.errors import BrokenSeal
from storage.files import FileMissing, Folder
from storage.messages import Message
from storage.store import Store

RR = "RR-2026-002"
DRAFT, CARD = "Qanary9001", "Qanary9002"
NEW = bytes(reversed(range(32)))
PIECE = 24
"""Bytes of a sealed value to look for: a long one is parted among the pages of the database."""
SEALED = ("case_.state", "case_key.wrapped", "form.answers", "draft.answers", "outbox.card", "attachment.about")


@pytest.fixture
def kept(life: Life, tmp_path: Path) -> Iterator[Store[Case]]:
    """The case as it was in the end, with something half written, something on its way, and somebody's hours."""
    last = life.stages[-1]
    whereabouts.copied_from(last.path, tmp_path / "review.db")
    shutil.copytree(last.files._path, tmp_path / "review.files")
    with closing(open_store(tmp_path / "review.db", EVERYBODY)) as store:
        store.run_now(lambda work: _goes_on(work, last.now))
        yield store


def _goes_on(work: Any, now: Any) -> None:
    work.put_draft("ben", "summary", f"{RR}/police", {"text": DRAFT}, now)
    work.keep_preference("ben", Hours(), now)
    message = Message(key="k", to="ben", route="person", view="x", due=now, case=RR, card={"text": CARD})
    work.owe(message)


def files_of(folder: Path, cases: str = "review.db") -> dict[str, bytes]:
    """Every file that there is, with the database's, wherever they are."""
    beside = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return beside | whereabouts.on_disk(folder / cases)


def planted(store: Store[Case]) -> set[str]:
    """Every canary that the case holds, read as the bot reads it."""

    def read(work: Any) -> str:
        files = " ".join(file.about.name for file in work.attachments(RR))
        drafts = [draft.answers for who in EVERYBODY.people for draft in work.drafts_of(who)]
        return f"{[form.answers for form in work.forms_of(RR)]} {drafts} {files}"

    return {*WORD.findall(store.run_now(read)), CARD}


def test_no_word_is_in_the_raw_bytes_of_any_file(kept: Store[Case], life: Life, tmp_path: Path) -> None:
    there = planted(kept)
    assert len(there) > 200 and {DRAFT, CARD} <= there
    words = there | set(life.aviary.canaries)
    while_open = files_of(tmp_path)
    assert len(while_open) > 4 and any(b"police" in content for content in while_open.values())
    assert {"review.db", "review.db-wal"} <= set(while_open) or any("PostgreSQL" in name for name in while_open)
    kept.close()
    for name, content in [*while_open.items(), *files_of(tmp_path).items()]:
        assert [word for word in words if word.encode() in content] == [], name
        # Three letters would be met by chance among so many sealed ones.
        assert b"Ivy " not in content and b"Rook" not in content, name


def test_the_same_words_lie_there_when_the_sealing_is_left_out(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the search above can find something."""
    monkeypatch.setattr("storage.vault.Sealer.seal", lambda self, plain, *place: plain)
    with closing(open_store(tmp_path / "open.db", EVERYBODY)) as store:
        store.run_now(lambda work: work.put_draft("ben", "summary", "x", {"text": DRAFT}, life.stages[-1].now))
        assert any(DRAFT.encode() in content for content in files_of(tmp_path, "open.db").values())


def test_a_file_opens_only_in_its_own_place_and_row(kept: Store[Case], tmp_path: Path) -> None:
    disk = Folder(tmp_path / "review.files")
    one, other = kept.run_now(lambda work: work.attachments(RR))[:2]
    (tmp_path / "review.files" / one.about.place).write_bytes(disk.open(other.about.place))
    with pytest.raises(BrokenSeal):
        kept.run_now(lambda work: work.file_content(disk, one))
    with pytest.raises(BrokenSeal):
        kept.run_now(lambda work: _swapped(work, one.id, other.id))


def _swapped(work: Any, one: str, other: str) -> None:
    sql = f"UPDATE attachment SET about = (SELECT about FROM attachment WHERE id = '{other}') WHERE id = '{one}'"
    work._connection.exec_driver_sql(sql)
    work.attachment(one)


def test_after_disposal_no_trace_of_it_is_left(kept: Store[Case], tmp_path: Path) -> None:
    words, disk = planted(kept), Folder(tmp_path / "review.files")
    files = kept.run_now(lambda work: work.attachments(RR))
    sealed = kept.run_now(_sealed_values) + [disk.open(file.about.place) for file in files]
    pieces = [piece for value in sealed for piece in (value[:PIECE], value[-PIECE:])]
    assert len(sealed) > 60 and files
    assert len(_found(pieces, tmp_path)) > 0.9 * len(pieces), "but for those across a page's border"
    dispose(kept, disk)
    assert _found(pieces, tmp_path) == []
    kept.close()
    assert _found([*pieces, *(word.encode() for word in words)], tmp_path) == []
    with pytest.raises(FileMissing):
        disk.open(files[0].about.place)


def _found(pieces: list[bytes], folder: Path) -> list[bytes]:
    there = files_of(folder).values()
    return [piece for piece in pieces if any(piece in content for content in there)]


def test_the_key_of_a_whole_life_can_be_changed(kept: Store[Case], tmp_path: Path) -> None:
    words = planted(kept)
    kept.close()
    told: dict[str, int] = {}
    with closing(_under(NEW, tmp_path)) as store:
        assert store.rotate(KEY, _long_ago(), told.__setitem__)
        assert planted(store) == words
        assert told["case_key"] == 2 and told["keystone"] == 1
        assert store.broken_chains() == {}


def dispose(store: Store[Case], disk: Folder) -> None:
    def destroy(work: Any) -> Any:
        case = work.case(RR)
        case.stage = Stage.CLOSED
        return work.destroy(RR, Asking("amina", "efua", "Its time has come.", case.received_at), case.received_at)

    stone = store.run_now(destroy)
    for place in stone.places:
        disk.remove(place)
    assert store.scrub()


def _sealed_values(work: Any) -> list[bytes]:
    found = []
    for column in SEALED:
        table, _, name = column.partition(".")
        where = {"case_": "reference = '{}'", "case_key": "reference = '{}'", "draft": "subject LIKE '{}/%%'"}
        of = where.get(table, "\"case\" = '{}'").format(RR)
        rows = work._connection.exec_driver_sql(f"SELECT {name} FROM {table} WHERE {of} AND {name} IS NOT NULL")
        found += [bytes(value) for value in rows.scalars()]
    return found


def _under(key: bytes, folder: Path) -> Store[Case]:
    nobody: Callable[..., list[Message]] = lambda case, event: []  # noqa: E731
    return Store.connect(f"sqlite:///{folder / 'review.db'}", key, case_type=Case, announce=nobody)


def _long_ago() -> Any:
    from cast import london

    return london("Mon 2099-11-23 09:00")
