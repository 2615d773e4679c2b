"""Documents are made from the case for those who may read it: nothing is typed twice, and each version is kept."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from cast import PARTNERSHIP
from story import RR, declares, fills, summarises
from transcript import Teams

from bot import exports
from bot.in_their_name import Leave
from dialogs.paperwork import producing
from dialogs.paperwork.handing_over import Release
from documents.pack import faults
from rapid_review.errors import NotYours, Recused, Refusal
from rapid_review.policy import ENGLAND_2026


def asks_for(teams: Teams, person: str, **wanted: str) -> str:
    teams.sends(person, "made.menu", {"case": RR})
    said = {"edition": "pseudonymised", "ending": "txt", "about": "case", **wanted}
    shown = teams.sends(person, "made.make", {"case": RR, **said})
    teams.deliver()
    return shown


def takes(teams: Teams, person: str) -> Release:
    """Press Allow on Teams' own card."""
    data = teams.card(person)["content"]["acceptContext"]
    turn = teams.turn(person, verb="document.accepted", data=data)
    return teams.store.run_now(lambda work: producing.release(turn, teams.desk(work)))


def test_the_team_makes_the_collated_report(answered: Teams) -> None:
    answered.types("amina", RR)
    answered.presses("amina", "Documents")
    shown = answered.presses("amina", "Make a document")
    assert "Which document?" in shown and "Collated report" in shown and "Pseudonymised" in shown
    shown = answered.presses("amina", "Make it", kind="collated", edition="identified", ending="docx")
    assert f"{RR}: Collated report of the agencies’ answers, version 1" in shown
    answered.deliver()
    assert answered.card("amina")["name"] == f"{RR} collated v1.docx"
    made = takes(answered, "amina")
    assert made.name == f"{RR} collated v1.docx" and made.content[:2] == b"PK"


def test_the_same_facts_are_the_same_version_and_new_ones_say_what_changed(asked: Teams) -> None:
    assert "version 1" in asks_for(asked, "amina", kind="collated")
    assert "Missing from it, as it says itself:\n• the answer of Fellshire Police" in asks_for(
        asked, "amina", kind="collated"
    )
    first = takes(asked, "amina")
    again = asks_for(asked, "amina", kind="collated")
    assert "version 1" in again and "Nothing has changed since it was made" in again
    assert takes(asked, "amina").content == first.content
    summarises(asked, "carys", RR)
    third = asks_for(asked, "amina", kind="collated")
    assert "version 2" in third and "What changed since the version before" in third
    assert b"Version 2" in takes(asked, "amina").content


def test_what_a_person_may_not_read_they_cannot_have_made(answered: Teams) -> None:
    declares(answered, "gwen", RR, decl="possible")
    for person in ("ben", "carys", "dev", "gwen", "zack"):
        shown = answered.sends(person, "made.menu", {"case": RR})
        assert "There is none that you may read yet." in shown or "could not" in shown or "no case" in shown, person
        for kind in ("collated", "notification", "covering_letter"):
            asks_for(answered, person, kind=kind)
            assert not [card for card in answered.chats[person] if "content" in card], (person, kind)


def test_the_panels_fields_come_as_data(answered: Teams) -> None:
    assert "The Panel’s fields, version 1" in asks_for(answered, "amina", kind="panel_fields", ending="json")
    made = takes(answered, "amina")
    assert made.name == f"{RR} panel fields v1.json"
    assert json.loads(made.content)["fields"]["case_ref"]["value"] == RR
    assert "has no fields, so it is not there as data" in asks_for(answered, "amina", kind="collated", ending="json")


def test_words_that_may_be_names_are_shown_before_anything_leaves_and_never_logged(
    asked: Teams, caplog: pytest.LogCaptureFixture
) -> None:
    """A neighbour on no form. With names, nobody is asked: there they stand by right."""
    caplog.set_level("DEBUG")
    summarises(asked, "carys", RR, inv_nature="The neighbour, Kelly Marsh, called twice.")
    shown = asks_for(asked, "amina", kind="collated")
    assert "Please check these words: they may be names.\nKelly Marsh\nIf one is, ask" in shown
    assert "Please check" not in asks_for(asked, "amina", kind="collated", edition="identified")
    assert "Please check" not in asks_for(asked, "amina", kind="declarations")
    wanted, heard = exports.Asked("collated", RR, "", identified=False, ending="txt"), list[str]()
    exports.document(asked.store, PARTNERSHIP, ENGLAND_2026, wanted, tell=heard.extend)
    assert heard == ["Kelly Marsh"]
    record = asked.store.run_now(lambda work: work.chain(RR))
    assert "Kelly" not in caplog.text and "Kelly" not in str(record)


def test_a_card_that_names_something_else_is_refused(answered: Teams) -> None:
    asks_for(answered, "amina", kind="collated")
    data = answered.card("amina")["content"]["acceptContext"]

    def release(person: str, **other: str) -> Release:
        turn = answered.turn(person, verb="document.accepted", data={**data, **other})
        return answered.store.run_now(lambda work: producing.release(turn, answered.desk(work)))

    for spec in ("", "nothing/identified/docx/", "collated/other/docx/", "collated/identified/exe/", "agency_return"):
        with pytest.raises(Refusal):
            release("amina", made=spec)
    for stranger in ("ben", "zack"):
        with pytest.raises((NotYours, Refusal)):
            release(stranger)


