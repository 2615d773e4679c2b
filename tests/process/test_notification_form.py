"""The notification form: every field of it, every branch on and off, and what cannot be true."""

from datetime import date

import pytest

from rapid_review.notification import facts, notification_form
from rapid_review.questions.forms import Answers, Choice, Kind, Question, Section, check

TODAY = date(2026, 11, 26)
AREAS = (Choice("cumberland", "Cumberland"), Choice("westmorland", "Westmorland and Furness"))
AGENCIES = (Choice("police", "Police"), Choice("health", "Health"), Choice("housing", "Housing"))
FORM = notification_form(AGENCIES, AREAS)
QUESTIONS = {question.id: question for section in FORM.sections for question in section.questions}

QUICK = """
    imm_risk imm_action_done ref_name ref_role ref_agency ref_phone ref_secure_email ref_date
    ref_lead_discussed
    inc_type inc_date la_aware_date inc_place_type inc_la inc_facts
    child_role child_name child_aka child_dob child_edd
    limb1_abuse limb2_outcome why_review
"""
WHOLE = """
    ref_is_la ref_outcome_contact cp_referral_made media_interest inc_time inc_discovered_date inc_opinion
    death_cause_known harm_nature harm_long_term
    child_dod child_sex child_gender_note child_ethnicity child_first_language interpreter child_religion
    child_immigration child_disability child_identifier child_address child_now_at child_res_la child_legal
    child_legal_history child_placing_la child_school child_gp child_death_process
    per_name per_dob per_relation per_address per_pr per_role per_ethnicity
    agency agency_person agency_dates agency_current
    abuse_type crit_view sin_status sin_sent_at sin_ref sin_copy sin_no_reason sin_partners_agree
    lac_death_sos_ofsted care_leaver_notice parallel family_told family_told_note rec_secured rec_nominee
    attach sign
"""
MAY_BE_UNKNOWN = """
    imm_risk cp_referral_made media_interest inc_date_precision la_aware_date_precision inc_place_type inc_la
    child_dob_precision child_sex child_ethnicity child_disability child_legal child_res_la child_placing_la
    child_death_process interpreter harm_nature per_pr per_role per_ethnicity agency_current abuse_type
    sin_status sin_copy sin_partners_agree lac_death_sos_ofsted care_leaver_notice parallel family_told
"""


def asked(section: str, answers: Answers) -> set[str]:
    """The questions of this section that apply to these answers, if the section does."""
    part = FORM.section(section)
    return {q.id for q in part.questions if q.applies(answers)} if part.applies(answers) else set()


def a_child(**answers: object) -> dict[str, object]:
    return {"child_role": "harmed", "child_name": "Robin Example", "child_legal": ["none"], **answers}


def problem(section: str, question: str, row: Answers, form: Answers | None = None) -> str:
    """What a person is told about this answer."""
    return check(FORM.section(section).questions, row, form or {}, TODAY).wrong.get(question, "")


# -- The form as a whole -----------------------------------------------------------------------------------


@pytest.mark.parametrize("id", (QUICK + WHOLE).split())
def test_every_field_of_the_form_is_there(id: str) -> None:
    assert id in QUESTIONS


@pytest.mark.parametrize("id", QUICK.split())
def test_the_quick_file_asks_what_starts_day_1(id: str) -> None:
    assert QUESTIONS[id].quick


def test_safety_comes_first_of_all() -> None:
    assert FORM.sections[0].questions[0].id == "imm_risk"


def test_no_id_is_used_twice() -> None:
    ids = [question.id for section in FORM.sections for question in section.questions]
    assert sorted(ids) == sorted(set(ids))
    assert not {section.id for section in FORM.sections if section.repeats} & set(ids)


@pytest.mark.parametrize("section", FORM.sections, ids=lambda section: section.id)
def test_every_section_fits_a_card(section: Section) -> None:
    assert 1 <= len(section.questions) <= (12 if section.repeats else 6)


