"""Whatever somebody with the whole database in hand does to the record is found against the seal (G18).

Each way is tried on the real tables with the triggers dropped, in a transaction that is undone. Two programs that share
no code look at it: the bot's own, and the one that anybody can run on an exported record.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from folders import NOW, Folder, kept, minutes
from sqlalchemy import Connection, text

from bot import record, verify_record
from storage import guards, proving
from storage.store import Store
from storage.work import Work

FIRST, SECOND, THIRD = "RR-2026-001", "RR-2026-002", "RR-2026-003"
IN_THE_MIDDLE = f"\"case\" = '{SECOND}' AND number = 3"
AUDIT = {
    "case": "'RR-2026-009'",
    "number": "number + 100",
    "at": "'2026-01-15 00:00:00.000000'",
    "actor": "'dev'",
    "kind": "'nil_returned'",
    "facts": "'{}'",
    "prev_hash": "hash",
    "hash": "prev_hash",
}
ANCHOR = {
    "number": "number + 100",
    "at": "'2026-01-15 00:00:00.000000'",
    "day": "'2026-01-15'",
    "root": "hash",
    "cases": "cases + 1",
    "heads": "'[]'",
    "prev_hash": "hash",
    "hash": "root",
}
COPY = 'SELECT "case", {}, at, actor, kind, facts, prev_hash, hash FROM audit WHERE ' + IN_THE_MIDDLE
SQL = {
    **{f"entry: {column}": f'UPDATE audit SET "{column}" = {to} WHERE {IN_THE_MIDDLE}' for column, to in AUDIT.items()},
    **{
        f"last entry: {column}": f'UPDATE audit SET "{column}" = {to} WHERE "case" = \'{SECOND}\' AND number = 6'
        for column, to in AUDIT.items()
    },
    "deleted": f"DELETE FROM audit WHERE {IN_THE_MIDDLE}",
    "deleted first": f"DELETE FROM audit WHERE \"case\" = '{SECOND}' AND number = 1",
    "closed up": f"DELETE FROM audit WHERE {IN_THE_MIDDLE};"
    + "".join(f"UPDATE audit SET number = {n - 1} WHERE \"case\" = '{SECOND}' AND number = {n};" for n in (4, 5, 6)),
    "added at the end": f"INSERT INTO audit {COPY.format(7)}",
    "put in": "".join(
        f"UPDATE audit SET number = {n + 1} WHERE \"case\" = '{SECOND}' AND number = {n};" for n in (6, 5, 4)
    )
    + f"INSERT INTO audit {COPY.format(4)}",
    "reordered": "".join(
        f"UPDATE audit SET number = {to} WHERE \"case\" = '{SECOND}' AND number = {n};"
        for n, to in ((3, 99), (4, 3), (99, 4))
    ),
    "cut tail": f"DELETE FROM audit WHERE \"case\" = '{SECOND}' AND number >= 5",
    "moved elsewhere": f"UPDATE audit SET \"case\" = '{THIRD}', number = 2 WHERE \"case\" = '{SECOND}' AND number = 6",
    "dropped case": "; ".join(f"DELETE FROM {table} WHERE \"case\" = '{SECOND}'" for table in ("audit", "participant"))
    + f"; DELETE FROM case_key WHERE reference = '{SECOND}'; DELETE FROM case_ WHERE reference = '{SECOND}'",
    **{f"anchor: {column}": f"UPDATE anchor SET {column} = {to} WHERE number = 1" for column, to in ANCHOR.items()},
    "deleted anchor": "DELETE FROM anchor WHERE number = 1",
    "cut anchors": "DELETE FROM anchor WHERE number > 1",
    "no anchors": "DELETE FROM anchor",
}


def rebuilt(connection: Connection) -> None:
    """The chain made anew with another actor, every hash right: from inside it is whole."""
    before = ""
    rows = connection.execute(text(f"SELECT * FROM audit WHERE \"case\" = '{SECOND}' ORDER BY number")).mappings().all()
    for row in map(dict, rows):
        at = row["at"] if isinstance(row["at"], str) else row["at"].isoformat()
        utc = at if "T" in at else at.replace(" ", "T").removesuffix(".000000") + "+00:00"
        said = [SECOND, row["number"], utc, "dev", row["kind"], row["facts"]]
        hash = verify_record.sha256(before + verify_record.canonical(said))
        connection.execute(
            text(
                "UPDATE audit SET actor = 'dev', prev_hash = :before, hash = :hash WHERE \"case\" = :of AND number = :n"
            ),
            {"before": before, "hash": hash, "of": SECOND, "n": row["number"]},
        )
        before = hash


def rebuilt_with_anchors(connection: Connection) -> None:
    """The same, and the anchors too: only a seal that was kept elsewhere tells."""
    rebuilt(connection)
    run("DELETE FROM anchor")(connection)
    made = Work(connection, None, None, in_turn=False)
    assert made.anchor_hourly(minutes(59))
    assert made.anchor_of_day(minutes(60), date(2026, 1, 14))


def run(statements: str) -> Callable[[Connection], None]:
    def do(connection: Connection) -> None:
        for statement in filter(str.strip, statements.split(";")):
            connection.exec_driver_sql(statement)

    return do


WAYS = {name: run(statements) for name, statements in SQL.items()}
WAYS |= {"rebuilt chain": rebuilt, "rebuilt with its anchors": rebuilt_with_anchors}


@pytest.fixture
def sealed(store: Store[Folder]) -> tuple[Store[Folder], str]:
    """Three cases and somebody's list, anchored and sealed; the seal is what was posted."""
    kept(store, "one"), kept(store, *(f"note {n}" for n in range(5))), kept(store)
    store.run_now(lambda work: work.anchor_hourly(NOW))
    store.run_now(lambda work: work.case(SECOND).note("later"))

    def look(work: Any) -> None:
        work.open_cases()
        work.showed("ben", "my cases", NOW, lambda reference: True)

    store.run_now(look)
    made = store.run_now(lambda work: work.anchor_of_day(minutes(60), date(2026, 1, 14)))
    assert made and made.cases == 3 and set(made.heads) == {SECOND, "lists/ben"}
    return store, made.hash[:32]


