"""Who may do what in a case: the counterpart of the need-to-know matrix, by the deed (domain Part 6, W and S).

What a deed needs besides, such as one's own agency, an open poll or a fitting stage, is said where it is done.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from rapid_review.people import Standing
from rapid_review.permissions import CaseRole, roles_of

if TYPE_CHECKING:
    from rapid_review.record import CaseRecord


class Deed(StrEnum):
    """Something that may be done to a case."""

    ACKNOWLEDGE_ALERT = "acknowledge_alert"
    CALL_DEPUTY = "call_deputy"
    BRING_IN = "bring_in"
    ASK_AGENCIES = "ask_agencies"
    ANSWER_EXTENSION = "answer_extension"
    CHASE = "chase"
    JUDGE_ANSWER = "judge_answer"
    ESCALATE = "escalate"
    SEND_PAPERS = "send_papers"
    TABLE_PAPER = "table_paper"
    HOLD_MEETING = "hold_meeting"
    VOTE = "vote"
    ADVISE = "advise"
    WRITE_DOWN_VIEW = "write_down_view"
    REOPEN_POLL = "reopen_poll"
    ANSWER_CRITERIA = "answer_criteria"
    RECORD_DECISION = "record_decision"
    REFER = "refer"
    SETTLE = "settle"
    REPORT = "report"
    TELL_OTHERS = "tell_others"
    CHECK_SEND = "check_send"
    EXCUSE_DUTY = "excuse_duty"
    CLOSE = "close"
    VARY_DATES = "vary_dates"
    HOLD = "hold"
    HANDLE_BREACH = "handle_breach"
    FREEZE = "freeze"
    COMPARE = "compare"


_TEAM = frozenset({CaseRole.PARTNERSHIP_TEAM})
_CHAIR = frozenset({CaseRole.CHAIR})
_RUNS_IT = _TEAM | _CHAIR
_SEATS = frozenset({CaseRole.MEMBER, CaseRole.DEPUTY})

CAN_DO: dict[Deed, frozenset[CaseRole]] = {
    Deed.ACKNOWLEDGE_ALERT: _RUNS_IT | {CaseRole.MEMBER},
    Deed.CALL_DEPUTY: _RUNS_IT | {CaseRole.MEMBER},
    Deed.BRING_IN: _RUNS_IT,
    Deed.ASK_AGENCIES: _TEAM,
    Deed.ANSWER_EXTENSION: _TEAM,
    Deed.CHASE: _TEAM,
    Deed.JUDGE_ANSWER: _TEAM,
    Deed.ESCALATE: _RUNS_IT,
    Deed.SEND_PAPERS: _RUNS_IT,
    Deed.TABLE_PAPER: _TEAM,
    Deed.HOLD_MEETING: _RUNS_IT,
    Deed.VOTE: _SEATS,
    Deed.ADVISE: frozenset({CaseRole.COOPTED}),
    Deed.WRITE_DOWN_VIEW: _TEAM,
    Deed.REOPEN_POLL: _CHAIR,
    Deed.ANSWER_CRITERIA: _RUNS_IT,
    Deed.RECORD_DECISION: _CHAIR,
    Deed.REFER: _RUNS_IT,
    Deed.SETTLE: frozenset({CaseRole.BOARD_CHAIR}),
    Deed.REPORT: _TEAM,
    Deed.TELL_OTHERS: _TEAM,
    Deed.CHECK_SEND: _RUNS_IT,
    Deed.EXCUSE_DUTY: _RUNS_IT,
    Deed.CLOSE: _RUNS_IT,
    Deed.VARY_DATES: _TEAM,
    Deed.HOLD: _RUNS_IT,
    Deed.HANDLE_BREACH: _TEAM | {CaseRole.DPO},
    Deed.FREEZE: _RUNS_IT,
    Deed.COMPARE: _TEAM,
}
"""Whose deed it is. What everybody may do in their part (declare, raise an alert, answer for an agency) is not here."""

BEFORE_DECLARING = frozenset({Deed.ACKNOWLEDGE_ALERT, Deed.CALL_DEPUTY})
"""What cannot wait for declarations: somebody is needed now."""


def may(case: "CaseRecord", who: Standing, deed: Deed) -> bool:
    """Whether this is for somebody in their part; nothing is for whoever is recused (E13)."""
    return who.id not in case.recused and not roles_of(case, who).isdisjoint(CAN_DO[deed])
