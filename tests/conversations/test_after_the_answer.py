"""An answer that is in: corrected beside the old one, questioned once, signed by a colleague, found wanting."""

import pytest
from story import (
    ANSWERS,
    RR,
    amina_asks,
    declares,
    dev_notifies,
    fills,
    goes_through,
    papers_go_out,
    summarises,
)
from transcript import Teams, buttons, inputs

CORRECT = "Correct or add to our answer"


def corrects(teams: Teams, person: str, agency: str, **changed: str) -> str:
    teams.opens(person, "amendment", f"{RR}/{agency}")
    said = {
        **ANSWERS,
        "amend_why": "A clinic letter was found.",
        "qa_pending": "yes",
        "qa_reason": "Tomorrow.",
        **changed,
    }
    shown = goes_through(teams, person, said, "Send the changed answer")
    teams.deliver()
    return shown


def judges(teams: Teams, agency: str, quality: str, **more: str) -> str:
    teams.opens("amina", "sufficiency", f"{RR}/{agency}")
    for _ in range(2):
        if "Record it" in buttons(teams.card("amina")):
            shown = fills(teams, "amina", "Record it", {"quality": quality, "quality_why": "Too thin.", **more})
    teams.deliver()
    return shown


def reads(teams: Teams, person: str, agency: str, **more: str) -> str:
    return teams.sends(person, "return.read", {"case": RR, "agency": agency, **more})


# -- Versions (E9, E12) ------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_old_one_is_kept(answered: Teams) -> None:
    answered.types("carys", RR)
    assert CORRECT in buttons(answered.card("carys"))
    assert "your changed answer is in" in corrects(answered, "carys", "health", good_practice="The school kept on.")
    newest = reads(answered, "amina", "health")
    assert "Version 2 of 2" in newest
    assert "Changed with this version: What worked well?" in newest
    assert "A clinic letter was found." in newest
    old = reads(answered, "amina", "health", version="1")
    assert "Version 1 of 2" in old
    assert "A clinic letter was found." not in old


def test_a_nil_return_can_turn_out_wrong(answered: Teams) -> None:
    """E9: the nil return stays as it was signed; the summary supersedes it."""
    corrects(answered, "ben", "police")
    assert "Summary returned" in answered.types("amina", RR)
    assert "Which names did you search for?" in reads(answered, "amina", "police", version="1")


def test_who_read_the_old_version_is_told(answered: Teams) -> None:
    papers_go_out(answered, RR)
    corrects(answered, "carys", "health")
    for reader in ("amina", "efua", "farid", "gwen"):
        assert "Fellshire NHS has changed its answer" in answered.all_seen(reader)
    for other in ("ben", "dev", "kofi"):
        assert "has changed its answer" not in answered.all_seen(other)


def test_before_the_papers_only_the_team_is_told(answered: Teams) -> None:
    corrects(answered, "carys", "health")
    assert "has changed its answer" in answered.all_seen("amina")
    assert "has changed its answer" not in answered.all_seen("farid")


def test_an_agency_reads_its_own_answer_and_no_other(answered: Teams) -> None:
    assert "Their answer" in reads(answered, "carys", "health")
    assert "no case here that you can open" in reads(answered, "zack", "health")
    assert "Which names" not in reads(answered, "carys", "police")


# -- More to come --------------------------------------------------------------------------------------------------


def test_what_is_still_to_come_is_waited_for(asked: Teams) -> None:
    with pytest.raises(AssertionError, match="That day has passed"):
        summarises(asked, "carys", RR, more="yes", more_by="2026-11-20")
    goes_through(asked, "carys", {**ANSWERS, "more": "yes", "more_by": "2026-12-03"}, "Send the summary")
    assert "Summary returned, more to come" in asked.types("amina", RR)
    assert "Send what is still to come" in asked.types("carys", "my tasks")
    asked.at("Thu 2026-12-03 09:00")
    assert "You said that more is to come by Thursday 3 December 2026" in asked.all_seen("carys")
    corrects(asked, "carys", "health", more="no")
    assert "Send what is still to come" not in asked.types("carys", "my tasks")


# -- Questions and sufficiency (E11) -----------------------------------------------------------------------------------


