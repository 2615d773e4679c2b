"""What the agencies, those taking part and the Group are asked: only what applies, with reasons where due."""

from dataclasses import replace
from datetime import date

import pytest

from rapid_review.declaration.confidentiality import CONFIDENTIALITY, wording_hash
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.declaration.undertakings import CONFLICT, RULING
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.criteria import CRITERIA, criteria_form
from rapid_review.outcome.decision import NO_REVIEW, Stance
from rapid_review.outcome.decision import Choice as Decision
from rapid_review.outcome.decision_record import DEFERRAL, decision_form
from rapid_review.policy import ENGLAND_2026
from rapid_review.questions.forms import Answers, Form, Kind, Question, check
from rapid_review.summary import ACKNOWLEDGE, NIL_RETURN, SECURE, SUMMARY

TODAY = date(2026, 11, 26)
BALLOT = ballot_form(ENGLAND_2026)
DECISION = decision_form(ENGLAND_2026)
CRITERIA_SHEET = criteria_form()


def named(form: Form) -> dict[str, Question]:
    return {question.id: question for section in form.sections for question in section.questions}


def asked(form: Form, answers: Answers) -> set[str]:
    return {q.id for section in form.asked(answers) for q in section.questions if q.applies(answers)}


# -- The agency's answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [SUMMARY, NIL_RETURN], ids=lambda form: form.id)
def test_only_health_is_asked_for_its_providers(form: Form) -> None:  # R120
    assert "providers" in asked(form, {"agency_kind": "health"})
    assert "providers" not in asked(form, {"agency_kind": "police"})


def test_facts_come_before_what_they_mean() -> None:  # R124
    order = [section.id for section in SUMMARY.sections]
    assert order.index("involvement") < order.index("key_episodes")
    opinions = {"key_episodes", "learning"}
    marked = {section.id for section in SUMMARY.sections if "opinion" in section.intro.casefold()}
    assert marked == opinions


@pytest.mark.parametrize(
    ("question", "on", "off"),
    [
        ("inv_nature", {"known": "only_adult"}, {"known": "records_missing"}),
        ("inv_closed_on", {"known": "yes", "inv_status": "closed"}, {"known": "yes", "inv_status": "open"}),
        ("child_death_form_used", {"child_death_forms": "yes"}, {}),
        ("late_reason", {"late": "yes"}, {}),
        ("told_reason", {"told": "no"}, {"told": "yes"}),
        ("qa_name", {"qa_pending": "no"}, {"qa_pending": "yes"}),
        ("qa_reason", {"qa_pending": "yes"}, {"qa_pending": "no"}),
    ],
)
def test_the_summary_asks_only_what_applies(question: str, on: Answers, off: Answers) -> None:
    assert question in asked(SUMMARY, on)
    assert question not in asked(SUMMARY, off)


def test_the_author_does_not_sign_off_their_own_summary() -> None:
    signing = {"author_name": "Ben, sergeant", "author_sign": "yes", "qa_pending": "no", "qa_sign": "yes"}
    section = SUMMARY.section("sign_off")
    assert "qa_name" in check(section.questions, {**signing, "qa_name": "BEN, Sergeant"}, {}, TODAY).wrong
    assert check(section.questions, {**signing, "qa_name": "Farid, superintendent"}, {}, TODAY).good


def test_never_seen_alone_can_be_said() -> None:
    seen = {
        "inv_last_seen": "2026-11-02",
        "inv_last_seen_precision": "about",
        "inv_seen_alone_precision": "never",
    }
    assert check(SUMMARY.section("seen").questions, seen, {}, TODAY).good


