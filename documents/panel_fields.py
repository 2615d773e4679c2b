"""The record of a Rapid Review in the fields of the national template, one by one (form 3c, F95): to read, and as data.

The Panel changes its template from time to time: which field stands in which part is said here, in one place.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from documents.casefile import CaseFile, Written
from documents.letters import disagreement, sin_reference, why_late
from documents.model import Document, Field, Own
from documents.reports import children_by_part, form_of_notification, the_notification
from documents.writing import Page
from rapid_review.gates import signed_for
from rapid_review.group.actions import For
from rapid_review.group.template import template_form
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.criteria import criteria_form
from rapid_review.outcome.decided import decision_words
from rapid_review.outcome.decision import CARRIES_OUT, PARTNER_NAMES
from rapid_review.outcome.decision_record import decision_form
from rapid_review.outward.duties import DutyKind, State
from rapid_review.questions.forms import Answers, Form, Question, in_words, rows
from rapid_review.returns.requests import Answer
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import working_days_between

NOTHING = "Not recorded"
DECISION, TEMPLATE, CRITERIA = "decision", "template", "criteria"
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "2 Facts": (
        TEMPLATE,
        ("facts_summary", "facts_unknown", "family_map", "lived_experience", "identity_context", "episodes"),
    ),
    "3 Safety": (TEMPLATE, ("imm_action_needed", "imm_action_none")),
    "4 Learning": (
        TEMPLATE,
        (
            *("imm_learning", "imm_learning_none", "imm_removes", "imm_removes_why"),
            *("good_practice", "repeat_theme"),
        ),
    ),
    "5 Criteria": (CRITERIA, ()),
    "6 Decision": (
        DECISION,
        (
            *("is_serious_case", "is_serious_case_reason", "improvement_potential", "decision", "alt_type"),
            *("alt_considered", "decision_reason", "accountability_ref"),
        ),
    ),
    "7 National": (DECISION, ("national_issue", "national_reason", "panel_ask")),
    "8 If there is a review": (
        TEMPLATE,
        (
            *("review_planned", "plan_method", "plan_questions", "plan_period", "plan_agencies", "plan_reviewer"),
            *("plan_start", "plan_end", "plan_publication", "plan_publication_why"),
        ),
    ),
    "9 Families and staff": (
        TEMPLATE,
        ("family_told_outcome", "family_offer", "family_reason_not", "staff_support"),
    ),
    "10 Links": (TEMPLATE, ("parallel_plan", "media_plan", "risks")),
}
"""Each part with the form that it is answered in and the questions, in order; none named means all of the form."""


@dataclass
class Fields:
    """The fields so far."""

    file: CaseFile
    given: list[Field] = field(default_factory=list)
    part: str = ""

    def add(self, id: str, label: str, value: str, answer: str = "") -> None:
        self.given.append(Field(self.part, id, label, value or NOTHING, answer))

    def day(self, id: str, label: str, day: date | None) -> None:
        """A day of the timetable."""
        self.add(id, label, Own(in_words(day)) if day else "", str(day or ""))

    def moment(self, id: str, label: str, at: datetime | None) -> None:
        self.add(id, label, Own(clock_words(at)) if at else "")


def panel_fields(file: CaseFile, about: str = "") -> Document:
    """Every field of the template: what is not recorded says so, since an empty field could mean anything."""
    page, made = Page(file), Fields(file)
    _case(made)
    for part, (form, ids) in PARTS.items():
        made.part = part
        _of_form(made, form, ids)
        for line in _beside[part](made) if part in _beside else ():
            made.add(*line)
    _agreed(made)
    _sent(made)
    for part in dict.fromkeys(one.part for one in made.given):
        page.heading(part)
        page.lines((one.label, one.value) for one in made.given if one.part == part)
    page.missing += [] if file.case.decided else ["the Group’s decision"]
    return page.document("panel_fields", "The Panel’s fields", fields=tuple(made.given))


def _of_form(made: Fields, kind: str, ids: tuple[str, ...]) -> None:
    written = _standing(made.file, kind)
    answers: Answers = written.answers if written else {}
    for question in _questions(_form(made.file, kind), ids):
        if question.id in ids or not ids:
            value = answers.get(question.id, "")
            answer = str(value) if question.choices and isinstance(value, str) else ""
            made.add(question.id, question.label, question.text_of(value), answer)
    if "episodes" in ids:
        section = _form(made.file, kind).section("episodes")
        for number, row in enumerate(rows(answers, "episodes"), 1):
            told = "\n".join(f"{q.label} {q.text_of(row[q.id])}" for q in section.questions if row.get(q.id))
            made.add(f"episodes_{number}", f"Key moment {number}", told)


def _standing(file: CaseFile, kind: str) -> Written | None:
    """The form that counts: none of a decision, or of criteria, that no longer stands."""
    case = file.case
    revisions = {DECISION: case.decided.revision if case.decided else 0, CRITERIA: case.criteria_revision}
    return file.form(kind, "", revisions.get(kind))


def _form(file: CaseFile, kind: str) -> Form:
    policy, decided = file.case.policy, file.case.decided
    if kind == DECISION:
        return decision_form(policy, tuple(sorted(decided.children)) if decided else ())
    return template_form(policy) if kind == TEMPLATE else criteria_form()


def _questions(form: Form, ids: tuple[str, ...]) -> list[Question]:
    asked = {q.id: q for section in form.sections if not section.repeats for q in section.questions}
    return [asked[id] for id in (ids or asked) if id in asked]


# -- What no form holds ----------------------------------------------------------------------------------------------


def _case(made: Fields) -> None:
    made.part, file, case = "1 Case", made.file, made.file.case
    written = the_notification(file)
    told: Answers = written.answers if written else {}
    asked = {q.id: q for section in form_of_notification(file).sections for q in section.questions}
    sent = case.facts.sin_sent
    taken = working_days_between(sent, case.sent_to_panel_on or local_day(file.now), case.policy) if sent else None
    made.add("case_ref", "Our reference", case.reference)
    made.add("sin_ref", "The Panel’s reference", sin_reference(file))
    made.day("sin_date", "Notified to the Panel", sent)
    made.add("la", "Local authority area", asked["inc_la"].text_of(told.get("inc_la", "")), str(told.get("inc_la", "")))
    made.add("partners", "Safeguarding partners", ", ".join(PARTNER_NAMES.values()))
    made.add("child_refs", "The children", "\n".join(f"{child}: {part}" for child, part in children_by_part(file)))
    kind = asked["inc_type"].text_of(told.get("inc_type", ""))
    made.add("harm_type", "What happened, in a word", kind, str(told.get("inc_type", "")))
    happened = case.facts.incident
    made.add("incident_date", "When it happened", in_words(happened) if happened else "", str(happened or ""))
    made.add("timeliness", "Working days from the notification", "" if taken is None else str(taken))
    made.add("timeliness_why", "Why it is late", why_late(file))
    made.add("agencies_asked", "Agencies asked", _names(file, case.requests))
    made.add("agencies_returned", "Answered", _names(file, [r.agency for r in case.requests.values() if r.returned]))
    nil = [r.agency for r in case.requests.values() if r.returned and r.returned.answer is Answer.NIL]
    made.add("agencies_nil", "Held nothing", _names(file, nil))
    made.add("agencies_missing", "Not received", _names(file, [r.agency for r in case.outstanding()]))


def _names(file: CaseFile, agencies: Iterable[str]) -> str:
    return ", ".join(map(file.agency_name, agencies))


Line = tuple[str, str, str]
"""A field's id, label and value."""


