"""Nobody sees anything of a case before both declarations are in; a conflict waits for a ruling; recused is recused."""

import pytest
from story import RR, declares, dev_notifies, fills, papers_go_out, summarises, votes
from transcript import Teams, buttons

from dialogs.verbs import DIALOGS

CANARIES = {
    "inc_facts": "CANARY-FACTS",
    "child_name": "CANARY-CHILD",
    "imm_action_done": "CANARY-SAFETY",
    "why_review": "CANARY-WHY",
    "qa_name": "CANARY-MANAGER",
}
CONFLICT = {"decl": "actual", "perceived": "yes", "details": "CANARY-CONFLICT", "kinds": "worked", "proposed": "leave"}
PARTS = ("amina", "ben", "joan", "carys", "efua", "farid", "gwen", "harriet", "imran")


def presses_everything(teams: Teams, person: str) -> str:
    """All that a person can get to see by pressing each verb about the case, and by typing."""
    seen = [teams.sends(person, verb, {"case": RR, "agency": "health", "task": "vote"}) for verb in DIALOGS]
    forms = ("ballot", "criteria", "decision", "settlement", "panel", "declare", "decline", "ruling")
    subjects = [(form, RR) for form in forms]
    subjects += [(form, f"{RR}/{agency}") for form in ("nil_return", "summary") for agency in ("police", "health")]
    subjects += [("ruling", f"{RR}/{other}") for other in PARTS]
    seen += [teams.sends(person, "form.open", {"form": form, "subject": subject}) for form, subject in subjects]
    return "\n".join([*seen, *(teams.types(person, said) for said in (RR, "my tasks", "my cases"))])


@pytest.fixture
def planted(teams: Teams) -> Teams:
    """A case whose every typed word is a canary, with one agency's summary in."""
    assert dev_notifies(teams, **CANARIES) == RR
    declares(teams, "amina", RR)
    teams.presses("amina", "Send the requests", agencies="police,health")
    teams.deliver()
    summarises(teams, "carys", RR, **CANARIES)
    return teams


@pytest.mark.parametrize("person", [person for person in PARTS if person not in ("amina", "carys")])
def test_nothing_is_seen_before_both_declarations(planted: Teams, person: str) -> None:
    assert "CANARY" not in presses_everything(planted, person) + planted.all_seen(person)


def test_after_both_declarations_the_members_read_it(planted: Teams) -> None:
    declares(planted, "gwen", RR)
    planted.types("gwen", RR)
    shown = planted.presses("gwen", "Read the notification")
    while "Next page" in buttons(planted.card("gwen")):
        shown += planted.presses("gwen", "Next page")
    assert "CANARY-FACTS" in shown and "CANARY-CHILD" in shown
    assert "distressing" in shown
    answer = {"case": RR, "agency": "health"}
    assert any("CANARY-MANAGER" in planted.sends("gwen", "return.read", answer | {"page": n}) for n in range(4))


def test_after_both_declarations_a_lead_sees_whom_to_search_for_and_no_more(planted: Teams) -> None:
    declares(planted, "ben", RR)
    assert "CANARY-CHILD, Not known yet, Tuesday 2 June 2026" in planted.presses("ben", "Who to search for")
    shown = presses_everything(planted, "ben")
    for never in ("CANARY-FACTS", "CANARY-SAFETY", "CANARY-WHY", "CANARY-MANAGER"):
        assert never not in shown


def test_a_conflict_waits_for_the_ruling_and_goes_on(planted: Teams) -> None:
    declares(planted, "efua", RR)
    shown = declares(planted, "gwen", RR, **CONFLICT)
    assert "you see nothing of the case until it is ruled on" in shown
    assert "CANARY" not in presses_everything(planted, "gwen").replace("CANARY-CONFLICT", "")
    assert "Gwen Lloyd has declared a conflict of interest" in planted.sees("efua")
    assert "CANARY-CONFLICT" not in planted.sees("efua")
    assert "CANARY-CONFLICT" in planted.presses("efua", "Read it and rule")
    ruling = {"ruling": "manage", "paper_access": "full", "ruling_reason": "She leaves for the health part."}
    assert "They have been told." in fills(planted, "efua", "Record the ruling", ruling)
    planted.deliver()
    assert "The conflict you declared has been ruled on: you take part." in planted.sees("gwen")
    assert "CANARY-FACTS" in presses_everything(planted, "gwen")


def test_only_the_chair_and_the_team_learn_of_the_conflict(planted: Teams) -> None:
    declares(planted, "efua", RR)
    declares(planted, "gwen", RR, **CONFLICT)
    for person in ("amina", "farid", "carys", "ben", "dev", "team"):
        assert "CANARY-CONFLICT" not in planted.all_seen(person)
        assert "conflict of interest in" not in planted.all_seen(person)


