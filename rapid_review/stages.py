"""Where a case stands. Only things of which exactly one is true are a stage; all the rest are dated facts."""

from enum import StrEnum

from rapid_review.errors import Refusal


class Stage(StrEnum):
    """The stages of a Rapid Review (domain 1.14, kept short)."""

    RECEIVED = "received"
    GATHERING = "gathering"
    DELIBERATING = "deliberating"
    DISAGREED = "disagreed"
    DEFERRED = "deferred"
    DECIDED = "decided"
    REPORTED = "reported"
    CLOSED = "closed"


UNDECIDED = frozenset({Stage.RECEIVED, Stage.GATHERING, Stage.DELIBERATING, Stage.DISAGREED, Stage.DEFERRED})


class Step(StrEnum):
    """The steps that move a case from one stage to the next."""

    ASK_AGENCIES = "ask_agencies"
    SEND_PAPERS = "send_papers"
    DECIDE = "decide"
    DISAGREE = "disagree"
    SETTLE = "settle"
    DEFER = "defer"
    TAKE_BACK = "take_back"
    REPORT = "report"
    COME_BACK = "come_back"
    RECONSIDER = "reconsider"
    CLOSE = "close"


NEXT: dict[tuple[Stage, Step], Stage] = {
    (Stage.RECEIVED, Step.ASK_AGENCIES): Stage.GATHERING,
    (Stage.GATHERING, Step.ASK_AGENCIES): Stage.GATHERING,
    (Stage.DELIBERATING, Step.ASK_AGENCIES): Stage.DELIBERATING,
    (Stage.GATHERING, Step.SEND_PAPERS): Stage.DELIBERATING,
    (Stage.DELIBERATING, Step.DECIDE): Stage.DECIDED,
    (Stage.DELIBERATING, Step.DISAGREE): Stage.DISAGREED,
    (Stage.DISAGREED, Step.SETTLE): Stage.DECIDED,
    (Stage.DELIBERATING, Step.DEFER): Stage.DEFERRED,
    (Stage.DISAGREED, Step.DEFER): Stage.DEFERRED,
    (Stage.DEFERRED, Step.ASK_AGENCIES): Stage.DEFERRED,
    (Stage.DEFERRED, Step.TAKE_BACK): Stage.DELIBERATING,
    (Stage.DECIDED, Step.REPORT): Stage.REPORTED,
    (Stage.REPORTED, Step.COME_BACK): Stage.DECIDED,
    (Stage.DECIDED, Step.RECONSIDER): Stage.DELIBERATING,
    (Stage.REPORTED, Step.RECONSIDER): Stage.DELIBERATING,
    (Stage.REPORTED, Step.CLOSE): Stage.CLOSED,
    (Stage.CLOSED, Step.COME_BACK): Stage.CLOSED,  # The Panel is owed the outcome all the same (R113).
    (Stage.CLOSED, Step.REPORT): Stage.CLOSED,
}
"""The whole process in one table: from a stage, by a step, to a stage. What is not here cannot happen."""

SAID: dict[Stage, str] = {
    Stage.RECEIVED: "Notification received",
    Stage.GATHERING: "Gathering agency summaries",
    Stage.DELIBERATING: "With the Rapid Review Group",
    Stage.DISAGREED: "Referred to the chair of the board",
    Stage.DEFERRED: "Waiting for named information",
    Stage.DECIDED: "Decided",
    Stage.REPORTED: "Sent to the national Panel",
    Stage.CLOSED: "Closed",
}

_NOT_NOW: dict[Step, str] = {
    Step.ASK_AGENCIES: "Agencies can be asked until the decision is recorded. This case is at “{stage}”.",
    Step.SEND_PAPERS: "The papers go out once, after the agencies have been asked. This case is at “{stage}”.",
    Step.DECIDE: "A decision can be recorded when the Group has the papers. This case is at “{stage}”.",
    Step.DISAGREE: "Only an open disagreement of the Group can be referred. This case is at “{stage}”.",
    Step.SETTLE: "There is no open disagreement to settle. This case is at “{stage}”.",
    Step.DEFER: "A decision is deferred when the poll has closed and the members want to know more. "
    "This case is at “{stage}”.",
    Step.TAKE_BACK: "Only a deferred case goes back to the Group. This case is at “{stage}”.",
    Step.REPORT: "The outcome goes to the Panel after the decision. This case is at “{stage}”.",
    Step.COME_BACK: "Only what was sent to the Panel can have come back. This case is at “{stage}”.",
    Step.RECONSIDER: "Only a decision that is recorded can be taken up again. This case is at “{stage}”.",
    Step.CLOSE: "A case can be closed after the outcome went to the Panel. This case is at “{stage}”.",
}


def after(stage: Stage, step: Step) -> Stage:
    """The stage that follows, or a Refusal that says where the case stands."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise Refusal(_NOT_NOW[step].format(stage=SAID[stage])) from None
