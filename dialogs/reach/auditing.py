"""A second look at everything that was promised: what is missing is owed at once, and a person is told (F65).

The tick and the dispatcher do the work; this asks whether they did, from the cases and the outbox alone. Each case is
looked at in a transaction of its own, so that one which cannot be read hides no other.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogs import sealing
from dialogs.desk import Desk
from dialogs.keeping import in_your_name
from dialogs.reach import comparing, unreached
from dialogs.reminders import Owing, due, owing, tick, unheard, wakes
from rapid_review.case import Case
from rapid_review.errors import NotYours
from rapid_review.people import PersonId
from rapid_review.timing.hours import next_allowed
from storage.auditing import Late
from storage.comparing import Astray
from storage.heartbeats import Heartbeat
from storage.messages import Message

LATE, URGENT_LATE = timedelta(minutes=5), timedelta(minutes=1)
AT_WORK = timedelta(seconds=90)
"""A process that left no sign for so long is gone, and the others have taken its work over."""
BEHIND = {"scheduler": timedelta(minutes=2), "dispatcher": timedelta(minutes=1), "auditor": timedelta(minutes=5)}
A_PASS = 40
"""Cases looked at in one pass: all of them in turn."""
AT_MOST = 20
MOST_TOLD = 5
LONGEST = timedelta(days=7)
"""No case sleeps longer than until the next working day or what comes due in it: the rest allows for holidays."""


@dataclass(frozen=True)
class Look:
    """What one case was found to be."""

    reference: str
    overslept: bool = False
    """The clock has not looked at it for long; it has now."""
    missing: int = 0
    unreadable: bool = False
    astray: bool = False
    """What is kept of it does not fit its record (T12)."""

    @property
    def what(self) -> str:
        """What is to be said of it; nothing if all is well."""
        if self.unreadable or self.astray:
            return "unreadable" if self.unreadable else "astray"
        return "overslept" if self.overslept else "missing" if self.missing else ""


@dataclass(frozen=True)
class Findings:
    """What one pass found, as counts. What was overslept or missing has been put right already."""

    overslept: int = 0
    missing: int = 0
    unreadable: int = 0
    late: int = 0
    unowned: int = 0
    behind: int = 0
    """Processes that are at work and have left part of it undone for too long; or one, if no clock ticks at all."""
    seals: int = 0
    """Seals of the last day that did not arrive outside."""
    untold: int = 0
    """Notices of a command in somebody's name that reached nobody (T17). Somebody else is being told now."""
    astray: int = 0
    """Cases that do not fit their record (T12)."""
    unguarded: int = 0
    """What guards or seals the record, and is not as it should be."""

    @property
    def counts(self) -> dict[str, int]:
        return {name: count for name, count in vars(self).items() if count}

    @property
    def content(self) -> bool:
        return not self.counts


def next_cases(desk: Desk, after: str) -> tuple[list[str], str]:
    """The cases to look at in this pass, and where the next one goes on: all open ones in turn, overslept ones always.

    What comes before `after` has been looked at; an empty one begins again.
    """
    overslept, turn = desk.work.overslept(desk.now - LATE, AT_MOST), desk.work.open_references(after, A_PASS)
    return list(dict.fromkeys([*overslept, *turn])), turn[-1] if len(turn) == A_PASS else ""


def look(desk: Desk, reference: str) -> Look:
    """Whether this case's clock has done its work; if not, it is done here.

    A case sleeps until more will be due, so whatever was due before stands in the outbox. One that is awake the tick
    has yet to look at: there is nothing wrong with it, unless it has been waiting for long.
    """
    case = desk.work.case(reference)
    if case.wakes_at is not None and desk.now - LATE < case.wakes_at <= desk.now:
        return Look(reference)
    everything = list(owing(case, desk, desk.partnership.people))
    found = Look(
        reference,
        overslept=_sleeps_too_long(case.wakes_at, wakes(case, everything, desk), desk),
        missing=_missing(case, everything, desk),
    )
    if found.what:
        case.wakes_at = desk.now
        tick(desk, [reference])
    return found


def compared(desk: Desk, reference: str) -> Look:
    """Whether this case is what its record says (T12). What cannot be opened is said to be that, and no more."""
    found = comparing.compare(desk, reference)
    return Look(reference, unreadable=Astray.SHUT in found, astray=bool(found))


def _sleeps_too_long(until: datetime | None, ahead: datetime | None, desk: Desk) -> bool:
    if until is None:
        return ahead is not None
    return until <= desk.now or (ahead is not None and until > ahead + LONGEST)