def test_the_team_asks_once_and_the_agency_answers_by_correcting(answered: Teams) -> None:
    assert "is asked now" in judges(answered, "health", "query", query_about="Key events", query_text="Who saw her?")
    assert "Summary returned, a question is open" in answered.types("amina", RR)
    assert "a question about your answer" in answered.sees("carys")
    assert "Tuesday 24 November 2026, 17:00" in answered.sees("carys")
    assert "Who saw her?" in answered.presses("carys", "Read the question")
    corrects(answered, "carys", "health")
    assert "a question is open" not in answered.types("amina", RR)
    judges(answered, "health", "sufficient")
    corrects(answered, "carys", "health", good_practice="The school kept on.")
    assert "sufficient" not in answered.types("amina", RR)  # Nobody has read this version.
    answered.opens("amina", "sufficiency", f"{RR}/health")
    fills(answered, "amina", "Record it", {"quality": "query"})
    again = fills(answered, "amina", "Record it", {"quality": "query", "query_text": "And when?"})
    assert "You have asked once already." in again


def test_an_answer_that_will_not_do_is_asked_for_again(answered: Teams) -> None:
    before = len(answered.summaries["carys"])
    assert "is asked for its summary again" in judges(answered, "health", "insufficient")
    assert "Return your agency’s summary" in "".join(answered.summaries["carys"][before:])
    assert "1 of 2 answers are missing" in answered.types("amina", "chase board")
    answered.presses("carys", "Write the summary")
    goes_through(answered, "carys", {**ANSWERS, "good_practice": "More."}, "Send the summary")
    assert "No answers are missing" in answered.types("amina", "chase board")


def test_an_agency_can_be_excused(asked: Teams) -> None:
    judges(asked, "health", "excused")
    assert "Excused from answering" in asked.types("amina", RR)
    assert "Your agency is excused. Nothing more is asked of it." in asked.sees("carys")
    assert "Say how they are secured" not in asked.all_seen("carys")
    before = len(asked.summaries["carys"])
    asked.at("Wed 2026-11-25 09:00")
    asked.at("Fri 2026-12-04 17:05")
    assert not asked.summaries["carys"][before:]


def test_an_excuse_can_be_taken_back(asked: Teams) -> None:
    judges(asked, "health", "excused")
    asked.at("Wed 2026-11-25 09:00")
    before = len(asked.summaries["carys"])
    asked.types("amina", "chase board")
    asked.presses("amina", "More")  # The last one: of the agency that was excused.
    assert "Is it enough" in asked.presses("amina", "Ask it after all")
    assert "is asked for its summary again" in judges(asked, "health", "insufficient")
    assert "Return your agency’s summary" in "".join(asked.summaries["carys"][before:])
    assert "2 of 2 answers are missing" in asked.types("amina", "chase board")


@pytest.mark.parametrize("quality", ["insufficient", "excused"])
def test_an_answer_that_is_not_used_is_neither_signed_nor_finished(asked: Teams, quality: str) -> None:
    declares(asked, "joan", RR)
    summarises(asked, "ben", RR, qa_pending="teams", more="yes", more_by="2026-11-27")
    judges(asked, "police", quality)
    assert "sign your agency’s answer" not in asked.types("joan", "my tasks")
    assert "still to come" not in asked.types("ben", "my tasks")
    assert "to be signed" not in asked.types("amina", RR)


@pytest.mark.parametrize("person", ["carys", "ben", "efua", "dev", "zack"])
def test_only_the_team_judges(answered: Teams, person: str) -> None:
    answered.opens(person, "sufficiency", f"{RR}/health")
    assert "Record it" not in buttons(answered.card(person))


# -- Signed by somebody else (form 3b) -----------------------------------------------------------------------------


def test_a_colleague_signs_with_their_own_name(asked: Teams) -> None:
    summarises(asked, "carys", RR, qa_pending="teams")
    assert "to be signed" in asked.types("amina", RR)
    refused = asked.sends("carys", "return.sign", {"case": RR, "agency": "health"})
    assert "somebody else at your agency signs it" in refused
    declares(asked, "kofi", RR)
    asked.types("kofi", RR)
    asked.presses("kofi", "Read and sign your agency’s answer")
    assert "Carys Morgan has sent your agency’s answer" in asked.sees("kofi")
    assert "is signed, with your name" in asked.presses("kofi", "I have read it and sign it")
    assert "Signed by Kofi Boateng, Monday 23 November 2026" in reads(asked, "amina", "health")


# -- Sharing (R122-R128) -----------------------------------------------------------------------------------------------


def register(teams: Teams, person: str) -> str:
    return teams.sends(person, "sharing.register", {"case": RR})


