"""What people wrote comes back as they wrote it, and a sent form is never changed."""

from typing import Any

import pytest
from folders import NOW, Folder, kept, minutes
from sqlalchemy.exc import DBAPIError

from storage.forms import Draft, StoredForm
from storage.store import Store

TYPED = {
    "emoji": "👨‍👩‍👧‍👦 family",
    "hebrew": "\u202eשלום\u202c",
    "quotes": 'O\'Brien "--; DROP TABLE form" 100% _',
    "lines": "one\r\ntwo\ttabbed",
    "nested": {"rows": [{"age": 3, "known": True, "note": None}]},
    "long": "é" * 100_000,
}


def test_each_sending_is_a_new_revision(store: Store[Folder]) -> None:
    reference = kept(store)
    put = [
        store.run_now(lambda work, n=n: work.put_form(reference, "ballot", "ben", "ben", minutes(n), {"stance": n}))
        for n in (1, 2)
    ]
    assert put == [1, 2]
    newest = store.run_now(lambda work: work.form(reference, "ballot", "ben"))
    first = store.run_now(lambda work: work.form(reference, "ballot", "ben", 1))
    assert newest == StoredForm(reference, "ballot", "ben", 2, "ben", minutes(2), {"stance": 2})
    assert first == StoredForm(reference, "ballot", "ben", 1, "ben", minutes(1), {"stance": 1})
    assert store.run_now(lambda work: work.form(reference, "ballot", "ben", 3)) is None
    assert store.run_now(lambda work: work.form(reference, "ballot", "carys")) is None


def test_what_is_typed_survives(store: Store[Folder]) -> None:
    reference = kept(store)
    store.run_now(lambda work: work.put_form(reference, "summary", "police", "ben", NOW, TYPED))
    store.run_now(lambda work: work.put_draft("ben", "summary", reference, TYPED, NOW))
    assert store.run_now(lambda work: work.form(reference, "summary", "police")).answers == TYPED
    assert store.run_now(lambda work: work.draft("ben", "summary", reference)).answers == TYPED


@pytest.mark.parametrize(
    ("typed", "kept_as"), [("a\0b", "ab"), ("a\ud800b", "a\ufffdb"), ("\ud83d\ude00", "😀"), ("", "")]
)
def test_what_no_database_can_hold_is_cleaned(store: Store[Folder], typed: str, kept_as: str) -> None:
    reference = kept(store, typed)

    def write(work: Any) -> None:
        work.put_form(reference, typed, typed, "ben", NOW, {typed: [typed]})
        work.put_draft("ben", typed, typed, {"text": typed}, NOW)

    store.run_now(write)
    assert store.run_now(lambda work: work.form(reference, typed, typed)).answers == {kept_as: [kept_as]}
    assert store.run_now(lambda work: work.draft("ben", typed, typed)).answers == {"text": kept_as}
    assert store.run_now(lambda work: work.case(reference)).notes[0] in (typed, kept_as)


def test_the_newest_form_of_each_open_case_the_newest_case_first(store: Store[Folder], rows: Any) -> None:
    """E32. One that cannot be read is left out: another case begins all the same."""
    first, second, closed, spoilt = (kept(store) for _ in range(4))
    for reference in (first, second, closed, spoilt):
        store.run_now(lambda work, of=reference: work.put_form(of, "notification", "", "ben", NOW, {"of": of}))
    store.run_now(lambda work: work.put_form(first, "notification", "", "ben", NOW, {"of": "corrected"}))
    store.run_now(lambda work: work.put_form(first, "notification", "other", "ben", NOW, {"of": "other"}))
    store.run_now(lambda work: work.put_form(first, "summary", "", "ben", NOW, {"of": "summary"}))
    rows("UPDATE case_ SET stage = 'closed' WHERE reference = :of", of=closed)
    rows("UPDATE case_key SET wrapped = :bytes WHERE reference = :of", of=spoilt, bytes=b"spoilt" * 10)

    def read(work: Any, most: int) -> list[str]:
        return [form.answers["of"] for form in work.of_open_cases("notification", most)]

    assert store.run_now(lambda work: read(work, 10)) == [second, "corrected"]
    assert store.run_now(lambda work: read(work, 2)) == [second], "the spoilt one counts among the newest"


def test_a_draft_is_saved_over_the_last(store: Store[Folder]) -> None:
    saved = [
        store.run_now(lambda work, n=n: work.put_draft("ben", "summary", "RR-2026-001/police", {"n": n}, minutes(n)))
        for n in (1, 2, 3)
    ]
    assert saved == [1, 2, 3]
    draft = store.run_now(lambda work: work.draft("ben", "summary", "RR-2026-001/police"))
    assert draft == Draft("summary", "RR-2026-001/police", {"n": 3}, 3, minutes(3))


