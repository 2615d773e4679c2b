"""The record in the fields of the national template, to read and as data, by itself and in the Panel's pack (F95)."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from rich_case import NAMES

from documents.casefile import CaseFile
from documents.data import data
from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.pack import faults
from documents.packs import PANEL_PACK, archive, contents
from documents.panel_fields import NOTHING, PARTS
from documents.plain import plain
from rapid_review.errors import Refusal
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.outcome.decision import Choice


def fields(file: CaseFile, edition: Edition = Edition.PSEUDONYMISED) -> dict[str, dict[str, str]]:
    told: dict[str, Any] = json.loads(data(make("panel_fields", file, edition)))
    return dict(told["fields"])


def test_every_part_of_the_national_template_is_there(file: CaseFile) -> None:
    """Form 3c: one to twelve, each field by its id, what is not recorded said in words."""
    told = fields(file)
    parts = list(dict.fromkeys(one["part"] for one in told.values()))
    assert parts == ["1 Case", *PARTS, "11 Agree", "12 Sent"] and [int(part.split()[0]) for part in parts] == [
        *range(1, 13)
    ]
    asked = {id for _, ids in PARTS.values() for id in ids} - {"episodes"}
    assert asked <= told.keys() and {one.id for one in CRITERIA} <= told.keys() and "episodes_1" in told
    assert told["decision"] == {
        "part": "6 Decision",
        "label": "What did the Group decide?",
        "value": "Local Child Safeguarding Practice Review",
        "answer": "lcspr",
    }
    assert told["decision_reason"]["value"] == "Child A could have been seen."
    assert told["child_refs"]["value"].startswith("Child A: Died\nChild B: ")
    assert told["agencies_missing"]["value"] == "Fellshire Children’s Services"
    assert told["panel_sent_at"]["value"] == NOTHING and all(one["value"] for one in told.values())


def test_a_decision_for_each_child_is_a_field_for_each(file: CaseFile) -> None:
    assert file.case.decided
    decided = replace(file.case.decided, children={"A": Choice.LCSPR, "B": Choice.NO_FURTHER_ACTION})
    told = fields(replace(file, case=replace(file.case, decided=decided)))
    assert told["decision_B"]["value"] == "No Local Child Safeguarding Practice Review and no further action."


def test_the_data_says_what_the_document_says(file: CaseFile) -> None:
    """Word for word, in both editions; a field is never twice, so none is lost as data."""
    for edition in Edition:
        document = make("panel_fields", file, edition)
        said = plain(document).replace("\n", " ").replace("  ", " ")
        assert len({one.id for one in document.fields}) == len(document.fields)
        for one in document.fields:
            assert one.value.replace("\n", " ") in said, one.id
        told = json.loads(data(document))
        assert (told["edition"], told["case"], told["version"]) == (edition, file.case.reference, 1)
    assert not [name for name in NAMES if name in str(fields(file))]
    assert "Ivy" in str(fields(file, Edition.IDENTIFIED))


def test_it_lies_beside_the_word_document_in_the_panels_pack(file: CaseFile) -> None:
    named = contents(PANEL_PACK, file, Edition.PSEUDONYMISED)
    packed = archive(PANEL_PACK, named, 4, file.now)
    assert faults(packed) == [] and packed == archive(PANEL_PACK, named, 4, file.now)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        there = opened.namelist()
        told = json.loads(opened.read("05 panel fields.json"))
    assert {"05 panel fields.docx", "05 panel fields.html"} <= set(there)
    assert [name for name in there if name.endswith(".json") and name[0].isdigit()] == ["05 panel fields.json"]
    assert told["version"] == 4 and told["fields"] == fields(file)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "panel_fields"])
def test_words_are_not_there_as_data(kind: str, file: CaseFile) -> None:
    document: Document = make(kind, file, Edition.IDENTIFIED, "health" if KINDS[kind].of_each_agency else "")
    with pytest.raises(Refusal, match="has no fields"):
        data(document)
