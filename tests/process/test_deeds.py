"""Who may do what: each deed refused to every part that the table denies, and to nobody that it allows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import PARTNERSHIP
from test_case import MONDAY, deliberating

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.deeds import BEFORE_DECLARING, CAN_DO, Deed, may
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.cooptee import Capacity, Cooptee
from rapid_review.notification.alike import Kin
from rapid_review.outcome.decided import Referral
from rapid_review.outcome.decision import Choice, Stance
from rapid_review.outward.duties import Copy
from rapid_review.people import Partner, Person, Role, Seat, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.returns.escalation import Rung
from rapid_review.returns.requests import Quality
from rapid_review.timing.timetable import Milestone
from rapid_review.trust.breach import Step

LATER = MONDAY + timedelta(days=3)
COPY = Copy("notice_dfe/pseudonymised/", 1, "")


def _somebody(role: CaseRole, **part: object) -> Standing:
    return replace(Standing(Person(id=f"only-{role}", name="Somebody")), **part)  # type: ignore[arg-type]


def _seat(member: str, deputy: str = "") -> tuple[Seat, ...]:
    return (Seat("police", "Police seat", Partner.POLICE, member, deputy),)


ONLY: dict[CaseRole, Standing] = {
    CaseRole.REFERRER: _somebody(CaseRole.REFERRER),
    CaseRole.PARTNERSHIP_TEAM: _somebody(CaseRole.PARTNERSHIP_TEAM, roles=frozenset({Role.PARTNERSHIP_TEAM})),
    CaseRole.AGENCY_SPOC: _somebody(CaseRole.AGENCY_SPOC, agencies=frozenset({"police"})),
    CaseRole.MEMBER: _somebody(CaseRole.MEMBER, seats=_seat("only-member")),
    CaseRole.DEPUTY: _somebody(CaseRole.DEPUTY, seats=_seat("farid", "only-deputy")),
    CaseRole.COOPTED: _somebody(CaseRole.COOPTED),
    CaseRole.CHAIR: _somebody(CaseRole.CHAIR, roles=frozenset({Role.CHAIR})),
    CaseRole.BOARD_CHAIR: _somebody(CaseRole.BOARD_CHAIR, roles=frozenset({Role.BOARD_CHAIR})),
    CaseRole.SCRUTINEER: _somebody(CaseRole.SCRUTINEER, roles=frozenset({Role.SCRUTINEER})),
    CaseRole.LA_NOTIFIER: _somebody(CaseRole.LA_NOTIFIER, roles=frozenset({Role.LA_NOTIFIER})),
    CaseRole.DPO: _somebody(CaseRole.DPO, roles=frozenset({Role.DPO})),
    CaseRole.STRATEGIC_LEAD: _somebody(CaseRole.STRATEGIC_LEAD, leads=frozenset({"police"})),
}
"""Somebody in each part and in no other."""


def _case() -> Case:
    case = deliberating()
    case.referrer = "only-referrer"
    case.report_breach(by=PARTNERSHIP.standing("amina"), aware_at=MONDAY, revision=1, now=MONDAY)
    case.deputies_called.append("police")
    case.found_alike(["RR-2026-002"], MONDAY)
    case.cooptees["only-coopted"] = Cooptee("only-coopted", Capacity.EXPERT, "amina", MONDAY, 1)
    return case


def _declared(case: Case, who: Standing, conflict: Conflict = Conflict.NONE) -> None:
    case.sign_confidentiality(by=who, now=MONDAY)
    case.declare_conflict(conflict, perceived=False, by=who, revision=1, now=MONDAY)


def _referred(case: Case) -> Case:
    case.disagreement = Referral(by="efua", at=MONDAY, due=LATER)
    return case


ATTEMPTS: dict[Deed, Callable[[Case, Standing], object]] = {
    Deed.ACKNOWLEDGE_ALERT: lambda case, by: case.acknowledge_alert(by=by, now=MONDAY),
    Deed.CALL_DEPUTY: lambda case, by: case.call_deputy("health", by=by, now=MONDAY),
    Deed.BRING_IN: lambda case, by: case.coopt("dev", Capacity.EXPERT, by=by, revision=1, now=MONDAY),
    Deed.ASK_AGENCIES: lambda case, by: case.ask_agencies({"housing": "why"}, by=by, now=MONDAY),
    Deed.ANSWER_EXTENSION: lambda case, by: case.require_extension("police", by),
    Deed.CHASE: lambda case, by: case.require_may_chase("police", by),
    Deed.JUDGE_ANSWER: lambda case, by: case.judge("police", Quality.EXCUSED, by=by, revision=1, now=MONDAY),
    Deed.ESCALATE: lambda case, by: case.escalate("police", Rung.LEAD, by=by, revision=1, wanted_by=LATER, now=MONDAY),
    Deed.SEND_PAPERS: lambda case, by: case.open_poll((), by=by, now=MONDAY, without="It is late."),
    Deed.TABLE_PAPER: lambda case, by: case.table_paper("return/police/1", by=by, revision=1, now=MONDAY),
    Deed.HOLD_MEETING: lambda case, by: case.start_meeting(by=by, now=MONDAY),
    Deed.VOTE: lambda case, by: case.vote(Stance.REVIEW, reason="r", by=by, revision=1, salt="0" * 32, now=MONDAY),
    Deed.ADVISE: lambda case, by: case.advise(Stance.REVIEW, reason="r", by=by, revision=1, salt="0" * 32, now=MONDAY),
    Deed.WRITE_DOWN_VIEW: lambda case, by: case.require_clerk(by),
    Deed.REOPEN_POLL: lambda case, by: case.extend_poll(LATER, by=by, now=MONDAY),
    Deed.ANSWER_CRITERIA: lambda case, by: case.answer_criteria(ALL_YES, by=by, revision=1, now=MONDAY),
    Deed.RECORD_DECISION: lambda case, by: case.record_decision(Choice.LCSPR, by=by, revision=1, now=MONDAY),
    Deed.REFER: lambda case, by: case.refer_disagreement(by=by, due=LATER, now=MONDAY),
    Deed.SETTLE: lambda case, by: _referred(case).settle(Choice.LCSPR, by=by, revision=1, now=MONDAY),
    Deed.REPORT: lambda case, by: case.record_sent_to_panel(MONDAY.date(), by=by, revision=1, now=MONDAY),
    Deed.TELL_OTHERS: lambda case, by: case.prepare("dfe", by=by, revision=1, now=MONDAY),
    Deed.CHECK_SEND: lambda case, by: case.confirm_send("dfe", COPY, by=by, prepared_at=MONDAY, now=MONDAY),
    Deed.EXCUSE_DUTY: lambda case, by: case.excuse("dfe", by=by, revision=1, now=MONDAY),
    Deed.CLOSE: lambda case, by: case.close(by=by, now=MONDAY),
    Deed.HOLD: lambda case, by: case.put_on_hold(by=by, revision=1, now=MONDAY),
    Deed.HANDLE_BREACH: lambda case, by: case.take_step("b1", Step.ICO, by=by, revision=1, now=MONDAY),
    Deed.FREEZE: lambda case, by: case.freeze(by=by, revision=1, now=MONDAY),
    Deed.COMPARE: lambda case, by: case.compare("RR-2026-002", Kin.RELATED, by=by, now=MONDAY),
    Deed.VARY_DATES: lambda case, by: case.vary(Milestone.MEETING, LATER.date(), by=by, revision=1, now=MONDAY),
}


class _AllYes(dict[str, str]):
    def __missing__(self, criterion: str) -> str:
        return "yes"


ALL_YES = _AllYes()


def test_each_part_has_somebody_who_is_nothing_else() -> None:
    assert {role: roles_of(_case(), who) for role, who in ONLY.items()} == {role: {role} for role in ONLY}
    assert {*CaseRole} - {*ONLY} == {CaseRole.IT_ADMIN}, "which is no part in a case (E41)"


def test_the_table_answers_for_every_deed() -> None:
    assert set(CAN_DO) == set(ATTEMPTS) == set(Deed)
    assert all(CAN_DO[deed] for deed in Deed)


@pytest.mark.parametrize("deed", Deed)
def test_a_deed_is_for_those_whose_it_is_and_nobody_else(deed: Deed) -> None:
    for role, who in ONLY.items():
        case = _case()
        _declared(case, who)
        assert may(case, who, deed) is (role in CAN_DO[deed])
        assert _is_refused(deed, case, who) is (role not in CAN_DO[deed]), role


def _is_refused(deed: Deed, case: Case, who: Standing) -> bool:
    """As none of theirs. That it is not the time for it is another refusal."""
    try:
        ATTEMPTS[deed](case, who)
    except NotYours:
        return True
    except Refusal as refusal:
        assert "declaration" not in str(refusal)
        assert "recused" not in str(refusal)
    return False


@pytest.mark.parametrize("deed", sorted(set(Deed) - BEFORE_DECLARING))
def test_no_deed_comes_before_the_declarations(deed: Deed) -> None:
    """R045, R046."""
    for role in CAN_DO[deed]:
        with pytest.raises(Refusal, match="your confidentiality agreement"):
            ATTEMPTS[deed](_case(), ONLY[role])


@pytest.mark.parametrize("deed", Deed)
def test_nothing_is_left_to_do_for_somebody_recused(deed: Deed) -> None:
    """E13."""
    for role in CAN_DO[deed]:
        case, who = _case(), ONLY[role]
        _declared(case, who, Conflict.ACTUAL)
        ruler = PARTNERSHIP.standing("farid" if role is CaseRole.CHAIR else "efua")
        case.rule(who.id, Ruling.RECUSE, by=ruler, revision=1, now=MONDAY)
        assert not may(case, who, deed)
        with pytest.raises(Refusal):
            ATTEMPTS[deed](case, who)
