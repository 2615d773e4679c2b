"""Every six months the Independent Scrutineer reports, and is reminded before (R103)."""

from dataclasses import replace

from transcript import Teams

from dialogs.paperwork.half_years import remind
from rapid_review.people import Role

COMING = "The Independent Scrutineer’s report is coming up"


def reminded(teams: Teams, moment: str, person: str) -> bool:
    """Whether this person is told at this moment, looked at twice."""
    teams.at(moment)
    before = teams.all_seen(person).count(COMING)
    for _ in range(2):
        teams.store.run_now(lambda work: remind(teams.desk(work)))
    teams.deliver()
    return teams.all_seen(person).count(COMING) == before + 1


def test_four_two_and_one_week_before_its_end_and_not_in_between(teams: Teams) -> None:
    days = ("Mon 01", "Wed 03", "Fri 05", "Tue 16", "Wed 17", "Thu 18", "Tue 23", "Wed 24", "Thu 25", "Wed 31")
    at = [(day, f"{day[:4]}2027-03-{day[4:]} 10:00") for day in days]
    told = [day for day, moment in at if reminded(teams, moment, "imran")]
    assert told == ["Wed 03", "Wed 17", "Wed 24"]
    card = teams.sees("imran")
    assert "Rapid Reviews begun from Thursday 1 October 2026 to Wednesday 31 March 2027" in card
    assert "Please plan which cases you will open" in card
    assert "Data for the Independent Scrutineer" in teams.presses("imran", "The figures so far")
    assert "The Independent Scrutineer is reminded too." in teams.all_seen("amina")
    assert COMING not in teams.all_seen("efua")


def test_who_was_away_a_fortnight_is_told_once_and_not_of_what_was_missed(teams: Teams) -> None:
    assert reminded(teams, "Thu 2027-03-18 10:00", "imran")
    assert not reminded(teams, "Fri 2027-03-19 10:00", "imran")


def test_where_nobody_is_the_scrutineer_nobody_is_told_that_they_are(teams: Teams) -> None:
    roles = {role: who for role, who in teams.partnership.roles.items() if role is not Role.SCRUTINEER}
    teams.partnership = replace(teams.partnership, roles=roles)
    assert not reminded(teams, "Wed 2027-03-17 10:00", "amina")
