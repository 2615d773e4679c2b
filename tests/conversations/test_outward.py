"""From the decision to the end: everybody who has to be told is told with proof, or it is excused (R055-R106, E29)."""

from dataclasses import replace
from datetime import date

from cast import PARTNERSHIP
from story import ANSWERS, RR, checked, fills, goes_through, sends_to_panel, votes
from telling import GROUP, PROOF, SIN, reads, says, signs_off, still_open, tells
from transcript import Teams, buttons

from rapid_review.people import Addresses


def test_the_whole_way_from_the_decision_to_the_end(decided: Teams) -> None:
    teams = decided
    teams.types("amina", RR)
    shown = teams.presses("amina", "Tell others what was decided")
    assert "Please do this by Tuesday 24 November 2026, 17:00." in shown, "the board comes first (R100)"
    assert "7 things are still open." in shown
    shown = teams.presses("amina", "Briefing for the board")
    assert "1 working day after Monday 23 November 2026, when it was decided." in shown
    assert "The chair of the Executive Board: Harriet Stone" in shown

    for duty in ("board", "dfe", "ofsted", "referrer", "agency/police", "agency/health"):
        tells(teams, duty)
    told = {"family_outcome": "told", "family_on": "2026-11-24", "family_invited": "yes"}
    says(teams, "amina", "family_told", "", **told)
    assert "can be closed after the outcome went to the Panel" in teams.sends("amina", "case.close", {"case": RR})

    sends_to_panel(teams, RR, "2026-11-24")
    assert (
        "we need what became of the local authority’s notice, one agency’s word on its inspectorate and the Panel’s "
        "response." in teams.sends("amina", "case.close", {"case": RR})
    )
    says(teams, "amina", "sin", "panel", **SIN)
    assert "inspectorate/police" not in still_open(teams), "the police held nothing, so there is nothing to tell of"
    assert "We ask again" in says(teams, "carys", "inspectorate", "health", insp_told="not_yet")
    assert "inspectorate/health" in still_open(teams)
    says(teams, "carys", "inspectorate", "health", insp_told="not_required", insp_why="It was one visit.")
    shown = reads(teams, "amina", "inspectorate/health")
    assert "No: it is not required" in shown and "It was one visit." in shown

    says(teams, "amina", "panel_response", "", received_on="2026-11-24", response="agrees")
    assert "the briefing of the board on the Panel’s response" in teams.sends("amina", "case.close", {"case": RR})
    tells(teams, "board_response")
    assert "Close the case" in buttons(teams.card("efua")), "the chair may close it as well"
    teams.types("amina", RR)
    teams.presses("amina", "Close the case")
    assert f"{RR}: the case is closed" in teams.presses("amina", "Close the case")
    teams.deliver()
    assert teams.case(RR).stage == "closed"
    assert f"{RR}: the case is closed" in teams.sees("efua")
    assert "You have nothing to do" in teams.types("amina", "my tasks")
    assert "Receipt 4711" in reads(teams, "amina", "ofsted"), "it can still be read"
    before = teams.new_for("amina")
    teams.at("Mon 2027-02-15 09:00")
    assert teams.new_for("amina") == before, "nobody is reminded of anything any more"


def test_who_prepared_it_may_not_confirm_it_and_the_second_person_may_refuse(decided: Teams) -> None:  # E29
    teams = decided
    says(teams, "amina", "preparation", "dfe", edition="identified", why_names="They asked for them.")
    prepared = teams.case(RR).tellings[-1].begun_at.isoformat()
    seen = {"to": "", "subject": "notice_dfe/pseudonymised/", "version": "1", "template": ""}
    data = {"case": RR, "duty": "dfe", "prepared": prepared, **seen}
    assert "You prepared this, so somebody else checks it" in teams.sends("amina", "duty.confirm", data)
    assert "could not be done" in teams.sends("farid", "duty.confirm", data), "a member is no second person"
    assert "A second person confirms this before it leaves." in says(teams, "amina", "dispatch", "dfe", **PROOF)

    assert f"{RR}: check before it is sent" in teams.sees("efua"), "the chair is asked at once"
    teams.types("efua", RR)
    teams.presses("efua", "Check what is about to be sent")
    shown = teams.presses("efua", "Decision to the Department for Education")
    assert "The Department for Education" in shown and "With names" in shown and "They asked for them." in shown
    assert "There is no confirmed address." in shown
    teams.presses("efua", "Send it back")
    fills(teams, "efua", "Send it back", {"back_reason": "They need no names."})
    teams.deliver()
    assert "It was sent back. Prepare it again." in teams.sees("amina") and "They need no names." in teams.sees("amina")

    teams.at("Tue 2026-11-24 09:10")
    says(teams, "amina", "preparation", "dfe", edition="pseudonymised")
    assert "prepared anew since this card was sent" in teams.sends("efua", "duty.confirm", data)
    checked_at = teams.case(RR).tellings[-1].begun_at
    assert [one.state for one in teams.case(RR).tellings if one.duty == "dfe"] == ["open", "prepared"]
    teams.sends("efua", "duty.confirm", {**data, "prepared": checked_at.isoformat()})
    teams.deliver()
    assert "It is confirmed. It can be sent." in teams.sees("amina")


