"""Something went to the wrong person: taken back at once, told at once, and followed to its end (E29)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import RR, declares, fills
from transcript import Teams, buttons, elements, inputs

from rapid_review.outward.closing import before_close
from rapid_review.people import Person, Role
from rapid_review.trust.breach import Step

DORA = Person("dora", "Dora Quill", "", "Data Protection Officer", "dora@fellshire.example")
WITH_DPO = replace(
    PARTNERSHIP,
    people={**PARTNERSHIP.people, "dora": DORA},
    roles={**PARTNERSHIP.roles, Role.DPO: ("dora",)},
)
SAID = {
    "ms_what": "The printout with the aunt’s address.",
    "ms_to": "A former partner of the mother. He has read it.",
    "ms_sent_on": "2026-11-23",
    "ms_found_on": "2026-11-23",
    "immediate_safety_now": "no",
}


@pytest.fixture
def office(answered: Teams, tmp_path: Path) -> Iterator[Teams]:
    """A case with answers in it, in a partnership that has a data protection officer."""
    answered.partnership = WITH_DPO
    teams = answered.twin(tmp_path / "office.db")
    declares(teams, "imran", RR)
    teams.now = teams.now.replace(hour=10)
    with closing(teams.store):
        yield teams


def reports(teams: Teams, person: str = "amina", item: str = "other", **said: str) -> str:
    """Press the button on the case's card, say what happened, and send it."""
    teams.types(person, RR)
    teams.presses(person, "Something went to the wrong person")
    answers: dict[str, Any] = {**SAID, **said, "ms_item": item}
    shown = fills(teams, person, "Report it now", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Report it now", answers)
    teams.deliver()
    return shown


def offered(teams: Teams, person: str) -> dict[str, str]:
    """What it may have been, by the words on the list."""
    teams.types(person, RR)
    teams.presses(person, "Something went to the wrong person")
    field = next(field for field in inputs(teams.card(person)) if field["id"] == "ms_item")
    return {choice["title"]: choice["value"] for choice in field["choices"]}


def takes(teams: Teams, person: str, step: Step, **said: str) -> str:
    teams.opens(person, "breach_step", f"{RR}/b1.{step}")
    shown = fills(teams, person, "Record it", {"bs_done": "done", "bs_what": f"Done: {step}.", **said})
    teams.deliver()
    return shown


# -- Reporting -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["amina", "ben", "carys", "dev", "efua", "farid", "imran"])
def test_everybody_who_may_see_the_case_can_report_it_from_its_card(office: Teams, person: str) -> None:
    shown = reports(office, person)
    assert shown.startswith(f"{RR}: thank you for reporting it")
    assert "may have to be told by Thursday 26 November 2026, 10:00." in shown
    assert [breach.by for breach in office.case(RR).breaches] == [person]


def test_it_can_be_typed_and_begun_from_the_home_card(office: Teams) -> None:
    assert "Which case is it about?" in office.types("ben", "wrong person")
    office.types("ben", "help")
    office.presses("ben", "Something went to the wrong person")
    assert "What was it?" in office.presses("ben", RR)


def test_somebody_without_a_case_is_told_whom_to_write_to(office: Teams) -> None:
    said = office.types("zack", "mis-send")
    assert "You have no part in any case here." in said and "team@fellshire.example" in said
    assert "There is no case here" in office.sends("zack", "form.open", {"form": "mis_send", "subject": RR})


def test_the_officer_the_team_and_the_chair_are_told_at_once_and_nothing_of_what(office: Teams) -> None:
    office.at("Mon 2026-11-23 22:40")
    reports(office, "ben", ms_found_on="2026-11-23")
    for person in ("dora", "amina", "efua"):
        told = next(shown for shown in office.all_seen(person).split("\n\n") if "went to the wrong person" in shown)
        assert "may have to be told by Thursday 26 November 2026, 22:40." in told
        assert "aunt" not in told and "former partner" not in told
        assert office.summaries[person][-1].startswith(RR)
    assert "Make your declarations" in buttons(office.card("dora"))
    assert "wrong person" not in office.all_seen("gwen") + office.all_seen("carys") + office.all_seen("team")


def test_what_was_noticed_earlier_counts_from_the_first_minute_of_that_day(office: Teams) -> None:
    office.at("Wed 2026-11-25 09:00")
    shown = reports(office, "ben", ms_found_on="2026-11-24")
    assert "may have to be told by Friday 27 November 2026, 00:00." in shown


def test_a_family_at_risk_now_goes_the_urgent_way(office: Teams) -> None:
    shown = reports(office, "ben", immediate_safety_now="yes")
    assert "call 999" in shown
    assert office.case(RR).alert_raised_at == office.now
    assert "safety alert" in office.all_seen("amina")


# -- What can be picked, and what is taken back --------------------------------------------------------------------


def test_the_team_picks_from_all_that_was_sent_and_ben_from_what_he_got(office: Teams) -> None:
    assert any("to Carys Morgan" in title for title in offered(office, "amina"))
    his = [title for title in offered(office, "ben") if title != "Something else, or you are not sure"]
    assert his and all(", to you, " in title for title in his)


def test_a_card_that_went_to_the_wrong_person_is_emptied(office: Teams) -> None:
    title, value = next(found for found in offered(office, "amina").items() if "to Carys Morgan" in found[0])
    shown = reports(office, "amina", value)
    assert "The card in Teams is being emptied." in shown
    assert f"{RR}: this was withdrawn" in office.all_seen("carys")
    assert "Please delete any copy" in office.all_seen("carys")
    breach = office.case(RR).breaches[0]
    assert breach.to == "carys" and breach.message and title.startswith("“")


def test_a_card_that_was_sent_without_a_slot_is_emptied_as_well(office: Teams) -> None:
    reports(office, "ben")
    sent = office.store.run_now(lambda work: work.sent_cards(RR, "amina"))
    card = next(card for card in sent if card.view == "breach")
    assert not card.slot
    office.store.run_now(
        lambda work: work.remember_conversation(
            card.to,
            kind="personal",
            conversation="their chat",
            service_url="https://smba.trafficmanager.net/teams/",
            tenant="",
            channel_user_id="",
            now=office.now,
        )
    )
    slot = office.store.run_now(lambda work: work.slot_to_empty(card, f"{RR}:sent:{card.id}"))
    there = office.store.run_now(lambda work: work.posted(slot, card.to))
    assert there is not None and (there.conversation, there.remote_id) == ("their chat", card.remote_id)


def test_what_is_outside_cannot_be_taken_back_and_the_card_says_so(office: Teams) -> None:
    assert "There is nothing here that the bot could take back." in reports(office, "amina")


def test_a_forged_choice_is_refused(office: Teams) -> None:
    office.types("ben", RR)
    office.presses("ben", "Something went to the wrong person")
    said = {id: answer for id, answer in SAID.items() if id != "ms_what"}
    verb, data = office.pressed(office.card("ben"), "Report it now", **{**said, "ms_item": "m.1"})
    assert "Choose one of the answers offered" in office.sends("ben", verb, data)
    assert office.case(RR).breaches == []


# -- What waits ----------------------------------------------------------------------------------------------------


def test_nothing_leaves_until_somebody_has_looked(office: Teams) -> None:
    reports(office, "ben")
    assert office.case(RR).sends_held
    office.types("amina", RR)
    office.presses("amina", "What went to the wrong person")
    office.presses("amina", "Report 1")
    office.presses("amina", "I have looked: sends may go on")
    assert not office.case(RR).sends_held
    assert "I have looked: sends may go on" not in buttons(office.card("amina"))


def test_a_document_that_went_astray_is_not_handed_over_again(office: Teams) -> None:
    def lost(work: Any) -> None:
        case = work.case(RR)
        case.report_breach(
            by=WITH_DPO.standing("amina"), aware_at=office.now, revision=1, now=office.now, to="ben", document="f1"
        )

    office.store.run_now(lost)
    case = office.case(RR)
    assert case.withheld("f1", "ben") and not case.withheld("f1", "carys") and not case.withheld("f2", "ben")


# -- The data protection officer -----------------------------------------------------------------------------------


def test_the_officer_reads_the_breach_and_nothing_of_the_case(office: Teams) -> None:
    assert "There is no case here" in office.types("dora", RR), "before there is a breach"
    reports(office, "ben")
    declares(office, "dora", RR)
    read = office.sends("dora", "breach.read", {"case": RR, "breach": "b1"})
    assert "The printout with the aunt’s address." in read and "He has read it." in read
    assert office.types("dora", RR).startswith(f"{RR}: what went to the wrong person")
    office.types("dora", f"{RR} is about the Hale family")
    [*_, last] = office.store.run_now(lambda work: work.chain(RR))
    assert (last.actor, last.facts) == ("dora", {"what": "case", "surface": "typed"}), "by a word of ours, not hers"
    for verb in ("notification.read", "returns.read", "people.read", "papers.read", "decision.read", "duties.read"):
        shown = office.sends("dora", verb, {"case": RR})
        assert "Ivy" not in shown and "Baby" not in shown, verb
        assert "could not be done" in shown, verb


def test_before_declaring_the_officer_knows_that_and_by_when(office: Teams) -> None:
    reports(office, "ben")
    assert "There is no case here" in office.sends("dora", "breach.read", {"case": RR, "breach": "b1"})


@pytest.mark.parametrize("person", ["farid", "carys", "dev", "harriet"])
def test_nobody_else_reads_of_it(office: Teams, person: str) -> None:
    if person in ("farid", "harriet"):
        declares(office, person, RR)
    reports(office, "ben")
    assert "There is no case here" in office.sends(person, "breach.read", {"case": RR, "breach": "b1"})


def test_whoever_reported_it_reads_their_own_report_and_no_other(office: Teams) -> None:
    reports(office, "ben")
    reports(office, "carys", ms_what="Another letter.")
    assert "aunt" in office.sends("ben", "breach.read", {"case": RR, "breach": "b1"})
    assert "There is no case here" in office.sends("ben", "breach.read", {"case": RR, "breach": "b2"})


def test_the_officers_card_says_who_has_seen_it(office: Teams) -> None:
    _, value = next(found for found in offered(office, "amina").items() if "to Carys Morgan" in found[0])
    reports(office, "amina", value)
    office.types("carys", RR)
    declares(office, "dora", RR)
    read = office.sends("dora", "breach.read", {"case": RR, "breach": "b1"})
    assert "Who has seen it\nCarys Morgan\nSent." in read
    assert "looked at: " in read


# -- Step by step --------------------------------------------------------------------------------------------------


def test_each_step_is_asked_for_and_the_outcome_closes_it(office: Teams) -> None:
    reports(office, "ben")
    declares(office, "dora", RR)
    asked = office.types("dora", "my tasks")
    assert asked.count("[RR-2026-001: report 1, ") == 2, "the ICO and the people; the family is the team’s"
    assert "by Thursday 26 November 2026, 10:00" in asked
    assert "The outcome comes last" in office.sends(
        "dora", "form.open", {"form": "breach_step", "subject": f"{RR}/b1.outcome"}
    )
    takes(office, "amina", Step.FAMILY)
    takes(office, "dora", Step.ICO, bs_what="IC-123, by telephone.")
    assert "recorded already" in office.sends("amina", "form.open", {"form": "breach_step", "subject": f"{RR}/b1.ico"})
    takes(office, "dora", Step.TOLD, bs_done="not_done", bs_what="It would put the aunt at risk.")
    assert "something that went to the wrong person" in " ".join(missing(office))
    takes(office, "dora", Step.OUTCOME, bs_what="Destroyed in front of an officer.")
    breach = office.case(RR).breaches[0]
    assert not breach.is_open and not office.case(RR).sends_held
    read = office.sends("amina", "breach.read", {"case": RR, "breach": "b1"})
    for said in ("IC-123, by telephone.", "It would put the aunt at risk.", "Destroyed in front of an officer."):
        assert said in read
    assert "No, and here is why" in read


def missing(teams: Teams) -> list[str]:
    return before_close(teams.case(RR))


def test_the_officer_is_reminded_a_day_before_the_72_hours_end_weekend_or_not(office: Teams) -> None:
    office.at("Fri 2026-11-27 15:00")
    reports(office, "ben", ms_found_on="2026-11-27")
    declares(office, "dora", RR)
    before = office.new_for("dora")
    office.at("Sun 2026-11-29 14:59")
    assert office.new_for("dora") == before
    office.at("Sun 2026-11-29 15:01")
    assert "by Monday 30 November 2026, 15:00" in office.sees("dora")
    assert office.new_for("dora") > before


def test_what_was_reported_is_in_no_channel_toast_or_log(office: Teams, caplog: pytest.LogCaptureFixture) -> None:
    reports(office, "ben")
    said = [*caplog.messages, *(line for lines in office.summaries.values() for line in lines), office.all_seen("team")]
    assert not any("aunt" in line or "partner of the mother" in line for line in said)
    assert all(element for card in office.chats["team"] for element in elements(card))
