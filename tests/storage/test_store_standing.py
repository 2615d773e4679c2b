"""Every message that shows something of a case is known until it shows something else, on both databases (rule 4)."""

from folders import Folder

from storage.standing import LONGEST
from storage.store import Store

RR, ANOTHER = "RR-2026-001", "RR-2026-0010"


def shows(store: Store[Folder], message: str, what: str, to: str = "ben") -> None:
    store.run_now(lambda work: work.shows_now(message, to, f"chat-{to}", what))


def known(store: Store[Folder], case: str = RR) -> set[tuple[str, str, str]]:
    found = store.run_now(lambda work: work.standing_cards(case))
    return {(card.to, card.message, card.drawn_for) for card in found}


def test_a_message_shows_one_thing_at_a_time(store: Store[Folder]) -> None:
    shows(store, "m1", f"{RR}:333")
    shows(store, "m1", f"{RR}:333", to="carys")
    shows(store, "m2", f"{RR}:111")
    assert known(store) == {("ben", "m1", "333"), ("carys", "m1", "333"), ("ben", "m2", "111")}
    shows(store, "m1", f"{RR}:333")
    shows(store, "m2", f"{RR}:333")
    shows(store, "m1", f"{ANOTHER}:333", to="carys")
    assert known(store) == {("ben", "m1", "333"), ("ben", "m2", "333")}
    assert known(store, ANOTHER) == {("carys", "m1", "333")}
    shows(store, "m1", "")
    shows(store, "m2", "")
    assert known(store) == set()


def test_it_is_known_in_which_slot_it_was_sent(store: Store[Folder]) -> None:
    store.run_now(lambda work: work.remember_posted(f"{RR}:vote", "ben", "chat-ben", "m1"))
    shows(store, "m1", f"{RR}:333")
    (card,) = store.run_now(lambda work: work.standing_cards(RR))
    assert (card.conversation, set(card.in_slots)) == ("chat-ben", {"333:read:m1", "vote"})


def test_what_is_being_emptied_has_a_slot_for_that_and_is_not_emptied_twice(store: Store[Folder]) -> None:
    shows(store, "m1", f"{RR}:333")
    (card,) = store.run_now(lambda work: work.standing_cards(RR))
    slot = store.run_now(lambda work: work.to_be_emptied(card))
    assert known(store) == set()
    there = store.run_now(lambda work: work.posted(slot, "ben"))
    assert there and (there.conversation, there.remote_id) == ("chat-ben", "m1")
    assert [one.slot for one in store.run_now(lambda work: work.cards_of(RR))] == [slot]


def test_a_long_id_stands_whole_where_it_is_used(store: Store[Folder]) -> None:
    shows(store, "m" * 300, f"{RR}:333")
    assert known(store) == {("ben", "m" * 300, "333")}
    assert all(len(slot) < LONGEST + 40 for slot in store.run_now(lambda work: work.slots_of(RR, "ben")))


def test_a_press_shows_something_beside_what_was_sent_until_the_bot_edits_it(store: Store[Folder]) -> None:
    shows(store, "m1", f"{RR}:333")
    for what in (f"{ANOTHER}:333", f"{RR}:111"):
        store.run_now(lambda work, what=what: work.shows_also("m1", "ben", "chat-ben", what))
    assert known(store) == {("ben", "m1", "333"), ("ben", "m1", "111")} and known(store, ANOTHER) == set()
    shows(store, "m1", f"{RR}:222")
    assert known(store) == {("ben", "m1", "222")}
    store.run_now(lambda work: work.shows_also("m1", "ben", "chat-ben", ""))
    assert known(store) == {("ben", "m1", "222")}, "a list of several cases tells of none"