def _missing(case: Case, everything: Sequence[Owing], desk: Desk) -> int:
    # Not the channel's post: its key is the day's, and between midnight and morning no tick has made it.
    promised = {message.key for message in due(case, everything, desk) if message.view != "status"}
    return len(promised - desk.work.ever_owed(promised)) + len(unheard(case, everything, desk))


def conclude(desk: Desk, looks: Sequence[Look], sealed: Collection[str] = ()) -> Findings:
    """The rest of a pass: what is late or lost in silence, and who is told of all of it. Twice tells nobody twice.

    Of the cases `sealed` it is asked whether what was recorded of them is in an anchor.
    """
    unreached.settle_unowned(desk, AT_MOST)
    late = desk.work.late(desk.now - LATE, desk.now - URGENT_LATE, AT_MOST)
    unreadable = {one.reference for one in looks if one.unreadable}
    seals, untold = sealing.lost(desk), in_your_name.untold(desk)
    unguarded = comparing.unguarded(desk, sealed)
    in_your_name.tell_others(desk, untold)
    found = [*_say(desk, looks), *_say_late(desk, [one for one in late if one.case not in unreadable])]
    for message in [*found, *_say_lost(desk, seals), *_say_unguarded(desk, unguarded)]:
        desk.work.owe(message)
    return Findings(
        overslept=sum(one.overslept for one in looks),
        missing=sum(one.missing for one in looks if one.what == "missing"),
        unreadable=len(unreadable),
        late=len(late),
        unowned=len(desk.work.unowned(AT_MOST)),
        behind=behind(desk.work.heartbeats(), desk),
        seals=len(seals),
        untold=len(untold),
        astray=sum(one.astray for one in looks),
        unguarded=len(unguarded),
    )


def behind(beats: Sequence[Heartbeat], desk: Desk) -> int:
    """How many processes are at work and yet late with part of it; one, if the clock of none of them ticks."""
    at_work = {beat.process for beat in beats if desk.now - beat.at < AT_WORK}
    late = {b.process for b in beats if b.process in at_work and desk.now - b.at > BEHIND.get(b.work, AT_WORK)}
    ticks = any(beat.work == "scheduler" and desk.now - beat.at <= BEHIND["scheduler"] for beat in beats)
    return len(late) or int(bool(beats) and not ticks)


def _say(desk: Desk, looks: Sequence[Look]) -> Iterator[Message]:
    """Once a day for each case: what lasts is said again."""
    for one in looks:
        doubtful = one.unreadable or one.astray
        for person in _owners(desk, _recused(desk, one)) if one.what else ():
            args = {"what": one.what, "count": str(one.missing), "about": one.reference}
            key = f"{one.reference}:audit:{one.what}:{desk.today}:{person}"
            yield _told(desk, "" if doubtful else one.reference, person, key, args)


def _recused(desk: Desk, one: Look) -> Collection[PersonId]:
    """Nobody is known to be, of a case that cannot be opened."""
    if not one.what or one.unreadable:
        return ()
    try:
        return desk.work.case(one.reference).recused
    except NotYours:  # It is gone.
        return ()


def _say_unguarded(desk: Desk, found: Sequence[str]) -> Iterator[Message]:
    """Once a day, as much as fits on a card."""
    for person in _owners(desk, ()) if found else ():
        args = {"what": "unguarded", "found": "\n".join(found[:MOST_TOLD])}
        yield _told(desk, "", person, f"audit:unguarded:{desk.today}:{person}", args)


def _say_late(desk: Desk, late: list[Late]) -> Iterator[Message]:
    for one in late:
        if not one.case:
            continue
        # Not by the road that is blocked: whoever waits for it would wait for this as well.
        for person in _owners(desk, {one.to, *desk.work.case(one.case).recused}):
            key = f"{one.case}:audit:late:{one.id}:{person}"
            yield _told(desk, one.case, person, key, {"what": "late", "message": str(one.id)}, at_once=one.urgent)


def _say_lost(desk: Desk, seals: Sequence[int]) -> Iterator[Message]:
    at = next_allowed(desk.now, None, desk.policy)
    return (sealing.say_lost(id, person, at) for id in seals for person in _owners(desk, ()))


def _owners(desk: Desk, but: Collection[PersonId]) -> list[PersonId]:
    """The Partnership Team; where none of it can be told, the chair."""
    holders = ([p for p in desk.partnership.holders(role) if p not in but] for role in unreached.WHO_RINGS)
    return next((left for left in holders if left), [])


def _told(desk: Desk, case: str, person: PersonId, key: str, args: dict[str, str], *, at_once: bool = False) -> Message:
    return Message(
        key=key,
        to=person,
        route="person",
        view="audit" if case else args["what"],
        due=desk.now if at_once else next_allowed(desk.now, None, desk.policy),
        case=case,
        args=args,
        urgent=True,
    )
