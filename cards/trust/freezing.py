"""A case that is held still, and one that goes on (E43)."""

from cards.casework import on
from cards.elements import Action, Card, button, pair
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.openly import of_case
from rapid_review.timing.london import clock_words


def offer(case: Case) -> Action:
    return button("Freeze the case", "form.open", {"form": "freeze", "subject": case.reference})


def thaw(case: Case) -> Action:
    return button("Let it go on", "case.thaw", on(case))


def state(case: Case, *, lifts: bool, why: str = "") -> Card:
    """As it stands now."""
    return frozen(case, lifts=lifts, why=why) if case.frozen else thawed(case)


def frozen(case: Case, *, lifts: bool, why: str) -> Card:
    since = f"Since {clock_words(case.frozen.at)}. " if case.frozen else ""
    lines = (
        f"{since}Something in it has to be put right first.",
        "Nothing leaves the case, and only the chair and the Partnership Team can read it or do anything in it.",
        "What you have written is kept. You hear when it goes on. If a child is in danger, act as always.",
    )
    actions = [thaw(case)] if lifts else []
    reason = [pair("Why", why)] if why else []
    return notice(of_case(case.reference, "this case is frozen"), *lines, also=reason, actions=actions)


def thawed(case: Case) -> Card:
    title = of_case(case.reference, "this case goes on")
    return notice(title, "It is not frozen any more. What waited can be done now.", actions=[_see(case)])


def _see(case: Case) -> Action:
    return button("See the case", "case", on(case))
