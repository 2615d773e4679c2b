"""What the founding framework wants asked is asked, before it can be sent, and in words that say why (R011-R120)."""

from datetime import date

import pytest
from cast import PARTNERSHIP

from rapid_review.group.actions import action_form
from rapid_review.group.meeting import CONVENE
from rapid_review.group.template import template_form
from rapid_review.notification import facts, notification_form
from rapid_review.outcome.criteria import criteria_form
from rapid_review.outcome.decision_record import decision_form
from rapid_review.outward.duty_forms import FAMILY
from rapid_review.outward.notices import SIN
from rapid_review.policy import ENGLAND_2026
from rapid_review.questions.forms import Answers, Choice, Form, Question, Section, check
from rapid_review.returns.sharing_record import SHARING_RECORD
from rapid_review.summary import NIL_RETURN, SUMMARY

TODAY = date(2026, 11, 26)
AREAS = (Choice("cumberland", "Cumberland"),)
NOTIFICATION = notification_form(tuple(Choice(id, a.name) for id, a in PARTNERSHIP.agencies.items()), AREAS)
DECISION = decision_form(ENGLAND_2026)
TEMPLATE = template_form(ENGLAND_2026)


def missing(section: Section, said: Answers, of_the_form: Answers | None = None) -> set[str]:
    """What a person is still asked for in this section."""
    return set(check(section.questions, said, of_the_form or {}, TODAY).wrong)


def question(form: Form, id: str) -> Question:
    return next(q for section in form.sections for q in section.questions if q.id == id)


def offered(form: Form, id: str) -> str:
    return "\n".join(choice.text for choice in question(form, id).choices)


# -- The notification ----------------------------------------------------------------------------------------------


def test_another_harm_is_enough_once_it_is_said_which() -> None:  # R013, R014
    harm = NOTIFICATION.section("harm")
    assert missing(harm, {"harm_nature": ["other"], "harm_long_term": "no"}) == {"harm_other"}
    said = {"harm_nature": ["other"], "harm_other": "Lasting fear.", "harm_long_term": "no"}
    assert missing(harm, said) == set()
    assert not facts({"limb1_abuse": "known", "limb2_outcome": "harmed", **said}).below_threshold


@pytest.mark.parametrize("lasting", ["yes", "likely", "unclear", "no"])
def test_lasting_harm_is_thought_of_and_recovery_rules_nothing_out(lasting: str) -> None:  # R015, R016
    harm, asked = NOTIFICATION.section("harm"), question(NOTIFICATION, "harm_long_term")
    assert missing(harm, {"harm_nature": ["physical"]}) == {"harm_long_term"}
    assert missing(harm, {"harm_nature": ["physical"], "harm_long_term": lasting}) == set()
    assert "even if nothing shows yet" in asked.help
    assert "A child who recovers may have been seriously harmed." in asked.help
    said = {"limb1_abuse": "known", "limb2_outcome": "harmed", "harm_long_term": lasting}
    assert not facts(said).below_threshold, "what is answered there decides nothing"


def test_a_child_who_caused_harm_may_be_the_subject() -> None:  # R017
    assert "Alleged to have caused harm" in offered(NOTIFICATION, "child_role")
    alone = {"children": [{"child_role": "caused_harm", "child_name": "Sam"}], "limb1_abuse": "suspected"}
    assert not facts({**alone, "limb2_outcome": "harmed"}).below_threshold
    assert NOTIFICATION.section("harm").applies({**alone, "limb2_outcome": "harmed"})


def test_the_kinds_of_institution_are_there_to_choose() -> None:  # R026, R027
    places = offered(NOTIFICATION, "inc_place_type")
    for kind in ("Children’s home", "residential", "police custody", "secure home", "youth prison", "mental capacity"):
        assert kind in places, kind
    meant = question(criteria_form(), "crit_regard_4_institutional").help
    assert "children’s home, other residential care, custody" in meant


