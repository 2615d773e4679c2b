"""Who covers for whom: away until a day, back early, and what the cover had begun (E8)."""

from dataclasses import replace

from cast import PARTNERSHIP, london
from story import ANSWERS, RR, acknowledges, declares, fills, goes_on_to, returns_nil
from transcript import Teams, words


def test_away_until_a_day_the_deputy_is_asked_at_once(asked: Teams) -> None:
    """E8: limited by the day, after which it comes back."""
    shown = acknowledges(asked, "ben", ack="away", away_until="2026-11-25", ack_deputy="joan")
    assert "Joan Pike is asked now. After Wednesday 25 November 2026 it comes back to you." in shown
    assert "Why you: you cover for your agency’s single point of contact." in asked.sees("joan")
    ben = asked.new_for("ben")
    asked.at("Wed 2026-11-25 09:00")
    assert asked.new_for("ben") == ben, "away, and left alone"
    joan, asked.now = asked.new_for("joan"), london("Thu 2026-11-26 00:30")
    asked.types("amina", RR)  # A visitor in the night wakes nobody.
    asked.deliver()
    assert (asked.new_for("ben"), asked.new_for("joan")) == (ben, joan)
    asked.at("Thu 2026-11-26 09:00")
    assert asked.case(RR).requests["police"].handed_to == ""
    assert "your agency’s answer" in asked.all_seen("ben")
    assert "Your agency’s request has gone back" in asked.all_seen("joan")


def test_who_is_back_early_takes_it_back_by_saying_so(asked: Teams) -> None:
    acknowledges(asked, "ben", ack="away", away_until="2026-12-11", ack_deputy="joan")
    asked.at("Tue 2026-11-24 10:00")
    acknowledges(asked, "ben", ack="yes", author_id="ben")
    assert "thank you for covering" in asked.sees("joan")
    joan = asked.new_for("joan")
    asked.at("Fri 2026-12-04 09:00")
    assert "You said on Tuesday 24 November 2026 that you have this." in asked.all_seen("ben")
    assert not any("your agency’s answer" in words(card) for card in asked.chats["joan"][joan:])


def test_whom_the_cover_names_to_write_is_reminded(asked: Teams) -> None:
    acknowledges(asked, "ben", ack="away", away_until="2026-12-11", ack_deputy="joan")
    acknowledges(asked, "joan", ack="yes", author_id="farid")
    farid = asked.new_for("farid")
    asked.at("Fri 2026-12-04 17:05")
    assert any(f"{RR}: your agency’s answer" in words(card) for card in asked.chats["farid"][farid:])


def test_a_day_that_has_passed_is_no_absence(asked: Teams) -> None:
    shown = acknowledges(asked, "ben", ack="away", away_until="2026-11-20", ack_deputy="joan")
    assert "That day has passed. Enter Monday 23 November 2026 or a later day." in shown


def test_the_partnership_team_hands_it_to_the_deputy_and_both_are_told(asked: Teams) -> None:
    asked.sends("amina", "chase.hand_over", {"case": RR, "agency": "police"})
    asked.deliver()
    assert "Joan Pike has your agency’s request now." in asked.sees("ben")
    assert "your agency’s answer" in asked.sees("joan")


def test_it_goes_back_to_who_had_it_and_not_to_the_spoc(asked: Teams) -> None:
    acknowledges(asked, "ben", ack="wrong_person", ack_right="farid")
    shown = acknowledges(asked, "farid", ack="away", away_until="2026-11-25", ack_deputy="joan")
    assert "After Wednesday 25 November 2026 it comes back to you." in shown
    assert "until Wednesday 25 November 2026. Then it goes back to Farid Aziz." in asked.sees("ben")
    ben, farid = asked.new_for("ben"), asked.new_for("farid")
    asked.at("Thu 2026-11-26 09:00")
    assert "whoever had it before you" in asked.all_seen("joan")
    assert any("your agency’s answer" in words(card) for card in asked.chats["farid"][farid:])
    assert not any("your agency’s answer" in words(card) for card in asked.chats["ben"][ben:])


def test_who_covered_and_answered_has_no_case_of_theirs_any_more(asked: Teams) -> None:
    """Priya works for the children's services and covers for Owen; she has no other part in this case."""
    asked.sends("amina", "agencies.ask", {"case": RR, "agencies": "childrens-services"})
    asked.deliver()
    acknowledges(asked, "owen", "childrens-services", ack="away", away_until="2026-11-24", ack_deputy="priya")
    returns_nil(asked, "priya", RR)
    assert RR in asked.types("priya", "my cases")
    asked.at("Wed 2026-11-25 09:00")
    assert asked.types("priya", "my cases").startswith("You have no cases")


def test_what_the_cover_had_begun_to_write_is_in_the_next_ones_form(asked: Teams) -> None:
    """Priya's cover ends in the middle of the summary: her words are not lost, and her card asks for nothing."""
    asked.sends("amina", "agencies.ask", {"case": RR, "agencies": "childrens-services"})
    asked.deliver()
    acknowledges(asked, "owen", "childrens-services", ack="away", away_until="2026-11-24", ack_deputy="priya")
    declares(asked, "priya", RR)
    asked.opens("priya", "summary", f"{RR}/childrens-services")
    goes_on_to(asked, "priya", {**ANSWERS, "inv_nature": "Priya had begun."}, "When the child was last seen")
    asked.at("Wed 2026-11-25 09:00")
    assert "A colleague has this request again." in asked.all_seen("priya")
    assert "Your colleague finds it in the summary." in asked.sees("priya")
    declares(asked, "owen", RR)
    asked.opens("owen", "summary", f"{RR}/childrens-services")
    fills(asked, "owen", "Save and continue", ANSWERS)
    assert "Priya had begun." in asked.sees("owen")


def test_who_covers_and_leaves_leaves_it_to_the_one_who_is_away(asked: Teams) -> None:
    """Better reminded while away than nobody at all (E36)."""
    acknowledges(asked, "ben", ack="away", away_until="2026-12-11", ack_deputy="joan")
    people = {id: person for id, person in PARTNERSHIP.people.items() if id != "joan"}
    police = replace(PARTNERSHIP.agencies["police"], deputy="")
    asked.partnership = replace(PARTNERSHIP, people=people, agencies={**PARTNERSHIP.agencies, "police": police})
    ben = asked.new_for("ben")
    asked.at("Fri 2026-12-04 17:05")
    assert any(words(card).startswith(f"{RR}: your agency’s answer") for card in asked.chats["ben"][ben:])
