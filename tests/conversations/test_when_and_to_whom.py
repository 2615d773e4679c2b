"""When the outcome was sent counts, not when that was written down; and it goes to whoever is to have it now."""

from dataclasses import replace
from datetime import date

from story import (
    RR,
    amina_asks,
    checked,
    dev_notifies,
    fills,
    goes_through,
    is_recused,
    papers_go_out,
    returns_nil,
    summarises,
    votes,
)
from telling import GROUP, PROOF, decides, gets, reads, says, signs_off, still_open, tells
from transcript import Teams

from cards.outward.duty_words import recipient
from rapid_review.outward.addressees import address_of
from rapid_review.outward.duties import Duty, DutyKind
from rapid_review.people import Person
from rapid_review.scrutiny.timeliness import pace


def sent(teams: Teams, on: str) -> str:
    """It was sent on this day, and is recorded now."""
    teams.types("amina", RR)
    teams.presses("amina", "Send the outcome to the national Panel")
    teams.presses("amina", "It has been sent: record it")
    shown = fills(teams, "amina", "Record it", {"sent_on": on})
    teams.deliver()
    return shown


def made(teams: Teams, kind: str) -> str:
    """A document as Amina makes it, without names."""
    wanted = {"kind": kind, "edition": "pseudonymised", "ending": "docx", "about": ""}
    teams.sends("amina", "made.make", {"case": RR, **wanted})
    kept = teams.store.run_now(lambda work: work.form(RR, "document", f"{kind}/pseudonymised/"))
    return " ".join(str(kept.answers["text"]).split()) if kept else ""


def addressed(teams: Teams, duty: str) -> str:
    """Where it would go by itself."""
    case = teams.case(RR)
    owed = case.duty(duty)
    assert owed
    return address_of(case, owed, teams.partnership, teams.now.date())


# -- When ----------------------------------------------------------------------------------------------------------


def test_the_day_of_sending_counts_and_both_days_are_kept(decided: Teams) -> None:  # R055, R102, R113
    teams = decided
    checked(teams, RR, "panel")
    teams.at("Mon 2026-12-14 09:00")
    shown = sent(teams, "2026-12-10")
    assert "Sent on Thursday 10 December 2026, and recorded on Monday 14 December 2026, 09:00." in shown
    assert "Done on Thursday 10 December 2026." in reads(teams, "amina", "panel")
    why = reads(teams, "amina", "response")
    assert "15 working days after Thursday 10 December 2026, when the outcome was sent to the Panel." in why
    assert "Sent to the Panel: Thursday 10 December 2026" in gets(teams, "board")
    taken = pace(teams.case(RR))
    assert (taken.reached["Outcome to the Panel"], taken.late) == (14, frozenset()), "it was sent in time"
    recorded = "It was recorded that the outcome was sent to the national Panel on Thursday 10 December 2026."
    assert recorded in made(teams, "chronology")


def test_it_was_not_sent_before_it_was_confirmed(decided: Teams) -> None:  # R055, E29
    checked(decided, RR, "panel")
    assert "A second person confirmed it on Tuesday 24 November 2026." in sent(decided, "2026-11-23")
    assert "panel" in still_open(decided)


def test_what_changed_between_sending_and_recording_is_corrected(decided: Teams) -> None:  # E12
    teams = decided
    checked(teams, RR, "panel")
    teams.at("Wed 2026-11-25 09:00")
    teams.opens("amina", "people_list", RR)
    changed = {"people_change": "The hospital said so.", "people_parts": "facts", "inc_facts": "Found by her father."}
    goes_through(teams, "amina", changed, "Correct the notification")
    says(teams, "efua", "reconsideration", "notification", changes="no", changes_reason="It was known.")
    teams.at("Thu 2026-11-26 09:00")
    sent(teams, "2026-11-24")
    assert "correction" in still_open(teams), "the Panel has what stood when it was confirmed"
    letter = gets(teams, "correction")
    assert "Outcome sent to you: Tuesday 24 November 2026" in letter and "it is now version 2" in letter


# -- To whom -------------------------------------------------------------------------------------------------------


def test_who_has_stood_aside_is_neither_named_nor_written_to(decided: Teams) -> None:  # E13
    assert "Fellshire NHS: Carys Morgan" in reads(decided, "amina", "agency/health")
    is_recused(decided, "carys")
    shown = reads(decided, "amina", "agency/health")
    assert "Fellshire NHS: nobody in the partnership’s file can have it. Ask them who should" in shown
    assert "Carys" not in shown and not addressed(decided, "agency/health")


def test_whoever_was_given_the_request_for_good_has_the_letter(asked: Teams) -> None:  # F18, R105
    nia = Person("nia", "Nia Cole", "health", "Nurse", "nia@fellshire.example")
    asked.partnership = replace(asked.partnership, people={**asked.partnership.people, "nia": nia})
    assert hands_over(asked, "nia", until=asked.now.date()) == "Fellshire NHS: Carys Morgan", "Nia covers for a day"
    assert hands_over(asked, "nia") == "Fellshire NHS: Nia Cole"
    assert hands_over(asked, "ravi", until=asked.now.date()) == "Fellshire NHS: Nia Cole", "now Nia is covered for"


def hands_over(teams: Teams, to: str, until: date | None = None) -> str:
    """Carys hands the request over; to whom the outcome letter would go after that."""
    carys = teams.partnership.standing("carys")
    teams.store.run_now(lambda work: work.case(RR).hand_over("health", to, by=carys, now=teams.now, until=until))
    return recipient(teams.case(RR), Duty(DutyKind.AGENCY, teams.now, about="health"), teams.partnership)


