"""A wrong child was identified: the case stands still until it is put right (E43)."""

import pytest
from story import RR, declares, fills
from transcript import Teams, buttons

from rapid_review.permissions import Access, Surface, sees


def freezes(teams: Teams, person: str = "amina") -> str:
    teams.types(person, RR)
    teams.presses(person, "Freeze the case")
    shown = fills(teams, person, "Freeze it now", {"freeze_why": "The notification names the wrong brother."})
    teams.deliver()
    return shown


def test_nobody_but_those_who_run_it_reads_anything(answered: Teams) -> None:
    for person in ("gwen", "efua"):
        declares(answered, person, RR)
    assert "Ivy Rook" in answered.sends("gwen", "notification.read", {"case": RR})
    assert freezes(answered).startswith(f"{RR}: this case is frozen")
    for person in ("gwen", "ben", "carys", "dev"):
        case, who = answered.case(RR), answered.partnership.standing(person)
        assert all(sees(case, who, surface) <= Access.META for surface in Surface if surface is not Surface.BREACH)
    assert "Ivy" not in answered.sends("gwen", "notification.read", {"case": RR})
    assert "Ivy" not in answered.sends("ben", "people.read", {"case": RR})
    assert "Ivy Rook" in answered.sends("efua", "notification.read", {"case": RR})
    assert "Ivy Rook" in answered.sends("amina", "notification.read", {"case": RR})


def test_nobody_else_does_anything_and_nothing_is_lost(answered: Teams) -> None:
    freezes(answered)
    for form, about in (("summary", "/police"), ("amendment", "/health")):
        said = answered.sends("carys", "form.open", {"form": form, "subject": RR + about})
        assert "could not be done" in said
    assert answered.case(RR).sends_held


def test_those_who_work_on_it_are_told_and_told_again_when_it_goes_on(answered: Teams) -> None:
    freezes(answered)
    for person in ("efua", "farid", "gwen", "ben", "carys"):
        assert f"{RR}: this case is frozen" in answered.sees(person)
        assert "wrong brother" not in answered.all_seen(person)
    answered.types("amina", RR)
    assert "Let it go on" in buttons(answered.card("amina"))
    assert answered.presses("amina", "Let it go on").startswith(f"{RR}: this case goes on")
    answered.deliver()
    assert f"{RR}: this case goes on" in answered.sees("carys")
    assert answered.case(RR).frozen is None


@pytest.mark.parametrize("person", ["ben", "carys", "dev", "farid", "gwen", "harriet", "imran", "zack"])
def test_it_is_for_the_team_and_the_chair_alone(answered: Teams, person: str) -> None:
    if person in ("farid", "gwen", "harriet", "imran"):
        declares(answered, person, RR)
    assert "Freeze the case" not in answered.types(person, RR)
    for verb, data in (("form.open", {"form": "freeze", "subject": RR}), ("case.thaw", {"case": RR})):
        assert "could not be done" in answered.sends(person, verb, data)
    assert answered.case(RR).frozen is None


def test_a_child_in_danger_is_still_said(answered: Teams) -> None:
    freezes(answered)
    answered.store.run_now(
        lambda work: work.case(RR).raise_alert(by=answered.partnership.standing("ben"), now=answered.now)
    )
    answered.deliver()
    assert "safety alert" in answered.all_seen("farid")
