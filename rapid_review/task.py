"""One thing that somebody owes in a case, and every kind of it. Who owes what is in `tasks`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """Everything that can be owed."""

    ALERT = "alert"
    DECLARE = "declare"
    RULE = "rule"
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