def looked_at(store: Store[Folder], connection: Connection, seal: str) -> tuple[list[str], list[str]]:
    """What the two find."""
    inside = proving.faults(lambda: nullcontext(connection), seal)
    work: Any = Work(connection, store._vault, store._codec, in_turn=False)
    try:
        read = verify_record.read(record.written(work, "", NOW))
    except verify_record.NoRecord as fault:
        return inside, [str(fault)]
    return inside, [words for _, words in verify_record.faults(read, seal)]


def test_a_true_record_is_true_to_both(sealed: tuple[Store[Folder], str]) -> None:
    store, seal = sealed
    with store._engine.begin() as connection:
        assert looked_at(store, connection, seal) == ([], [])
        assert looked_at(store, connection, "") == ([], [])


def test_every_way_to_tamper_is_found_by_both(sealed: tuple[Store[Folder], str]) -> None:
    store, seal = sealed
    missed, outside = [], {"deleted anchor", "cut anchors", "no anchors"}
    for name, tamper in WAYS.items():
        with store._engine.connect() as connection, connection.begin() as transaction:
            disarm(connection)
            tamper(connection)
            found = looked_at(store, connection, seal)
            transaction.rollback()
        about = "anchor" if "anchor" in name else SECOND
        missed += [
            (name, who, words)
            for who, words in zip(("inside", "outside"), found, strict=True)
            if not any(about in line.replace("Anchor", "anchor") for line in words)
        ]
    assert missed == []
    assert len(WAYS) > 30 and outside < set(WAYS)


def test_each_is_named_by_what_it_is(sealed: tuple[Store[Folder], str]) -> None:
    store, seal = sealed
    said = {
        "entry: actor": f"{SECOND}: entry 3 does not say what it said when it was written",
        "deleted": f"{SECOND}: entry 3 is missing, or does not follow the one before it",
        "cut tail": f"{SECOND}: the record ends with entry 4; on 2026-01-14 09:30 UTC (anchor 1) it had 5",
        "dropped case": f"{SECOND}: the record is missing altogether; on 2026-01-14 09:30 UTC (anchor 1) it had 5 "
        "entries",
        "rebuilt chain": f"{SECOND}: entry 5 is not the one that was there on 2026-01-14 09:30 UTC (anchor 1)",
        "rebuilt with its anchors": "no anchor has that seal: the record, or part of it, was made anew",
        "anchor: cases": "anchor 1 does not say what it said when it was sealed",
        "cut anchors": "no anchor has that seal: the record, or part of it, was made anew",
    }
    for name, words in said.items():
        with store._engine.connect() as connection, connection.begin() as transaction:
            disarm(connection)
            WAYS[name](connection)
            assert looked_at(store, connection, seal)[1][0] == words, name
            transaction.rollback()


def disarm(connection: Connection) -> None:
    """What somebody with full access to the database would do first."""
    for trigger in sorted(guards.guards(connection.dialect.name)):
        on = f" ON {trigger.partition('_')[0]}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}{on}")