@pytest.mark.parametrize("id", MAY_BE_UNKNOWN.split())
def test_not_known_can_be_said(id: str) -> None:
    assert "not_known" in {choice.id for choice in QUESTIONS[id].choices}


def test_the_same_lists_give_the_same_form() -> None:
    assert notification_form(AGENCIES, AREAS) is FORM


def test_the_partnerships_own_agencies_and_areas_can_be_picked() -> None:
    assert set(AGENCIES) < set(QUESTIONS["agency"].choices)
    for id in ("inc_la", "child_res_la", "child_placing_la"):
        assert set(AREAS) < set(QUESTIONS[id].choices)


# -- Branches ----------------------------------------------------------------------------------------------

DIED = {"children": [a_child(child_role="died")]}
HARMED = {"children": [a_child()]}
IN_CARE = {"children": [a_child(child_legal=["care_order"])]}
IN_CARE_DIED = {"children": [a_child(child_role="died", child_legal=["section_20"])]}
BROTHER_IN_CARE = {"children": [a_child(child_role="died"), a_child(child_role="sibling", child_legal=["care_order"])]}
LEFT_CARE_DIED = {"children": [a_child(child_role="died", child_legal=["care_leaver"])]}


@pytest.mark.parametrize(
    ("section", "on", "off"),
    [
        ("death", {"inc_type": "child_died"}, {"inc_type": "child_harmed"}),
        ("death", {"limb2_outcome": "died"}, {"limb2_outcome": "unclear"}),
        ("death", DIED, HARMED),
        ("harm", {"inc_type": "child_harmed"}, {"inc_type": "near_miss"}),
        ("harm", {"limb2_outcome": "harmed"}, {"limb2_outcome": "neither"}),
        ("harm", HARMED, DIED),
        ("sin", {"ref_is_la": "yes"}, {"ref_is_la": "no"}),
        ("looked_after_death", IN_CARE_DIED, IN_CARE),
        ("looked_after_death", IN_CARE_DIED, DIED),
        ("looked_after_death", IN_CARE_DIED, BROTHER_IN_CARE),
        ("care_leaver", LEFT_CARE_DIED, DIED),
        ("care_leaver", {"inc_type": "care_leaver_died"}, {"inc_type": "child_died"}),
    ],
)
def test_a_section_is_asked_only_where_it_applies(section: str, on: Answers, off: Answers) -> None:
    assert FORM.section(section).applies(on)
    assert not FORM.section(section).applies(off)


def test_a_looked_after_childs_death_is_a_duty_without_abuse_or_neglect() -> None:  # R061
    answers = {**IN_CARE_DIED, "limb1_abuse": "no"}
    assert FORM.section("looked_after_death").applies(answers)
    assert facts(answers).looked_after_child_died


