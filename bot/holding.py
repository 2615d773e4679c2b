"""A legal hold by command: the same as in the chat, for whoever runs the machine (E27)."""

from dataclasses import dataclass
from datetime import datetime

from bot import in_their_name
from bot.clock import SystemClock
from dialogs.keeping.in_your_name import Deed
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.keeping.keeping_forms import HOLD, LIFT
from rapid_review.people import Partnership, Standing
from storage.audit import Via
from storage.store import Store
from storage.work import Work


@dataclass(frozen=True)
class Said:
    """Who decides it, why, and who agreed."""

    by: str
    reason: str
    agreed: str
    number: int = 0
    """Which hold is to be lifted; 0 for the only one."""


def hold(store: Store[Case], partnership: Partnership, reference: str, said: Said, *, lift: bool) -> None:
    """Put the case on hold, or lift the hold. Raises Refusal, and NotYours where there is no such case."""
    if not (said.reason.strip() and said.agreed.strip()):
        raise Refusal("Say why, with --reason, and who asked for it or agrees with it, with --agreed.")
    now = SystemClock().now()

    def act(work: Work[Case]) -> None:
        work.via, case = Via.COMMAND, work.case(reference)
        in_their_name.require_there(partnership, said.by)
        in_their_name.require_run_it(case, partnership, said.by)
        (_lift if lift else _hold)(work, case, partnership.standing(said.by), said, now)
        deed = Deed.LIFTED if lift else Deed.HELD
        in_their_name.tell(work, partnership, reference, deed, (said.by,), now)

    store.run_now(act)


def _hold(work: Work[Case], case: Case, who: Standing, said: Said, now: datetime) -> None:
    case.require_may_hold(who)
    written = {"hold_why": said.reason.strip(), "hold_asked": said.agreed.strip()}
    revision = work.put_form(case.reference, HOLD.id, "", who.id, now, written)
    case.put_on_hold(by=who, revision=revision, now=now)


def _lift(work: Work[Case], case: Case, who: Standing, said: Said, now: datetime) -> None:
    number = case.require_may_lift(who, said.number)
    written = {"lift_why": said.reason.strip(), "lift_agreed": said.agreed.strip()}
    revision = work.put_form(case.reference, LIFT.id, str(number), who.id, now, written)
    case.lift_hold(by=who, revision=revision, now=now, number=number)
