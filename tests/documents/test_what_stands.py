"""A document tells what stands, and the chronology also what has been replaced (R085, form 3c, 3f)."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from documents.casefile import CaseFile, Written
from documents.decisions import chronology, template
from documents.letters import covering_letter
from documents.panel_fields import panel_fields
from documents.plain import plain
from rapid_review.timing.timetable import Milestone


def fields(file: CaseFile) -> dict[str, str]:
    return {field.id: field.value for field in panel_fields(file).fields}


def with_form(file: CaseFile, form: str, subject: str, **answers: str) -> CaseFile:
    written = Written(form, subject, 1, "amina", file.now, answers)
    return replace(file, forms={**file.forms, (form, subject, 1): written})


def test_the_record_says_who_signed_for_each_partner(afterwards: CaseFile) -> None:
    told = plain(template(afterwards))
    for partner, person in (("the local authority", "Efua Mensah"), ("the police", "Farid Aziz")):
        assert f"Signed off for {partner}: {person}" in told
    assert "local authority" in fields(afterwards)["partner_sign"]


def test_the_chronology_goes_on_after_the_decision(afterwards: CaseFile) -> None:
    told = plain(chronology(afterwards))
    order = [
        "The decision was recorded.",
        "A safeguarding partner signed the decision off.",
        "The outcome was sent to the national Panel.",
        "The national Panel’s response was recorded.",
        "It was decided whether the report is published.",
    ]
    places = [told.index(line) for line in order]
    assert places == sorted(places)
    assert "The notification was corrected." in told


def test_no_field_holds_a_decision_that_no_longer_stands(file: CaseFile) -> None:
    assert fields(file)["decision"] != "Not recorded"
    undecided = deepcopy(file.case)
    undecided.decided = None
    asked_anew = fields(replace(file, case=undecided))
    for id in ("decision", "decision_reason", "national_issue", "decision_by", "dissent"):
        assert asked_anew[id] == "Not recorded", id


def test_the_fields_say_who_decided_and_who_held_nothing(file: CaseFile) -> None:
    said = fields(file)
    assert "Local authority seat: Efua Mensah" in said["decision_by"]
    assert said["agencies_nil"] == "Fellshire Police"


def test_a_letter_in_time_gives_no_reason_for_being_late(file: CaseFile) -> None:
    explained = with_form(file, "late", "agencies_back", why="Health answered after a bank holiday.")
    assert "bank holiday" not in plain(covering_letter(explained))
    panel = file.case.due(Milestone.TO_PANEL)
    assert panel
    late = replace(explained, now=panel.at + timedelta(minutes=1))
    assert "Why it is late: Health answered after a bank holiday." in plain(covering_letter(late))
    assert fields(late)["timeliness_why"] == "Health answered after a bank holiday."


def test_the_reference_of_another_notice_is_not_the_panels(file: CaseFile) -> None:
    noticed = with_form(with_form(file, "sin", "panel", sin_ref="SIN-777"), "sin", "looked_after", sin_ref="OFSTED-1")
    assert "The Panel’s reference: SIN-777" in plain(covering_letter(noticed))


def test_the_letter_to_the_panel_says_where_what_and_in_which_month(file: CaseFile) -> None:
    told = plain(covering_letter(file))
    assert "What happened: A child died" in told and "In the month of: November 2026" in told
