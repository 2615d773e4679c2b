"""When somebody's access ends, every card of the case is emptied and no other is (Part 6, rule 4; E43)."""

from story import RR, amina_asks, declares, dev_notifies
from test_access_ends import EMPTIED, reads_on_a_card, without
from test_frozen_case import freezes
from test_mis_sends import offered, office, reports  # noqa: F401 (a fixture)
from transcript import Teams


def standing(teams: Teams, person: str, words: str) -> int:
    """How many cards in their chat say this."""
    return teams.all_seen(person).count(words)


def test_earlier_reminders_are_emptied_with_the_last(asked: Teams) -> None:
    for day in ("Tue 2026-12-01", "Thu 2026-12-03", "Fri 2026-12-04"):
        asked.at(f"{day} 09:01")
    assert standing(asked, "ben", "is asked what it knows about the children") > 1
    freezes(asked)
    assert standing(asked, "ben", "is asked what it knows about the children") == 0
    assert standing(asked, "ben", EMPTIED) > 2


def test_a_card_that_shows_another_case_by_now_is_left_alone(asked: Teams) -> None:
    other = dev_notifies(asked)
    amina_asks(asked, other)
    declares(asked, "farid", RR)
    declares(asked, "farid", other)
    reads_on_a_card(asked, "farid", "card-1")
    reads_on_a_card(asked, "farid", "card-1", other)
    freezes(asked)
    assert f"{other}: the notification" in asked.all_seen("farid")


def test_declarations_can_be_made_on_the_card_that_is_there(asked: Teams) -> None:
    freezes(asked)
    assert "Please read these nine statements." in asked.presses("gwen", "Read and sign")


def test_a_declaration_that_is_half_made_is_left_where_it_is(asked: Teams) -> None:
    asked.presses("gwen", "Read and sign")
    freezes(asked)
    assert "Please read these nine statements." in asked.all_seen("gwen")


def test_who_was_asked_to_delete_something_is_still_asked_to(office: Teams) -> None:  # noqa: F811
    to_ben = next(value for title, value in offered(office, "amina").items() if "Ben" in title)
    reports(office, "amina", to_ben)
    office.deliver()
    assert f"{RR}: this was withdrawn" in office.all_seen("ben")
    freezes(office)
    assert "Please delete any copy, and do not use or pass on what it said." in office.all_seen("ben")


def test_one_reminder_of_two_cases_stays(asked: Teams) -> None:
    amina_asks(asked, dev_notifies(asked))
    asked.at("Wed 2026-11-25 09:01")
    digests = standing(asked, "ben", "things are due")
    assert digests
    freezes(asked)
    assert standing(asked, "ben", "things are due") == digests


def test_what_was_pressed_is_emptied_for_who_has_left(asked: Teams) -> None:
    declares(asked, "farid", RR)
    assert f"{RR}\nThank you. Both declarations are signed." in asked.all_seen("farid")
    asked.partnership = without("farid")
    asked.at("Tue 2026-11-24 09:01")
    assert "Gathering agency summaries" not in asked.all_seen("farid")