@pytest.mark.parametrize(
    ("section", "question", "on", "off"),
    [
        ("safety", "cp_referral_date", {"cp_referral_made": "yes"}, {"cp_referral_made": "not_known"}),
        ("safety", "cp_referral_to", {"cp_referral_made": "yes"}, {"cp_referral_made": "no"}),
        ("lead", "ref_lead_name", {"ref_lead_discussed": "yes"}, {"ref_lead_discussed": "no"}),
        ("lead", "ref_lead_reason", {"ref_lead_discussed": "no"}, {"ref_lead_discussed": "yes"}),
        (
            "outcome",
            "ref_outcome_name",
            {"ref_outcome_contact": "somebody_else"},
            {"ref_outcome_contact": "me"},
        ),
        ("what", "inc_type_other", {"inc_type": "other"}, {"inc_type": "near_miss"}),
        ("when", "inc_date_to", {"inc_date_precision": "between"}, {"inc_date_precision": "exact"}),
        ("when", "inc_discovered_date", {"inc_date_precision": "not_known"}, {"inc_date_precision": "about"}),
        ("children", "child_edd", {"child_dob_precision": "unborn"}, {"child_dob_precision": "exact"}),
        ("children", "child_dod", {"child_role": "died"}, {"child_role": "sibling"}),
        ("homes", "child_placing_la", IN_CARE, HARMED),
        ("agencies", "agency_other", {"agency": "other"}, {"agency": "police"}),
        ("agencies", "agency_current", {"agency": "police"}, {"agency": "none_known"}),
        ("definition", "abuse_type", {"limb1_abuse": "suspected"}, {"limb1_abuse": "no"}),
        (
            "definition",
            "abuse_other",
            {"limb1_abuse": "known", "abuse_type": ["other"]},
            {"limb1_abuse": "no", "abuse_type": ["other"]},
        ),
        ("parallel", "parallel_details", {"parallel": ["coroner"]}, {"parallel": ["none_known"]}),
        ("parallel", "parallel_limits", {"parallel": ["police"]}, {"parallel": ["coroner"]}),
        ("records", "rec_nominee", {"rec_secured": "yes"}, {"rec_secured": "no"}),
        ("records", "rec_secured_by", {"rec_secured": "under_way"}, {"rec_secured": "yes"}),
        ("records", "rec_secured_reason", {"rec_secured": "no"}, {"rec_secured": "yes"}),
    ],
)
def test_a_question_is_asked_only_where_it_applies(section: str, question: str, on: Answers, off: Answers) -> None:
    assert question in asked(section, on)
    assert question not in asked(section, off)


@pytest.mark.parametrize(
    ("section", "question", "on"),
    [
        ("death", "child_death_process_note", {**DIED, "child_death_process": "yes"}),
        ("harm", "harm_other", {**HARMED, "harm_nature": ["other"]}),
        ("sin", "sin_sent_at", {"ref_is_la": "yes", "sin_status": "sent"}),
        ("sin", "sin_copy", {"ref_is_la": "yes", "sin_status": "sent"}),
        ("sin", "sin_no_reason", {"ref_is_la": "yes", "sin_status": "decided_not"}),
        ("sin", "sin_partners_agree", {"ref_is_la": "yes", "sin_status": "decided_not"}),
        ("looked_after_death", "lac_death_told_on", {**IN_CARE_DIED, "lac_death_sos_ofsted": "yes"}),
        ("care_leaver", "care_leaver_told_on", {**LEFT_CARE_DIED, "care_leaver_notice": "yes"}),
    ],
)
def test_inside_a_branch_more_is_asked(section: str, question: str, on: Answers) -> None:
    last_answer = list(on)[-1]
    before = {id: value for id, value in on.items() if id != last_answer}
    assert question in asked(section, on)
    assert question not in asked(section, before)


# -- What cannot be true -----------------------------------------------------------------------------------

INCIDENT = {"inc_date": "2026-11-20", "inc_date_precision": "exact"}
ESTIMATE = {"inc_date": "2026-11-20", "inc_date_precision": "about"}


def test_an_incident_cannot_lie_in_the_future() -> None:
    said = problem("when", "inc_date", {"inc_date": "2026-11-27", "inc_date_precision": "exact"})
    assert said == "This date is in the future. Enter Thursday 26 November 2026 or an earlier day."


def test_a_date_that_is_said_to_be_known_is_wanted() -> None:
    assert problem("when", "inc_date_precision", {"inc_date_precision": "exact"})
    assert not problem("when", "inc_date_precision", {"inc_date_precision": "not_known"})


def test_a_period_ends_after_it_begins() -> None:
    period = {"inc_date": "2026-11-20", "inc_date_precision": "between", "inc_date_to": "2026-11-19"}
    assert problem("when", "inc_date_to", period)
    assert not problem("when", "inc_date_to", {**period, "inc_date_to": "2026-11-21"})


