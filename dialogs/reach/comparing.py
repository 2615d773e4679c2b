"""The slow round: is each case, closed ones too, what its record says it is; is the record guarded and sealed (T12).

It goes through all that have a record or a row, whatever a row says of itself: a stage or a moment that somebody wrote
there would keep a case from every other look.
"""

from collections.abc import Collection
from datetime import timedelta

from dialogs.desk import Desk
from dialogs.reminders import owing, tick, wakes
from rapid_review.stages import Stage
from storage.comparing import Astray
from storage.proving import misdated

A_PASS = 20
"""Cases compared in one pass: all of them in turn."""
UNSEALED = timedelta(hours=2)
"""What was recorded so long ago has been anchored, or nothing is any more."""
NO_ANCHOR = "what was recorded two hours ago is still not sealed."


def next_compared(desk: Desk, after: str) -> tuple[list[str], str]:
    """The cases to compare in this pass, and where the next one goes on."""
    turn = desk.work.next_recorded(after, A_PASS)
    return turn, turn[-1] if len(turn) == A_PASS else ""


def compare(desk: Desk, reference: str) -> list[Astray]:
    """What of this case does not fit. A stage is sealed too, so it is put right, and what was missed is done."""
    found = desk.work.astray(reference)
    if Astray.GONE not in found and Astray.SHUT not in found and (Astray.STAGE in found or _asleep(desk, reference)):
        desk.work.case(reference).wakes_at = desk.now
        tick(desk, [reference])
    return found


def _asleep(desk: Desk, reference: str) -> bool:
    """A closed case that no clock will look at again, though something is to come. Open ones are looked at anyway."""
    case = desk.work.case(reference)
    if case.stage is not Stage.CLOSED or case.wakes_at is not None:
        return False
    return wakes(case, [*owing(case, desk, desk.partnership.people)], desk) is not None


def unguarded(desk: Desk, cases: Collection[str]) -> list[str]:
    """What guards the record and is not as it should be, in words; of these cases whether their record is sealed."""
    return [
        *desk.work.unguarded(),
        *misdated(desk.work.newest_anchors(), desk.now),
        *(f"{case}: {NO_ANCHOR}" for case in desk.work.unsealed(cases, desk.now - UNSEALED)),
    ]
