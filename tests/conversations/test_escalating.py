"""An agency stays silent: the bot proposes each step, a person takes it, and every step has its answer (R129-R131)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cast import PARTNERSHIP
from story import RR, declares, fills, returns_nil
from transcript import Teams, buttons, words

from dialogs.paperwork.casefile import casefile
from documents.kinds import make
from documents.model import Edition
from documents.plain import plain

FORMAL = "We ask you under the Children Act 2004 for the information named below."
LEAD = "the agency’s strategic safeguarding lead"
PROPOSAL = "Take a missing answer further"


@pytest.fixture
def silent(asked: Teams, tmp_path: Path) -> Iterator[Teams]:
    """Police has answered; Health has not, and Kofi is its strategic safeguarding lead."""
    asked.partnership = replace(PARTNERSHIP, formal_request=(FORMAL,))
    teams = asked.twin(tmp_path / "silent.db")
    with closing(teams.store):
        returns_nil(teams, "ben", RR)
        for member in ("efua", "farid", "gwen"):
            declares(teams, member, RR)
        yield teams


def takes_it_further(teams: Teams, person: str, rung: str, wanted_by: str) -> str:
    teams.opens(person, "escalation", f"{RR}/health")
    answers = {"rung": rung, "why": "Three reminders and a call.", "wanted_by": wanted_by}
    shown = fills(teams, person, "Take this step", answers)
    teams.deliver()
    return shown


def answers(teams: Teams, person: str, **said: str) -> str:
    assert "a missing answer" in teams.sees(person)
    teams.presses(person, "Read it and answer")
    shown = fills(teams, person, "Record it", {"why": "We have looked into it.", **said})
    if "leads to another question" in shown:
        shown = fills(teams, person, "Record it", {"why": "We have looked into it.", **said})
    teams.deliver()
    return shown


def test_on_day_11_a_step_is_proposed_and_none_is_taken(silent: Teams) -> None:
    silent.at("Fri 2026-12-04 17:05")
    assert PROPOSAL not in str(silent.summaries["amina"])
    silent.at("Mon 2026-12-07 09:00")
    assert f"{RR}: {PROPOSAL}" in silent.summaries["amina"]
    assert f"{RR}: {PROPOSAL}" in silent.summaries["efua"]
    assert silent.case(RR).escalations == []


def test_the_chair_hears_what_was_tried_and_decides(silent: Teams) -> None:
    """R129, E10: the Review is not held up for one agency without the chair's decision."""
    silent.at("Mon 2026-12-07 09:00")
    receipt = takes_it_further(silent, "amina", "group", "2026-12-08")
    assert "taken to the chair of the Rapid Review Group" in receipt
    silent.presses("efua", "Read it and answer")
    assert "Amina Yusuf wrote:" in silent.sees("efua")
    assert "Three reminders and a call." in silent.sees("efua")
    fills(silent, "efua", "Record it", {"said": "go_on", "why": "We know enough."})
    silent.deliver()
    assert "Go on without this answer" in silent.sees("amina")
    silent.at("Tue 2026-12-08 09:00")
    silent.at("Thu 2026-12-10 09:00")
    assert silent.case(RR).proposed("health", silent.now) is None


def test_the_strategic_lead_answers_without_seeing_the_case(silent: Teams) -> None:
    """R130. Kofi signs nothing and is shown nothing but dates and what the team wrote."""
    silent.at("Tue 2026-12-08 10:00")
    takes_it_further(silent, "amina", "lead", "2026-12-09")
    assert "Ivy" not in silent.all_seen("kofi")
    answers(silent, "kofi", said="will_answer", until="2026-12-09")
    assert "The agency will answer, by Wednesday 9 December 2026" in silent.sees("amina")


