"""Another master key: every case gets a new key too, and all that a derived key seals is sealed anew.

It is one transaction, with the keystone last. Whatever happens in it, the database opens with one of the two keys: the
old one until the end, and the new one from then on. What stands under the keys a case has had is not touched: sent
forms are never changed. Whoever had the old key and a copy has read it; what is written from now on, they cannot read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, bindparam, func, select, update
from sqlalchemy.exc import DBAPIError

from storage import keystone, migrate
from storage.errors import NotAllowed, StillRunning, WrongKey
from storage.scrubbing import scrub
from storage.tables import case_key, draft, heartbeat, outbox, preference
from storage.tombstones import tombstone
from storage.troubles import meant
from storage.vault import Vault

AT_ONCE = 500
"""Rows in one statement."""

Told = Callable[[str, int], None]
"""Told of each kind of thing, and how many of it have been sealed anew."""

_ALIVE = select(func.count(heartbeat.c.process.distinct())).where(heartbeat.c.at > bindparam("since"))


@dataclass(frozen=True)
class Derived:
    """A column sealed under a key derived from the master key: for which purpose, whose, and bound to what."""

    purpose: str
    table: Table
    column: str
    owner: str
    place: tuple[str, ...]
    only: ColumnElement[bool] | None = None


DERIVED = (
    Derived("draft", draft, "answers", "person", ("person", "form", "subject")),
    Derived("preference", preference, "said", "person", ("person",)),
    Derived("outbox", outbox, "card", "to", ("key",), (outbox.c.case == "") & outbox.c.card.is_not(None)),
    Derived("tombstone", tombstone, "said", "reference", ("reference",)),
)
"""All of them but the keystone; a test looks through the sources for any other."""


def rotate(engine: Engine, old: Vault, new: Vault, alive_since: datetime, told: Told) -> bool:
    """Put the database under the new key. False if it is under it already; WrongKey if the old one does not open it.

    StillRunning while any process has been at work since then: it would go on writing under the old key.
    """
    with engine.begin() as connection:
        _alone(connection)
        migrate.require_head(connection)
        changes = not _under(connection, new)
        if changes:
            _change(connection, old, new, alive_since, told)
    scrub(engine)  # Also where there was nothing to change: the last time may have been cut short just here.
    return changes


def _change(connection: Connection, old: Vault, new: Vault, alive_since: datetime, told: Told) -> None:
    keystone.require_key(connection, old)
    if alive := connection.execute(_ALIVE, {"since": alive_since}).scalar_one():
        raise StillRunning(alive)
    for name, count in _sealed_anew(connection, old, new):
        told(name, count)


def _alone(connection: Connection) -> None:
    """On PostgreSQL a process that starts now waits, and then sees which key is the right one."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(kind.table.name for kind in DERIVED)
        try:
            connection.exec_driver_sql(f"LOCK TABLE keystone, case_key, {names} IN ACCESS EXCLUSIVE MODE")
        except DBAPIError as error:
            if isinstance(trouble := meant(error, committing=False), NotAllowed):
                raise trouble from error
            raise StillRunning(1) from error  # Somebody is in the middle of a transaction, and does not end it.


def _under(connection: Connection, vault: Vault) -> bool:
    try:
        keystone.require_key(connection, vault)
    except WrongKey:
        return False
    return True


def _sealed_anew(connection: Connection, old: Vault, new: Vault) -> Iterator[tuple[str, int]]:
    yield "case_key", _renew(connection, old, new)
    for kind in DERIVED:
        yield kind.table.name, _reseal(connection, kind, old, new)
    keystone.replace(connection, new)
    yield "keystone", 1


def _renew(connection: Connection, old: Vault, new: Vault) -> int:
    def anew(row: Row[Any]) -> dict[str, Any]:
        return {"at_reference": row.reference, "sealed": old.renewed(row.reference, row.wrapped, new)}

    return _each(connection, case_key, "wrapped", None, anew)


def _reseal(connection: Connection, kind: Derived, old: Vault, new: Vault) -> int:
    keys = [column.name for column in kind.table.primary_key]

    def anew(row: Row[Any]) -> dict[str, Any]:
        values, place = row._mapping, (kind.table.name, kind.column, *(row._mapping[name] for name in kind.place))
        whose = values[kind.owner]
        plain = old.derived(kind.purpose, whose).open(values[kind.column], *place)
        sealed = new.derived(kind.purpose, whose).seal(plain, *place)
        return {**{f"at_{key}": values[key] for key in keys}, "sealed": sealed}

    return _each(connection, kind.table, kind.column, kind.only, anew)


def _each(
    connection: Connection,
    table: Table,
    column: str,
    only: ColumnElement[bool] | None,
    anew: Callable[[Row[Any]], dict[str, Any]],
) -> int:
    """Change this column of every row, some rows in each statement. How many there were."""
    at = [key == bindparam(f"at_{key.name}") for key in table.primary_key]
    change = update(table).where(*at).values({column: bindparam("sealed")})
    rows = connection.execute(select(table).where(*([] if only is None else [only]))).all()
    for first in range(0, len(rows), AT_ONCE):
        connection.execute(change, [anew(row) for row in rows[first : first + AT_ONCE]])
    return len(rows)
