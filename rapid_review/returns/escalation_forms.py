"""The forms of the steps taken when an agency does not answer, and of their answers (domain 3.11)."""

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.returns.escalation import Rung, Said

NO_NAMES = "No names of the family: those you write to may not have read the case."

ESCALATION = Form(
    "escalation",
    "Take it further",
    "1",
    (
        Section(
            "step",
            "An agency has not answered",
            (
                Question(
                    "rung",
                    "Who should hear of it?",
                    Kind.CHOICE,
                    choices=options(
                        group="The chair of the Rapid Review Group",  # R129
                        lead="The agency’s strategic safeguarding lead",  # R130
                        partners="The safeguarding partners, for formal action",  # R131
                        held="Nobody yet",
                    ),
                ),
                Question("why", "What was asked, and what has been tried?", Kind.LONG, NO_NAMES),
                Question("wanted_by", "By when do you want an answer, or to look again?", Kind.DATE),
            ),
        ),
    ),
)

_UNTIL = is_one_of("said", Said.WAIT, Said.ASK_LEAD, Said.ASK_PARTNERS, Said.WILL_ANSWER, Said.FORMAL_REQUEST)

GROUP_ANSWER = Form(
    "step_group",
    "An agency has not answered: what the Group does",
    "1",
    (
        Section(
            "answer",
            "What should happen?",
            (
                Question(
                    "said",
                    "What do you decide?",  # E10: the Review is not held up for one agency without it.
                    Kind.CHOICE,
                    choices=options(
                        go_on="Go on without this answer",
                        wait="Wait until a day",
                        ask_lead="Ask the agency’s strategic safeguarding lead",
                        ask_partners="Take it to the safeguarding partners",
                    ),
                ),
                Question("until", "Until when, or an answer by when?", Kind.DATE, when=_UNTIL),
                Question("why", "Why?", Kind.LONG, NO_NAMES),
            ),
        ),
    ),
)

LEAD_ANSWER = Form(
    "step_lead",
    "Your agency has not answered",
    "1",
    (
        Section(
            "answer",
            "Your agency’s answer",
            (
                Question(
                    "said",
                    "What will happen?",
                    Kind.CHOICE,
                    choices=options(
                        will_answer="We will answer by a day",
                        cannot_answer="We cannot or will not share it",
                    ),
                ),
                Question("until", "By which day?", Kind.DATE, when=_UNTIL),
                Question("why", "What stands in the way, and what you are doing about it", Kind.LONG, NO_NAMES),
            ),
        ),
    ),
)


def partners_answer(*, with_formal_request: bool) -> Form:
    """What a safeguarding partner does (R116, R131). A formal request is offered once its text has been settled."""
    formal = options(formal_request="Make a formal request for the information") if with_formal_request else ()
    choices = (
        *formal,
        *options(
            legal_action="Begin legal action",
            no_action="No formal action",
        ),
    )
    return Form(
        "step_partners",
        "Formal action",
        "1",
        (Section("answer", "What does your organisation do?", _partner_questions(choices)),),
    )


def _partner_questions(choices: tuple[Choice, ...]) -> tuple[Question, ...]:
    formal, legal = is_one_of("said", Said.FORMAL_REQUEST), is_one_of("said", Said.LEGAL_ACTION)
    return (
        Question("said", "What do you decide?", Kind.CHOICE, choices=choices),
        Question("what", "Which information is asked for?", Kind.LONG, NO_NAMES, when=formal),
        Question("about", "About whom?", help="Such as “Child A and both parents”. No names.", when=formal),
        Question("until", "By when?", Kind.DATE, when=_UNTIL),
        Question(
            "unmet",
            "What happens if it does not come?",
            Kind.LONG,
            when=formal,
        ),
        Question(
            "legal_kind",
            "Which action?",
            Kind.CHOICE,
            choices=options(letter="Letter before action", court="Application to the court", other="Another"),
            when=legal,
        ),
        Question("why", "Why?", Kind.LONG, NO_NAMES),
    )


ANSWER_FORMS: dict[Rung, Form] = {
    Rung.GROUP: GROUP_ANSWER,
    Rung.LEAD: LEAD_ANSWER,
    Rung.PARTNERS: partners_answer(with_formal_request=True),
}
"""Whatever was written can be read, also after the text of formal requests was taken away."""
