"""A real case, as far along as it gets, is read back exactly as it was written."""

from datetime import date

import orjson
import pytest
from cast import PARTNERSHIP, london

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.notification import NotificationFacts
from rapid_review.outcome.decision import Stance
from rapid_review.people import Standing
from rapid_review.policy import CUMBRIA_2019, ENGLAND_2026, Policy
from storage.codec import Codec

MONDAY = london("Mon 2026-11-23 10:00")


@pytest.mark.parametrize("policy", [ENGLAND_2026, CUMBRIA_2019])
def test_a_case_is_read_back_as_it_was_written(policy: Policy) -> None:
    case, codec = _far_along(policy), Codec(Case)
    read = codec.decode(codec.encode(case), 7, case.wakes_at)
    case.version, case.happened = 7, []
    assert read == case


def test_a_lone_surrogate_does_not_stop_a_case_from_being_kept() -> None:
    case, codec = _far_along(ENGLAND_2026), Codec(Case)
    case.requests["police"].author = "PC \ud800 Jones"
    assert codec.decode(codec.encode(case), 1, None).requests["police"].author == "PC \ufffd Jones"


def test_a_view_from_before_commitments_still_opens() -> None:
    case, codec = _far_along(ENGLAND_2026), Codec(Case)
    kept = orjson.loads(codec.encode(case))
    kept["poll"]["votes"] = [
        {part: value for part, value in vote.items() if part not in ("salt", "commitment")}
        for vote in kept["poll"]["votes"]
    ]
    read = codec.decode(orjson.dumps(kept), 1, None)
    assert read.poll and [(vote.seat, vote.salt, vote.commitment) for vote in read.poll.votes] == [("police", "", "")]


def _far_along(policy: Policy) -> Case:
    told = NotificationFacts(children=2, agencies=("police",), incident=date(2026, 11, 20), at_risk_now=True)
    day_one = date(2026, 11, 23)
    case = Case.file("RR-2026-001", by=_who("dev"), facts=told, policy=policy, revision=1, day_one=day_one, now=MONDAY)
    _declared(case, "amina")
    case.ask_agencies({"police": "named"}, by=_who("amina"), now=MONDAY)
    _declared(case, "ben", "efua", "farid")
    _declared(case, "gwen", conflict=next(kind for kind in Conflict if kind is not Conflict.NONE))
    case.rule("gwen", next(iter(Ruling)), by=_who("efua"), revision=1, now=MONDAY)
    case.acknowledge("police", by=_who("ben"), author="PC Jones", now=MONDAY)
    case.return_summary("police", by=_who("ben"), revision=1, now=MONDAY)
    case.open_poll(PARTNERSHIP.seats, by=_who("amina"), now=MONDAY, without="The meeting is near.")
    case.vote(next(iter(Stance)), reason="So.", salt="0" * 32, by=_who("farid"), revision=1, now=MONDAY)
    return case


def _declared(case: Case, *names: str, conflict: Conflict = Conflict.NONE) -> None:
    for name in names:
        case.sign_confidentiality(by=_who(name), now=MONDAY)
        case.declare_conflict(conflict, perceived=False, by=_who(name), revision=1, now=MONDAY)


def _who(name: str) -> Standing:
    return PARTNERSHIP.standing(name)