def test_what_may_have_got_lost_waits_for_a_person(decided: Teams) -> None:
    teams = decided
    checked(teams, RR, "ofsted")
    says(teams, "amina", "unsure", "ofsted", sent_on="2026-11-24", unsure_known="The mail server timed out.")
    shown = reads(teams, "amina", "ofsted")
    assert "Did it arrive? Nobody knows yet." in shown and "[It did not arrive]" in shown
    says(teams, "amina", "lost", "ofsted", lost_known="Ofsted has not had it.")
    assert "It did not arrive: to be prepared again." in reads(teams, "amina", "ofsted")
    tells(teams, "ofsted")
    assert "Done on Tuesday 24 November 2026." in reads(teams, "amina", "ofsted")


def test_a_duty_is_excused_with_a_reason_and_the_outcome_to_the_panel_is_not(decided: Teams) -> None:
    teams = decided
    excuse = {"excuse_reason": "The agency has closed.", "excuse_agreed": "Efua Mensah, chair"}
    assert "It is excused, with your reason." in says(teams, "amina", "excuse", "agency/police", **excuse)
    shown = reads(teams, "gwen", "agency/police")
    assert "Not done, with a reason." in shown and "The agency has closed." in shown and "Amina Yusuf" in shown
    assert "This cannot be excused. It has to be done." in says(teams, "amina", "excuse", "panel")
    assert "could not be done" in reads(teams, "ben", "agency/police")


def test_a_family_is_not_told_for_a_strong_reason(decided: Teams) -> None:  # R042
    teams = decided
    why = {"family_outcome": "not_told", "family_reason_not": "The trial begins in May.", "family_invited": "yes"}
    says(teams, "amina", "family_told", "", **why)
    assert "The trial begins in May." in reads(teams, "amina", "family")


def test_the_local_authoritys_notice_ticks_off_no_notice_of_the_decision(decided: Teams) -> None:  # R057
    teams = decided
    says(teams, "amina", "sin", "panel", **SIN)
    assert {"panel", "dfe", "ofsted"} <= still_open(teams) and "notice/panel" not in still_open(teams)


def test_nor_do_the_notices_of_the_decision_tick_off_the_local_authoritys(decided: Teams) -> None:  # R057
    for duty in ("dfe", "ofsted"):
        tells(decided, duty)
    sends_to_panel(decided, RR, "2026-11-24")
    assert not {"panel", "dfe", "ofsted"} & still_open(decided) and "notice/panel" in still_open(decided)


def test_a_decision_taken_again_is_told_again(decided: Teams) -> None:  # E31, R056
    teams = decided
    tells(teams, "dfe")
    says(teams, "amina", "excuse", "family", excuse_reason="They live abroad.", excuse_agreed="Efua Mensah")
    sends_to_panel(teams, RR, "2026-11-24")
    said = {"received_on": "2026-11-24", "response": "disagrees", "response_text": "Look again."}
    says(teams, "amina", "panel_response", "", **said, reply_by="2026-12-01")
    assert {"reply", "board_response"} <= still_open(teams)
    says(teams, "efua", "reconsideration", "panel", changes="yes", changes_reason="They have a point.")
    owed = {duty.id for duty in teams.case(RR).duties()}
    assert owed == {"reply", "board_response"}, "while there is no decision, only what the Panel said is dealt with"
    teams.at("Tue 2026-11-24 10:00")
    for member in GROUP:
        votes(teams, member, RR, "review")
    teams.opens("efua", "decision", RR)
    goes_through(teams, "efua", {"decision": "lcspr"}, "Record the decision")
    teams.deliver()
    signs_off(teams)
    assert {"panel", "dfe", "ofsted", "board", "family", "referrer"} <= still_open(teams)
    assert "publication" in still_open(teams), "whether it is published is decided later (R056)"


def test_the_panels_silence_is_asked_about_and_a_late_answer_is_corrected(decided: Teams) -> None:  # R102, E12
    teams = decided
    sends_to_panel(teams, RR, "2026-11-24")
    for duty in ("board", "dfe", "ofsted", "referrer", "agency/police", "agency/health", "family"):
        says(teams, "amina", "excuse", duty, excuse_reason="Told in person.", excuse_agreed="Efua Mensah")
    teams.at("Tue 2026-12-15 08:30")
    teams.chats["amina"].clear()
    teams.at("Tue 2026-12-15 09:00")
    assert "The Panel’s response\nAwaited. By Tuesday 15 December 2026, 17:00." in teams.all_seen("amina")
    teams.at("Wed 2026-12-16 09:00")
    assert "Overdue since Tuesday 15 December 2026, 17:00." in teams.all_seen("amina")
    why = reads(teams, "amina", "response")
    assert "15 working days after Tuesday 24 November 2026, when the outcome was sent to the Panel." in why
    assert "correction" not in still_open(teams)
    teams.opens("ben", "amendment", f"{RR}/police")
    goes_through(teams, "ben", {**ANSWERS, "amend_why": "A file was found."}, "Send the changed answer")
    assert "correction" in still_open(teams)


def test_an_address_is_named_only_once_somebody_has_confirmed_it(decided: Teams) -> None:  # C12
    teams = decided
    address = Addresses(panel="reviews@panel.example", confirmed_by="harriet")
    teams.partnership = replace(PARTNERSHIP, addresses=address)
    teams.types("amina", RR)
    shown = teams.presses("amina", "Send the outcome to the national Panel")
    assert "There is no confirmed address." in shown and "reviews@panel.example" not in shown
    teams.partnership = replace(PARTNERSHIP, addresses=replace(address, confirmed_on=date(2026, 11, 2)))
    teams.types("amina", RR)
    assert "reviews@panel.example" in teams.presses("amina", "Send the outcome to the national Panel")