def test_carys_returns_nil() -> None:
    search = {
        "agency_kind": "health",
        "nil_searched_by": "Carys, named nurse",
        "search_systems": "EMIS, the old paper archive",
        "providers": "Two trusts, one GP practice",
        "nil_search_names": "Robin Example, Sam Example",
        "nil_search_from": "2020-01-01",
        "nil_search_to": "2026-11-25",
    }
    confirm = {"nil_should_have_been": "no", "immediate_safety_now": "no"}
    asked_of = NIL_RETURN.section("search").questions
    assert check(asked_of, {**search, **confirm}, search, TODAY).good
    late = {**search, "late": "yes"}
    assert "late_reason" in check(asked_of, {**search, **confirm}, late, TODAY).wrong


def test_a_search_ends_after_it_begins() -> None:
    read = check(
        NIL_RETURN.section("search").questions,
        {"nil_search_from": "2026-01-02", "nil_search_to": "2026-01-01"},
        {},
        TODAY,
    )
    assert read.wrong["nil_search_to"] == "This is before the first day of the search."


def test_a_request_is_acknowledged_on_one_card() -> None:
    assert len(ACKNOWLEDGE.sections) == 1
    assert asked(ACKNOWLEDGE, {"ack": "yes"}) == {"ack", "author_id"}
    assert asked(ACKNOWLEDGE, {"ack": "wrong_person"}) == {"ack", "ack_right"}
    assert asked(ACKNOWLEDGE, {"ack": "away"}) == {"ack", "away_until", "ack_deputy"}
    assert "ack_instead" in asked(ACKNOWLEDGE, {"ack": "yes", "author_id": "somebody_else"})


def test_records_are_attested_on_a_card_of_their_own() -> None:
    """R071-R073, A9: how they are secured, who lets people see them, what is locked away, and the working copy."""
    held = {"rec_secured", "rec_secured_at", "rec_nominee", "rec_nominee_phone", "rec_item", "rec_copy"}
    assert asked(SECURE, {"rec_secured": "yes"}) == held
    assert asked(SECURE, {"rec_secured": "partly", "rec_copy": "yes"}) == held | {"rec_next", "rec_copy_on"}
    assert asked(SECURE, {"rec_secured": "none"}) == {"rec_secured"}


# -- Undertakings ------------------------------------------------------------------------------------------


def test_confidentiality_is_nine_statements_and_a_name() -> None:
    kinds = [question.kind for question in named(CONFIDENTIALITY).values()]
    assert kinds.count(Kind.AGREE) == 9
    assert "sign_name" in named(CONFIDENTIALITY)


def test_every_statement_must_be_agreed_to() -> None:
    section = CONFIDENTIALITY.section("use")
    agreed = {q.id: "yes" for q in section.questions if q.kind is Kind.AGREE} | {"capacity": "member"}
    assert check(section.questions, agreed, {}, TODAY).good
    assert set(check(section.questions, {**agreed, "t_need": "false"}, {}, TODAY).wrong) == {"t_need"}


def test_the_hash_changes_with_any_word_and_with_nothing_else() -> None:
    before = wording_hash(CONFIDENTIALITY)
    use, duties = CONFIDENTIALITY.sections
    last = replace(use.questions[-1], label=use.questions[-1].label + " Always.")
    changed = replace(CONFIDENTIALITY, sections=(replace(use, questions=(*use.questions[:-1], last)), duties))
    assert len(before) == 64
    assert wording_hash(changed) != before
    assert wording_hash(replace(CONFIDENTIALITY, version="2")) == before


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({"decl": "none", "perceived": "no"}, False),
        ({"decl": "none", "perceived": "yes"}, True),
        ({"decl": "possible", "perceived": "no"}, True),
        ({"decl": "actual", "perceived": "no"}, True),
        ({"decl": "need_to_check", "perceived": "no"}, True),
    ],
)
def test_a_declared_conflict_is_described(answers: Answers, more: bool) -> None:
    described = {"kinds", "details", "proposed"}
    assert asked(CONFLICT, answers) & described == (described if more else set())


def test_conflicts_and_rulings_speak_the_processs_words() -> None:
    assert {choice.id for choice in named(CONFLICT)["decl"].choices} == set(Conflict)
    assert {choice.id for choice in named(RULING)["ruling"].choices} == set(Ruling)


