"""A copy out of a backup is held: what it sends of itself, what waits, and what goes when a person lets it."""

from datetime import timedelta
from typing import Any

import pytest
from folders import LATER, NOW, Folder, kept, message, minutes

from storage.store import Store


def test_a_copy_sends_nothing_until_it_is_released(
    store: Store[Folder], backed_up: Any, put_back: Any, again: Any
) -> None:
    reference = kept(store)  # Efua is to be told.
    store.run_now(lambda work: work.owe(message("letter", "panel", route="outward", case=reference)))
    put_back(backed_up().path)
    copy = again()
    copy.run_now(lambda work: work.owe(message("new reminder", "ben", due=LATER)))
    copy.run_now(lambda work: work.owe(message("reply", "a chat", route="conversation", due=LATER)))
    claim = LATER + timedelta(minutes=1)
    claimed = copy.run_now(lambda work: work.claim(claim, 10, "one", 60))
    assert [one.message.key for one in claimed] == ["reply"]  # Whoever asks is answered.
    assert copy.run_now(lambda work: work.claim(claim, 10, "one", 60, outward=True)) == []
    waiting = copy.run_now(lambda work: work.would_go_out(claim))
    told_of = {(one.route, one.old, one.messages) for one in waiting}
    assert told_of >= {("person", True, 1), ("outward", True, 1), ("person", False, 1)}
    copy.run_now(lambda work: work.release_copy(claim, drop_old=False))
    claimed = copy.run_now(lambda work: work.claim(claim, 10, "one", 60))
    assert {one.message.to for one in claimed} == {"efua", "ben"}
    letter = copy.run_now(lambda work: work.claim(claim, 10, "one", 60, outward=True))
    assert letter[0].last_code == "held"  # A person is asked whether it went.
    assert copy.run_now(lambda work: work.held_copy()) is None
    copy.close()


def test_what_is_old_can_be_left_out(store: Store[Folder], backed_up: Any, put_back: Any, again: Any) -> None:
    kept(store)
    put_back(backed_up().path)
    copy = again()
    copy.run_now(lambda work: work.owe(message("new reminder", "ben", due=LATER)))
    copy.run_now(lambda work: work.release_copy(LATER, drop_old=True))
    claimed = copy.run_now(lambda work: work.claim(minutes(600), 10, "one", 60))
    assert [one.message.to for one in claimed] == ["ben"]
    copy.close()


def test_what_was_not_due_is_not_left_out(store: Store[Folder], backed_up: Any, put_back: Any, again: Any) -> None:
    """It has not gone since. Its key is taken, so it would never be owed again."""
    store.run_now(lambda work: (work.owe(message("past", "amina")), work.owe(message("tried", "efua"))))
    for claimed in store.run_now(lambda work: work.claim(NOW, 10, "one", 60)):
        if claimed.message.key == "tried":
            store.run_now(lambda work, tried=claimed: work.retry(tried, LATER + timedelta(days=1), "timeout"))
    store.run_now(lambda work: work.owe(message("tomorrow", due=LATER + timedelta(days=1))))
    put_back(backed_up().path)
    copy = again()
    (waiting,) = copy.run_now(lambda work: work.would_go_out(LATER))
    assert (waiting.old, waiting.messages) == (True, 2)  # And nothing is said of what waits for tomorrow.
    copy.run_now(lambda work: work.release_copy(LATER, drop_old=True))
    claimed = copy.run_now(lambda work: work.claim(LATER + timedelta(days=2), 10, "one", 60))
    assert [one.message.key for one in claimed] == ["tomorrow"]
    copy.close()


def test_a_new_alert_leaves_a_held_copy_and_an_old_one_waits(
    store: Store[Folder], backed_up: Any, put_back: Any, again: Any
) -> None:
    store.run_now(lambda work: work.owe(message("old alert", "amina", urgent=True)))
    put_back(backed_up().path)
    copy = again()
    copy.run_now(lambda work: work.owe(message("new alert", "efua", due=LATER, urgent=True)))
    claimed = copy.run_now(lambda work: work.claim(LATER, 10, "one", 60))
    assert [one.message.key for one in claimed] == ["new alert"]
    copy.close()


@pytest.mark.parametrize("arrived", [True, False])
def test_what_is_under_way_when_it_is_held_is_not_sent_twice(arrived: bool, store: Store[Folder]) -> None:
    store.run_now(lambda work: work.owe(message()))
    (claimed,) = store.run_now(lambda work: work.claim(NOW, 10, "one", 60))
    store.run_now(lambda work: work.hold_copy("by hand", NOW, NOW))
    if arrived:
        assert store.run_now(lambda work: work.sent(claimed, "r", "c", NOW))
    else:
        assert store.run_now(lambda work: work.retry(claimed, minutes(5), "timeout"))
        assert store.run_now(lambda work: work.outbox_counts()) == {"held": 1}  # Not on its way again.
    store.run_now(lambda work: work.release_copy(minutes(1), drop_old=False))
    assert len(store.run_now(lambda work: work.claim(minutes(10), 10, "one", 60))) == (0 if arrived else 1)
