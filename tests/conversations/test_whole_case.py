"""The whole of a case leaves by command: all that it says, all that it said, and what was sent in (Part 6, rule 8)."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import ANSWERS, RR, goes_through, summarises, votes
from transcript import Teams

from bot import exports
from bot.in_their_name import Leave
from cards.outward.duty_words import MADE
from dialogs.paperwork.everything import NAMES
from dialogs.paperwork.producing import OFFERED
from documents.kinds import KINDS, DocumentKind
from documents.pack import faults
from documents.whole import OF_AGENCIES, OWED
from rapid_review.errors import Refusal
from rapid_review.policy import ENGLAND_2026
from storage.files import Folder

WHY = "The hospital’s record has the right day."


def exported(teams: Teams, *withhold: str, pseudonymised: bool = False) -> tuple[dict[str, str], dict[str, Any]]:
    """Each web page by its name without the number, and the manifest."""
    why = exports.Why(Leave("amina", "Handed to the coroner.", "efua"), withhold, pseudonymised=pseudonymised)
    pack = exports.whole(teams.store, PARTNERSHIP, ENGLAND_2026, RR, why)
    assert faults(pack) == []
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        pages = {name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".html")}
        manifest = json.loads(opened.read("manifest.json"))
    assert {name for name in pages if name not in {one["name"] for one in manifest["files"]}} == set()
    return {name[3:].removesuffix(".html"): page for name, page in pages.items()}, manifest


def corrects_the_notification(teams: Teams) -> None:
    teams.opens("amina", "people_list", RR)
    said = {"people_change": WHY, "people_parts": "facts", "inc_facts": "Found at 06:20."}
    goes_through(teams, "amina", said, "Correct the notification")
    teams.deliver()


def makes(teams: Teams, kind: str, edition: str) -> None:
    said = {"case": RR, "kind": kind, "edition": edition, "ending": "txt", "about": "case"}
    assert "version" in teams.sends("amina", "made.make", said)
    teams.deliver()


def test_it_holds_every_version_of_what_was_said(answered: Teams) -> None:
    """E12: old versions are kept, and a court reads them beside the new."""
    corrects_the_notification(answered)
    answered.opens("carys", "amendment", f"{RR}/health")
    goes_through(answered, "carys", {**ANSWERS, "amend_why": "A visit was missing."}, "Send the changed answer")
    answered.deliver()
    pages, manifest = exported(answered)
    assert "Found at 06:20." in pages["notification"]
    assert "Found at 06:20." not in pages["notification version 1"]
    assert WHY in pages["notification corrections"] and "Amina Yusuf" in pages["notification corrections"]
    assert {"agency return health", "agency return health version 1"} <= set(pages)
    earlier = [(one["name"], one["version"], one["edition"]) for one in manifest["earlier"]]
    assert ("notification version 1", 1, "identified") in earlier


def test_and_every_version_of_a_document_that_was_made_of_it(asked: Teams) -> None:
    makes(asked, "collated", "identified")
    makes(asked, "panel_pack", "pseudonymised")
    summarises(asked, "carys", RR)
    makes(asked, "collated", "identified")
    pages, manifest = exported(asked)
    first, second = (pages[f"collated as made, version {n} identified"] for n in (1, 2))
    assert "the answer of Fellshire NHS" in first and "the answer of Fellshire NHS" not in second
    assert "panel pack as made, version 1 pseudonymised" in pages
    made = [one["name"] for one in manifest["earlier"]]
    assert len(made) == len(set(made)) == 3


def test_without_names_goes_no_version_that_has_them(asked: Teams) -> None:
    makes(asked, "collated", "identified")
    makes(asked, "collated", "pseudonymised")
    pages, _ = exported(asked, pseudonymised=True)
    assert "collated as made, version 1 pseudonymised" in pages
    assert not any("identified" in name for name in pages)
    assert not any("Ivy" in page or "Amina" in page for page in pages.values())


def test_what_is_withheld_is_withheld_in_every_version_and_in_every_pack(answered: Teams) -> None:
    corrects_the_notification(answered)
    makes(answered, "collated", "pseudonymised")
    makes(answered, "panel_pack", "pseudonymised")
    pages, manifest = exported(answered, "notification=Legal advice", "collated=Legal advice")
    assert manifest["withheld"] == {"notification": "Legal advice", "collated": "Legal advice"}
    assert not [name for name in pages if name.startswith(("notification", "collated", "panel pack"))]


def as_data(teams: Teams, *withhold: str, pseudonymised: bool = False) -> dict[str, str]:
    why = exports.Why(Leave("amina", "Handed to the coroner.", "efua"), withhold, pseudonymised=pseudonymised)
    pack = exports.whole(teams.store, PARTNERSHIP, ENGLAND_2026, RR, why)
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return {name: opened.read(name).decode() for name in NAMES if name in opened.namelist()}


def test_all_that_was_written_and_done_goes_as_data_too(decided: Teams) -> None:
    """Each view with its reason, who wrote it, and the record of the case."""
    views = [one for one in json.loads(as_data(decided)[NAMES[0]]) if one["form"] == "ballot"]
    assert {one["by"]["name"] for one in views} == {"Efua Mensah", "Farid Aziz", "Gwen Lloyd"}
    assert all(one["answers"]["reason"] for one in views)
    record = json.loads(as_data(decided)[NAMES[1]])
    assert {"case_filed", "decision_recorded", "partner_signed_off"} <= {one["kind"] for one in record}
    assert [one["number"] for one in record] == [*range(1, len(record) + 1)]


def test_but_not_what_is_sealed_withheld_or_named(polling: Teams) -> None:
    votes(polling, "efua", RR, "review", "A view of mine.")
    assert "A view of mine." not in as_data(polling)[NAMES[0]]
    assert as_data(polling, "minutes=Legal advice") == {} == as_data(polling, pseudonymised=True)


def test_words_that_may_be_names_are_shown_before_it_leaves_without_names(asked: Teams) -> None:
    """As for the Panel pack: a neighbour on no form (E28)."""
    summarises(asked, "carys", RR, inv_nature="The neighbour, Kelly Marsh, called twice.")
    for pseudonymised in (True, False):
        heard: list[str] = []
        why = exports.Why(Leave("amina", "For the court.", "efua"), pseudonymised=pseudonymised)
        exports.whole(asked.store, PARTNERSHIP, ENGLAND_2026, RR, why, tell=heard.extend)
        assert ("Kelly Marsh" in heard) is pseudonymised


def test_headings_of_what_was_made_before_are_not_taken_for_names(asked: Teams) -> None:
    """Of a version as it was made only the text is kept. Nine of ten words to be looked at were our own headings."""
    summarises(asked, "carys", RR, inv_nature="The neighbour, Kelly Marsh, called twice.")

    def shown() -> list[str]:
        heard: list[str] = []
        why = exports.Why(Leave("amina", "For the court.", "efua"), pseudonymised=True)
        exports.whole(asked.store, PARTNERSHIP, ENGLAND_2026, RR, why, tell=heard.extend)
        return heard

    before = shown()
    for kind, offered in OFFERED.items():
        each = isinstance(offered, DocumentKind) and offered.of_each_agency
        ask = exports.Asked(kind, RR, "health" if each else "", identified=False, ending="txt")
        exports.document(asked.store, PARTNERSHIP, ENGLAND_2026, ask)
    assert shown() == before and "Kelly Marsh" in before
    as_made = {"text": "12 Sent\n-------\n\nShe told Doreen that Mr Sparrow came."}
    asked.store.run_now(
        lambda work: work.put_form(RR, "document", "panel_pack/pseudonymised/", "amina", asked.now, as_made)
    )
    assert set(shown()) - {*before} == {"Doreen", "Sparrow"}, "a name in such a version is shown as ever"


def test_files_that_agencies_sent_are_listed_and_not_what_they_are_called(asked: Teams, tmp_path: Path) -> None:
    asked.files = Folder(tmp_path / "files")
    asked.attaches("amina", "Ivy Rook chronology.pdf")
    _, manifest = exported(asked)
    (received,) = manifest["received"]
    assert received["number"] == 1 and received["from"] == "Partnership Team" and len(received["sha256"]) == 64
    assert "Ivy" not in str(manifest)


def test_no_letter_is_in_it_that_nobody_is_owed(answered: Teams) -> None:
    pages, _ = exported(answered)
    assert not {"panel reply", "panel pending", "published dfe", "covering letter"} & set(pages)
    everything = [f"{kind}=Legal advice" for kind in KINDS]
    with pytest.raises(Refusal, match="Everything would be withheld"):
        exported(answered, *everything)


def test_whatever_a_duty_sends_is_in_it() -> None:
    """A letter that is added later is not forgotten here."""
    assert {kind: duty for duty, kind in reversed(MADE.items()) if kind != "panel_pack"}.items() <= OWED.items()
    assert {id for id, kind in KINDS.items() if kind.of_each_agency} == set(OF_AGENCIES)