def test_whom_the_referrer_named_is_told_and_not_the_referrer(teams: Teams) -> None:  # R105
    named = {"ref_outcome_name": "Jo Grey", "ref_outcome_role": "Team manager", "ref_outcome_email": "jo@dev.example"}
    dev_notifies(teams, ref_outcome_contact="somebody_else", **named)
    amina_asks(teams, RR)
    returns_nil(teams, "ben", RR)
    summarises(teams, "carys", RR)
    papers_go_out(teams, RR)
    decides(teams)
    signs_off(teams)
    shown = reads(teams, "amina", "referrer")
    assert "Whoever the referrer named in the notification to hear the outcome" in shown
    assert "Jo Grey" in shown and "Team manager" in shown and "jo@dev.example" in shown and "Dev Patel" not in shown
    assert not addressed(teams, "referrer"), "nothing goes by itself to an address that somebody typed (E29)"
    assert "Jo Grey" not in reads(teams, "harriet", "referrer"), "she does not read the notification"
    assert "To whom the referrer named, " in gets(teams, "referrer")


# -- Decided again -------------------------------------------------------------------------------------------------


def taken_up_again(teams: Teams) -> None:
    """The Panel and the Department have the outcome, the Panel does not agree, and the Group decides again."""
    tells(teams, "dfe")
    checked(teams, RR, "panel")
    sent(teams, "2026-11-24")
    said = {"received_on": "2026-11-24", "response": "disagrees", "response_text": "Look again."}
    says(teams, "amina", "panel_response", "", **said, reply_by="2026-12-01")
    says(teams, "efua", "reconsideration", "panel", changes="yes", changes_reason="They have a point.")
    teams.at("Wed 2026-11-25 10:00")


def decided_otherwise(teams: Teams) -> None:
    for member in GROUP:
        votes(teams, member, RR, "alternative")
    teams.opens("efua", "decision", RR)
    goes_through(teams, "efua", {"decision": "alternative"}, "Record the decision")
    teams.deliver()


def test_the_panel_is_answered_while_the_group_decides_again(decided: Teams) -> None:  # R102, E31
    teams = decided
    taken_up_again(teams)
    assert still_open(teams) == {"reply", "board_response"}
    teams.types("amina", RR)
    shown = teams.presses("amina", "Tell others what was decided")
    assert "2 things are still open." in shown and "Our reply to the Panel" in shown
    told = gets(teams, "board_response")
    assert "The chair has taken up the decision of Monday 23 November 2026 again. The Group decides again" in told
    assert "On Tuesday 24 November 2026 it does not agree" in told and "Missing" not in told
    checked(teams, RR, "reply", reply_text="We do look again.")
    letter = gets(teams, "reply")
    assert "The Group decides again, and we write to you with its decision." in letter and "on record" not in letter
    assert "Missing" not in letter
    says(teams, "amina", "dispatch", "reply", **{**PROOF, "sent_on": "2026-11-25"})
    assert still_open(teams) == {"board_response"}


def test_a_reply_tells_of_no_decision_that_is_still_to_be_signed(decided: Teams) -> None:  # R097, A1, E31
    teams = decided
    taken_up_again(teams)
    decided_otherwise(teams)
    assert {"reply", "board_response", "panel"} <= still_open(teams)
    assert "on record" not in gets(teams, "reply")
    signs_off(teams)
    assert {"reply", "board_response", "panel"} <= still_open(teams)
    letter = gets(teams, "reply")
    assert "The Group has decided again, and we write to you with its decision." in letter
    assert "The decision on record: No Local Child Safeguarding Practice Review. There will be another kind" in letter


def test_a_letter_says_which_decision_it_replaces_to_whoever_had_that_one(decided: Teams) -> None:  # R056, E31
    teams = decided
    taken_up_again(teams)
    decided_otherwise(teams)
    signs_off(teams)
    replaces = "This replaces the decision of Monday 23 November 2026, of which we told you."
    assert replaces in gets(teams, "dfe")
    assert replaces not in gets(teams, "ofsted"), "Ofsted had not been told of it"
    assert replaces in made(teams, "covering_letter")
    checked(teams, RR, "panel")
    sent(teams, "2026-11-25")
    told = gets(teams, "board_response")
    assert "The Panel’s response: Not yet received" in told
    before = "The Panel’s response to the decision of Monday 23 November 2026: On Tuesday 24 November 2026 it does not"
    assert before in told
    assert {"reply", "board_response", "response"} <= still_open(teams), "each is still owed"


def test_another_review_is_handed_on_anew(decided: Teams) -> None:  # R052, E31
    teams = decided
    taken_up_again(teams)
    decided_otherwise(teams)
    handed = {"ho_to": "Lee Ward, reviewer", "ho_what": "record", "ho_on": "2026-11-25"}
    says(teams, "amina", "hand_off", "", **handed)
    assert not teams.case(RR).hands_on
    signs_off(teams)
    checked(teams, RR, "panel")
    sent(teams, "2026-11-25")
    said = {"received_on": "2026-11-25", "response": "disagrees", "response_text": "A review is needed."}
    says(teams, "amina", "panel_response", "", **said, reply_by="2026-12-01")
    says(teams, "efua", "reconsideration", "panel", changes="yes", changes_reason="They have a point.")
    teams.at("Thu 2026-11-26 10:00")
    for member in GROUP:
        votes(teams, member, RR, "review")
    teams.opens("efua", "decision", RR)
    goes_through(teams, "efua", {"decision": "lcspr"}, "Record the decision")
    teams.deliver()
    assert teams.case(RR).hands_on, "what was handed on was another review"
    assert "Lee Ward" not in teams.sends("gwen", "actions.read", {"case": RR})
