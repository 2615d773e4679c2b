"""A legal hold by command: the same as in the chat, for whoever runs the machine (E27)."""

from dataclasses import dataclass

from bot.clock import SystemClock
from rapid_review.case import Case
from rapid_review.keeping.keeping_forms import HOLD, LIFT
from rapid_review.people import Partnership
from storage.store import Store
from storage.work import Work


@dataclass(frozen=True)
class Said:
    """Who decides it, why, and who agreed."""

    by: str
    reason: str
    agreed: str


def hold(store: Store[Case], partnership: Partnership, reference: str, said: Said, *, lift: bool) -> None:
    """Put the case on hold, or lift the hold. Raises Refusal, and NotYours where there is no such case."""
    now, who = SystemClock().now(), partnership.standing(said.by)
    form, answers = (LIFT, ("lift_why", "lift_agreed")) if lift else (HOLD, ("hold_why", "hold_asked"))

    def act(work: Work[Case]) -> None:
        case = work.case(reference)
        (case.require_may_lift if lift else case.require_may_hold)(who)
        written = dict(zip(answers, (said.reason, said.agreed), strict=True))
        revision = work.put_form(reference, form.id, "", who.id, now, written)
        (case.lift_hold if lift else case.put_on_hold)(by=who, revision=revision, now=now)

    store.run_now(act)
