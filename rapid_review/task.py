"""One thing that somebody owes in a case, and every kind of it. Who owes what is in `tasks`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """Everything that can be owed."""

    ALERT = "alert"
    DECLARE = "declare"
    SIGN_AGAIN = "sign_again"
    """The words of the confidentiality agreement have changed since they signed it."""
    RULE = "rule"
    LOOK_AGAIN = "look_again"
    """Whether their own declaration still holds; `about` is the person themself (F35)."""
    REPLACE = "replace"
    """Somebody could not sign: to be decided what follows; `about` is that person."""
    ASK_LEAD = "ask_lead"
    """Nobody is left to decide for a statutory partner; `about` is the partner (E13)."""
    NAME_DECIDER = "name_decider"
    ADVISE = "advise"
    """A view of somebody who was brought in; it is never waited for."""
    ASK_AGENCIES = "ask_agencies"
    ACKNOWLEDGE = "acknowledge"
    SECURE = "secure"
    EXTENSION = "extension"
    """A later day that an agency asked for, to be agreed or refused."""
    RETURN = "return"
    SEND_PAPERS = "send_papers"
    VOTE = "vote"
    CRITERIA = "criteria"
    DECIDE = "decide"
    REFER = "refer"
    EXTEND = "extend"
    SETTLE = "settle"
    DEFER = "defer"
    """More information is wanted before a decision: to be named, with its day (E16)."""
    TAKE_BACK = "take_back"
    RECONSIDER = "reconsider"
    """Something came in after the decision: an agency's answer, or what the Panel says of it (E9, E31)."""
    PENDING = "pending"
    """The Panel is to be told that the outcome is still to come (R101)."""
    SIGN_OFF = "sign_off"
    REPORT = "report"
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    QUERY = "query"
    MORE = "more"
    SIGN_RETURN = "sign_return"
    JUDGE = "judge"
    NOTIFY_PANEL = "notify_panel"
    SLIPPED = "slipped"
    TABLE = "table"
    """A late paper to bring to the meeting; `about` is the paper."""
    CONFIRM_VIEW = "confirm_view"
    """A view said aloud and written down, for its speaker to confirm; `about` is the ballot's revision."""
    ACTION = "action"
    """An action agreed by the Group, to be done by its owner; `about` is its id."""
    REASSIGN = "reassign"
    """An action whose owner takes no part any more, to be given to somebody else; `about` is its id."""
    HAND_OFF = "hand_off"
    MINUTES = "minutes"
    APPROVE = "approve"
    """The draft minutes, for the chair."""
    TEMPLATE = "template"
    AGREE = "agree"
    """The template to agree; `about` is its revision."""
    END_MEETING = "end_meeting"
    """A meeting that runs: somebody says when it is over, or there are never any minutes."""
    CONVENE = "convene"
    """A meeting that ended without a quorum, to be held again."""
    TELL = "tell"
    """All that the Partnership Team owes to others since the decision (R056, R100-R106)."""
    CHECK = "check"
    """What was prepared to be sent, for a second person (E29)."""
    INSPECTORATE = "inspectorate"
    """Whether an agency has told its own inspectorate; `about` is the agency (R106)."""
    CLOSE = "close"
    BREACH = "breach"
    """One step of what is done about a mis-send; `about` is the breach and the step (E29)."""
    MEETING = "meeting"
    """Only reminded of: there is nothing to do about it beforehand."""


@dataclass(frozen=True)
class Task:
    """One thing owed. `about` is the agency or person it concerns, by id, where there is one."""

    kind: TaskKind
    about: str = ""
    due: datetime | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.about}" if self.about else str(self.kind)
