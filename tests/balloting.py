"""A case whose poll is open, without any screens: for what holds of a ballot however it is reached."""

from dataclasses import replace
from datetime import datetime

from cast import PARTNERSHIP, POLICY, london
from story import RR

from bot import registers
from bot.in_their_name import Leave
from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.notification import NotificationFacts
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.outcome.decision import Stance
from rapid_review.people import Partnership, Seat, Standing
from rapid_review.policy import Policy
from storage.store import Store

MORNING = london("Mon 2026-11-23 09:00")
CLOSES = london("Thu 2026-12-10 17:00")
"""Day 14 at five: what the poll says on its face."""


def who(name: str, partnership: Partnership = PARTNERSHIP) -> Standing:
    return partnership.standing(name)


def declared(case: Case, *names: str, conflict: Conflict = Conflict.NONE, now: datetime = MORNING) -> Case:
    for name in names:
        case.sign_confidentiality(by=who(name), now=now)
        case.declare_conflict(conflict, perceived=False, by=who(name), revision=1, now=now)
    return case


def at_the_poll(*seats: Seat, policy: Policy = POLICY, reference: str = RR) -> Case:
    """Papers out on the first day; Efua, Farid and Gwen have declared."""
    told = NotificationFacts(children=1, agencies=("police",), incident=MORNING.date(), at_risk_now=False)
    day = MORNING.date()
    case = Case.file(reference, by=who("dev"), facts=told, policy=policy, revision=1, day_one=day, now=MORNING)
    declared(case, "amina", "efua", "farid", "gwen")
    case.ask_agencies({"police": "named"}, by=who("amina"), now=MORNING)
    case.open_poll(seats or PARTNERSHIP.seats, by=who("amina"), now=MORNING, without="The meeting is near.")
    return case


def holding(*seats: Seat) -> Partnership:
    """The partnership with these seats instead of its own."""
    return replace(PARTNERSHIP, seats=seats)


def casts(
    case: Case, name: str, stance: Stance, *, revision: int = 1, now: datetime = MORNING, of: Partnership = PARTNERSHIP
) -> None:
    salt = f"{revision}{name}".encode().hex().ljust(32, "0")
    case.vote(stance, reason=reason(stance), by=who(name, of), revision=revision, salt=salt, now=now)


def reason(stance: Stance) -> str:
    return f"Because {stance}.\nTwo lines, one “quoted”.\u2028A third."


def recuse(case: Case, name: str, *, by: str = "efua", ruling: Ruling = Ruling.RECUSE, now: datetime = MORNING) -> None:
    """This person declares a conflict, and it is ruled on."""
    declared(case, name, conflict=Conflict.ACTUAL, now=now)
    case.rule(name, ruling, by=who(by), revision=1, now=now)


def with_criteria(case: Case, by: str = "efua") -> Case:
    case.answer_criteria({criterion.id: "yes" for criterion in CRITERIA}, by=who(by), revision=1, now=MORNING)
    return case


def written(store: Store[Case], reference: str = RR) -> str:
    """The record of the ballot, as whoever runs the case takes it out by command."""
    return registers.ballot(store, PARTNERSHIP, reference, Leave("amina", "For an appeal.", "efua"))
