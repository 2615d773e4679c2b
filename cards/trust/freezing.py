"""A case that is held still, what passes meanwhile, and one that goes on (E43)."""

from datetime import datetime

from cards.asking import ask
from cards.casework import MILESTONE_WORDS, on
from cards.elements import Action, Card, Element, button, pair, pairs, words
from cards.receipts import notice
from cards.trust import breaches
from rapid_review.case import Case
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Standing
from rapid_review.permissions import roles_of
from rapid_review.task import Task
from rapid_review.timing.london import clock_words
from rapid_review.trust.frozen_tasks import passes_meanwhile, poll_closes

SHOWN = 4
"""Dates on one card: the nearest."""


def offer(case: Case) -> Action:
    return button("Freeze the case", "form.open", {"form": "freeze", "subject": case.reference})


def thaw(case: Case) -> Action:
    return button("Let it go on", "case.thaw", on(case))


def state(case: Case, who: Standing, now: datetime, why: str = "") -> Card:
    """As it stands now; why and what passes meanwhile, for those who may let it go on."""
    return frozen(case, who, now, why) if case.frozen else thawed(case, who)


def frozen(case: Case, who: Standing, now: datetime, why: str) -> Card:
    since = f"Since {clock_words(case.frozen.at)}. " if case.frozen else ""
    lifts = case.may_freeze(who)
    lines = (
        f"{since}Something in it has to be put right first. You hear when it goes on.",
        "If a child is in danger, act as always.",
        "Until then only the chair and the Partnership Team can read it or work on it, and nothing leaves it. What you "
        "have written is kept. You can still make your declarations.",
        "If something went to the wrong person, type “wrong person” as well: the 72 hours for that do not wait.",
    )
    also = [*([pair("Why", why)] if why else []), *(_meanwhile(case, now) if lifts else [])]
    actions = [thaw(case)] if lifts else []
    actions += [breaches.offer(case)] if roles_of(case, who) else []
    return notice(of_case(case.reference, "this case is frozen"), *lines, also=also, actions=actions)


def thawed(case: Case, who: Standing) -> Card:
    title = of_case(case.reference, "this case goes on")
    see = [button("See the case", "case", on(case))] if roles_of(case, who) else []
    return notice(title, "It is not frozen any more. What waited can be done now.", actions=see)


def ask_to_thaw(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To those who run it, daily: that it still stands still, and what passes meanwhile."""
    since = clock_words(case.frozen.at) if case.frozen else ""
    by = partnership.name_of(case.frozen.by) if case.frozen else ""
    body = [
        words(f"This case has been frozen since {since}, by {by}. Nobody else can work on it."),
        *_meanwhile(case, now),
        words(
            "Put right what is wrong, then let it go on. If the wrong child was named, correct the notification, and "
            "notify the other child as a case of its own. If dates cannot be met, move them now.",
            quiet=True,
        ),
    ]
    lifts = [thaw(case)] if case.may_freeze(who) else []
    actions = [*lifts, breaches.offer(case), button("See the case", "case", on(case))]
    return ask(case, f"{case.reference}: still frozen", task, body, actions, now=now)


def do_not_send(case: Case) -> list[Element]:
    """Above whatever could be sent by hand meanwhile."""
    line = "This case is frozen: do not send anything. If it has gone already, record it and say why."
    return [words(line, tone="attention", bold=True)] if case.frozen else []


def _meanwhile(case: Case, now: datetime) -> list[Element]:
    """What does not wait for the case to go on."""
    body = []
    if closes := poll_closes(case, now):
        vote = f"The poll closes on {clock_words(closes)}, frozen or not. Until the case goes on, members cannot vote."
        body.append(words(vote, tone="warning", bold=True))
    dates = [(MILESTONE_WORDS[step], clock_words(at)) for step, at in passes_meanwhile(case, now)[:SHOWN]]
    return [*body, *([words("These dates do not wait:"), *pairs(dates)] if dates else [])]
