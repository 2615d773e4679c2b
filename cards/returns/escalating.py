"""An agency's silence, taken further: the step proposed, the step to answer, and the whole record of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cards import reading
from cards.asking import ask, opens
from cards.casework import agency_name, on
from cards.elements import Card, Element, beginning, button, card, heading, pairs, subheading, typed, words
from cards.receipts import done
from rapid_review.case import Case
from rapid_review.openly import of_case
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import Partner, Partnership, Standing
from rapid_review.questions.forms import Answers, in_words
from rapid_review.returns.escalation import Escalation, Reply, Rung, Said
from rapid_review.returns.escalation_forms import ANSWER_FORMS, ESCALATION
from rapid_review.tasks import Task
from rapid_review.timing.calendar_england import first_working
from rapid_review.timing.london import clock_words, local_day

TAKEN_TO: dict[Rung, str] = {
    Rung.GROUP: "the chair of the Rapid Review Group",
    Rung.LEAD: "the agency’s strategic safeguarding lead",
    Rung.PARTNERS: "the safeguarding partners, for formal action",
    Rung.HELD: "nobody yet",
}
SAID: dict[Said, str] = {
    Said.GO_ON: "Go on without this answer",
    Said.WAIT: "Wait",
    Said.ASK_LEAD: "Ask the strategic safeguarding lead",
    Said.ASK_PARTNERS: "Take it to the safeguarding partners",
    Said.WILL_ANSWER: "The agency will answer",
    Said.CANNOT_ANSWER: "The agency cannot or will not share it",
    Said.FORMAL_REQUEST: "A formal request is made",
    Said.LEGAL_ACTION: "Legal action is begun",
    Said.NO_ACTION: "No formal action",
}
MOST_ABOVE = 3_000
"""Bytes of what was written that stand above a form; the form needs the rest of the card."""


def escalate(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """The proposal to take the next step. Whoever reads it decides; nothing happens by itself."""
    name, rung = agency_name(partnership, task.about), case.proposed(task.about, now, who.led)
    silence = "has not answered" + _again(case, task.about)
    body = [words(f"{name} {silence}. It is time to decide whether to take this further.")]
    if rung:
        body.append(words(f"Proposed next: tell {TAKEN_TO[rung]}. You may choose another step, or none for now."))
    subject = f"{case.reference}/{task.about}"
    actions = [
        opens(case, "Decide the next step", "escalation", subject),
        button("See what was tried", "chase.agency", on(case, agency=task.about)),
    ]
    return ask(case, f"{case.reference}: {name} {silence}", task, [*body, *_state(case, task.about)], actions, now=now)


def resolve(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """A step that waits for this person's answer."""
    agency, _, rung = task.about.partition(":")
    name = agency_name(partnership, agency)
    body = [words(f"{name} has not answered the Rapid Review’s request, and this has been taken to you.")]
    actions = [opens(case, "Read it and answer", f"step_{rung}", f"{case.reference}/{agency}")]
    return ask(case, f"{case.reference}: a missing answer", task, [*body, *_state(case, agency)], actions, now=now)


def _again(case: Case, agency: str) -> str:
    """What sets apart an agency that did answer, only not well enough, and has been asked again."""
    return " again" if case.requests[agency].versions else ""


def _state(case: Case, agency: str) -> list[Element]:
    """What is known of the silence without a word of the case: asked, acknowledged, due."""
    request, due = case.requests[agency], case.due_from(agency)
    rows = [("Asked", clock_words(request.asked_at))]
    rows += [("Asked again", clock_words(request.wanted_since))] if request.wanted_since > request.asked_at else []
    rows.append(("Acknowledged", clock_words(request.acknowledged_at) if request.acknowledged_at else "Not yet"))
    rows += [("Answer due", clock_words(due.at))] if due else []
    return pairs(rows)


def so_far(case: Case, agency: str, partnership: Partnership, now: datetime) -> list[Element]:
    """Above the form in which a step is chosen."""
    said = [words(f"{agency_name(partnership, agency)}:", bold=True), *_state(case, agency)]
    return said + [words(_step_line(step, partnership), quiet=True) for step in case.escalations_of(agency)]


def asked(case: Case, agency: str, rung: Rung, why: str, partnership: Partnership, now: datetime) -> list[Element]:
    """Above the form in which a step is answered: what was written when it was taken."""
    step = case.open_escalation(agency, rung)
    name = agency_name(partnership, agency)
    body = [words(f"{name} has not answered the request in {case.reference}."), *_state(case, agency)]
    if step:
        body.append(words(f"An answer is wanted by {clock_words(step.wanted_by)}."))
    if why:
        told = beginning(why, MOST_ABOVE)
        body += [words(f"{partnership.name_of(step.by) if step else 'The Partnership Team'} wrote:"), typed(told)]
        body += [words("There is more of it in the steps so far.", quiet=True)] if told != why else []
    elif step:
        body.append(words("Make your declarations to read why.", quiet=True))
    if rung is Rung.PARTNERS and not partnership.formal_request:
        body.append(
            words(
                "A formal request cannot be made from here yet: its text has not been put in the partnership’s file.",
                tone="warning",
            )
        )
    if rung is Rung.PARTNERS and partnership.formal_request:
        body += [subheading("What a formal request says"), *map(typed, partnership.formal_request)]
        body += map(typed, partnership.information_law)
    return body


