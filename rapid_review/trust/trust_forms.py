"""The forms about trust: why glass is broken, what was sent to whom by mistake, what was done, why a case is frozen."""

from dataclasses import replace
from typing import Any

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Answers, Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of, not_before
from rapid_review.trust.breach import Step

SHORTEST_REASON = 20
"""Characters, so that “needed” is no reason (Part 6, rule 11)."""


def _a_reason(value: Any, answers: Answers) -> str:
    if len(" ".join(str(value).split())) < SHORTEST_REASON:
        return f"Say a little more: at least {SHORTEST_REASON} characters. It is read by those who are told."
    return ""


GLASS = Form(
    "glass",
    "Open the case under break-glass",
    "1",
    (
        Section(
            "glass",
            "Why you have to read it now",
            (
                Question(
                    "glass_why",
                    "Why can this not wait until you have declared?",
                    Kind.LONG,
                    "For example: a child may be at risk and nobody else who can read the case can be reached.",
                    longest=1_000,
                    wrong=_a_reason,
                ),
            ),
            intro="It opens for four hours, to read only. All three partners’ members, the Independent Scrutineer and "
            "the Partnership Team are told at once. Whatever you read is recorded.",
        ),
    ),
)

FREEZE = Form(
    "freeze",
    "Freeze the case",
    "1",
    (
        Section(
            "freeze",
            "Why it has to stand still",
            (
                Question(
                    "freeze_why",
                    "What is wrong?",
                    Kind.LONG,
                    "For example: the notification names the wrong child.",
                    longest=1_000,
                    wrong=_a_reason,
                ),
            ),
            intro="Nothing leaves, and nobody but the chair and the Partnership Team can read it or work on it, until "
            "one of you lets it go on. Dates do not wait, and an open poll closes on time: lift it as soon as you can. "
            "The data protection officer is told.",
        ),
    ),
)

_ALTHOUGH_FROZEN = Question(
    "sent_frozen",
    "Why did it go although the case is frozen?",
    Kind.LONG,
    "While a case is frozen nothing should leave. What has gone is recorded all the same. No names.",
    longest=1_000,
)


def sent_while_frozen(form: Form) -> Form:
    """The same form about something that went by hand, in a frozen case."""
    *before, last = form.sections
    return replace(form, sections=(*before, replace(last, questions=(*last.questions, _ALTHOUGH_FROZEN))))


OTHER = "other"
"""What was sent is none of the messages and documents on the list."""
_other = is_one_of("ms_item", OTHER)


def mis_send_form(items: tuple[Choice, ...] = ()) -> Form:
    """What went to the wrong person; `items` are the messages and documents that it may have been."""
    return Form(
        "mis_send",
        "Something went to the wrong person",
        "1",
        (
            Section(
                "sent",
                "What went to the wrong person",
                (
                    Question(
                        "ms_item",
                        "What was it?",
                        Kind.CHOICE,
                        "What can be withdrawn in Teams is withdrawn as soon as you send this.",
                        choices=(*items, Choice(OTHER, "Something else, or you are not sure")),
                    ),
                    Question(
                        "ms_what",
                        "What was it, and how did it go?",
                        Kind.LONG,
                        "A letter, an e-mail, a printout, something said. What did it hold?",
                        longest=2_000,
                        when=_other,
                    ),
                    Question(
                        "ms_to",
                        "Who got it?",
                        Kind.LONG,
                        "As much as you know: who they are, and whether they have read it or passed it on.",
                        longest=1_000,
                    ),
                    Question("ms_sent_on", "When did it go?", Kind.DATE, past=True),
                    Question(
                        "ms_found_on",
                        "When was it first noticed, by anybody?",
                        Kind.DATE,
                        "The 72 hours in which the Information Commissioner’s Office may have to be told count from "
                        "then.",
                        past=True,
                        wrong=not_before(
                            "ms_sent_on",
                            "This is before it went. Enter the day it was noticed, or correct the day it went.",
                        ),
                    ),
                    IMMEDIATE_SAFETY,
                ),
                intro="Nobody is blamed for reporting this. The sooner it is known, the more can be put right.",
            ),
        ),
    )


MIS_SEND = mis_send_form()

_DONE = options(done="Yes", not_done="No, and here is why")
NOT_YET = "not_yet"
_CHECKED = options(done="Yes", not_yet="Not yet, and here is why", needless="No check is needed, and here is why")
"""A family that nobody has checked on is still to be checked on."""

STEP_WORDS: dict[Step, tuple[str, str, str]] = {
    Step.FAMILY: (
        "Check that the family is safe",
        "Has somebody checked that the child and the family are safe after this?",
        "Who checked, when, and what was done: for example an address that was seen, or a former partner who got it.",
    ),
    Step.TOLD: (
        "Tell the people it is about",
        "Were the people it is about told?",
        "Who was told, when and by whom. Or why not: for example that telling them would put a child at risk.",
    ),
    Step.ICO: (
        "Tell the Information Commissioner’s Office, or say why not",
        "Was the Information Commissioner’s Office told?",
        "When, by whom, and its reference. Or why a risk to anybody is unlikely, so that it need not be told. "
        "If the 72 hours had passed: why it was late.",
    ),
    Step.OUTCOME: (
        "Say what came of it",
        "Is it over?",
        "What was got back or destroyed, what was learnt, and what is done differently now.",
    ),
}
"""For each step: its name, what is asked, and what belongs in the answer."""
STEP_NAMES: dict[Step, str] = {
    Step.FAMILY: "is the family safe?",
    Step.TOLD: "tell the people",
    Step.ICO: "tell the ICO or say why not",
    Step.OUTCOME: "say what came of it",
}
"""The same in a few words, for a list of tasks."""


def step_form(step: Step) -> Form:
    """What was done about a breach, or why not."""
    title, asked, more = STEP_WORDS[step]
    choices = _CHECKED if step is Step.FAMILY else _DONE
    done = Question("bs_done", asked, Kind.CHOICE, choices=choices)
    asks = (done,) if step is not Step.OUTCOME else ()
    told = Question("bs_what", "What was done, or why not?", Kind.LONG, more, longest=2_000)
    return Form("breach_step", title, "1", (Section("step", title, (*asks, told)),))


BREACH_STEP = step_form(Step.ICO)
