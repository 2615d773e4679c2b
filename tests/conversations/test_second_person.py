"""What the second person is shown, what their word binds, and what becomes of a letter that comes back (E29, 3h)."""

from dataclasses import replace
from datetime import date

from cast import PARTNERSHIP
from story import ANSWERS, RR, checked, confirms, declares, fills, goes_through, is_recused, sends_to_panel
from telling import PROOF, gets, reads, says, still_open, tells
from transcript import Teams, buttons

from dialogs.outward.reconfirming import remind
from rapid_review.people import Addresses, Role
from rapid_review.stages import Stage


def prepares(teams: Teams, duty: str, **said: str) -> None:
    says(teams, "amina", "preparation", duty, edition="pseudonymised", enclosed="", **said)


def opens(teams: Teams, person: str, duty: str) -> str:
    given = teams._do(teams.turn(person, verb="duty.read", data={"case": RR, "duty": duty}))
    return teams._take(person, given, in_place=False)


def ben_finds_a_file(teams: Teams) -> None:
    teams.opens("ben", "amendment", f"{RR}/police")
    goes_through(teams, "ben", {**ANSWERS, "amend_why": "A file was found."}, "Send the changed answer")
    teams.deliver()


# -- By hand, what was confirmed is what goes ----------------------------------------------------------------------


def test_by_hand_too_only_what_was_read_is_confirmed(decided: Teams) -> None:
    prepares(decided, "agency/police")
    shown = opens(decided, "efua", "agency/police")
    assert "where nothing was held, version 1, without names" in shown.lower()
    ben_finds_a_file(decided)
    opens(decided, "ben", "agency/police")
    assert "has changed since this card was sent" in confirms(decided, "efua")
    assert "The letter to an agency that took part" in opens(decided, "efua", "agency/police")
    assert "It is confirmed. Whoever prepared it can send it now." in confirms(decided, "efua")


def test_the_copy_that_was_confirmed_is_handed_over_the_next_day(decided: Teams) -> None:
    checked(decided, RR, "agency/police")
    letter = gets(decided, "agency/police")
    decided.at("Wed 2026-11-25 10:00")
    assert "version 1" in opens(decided, "amina", "agency/police").replace("Version confirmed\n1", "version 1")
    assert "version 1" in decided.presses("amina", "Get the document")
    assert letter == gets(decided, "agency/police"), "with the day on which it was confirmed, and no other"
    shown = decided.opens("amina", "dispatch", f"{RR}/agency/police")
    assert "What was sent is version 1, as it was confirmed" in shown


def test_what_has_changed_since_it_was_confirmed_is_not_handed_over(decided: Teams) -> None:
    checked(decided, RR, "agency/police")
    decided.at("Tue 2026-11-24 10:00")
    ben_finds_a_file(decided)
    shown = opens(decided, "amina", "agency/police")
    assert "What it says has changed since version 1 was confirmed. If that version has been sent, record it." in shown
    assert "Version 1 was confirmed, and the document would be another now" in decided.presses(
        "amina", "Get the document"
    )
    opens(decided, "amina", "agency/police")
    assert {"It has been sent: record it", "Prepare it again"} <= set(buttons(decided.card("amina")))
    checked(decided, RR, "agency/police")
    shown = opens(decided, "amina", "agency/police")
    assert "has changed since" not in shown
    assert "held nothing" not in gets(decided, "agency/police")


# -- What is missing is seen before it leaves -----------------------------------------------------------------------


def test_what_it_lacks_is_seen_and_answered_for_before_it_leaves(decided: Teams) -> None:
    teams = decided
    shown = teams.opens("amina", "preparation", f"{RR}/panel")
    assert "Missing from it, as it says itself:\n• the Rapid Review Template\n• the minutes" in shown
    fills(teams, "amina", "Ask a second person", {"edition": "pseudonymised", "enclosed": ""})
    teams.deliver()
    shown = opens(teams, "efua", "panel")
    assert "• the minutes, since the Group has not met\nIf it may go without that, why?" in shown
    assert "Say why it may go without that, or send it back." in teams.presses("efua", "Confirm it")
    opens(teams, "efua", "panel")
    assert "It is confirmed." in teams.presses("efua", "Confirm it", missing_reason="They follow by Friday.")
    shown = reads(teams, "gwen", "panel")
    assert "What was missing from it\nthe Rapid Review Template; the minutes, since the Group has not met" in shown
    assert "Why it may go without that\nThey follow by Friday." in shown