def taken(case: Case, agency: str, partnership: Partnership) -> Card:
    """The receipt of a step."""
    steps = case.escalations_of(agency)
    name = agency_name(partnership, agency)
    title = of_case(case.reference, "{}", name)
    if not steps:
        return done(title, "No step has been taken.")
    step = steps[-1]
    line = f"This has been taken to {TAKEN_TO[step.rung]}. An answer is wanted by {clock_words(step.wanted_by)}."
    if step.rung is Rung.HELD:
        morning = first_working(local_day(step.wanted_by) + timedelta(days=1), case.policy)
        line = f"Nothing more is done for now. We bring it back to you on the morning of {in_words(morning)}."
    if step.open and not _can_be_answered(case, step, partnership):
        line += " They have not made their declarations yet, so they are asked for those first. A call may be quicker."
    actions = [
        button("The chase board", "chase", on(case)),
        button("The steps so far", "escalation.read", on(case, agency=agency)),
    ]
    return done(title, line, actions=actions)


def _can_be_answered(case: Case, step: Escalation, partnership: Partnership) -> bool:
    """Whether somebody it was taken to could answer it now. A strategic lead need not declare for that."""
    cleared = {person for person, declared in case.declarations.items() if declared.cleared}
    return step.rung is Rung.LEAD or any(
        case.may_answer(step.agency, step.rung, partnership.standing(person)) for person in cleared
    )


def record(
    case: Case,
    agency: str,
    partnership: Partnership,
    written: Sequence[tuple[Answers | None, Answers | None]],
    number: int,
) -> Card:
    """Every step with its answer, in order, and then each as it was written, page by page."""
    title = of_case(case.reference, "{}, the steps taken", agency_name(partnership, agency))
    first: list[Element] = [*_state(case, agency)]
    pages = [first]
    for step, (why, answer) in zip(case.escalations_of(agency), written, strict=True):
        first.append(words(_step_line(step, partnership), bold=True))
        pages += reading.pages(ESCALATION, why) if why else []
        if step.reply:
            first.append(words(_reply_line(step.reply, partnership)))
            pages += reading.pages(ANSWER_FORMS[step.rung], answer) if answer else []
    if not case.escalations_of(agency):
        first.append(words("No step has been taken about this agency."))
    return reading.page(title, pages, number, "escalation.read", on(case, agency=agency), case.reference)


def _step_line(step: Escalation, partnership: Partnership) -> str:
    return f"{clock_words(step.at)}: {partnership.name_of(step.by)} took it to {TAKEN_TO[step.rung]}."


def _reply_line(reply: Reply, partnership: Partnership) -> str:
    until = f", by {clock_words(reply.until)}" if reply.until else ""
    return f"{SAID[reply.said]}{until}. {partnership.name_of(reply.by)}, {clock_words(reply.at)}."


def answered(case: Case, agency: str, rung: Rung, partnership: Partnership) -> Card | None:
    """To the Partnership Team: what came of a step."""
    step = next((s for s in reversed(case.escalations_of(agency)) if s.rung is rung and s.reply), None)
    if step is None or step.reply is None:
        return None
    name = agency_name(partnership, agency)
    title = of_case(case.reference, "an answer about {}", name)
    actions = [
        button("Read it", "escalation.read", on(case, agency=agency)),
        button("The chase board", "chase", on(case)),
    ]
    return card([heading(title), words(_reply_line(step.reply, partnership))], actions, summary=title)


def told_formally(case: Case, agency: str) -> Card:
    """To the agency: that a formal request was made. What it says is read one press further, by whoever may."""
    title = of_case(case.reference, "a formal request to your agency")
    lines = [
        words("A safeguarding partner has made a formal request for information to your agency."),
        words("Please read it today and take advice if you need it."),
    ]
    return card(
        [heading(title), *lines], [button("Read it", "formal.read", on(case, agency=agency), main=True)], summary=title
    )


def formal_request(
    case: Case,
    agency: str,
    reply: Reply,
    answers: Answers,
    partner: Partner | None,
    partnership: Partnership,
    number: int,
) -> Card:
    """The formal request itself, in the partnership's own words (R116) with its note on information law (R121)."""
    by = PARTNER_NAMES[partner] if partner else partnership.name
    first = [
        words(f"To {agency_name(partnership, agency)}, from {by}. Made on {clock_words(reply.at)}."),
        *([words(f"To be answered by {clock_words(reply.until)}.", bold=True)] if reply.until else []),
        *map(typed, partnership.formal_request),
        *map(typed, partnership.information_law),
    ]
    title = of_case(case.reference, "a formal request")
    pages = [first, *reading.pages(ANSWER_FORMS[Rung.PARTNERS], answers)]
    return reading.page(title, pages, number, "formal.read", on(case, agency=agency), case.reference)