def test_nobody_keeps_a_document_that_a_ruling_took_from_them(answered: Teams) -> None:
    declares(answered, "efua", RR)
    declares(answered, "gwen", RR)
    asks_for(answered, "gwen", kind="collated")
    data = answered.card("gwen")["content"]["acceptContext"]
    leaves_the_case(answered)
    turn = answered.turn("gwen", verb="document.accepted", data=data)
    with pytest.raises((NotYours, Refusal, Recused)):
        answered.store.run_now(lambda work: producing.release(turn, answered.desk(work)))


def leaves_the_case(teams: Teams) -> None:
    """Gwen finds that she has a conflict, and Efua rules that she leaves the case."""
    teams.opens("gwen", "declare", RR)
    again = {"agree_all": "yes", "decl": "actual", "perceived": "yes", "kinds": "worked", "proposed": "withdraw"}
    fills(teams, "gwen", "Sign both", again)
    fills(teams, "gwen", "Sign both", {**again, "details": "I chaired the strategy meeting.", "sign_name": "Gwen"})
    teams.deliver()
    teams.presses("efua", "Read it and rule")
    fills(teams, "efua", "Record the ruling", {"ruling": "recuse", "paper_access": "none"})
    teams.deliver()


def test_the_panel_pack_holds_everything_and_its_manifest_verifies(answered: Teams) -> None:
    """R099: the letter with its supporting documents. What is missing is said before anybody sends it."""
    shown = asks_for(answered, "amina", kind="panel_pack")
    assert f"{RR}: The Panel pack, version 1" in shown
    assert "• the Group’s decision" in shown and "• the minutes, since the Group has not met" in shown
    pack = takes(answered, "amina")
    assert pack.name == f"{RR} panel pack v1.zip" and faults(pack.content) == []
    with zipfile.ZipFile(io.BytesIO(pack.content)) as opened:
        assert "01 covering letter.docx" in opened.namelist() and "04 minutes.html" in opened.namelist()
    asks_for(answered, "amina", kind="panel_pack")
    assert takes(answered, "amina").content == pack.content
    half = len(pack.content) // 2
    assert faults(pack.content[:half] + bytes([pack.content[half] ^ 0xFF]) + pack.content[half + 1 :]) != []


def test_names_are_for_those_who_may_know_them(answered: Teams) -> None:
    declares(answered, "imran", RR)
    assert "Take the pseudonymised edition." in asks_for(answered, "imran", kind="collated", edition="identified")
    assert "version 1" in asks_for(answered, "imran", kind="collated")


def test_the_whole_case_leaves_with_a_reason_and_a_second_person(answered: Teams) -> None:
    """Part 6, rule 8. A person marks what is withheld and why; the manifest says so."""
    ask = exports.Why(Leave("amina", "Handed to the coroner.", "efua"), ["sharing=Legal advice"])
    whole = partial(exports.whole, answered.store, PARTNERSHIP, ENGLAND_2026, RR)
    pack = whole(ask)
    assert faults(pack) == []
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        names, manifest = opened.namelist(), json.loads(opened.read("manifest.json"))
    assert manifest["withheld"] == {"sharing": "Legal advice"} and "Ivy" not in str(manifest)
    assert any("agency return health" in name for name in names) and not any("sharing" in name for name in names)
    with pytest.raises(Refusal, match="ben is neither the chair nor of the Partnership Team"):
        whole(exports.Why(Leave("amina", "Because.", "ben")))
    for slip in ("sharing", "sharing: legal advice", "everything=y", "minutes="):
        with pytest.raises(Refusal, match="is not KIND=WHY"):
            whole(exports.Why(Leave("amina", "x", "efua"), [slip]))


def test_documents_by_command_are_the_same_versions(answered: Teams) -> None:
    asked = exports.Asked("collated", RR, "", identified=False, ending="docx")
    first = exports.document(answered.store, PARTNERSHIP, ENGLAND_2026, asked)
    assert exports.document(answered.store, PARTNERSHIP, ENGLAND_2026, asked) == first
    with pytest.raises(Refusal, match="There is no document “poem”"):
        exports.document(answered.store, PARTNERSHIP, ENGLAND_2026, replace(asked, kind="poem"))
    with pytest.raises(Refusal, match="--about"):
        exports.document(answered.store, PARTNERSHIP, ENGLAND_2026, replace(asked, kind="agency_return"))
    with pytest.raises(Refusal, match="The first day is after the last"):
        exports.scrutiny(answered.store, PARTNERSHIP, ENGLAND_2026, date(2026, 7, 1), date(2026, 6, 1), "txt")
    figures = exports.scrutiny(answered.store, PARTNERSHIP, ENGLAND_2026, date(2026, 7, 1), date(2026, 12, 31), "txt")
    assert b"Rapid Reviews begun: fewer than 5" in figures


def test_a_pack_is_for_those_who_may_read_all_that_is_in_it(answered: Teams) -> None:
    """The board's chair reads what goes to the Panel, and not the agencies' answers; the whole case is no chat's."""
    declares(answered, "harriet", RR)
    assert "could not be done" in asks_for(answered, "harriet", kind="panel_pack").lower()
    assert "could not be done" in asks_for(answered, "amina", kind="whole_case").lower()
    assert "could not be done" in asks_for(answered, "amina", kind="collated", ending="zip").lower()