def test_or_it_goes_back(decided: Teams) -> None:
    prepares(decided, "panel")
    opens(decided, "efua", "panel")
    decided.presses("efua", "Send it back")
    fills(decided, "efua", "Send it back", {"back_reason": "Wait for the minutes."})
    decided.deliver()
    assert "Wait for the minutes." in decided.sees("amina")


def test_where_nothing_is_missing_nothing_is_asked(decided: Teams) -> None:
    prepares(decided, "dfe")
    assert "Missing" not in opens(decided, "efua", "dfe")
    assert "It is confirmed." in decided.presses("efua", "Confirm it")


# -- The chair approves what those who took part are told -----------------------------------------------------------


def test_the_chair_approves_what_those_who_took_part_are_told(decided: Teams) -> None:  # Form 3h
    teams = decided
    team = {**PARTNERSHIP.roles, Role.PARTNERSHIP_TEAM: ("amina", "owen")}
    teams.partnership = replace(PARTNERSHIP, roles=team)
    declares(teams, "owen", RR)
    for duty in ("referrer", "agency/health"):
        says(teams, "amina", "preparation", duty, edition="pseudonymised", enclosed="")
        assert "Confirm it" not in (opens(teams, "owen", duty), buttons(teams.card("owen")))[1]
        at = teams.case(RR).tellings[-1].begun_at.isoformat()
        press = {"case": RR, "duty": duty, "prepared": at}
        assert "It waits for the chair." in teams.sends("owen", "duty.confirm", press)
        opens(teams, "efua", duty)
        assert "It is confirmed." in confirms(teams, "efua")
    prepares(teams, "dfe")
    opens(teams, "owen", "dfe")
    assert "It is confirmed." in confirms(teams, "owen"), "a colleague looks at what goes to the Department"
    prepares(teams, "panel")
    teams.types("owen", RR)
    teams.presses("owen", "Send the outcome to the national Panel")
    assert "Confirm it" not in buttons(teams.card("owen")), "the task is no letter: it leads there"
    assert "Missing from it, as it says itself:" in teams.presses("owen", "Look at it before it is sent")


def test_while_the_chair_stands_aside_the_deputy_chair_approves_it(decided: Teams) -> None:
    says(decided, "amina", "preparation", "referrer", edition="pseudonymised", enclosed="")
    assert "Confirm it" not in (opens(decided, "farid", "referrer"), buttons(decided.card("farid")))[1]
    is_recused(decided, "efua", by="farid")
    opens(decided, "farid", "referrer")
    assert "It is confirmed." in confirms(decided, "farid")


# -- It comes back -------------------------------------------------------------------------------------------------


def test_a_letter_that_bounces_is_sent_again_and_what_was_tried_stays(decided: Teams) -> None:
    tells(decided, "ofsted")
    assert "ofsted" not in still_open(decided)
    decided.at("Wed 2026-11-25 10:00")
    opens(decided, "amina", "ofsted")
    decided.presses("amina", "It did not arrive")
    fills(decided, "amina", "Record it", {"lost_known": "The mailbox is closed."})
    decided.deliver()
    shown = reads(decided, "gwen", "ofsted")
    assert "It did not arrive: to be prepared again." in shown and "The mailbox is closed." in shown
    assert "ofsted" in still_open(decided)
    checked(decided, RR, "ofsted")
    says(decided, "amina", "dispatch", "ofsted", **{**PROOF, "sent_on": "2026-11-25"})
    shown = reads(decided, "gwen", "ofsted")
    assert "Done on Wednesday 25 November 2026." in shown
    tried = "Sent on Tuesday 24 November 2026, version 1. It did not arrive: Amina Yusuf, Wednesday 25 November 2026"
    assert f"Tried before\n{tried}" in shown


