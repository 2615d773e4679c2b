"""What makes a ballot provable: every view is committed to, in the record, at the moment when it is cast (F39).

The commitment is a salted SHA-256. It tells nobody how somebody voted, and nothing else can be passed for it later.
"""

import hashlib
import json
from collections.abc import Iterable

from rapid_review.people import PersonId, Seat

FORMAT = "rapid-review ballot 1"
SALT_DIGITS = 32
"""Sixteen random bytes as hexadecimal digits: with fewer, the few possible views could be tried one by one."""


def commitment(case: str, seat: str, person: PersonId, revision: int, stance: str, reason: str, salt: str) -> str:
    """The commitment to one view. `bot/verify_ballot.py` reckons it anew from the exported record."""
    if len(salt) < SALT_DIGITS:
        raise ValueError("A view is committed to with a salt of at least sixteen random bytes.")
    told = canonical([FORMAT, case, seat, person, revision, str(stance), reason, salt])
    return hashlib.sha256(told.encode()).hexdigest()


def electorate(seats: Iterable[Seat]) -> str:
    """Who can be heard, by ids alone: what the record says of it when the poll opens and when it closes."""
    return canonical([[seat.id, seat.partner, seat.member, seat.deputy] for seat in seats])


def canonical(value: object) -> str:
    """JSON that is written in one way only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
