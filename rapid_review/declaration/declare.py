"""Both declarations on one card: read nine statements, agree once, and say whether there is a conflict."""

from typing import Any

from rapid_review.declaration.confidentiality import CONFIDENTIALITY
from rapid_review.declaration.undertakings import CONFLICT
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section

STATEMENTS: tuple[Question, ...] = tuple(
    question for section in CONFIDENTIALITY.sections for question in section.questions if question.kind is Kind.AGREE
)
"""The confidentiality agreement's nine statements (form 3d)."""

_asked_of_conflict = {question.id: question for question in CONFLICT.sections[0].questions}

DECLARE = Form(
    "declare",
    "Your declarations",
    "1",
    (
        Section(
            "declare",
            "Your declarations",
            (
                Question("agree_all", "I have read all nine statements and I agree to each of them.", Kind.AGREE),
                _asked_of_conflict["decl"],
                _asked_of_conflict["perceived"],
                _asked_of_conflict["kinds"],
                _asked_of_conflict["details"],
                _asked_of_conflict["proposed"],
                Question("sign_name", "Your full name, as your signature on both"),
            ),
        ),
    ),
)


def confidentiality_answers(answers: Answers) -> dict[str, Any]:
    """The agreement as it was signed: every statement agreed to, with the name typed."""
    agreed = {question.id: "yes" for question in STATEMENTS}
    return {**agreed, "sign_name": answers["sign_name"]}


def conflict_answers(answers: Answers) -> dict[str, Any]:
    """The conflict of interest declaration as it was made."""
    return {id: answers[id] for id in _asked_of_conflict if id in answers}
