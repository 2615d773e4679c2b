"""What was declared, later on: looked at again, signed anew, refused, ruled on, and kept in a register."""

import csv
import io

import pytest
from cast import PARTNERSHIP
from story import RR, declares, fills, goes_through
from test_declaring import CONFLICT
from test_membership import happens, rules
from transcript import Teams, buttons

from bot.in_their_name import Leave
from bot.registers import declarations_register
from rapid_review.declaration import confidentiality, declaring
from rapid_review.declaration.declarations import Why
from rapid_review.people import Role

# -- Looking again (F35) -------------------------------------------------------------------------------------------


def test_another_agency_is_asked_and_whoever_declared_looks_again(wider: Teams) -> None:
    declares(wider, "gwen", RR)
    wider.sends("amina", "agencies.ask", {"case": RR, "agencies": "housing"})
    wider.deliver()
    assert f"{RR}: your declaration, once more" in wider.sees("gwen")
    assert "Since you declared, more agencies have been asked." in wider.sees("gwen")
    assert "your declaration, once more" not in wider.all_seen("farid")  # He has not declared yet.
    assert "the notification" in wider.sends(
        "gwen", "notification.read", {"case": RR}
    )  # She goes on reading meanwhile.
    assert "Your declaration still holds" in wider.presses("gwen", "Nothing has changed")
    assert "You have answered this." in wider.sends("gwen", "declaration.same", {"case": RR})
    wider.at("Tue 2026-11-24 09:05")
    assert "still holds" in wider.summaries["efua"][-1]  # Who has not answered is asked again each morning.
    wider.presses("efua", "Declare something new")
    assert "you see nothing of the case until it is ruled on" in declares(wider, "efua", RR, **CONFLICT)


def test_the_meeting_asks_those_who_are_there_and_not_the_agencies(wider: Teams) -> None:
    for person in ("ben", "gwen"):
        declares(wider, person, RR)
    happens(wider, lambda case: case.ask_to_look_again(Why.MEETING, wider.now))
    assert "The meeting is beginning" in wider.sees("gwen")
    assert "The meeting is beginning" not in wider.all_seen("ben")


def test_the_people_are_corrected_so_agencies_search_again_and_declarations_are_looked_at(wider: Teams) -> None:
    for person in ("ben", "gwen"):
        declares(wider, person, RR)
    wider.sends("amina", "notification.read", {"case": RR})
    wider.opens("amina", "people_list", RR)
    why = {"people_change": "The police named his brother.", "people_parts": "people"}
    fills(wider, "amina", "Save and continue", why)
    wider.presses(
        "amina", "Add another person" if "Add another person" in buttons(wider.card("amina")) else "Add a person"
    )
    goes_through(wider, "amina", {"per_name": "Sam Rook", "per_relation": "Uncle"}, "Correct the notification")
    wider.deliver()
    assert f"{RR}: please search again" in wider.all_seen("ben") and "Sam Rook" not in wider.all_seen("ben")
    assert "the people in the notification have changed" in wider.all_seen("ben")
    assert "the people in the notification have changed" in wider.sees("gwen")
    assert "The police named his brother." in wider.sends("amina", "notification.read", {"case": RR})
    assert "Sam Rook, Uncle" in wider.sends("ben", "people.read", {"case": RR})
    for person in ("gwen", "ben", "zack"):
        shown = wider.sends(person, "form.open", {"form": "people_list", "subject": RR})
        assert "Correct the notification" not in shown


NEW_WORDS = "f" * 64


# -- The wording ---------------------------------------------------------------------------------------------------