def test_recused_is_told_plainly_and_sees_nothing_anywhere(planted: Teams) -> None:
    """E13."""
    declares(planted, "efua", RR)
    declares(planted, "gwen", RR, **CONFLICT)
    planted.presses("efua", "Read it and rule")
    ruling = {"ruling": "recuse", "paper_access": "none", "ruling_reason": "She ran the ward."}
    fills(planted, "efua", "Record the ruling", ruling)
    planted.deliver()
    assert f"You are recused from {RR}" in planted.sees("gwen")
    seen = presses_everything(planted, "gwen")
    assert "CANARY" not in seen
    for never in ("Read the notification", "The poll", "Fellshire Police", "Make your declarations"):
        assert never not in seen
    assert planted.types("gwen", "my tasks").startswith("You have nothing to do")
    assert planted.types("gwen", "my cases").startswith("You have no cases")
    assert "Marcus" not in seen

    heard = planted.new_for("gwen")
    assert f"{RR}: your declarations" in planted.sees("marcus")  # The seat's deputy is asked in her place.
    papers_go_out_with(planted, "marcus")
    for day in ("Tue 2026-12-01 09:00", "Mon 2026-12-07 09:00", "Thu 2026-12-10 17:01"):
        planted.at(day)
    assert planted.new_for("gwen") == heard


def papers_go_out_with(teams: Teams, deputy: str) -> None:
    declares(teams, deputy, RR)
    papers_go_out(teams, RR, members=("farid",))
    assert "Nobody sees it before the poll closes" in votes(teams, deputy, RR, "review")


def test_a_recused_member_is_told_why_a_button_does_nothing(planted: Teams) -> None:
    declares(planted, "efua", RR)
    declares(planted, "ben", RR, **CONFLICT)
    planted.presses("efua", "Read it and rule")
    fills(planted, "efua", "Record the ruling", {"ruling": "recuse", "paper_access": "none", "ruling_reason": "Kin."})
    for verb, data in (
        ("people.read", {"case": RR}),
        ("returns.read", {"case": RR}),
        ("poll.results", {"case": RR}),
        ("decision.read", {"case": RR}),
        ("alert.mine", {"case": RR}),
        ("form.open", {"form": "declare", "subject": RR}),
        ("form.open", {"form": "acknowledge", "subject": f"{RR}/police"}),
        ("form.open", {"form": "nil_return", "subject": f"{RR}/police"}),
        ("form.open", {"form": "summary", "subject": f"{RR}/police"}),
    ):
        assert f"You are recused from {RR}" in planted.sends("ben", verb, data), (verb, data)


def test_the_cards_that_a_recused_person_has_already_are_emptied(planted: Teams) -> None:
    """Part 6, rule 4."""
    declares(planted, "efua", RR)
    assert f"{RR}: your agency’s answer" in planted.all_seen("ben")
    declares(planted, "ben", RR, **CONFLICT)
    planted.presses("efua", "Read it and rule")
    fills(planted, "efua", "Record the ruling", {"ruling": "recuse", "paper_access": "none", "ruling_reason": "Kin."})
    planted.deliver()
    assert "your agency’s answer" not in planted.all_seen("ben")
    assert planted.all_seen("ben").count(f"You are recused from {RR}") == 4, "his three cards, and the notice"


def test_the_chairs_own_conflict_goes_to_the_deputy_chair(planted: Teams) -> None:
    declares(planted, "farid", RR)
    declares(planted, "efua", RR, **CONFLICT)
    assert "Efua Mensah has declared a conflict of interest" in planted.sees("farid")
    own = planted.sends("efua", "form.open", {"form": "ruling", "subject": f"{RR}/efua"})
    assert "Nobody rules on their own conflict." in own
    planted.presses("farid", "Read it and rule")
    ruling = {"ruling": "recuse", "paper_access": "none", "ruling_reason": "She line-manages the team."}
    fills(planted, "farid", "Record the ruling", ruling)
    planted.deliver()
    assert f"You are recused from {RR}" in planted.sees("efua")
    assert f"{RR}: your declarations" in planted.sees("priya")  # Her seat's deputy
    papers_go_out(planted, RR, members=("priya", "gwen"))
    assert "the criteria" in planted.all_seen("farid")  # The deputy chairs now.


def test_declared_again_the_chair_is_asked_again(planted: Teams) -> None:
    declares(planted, "efua", RR)
    for n in (1, 2):
        planted.at(f"Tue 2026-11-24 1{n}:00")
        planted.opens("gwen", "declare", RR)
        answers = {"agree_all": "yes", "sign_name": "Gwen Lloyd", **CONFLICT}
        if "leads to another question" in fills(planted, "gwen", "Sign both", answers):
            fills(planted, "gwen", "Sign both", answers)
        planted.deliver()
        planted.presses("efua", "Read it and rule")
        fills(
            planted, "efua", "Record the ruling", {"ruling": "manage", "paper_access": "full", "ruling_reason": "OK."}
        )
    assert planted.summaries["efua"].count(f"{RR}: a ruling is needed") == 2


def test_somebody_who_cannot_sign_says_so(planted: Teams) -> None:
    planted.types("gwen", RR)
    planted.presses("gwen", "Make your declarations")
    planted.presses("gwen", "Read and sign")
    assert "You will not see this case" in planted.presses("gwen", "I cannot agree")
    shown = planted.presses("gwen", "Tell the chair", decline_reason="My union advises against it.")
    assert "The chair has been told" in shown
    planted.deliver()
    for person in ("efua", "amina"):
        assert f"{RR}: somebody could not sign" in planted.sees(person)
        assert "Gwen" not in planted.sees(person) and "union" not in planted.sees(person)
    assert "CANARY" not in presses_everything(planted, "gwen")
    assert "Both declarations are signed" in declares(planted, "gwen", RR)