def test_the_chair_passes_it_on_and_the_partners_act_formally(silent: Teams) -> None:
    """R131, R116: the formal request has the partnership's own text, and the agency reads it."""
    silent.at("Mon 2026-12-07 09:00")
    takes_it_further(silent, "amina", "group", "2026-12-08")
    answers(silent, "efua", said="ask_partners", until="2026-12-10")
    asked = {
        "said": "formal_request",
        "what": "Attendances since 2024.",
        "about": "Child A",
        "until": "2026-12-10",
        "unmet": "We will take legal advice.",
    }
    assert FORMAL not in silent.sees("gwen")
    answers(silent, "gwen", **asked)
    assert "A formal request is made" in silent.sees("amina")
    assert "a formal request to your agency" in silent.sees("carys")
    assert "make your declarations" in silent.presses("carys", "Read it")
    declares(silent, "carys", RR)
    read = silent.sends("carys", "formal.read", {"case": RR, "agency": "health"})
    assert FORMAL in read
    page = {"case": RR, "agency": "health", "page": 1}
    assert "Attendances since 2024." in silent.sends("carys", "formal.read", page)
    steps = silent.sends("amina", "escalation.read", {"case": RR, "agency": "health"})
    assert steps.index("the chair of the Rapid Review Group") < steps.index("A formal request is made")
    letter = silent.store.run_now(
        lambda work: plain(
            make("formal_request", casefile(silent.desk(work), work.case(RR)), Edition.IDENTIFIED, "health")
        )
    )
    assert "Yours sincerely,\nGwen Lloyd\nfor health\n" in letter, "a formal request is one partner’s (3.11)"


def test_no_formal_request_before_its_text_is_settled(silent: Teams) -> None:
    silent.partnership = replace(silent.partnership, formal_request=())
    silent.at("Thu 2026-12-10 09:00")
    takes_it_further(silent, "amina", "partners", "2026-12-11")
    silent.presses("farid", "Read it and answer")
    assert "its text has not been put in the partnership’s file" in silent.sees("farid")
    assert "Make a formal request" not in silent.sees("farid")


def test_held_for_now_comes_back(silent: Teams) -> None:
    silent.at("Mon 2026-12-07 09:00")
    assert "Nothing more is done for now" in takes_it_further(silent, "amina", "held", "2026-12-07")
    assert silent.case(RR).proposed("health", silent.now) is None
    silent.at("Tue 2026-12-08 09:00")
    assert silent.case(RR).proposed("health", silent.now) == "group"


def test_what_rests_beyond_the_timetable_comes_back_too(silent: Teams) -> None:
    """Day 14 is the last day from which a step is proposed; this one is held until Day 15."""
    silent.at("Thu 2026-12-10 10:00")
    held = takes_it_further(silent, "amina", "held", "2026-12-11")
    assert "We bring it back to you on the morning of Monday 14 December 2026." in held
    heard = silent.summaries["amina"].count(f"{RR}: {PROPOSAL}")
    silent.at("Mon 2026-12-14 09:00")
    assert silent.summaries["amina"].count(f"{RR}: {PROPOSAL}") == heard + 1


@pytest.mark.parametrize("lead", ["there", "recused"])
def test_a_step_is_proposed_to_a_lead_who_is_there_and_never_a_rung_lower(silent: Teams, lead: str) -> None:
    silent.at("Thu 2026-12-10 09:00")
    if lead == "recused":
        declares(silent, "kofi", RR, decl="actual", kinds="worked", details="Kin.", proposed="leave")
        silent.presses("efua", "Read it and rule")
        ruling = {"ruling": "recuse", "paper_access": "none", "ruling_reason": "Kin."}
        fills(silent, "efua", "Record the ruling", ruling)
        refused = takes_it_further(silent, "amina", "lead", "2026-12-11")
        assert "cannot take this. Choose somebody else to tell." in refused
    takes_it_further(silent, "amina", "group", "2026-12-10")
    answers(silent, "efua", said="wait", until="2026-12-10")
    silent.at("Fri 2026-12-11 09:00")
    shown = silent.sends("amina", "task", {"case": RR, "task": "escalate/health"})
    assert f"Proposed next: tell {LEAD if lead == 'there' else 'the safeguarding partners'}" in shown
    takes_it_further(silent, "amina", "partners", "2026-12-11")
    answers(silent, "farid", said="no_action")
    silent.at("Mon 2026-12-14 09:00")
    assert PROPOSAL not in silent.types("amina", "my tasks")