def _actions(made: Fields, purpose: For) -> Iterator[Line]:
    for number, action in enumerate(made.file.case.agreed_for(purpose), 1):
        written = made.file.form("action", action.id, action.revision)
        state = "done" if action.closed_at else f"by {in_words(action.due)}"
        yield (
            f"{purpose}_action_{number}",
            f"Action {number}",
            f"{written.answers.get('act_what', '')} ({state})" if written else "",
        )


def _decision(made: Fields) -> Iterator[Line]:
    file, case = made.file, made.file.case
    outcome = case.outcome() if case.poll else None
    for child, choice in sorted(case.decided.children.items()) if case.decided else ():  # E1
        yield f"decision_{child}", f"Decided for Child {child}", decision_words(choice, case.policy.review_name)
    yield "quorum_met", "Was there a quorum?", "" if outcome is None else "Yes" if outcome.quorate else "No"
    yield "consensus", "Was there a shared view?", "" if outcome is None else "Yes" if outcome.shared else "No"
    yield "decision_by", "Who took part in the decision", "\n".join(_took_part(file))
    yield "views", "The views of the Group, by the number of seats", _views(file)
    yield "dissent", "Different views", _dissent(file)
    yield "disagreement_ref", "Referred to the chair of the board", disagreement(file)


def _views(file: CaseFile) -> str:
    """Once there is a decision, and never who gave which: that is for the members (Part 6)."""
    poll, case = file.case.poll, file.case
    if poll is None or case.decided is None:
        return ""
    given = [vote.stance for vote in poll.standing_votes(case.not_counted).values()]
    choices = ballot_form(case.policy).sections[0].questions[0].choices
    return ", ".join(f"{c.text}: {n}" for c in choices if (n := sum(stance == c.id for stance in given)))