def test_every_answer_begins_a_record_of_sharing(answered: Teams) -> None:
    shown = register(answered, "amina")
    assert "Fellshire Police, record 1" in shown
    assert "All of it. Recorded by Ben Hollis" in shown
    assert "Fellshire NHS, record 1" in shown
    record = answered.sends("amina", "sharing.read", {"case": RR, "agency": "health"})
    assert "Your lawful basis" in record
    assert "The Partnership Team, for the Rapid Review" in record


def test_an_agency_sees_its_own_records_only(answered: Teams) -> None:
    shown = register(answered, "carys")
    assert "Fellshire NHS, record 1" in shown
    assert "Police" not in shown


def test_what_is_held_back_is_a_part_share(asked: Teams) -> None:
    summarises(asked, "carys", RR, redact_from="Nothing on the father, by order of the court.")
    assert "A part. Recorded by Carys Morgan" in register(asked, "amina")


def test_a_refusal_is_told_at_once_and_can_be_taken_further(asked: Teams) -> None:
    """R128, R129: it does not wait for Day 11, and the answer is still wanted."""
    declares(asked, "carys", RR)
    declares(asked, "efua", RR)
    asked.opens("carys", "sharing", f"{RR}/health")
    said = {"shr_decision": "refuse", "shr_about": "Both parents", "shr_ground": "court", "shr_told": "yes"}
    goes_through(asked, "carys", {**said, "shr_reason": "The court has not given leave."}, "Record the decision")
    asked.deliver()
    assert "says that it cannot share" in asked.all_seen("amina")
    assert "Says that it cannot share" in asked.types("amina", RR)
    assert "Take a missing answer further" in asked.types("amina", "my tasks")
    record = asked.sends("amina", "sharing.read", {"case": RR, "agency": "health"})
    assert "Nothing. Recorded by Carys Morgan" in record
    asked.opens("carys", "nil_return", f"{RR}/health")
    fills(asked, "carys", "We hold nothing: send the nil return", {})
    assert "Take a missing answer further" not in asked.types("amina", "my tasks")


# -- Child death forms (R074-R077) ------------------------------------------------------------------------------------


def takes_the_form(teams: Teams) -> str:
    declares(teams, "carys", RR)
    return teams.sends("amina", "child_death.accept", {"case": RR, "agency": "health"})


def test_where_a_child_died_the_agencys_form_is_taken_and_judged(asked: Teams) -> None:
    before = len(asked.summaries["carys"])
    assert "its child death form will be taken" in takes_the_form(asked)
    asked.deliver()
    assert len(asked.summaries["carys"]) == before + 1
    assert "Your agency’s child death form will do instead" in asked.sees("carys")
    asked.types("carys", RR)
    asked.presses("carys", "Return your agency’s summary")
    asked.presses("carys", "Our child death form covers this")
    fills(asked, "carys", "Send it", {"cdf_on": "2026-11-21", "cdf_sign": "yes", "immediate_safety_now": "no"})
    asked.deliver()
    assert "Child death form used" in asked.types("amina", RR)
    asked.presses("amina", "Say whether a child death form will do")
    assert "Does it say enough to decide on?" in asked.sees("amina")
    judges(asked, "health", "insufficient")
    assert "Return your agency’s summary" in asked.types("carys", "my tasks")


def test_in_a_whole_case_every_form_can_be_taken_at_once(asked: Teams) -> None:
    """R074, for the case."""
    asked.types("amina", "chase board")
    assert "child death forms will be taken" in asked.presses("amina", "Take child death forms instead")
    assert all(request.child_death_form for request in asked.case(RR).requests.values())
    asked.types("amina", "chase board")
    assert "Take child death forms instead" not in buttons(asked.card("amina"))


def test_where_no_child_died_a_summary_is_needed(teams: Teams) -> None:
    """R077."""

    dev_notifies(teams, inc_type="child_harmed", limb2_outcome="harmed", child_role="harmed", child_dod="")
    amina_asks(teams, RR)
    assert "taken only where a child died" in takes_the_form(teams)
    teams.opens("carys", "child_death", f"{RR}/health")
    assert not inputs(teams.card("carys"))


def test_nobody_else_takes_forms_instead(asked: Teams) -> None:
    declares(asked, "efua", RR)
    for person in ("efua", "carys", "zack"):
        asked.sends(person, "child_death.accept", {"case": RR, "agency": "health"})
    assert not asked.case(RR).requests["health"].child_death_form
