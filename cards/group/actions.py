"""Actions: what is asked of an owner, one action in full, and all of a case at a glance (R079-R081, R053)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import Card, Element, button, buttons, card, excerpt, heading, pairs, subheading, typed, words
from rapid_review.case import Case
from rapid_review.group.actions import EVIDENCE, FOR_WORDS, HAND_OFF, Action, action_form
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Answers, Form, in_words
from rapid_review.task import Task
from rapid_review.timing.london import clock_words

A_PAGE = 6
GLANCE = 300
"""Bytes of an action that the list shows."""
ROOM = 16_000
"""Bytes that the words of one action may take."""


@dataclass(frozen=True)
class Seen:
    """An action with the words of it and of its evidence."""

    action: Action
    answers: Answers
    evidence: Answers


def do(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To its owner. What is to be done stands on the next card."""
    action = case.actions[task.about]
    body = [words(f"{FOR_WORDS[action.purpose]}."), words("It is yours until you say what shows that it is done.")]
    actions = [
        button("Read it", "action.read", on(case, action=action.id), main=True),
        button("Say what shows it", "form.open", {"form": EVIDENCE.id, "subject": f"{case.reference}/{action.id}"}),
    ]
    return ask(case, f"{case.reference}: an action of yours", task, body, actions, now=now)


def give(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: its owner takes no part any more."""
    action = case.actions[task.about]
    body = [
        words(f"{FOR_WORDS[action.purpose]}, by {in_words(action.due)}."),
        words("Whoever was to do it takes no part in this case now, so nobody does it. Agree who does it instead."),
    ]
    actions = [
        opens(case, "Give it to somebody else", "action", f"{case.reference}/{action.id}"),
        button("Read it", "action.read", on(case, action=action.id)),
    ]
    return ask(case, f"{case.reference}: an action that nobody does", task, body, actions, now=now)


def one(case: Case, seen: Seen, partnership: Partnership, today: date, *, may_close: bool, may_change: bool) -> Card:
    """One action, as it was agreed and as far as it is."""
    action = seen.action
    title = of_case(case.reference, "action {}", int(action.id[1:]))
    rows = [
        ("What it is for", FOR_WORDS[action.purpose]),
        ("Who does it", partnership.name_of(action.owner)),
        ("By", in_words(action.due)),
        ("Where it stands", state(action, today)),
    ]
    said = dict([*_said(action_form(()), seen.answers), *_said(EVIDENCE, seen.evidence)])
    given = [(label, excerpt(text, ROOM // len(said))) for label, text in said.items()]
    subject = f"{case.reference}/{action.id}"
    close = button("Say what shows it", "form.open", {"form": EVIDENCE.id, "subject": subject}, main=True)
    change = button("Change it", "form.open", {"form": "action", "subject": subject})
    actions = [*([close] if may_close else []), *([change] if may_change else [])]
    body = [heading(title), *pairs(rows), *pairs(given)]
    return card(body, [*actions, button("All actions", "actions.read", on(case))], summary=title)


SHOWN_ABOVE = {"act_for", "act_owner", "act_due"}


def _said(form: Form, answers: Answers) -> list[tuple[str, str]]:
    asked = [question for section in form.sections for question in section.questions]
    return [(q.label, q.text_of(answers[q.id])) for q in asked if q.id not in SHOWN_ABOVE and answers.get(q.id)]


def state(action: Action, today: date) -> str:
    """Open, overdue, or done and since when."""
    if action.closed_at:
        return f"done: the evidence is in since {clock_words(action.closed_at)}"
    return f"overdue since {in_words(action.due)}" if action.due < today else "open"


def listed(
    case: Case,
    seen: Sequence[Seen],
    page: int,
    partnership: Partnership,
    today: date,
    *,
    may_add: bool,
    handed_on: Answers,
) -> Card:
    """The actions that somebody may read, those still open first."""
    title = of_case(case.reference, "actions")
    ordered = sorted(seen, key=lambda one: (not one.action.open, one.action.due))
    shown = ordered[page * A_PAGE : (page + 1) * A_PAGE]
    body: list[Element] = [heading(title)]
    body += [] if shown else [words("No action has been agreed.")]
    for item in shown:
        body += _line(case, item, partnership, today)
    body += _handed_on(handed_on)
    add = button("Agree an action", "form.open", {"form": "action", "subject": case.reference})
    hand = [opens(case, "Hand the review on", "hand_off")] if may_add and case.hands_on else []
    more = button("Next page", "actions.read", {**on(case), "page": page + 1})
    actions = [*([add] if may_add else []), *hand, *([more] if (page + 1) * A_PAGE < len(seen) else [])]
    return card(body, [*actions, button("Back to the case", "case", on(case))], summary=title)


def _line(case: Case, item: Seen, partnership: Partnership, today: date) -> list[Element]:
    action = item.action
    about = f"{partnership.name_of(action.owner)}, by {in_words(action.due)}: {state(action, today)}."
    read = button("Read it", "action.read", on(case, action=action.id))
    return [
        words(f"{action.id[1:]}. {FOR_WORDS[action.purpose]}", bold=True),
        typed(excerpt(str(item.answers.get("act_what", "")), GLANCE)),
        words(about, quiet=True),
        buttons([{**read, "tooltip": f"Read action {action.id[1:]}"}]),
    ]


def hand_on(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: a review was decided, and somebody carries it on (R052)."""
    body = [words("A review was decided. Say who carries it on, since when, and what they were handed.")]
    return ask(case, f"{case.reference}: hand the review on", task, body, [opens(case, "Say who", "hand_off")], now=now)


def _handed_on(answers: Answers) -> list[Element]:
    """The hand-over of the review, where there was one."""
    given = _said(HAND_OFF, answers)
    rows = [(label, excerpt(text, GLANCE)) for label, text in given]
    return [subheading(HAND_OFF.title), *pairs(rows)] if given else []
