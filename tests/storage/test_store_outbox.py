"""What is owed is sent: in order, once, by one dispatcher, and nothing ends silently."""

import threading
from typing import Any

import pytest
from folders import NOW, Folder, Open, kept, message, minutes

from storage.store import Store
from storage.work import Claimed, Posted


def claim(store: Store[Folder], at: float = 0, limit: int = 10, owner: str = "one") -> list[Claimed]:
    return store.run_now(lambda work: work.claim(minutes(at), limit, owner, 60))


def keys(claimed: list[Claimed]) -> list[str]:
    return [one.message.key for one in claimed]


def owe(store: Store[Folder], *messages: Any) -> list[bool]:
    return store.run_now(lambda work: [work.owe(one) for one in messages])


def states(store: Store[Folder]) -> dict[str, int]:
    return store.run_now(lambda work: work.outbox_counts())


def test_a_message_comes_out_as_it_went_in(store: Store[Folder]) -> None:
    reference = kept(store)
    claim(store)
    owed = message(
        key="full",
        case=reference,
        slot="tasks",
        mode="edit",
        args={"agency": "police"},
        card={"body": [{"text": "Ĉu?"}]},
        summary="Something to read",
        expires=minutes(60),
        alert=False,
    )
    owe(store, owed)
    (claimed,) = claim(store)
    assert claimed.message == owed
    assert (claimed.attempts, claimed.last_code) == (1, "")


def test_a_key_is_owed_once_for_ever(store: Store[Folder]) -> None:
    assert owe(store, message("a"), message("a")) == [True, False]
    (claimed,) = claim(store)
    store.run_now(lambda work: work.sent(claimed, "m1", "chat", NOW))
    assert owe(store, message("a")) == [False]
    assert states(store) == {"sent": 1}


def test_what_happens_is_announced_with_the_case(store: Store[Folder]) -> None:
    reference = kept(store, "first", "second")
    assert keys(claim(store)) == [f"{reference}:1:efua"]
    assert states(store) == {"sending": 1, "ready": 1}


def test_whoever_owes_wakes_the_dispatcher(store: Store[Folder]) -> None:
    woken: list[str] = []
    store.after_commit.append(lambda: woken.append("woken"))
    store.run_now(lambda work: work.seen_before("chat", "1", NOW))
    owe(store, message("a"))
    owe(store, message("a"))
    assert woken == ["woken"]


def test_one_at_a_time_in_each_lane_and_in_order(store: Store[Folder]) -> None:
    owe(store, message("b1"), message("c1", to="carys"), message("b2"), message("b0", due=minutes(-5)))
    first = claim(store)
    assert keys(first) == ["b0", "c1"]
    assert claim(store) == []
    store.run_now(lambda work: work.sent(first[0], "m", "chat", NOW))
    assert keys(claim(store)) == ["b1"]


def test_a_message_that_waits_keeps_the_later_ones_waiting(store: Store[Folder]) -> None:
    owe(store, message("b1"), message("b2"))
    (first,) = claim(store)
    store.run_now(lambda work: work.retry(first, minutes(2), "503"))
    assert claim(store, at=1) == []
    assert keys(claim(store, at=2)) == ["b1"]


def test_a_message_for_tomorrow_holds_nothing_up(store: Store[Folder]) -> None:
    owe(store, message("tomorrow", due=minutes(1_000)), message("now"))
    (now,) = claim(store)
    assert now.message.key == "now"
    store.run_now(lambda work: work.sent(now, "m", "chat", NOW))
    assert claim(store, at=999) == []
    assert keys(claim(store, at=1_000)) == ["tomorrow"]


def test_no_more_than_asked_for_are_claimed(store: Store[Folder]) -> None:
    owe(store, *(message(f"m{n}", to=f"p{n}") for n in range(5)))
    assert [len(claim(store, limit=2)) for _ in range(3)] == [2, 2, 1]


