"""Whom the bot can reach, as its silent tests found: so that nobody learns it in the middle of a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import conversation, reach
from storage.transaction import Transaction

TESTING = "testing"
"""The code of somebody whom a process is testing at this moment."""

_FRESH = select(reach.c.person).where(
    reach.c.person.in_(bindparam("people", expanding=True)),
    reach.c.tested_at >= bindparam("since"),
    or_(reach.c.code != TESTING, reach.c.tested_at >= bindparam("abandoned")),
)
_CLAIM = (
    postgresql.insert(reach)
    .values(person=bindparam("whom"), tested_at=bindparam("at"), code=TESTING)
    .on_conflict_do_update(
        index_elements=[reach.c.person],
        set_={"code": TESTING, "tested_at": bindparam("at")},
        where=or_(
            reach.c.tested_at < bindparam("since"),
            and_(reach.c.code == TESTING, reach.c.tested_at < bindparam("abandoned")),
        ),
    )
    .returning(reach.c.person)
)
_FOUND = (
    update(reach).where(reach.c.person == bindparam("of")).values(code=bindparam("given"), tested_at=bindparam("at"))
)
_UNREACHED = (
    select(reach.c.person, reach.c.code, reach.c.tested_at)
    .outerjoin(conversation, and_(conversation.c.key == reach.c.person, conversation.c.dead_code == ""))
    .where(reach.c.code.not_in(["", TESTING]))
    # Whoever has spoken since, or was written to since, can be reached after all.
    .where(or_(conversation.c.seen_at.is_(None), conversation.c.seen_at <= reach.c.tested_at))
    .order_by(reach.c.person)
)


@dataclass(frozen=True)
class Unreached:
    """Somebody whom the last test could not reach, and the code it got."""

    person: str
    code: str
    tested_at: datetime


class Reached(Transaction):
    """The part of the work that is about testing whether people can be reached."""

    def untested(self, people: Collection[str], since: datetime, abandoned: datetime) -> list[str]:
        """Who of these has not been tested since then. A test begun and not ended before `abandoned` does not count."""
        asked = {"people": sorted(people), "since": since, "abandoned": abandoned}
        return sorted(set(people) - set(self._connection.execute(_FRESH, asked).scalars())) if people else []

    def claim_test(self, person: str, now: datetime, since: datetime, abandoned: datetime) -> bool:
        """Take it upon oneself to test this person. False if another has, or had."""
        asked = {"whom": person, "at": now, "since": since, "abandoned": abandoned}
        return self._connection.execute(_CLAIM, asked).scalar() is not None

    def tested(self, person: str, code: str, now: datetime) -> None:
        """What the test gave; empty when the person can be written to."""
        self._connection.execute(_FOUND, {"of": person, "given": code, "at": now})

    def unreached(self) -> list[Unreached]:
        """Everybody whom their last test could not reach and who has not been heard from since."""
        return [Unreached(**row._mapping) for row in self._connection.execute(_UNREACHED)]
