"""What has had its time goes by itself; what somebody may still want, and all that an open case has, stays."""

from datetime import timedelta
from typing import Any

from folders import NOW, Folder, Place, kept, message

from rapid_review.timing.hours import Hours
from storage.posts import _OF_CASE
from storage.store import Store

LATER = NOW + timedelta(days=90)
KNOWN = ["amina", "ben"]


def closed(store: Store[Folder]) -> str:
    reference = kept(store)

    def close(work: Any) -> None:
        case = work.case(reference)
        case.note("closed")
        case.stage = Place.CLOSED

    store.run_now(close)
    return reference


def test_drafts_go_of_those_who_have_left_and_of_closed_cases(store: Store[Folder]) -> None:
    going, shut = kept(store), closed(store)

    def write(work: Any) -> None:
        for person, subject in (("ben", going), ("ben", f"{shut}/police"), ("ben", shut), ("zack", "new")):
            work.put_draft(person, "summary", subject, {"text": "words"}, NOW)
        work.put_draft("zack", "notification", "young", {"text": "words"}, LATER)
        work.put_draft("ben", "notification", "new", {"text": "words"}, NOW)

    store.run_now(write)
    assert store.run_now(lambda work: work.forget_drafts(NOW, KNOWN)) == 0
    assert store.run_now(lambda work: work.forget_drafts(LATER, KNOWN)) == 1, "of no case, by somebody who has left"
    assert store.run_now(lambda work: work.forget_drafts_of(shut, LATER)) == 2
    left = store.run_now(lambda work: [(who, d.subject) for who in ("ben", "zack") for d in work.drafts_of(who)])
    assert sorted(left) == [("ben", going), ("ben", "new"), ("zack", "young")]


def test_messages_go_of_closed_cases_and_of_none(store: Store[Folder], rows: Any) -> None:
    going, shut = kept(store), closed(store)
    rows("DELETE FROM outbox")

    def owe(work: Any) -> None:
        for key, case in (("going", going), ("shut", shut), ("digest", ""), ("waits", "")):
            work.owe(message(key, to=key, case=case))

    store.run_now(owe)
    rows("UPDATE outbox SET state = 'sent' WHERE key <> 'waits'")
    assert store.run_now(lambda work: work.forget_messages(NOW)) == 0
    assert store.run_now(lambda work: work.forget_messages(LATER)) == 1, "of no case"
    assert store.run_now(lambda work: work.forget_messages_of(shut, LATER)) == 1
    assert {row["key"] for row in rows("SELECT key FROM outbox")} == {"going", "waits"}


def test_a_leaver_who_is_not_heard_of_is_forgotten(store: Store[Folder]) -> None:
    def choose(work: Any) -> None:
        for person in ("ben", "zack", "yusra"):
            work.keep_preference(person, Hours(), NOW)
        where = {"conversation": "c", "service_url": "https://x", "tenant": "t"}
        work.remember_conversation("yusra", kind="personal", **where, now=LATER)

    store.run_now(choose)
    assert store.run_now(lambda work: work.forget_leavers(LATER, KNOWN)) == 1
    assert [bool(store.run_now(lambda work, p=p: work.preference(p))) for p in ("ben", "zack", "yusra")] == [
        *(True, False, True)
    ]


def test_a_chat_is_kept_while_a_card_stands_in_it_or_a_case_is_open(store: Store[Folder]) -> None:
    going, shut = kept(store, by="in-open"), closed(store)
    where = {"conversation": "c", "service_url": "https://x", "tenant": "t"}

    def met(work: Any) -> None:
        for person in ("ben", "zack", "in-open", "has-card"):
            work.remember_conversation(person, kind="personal", **where, now=NOW)
        work.remember_conversation("19:channel", kind="channel", **where, now=NOW)
        work.remember_posted(f"{shut}:vote", "has-card", "c", "1")

    store.run_now(met)
    assert going
    assert store.run_now(lambda work: work.forget_leavers(LATER, KNOWN)) == 1
    people = ("ben", "zack", "in-open", "has-card", "19:channel")
    left = [who for who in people if store.run_now(lambda work, who=who: work.conversation_of(who))]
    assert left == ["ben", "in-open", "has-card", "19:channel"]


def test_a_directory_without_anybody_is_a_mistake_and_no_farewell(store: Store[Folder]) -> None:
    store.run_now(lambda work: work.put_draft("ben", "summary", "new", {"text": "words"}, NOW))
    store.run_now(lambda work: work.keep_preference("ben", Hours(), NOW))
    assert store.run_now(lambda work: work.forget_drafts(LATER, [])) == 0
    assert store.run_now(lambda work: work.forget_leavers(LATER, [])) == 0


def test_which_case_a_message_shows_is_known_while_it_is_known_where_it_stands(store: Store[Folder]) -> None:
    def read(work: Any) -> None:
        for case, on in (("RR-2026-001", "m1"), ("RR-2026-002", "m2")):
            work.remember_posted(f"{case}:read:{on}", "ben", "chat", on)
            work.remember_posted(f"read:{on}", "ben", "chat", case)
        work.remember_posted("read:m2", "carys", "chat", "RR-2026-002")

    store.run_now(read)
    store.run_now(lambda work: work.forget_posted("RR-2026-001:read:m1", "ben"))
    assert store.run_now(lambda work: work.forget_disposed_cards()) == 2
    left = {(of, who) for who in ("ben", "carys") for of in ("read:m1", "read:m2") if shown(store, of, who)}
    assert left == {("read:m2", "ben")}


def shown(store: Store[Folder], slot: str, to: str) -> bool:
    return store.run_now(lambda work: work.posted(slot, to)) is not None


def test_the_cards_of_one_case_are_found_without_looking_through_all(store: Store[Folder]) -> None:
    def stand(work: Any) -> None:
        for slot in ("RR-2026-001:vote", "RR-2026-001:read:m1", "RR-2026-0010:vote", "RR-2026-001", "read:m1"):
            work.remember_posted(slot, "ben", "chat", slot)
        work.remember_posted("RR-2026-001:vote", "carys", "chat", "hers")

    store.run_now(stand)
    found = store.run_now(lambda work: work.slots_of("RR-2026-001", "ben"))
    assert sorted(found) == ["RR-2026-001:read:m1", "RR-2026-001:vote"]
    if store._engine.dialect.name == "sqlite":
        asked = str(_OF_CASE["sqlite"].compile(store._engine, compile_kwargs={"render_postcompile": True}))
        of = ("ben", "RR-2026-001:", "RR-2026-001;")
        plan = store.run_now(lambda work: work._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", of).all())
        assert "SEARCH posted" in str(plan)
