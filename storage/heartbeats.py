"""Which processes are at work, so that a late one is seen by the others, and by whoever watches them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql

from storage.tables import heartbeat
from storage.transaction import Transaction

_NEW = postgresql.insert(heartbeat)
_BEAT = _NEW.on_conflict_do_update(
    index_elements=[heartbeat.c.process, heartbeat.c.work], set_={"at": _NEW.excluded["at"]}
)
_ALL = select(heartbeat).order_by(heartbeat.c.process, heartbeat.c.work)
_FORGET_SILENT = delete(heartbeat).where(heartbeat.c.at < bindparam("since"))
_FORGET_PROCESS = delete(heartbeat).where(heartbeat.c.process == bindparam("of"))


@dataclass(frozen=True)
class Heartbeat:
    """When this process last did this kind of work."""

    process: str
    work: str
    at: datetime


class Heartbeats(Transaction):
    """The part of the work that is about the processes themselves."""

    def beat(self, process: str, work: str, now: datetime) -> None:
        """This process has just done this."""
        self._connection.execute(_BEAT, {"process": process, "work": work, "at": now})

    def heartbeats(self) -> list[Heartbeat]:
        """The last of every kind of work of every process."""
        return [Heartbeat(**row._mapping) for row in self._connection.execute(_ALL)]

    def forget_silent(self, since: datetime) -> None:
        """Forget work that has not been done since then: it was stopped, or its process is gone."""
        self._connection.execute(_FORGET_SILENT, {"since": since})

    def forget_process(self, process: str) -> None:
        """This process has ended as it should."""
        self._connection.execute(_FORGET_PROCESS, {"of": process})
