"""What the record has under one person's id, in counts by case: for an account that was stolen, or a person who asks.

It names nobody and says nothing of what was in a case. What each entry was, the record of that case has.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.in_their_name import BY_COMMAND
from rapid_review.case import Case
from rapid_review.errors import Refusal
from storage.audit import LISTS, SURFACE, Link, Via
from storage.looking import Kind
from storage.work import Work

HEAD = "What the record has under this id, by case. Times are UTC. The record of a case says what each entry was."
NOTHING = (
    "The record has nothing under that id. It is the `entra_id` of the partnership’s file, such as "
    "1b2c3d4e-0000-4000-8000-123456789abc, and not a short name."
)
LOOKED = {Kind.READ: "read", Kind.SHOWN: "was sent by the bot", Kind.REFUSED: "asked for and was refused"}
IN_A_LIST = "saw in a list"
DID = "did"
IN_THEIR_NAME = "named in what others did, or in a command"


@dataclass
class _Of:
    """One case: how often each thing, by each way, and from when until when."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    moments: list[datetime] = field(default_factory=list)


def counted(work: Work[Case], person: str, now: datetime) -> str:
    """The counts, in lines. Raises Refusal if there is nothing. That it was looked at is in each of these records."""
    work.via = Via.COMMAND
    cases: dict[str, _Of] = defaultdict(_Of)
    for link in (link for chain in work.recorded() for link in work.chain(chain)):
        for case, what in _concerned(link, person):
            cases[case].counts[what, link.facts.get(SURFACE, "")] += 1
            cases[case].moments.append(link.at)
    if not cases:
        raise Refusal(NOTHING)
    for case in sorted(cases):
        work.log_read(case, BY_COMMAND, "record", now)
    return "".join(f"{line}\n" for line in (HEAD, *(line for case in sorted(cases) for line in _lines(case, cases))))


def _concerned(link: Link, person: str) -> Iterator[tuple[str, str]]:
    """The cases of this entry that concern the person, and how."""
    if link.case.startswith(LISTS):
        if link.actor == person:
            yield from ((case, IN_A_LIST) for case in link.facts.get("cases", "").split())
    elif link.actor == person:
        yield link.case, LOOKED.get(Kind(link.kind), DID) if link.kind in [*Kind] else DID
    elif person in " ".join(link.facts.values()).split():
        yield link.case, IN_THEIR_NAME


def _lines(case: str, cases: dict[str, _Of]) -> Iterator[str]:
    of = cases[case]
    yield f"{case}: {of.counts.total()} entries, from {_utc(min(of.moments))} to {_utc(max(of.moments))}"
    whats: dict[str, list[str]] = defaultdict(list)
    for (what, way), number in sorted(of.counts.items()):
        whats[what].append(f"{way} {number}" if way else f"{number}")
    yield from (f"  {what}: {', '.join(ways)}" for what, ways in whats.items())


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