def test_an_outcome_that_bounces_is_owed_to_the_panel_again(decided: Teams) -> None:  # R113
    teams = decided
    sends_to_panel(teams, RR, "2026-11-24")
    assert teams.case(RR).stage is Stage.REPORTED and "response" in still_open(teams)
    teams.at("Wed 2026-11-25 10:00")
    says(teams, "amina", "lost", "panel", lost_known="It bounced.")
    assert teams.case(RR).stage is Stage.DECIDED
    assert "panel" in still_open(teams) and "response" not in still_open(teams), "nobody waits for an answer to it"
    assert "Send the outcome to the national Panel" in buttons_of(teams, "amina")
    sends_to_panel(teams, RR, "2026-11-25")
    assert "Tried before\nSent on Tuesday 24 November 2026" in reads(teams, "amina", "panel")
    assert "panel" not in still_open(teams) and "response" in still_open(teams)


def test_what_was_answered_did_arrive(decided: Teams) -> None:
    sends_to_panel(decided, RR, "2026-11-24")
    says(decided, "amina", "panel_response", "", received_on="2026-11-24", response="agrees")
    assert "The Panel has answered, so it did arrive." in decided.opens("amina", "lost", f"{RR}/panel")
    assert "This is not recorded as sent" in decided.opens("amina", "lost", f"{RR}/dfe")


def buttons_of(teams: Teams, person: str) -> list[str]:
    teams.types(person, RR)
    return [*buttons(teams.card(person))]


# -- On which day --------------------------------------------------------------------------------------------------


def test_nothing_was_sent_before_a_second_person_had_looked(decided: Teams) -> None:  # R055, E29
    for duty in ("ofsted", "panel"):
        checked(decided, RR, duty)
    too_early = {**PROOF, "sent_on": "2026-11-23"}
    asked = "A second person confirmed it on Tuesday 24 November 2026. Enter that day or a later one."
    assert asked in says(decided, "amina", "dispatch", "ofsted", **too_early)
    assert asked in says(decided, "amina", "panel", "", **{**too_early, "sent_route": "email"})
    assert {"ofsted", "panel"} <= still_open(decided)
    late = says(decided, "amina", "dispatch", "ofsted", **{**PROOF, "sent_on": "2026-11-25"})
    assert "2026" in late and "ofsted" in still_open(decided), "nor on a day that has not come"


# -- The addresses outside -----------------------------------------------------------------------------------------

HOLDS = Addresses(panel="reviews@panel.example", confirmed_by="harriet", confirmed_on=date(2026, 11, 2))


def test_an_address_holds_for_six_months_and_no_longer(decided: Teams) -> None:  # C12
    teams = decided
    teams.partnership = replace(PARTNERSHIP, addresses=replace(HOLDS, confirmed_on=date(2026, 5, 24)))
    teams.at("Mon 2026-11-23 10:00")
    assert "reviews@panel.example" in reads(teams, "amina", "panel")
    teams.at("Tue 2026-11-24 10:00")
    shown = reads(teams, "amina", "panel")
    assert "reviews@panel.example" not in shown
    assert "The address was last confirmed on Sunday 24 May 2026. That holds no longer." in shown


def test_whoever_keeps_the_file_is_reminded_before_an_address_lapses(decided: Teams) -> None:  # C12
    teams = decided
    roles = {**PARTNERSHIP.roles, Role.IT_ADMIN: ("owen",)}
    teams.partnership = replace(PARTNERSHIP, addresses=HOLDS, roles=roles)

    def told_on(moment: str) -> int:
        before = teams.new_for("owen")
        teams.at(moment)
        for _ in range(2):
            teams.store.run_now(lambda work: remind(teams.desk(work)))
            teams.deliver()
        return teams.new_for("owen") - before

    assert told_on("Thu 2027-04-01 09:00") == 0
    assert told_on("Mon 2027-04-05 09:00") == 1
    shown = teams.sees("owen")
    assert "From Sunday 2 May 2027 the bot sends nothing to them, unless they are confirmed again." in shown
    assert "reviews@panel.example" in shown
    assert told_on("Tue 2027-04-06 09:00") == 0
    assert told_on("Mon 2027-04-26 09:00") == 1
    assert told_on("Tue 2027-05-04 09:00") == 1
    assert "Since Sunday 2 May 2027 the bot sends nothing to them" in teams.sees("owen")
    again = replace(HOLDS, confirmed_on=date(2027, 5, 4))
    teams.partnership = replace(PARTNERSHIP, addresses=again, roles=roles)
    assert told_on("Wed 2027-05-05 09:00") == 0
    assert "reviews@panel.example" in reads(teams, "amina", "panel")