def test_an_answer_that_comes_ends_it(silent: Teams) -> None:
    silent.at("Mon 2026-12-07 09:00")
    takes_it_further(silent, "amina", "group", "2026-12-08")
    returns_nil(silent, "carys", RR)
    assert "This is done" in silent.all_seen("efua")
    refused = silent.opens("amina", "escalation", f"{RR}/health")
    assert "This agency has answered" in refused


@pytest.mark.parametrize("person", ["ben", "carys", "gwen", "kofi", "imran", "zack"])
def test_nobody_else_takes_a_step(silent: Teams, person: str) -> None:
    silent.at("Mon 2026-12-07 09:00")
    silent.opens(person, "escalation", f"{RR}/health")
    assert "Take this step" not in buttons(silent.card(person))


def test_a_lead_answers_only_for_their_own_agency(silent: Teams) -> None:
    silent.at("Tue 2026-12-08 10:00")
    takes_it_further(silent, "amina", "lead", "2026-12-09")
    for stranger in ("ben", "zack", "farid"):
        silent.opens(stranger, "step_lead", f"{RR}/health")
        assert "Record it" not in buttons(silent.card(stranger))


def test_what_the_chair_passes_on_is_read_under_the_chairs_name(silent: Teams) -> None:
    silent.at("Mon 2026-12-07 09:00")
    takes_it_further(silent, "amina", "group", "2026-12-08")
    answers(silent, "efua", said="ask_lead", until="2026-12-09", why="We cannot decide without Health.")
    silent.presses("kofi", "Read it and answer")
    assert "Make your declarations to read why." in silent.sees("kofi")
    assert "We cannot decide" not in silent.all_seen("kofi")
    declares(silent, "kofi", RR)
    silent.opens("kofi", "step_lead", f"{RR}/health")
    assert "Efua Mensah wrote:\nWe cannot decide without Health." in silent.sees("kofi")
    assert "Three reminders" not in silent.all_seen("kofi")


def test_a_step_to_somebody_who_has_not_declared_asks_them_to(asked: Teams) -> None:
    asked.at("Mon 2026-12-07 09:00")
    since = asked.new_for("efua")
    receipt = takes_it_further(asked, "amina", "group", "2026-12-08")
    assert "They have not made their declarations yet" in receipt
    assert [f"{RR}: your declarations" in words(card) for card in asked.chats["efua"][since:]] == [True]
    declares(asked, "efua", RR)
    assert "a missing answer" in asked.types("efua", "my tasks")


def test_a_step_is_not_overdue_when_it_is_taken_and_is_asked_again_when_taken_again(silent: Teams) -> None:
    silent.at("Mon 2026-12-07 09:00")
    takes_it_further(silent, "amina", "group", "2026-12-08")
    since = silent.new_for("efua")
    silent.at("Mon 2026-12-07 09:10")
    assert silent.new_for("efua") == since
    answers(silent, "efua", said="wait", until="2026-12-07")
    silent.at("Tue 2026-12-08 09:00")
    since = silent.new_for("efua")
    takes_it_further(silent, "amina", "group", "2026-12-09")
    assert "a missing answer" in words(silent.chats["efua"][since])


def test_a_step_is_not_taken_twice_nor_for_a_day_that_has_passed(silent: Teams) -> None:
    silent.at("Tue 2026-12-08 09:00")
    takes_it_further(silent, "amina", "lead", "2026-12-09")
    takes_it_further(silent, "amina", "group", "2026-12-09")
    silent.presses("efua", "Read it and answer")
    again = fills(silent, "efua", "Record it", {"said": "ask_lead", "until": "2026-12-09", "why": "Ask them."})
    again = fills(silent, "efua", "Record it", {"said": "ask_lead", "until": "2026-12-09", "why": "Ask them."})
    assert "has been taken and waits for its answer" in again
    silent.opens("efua", "step_group", f"{RR}/health")
    past = fills(silent, "efua", "Record it", {"said": "wait", "until": "2026-12-07", "why": "Later."})
    assert "has passed already" in past