def test_the_recused_do_not_get_all_the_papers() -> None:
    ruling = {"ruling": "recuse", "paper_access": "full", "ruling_reason": "Efua managed the team."}
    section = RULING.section("ruling")
    assert "paper_access" in check(section.questions, ruling, {}, TODAY).wrong
    assert check(section.questions, {**ruling, "paper_access": "none"}, {}, TODAY).good


# -- Views, criteria, decision -----------------------------------------------------------------------------


def test_the_ballot_offers_every_stance_on_one_card_in_local_words() -> None:
    local = ballot_form(ENGLAND_2026.with_switches(review_name="Child Safeguarding Practice Review"))
    options = named(local)["option"].choices
    assert [choice.id for choice in options] == list(Stance)
    assert options[0].text == "Child Safeguarding Practice Review"
    assert len(local.sections) == 1


def test_wanting_to_know_more_says_what_and_by_when() -> None:
    more = {"info_wanted", "info_by"}
    assert more <= asked(BALLOT, {"option": "more_information"})
    assert not more & asked(BALLOT, {"option": "review"})


def test_gwen_cannot_vote_without_a_reason() -> None:
    vote = {"option": "review", "national_issue": "not_sure", "immediate_safety_now": "no", "reason": "  "}
    assert set(check(BALLOT.section("view").questions, vote, {}, TODAY).wrong) == {"reason"}


def test_eight_criteria_four_of_them_musts() -> None:  # R018-R026
    assert [criterion.must for criterion in CRITERIA] == [True] * 4 + [False] * 4
    assert all(criterion.id.startswith("crit_must_" if criterion.must else "crit_regard_") for criterion in CRITERIA)


def test_every_criterion_needs_an_answer_and_a_reason() -> None:  # R018
    questions = named(CRITERIA_SHEET)
    assert len(CRITERIA_SHEET.sections) == 4
    for criterion in CRITERIA:
        answer, reason = questions[criterion.id], questions[f"{criterion.id}_reason"]
        assert answer.required and reason.required
        assert {choice.id for choice in answer.choices} == {"yes", "may", "no", "not_enough_known"}


def test_improvements_are_asked_whether_they_are_new() -> None:  # R019
    assert "crit_must_1_previously" in asked(CRITERIA_SHEET, {"crit_must_1_improvements": "may"})
    assert "crit_must_1_previously" not in asked(CRITERIA_SHEET, {"crit_must_1_improvements": "no"})


@pytest.mark.parametrize("decision", list(Decision))
def test_no_review_always_says_which_alternative_or_why_none(decision: Decision) -> None:  # R030
    alternatives = {"alt_type", "alt_considered"} & asked(DECISION, {"decision": decision})
    assert len(alternatives) == (1 if decision in NO_REVIEW else 0)


def test_a_deferral_names_what_it_waits_for_and_until_when() -> None:
    waiting = {"deferred_for", "deferred_until"}
    assert waiting | {"deferred_owner"} <= asked(DEFERRAL, {})
    assert not waiting & asked(DECISION, {"decision": "lcspr"})


def test_every_decision_can_be_recorded() -> None:
    deferred = {Decision.DEFERRED}  # It has a form of its own.
    assert {choice.id for choice in named(DECISION)["decision"].choices} == set(Decision) - deferred


def test_each_child_of_several_can_have_its_own_decision() -> None:  # E1
    two = decision_form(ENGLAND_2026, ("A", "C"))
    each = {"decision_A", "reason_A", "decision_C", "reason_C"}
    assert "same_for_all" not in asked(DECISION, {})
    assert not each & asked(two, {"same_for_all": "yes"})
    assert each <= asked(two, {"same_for_all": "no"})
    assert "alt_considered_C" in asked(two, {"same_for_all": "no", "decision_C": "no_further_action"})  # R030
    assert two.section("child_C").title == "Child C"
