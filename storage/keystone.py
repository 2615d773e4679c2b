"""One known sealed row, by which a wrong master key is noticed before anything is written."""

from sqlalchemy import Connection, insert, inspect, select, update

from storage.errors import BrokenSeal, WrongKey
from storage.tables import keystone
from storage.vault import Vault

NAME = "first"
KNOWN = b"rapid review"

_READ = select(keystone.c.sealed).where(keystone.c.name == NAME)
_LAY = insert(keystone)
_REPLACE = update(keystone).where(keystone.c.name == NAME)


def require_key(connection: Connection, vault: Vault) -> None:
    """WrongKey if the master key is not the one this database was made with. An empty database takes any key."""
    if not inspect(connection).has_table(keystone.name):
        return
    sealed = connection.execute(_READ).scalar()
    try:
        if sealed is not None and vault.derived("keystone", NAME).open(sealed, "keystone", "sealed", NAME) == KNOWN:
            return
    except BrokenSeal:
        raise WrongKey from None
    raise WrongKey


def lay(connection: Connection, vault: Vault) -> None:
    """Put the row down in a new database."""
    if connection.execute(_READ).scalar() is None:
        connection.execute(_LAY, {"name": NAME, "sealed": _sealed(vault)})


def replace(connection: Connection, vault: Vault) -> None:
    """From now on this is the key: the last thing that a change of keys does."""
    connection.execute(_REPLACE, {"sealed": _sealed(vault)})


def _sealed(vault: Vault) -> bytes:
    return vault.derived("keystone", NAME).seal(KNOWN, "keystone", "sealed", NAME)