def test_adults_are_listed_as_well_as_children() -> None:  # R119
    people = NOTIFICATION.section("people")
    assert people.repeats
    assert missing(people, {}) >= {"per_name", "per_relation"}
    assert "father, or mother’s partner" in question(NOTIFICATION, "per_relation").help
    assert "Fathers, partners and other men" in question(SUMMARY, "parents_carers").help


def test_other_reviews_and_who_leads_them_are_asked_for() -> None:  # R032
    processes = offered(NOTIFICATION, "parallel")
    assert "Safeguarding Adults Review" in processes and "domestic homicide review" in processes
    assert missing(NOTIFICATION.section("parallel"), {"parallel": ["adult_review"]}) == {"parallel_details"}
    assert question(TEMPLATE, "parallel_plan").required


# -- The agency's summary ------------------------------------------------------------------------------------------

KNOWN = {"known": "yes"}


def test_the_childs_life_is_asked_for_before_what_the_agency_makes_of_it() -> None:  # R036, R038
    order = [section.id for section in SUMMARY.sections]
    assert order.index("child") < order.index("family") < order.index("key_episodes")
    assert missing(SUMMARY.section("child"), {}, KNOWN) == {"lived_experience", "identity"}
    assert "what the child said, showed or did" in question(SUMMARY, "lived_experience").help
    assert question(TEMPLATE, "lived_experience").required


def test_why_is_asked_apart_from_what_and_of_practice_and_systems_alike() -> None:  # R009, R039, R040
    assert missing(SUMMARY.section("key_episodes"), {}) == {"episode_what", "episode_why", "episode_helped"}
    assert "workload, guidance, systems, information, custom" in question(SUMMARY, "episode_why").help
    learned = missing(SUMMARY.section("learning"), {})
    assert learned == {"good_practice", "learning_single", "learning_known", "learning_multi"}


def test_whether_practitioners_were_heard_is_asked_and_if_not_why() -> None:  # R044
    practitioners = SUMMARY.section("practitioners")
    assert missing(practitioners, {"practitioner_input": "no"}) == {"practitioner_note"}
    assert "If they have not been spoken to, say why." in question(SUMMARY, "practitioner_note").help
    assert question(TEMPLATE, "staff_support").required


def test_the_first_scoping_says_since_when_with_whom_and_what_was_done() -> None:  # R068, R069, R115
    wanted = {"inv_period_from", "inv_period_to", "inv_people", "inv_nature", "inv_status"}
    assert missing(SUMMARY.section("involvement"), {}, KNOWN) == wanted
    assert not SUMMARY.section("involvement").applies({"known": "records_missing"})


def test_information_is_shared_without_consent_where_that_is_not_safe() -> None:  # R118
    said = {"basis": ["safeguarding"], "told": "no", "told_reason": "The police ask for it.", "share_reason": "So."}
    sharing = SUMMARY.section("sharing")
    assert missing(sharing, said) == {"consent_basis"}
    assert missing(sharing, {**said, "consent_basis": "not_safe"}) == set()
    assert "it would put a child at risk or harm an investigation" in offered(SUMMARY, "consent_basis")


def test_a_nil_return_says_whether_the_family_should_have_been_known() -> None:  # R024
    search = NIL_RETURN.section("search")
    assert "nil_should_have_been" in missing(search, {})
    assert "nil_should_have_been_why" in missing(search, {"nil_should_have_been": "yes"})
    assert "The nil returns help to answer this." in question(criteria_form(), "crit_regard_2_no_involvement").help


