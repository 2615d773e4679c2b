"""Cases are kept whole, or not at all, whoever else is writing."""

import asyncio
import threading
from datetime import datetime
from typing import Any

import pytest
from folders import NOW, Folder, Open, Place, kept, minutes
from sqlalchemy.exc import StatementError

from rapid_review.errors import NotYours
from storage.audit import verify_chain
from storage.errors import Conflict
from storage.store import Store


def test_a_case_comes_back_as_it_was(store: Store[Folder]) -> None:
    reference = kept(store, "first", "second")
    folder = store.run_now(lambda work: work.case(reference))
    assert folder == Folder("RR-2026-001", notes=["first", "second"], people={"amina"}, version=2)


def test_a_case_that_is_not_there_is_nobodys(store: Store[Folder]) -> None:
    with pytest.raises(NotYours):
        store.run_now(lambda work: work.case("RR-2026-404"))
    with pytest.raises(NotYours):
        store.run_now(lambda work: work.case("RR\0\ud800"))


def test_asked_twice_it_is_the_same_case(store: Store[Folder]) -> None:
    reference = kept(store)

    def look(work: Any) -> bool:
        return work.case(reference) is work.case(reference) is work.open_cases()[0] is work.cases_involving("amina")[0]

    assert store.run_now(look)


def test_looking_writes_nothing(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)
    before = rows("SELECT * FROM case_")
    store.run_now(lambda work: work.case(reference))
    assert rows("SELECT * FROM case_") == before


def test_an_error_leaves_nothing_behind(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)
    before = {
        table: rows(f"SELECT count(*) AS n FROM {table}") for table in ("audit", "outbox", "form", "inbox", "draft")
    }

    def fails(work: Any) -> None:
        work.seen_before("chat", "1", NOW)
        work.case(reference).note("lost")
        work.put_form(reference, "ballot", "ben", "ben", NOW, {"stance": "yes"})
        work.put_draft("ben", "ballot", reference, {"stance": "yes"}, NOW)
        work.add(_folder(work.next_reference(2026)))
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        store.run_now(fails)
    after = {table: rows(f"SELECT count(*) AS n FROM {table}") for table in before}
    assert after == before
    assert store.run_now(lambda work: work.case(reference)).notes == ["opened"]
    assert store.run_now(lambda work: work.next_reference(2026)) == "RR-2026-002"


def test_an_error_while_announcing_leaves_nothing_behind(store: Store[Folder], opening: Open) -> None:
    reference = kept(store)

    def cannot(case: Folder, event: object) -> Any:
        raise RuntimeError("no words for it")

    store._announce = cannot
    with pytest.raises(RuntimeError):
        store.run_now(lambda work: work.case(reference).note("lost"))
    assert store.run_now(lambda work: work.case(reference)).notes == ["opened"]


def test_a_refusal_forgets_the_cases_and_keeps_what_was_saved_before(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)

    def refused(work: Any) -> None:
        work.seen_before("chat", "1", NOW)
        work.put_draft("ben", "ballot", reference, {"stance": "yes"}, NOW)
        work.put_form(reference, "ballot", "ben", "ben", NOW, {"stance": "yes"})
        work.case(reference).note("not allowed")
        work.add(_folder(work.next_reference(2026)))
        work.discard()
        assert work.case(reference).notes == ["opened"]

    store.run_now(refused)
    assert store.run_now(lambda work: work.case(reference)).notes == ["opened"]
    assert store.run_now(lambda work: work.form(reference, "ballot", "ben")) is None
    assert store.run_now(lambda work: work.draft("ben", "ballot", reference)) is not None
    assert store.run_now(lambda work: work.seen_before("chat", "1", NOW))
    assert store.run_now(lambda work: len(work.open_cases())) == 1


def test_after_a_refusal_the_work_can_go_on(store: Store[Folder]) -> None:
    reference = kept(store)

    def tries_again(work: Any) -> None:
        work.put_form(reference, "ballot", "ben", "ben", NOW, {"stance": "no"})
        work.discard()
        work.put_form(reference, "ballot", "ben", "ben", NOW, {"stance": "yes"})
        work.discard()
        work.case(reference).note("allowed")

    store.run_now(tries_again)
    assert store.run_now(lambda work: work.case(reference)).notes == ["opened", "allowed"]
    assert store.run_now(lambda work: work.form(reference, "ballot", "ben")) is None


