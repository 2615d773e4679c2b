"""The open transaction that every kind of work shares: the connection, the vault, and where a refusal goes back to."""

from sqlalchemy import Connection, bindparam, select

from storage.bound import Put
from storage.errors import BrokenSeal
from storage.tables import case_key
from storage.vault import Sealer, Vault

_CASE_KEY = select(case_key.c.wrapped).where(case_key.c.reference == bindparam("of"))


class Transaction:
    """One transaction. Only statements of this package run in it."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._sealers: dict[str, Sealer] = {}
        self._versions: dict[str, int] = {}
        """Of each case as it was read, for whoever acts on it by other means than saving it."""
        self._put: dict[str, list[Put]] = {}
        """The forms that were put in each case, for its record to name."""
        self._can_go_back = False
        self._changed = False

    def _about_to_change_a_case(self) -> None:
        """Mark, once, the point that a refusal goes back to."""
        self._changed = True
        if not self._can_go_back:
            self._connection.exec_driver_sql("SAVEPOINT before_the_case")
            self._can_go_back = True

    def _go_back(self) -> None:
        self._changed = False
        if self._can_go_back:
            self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT before_the_case")
        self._sealers.clear()
        self._put.clear()

    def _sealer_of(self, case: str) -> Sealer:
        """The sealer under the case's own key."""
        if case not in self._sealers:
            wrapped = self._connection.execute(_CASE_KEY, {"of": case}).scalar()
            if wrapped is None:
                raise BrokenSeal("the case has no key")
            self._sealers[case] = self._vault.case_sealer(case, wrapped)
        return self._sealers[case]
