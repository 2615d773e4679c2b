"""What became of each message can be asked for: by case, by person, and what failed without anybody's being told."""

from typing import Any

from folders import NOW, Folder, kept, message, minutes

from storage.store import Store
from storage.work import Claimed, Contact


def owe(store: Store[Folder], *messages: Any) -> None:
    store.run_now(lambda work: [work.owe(one) for one in messages])


def claimed(store: Store[Folder], key: str, at: float = 0) -> Claimed:
    """This message, claimed; the others claimed with it go back as they were."""
    found = store.run_now(lambda work: work.claim(minutes(at), 50, "a test", 60))
    for other in found:
        if other.message.key != key:
            store.run_now(lambda work, other=other: work.postpone(other, other.message.due, ""))
    return next(one for one in found if one.message.key == key)


def fails(store: Store[Folder], key: str, code: str = "403 BotDisabledByAdmin") -> int:
    one = claimed(store, key)
    store.run_now(lambda work: work.gave_up(one, code))
    return one.id


def contacts(store: Store[Folder], case: str) -> dict[tuple[str, str], Contact]:
    found = store.run_now(lambda work: work.contacts(case))
    return {(contact.person, contact.route): contact for contact in found}


def unowned(store: Store[Folder]) -> list[int]:
    return [contact.id for contact in store.run_now(lambda work: work.unowned())]


def test_the_newest_message_to_each_person_by_each_route(store: Store[Folder]) -> None:
    case = kept(store)
    owe(
        store,
        message("first", case=case, view="task"),
        message("second", case=case, view="outcome", due=minutes(1)),
        message("mail", case=case, route="mail", view="letter"),
        message("quiet", case=case, mode="edit", slot="s", due=minutes(2)),
        message("elsewhere", case="RR-2026-999", due=minutes(3)),
    )
    found = contacts(store, case)
    assert {key: contact.view for key, contact in found.items()} == {
        ("ben", "person"): "outcome",
        ("ben", "mail"): "letter",
        ("efua", "person"): "overview",
    }
    assert found["ben", "person"].state == "ready"


def test_what_was_not_wanted_any_more_was_no_contact(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("early", case=case, view="task", due=minutes(-5)), message("late", case=case, view="outcome"))
    early = claimed(store, "early")
    store.run_now(lambda work: work.sent(early, "m", "chat", NOW))
    late = claimed(store, "late")
    store.run_now(lambda work: work.cancelled(late))
    assert contacts(store, case)["ben", "person"].sent_at == NOW


def test_the_last_contact_is_the_newest_of_all_routes(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("card", case=case), message("mail", case=case, route="mail", due=minutes(1)))
    last = store.run_now(lambda work: work.last_contact(case, "ben"))
    assert last is not None
    assert last.route == "mail"
    assert store.run_now(lambda work: work.last_contact(case, "zack")) is None


def test_a_contact_knows_when_the_person_was_last_heard(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("card", case=case))
    where = {"kind": "personal", "conversation": "a:ben", "service_url": "https://x/", "tenant": "t"}
    store.run_now(lambda work: work.remember_conversation("ben", now=minutes(7), **where))
    assert contacts(store, case)["ben", "person"].seen_at == minutes(7)


def test_a_failed_message_is_unowned_until_somebody_is_told(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("card", case=case))
    id = fails(store, "card")
    assert unowned(store) == [id]
    owe(store, message("told", to="amina", case=case, view="unreached", follows=id))
    assert unowned(store) == []
    [told] = store.run_now(lambda work: work.follow_ups(id))
    assert (told.person, told.follows) == ("amina", id)


def test_nobody_was_told_if_that_failed_as_well(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("card", case=case))
    id = fails(store, "card")
    owe(store, message("told", to="amina", case=case, view="unreached", follows=id))
    fails(store, "told")
    assert unowned(store) == [id], "the first message, and not what was done about it"
    owe(store, message("mailed", to="amina", case=case, route="mail", view="unreached_mail", follows=id))
    assert unowned(store) == []


def test_a_deputy_or_an_e_mail_to_the_person_alone_is_no_owner(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("card", case=case))
    id = fails(store, "card")
    owe(store, message("deputy", to="joan", case=case, view="deputy", follows=id))
    owe(store, message("letter", case=case, route="mail", view="letter", follows=id))
    assert unowned(store) == [id]


def test_edits_answers_and_what_belongs_to_no_case_need_no_owner(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("edit", to="a", case=case, mode="edit", slot="s"))
    owe(store, message("answer", to="b", route="conversation", case=case), message("private", to="c"))
    for key in ("edit", "answer", "private"):
        fails(store, key)
    assert unowned(store) == []


def test_what_expired_is_found_too(store: Store[Folder]) -> None:
    case = kept(store)
    owe(store, message("card", case=case, expires=minutes(1)))
    store.run_now(lambda work: work.claim(minutes(2), 0, "a test", 60))
    assert len(unowned(store)) == 1


def test_what_a_message_follows_comes_back_with_it(store: Store[Folder]) -> None:
    owe(store, message("told", follows=7))
    assert claimed(store, "told").message.follows == 7


def test_what_somebody_missed_since_something_last_arrived(store: Store[Folder]) -> None:
    case = kept(store)
    for key in ("old", "arrived", "one", "two"):
        owe(store, message(key, case=case, view=key))
        one = claimed(store, key)
        if key == "arrived":
            store.run_now(lambda work, one=one: work.sent(one, "m", "chat", NOW))
        else:
            store.run_now(lambda work, one=one: work.gave_up(one, "403"))
    missed = store.run_now(lambda work: work.missed(case, "ben"))
    assert [contact.view for contact in missed] == ["one", "two"]
