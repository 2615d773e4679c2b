"""A second look at everything that was promised: what is missing is owed at once, and a person is told (F65).

The tick and the dispatcher do the work; this asks whether they did, from the cases and the outbox alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from dialogs import unreached
from dialogs.desk import Desk
from dialogs.reminders import due, owing
from rapid_review.case import Case
from rapid_review.hours import next_allowed
from rapid_review.people import Role
from rapid_review.stages import Stage
from storage.auditing import Late
from storage.messages import Message

GRACE = timedelta(minutes=2)
"""What has only just come due the tick may still owe by itself."""
LATE, URGENT_LATE = timedelta(minutes=5), timedelta(minutes=1)
A_PASS = 40
"""Cases looked at in one pass: all of them in turn, and no turn of anybody's waits for long."""
AT_MOST = 20


@dataclass(frozen=True)
class Findings:
    """What one pass found, as counts; everything but `late` has been put right already."""

    overslept: int = 0
    missing: int = 0
    late: int = 0
    unowned: int = 0
    last: str = ""
    """The last case looked at; the next pass goes on after it, or begins again where this is empty."""
    told: tuple[str, ...] = field(default=(), repr=False)
    """The keys of what was owed to say so."""

    @property
    def content(self) -> bool:
        return not (self.overslept or self.missing or self.late or self.unowned)


def audit(desk: Desk, after: str = "") -> Findings:
    """One pass. Doing it twice, or on two machines, tells nobody twice."""
    overslept = _wake(desk)
    references = desk.work.open_references(after, A_PASS)
    missing = {reference: count for reference in references if (count := _supply(desk, reference))}
    unreached.settle_unowned(desk, AT_MOST)
    late = desk.work.late(desk.now - LATE, desk.now - URGENT_LATE, AT_MOST)
    told = [*_say_missing(desk, missing), *_say_late(desk, late)]
    for message in told:
        desk.work.owe(message)
    return Findings(
        overslept=overslept,
        missing=sum(missing.values()),
        late=len(late),
        unowned=len(desk.work.unowned(AT_MOST)),
        last=references[-1] if len(references) == A_PASS else "",
        told=tuple(message.key for message in told),
    )


def _wake(desk: Desk) -> int:
    """Cases that the clock should have looked at long ago: it shall look at them now."""
    overslept = desk.work.overslept(desk.now - LATE, AT_MOST)
    for reference in overslept:
        desk.work.wake_at(reference, desk.now)
    return len(overslept)


def _supply(desk: Desk, reference: str) -> int:
    """Owe what this case's clock should have owed and has not; how much that was.

    A case that is awake the tick has yet to look at. One that sleeps for ever though it is open is woken.
    """
    case = desk.work.case(reference)
    if case.wakes_at is None:
        if case.stage in (Stage.REPORTED, Stage.CLOSED):
            return 0
        desk.work.wake_at(reference, desk.now)
        return 1
    if case.wakes_at <= desk.now:
        return 0
    earlier = replace(desk, now=desk.now - GRACE)
    promised = {message.key: message for message in _promised(case, earlier)}
    absent = promised.keys() - desk.work.ever_owed(promised.keys())
    for key in absent:
        desk.work.owe(promised[key])
    return len(absent)


def _promised(case: Case, desk: Desk) -> Iterator[Message]:
    yield from due(case, list(owing(case, desk, desk.partnership.people)), desk)


def _say_missing(desk: Desk, missing: dict[str, int]) -> Iterator[Message]:
    for reference, count in missing.items():
        for person in desk.partnership.holders(Role.PARTNERSHIP_TEAM):
            key = f"{reference}:audit:missing:{desk.today}:{person}"
            yield _told(desk, reference, person, key, {"what": "missing", "count": str(count)})


def _say_late(desk: Desk, late: list[Late]) -> Iterator[Message]:
    for one in late:
        if not one.case:
            continue
        for person in desk.partnership.holders(Role.PARTNERSHIP_TEAM):
            if person != one.to:  # Whoever waits for it would wait for this as well.
                key = f"{one.case}:audit:late:{one.id}:{person}"
                yield _told(desk, one.case, person, key, {"what": "late", "message": str(one.id)})


def _told(desk: Desk, reference: str, person: str, key: str, args: dict[str, str]) -> Message:
    return Message(
        key=key,
        to=person,
        route="person",
        view="audit",
        due=next_allowed(desk.now, None, desk.policy),
        case=reference,
        args=args,
        urgent=True,
    )