def test_when_the_lease_runs_out_another_takes_over(store: Store[Folder]) -> None:
    owe(store, message("a"))
    (slow,) = claim(store)
    assert claim(store, at=0.9, owner="two") == []
    (taken,) = claim(store, at=1.1, owner="two")
    assert (taken.attempts, taken.fence) == (2, slow.fence + 1)
    assert not store.run_now(lambda work: work.sent(slow, "m1", "chat", NOW))
    assert not store.run_now(lambda work: work.gave_up(slow, "late"))
    assert store.run_now(lambda work: work.sent(taken, "m2", "chat", NOW))
    assert not store.run_now(lambda work: work.retry(taken, minutes(9), "again"))
    assert states(store) == {"sent": 1}


def test_a_renewed_lease_holds(store: Store[Folder]) -> None:
    owe(store, message("a"))
    (claimed,) = claim(store)
    assert store.run_now(lambda work: work.renew(claimed, minutes(5)))
    assert claim(store, at=4) == []


def test_an_attempt_not_made_does_not_count(store: Store[Folder]) -> None:
    owe(store, message("a"))
    store.run_now(lambda work: work.postpone(work.claim(NOW, 1, "one", 60)[0], minutes(1), "429"))
    (claimed,) = claim(store, at=1)
    assert (claimed.attempts, claimed.last_code) == (1, "429")


def test_an_uncertain_message_is_tried_again(store: Store[Folder]) -> None:
    owe(store, message("a"))
    (claimed,) = claim(store)
    store.run_now(lambda work: work.retry(claimed, minutes(1), "timeout", uncertain=True))
    assert states(store) == {"uncertain": 1}
    assert [(one.attempts, one.last_code) for one in claim(store, at=1)] == [(2, "timeout")]


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda work, claimed: work.gave_up(claimed, "404"), "failed"),
        (lambda work, claimed: work.cancelled(claimed), "cancelled"),
        (lambda work, claimed: work.sent(claimed, "m", "chat", NOW), "sent"),
    ],
)
def test_what_is_over_frees_its_lane_and_keeps_no_card(store: Store[Folder], rows: Any, end: Any, state: str) -> None:
    owe(store, message("a", card={"body": []}), message("b"))
    (claimed,) = claim(store)
    assert store.run_now(lambda work: end(work, claimed))
    assert states(store) == {state: 1, "ready": 1}
    assert keys(claim(store)) == ["b"]
    assert rows("SELECT card FROM outbox WHERE key = 'a'") == [{"card": None}]


def test_what_has_expired_fails_and_is_not_sent(store: Store[Folder], rows: Any) -> None:
    owe(store, message("a", expires=minutes(5)), message("b"))
    assert keys(claim(store, at=6)) == ["b"]
    assert rows("SELECT state, last_code FROM outbox WHERE key = 'a'") == [{"state": "failed", "last_code": "expired"}]


def edit(key: str, **more: Any) -> Any:
    return message(key, slot="case:1", **{"mode": "upsert", **more})


def test_a_newer_edit_of_the_slot_supersedes_the_unsent_older(store: Store[Folder]) -> None:
    owe(store, edit("old"), message("else", slot="case:2", mode="upsert"), edit("other", to="carys"))
    owe(store, edit("new"))
    assert states(store) == {"ready": 3, "superseded": 1}
    assert keys(claim(store)) == ["else", "other"]


@pytest.mark.parametrize(
    ("older", "newer", "waiting"),
    [
        ("edit", "edit", ["newer"]),
        ("edit", "upsert", ["newer"]),
        ("upsert", "upsert", ["newer"]),
        ("upsert", "edit", ["older", "newer"]),  # The older may have to post the card that the newer edits.
        ("post", "edit", ["older", "newer"]),
        ("post", "upsert", ["older", "newer"]),
        ("upsert", "post", ["older", "newer"]),
        ("post", "post", ["older", "newer"]),
    ],
)
def test_only_an_edit_gives_way_and_only_to_one_that_does_as_much(
    store: Store[Folder], rows: Any, older: str, newer: str, waiting: list[str]
) -> None:
    owe(store, edit("older", mode=older))
    owe(store, edit("newer", mode=newer))
    found = rows("SELECT key FROM outbox WHERE state = 'ready' ORDER BY id")
    assert [row["key"] for row in found] == waiting