def test_the_local_authority_cannot_know_before_it_happens() -> None:
    aware = {"la_aware_date": "2026-11-19", "la_aware_date_precision": "exact"}
    said = problem("aware", "la_aware_date", aware, INCIDENT)
    assert said.startswith("This is before the incident on Friday 20 November 2026.")
    assert not problem("aware", "la_aware_date", {**aware, "la_aware_date": "2026-11-20"}, INCIDENT)
    assert not problem("aware", "la_aware_date", aware, ESTIMATE)  # E4


def test_a_child_cannot_be_born_after_the_incident() -> None:
    born = a_child(child_dob="2026-11-21", child_dob_precision="exact")
    assert "not born yet" in problem("children", "child_dob", born, INCIDENT)
    assert not problem("children", "child_dob", {**born, "child_dob": "2026-11-20"}, INCIDENT)
    assert not problem("children", "child_dob", {**born, "child_role": "sibling"}, INCIDENT)
    assert not problem("children", "child_dob", born, ESTIMATE)


def test_a_child_cannot_die_before_birth() -> None:
    child = a_child(child_role="died", child_dob="2020-05-02", child_dob_precision="exact")
    assert problem("children", "child_dod", {**child, "child_dod": "2020-05-01"})
    assert not problem("children", "child_dod", {**child, "child_dod": "2020-05-02"})


def test_an_unborn_child_needs_an_expected_date_and_no_date_of_birth() -> None:  # E22
    unborn = a_child(child_dob_precision="unborn")
    assert problem("children", "child_edd", unborn)
    assert not problem("children", "child_edd", {**unborn, "child_edd": "2027-02-01"})
    assert not problem("children", "child_dob", unborn)


@pytest.mark.parametrize("number", ["943 476 5919", "9434765919", "Child 1: 943 476 5919\nChild 2: 943 476 5870"])
def test_nhs_numbers_with_the_right_check_digit(number: str) -> None:
    assert not problem("services", "child_identifier", {"child_identifier": number})


@pytest.mark.parametrize("number", ["943 476 5918", "12345", "Child 1: 943 476 5919\nChild 2: 943 476 5871"])
def test_nhs_numbers_with_a_slip(number: str) -> None:
    assert "not a valid NHS number" in problem("services", "child_identifier", {"child_identifier": number})


@pytest.mark.parametrize(
    ("section", "question", "none"),
    [
        ("parallel", "parallel", ["none_known", "police"]),
        ("children", "child_legal", ["none", "care_order"]),
        ("children", "child_disability", ["not_known", "autism"]),
        ("definition", "abuse_type", ["not_known", "neglect"]),
    ],
)
def test_none_does_not_go_with_some(section: str, question: str, none: list[str]) -> None:
    form = {"limb1_abuse": "known"}
    assert problem(section, question, {**form, question: none}).startswith("Choose “none” or “not known” on its own")
    assert not problem(section, question, {**form, question: none[:1]})


# -- A whole notification ----------------------------------------------------------------------------------

LINES = {Kind.LINE: "Something", Kind.LONG: "Something longer", Kind.DATE: "2026-11-20", Kind.AGREE: "yes"}


def answer_for(question: Question) -> object:
    if question.id == "child_identifier":
        return "943 476 5919"
    if question.kind in LINES:
        return LINES[question.kind]
    first = question.choices[0].id
    return [first] if question.kind is Kind.MULTI else first


@pytest.mark.parametrize("section", FORM.sections, ids=lambda section: section.id)
def test_every_section_can_be_answered(section: Section) -> None:
    typed = {question.id: answer_for(question) for question in section.questions}
    assert check(section.questions, typed, {}, TODAY).wrong == {}


@pytest.mark.parametrize("section", FORM.sections, ids=lambda section: section.id)
def test_every_section_left_empty_says_what_is_wanted(section: Section) -> None:
    wrong = check(section.questions, {}, {}, TODAY).wrong
    wanted = {q.id for q in section.questions if q.required and q.applies({})}
    assert set(wrong) == wanted