def test_a_draft_is_its_writers_own(store: Store[Folder]) -> None:
    store.run_now(lambda work: work.put_draft("ben", "summary", "x", {"n": 1}, minutes(2)))
    store.run_now(lambda work: work.put_draft("ben", "notification", "", {"n": 2}, minutes(1)))
    store.run_now(lambda work: work.put_draft("carys", "summary", "x", {"n": 3}, NOW))
    assert [draft.form for draft in store.run_now(lambda work: work.drafts_of("ben"))] == ["notification", "summary"]
    store.run_now(lambda work: work.drop_draft("ben", "summary", "x"))
    assert store.run_now(lambda work: work.draft("ben", "summary", "x")) is None
    assert store.run_now(lambda work: work.draft("carys", "summary", "x")).answers == {"n": 3}


def test_the_database_refuses_to_change_a_sent_form(store: Store[Folder], rows: Any) -> None:
    reference = kept(store)
    store.run_now(lambda work: work.put_form(reference, "ballot", "ben", "ben", NOW, {"stance": "yes"}))
    with pytest.raises(DBAPIError, match="never changed"):
        rows("UPDATE form SET revision = 7")


UNGUARDED = {
    "sqlite": {
        "missing": "DROP TRIGGER form_no_update",
        "not as it was made": "CREATE TRIGGER form_no_update BEFORE UPDATE ON form BEGIN SELECT 1; END",
    },
    "postgresql": {
        "missing": "DROP TRIGGER form_no_update ON form",
        "not as it was made": "ALTER TABLE form DISABLE TRIGGER form_no_update",
    },
}


@pytest.mark.parametrize("how", ["missing", "not as it was made"])
def test_a_guard_of_sent_forms_that_guards_nothing_is_found(store: Store[Folder], rows: Any, how: str) -> None:
    dialect = store._engine.dialect.name
    if (dialect, how) == ("sqlite", "not as it was made"):
        rows("DROP TRIGGER form_no_update")
    rows(UNGUARDED[dialect][how])
    assert store.faults_of_the_record() == [
        f"The database does not guard the record as it should: the trigger form_no_update is {how}."
    ]


def test_a_form_needs_its_case(store: Store[Folder]) -> None:
    with pytest.raises(Exception, match="no key"):
        store.run_now(lambda work: work.put_form("RR-2026-404", "ballot", "ben", "ben", NOW, {}))


def test_a_press_counts_once(store: Store[Folder]) -> None:
    def press(person: str) -> bool:
        return store.run_now(lambda work: work.first_time("ballot|RR-2026-001|3", person, NOW))

    assert [press("ben"), press("ben"), press("carys"), press("ben")] == [True, False, True, False]


def test_a_delivery_counts_once(store: Store[Folder]) -> None:
    def deliver(conversation: str, activity: str) -> bool:
        return store.run_now(lambda work: work.seen_before(conversation, activity, NOW))

    assert [deliver("a", "1"), deliver("a", "1"), deliver("b", "1"), deliver("a", "2")] == [False, True, False, False]


def test_old_deliveries_and_presses_are_let_go(store: Store[Folder]) -> None:
    store.run_now(lambda work: work.seen_before("a", "1", NOW))
    store.run_now(lambda work: work.first_time("k", "ben", minutes(5)))
    store.run_now(lambda work: work.forget_seen(minutes(1)))
    assert not store.run_now(lambda work: work.seen_before("a", "1", NOW))
    assert not store.run_now(lambda work: work.first_time("k", "ben", NOW))


def test_a_conversation_is_remembered_until_it_is_dead(store: Store[Folder]) -> None:
    def remember(n: int) -> None:
        store.run_now(
            lambda work: work.remember_conversation(
                "ben",
                kind="personal",
                conversation=f"chat-{n}",
                service_url="https://smba.example/uk/",
                tenant="t",
                channel_user_id="29:ben",
                now=minutes(n),
            )
        )

    remember(1)
    remember(2)
    store.run_now(lambda work: work.mark_dead("ben", "403"))
    dead = store.run_now(lambda work: work.conversation_of("ben"))
    assert (dead.conversation, dead.seen_at, dead.dead_code) == ("chat-2", minutes(2), "403")
    remember(3)
    assert store.run_now(lambda work: work.conversation_of("ben")).dead_code == ""
    assert store.run_now(lambda work: work.channel_of("19:general")) is None
