"""Whoever puts an older row back, takes one out or turns one is found by what the record says was kept (T12)."""

from typing import Any

import pytest
from folders import KEY, NOW, Folder, Open, Place, kept, minutes, told

from storage.backup.errors import NotWhole
from storage.bound import ALONE
from storage.comparing import Astray
from storage.disposal import Asking
from storage.errors import BrokenSeal
from storage.store import Store

OF = "RR-2026-001"
WHOLE = (
    "state = (SELECT state FROM earlier), version = (SELECT version FROM earlier), stage = (SELECT stage FROM earlier)"
)


@pytest.fixture
def case(store: Store[Folder], rows: Any) -> Store[Folder]:
    """A case with a form that was corrected once, and then a change; `earlier` holds it as it was before that."""
    kept(store, "Farid may read")
    for n in (1, 2):
        store.run_now(lambda work, n=n: _sends(work, "summary", n))
    rows("CREATE TABLE earlier AS SELECT * FROM case_")
    store.run_now(lambda work: work.case(OF).note("Farid is recused"))
    assert store.faults_of_the_rows() == []
    return store


def _sends(work: Any, kind: str, n: int) -> None:
    work.put_form(OF, kind, "police", "ben", minutes(n), {"n": n})
    work.case(OF).note(f"{kind} {n}", by="ben", at=minutes(n))


def said(store: Store[Folder]) -> list[Astray]:
    """What a check finds, which is what the auditor finds, and nothing of any other case."""
    found = store.run_now(lambda work: work.astray(OF))
    assert store.faults_of_the_rows() == [f"{OF}: {what}." for what in found]
    return found


def test_an_older_state_in_the_row_of_today_does_not_open(case: Store[Folder], rows: Any) -> None:
    rows("UPDATE case_ SET state = (SELECT state FROM earlier)")
    with pytest.raises(BrokenSeal, match="another version"):
        case.run_now(lambda work: work.case(OF))
    assert said(case) == [Astray.SHUT]


def test_a_whole_row_that_was_put_back_is_found_and_stays_found(case: Store[Folder], rows: Any) -> None:
    rows(f"UPDATE case_ SET {WHOLE}")
    assert said(case) == [Astray.OLDER]
    case.run_now(lambda work: work.case(OF).note("and it goes on"))
    for n in range(3):
        assert said(case) == [Astray.BACK]
        case.run_now(lambda work, n=n: work.case(OF).note(f"{n}"))


def test_a_stage_that_is_not_the_sealed_one_is_found(case: Store[Folder], rows: Any) -> None:
    rows("UPDATE case_ SET stage = 'closed', wakes_at = NULL")
    assert said(case) == [Astray.STAGE]
    assert case.run_now(lambda work: work.case(OF).stage) is Place.OPEN, "the bot goes by what is sealed"


TURNED = {
    "by another": "UPDATE form SET \"by\" = 'gwen' WHERE revision = 2",
    "at another time": "UPDATE form SET at = '2026-03-03 03:00:00' WHERE revision = 1",
    "the newest taken out": "DELETE FROM form WHERE revision = 2",
    "the first taken out": "DELETE FROM form WHERE revision = 1",
    "all taken out": "DELETE FROM form",
}


@pytest.mark.parametrize("how", TURNED)
def test_a_form_that_is_not_as_it_was_sent_is_found(case: Store[Folder], rows: Any, how: str) -> None:
    rows("DROP TRIGGER form_no_update" + (" ON form" if case._engine.dialect.name == "postgresql" else ""))
    rows(TURNED[how])
    assert said(case) == [Astray.FORM]


def test_a_case_that_is_gone_is_missed_and_one_disposed_of_is_not(case: Store[Folder], rows: Any) -> None:
    kept(case)
    asking = Asking("amina", "efua", "The time is over.", NOW)
    case.run_now(lambda work: work.destroy("RR-2026-002", asking, minutes(60)))
    assert case.faults_of_the_rows() == []
    for table, column in (
        ("form", '"case"'),
        ("participant", '"case"'),
        ("case_key", "reference"),
        ("case_", "reference"),
    ):
        rows(f"DELETE FROM {table} WHERE {column} = '{OF}'")
    assert said(case) == [Astray.GONE]


