"""What went to somebody it was not for: how it is reported, what is withdrawn, what has to be done by when (E29)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from cards.casework import on
from cards.elements import Action, Card, Element, box, button, card, facts, heading, pairs, subheading, words
from cards.receipts import done, notice
from rapid_review.case import Case
from rapid_review.gates import listed as in_a_row
from rapid_review.openly import of_case, openly
from rapid_review.people import Partnership
from rapid_review.permissions import CaseRole
from rapid_review.timing.london import clock_words
from rapid_review.trust.breach import Breach, Step
from rapid_review.trust.trust_forms import STEP_NAMES, STEP_WORDS

REPORT = "Something went to the wrong person"


def offer(case: Case) -> Action:
    """The way to report it, for everybody who may see the case."""
    return button(REPORT, "form.open", {"form": "mis_send", "subject": case.reference})


def see(case: Case) -> Action:
    return button("What went to the wrong person", "breaches.read", on(case))


def which(references: Sequence[str], partnership: Partnership) -> Card:
    """In which case it happened; and what to do for somebody who has none."""
    title = openly("Something went to the wrong person")
    ring = f"If you cannot tell which case it is, write to {partnership.team_contact} now. Do not wait."
    lines = [words("Which case is it about?")] if references else [words("You have no part in any case here.")]
    opens = [button(r, "form.open", {"form": "mis_send", "subject": r}) for r in references[:6]]
    return card([heading(title), *lines, words(ring)], opens or [button("Help", "help")], summary=title)


def reported(
    case: Case,
    breach: Breach,
    *,
    told: Collection[CaseRole],
    now: datetime,
    taken_back: Sequence[str] = (),
    stop: Sequence[Element] = (),
) -> Card:
    """To whoever reported it: what was done at once, who was in fact told, and what follows."""
    lines = [
        *(["This was reported already. What you say is added to that report."] if breach.added else []),
        *taken_back,
        *_told(told),
        *(["No letter leaves this case until one of them has looked."] if breach.holds_sends else []),
        by_the_law(breach, now),
        "Keep what you have of it: they will tell you what they need.",
    ]
    return done(of_case(case.reference, "thank you for reporting it"), *lines, also=stop)


_NAMED = {
    CaseRole.DPO: "the data protection officer",
    CaseRole.PARTNERSHIP_TEAM: "the Partnership Team",
    CaseRole.CHAIR: "whoever chairs this case",
}


def _told(told: Collection[CaseRole]) -> list[str]:
    who = in_a_row([name for role, name in _NAMED.items() if role in told])
    lines = [f"Told now: {who}."] if who else ["Nobody else could be told of it here, so tell your line manager now."]
    if CaseRole.DPO not in told:
        lines.append("This bot knows no data protection officer to tell. If your organisation has one, tell them now.")
    return lines


def by_the_law(breach: Breach, now: datetime) -> str:
    """Until when the ICO is to be told; once that is over, that it is told now, and late (Article 33)."""
    if now < breach.ico_by:
        return f"The Information Commissioner’s Office may have to be told by {clock_words(breach.ico_by)}."
    return (
        f"The 72 hours have passed, on {clock_words(breach.ico_by)}. If the Information Commissioner’s Office has to "
        "be told, tell it now and say why it is late (Article 33 UK GDPR)."
    )


def withdrawn(case: Case, partnership: Partnership) -> Card:
    """In the place of what somebody should not have got."""
    lines = (
        "It was not meant for you, or held something that it should not have held.",
        "Please delete any copy, and do not use or pass on what it said.",
        f"If you have read it, or passed it on, tell {partnership.team_contact}.",
    )
    return notice(of_case(case.reference, "this was withdrawn"), *lines)


def not_emptied(case: Case, breach: Breach | None, name: str, why: str) -> Card:
    """To those who see to it: the card still stands in somebody's chat. Their name, for whoever may read of it.

    Without a breach it is a card of somebody whose access has ended.
    """
    title = of_case(case.reference, "a card could not be taken back")
    somebody = name or ("somebody whom it was not for" if breach else "somebody whose access has ended")
    lines = (
        f"It still stands in the chat of {somebody}. The bot could not empty it: {why}",
        "Please ask them to delete it now, and write down what they say. The bot does not try again.",
    )
    actions = [button("Read it", "breach.read", on(case, breach=breach.id), main=True)] if name and breach else []
    return notice(title, *lines, actions=[*actions, button("My tasks", "tasks")])


def told(case: Case, breach: Breach, *, cleared: bool, declares: bool, now: datetime) -> Card:
    """The alarm: that it happened and by when, and nothing of what went where."""
    title = of_case(case.reference, "something went to the wrong person")
    body = [
        heading(title),
        box([words(by_the_law(breach, now), bold=True)], "attention"),
        words(f"It was reported on {clock_words(breach.at)}, and known since {clock_words(breach.aware_at)}."),
        words("What the bot could take back is taken back. Letters outside wait until one of you has looked."),
    ]
    if not cleared:
        body.append(words(FIRST_DECLARE))
    reads = button("Read it", "breach.read", on(case, breach=breach.id), main=True)
    actions = [reads] if cleared else [_way_in(case)] if declares else []
    return card(body, [*actions, button("My tasks", "tasks")], summary=title)


def listed(case: Case, breaches: Sequence[Breach], *, declares: bool = False) -> Card:
    """Every breach of the case that this person may read."""
    title = of_case(case.reference, "what went to the wrong person")
    rows = [(_name(one), _standing(one)) for one in breaches]
    nothing = FIRST_DECLARE if declares else "There is no report in this case that you can read."
    body = [heading(title), facts(rows) if rows else words(nothing)]
    newest = sorted(breaches, key=lambda one: one.is_open)[-4:]  # Those first that are not at their end.
    opens = [button(_name(one), "breach.read", on(case, breach=one.id)) for one in newest]
    opens += [_way_in(case)] if declares else []
    return card(body, [*opens, offer(case)], summary=title)


FIRST_DECLARE = "To read what happened, make your declarations for this case. It takes two minutes."


def _way_in(case: Case) -> Action:
    return button("Make your declarations", "form.open", {"form": "declare", "subject": case.reference}, main=True)


def _name(breach: Breach) -> str:
    return f"Report {breach.id.removeprefix('b')}"


def _standing(breach: Breach) -> str:
    if not breach.is_open:
        return "Closed"
    return f"Open. The Information Commissioner’s Office (ICO) may have to be told by {clock_words(breach.ico_by)}."


def record(
    case: Case,
    breach: Breach,
    *,
    about: Sequence[tuple[str, str]],
    looked: Sequence[tuple[str, str]] | None,
    steps: Sequence[tuple[str, str]],
    handles: bool,
) -> Card:
    """Everything that is known of it: what, to whom, who has seen it, what was done, and what is left."""
    title = of_case(case.reference, "something went to the wrong person")
    body: list[Element] = [heading(title), words(_standing(breach), bold=True)]
    body += pairs(about)
    if looked is not None:
        nobody = [("As far as is known", "Nobody that the record knows of.")]
        body += [subheading("Who has seen it"), *pairs(looked or nobody)]
    body += [subheading("What was done"), *pairs(steps)] if steps else []
    actions = [_takes(case, breach, step) for step in breach.to_do()] if handles else []
    if handles and breach.holds_sends:
        actions.append(button("I have looked: sends may go on", "breach.release", on(case, breach=breach.id)))
    return card(body, actions, summary=title)


def _takes(case: Case, breach: Breach, step: Step) -> Action:
    subject = f"{case.reference}/{breach.id}.{step}"
    name = STEP_NAMES[step]
    title = f"{name[0].upper()}{name[1:]}"
    return button(title, "form.open", {"form": "breach_step", "subject": subject}, main=True)


def ask(case: Case, breach: Breach, step: Step, now: datetime) -> tuple[list[Element], list[Action]]:
    """One step of what is to be done about it."""
    body = [words(f"{_name(breach)}: {STEP_WORDS[step][0][0].lower()}{STEP_WORDS[step][0][1:]}.", bold=True)]
    if step is Step.ICO and now >= breach.ico_by:
        body.append(words(by_the_law(breach, now), tone="attention"))
    elif step is Step.ICO:
        body.append(words("Where a risk to anybody is likely, the ICO is told within 72 hours (Article 33 UK GDPR)."))
    return body, [_takes(case, breach, step), button("Read it", "breach.read", on(case, breach=breach.id))]
