"""Nobody is left without a way on, and no ruling or refusal is a form of words only."""

from story import RR, declares, fills, goes_through, is_recused, papers_go_out, votes
from transcript import Teams

from rapid_review.notification import facts

CANARY = "Baby found lifeless at home."


def rules(teams: Teams, about: str, **ruling: str) -> str:
    teams.opens("efua", "ruling", f"{RR}/{about}")
    shown = fills(teams, "efua", "Record the ruling", {"ruling_reason": "A friend of the family.", **ruling})
    teams.deliver()
    return shown


def reads(teams: Teams, person: str, verb: str) -> str:
    return teams.sends(person, verb, {"case": RR})


def test_a_ruling_without_papers_leaves_nothing_to_read(asked: Teams) -> None:
    declares(asked, "efua", RR)
    declares(asked, "farid", RR, decl="possible", details="A friend of the family.")
    rules(asked, "farid", ruling="manage", paper_access="none")
    for verb in ("notification.read", "returns.read", "people.read"):
        assert CANARY not in reads(asked, "farid", verb)
    assert "could not be done" in reads(asked, "farid", "notification.read")


def test_a_ruling_for_some_papers_leaves_the_notification(asked: Teams) -> None:
    declares(asked, "efua", RR)
    declares(asked, "farid", RR, decl="possible", details="A friend of the family.")
    rules(asked, "farid", ruling="manage", paper_access="part")
    assert CANARY in reads(asked, "farid", "notification.read")
    assert "could not be done" in reads(asked, "farid", "returns.read")


def test_who_no_longer_agrees_no_longer_reads(asked: Teams) -> None:
    declares(asked, "gwen", RR)
    assert CANARY in reads(asked, "gwen", "notification.read")
    asked.opens("gwen", "decline", RR)
    fills(asked, "gwen", "Tell the chair", {"decline_reason": "I may have to give evidence."})
    assert CANARY not in reads(asked, "gwen", "notification.read")


def test_a_chair_who_cannot_sign_leaves_the_case_to_the_deputy_chair(asked: Teams) -> None:
    declares(asked, "farid", RR)
    asked.opens("efua", "decline", RR)
    fills(asked, "efua", "Tell the chair", {"decline_reason": "I am a witness."})
    asked.deliver()
    assert "somebody could not sign" in asked.all_seen("farid")
    assert "somebody could not sign" not in asked.all_seen("efua")
    declares(asked, "ben", RR, decl="possible", details="I know the aunt.")
    assert "a conflict to rule on" in asked.sees("farid")


def test_the_deputy_chair_reads_no_conflict_while_the_chair_sits(asked: Teams) -> None:
    declares(asked, "efua", RR)
    declares(asked, "farid", RR)
    declares(asked, "ben", RR, decl="possible", details="I know the aunt.")
    shown = asked.sends("farid", "form.open", {"form": "ruling", "subject": f"{RR}/ben"})
    assert "I know the aunt." not in shown


def test_a_member_who_has_not_declared_hears_that_the_papers_wait(answered: Teams) -> None:
    papers_go_out(answered, RR, members=("efua", "farid"))
    assert answered.all_seen("gwen").count(f"{RR}: your declarations") == 2, "asked on Day 1, and with the papers"
    answered.at("Thu 2026-12-10 16:30")
    assert answered.all_seen("gwen").count(f"{RR}: your declarations") > 2, "and before the poll closes"


def test_a_ruling_that_is_awaited_holds_the_decision(polling: Teams) -> None:
    votes(polling, "gwen", RR, "review")
    polling.opens("gwen", "declare", RR)
    answers = {"agree_all": "yes", "decl": "possible", "perceived": "no", "sign_name": "Gwen", "details": "A friend."}
    if "another question" in fills(polling, "gwen", "Sign both", answers):
        fills(polling, "gwen", "Sign both", answers)
    votes(polling, "efua", RR, "review")
    votes(polling, "farid", RR, "review")
    polling.at("Thu 2026-12-10 17:01")
    shown = polling.sends("efua", "form.open", {"form": "decision", "subject": RR})
    assert "the ruling on a member’s declared conflict" in shown


def test_a_disagreement_referred_before_the_criteria_still_has_a_way_on(polling: Teams) -> None:
    for member, option in (("efua", "review"), ("farid", "review"), ("gwen", "alternative")):
        votes(polling, member, RR, option)
    polling.types("efua", RR)
    polling.presses("efua", "Refer the disagreement")
    polling.presses("efua", "Refer it to the chair of the Executive Board")
    polling.deliver()
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    declares(polling, "harriet", RR)
    polling.opens("harriet", "settlement", RR)
    shown = goes_through(polling, "harriet", {"decision": "alternative"}, "Record your decision")
    assert "the decision is recorded" in shown


def test_the_deputy_is_called_for_a_member_who_is_not_heard(polling: Teams) -> None:
    votes(polling, "efua", RR, "review")
    votes(polling, "farid", RR, "review")
    polling.at("Thu 2026-12-10 17:01")
    shown = polling.presses("efua", "Call the deputy: Health seat")
    assert "Marcus Bell is asked to declare and to decide for the health seat." in shown
    polling.deliver()
    assert f"{RR}: your declarations" in polling.sees("marcus")
    polling.presses("efua", "Reopen it for one working day")
    polling.deliver()
    declares(polling, "marcus", RR)
    assert "The poll is closed" in votes(polling, "marcus", RR, "review")


def test_a_child_at_risk_is_heard_from_a_ballot_that_comes_too_late(polling: Teams) -> None:  # R066
    polling.opens("gwen", "ballot", RR)
    verb, data = polling.pressed(polling.card("gwen"), "Give this view", option="review", immediate_safety_now="yes")
    polling.at("Fri 2026-12-11 09:00")
    shown = polling.sends("gwen", verb, data)
    assert "call 999" in shown
    assert polling.case(RR).alert_raised_at is not None


def test_a_child_at_risk_is_heard_from_somebody_recused_meanwhile(polling: Teams) -> None:  # R066
    polling.opens("gwen", "ballot", RR)
    verb, data = polling.pressed(polling.card("gwen"), "Give this view", option="review", immediate_safety_now="yes")
    is_recused(polling, "gwen")
    shown = polling.sends("gwen", verb, data)
    assert shown.startswith("If a child is in danger now, call 999.") and f"You are recused from {RR}" in shown
    polling.deliver()
    assert "safety alert" in polling.all_seen("amina")


def test_nothing_is_reckoned_from_a_day_beyond_any_calendar() -> None:
    told = facts({"ref_is_la": "yes", "sin_status": "sent", "sin_sent_at": "9999-12-31"})
    assert told.sin_sent is None


def test_who_answered_keeps_the_receipt(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.presses("ben", "Nothing found: nil return")
    fills(asked, "ben", "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    asked.deliver()
    assert "your nil return is in" in asked.all_seen("ben")
