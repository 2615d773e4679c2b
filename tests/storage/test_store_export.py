"""The exported record: true while others go on writing, and of a case that is no more."""

from typing import Any

import pytest
from folders import NOW, Folder, Open, kept, minutes

from bot import record, verify_record
from rapid_review.errors import NotYours
from storage.disposal import Asking
from storage.store import Store


def faults(written: str) -> list[Any]:
    return verify_record.faults(verify_record.read(written))


@pytest.mark.parametrize("when", ["anchors", "recorded", "chain"])
def test_what_another_process_adds_meanwhile_accuses_nobody(opening: Open, url: str, when: str) -> None:
    """Before any of what is read: each reading on PostgreSQL sees what was written until then."""
    if url.startswith("sqlite"):
        pytest.skip("there is one writer at a time")
    ours, theirs = opening(), opening()
    ours.migrate()
    first = kept(ours, "one")
    hour = iter(range(1, 99))

    def export(work: Any) -> str:
        really = getattr(work, when)

        def read(*asked: Any) -> Any:
            theirs.run_now(lambda other: other.case(first).note("more"))
            kept(theirs, "another case")
            assert theirs.run_now(lambda other: other.anchor_hourly(minutes(60 * next(hour))))
            return really(*asked)

        setattr(work, when, read)
        return record.written(work, "", NOW)

    assert faults(ours.run_now(export)) == []


def test_the_record_outlives_the_case(store: Store[Folder]) -> None:
    gone, other = kept(store, "one", "two"), kept(store, "another")
    store.run_now(lambda work: work.destroy(gone, Asking("amina", "efua", "its time has come", NOW), NOW))
    store.run_now(lambda work: work.anchor_hourly(NOW))
    written = store.run_now(lambda work: record.written(work, gone, NOW))
    assert faults(written) == []
    kinds = [line["kind"] for line in verify_record.read(written).chains[gone]]
    assert kinds == ["vote_cast", "vote_cast", "disposed"]
    assert store.run_now(lambda work: work.chain(gone))[-1].kind == "read", "that it was exported is in it"
    assert other not in verify_record.read(written).chains


@pytest.mark.parametrize("name", ["RR-2026-999", "lists/ben", "rr-2026-001"])
def test_there_is_no_record_of_what_never_was_a_case(store: Store[Folder], name: str) -> None:
    kept(store, "one")
    store.run_now(lambda work: (work.open_cases(), work.showed("ben", "my cases", NOW, lambda reference: True)))
    with pytest.raises(NotYours):
        store.run_now(lambda work: record.written(work, name, NOW))
    assert [link.kind for link in store.run_now(lambda work: work.chain("RR-2026-001"))] == ["vote_cast"]