def test_the_newer_takes_over_the_time_and_the_alert(store: Store[Folder]) -> None:
    owe(store, edit("old"))
    owe(store, edit("new", due=minutes(30), alert=False))
    (claimed,) = claim(store)
    assert (claimed.message.key, claimed.message.due, claimed.message.alert) == ("new", NOW, True)


def test_what_is_being_sent_is_not_superseded(store: Store[Folder]) -> None:
    owe(store, edit("old"))
    (old,) = claim(store)
    owe(store, edit("new"))
    assert store.run_now(lambda work: work.sent(old, "m1", "chat", NOW))
    assert keys(claim(store)) == ["new"]


def test_the_slot_knows_its_card(store: Store[Folder]) -> None:
    owe(store, message("old", slot="case:1"), message("new", due=minutes(1), slot=""))
    (claimed,) = claim(store)
    store.run_now(lambda work: work.sent(claimed, "m1", "chat", NOW))
    assert store.run_now(lambda work: work.posted("case:1", "ben")) == Posted("chat", "m1", 1)
    store.run_now(lambda work: work.remember_posted("case:1", "ben", "chat", "m2"))
    assert store.run_now(lambda work: work.posted("case:1", "ben")) == Posted("chat", "m2", 2)
    store.run_now(lambda work: work.forget_posted("case:1", "ben"))
    assert store.run_now(lambda work: work.posted("case:1", "ben")) is None


def test_health_can_be_asked(store: Store[Folder]) -> None:
    assert store.run_now(lambda work: work.oldest_due(NOW)) is None
    owe(store, message("a", due=minutes(-3)), message("b", due=minutes(3)))
    assert store.run_now(lambda work: work.oldest_due(NOW)) == minutes(-3)
    assert states(store) == {"ready": 2}


def test_after_a_restore_everything_waits_for_a_person(store: Store[Folder]) -> None:
    owe(store, message("a"), message("b", to="carys"))
    assert store.run_now(lambda work: work.hold_unsent()) == 2
    assert claim(store) == []
    assert store.run_now(lambda work: work.release_held()) == 2
    assert keys(claim(store)) == ["a", "b"]


def test_many_dispatchers_claim_each_message_once(store: Store[Folder], opening: Open) -> None:
    owe(store, *(message(f"m{n}", to=f"p{n % 20}") for n in range(60)))
    claimed: list[str] = []

    def dispatch(own: Store[Folder], name: str) -> None:
        for _ in range(400):
            for one in claim(own, limit=3, owner=name):
                claimed.append(one.message.key)
                own.run_now(lambda work, one=one: work.sent(one, "m", "chat", NOW))
            if len(claimed) >= 60:
                return

    stores = [store, opening(exclusive=False), opening(exclusive=False)]
    threads = [threading.Thread(target=dispatch, args=(own, f"d{n}")) for n, own in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(f"m{n}" for n in range(60))
    assert states(store) == {"sent": 60}


def test_what_is_urgent_does_not_wait_behind_what_could_not_be_sent(store: Store[Folder]) -> None:
    owe(store, message("1"))
    (first,) = claim(store)
    store.run_now(lambda work: work.retry(first, minutes(60), "503"))
    owe(store, message("2"), message("3", urgent=True))
    assert keys(claim(store)) == ["3"]


def test_what_was_under_way_and_a_newer_one_due_before_it_do_not_wait_for_each_other(store: Store[Folder]) -> None:
    owe(store, message("under way", due=minutes(1)))
    claim(store, 1)
    owe(store, message("due before", due=minutes(0)))  # As after a clock was set back, or by taking over a time.
    assert keys(claim(store, 2)) == []
    assert keys(claim(store, 3)) == ["under way"]
