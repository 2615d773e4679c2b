"""The record as lines that anybody can check: `bot/verify_record.py` says what each of them holds.

It holds ids and codes, as the record does; whose id it is, the partnership's file says.
"""

from datetime import UTC, datetime
from typing import Any

from bot.in_their_name import BY_COMMAND
from rapid_review.case import Case
from rapid_review.errors import NotYours
from storage.anchors import Anchor
from storage.audit import LISTS, Link, Via, canonical
from storage.work import Work

FORMAT = "rapid-review record 1"
Line = dict[str, Any]


def written(work: Work[Case], only: str, now: datetime) -> str:
    """The record of all cases and of everybody's lists, or of one case. Raises `NotYours` if there was no such case.

    That it was read is in it from now on. The anchors are all there in either: what has gaps proves nothing. They are
    read first: on PostgreSQL others write meanwhile, and what is added to a chain is only more than an anchor says.
    """
    work.via = Via.COMMAND
    anchors = work.anchors()
    chains = [chain for chain in work.recorded() if only in ("", chain)]
    if only and (not chains or only.startswith(LISTS)):  # Of a case that was disposed of the record is left.
        raise NotYours
    for case in chains:
        if not case.startswith(LISTS):
            work.log_read(case, BY_COMMAND, "record", now)
    entries = (_entry(link) for chain in chains for link in work.chain(chain))
    lines = [{"line": "record", "format": FORMAT, "only": only}, *entries, *map(_anchor, anchors)]
    return "".join(canonical(line) + "\n" for line in lines)


def _entry(link: Link) -> Line:
    return {
        "line": "entry",
        "case": link.case,
        "number": link.number,
        "at": _utc(link.at),
        "actor": link.actor,
        "kind": link.kind,
        "facts": dict(link.facts),
        "before": link.before,
        "hash": link.hash,
    }


def _anchor(anchor: Anchor) -> Line:
    return {
        "line": "anchor",
        "number": anchor.number,
        "at": _utc(anchor.at),
        "day": anchor.day,
        "root": anchor.root,
        "cases": anchor.cases,
        "heads": [[name, head.number, head.hash] for name, head in sorted(anchor.heads.items())],
        "before": anchor.before,
        "hash": anchor.hash,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