def test_changed_words_are_signed_again_before_anything_is_seen(wider: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    declares(wider, "gwen", RR)
    monkeypatch.setattr(confidentiality, "VERSIONS", {NEW_WORDS: "2"})
    monkeypatch.setattr(declaring, "CURRENT", NEW_WORDS)
    assert "you need a part" in wider.sends("gwen", "notification.read", {"case": RR})
    wider.at("Tue 2026-11-24 09:05")
    assert "The words have changed since you signed" in wider.sees("gwen")  # Asked without looking for it herself.
    wider.presses("gwen", "Read and sign")
    fills(wider, "gwen", "Sign both", {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": "Gwen"})
    assert "you need a part" not in wider.sends("gwen", "notification.read", {"case": RR})
    signed = wider.case(RR).declarations["gwen"]
    assert (signed.wording, signed.complete) == (NEW_WORDS, True)


# -- A refusal has an owner ----------------------------------------------------------------------------------------


def declines(teams: Teams, person: str) -> None:
    teams.opens(person, "decline", RR)
    fills(teams, person, "Tell the chair", {"decline_reason": "My union advises against it."})
    teams.deliver()


def test_who_cannot_sign_is_the_chairs_to_deal_with_until_it_is(wider: Teams) -> None:
    declines(wider, "gwen")
    assert "Gwen Lloyd has not signed" in wider.sees("efua") and "union" not in wider.sees("efua")
    assert "Gwen" not in wider.sees("amina")
    wider.at("Tue 2026-11-24 09:05")
    assert wider.summaries["efua"][-1].startswith(f"{RR}: Decide about somebody who could not sign")
    shown = wider.presses("efua", "Read why and decide")
    assert "My union advises against it." in shown and "The named deputy is Marcus Bell." in shown
    decided = {"replace_what": "deputy", "replace_reason": "Marcus can."}
    assert "The deputy is asked to declare" in fills(wider, "efua", "Record it", decided)
    wider.deliver()
    assert f"{RR}: your declarations" in wider.sees("marcus")
    assert "could not sign" not in wider.types("efua", "my tasks")
    again = wider.sends("efua", "form.open", {"form": "replace", "subject": f"{RR}/gwen"})
    assert "This is settled" in again


def test_the_chair_cannot_sign_and_the_deputy_chair_decides(wider: Teams) -> None:
    declares(wider, "farid", RR)
    declines(wider, "efua")
    assert "Efua Mensah has not signed" in wider.sees("farid")
    own = wider.sends("efua", "form.open", {"form": "replace", "subject": f"{RR}/efua"})
    assert "Record it" not in own
    declares(wider, "efua", RR)
    assert "Decide about somebody" not in wider.types("farid", "my tasks")
    assert "Nothing is left to do here" in wider.all_seen("farid")


# -- Who rules -----------------------------------------------------------------------------------------------------


def test_the_chair_rules_manage_with_some_of_the_papers(wider: Teams) -> None:
    declares(wider, "gwen", RR, **CONFLICT)
    assert "takes part within the limits you set" in rules(wider, "efua", "gwen", "manage", "part")
    assert "the notification" in wider.sends("gwen", "notification.read", {"case": RR})
    assert "you need a part" in wider.sends("gwen", "returns.read", {"case": RR})


def test_the_boards_chair_rules_on_a_conflicted_chair_where_the_deputy_chair_is_recused(wider: Teams) -> None:
    declares(wider, "farid", RR, **CONFLICT)
    rules(wider, "efua", "farid")
    declares(wider, "efua", RR, **CONFLICT)
    assert "Nobody rules on their own conflict" in rules_shown(wider, "efua")
    declares(wider, "harriet", RR)
    assert "takes part" in rules(wider, "harriet", "efua", "none", "full")
    assert Role.CHAIR in wider.case(RR).rulers


def rules_shown(teams: Teams, by: str) -> str:
    return teams.sends(by, "form.open", {"form": "ruling", "subject": f"{RR}/{by}"})


# -- The register (F36) --------------------------------------------------------------------------------------------


def test_the_register_tells_who_declared_what_and_gives_the_facts_to_two_roles_only(wider: Teams) -> None:
    wider.opens("imran", "declare", RR)
    fills(wider, "imran", "Sign both", {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": "Imran"})
    declares(wider, "gwen", RR, **{**CONFLICT, "kinds": "worked,staff", "details": "CANARY-FACTS"})
    rules(wider, "efua", "gwen", "manage", "part")
    read = {person: wider.sends(person, "declarations.read", {"case": RR}) for person in ("efua", "amina", "imran")}
    for person, shown in read.items():
        assert "I worked on the case, I am related or close to staff involved" in shown, person
        assert "Manage it: takes part with limits" in shown and "version 1" in shown
        assert ("CANARY-FACTS" in shown) is (person != "imran")
    own = wider.sends("gwen", "declarations.read", {"case": RR})
    assert "CANARY-FACTS" in own and "Close to the events." in own and "Imran" not in own
    assert "Close to the events." in wider.all_seen("gwen")  # She was told the limits with the ruling.
    for person in ("farid", "zack"):
        assert "declared" not in wider.sends(person, "declarations.read", {"case": RR}).lower()
    leave = Leave("amina", "For the court.", "efua")
    rows = {
        row["Person"]: row
        for row in csv.DictReader(io.StringIO(declarations_register(wider.store, PARTNERSHIP, RR, leave)))
    }
    gwen = rows["Gwen Lloyd"]
    assert gwen["Kinds"] == "I worked on the case, I am related or close to staff involved"
    assert (gwen["Ruling"], gwen["Ruled by"]) == ("Manage it: takes part with limits", "Efua Mensah")
    assert gwen["Papers they may read"] == "Some of them" and gwen["Wording version"] == "1"
    assert "CANARY" not in str(rows)
