"""A date of birth is out of the edition without names, however it is written, and no other date is (E28)."""

import pytest
from planting import corrected, notified, planted, pseudonymised
from rich_case import CHILDREN, FAMILY

from documents.birthdays import BORN
from documents.casefile import CaseFile
from documents.kinds import KINDS
from documents.pseudonyms import pseudonyms_of
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import Milestone

WRITTEN = (
    *("2 June 2026", "2 June", "2nd June ’26", "2nd of June, 2026", "2nd day of June", "Tue 2 June", "2-Jun-2026"),
    *("Tuesday, the 2nd of June 2026", "June 2, 2026", "June the 2nd", "2June2026", "02JUN26", "2.June.2026"),
    *("2/6/26", "02.06.2026", "2-6-26", "2 / 6 / 2026", "02 06 2026", "2–6–2026", "02\\06\\2026"),
    *("2026-06-02", "2026/06/02", "2026.6.2", "02062026", "20260602", "020626", "260602"),
)
OTHERS = (
    *("2 June 2025", "2 June 1999, 09:00", "2 Jun 25", "2nd of June ’25", "Monday 2 June 2025, 09:00", "June 2, 2025"),
    *("2/6/2025", "2025-06-02", "2 July 2026", "22 June 2026", "12/6/2026", "June 2026", "June 20 2026", "20262026"),
    *("Tuesday 12 May 2026, 10:30", "2026-05-12 10:30", "12.05.2026 10.30"),
)


@pytest.mark.parametrize("written", WRITTEN)
def test_however_it_is_written(written: str, file: CaseFile) -> None:
    assert pseudonyms_of(file).of(f"Born {written}; seen.") == f"Born {BORN}; seen."


@pytest.mark.parametrize("written", OTHERS)
def test_the_same_day_of_another_year_and_other_days_stay(written: str, file: CaseFile) -> None:
    assert pseudonyms_of(file).of(f"Seen {written}; left.") == f"Seen {written}; left."


def test_an_hour_behind_it_is_no_other_year(file: CaseFile) -> None:
    assert pseudonyms_of(file).of("She was born on 2 June 03:15.") == f"She was born on {BORN} 03:15."


def test_the_day_on_which_a_child_is_expected_is_one_as_well(file: CaseFile) -> None:
    unborn = {"child_role": "sibling", "child_dob_precision": "unborn", "child_edd": "2027-01-08"}
    assert pseudonyms_of(notified(file, children=[*CHILDREN, unborn])).of("Due on 8/1/27.") == f"Due on {BORN}."


def test_the_dates_of_the_review_stay_though_the_mothers_birthday_is_on_them(file: CaseFile) -> None:
    """What is due with the Panel on 11 December says so, whoever was born on an 11 December."""
    panel = file.case.due(Milestone.TO_PANEL)
    assert panel
    born = local_day(panel.at).replace(year=1999)
    family = notified(file, people=[{**FAMILY[0], "per_dob": born.isoformat()}, *FAMILY[1:]])
    for kind in ("covering_letter", "collated", "chronology"):
        said = pseudonymised(kind, family)[1]
        assert clock_words(panel.at) in said and BORN not in said, kind


def test_the_dates_of_the_review_stay_though_a_child_was_born_on_that_very_day(file: CaseFile) -> None:
    """It cannot be reckoned from a gap among them, and what people wrote of that day does not show it either."""
    day = local_day(file.case.received_at)
    newborn = [{**CHILDREN[0], "child_dob": day.isoformat()}, CHILDREN[1]]
    family = notified(file, children=newborn, inc_facts=f"Born on {in_words(day)}.")
    for kind in ("covering_letter", "collated", "chronology", "panel_fields"):
        said = pseudonymised(kind, family)[1]
        assert clock_words(file.case.decided.at if file.case.decided else file.now) in said, kind
        assert f"Notification received: {BORN}" not in said and f"When: {BORN}" not in said, kind
    assert f"Born on {BORN}." in pseudonymised("notification", family)[1]


def test_of_a_newborn_neither_the_document_nor_the_data_tells_the_day_of_the_incident(file: CaseFile) -> None:
    happened = file.case.facts.incident
    assert happened
    family = notified(file, children=[{**CHILDREN[0], "child_dob": happened.isoformat()}, CHILDREN[1]])
    document, said = pseudonymised("panel_fields", family)
    [field] = [one for one in document.fields if one.id == "incident_date"]
    assert (field.value, field.answer) == (BORN, "")
    assert happened.isoformat() not in said and in_words(happened) not in said
    [day] = [one for one in pseudonymised("panel_fields", file)[0].fields if one.id == "incident_date"]
    assert (day.value, day.answer) == (in_words(happened), happened.isoformat())


@pytest.mark.parametrize("kind", KINDS)
def test_no_box_of_any_form_lets_one_through(kind: str, file: CaseFile) -> None:
    text = "Born qxw " + " qxw ".join(WRITTEN) + " qxw."
    said = " ".join(pseudonymised(kind, planted(file, text))[1].split())
    assert [written for written in WRITTEN if f"qxw {written} qxw" in said] == []


def test_one_that_was_corrected_is_hidden_as_it_was_and_as_it_is(file: CaseFile) -> None:
    later = corrected(file, children=[{**CHILDREN[0], "child_dob": "2026-06-12"}, CHILDREN[1]])
    said = pseudonyms_of(later).of
    assert (said("2/6/26"), said("12 June 2026"), said("13/6/26")) == (BORN, BORN, "13/6/26")