# -- The Group, its decision and who is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "meaning"),
    [
        ("crit_must_1_improvements", "even if that was said before"),  # R019
        ("crit_must_2_themes", "keeps coming up"),  # R020
        ("crit_must_3_multiagency", "two or more organisations worked together"),  # R021
        ("crit_must_4_panel_view", "The national Panel has looked at the case"),  # R022
        ("crit_regard_1_single_agency", "what a single agency did"),  # R023
        ("crit_regard_2_no_involvement", "No agency knew the family"),  # R024
        ("crit_regard_3_cross_border", "the family has moved around"),  # R025
        ("crit_regard_4_institutional", "custody"),  # R026
    ],
)
def test_each_criterion_is_asked_in_words_and_with_its_reason(criterion: str, meaning: str) -> None:
    sheet = criteria_form()
    assert meaning in question(sheet, criterion).help
    section = next(part for part in sheet.sections if criterion in {q.id for q in part.questions})
    assert {criterion, f"{criterion}_reason"} <= missing(section, {})


def test_action_for_children_and_learning_have_an_owner_a_day_and_how_it_is_shared() -> None:  # R041, R079, R080
    [section] = action_form((Choice("gwen", "Gwen Lloyd"),)).sections
    always = {"act_what", "act_outcome", "act_owner", "act_due", "act_shown"}
    assert missing(section, {"act_for": "safety"}) == always
    assert missing(section, {"act_for": "learning"}) == always | {"act_shared"}


def test_a_record_of_sharing_says_what_why_no_more_and_on_which_ground() -> None:  # R122, R123, R124, R128
    decision = SHARING_RECORD.section("decision")
    assert missing(decision, {"shr_decision": "all"}) == {"shr_what", "shr_facts", "shr_reason"}
    assert missing(decision, {"shr_decision": "refuse"}) == {"shr_what", "shr_ground", "shr_facts", "shr_reason"}
    assert question(SHARING_RECORD, "shr_what").label == "What, and why no more than this?"


def test_an_extraordinary_meeting_cannot_be_called_without_a_reason() -> None:  # R114
    called = {"meeting_on": "2026-12-10", "meeting_at": "14:30", "meeting_place": "Microsoft Teams"}
    convene = CONVENE.section("convene")
    assert missing(convene, {**called, "meeting_kind": "extraordinary"}) == {"meeting_why"}
    assert missing(convene, {**called, "meeting_kind": "ordinary"}) == set()


def test_a_planned_review_names_its_method_its_questions_and_its_period() -> None:  # R033
    plan = TEMPLATE.section("plan")
    assert missing(plan, {"review_planned": "yes"}) >= {"plan_method", "plan_questions", "plan_period", "plan_agencies"}
    assert missing(plan, {"review_planned": "no"}) == set()


def test_no_decision_is_recorded_without_what_a_review_could_add_and_its_reasons() -> None:  # R028, R035, R082
    assert "improvement_potential" in missing(DECISION.section("definition"), {})
    assert "decision_reason" in missing(DECISION.section("decision"), {"decision": "lcspr"})
    assert "could be shared with the family" in question(DECISION, "decision_reason").help


def test_learning_that_is_acted_on_may_remove_the_need_for_a_review() -> None:  # R081
    learning = TEMPLATE.section("learning")
    assert missing(learning, {"imm_learning": "yes"}) >= {"imm_removes", "imm_removes_why"}
    assert "the learning is known and acted on" in offered(DECISION, "decision")


def test_of_what_is_passed_on_outside_only_the_body_and_the_day_are_asked() -> None:  # R010, R011
    asked = question(DECISION, "accountability_ref")
    assert not asked.required
    assert "Only the body and the date. A review does not hold anyone to account" in asked.help


def test_the_local_authority_says_whether_the_partners_were_told_and_have_a_copy() -> None:  # R060, R062
    sent = {"sin_done": "sent", "sin_sent_on": "2026-11-24"}
    assert missing(SIN.section("sin"), sent) == {"partners_told", "copy_shared"}


def test_a_family_has_a_contact_and_it_is_said_how_it_will_be_involved() -> None:  # R042, R043
    family = FAMILY.section("family_told")
    told = {"family_outcome": "told", "family_on": "2026-11-25", "family_by": "Their social worker, at home"}
    assert missing(family, {**told, "family_invited": "no"}) == {"family_not_invited", "family_contact", "family_how"}
    assert "The bot never contacts a family." in family.intro