def _took_part(file: CaseFile) -> Iterator[str]:
    """By seat: who, whether as the deputy, and whether a conflict was declared. Who gave which view is the members'."""
    poll, case = file.case.poll, file.case
    if poll is None or case.decided is None:
        return
    votes = poll.standing_votes(case.not_counted)
    for seat in poll.electorate:
        if vote := votes.get(seat.id):
            declared = case.declarations.get(vote.person)
            how = ["as the deputy"] if vote.person == seat.deputy else []
            how += ["a declared conflict was ruled on"] if declared and declared.ruled else []
            yield ", ".join([f"{seat.title}: {file.name(vote.person)}", *how])


def _dissent(file: CaseFile) -> str:
    """How many seats gave a view that the decision does not carry out."""
    poll, decided = file.case.poll, file.case.decided
    if poll is None or decided is None:
        return ""
    made = {decided.choice, *decided.children.values()}
    votes = poll.standing_votes(file.case.not_counted).values()
    others = sum(made.isdisjoint(CARRIES_OUT.get(vote.stance, ())) for vote in votes)
    return f"Seats with another view than the decision: {others}" if others else "None"


_beside: dict[str, Callable[[Fields], Iterator[Line]]] = {
    "3 Safety": lambda made: _actions(made, For.SAFETY),
    "4 Learning": lambda made: _actions(made, For.LEARNING),
    "6 Decision": _decision,
}


def _agreed(made: Fields) -> None:
    made.part, case = "11 Agree", made.file.case
    said = case.template.said.values() if case.template else ()
    agreed = f"{sum(one.agrees for one in said)} agree, {sum(not one.agrees for one in said)} see it differently"
    made.add("template_agreed", "The template, by the number of seats", agreed if said else "")
    decided = case.decided
    made.moment("chair_sign", "Decision recorded", decided.at if decided else None)
    signed = signed_for(case)
    made.add("partner_sign", "Signed off for", ", ".join(PARTNER_NAMES[p] for p in PARTNER_NAMES if p in signed))


def _sent(made: Fields) -> None:
    made.part, case = "12 Sent", made.file.case
    made.day("panel_sent_at", "To the Panel", case.sent_to_panel_on)
    told = {"dfe_at": DutyKind.DFE, "ofsted_at": DutyKind.OFSTED, "board_at": DutyKind.BOARD}
    told |= {"referrer_at": DutyKind.REFERRER, "agencies_at": DutyKind.AGENCY}
    for id, kind in told.items():
        told_of = [case.telling_of(duty) for duty in case.duties() if duty.kind is kind]
        done = [one.on for one in told_of if one and one.on and one.state is State.DONE]
        made.add(id, _TO[kind], Own(in_words(max(done))) if done else "")


_TO = {
    DutyKind.DFE: "To the Department for Education",
    DutyKind.OFSTED: "To Ofsted",
    DutyKind.BOARD: "To the board",
    DutyKind.REFERRER: "To the referrer",
    DutyKind.AGENCY: "To the agencies, the last of them",
}