def test_two_at_once_are_both_kept(store: Store[Folder], opening: Open) -> None:
    reference = kept(store)
    other, both_read = opening(exclusive=False), threading.Barrier(2, timeout=5)
    first_try = threading.local()

    def vote(who: str) -> Any:
        def act(work: Any) -> None:
            folder = work.case(reference)
            if not hasattr(first_try, "over") and store._engine.dialect.name == "postgresql":
                first_try.over = True
                both_read.wait()
            folder.note(f"{who} votes", by=who)

        return act

    threads = [
        threading.Thread(target=run, args=(vote(who),))
        for run, who in ((store.run_now, "ben"), (other.run_now, "carys"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folder = store.run_now(lambda work: work.case(reference))
    assert sorted(folder.notes) == ["ben votes", "carys votes", "opened"]
    assert folder.version == 3


def test_a_conflict_is_tried_three_times_and_then_told(store: Store[Folder], rows: Any) -> None:
    reference, tries = kept(store), []

    def always_late(work: Any) -> None:
        work.case(reference).note("late")
        work.case(reference).version = 99
        tries.append(1)

    with pytest.raises(Conflict):
        store.run_now(always_late)
    assert len(tries) == 3


def test_forty_writers_lose_nothing_and_none_is_sent_away(store: Store[Folder]) -> None:
    reference = kept(store)

    async def all_at_once() -> None:
        turns = (store.run(lambda work, n=n: work.case(reference).note(f"n{n}")) for n in range(40))
        await asyncio.gather(*turns)

    asyncio.run(all_at_once())
    folder = store.run_now(lambda work: work.case(reference))
    assert sorted(folder.notes) == sorted(["opened", *(f"n{n}" for n in range(40))])
    assert folder.version == 41
    assert store.run_now(lambda work: verify_chain(work._connection, reference)) is None


def test_references_count_through_the_year_without_a_gap(store: Store[Folder]) -> None:
    assert [kept(store) for _ in range(3)] == ["RR-2026-001", "RR-2026-002", "RR-2026-003"]
    assert store.run_now(lambda work: work.next_reference(2027)) == "RR-2027-001"
    store.run_now(lambda work: work._connection.exec_driver_sql("UPDATE counter SET last = 999"))
    assert store.run_now(lambda work: work.next_reference(2026)) == "RR-2026-1000"


def test_lists_show_what_they_should(store: Store[Folder]) -> None:
    first, second = kept(store, by="ben"), kept(store, by="carys")

    def close(work: Any) -> None:
        work.case(first).stage = Place.CLOSED
        work.case(first).note("closed", by="carys")

    store.run_now(close)
    shown = store.run_now(lambda work: [folder.reference for folder in work.open_cases()])
    of_ben = store.run_now(lambda work: [folder.reference for folder in work.cases_involving("ben")])
    of_carys = store.run_now(lambda work: [folder.reference for folder in work.cases_involving("carys")])
    assert (shown, of_ben, of_carys) == ([second], [first], [first, second])


def test_who_is_no_longer_involved_leaves_the_list(store: Store[Folder]) -> None:
    reference = kept(store, by="ben")

    def leaves(work: Any) -> None:
        work.case(reference).note("handed over", by="carys")
        work.case(reference).people.discard("ben")

    store.run_now(leaves)
    assert store.run_now(lambda work: work.cases_involving("ben")) == []


def test_a_case_wakes_when_its_time_has_come(store: Store[Folder]) -> None:
    reference = kept(store)
    kept(store)
    store.run_now(lambda work: setattr(work.case(reference), "wakes_at", minutes(10)))
    assert store.run_now(lambda work: work.woken(minutes(9))) == []
    assert store.run_now(lambda work: work.woken(minutes(10))) == [reference]
    assert store.run_now(lambda work: work.case(reference).wakes_at) == minutes(10)


def test_a_sleeping_case_is_left_alone_though_it_was_changed_too(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)

    def tick(work: Any) -> None:
        work.sleep(reference, minutes(10))
        work.case(reference).note("the poll closed")
        work.case(reference).wakes_at = NOW

    store.run_now(tick)
    assert store.run_now(lambda work: work.woken(minutes(9))) == []
    assert store.run_now(lambda work: work.woken(minutes(10))) == [reference]
    assert store.run_now(lambda work: work.case(reference).wakes_at) == minutes(10)


def test_to_sleep_is_no_change_of_the_case(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)
    before = rows("SELECT version, changed_at, state FROM case_")
    store.run_now(lambda work: work.sleep(reference, minutes(10)))
    store.run_now(lambda work: work.sleep(reference, None))
    assert store.run_now(lambda work: work.woken(minutes(99))) == []
    assert rows("SELECT version, changed_at, state FROM case_") == before
    assert rows("SELECT count(*) AS n FROM audit") == [{"n": 1}]


def test_after_a_refusal_a_case_does_not_fall_asleep(store: Store[Folder]) -> None:
    reference = kept(store)

    def refused(work: Any) -> None:
        work.sleep(reference, minutes(10))
        work.discard()

    store.run_now(refused)
    assert store.run_now(lambda work: work.woken(minutes(10))) == []


def test_a_case_that_another_has_woken_meanwhile_stays_awake(store: Store[Folder], opening: Open) -> None:
    if store._engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets nobody write meanwhile")
    reference, other = kept(store), opening(exclusive=False)

    def tick(work: Any) -> None:
        work.case(reference)
        other.run_now(lambda theirs: _wake(theirs.case(reference)))
        work.sleep(reference, minutes(1_000))

    store.run_now(tick)
    assert store.run_now(lambda work: work.woken(NOW)) == [reference]


def test_a_moment_without_a_zone_is_refused(store: Store[Folder]) -> None:
    reference = kept(store)
    with pytest.raises(StatementError, match="without a time zone"):
        store.run_now(lambda work: setattr(work.case(reference), "wakes_at", datetime(2026, 6, 1, 1, 30)))  # noqa: DTZ001


def _wake(folder: Folder) -> None:
    folder.note("voted", by="ben")
    folder.wakes_at = NOW


def _folder(reference: str) -> Folder:
    folder = Folder(reference)
    folder.note("opened")
    return folder
