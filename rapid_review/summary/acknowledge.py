"""How an agency says that it has the request: who will write, who should be asked instead, or who covers (card 1)."""

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Answers, Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of

SOMEBODY_ELSE = Choice("somebody_else", "Somebody who is not on this list")

acknowledged = is_one_of("ack", "yes")
wrong_person = is_one_of("ack", "wrong_person")
away = is_one_of("ack", "away")


def _not_listed(answers: Answers) -> bool:
    """Whether the person meant has to be typed, since the directory does not know them."""
    picked = {"yes": "author_id", "wrong_person": "ack_right", "away": "ack_deputy"}.get(answers.get("ack", ""), "")
    return bool(answers.get(picked) == SOMEBODY_ELSE.id)


def acknowledge_form(colleagues: tuple[Choice, ...] = (), others: tuple[Choice, ...] = ()) -> Form:
    """The form for one agency: `colleagues` can write, the person themselves included; `others` can take over."""
    to_write, to_take = (*colleagues, SOMEBODY_ELSE), (*others, SOMEBODY_ELSE)
    questions = (
        Question(
            "ack",
            "Will you deal with this request?",
            Kind.CHOICE,
            choices=options(yes="Yes, I will", wrong_person="I am the wrong person", away="I am or will be away"),
        ),
        Question(
            "author_id",
            "Who will write the summary?",
            Kind.CHOICE,
            "Not somebody who worked with the family or managed those who did.",
            to_write,
            when=acknowledged,
        ),
        Question("ack_right", "Who should be asked instead?", Kind.CHOICE, choices=to_take, when=wrong_person),
        Question("away_until", "Your last day away", Kind.DATE, when=away, ahead=True),
        Question(
            "ack_deputy",
            "Who deals with it meanwhile?",
            Kind.CHOICE,
            "They are asked at once. After your last day away it comes back to you.",
            to_take,
            when=away,
        ),
        Question("ack_instead", "Their name and job", when=_not_listed),
    )
    return Form(
        "acknowledge", "Acknowledge the request", "2", (Section("acknowledge", "Have you got this?", questions),)
    )


ACKNOWLEDGE = acknowledge_form()