def test_a_form_that_was_put_where_nothing_else_happened_is_in_the_record(store: Store[Folder], rows: Any) -> None:
    kept(store)
    store.run_now(lambda work: work.put_form(OF, "export", "", "", NOW, {"asked": "court"}))
    (last,) = rows("SELECT kind, facts FROM audit WHERE number = 2")
    assert last["kind"] == ALONE and "court" not in last["facts"]
    assert store.faults_of_the_record() == store.faults_of_the_rows() == []
    rows("DELETE FROM form")
    assert said(store) == [Astray.FORM]


def test_what_was_undone_leaves_no_mark(store: Store[Folder], rows: Any) -> None:
    kept(store)

    def refused(work: Any) -> None:
        work.put_form(OF, "summary", "police", "ben", NOW, {})
        work.discard()
        work.log_read(OF, "ben", "overview", NOW)

    store.run_now(refused)
    assert said(store) == []
    assert rows("SELECT facts FROM audit WHERE number = 2") == [{"facts": '{"what":"overview"}'}]


def test_a_case_from_before_versions_were_sealed_fits_until_its_record_names_one(
    case: Store[Folder], rows: Any, opening: Open
) -> None:
    """Its record says no version, and so no more is known of it than before; from its first change on it is bound."""
    document = b'{"reference":"RR-2026-001","stage":"open","notes":["long ago"],"people":["amina","ben"]}'
    old = case.run_now(lambda work: work._sealer_of(OF).seal(document, "case", "state", OF))
    rows("DROP TABLE earlier")
    rows("CREATE TABLE earlier AS SELECT * FROM case_")
    rows("UPDATE case_ SET state = :old", old=old)
    assert case.run_now(lambda work: work.case(OF).notes) == ["long ago"], "it opens as before"
    assert said(case) == [Astray.OLDER], "its record says that it should know its version"
    _forget(case, rows)
    assert said(case) == []
    case.run_now(lambda work: work.case(OF).note("today"))
    assert said(case) == []
    rows("UPDATE case_ SET state = :old", old=old)
    assert said(case) == [Astray.OLDER]


def _forget(store: Store[Folder], rows: Any) -> None:
    """The record as an earlier program wrote it: without versions and marks."""
    on = " ON audit" if store._engine.dialect.name == "postgresql" else ""
    for action in ("update", "delete"):
        rows(f"DROP TRIGGER audit_no_{action}{on}")
    rows("UPDATE audit SET facts = '{}'")


def test_a_name_that_somebody_made_up_is_shown_as_letters_only(store: Store[Folder], rows: Any) -> None:
    kept(store)
    rows(
        "INSERT INTO audit SELECT 'RR' || :bell, 1, at, actor, kind, facts, prev_hash, hash FROM audit", bell="\x1b[2J"
    )
    assert store.faults_of_the_rows() == [f"RR?[2J: {Astray.GONE}."]


def test_nothing_is_found_while_others_write(url: str) -> None:
    """The record is read before the rows, so what is added meanwhile is only more."""
    if url.startswith("sqlite"):
        pytest.skip("SQLite shows a reader one moment")
    first = Store.connect(url, KEY, case_type=Folder, announce=told)
    first.migrate()
    kept(first)

    def looks(work: Any) -> list[Astray]:
        executed, real = [], work._connection.execute

        def execute(*asked: Any) -> Any:
            executed.append(asked)
            if len(executed) in (3, 4):
                first.run_now(lambda other: _sends(other, f"form {len(executed)}", 1))
            return real(*asked)

        work._connection.execute = execute
        found: list[Astray] = work.astray(OF)
        del work._connection.execute
        return found

    assert first.run_now(looks) == []
    first.close()


def test_a_backup_of_what_does_not_fit_is_put_back_only_by_whoever_knows(
    case: Store[Folder], rows: Any, backed_up: Any, put_back: Any
) -> None:
    rows("DROP TABLE earlier")
    rows("DELETE FROM form WHERE revision = 2")
    taken = backed_up()
    with pytest.raises(NotWhole, match="a form that was sent is missing"):
        put_back(taken.path)
    assert put_back(taken.path, despite_faults=True).verified.faults == [f"{OF}: {Astray.FORM}."]
