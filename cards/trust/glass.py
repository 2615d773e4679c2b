"""Break-glass: the way in, what can be read under it, what others are told, and its end (Part 6, rule 11)."""

from collections.abc import Sequence

from cards.casework import on
from cards.elements import Action, Card, Element, box, button, card, heading, pair, words
from cards.receipts import done, notice
from rapid_review.case import Case
from rapid_review.declaration.declarations import Declaration
from rapid_review.openly import of_case
from rapid_review.people import PersonId
from rapid_review.permissions import Surface
from rapid_review.timing.london import clock_words
from rapid_review.trust.guarded import Glass

OFFER = "Open it under break-glass"


def offer(case: Case) -> Action:
    """The way in, for the chair to whom the case is closed."""
    return button(OFFER, "form.open", {"form": "glass", "subject": case.reference})


READS: dict[Surface, tuple[str, str]] = {
    Surface.NOTIFICATION: ("Read the notification", "notification.read"),
    Surface.RETURNS: ("Read the agencies’ answers", "returns.read"),
    Surface.PAPERS: ("The papers", "papers.read"),
    Surface.DECISION: ("Read the decision", "decision.read"),
    Surface.PANEL: ("Who has been told", "duties.read"),
}
"""What there is to read, in the order in which it is wanted in a hurry."""


def opened(case: Case, glass: Glass, readable: Sequence[Surface]) -> Card:
    """What can be read, and until when. Everything is read on this one card, so that it can be emptied."""
    title = of_case(case.reference, "open under break-glass")
    body: list[Element] = [
        heading(title),
        box([words(f"Until {clock_words(glass.until)}. To read only.", bold=True)], "warning"),
        words(
            "Whatever you read is recorded. All three partners’ members, the scrutineer and the team have been told."
        ),
    ]
    actions = [button(*READS[surface], on(case)) for surface in READS if surface in readable]
    ending = button("I have read what I needed", "glass.end", on(case))
    return card(body, [*actions, ending], summary=title)


def begun(case: Case, glass: Glass) -> Card:
    """The receipt: until when, and where it is read."""
    lines = (
        f"It is open to you until {clock_words(glass.until)}.",
        "What you can read comes on a card of its own, which is emptied then.",
    )
    return done(of_case(case.reference, "opened under break-glass"), *lines)


def over(case: Case, person: PersonId) -> Card:
    """In the place of whatever was read."""
    title = of_case(case.reference, "break-glass has ended")
    lines = ("What you had open is not shown here any more.", _what_now(case.declarations.get(person)))
    see = button("See the case", "case", on(case))
    return notice(title, *lines, actions=[see])


def _what_now(declared: Declaration | None) -> str:
    """Somebody may have declared while it was open, and that may be what ended it."""
    if declared is not None and declared.recused:
        return "You are recused from this case."
    if declared is not None and declared.declined_at:
        return "You said that you cannot sign. The Partnership Team decides what follows, and you hear of it."
    if declared is not None and declared.awaits_ruling:
        return "You declared a conflict of interest. Nothing of the case is shown to you until it is ruled on."
    if declared is not None and declared.cleared:
        return "You have made your declarations, so you can open the case as it is."
    return "To take part in the case, make your declarations."


def elsewhere(case: Case) -> Card:
    """The answer to something typed: what it shows goes where it can be emptied."""
    title = of_case(case.reference, "see the break-glass card")
    return notice(title, "I have put this on your break-glass card, which is emptied when it ends.")


def told(case: Case, glass: Glass, name: str, why: str) -> Card:
    """Everybody who is told at once; the reason stands there for those who read the record of the case."""
    title = of_case(case.reference, "opened under break-glass")
    body = [
        heading(title),
        pair("Who", name),
        words(f"Opened on {clock_words(glass.at)}, before making their declarations, as a chair may in an emergency."),
        words(f"It ends on {clock_words(glass.until)}."),
        words("They can read the case, and do nothing in it. Everything they read is in its record."),
        *([pair("Their reason", why)] if why else [words("Their reason is on record. The Partnership Team has it.")]),
        words("If you think this is wrong, say so to the Partnership Team and the Independent Scrutineer."),
    ]
    return card(body, [button("See the case", "case", on(case))], summary=title)
