"""What is asked about an outward duty: what goes to whom, what proves it, and why it is not done (E29, R035-R106)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rapid_review.outward.duties import DutyKind, Telling
from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section, in_words, read_day
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.timing.london import local_day

MOST_OF_A_REASON = 1_000
"""Characters."""


def _form(id: str, title: str, *questions: Question, intro: str = "") -> Form:
    return Form(id, title, "1", (Section(id, title, questions, intro),))


_SENT_ON = Question("sent_on", "On which day was it sent?", Kind.DATE, past=True)

PREPARATION = _form(
    "preparation",
    "Prepare what is sent",
    Question(
        "edition",
        "Which edition goes?",
        Kind.CHOICE,
        "With references instead of names, unless the reader must know who is meant.",
        options(pseudonymised="With Child A, Mother and so on", identified="With names"),
    ),
    Question("why_names", "Why must it have names?", Kind.LONG, when=is_one_of("edition", "identified"), longest=1_000),
    Question("enclosed", "What is enclosed besides it?", required=False, help="No names."),
    intro="A second person sees the recipient, the document and its edition before anything leaves.",
)

_ALSO: Mapping[DutyKind, Question] = {
    DutyKind.REPLY: Question(
        "reply_text",
        "What do we reply?",
        Kind.LONG,
        "The letter says it in these words, beside what the Panel said and what the chair made of it. No names.",
    ),
    DutyKind.PENDING: Question("expected_on", "When will the outcome follow?", Kind.DATE, ahead=True),
}
"""What a letter says that nobody has written anywhere yet, asked of whoever prepares it (R008)."""


def preparation_of(kind: DutyKind) -> Form:
    """How this is prepared; of most letters the bot knows all that they say."""
    [section] = PREPARATION.sections
    also = (_ALSO[kind],) if kind in _ALSO else ()
    return replace(PREPARATION, sections=(replace(section, questions=(*also, *section.questions)),))


ACCEPTANCE = _form(
    "acceptance",
    "What it goes without",
    Question("lacked", "What was missing from it", Kind.LONG),
    Question("missing_reason", "Why it may go without that", Kind.LONG, longest=MOST_OF_A_REASON),
)
"""Kept with the second person's confirmation, where the document says itself that it lacks something."""

SENT_BACK = _form(
    "sent_back",
    "Send it back",
    Question("back_reason", "What is to be changed?", Kind.LONG, longest=1_000),
    intro="Whoever prepared it is told, and prepares it again.",
)

DISPATCH = _form(
    "dispatch",
    "It was sent",
    Question(
        "sent_route",
        "How was it sent?",
        Kind.CHOICE,
        choices=options(
            email="Secure e-mail", portal="Their portal", teams="In a personal Teams chat", post="Post", hand="By hand"
        ),
    ),
    _SENT_ON,
    Question("delivery_proof", "What proves it?", help="A receipt’s reference, no names."),
)


def as_confirmed(form: Form, telling: Telling | None) -> Form:
    """A form on how something was sent, about this attempt: not before it was confirmed, and that copy of it (E29)."""
    if telling is None or telling.confirmed is None:
        return form
    *before, last = form.sections
    wrong = _before(local_day(telling.confirmed.at))
    asked = [replace(question, wrong=wrong) if question.id == _SENT_ON.id else question for question in last.questions]
    if telling.copy and telling.by_mail is None:
        label = f"What was sent is version {telling.version}, as it was confirmed"
        asked.append(Question("sent_copy", label, Kind.AGREE))
    return replace(form, sections=(*before, replace(last, questions=tuple(asked))))


def _before(first: date) -> Callable[[Any, Answers], str]:
    def wrong(value: Any, answers: Answers) -> str:
        day = read_day(value)
        early = day is not None and day < first
        return f"A second person confirmed it on {in_words(first)}. Enter that day or a later one." if early else ""

    return wrong


UNSURE = _form(
    "unsure",
    "Nobody knows whether it arrived",
    _SENT_ON,
    Question("unsure_known", "What is known?", Kind.LONG, "Such as an error, or a bounce. No names.", longest=1_000),
    intro="It is not sent again by itself. You are asked to find out whether it arrived.",
)

LOST = _form(
    "lost",
    "It did not arrive",
    Question("lost_known", "What shows that it did not arrive?", Kind.LONG, longest=1_000),
    intro="It is then prepared again, and a second person looks at it again.",
)

EXCUSE = _form(
    "excuse",
    "Why this is not done",
    Question("excuse_reason", "Why is it not done?", Kind.LONG, longest=1_000),
    Question("excuse_agreed", "Who agrees with that?", help="Name and job."),
    intro="The reason is kept with your name. Those who read the case can see it.",
)

FAMILY = _form(
    "family_told",
    "What the family was told",
    Question(
        "family_outcome",
        "Has the family been told the outcome?",
        Kind.CHOICE,
        choices=options(told="Yes", not_told="No, and it will not be told now"),
    ),
    Question("family_on", "On which day?", Kind.DATE, when=is_one_of("family_outcome", "told"), past=True),
    Question("family_by", "Who told them, and how?", when=is_one_of("family_outcome", "told")),
    Question(
        "family_reason_not",
        "What is the strong reason not to?",  # R042
        Kind.LONG,
        when=is_one_of("family_outcome", "not_told"),
        longest=2_000,
    ),
    Question("family_invited", "Were they invited to contribute?", Kind.CHOICE, choices=YES_NO),
    Question(
        "family_not_invited",
        "What is the strong reason not to invite them?",
        Kind.LONG,
        when=is_one_of("family_invited", "no"),
        longest=2_000,
    ),
    Question("family_contact", "Who is their contact from now on?", help="Name and job."),  # R043
    Question("family_how", "How will they be involved, and what do they expect?", Kind.LONG, longest=2_000),
    intro="We record what you did. The bot never contacts a family.",
)

INSPECTORATE = _form(
    "inspectorate",
    "Your own inspectorate",
    Question(
        "insp_told",
        "Have you told your inspectorate of this case?",
        Kind.CHOICE,
        "Such as Ofsted, the Care Quality Commission or the inspectorate of constabulary.",
        options(told="Yes, it was told", not_required="No: it is not required", not_yet="Not yet"),
    ),
    Question("insp_on", "On which day was it told?", Kind.DATE, when=is_one_of("insp_told", "told"), past=True),
    Question("insp_why", "Why is it not required?", when=is_one_of("insp_told", "not_required")),
    intro="Your agency tells its own inspectorate. We do not do it for you.",
)

PUBLICATION = _form(
    "publication",
    "Whether the review is published",
    Question("pub_on", "On which day was that decided?", Kind.DATE, past=True),
    Question(
        "pub_view",
        "What was decided?",
        Kind.CHOICE,
        choices=options(full="Published in full", anonymised="Published in an anonymised form", not_published="Not"),
    ),
    Question(
        "pub_reason",
        "Why",
        Kind.LONG,
        "The notices to the Panel, the Department and Ofsted give it in these words. No names.",
        longest=2_000,
    ),
    intro="The Panel, the Department for Education and Ofsted are then told again.",
)

DUTY_FORMS = (PREPARATION, SENT_BACK, DISPATCH, UNSURE, LOST, EXCUSE, FAMILY, INSPECTORATE, PUBLICATION)
