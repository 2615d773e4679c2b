"""What the founding framework promises, read in chats: any agency is asked, the Group is called, little is asked."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from cast import PARTNERSHIP
from story import ANSWERS, RR, amina_asks, declares, dev_notifies, fills, goes_on_to, papers_go_out, returns_nil, votes
from telling import says
from transcript import Teams, buttons, open_store

from rapid_review.people import Agency, Partner, Person, Seat
from rapid_review.policy import CUMBRIA_2019

FOUR_SEATS = (
    Seat("north", "North Cumbria CCG", Partner.HEALTH, "gwen"),
    Seat("south", "Morecambe Bay CCG", Partner.HEALTH, "marcus"),
    Seat("children", "Children and Young People’s Services", Partner.LOCAL_AUTHORITY, "efua"),
    Seat("police", "Cumbria Constabulary", Partner.POLICE, "farid"),
)


def test_an_agency_of_any_kind_is_in_the_directory_and_is_asked(tmp_path: Path) -> None:
    """R001: here a coastguard, which is no statutory partner."""
    cleo = Person("cleo", "Cleo Byrne", agency="coastguard")
    agencies = {**PARTNERSHIP.agencies, "coastguard": Agency("coastguard", "Solway Coastguard", "cleo")}
    theirs = replace(PARTNERSHIP, agencies=agencies, people={**PARTNERSHIP.people, "cleo": cleo})
    with closing(open_store(tmp_path / "review.db", theirs)) as store:
        teams = Teams(store, theirs)
        dev_notifies(teams, agency="coastguard")
        amina_asks(teams, RR, "coastguard")
        assert "your agency’s answer" in teams.all_seen("cleo")
        assert "Solway Coastguard" in declares(teams, "cleo", RR) + teams.types("amina", RR)


def test_each_of_the_frameworks_four_seats_is_called_by_its_name(tmp_path: Path) -> None:
    """R005, R086-R089: two seats of health, which speak each for itself, one of the council, one of the police."""
    theirs = replace(PARTNERSHIP, seats=FOUR_SEATS)
    with closing(open_store(tmp_path / "review.db", theirs)) as store:
        teams = Teams(store, theirs, CUMBRIA_2019)
        dev_notifies(teams)
        amina_asks(teams, RR)
        for agency in ("ben", "carys"):
            returns_nil(teams, agency, RR)
        papers_go_out(teams, RR, ("gwen", "marcus", "efua", "farid"))
        for person in ("gwen", "marcus", "efua", "farid"):
            votes(teams, person, RR, "review")
        shown = teams.presses("gwen", "See the views")
        assert [seat.title for seat in FOUR_SEATS if seat.title not in shown] == []


def test_the_group_is_called_as_soon_as_a_notification_is_in(filed: Teams) -> None:
    """R050, R051: every member is asked to declare at once, and hears by when the Group decides."""
    for person in ("efua", "farid", "gwen"):
        assert f"{RR}: your declarations" in filed.sees(person)
    amina_asks(filed, RR)
    declares(filed, "gwen", RR)
    assert "Thursday 10 December 2026" in filed.sends("gwen", "dates", {"case": RR})


def test_the_papers_go_out_by_day_12_to_be_read_and_answered(answered: Teams) -> None:
    """R111: the report goes to each member, and the poll opens with it."""
    answered.at("Mon 2026-12-07 09:00")
    assert f"{RR}: Send the papers and open the poll\nby Tuesday 8 December 2026" in answered.types("amina", "my tasks")
    answered.at("Tue 2026-12-08 09:00")
    papers_go_out(answered, RR)
    for member in ("efua", "farid", "gwen"):
        assert "by Thursday 10 December 2026, 17:00" in answered.sees(member)
        assert "Give your view" in buttons(answered.card(member))


def test_a_case_goes_on_under_the_rules_it_began_with(filed: Teams) -> None:
    """R003, R004: another rule is taken up for the next case alone."""
    before = filed.case(RR).policy
    filed.policy = filed.policy.with_switches(meeting_day=13, guidance="Working Together 2030")
    amina_asks(filed, RR)
    assert filed.case(RR).policy == before
    second = dev_notifies(filed)
    assert filed.case(second).policy.guidance == "Working Together 2030"


def test_at_most_ten_events_are_asked_for_and_no_chronology(asked: Teams) -> None:
    """R070."""
    declares(asked, "ben", RR)
    asked.presses("ben", "Write the summary")
    shown = goes_on_to(asked, "ben", ANSWERS, "Key events")
    assert "Up to ten events that mattered most. A full chronology is not needed." in shown
    fills(asked, "ben", "Save and continue", ANSWERS)
    written = 1
    while "Add another event" in buttons(asked.card("ben")):
        asked.presses("ben", "Add another event")
        fills(asked, "ben", "Save and continue", ANSWERS)
        written += 1
    assert written == 10
    assert "Event 10" in asked.sees("ben")


def test_the_familys_contact_and_part_are_there_to_read(decided: Teams) -> None:
    """R043: who their contact is, and what they were told to expect."""
    told = {
        "family_outcome": "told",
        "family_on": "2026-11-24",
        "family_by": "Their social worker",
        "family_invited": "yes",
    }
    part = {"family_contact": "Priya Nair, team manager", "family_how": "They are seen in the first week of January."}
    says(decided, "amina", "family_told", "", **told, **part)
    shown = decided.sends("amina", "duty.read", {"case": RR, "duty": "family"})
    assert "Priya Nair, team manager" in shown and "They are seen in the first week of January." in shown
