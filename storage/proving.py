"""Checking the whole record against its anchors, and a seal kept outside: what is wrong, in words, the worst first.

`bot/verify_record.py` does the same to an exported record, with nothing of this.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from rapid_review.timing.london import local_day
from storage import audit
from storage.anchors import AHEAD, Anchor, cases_in, every, root_of
from storage.audit import BEFORE_THE_FIRST, LISTS, Head

Opening = Callable[[], AbstractContextManager[Connection]]
"""Begins a short transaction."""

SHORTEST_SEAL = 16


def faults(opening: Opening, seal: str = "", now: datetime | None = None) -> list[str]:
    """What does not hold. The anchors are read first: what is added meanwhile is only more.

    Their dates are looked at by whoever says what the time is. A clock that was wrong for a minute leaves a false date
    for good, so it is told, and is no reason not to start.
    """
    with opening() as connection:
        anchors, chains = every(connection), audit.recorded(connection)
    hashes: dict[str, list[str]] = {}
    found = [*_seal_is_known(anchors, seal)] if seal else []
    for chain in sorted({*chains, *(name for each in anchors for name in each.heads)}):
        with opening() as connection:  # One for each: nobody's turn should wait for all of them.
            hashes[chain], wrong = audit.walked(connection, chain)
        if wrong is not None or not hashes[chain]:
            found.append(f"{named(chain)}: entry {wrong or 1} of the record is wrong or missing.")
    return [*found, *_anchors_hold(anchors, hashes), *(misdated(anchors, now) if now else ())]


def misdated(anchors: Sequence[Anchor], now: datetime) -> Iterator[str]:
    """Those of a time to come, or before the one before them: they would stand in the way of those of today (T12)."""
    latest, sealed = None, ""
    for each in anchors:
        if each.at > now + AHEAD:
            yield f"Anchor {each.number} bears a date that is still to come: {each.at:%Y-%m-%d %H:%M} UTC."
        elif latest and each.at < latest - AHEAD:
            yield f"Anchor {each.number} bears a date before that of one before it: {each.at:%Y-%m-%d %H:%M} UTC."
        else:
            latest = each.at
        if each.day and (each.day <= sealed or each.day != local_day(each.at).isoformat()):
            yield f"Anchor {each.number} is called the seal of {each.day}, and was not made as that."
        sealed = max(sealed, each.day) if each.at <= now + AHEAD else sealed


def named(chain: str) -> str:
    """A chain in words."""
    return f"Lists that {chain.removeprefix(LISTS)} looked at" if chain.startswith(LISTS) else chain


def _seal_is_known(anchors: list[Anchor], seal: str) -> Iterator[str]:
    wanted = "".join(seal.split()).lower()
    if len(wanted) < SHORTEST_SEAL:
        yield f"A seal has at least {SHORTEST_SEAL} characters."
    elif not any(each.hash.startswith(wanted) for each in anchors):
        yield "No anchor of this record has that seal: the record, or part of it, was made anew."


def _anchors_hold(anchors: list[Anchor], hashes: Mapping[str, list[str]]) -> Iterator[str]:
    before, ends = BEFORE_THE_FIRST, dict[str, Head]()
    for number, each in enumerate(anchors, 1):
        ends |= each.heads
        if each.number != number or each.before != before:
            yield f"Anchor {number} is wrong or missing."
        if each.hash != each.sealed or each.root != root_of(ends) or each.cases != cases_in(ends):
            yield f"Anchor {each.number} does not say what it said when it was sealed."
        yield from (
            _not_as_sealed(each, name, head, hashes[name])
            for name, head in each.heads.items()
            if hashes[name][head.number - 1 : head.number] != [head.hash]
        )
        before = each.hash


def _not_as_sealed(each: Anchor, name: str, head: Head, hashes: list[str]) -> str:
    when = f"{each.at:%Y-%m-%d %H:%M} UTC (anchor {each.number})"
    if not hashes:
        return f"{named(name)}: the record is missing altogether; on {when} it had {head.number} entries."
    if len(hashes) < head.number:
        return f"{named(name)}: the record ends with entry {len(hashes)}; on {when} it had {head.number}."
    return f"{named(name)}: entry {head.number} is not the one that was there on {when}."
