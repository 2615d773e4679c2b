"""The steps taken when an agency does not answer, or will not (R129-R131): each dated, each with its own answer.

The timetable proposes the next step; a person takes it. None is ever taken by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapid_review.people import PersonId
from rapid_review.timing.timetable import Milestone


class Rung(StrEnum):
    """To whom it is taken, in the order of the framework. `HELD` is the decision to take it nowhere for now."""

    GROUP = "group"
    LEAD = "lead"
    PARTNERS = "partners"
    HELD = "held"


class Said(StrEnum):
    """What those it was taken to may answer."""

    GO_ON = "go_on"
    WAIT = "wait"
    ASK_LEAD = "ask_lead"
    ASK_PARTNERS = "ask_partners"
    WILL_ANSWER = "will_answer"
    CANNOT_ANSWER = "cannot_answer"
    FORMAL_REQUEST = "formal_request"
    LEGAL_ACTION = "legal_action"
    NO_ACTION = "no_action"


ANSWERS: dict[Rung, tuple[Said, ...]] = {
    Rung.GROUP: (Said.GO_ON, Said.WAIT, Said.ASK_LEAD, Said.ASK_PARTNERS),
    Rung.LEAD: (Said.WILL_ANSWER, Said.CANNOT_ANSWER),
    Rung.PARTNERS: (Said.FORMAL_REQUEST, Said.LEGAL_ACTION, Said.NO_ACTION),
}
LEADS_TO = {Said.ASK_LEAD: Rung.LEAD, Said.ASK_PARTNERS: Rung.PARTNERS}
"""Answers of the chair that are themselves the next step (R129, R130)."""
RESTS = {Said.GO_ON}
"""After these the agency is no longer chased up the ladder: the Group goes on without its answer (E10)."""

PROPOSED_ON: dict[Rung, Milestone] = {
    Rung.GROUP: Milestone.COLLATED,
    Rung.LEAD: Milestone.PAPERS_OUT,
    Rung.PARTNERS: Milestone.MEETING,
}
"""Day 11, Day 12 and Day 14 (domain 2.5, E10): the morning from which each step is proposed."""


@dataclass(frozen=True)
class Reply:
    """The answer to a step, with the form that says more."""

    said: Said
    by: PersonId
    at: datetime
    revision: int
    until: datetime | None = None
    """When what it promises, asks for or waits for is due."""


@dataclass
class Escalation:
    """One step, as it was taken: by whom, when, why (the form of this revision), and what came of it."""

    agency: str
    rung: Rung
    by: PersonId
    at: datetime
    revision: int
    wanted_by: datetime
    follows: bool = False
    """Whether the chair's answer to the step before was this step; the form is then that answer's."""
    reply: Reply | None = None

    @property
    def formal(self) -> bool:
        """Whether a formal request came of it (R116)."""
        return self.reply is not None and self.reply.said is Said.FORMAL_REQUEST

    @property
    def rests_until(self) -> datetime:
        """Until when nothing further is proposed: it was put off, waits for its answer, or was promised one."""
        if self.reply is None:
            return self.wanted_by
        return self.reply.until or self.reply.at

    @property
    def comes_back(self) -> bool:
        """Whether the same step is proposed once more after its rest: it was held, or the request made is due."""
        return self.rung is Rung.HELD or self.formal

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer it."""
        return self.reply is None and self.rung is not Rung.HELD

    def rests(self, now: datetime) -> bool:
        """Whether nothing further is proposed yet."""
        return now < self.rests_until or (self.reply is not None and self.reply.said in RESTS)
