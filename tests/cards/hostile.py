"""What people might type that a card must not obey: Markdown, HTML, mentions, templates, right-to-left, NUL, length."""

from collections.abc import Iterator, Mapping
from typing import Any

from cast import PARTNERSHIP
from story import ANSWERS

from dialogs.group.spoken import spoken_form
from dialogs.scheduling import MUTE
from rapid_review.declaration.confidentiality import DECLINE
from rapid_review.declaration.declare import DECLARE
from rapid_review.declaration.undertakings import RULING
from rapid_review.group.actions import EVIDENCE, HAND_OFF, action_form
from rapid_review.group.meeting import CONVENE, attendance_form
from rapid_review.group.membership_forms import REPLACE, advice_form, coopt_form, decider_form
from rapid_review.group.minutes import CORRECTION, points_form
from rapid_review.group.tabling import TABLING
from rapid_review.group.template import DIFFERS, template_form
from rapid_review.keeping.keeping_forms import KEEPING_FORMS
from rapid_review.notification import notification_form
from rapid_review.notification.correcting import correction_form
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.criteria import criteria_form
from rapid_review.outcome.decision_record import DEFERRAL, decision_form
from rapid_review.outward.duties import DutyKind
from rapid_review.outward.duty_forms import DUTY_FORMS, preparation_of
from rapid_review.outward.notices import SIN
from rapid_review.outward.panel_record import PANEL, PENDING, RECONSIDERATION, RESPONSE
from rapid_review.policy import ENGLAND_2026
from rapid_review.questions.forms import LONGEST_LINE, LONGEST_TEXT, Choice, Form, Kind, Question, Section
from rapid_review.returns.escalation_forms import ANSWER_FORMS, ESCALATION
from rapid_review.returns.sharing_record import SHARING_RECORD
from rapid_review.returns.sufficiency import SUFFICIENCY
from rapid_review.returns.told import TOLD
from rapid_review.summary import ACKNOWLEDGE, EXTENSION, EXTENSION_ANSWER, NIL_RETURN, SECURE, SUMMARY
from rapid_review.summary.amendment import AMENDMENT
from rapid_review.summary.child_death import CHILD_DEATH_FORM
from rapid_review.timing.hours import HOURS
from rapid_review.timing.variations import LATE, VARIATION
from rapid_review.trust.trust_forms import BREACH_STEP, FREEZE, GLASS, MIS_SEND

CANARY = "Qanary"
"""In everything that a test types, so that it can be seen where typed words end up."""
TRICKS = (
    f"{CANARY} **bold** [press](https://evil.example) <b>tag</b> <at>Amina Yusuf</at> `code` ${{body}} "
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}} \u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627 "
    '\U0001f469\u200d\U0001f467\x00 \x1b[31m\n# Heading\n- "item" \\ 1. \''
)


def tricks(longest: int) -> str:
    """As much of it as a field takes, with its marker at both ends."""
    filled = TRICKS + " tea" * (longest // 4)
    return filled[: longest - len(CANARY)] + CANARY


def limit(question: Question) -> int:
    return question.longest or (LONGEST_LINE if question.kind is Kind.LINE else LONGEST_TEXT)


def every_form() -> dict[str, Form]:
    """Every form that can be filled in, by its id."""
    agencies = tuple(Choice(agency.id, agency.name) for agency in PARTNERSHIP.agencies.values())
    areas = tuple(Choice(area.lower(), area) for area in PARTNERSHIP.areas)
    decision = decision_form(ENGLAND_2026, ("A", "B"))
    settlement = Form("settlement", "The settlement", "1", decision.sections)
    notification = notification_form(agencies, areas)
    forms = (notification, DECLARE, DECLINE, RULING, ACKNOWLEDGE, NIL_RETURN, SUMMARY)
    before = (SECURE, EXTENSION, EXTENSION_ANSWER)
    voted = (ballot_form(ENGLAND_2026), criteria_form(), decision, settlement, PANEL)
    chased = (TOLD, ESCALATION, *ANSWER_FORMS.values())
    after = (AMENDMENT, SUFFICIENCY, CHILD_DEATH_FORM, SHARING_RECORD)
    panel = (DEFERRAL, PENDING, RESPONSE, RECONSIDERATION)
    seats = PARTNERSHIP.seats
    owners = tuple(Choice(id, person.name) for id, person in PARTNERSHIP.people.items())
    room = (CONVENE, attendance_form(seats), spoken_form(ENGLAND_2026, seats), template_form(ENGLAND_2026), DIFFERS)
    agreed = (TABLING, action_form(owners), EVIDENCE, HAND_OFF, points_form(), CORRECTION)
    clock = (SIN, VARIATION, LATE, HOURS, MUTE)
    corrected = correction_form(notification, {})
    members = (corrected, REPLACE, coopt_form(owners), decider_form(owners), advice_form(ENGLAND_2026))
    forms = (*forms, GLASS, FREEZE, MIS_SEND, BREACH_STEP)
    forms = (*forms, *members, *DUTY_FORMS, *KEEPING_FORMS, preparation_of(DutyKind.REPLY))  # The longest of its kind.
    return {form.id: form for form in (*forms, *before, *voted, *chased, *after, *panel, *room, *agreed, *clock)}


def every_section() -> Iterator[tuple[Form, Section]]:
    for form in every_form().values():
        for section in form.sections:
            yield form, section


def typed_everywhere() -> dict[str, Any]:
    """The story's answers, with tricks in every box that takes free words."""
    questions = [question for _, section in every_section() for question in section.questions]
    free = [q for q in questions if q.kind in (Kind.LINE, Kind.LONG) and q.wrong is None]
    return {**ANSWERS, **{question.id: tricks(limit(question)) for question in free}}


def in_every_box(section: Section, text: str, *, cut: bool = True) -> Mapping[str, Any]:
    """This text in each of the section's boxes, cut to what the box takes unless it is to be too long."""
    boxes = [q for q in section.questions if q.kind in (Kind.LINE, Kind.LONG)]
    return {q.id: text[: limit(q)] if cut else text for q in boxes}
