"""The register of declarations, for those who may see it: where each stands, and for the chair and team the facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards import reading
from cards.casework import on
from cards.elements import Action, Card, Element, button, card, heading, pair, subheading, typed, words
from cards.form import MARKING
from cards.group.membership import state
from rapid_review.case import Case
from rapid_review.declaration.declarations import Declaration
from rapid_review.declaration.declarations_register import INSTEAD, access_of, ruling_of, said_in, version_of
from rapid_review.openly import Open, of_case
from rapid_review.questions.forms import Answers
from rapid_review.timing.london import clock_words


@dataclass(frozen=True)
class Declared:
    """One person's declarations, as they are shown."""

    name: str
    declaration: Declaration
    answers: Answers
    """Of their conflict declaration; of these only what was chosen is shown."""
    told: Sequence[tuple[str, str]] = ()
    """What was typed, by label, for those who may read it."""


def register(case: Case, people: Sequence[Declared], number: int, *, runs: bool) -> Card:
    """Who declared what, a page at a time."""
    more = [button("Who takes part", "membership", on(case))] if runs else []
    return _paged(case, of_case(case.reference, "the declarations"), people, number, more)


def own(case: Case, mine: Declared, number: int) -> Card:
    """What somebody has declared themself, with the way to declare anew (form 3e: at any time)."""
    anew = button("Declare something new", "form.open", {"form": "declare", "subject": case.reference})
    return _paged(case, of_case(case.reference, "my declarations"), [mine], number, [anew])


def _paged(case: Case, title: Open, people: Sequence[Declared], number: int, more: Sequence[Action]) -> Card:
    parts = [part for one in people for part in _of_one(one)]
    pages = reading.paged(parts or [[words("Nobody has declared yet.")]])
    number = min(max(number, 0), len(pages) - 1)
    turning = {"Next page": number + 1, "Page before": number - 1}
    actions = [
        button(label, "declarations.read", {**on(case), "page": page})
        for label, page in turning.items()
        if 0 <= page < len(pages)
    ]
    body = [heading(title), *pages[number], words(MARKING, quiet=True)]
    return card(body, [*actions, *more, button("Back to the case", "case", on(case))], summary=title)


def _of_one(one: Declared) -> list[list[Element]]:
    """One person, in parts between which a page may end."""
    declared = one.declaration
    rows = [
        ("Confidentiality agreement", _signed(declared)),
        ("Could not sign", clock_words(declared.declined_at) if declared.declined_at else ""),
        ("What was decided instead", INSTEAD[declared.replaced.what] if declared.replaced else ""),
        ("Conflict of interest", _conflict(one)),
        ("What kind", said_in(one.answers, "kinds")),
        ("What they suggest", said_in(one.answers, "proposed")),
        ("Looked at again", _looks(declared)),
        ("Ruling", _ruling(declared)),
        ("Papers they may read", access_of(declared)),
    ]
    shown: list[Element] = [subheading("Declared by"), typed(f"{one.name}: {state(declared)}")]
    shown += [pair(label, said) for label, said in rows if said]
    return [shown, *([piece] for label, said in one.told for piece in reading.pieces(label, said))]


def _signed(declared: Declaration) -> str:
    if declared.signed_at is None:
        return ""
    version = version_of(declared)
    words_of = f"version {version}" if version else "an earlier wording"
    held = "" if declared.signed else ", which no longer holds"
    return f"Signed on {clock_words(declared.signed_at)}, {words_of}{held}"


def _conflict(one: Declared) -> str:
    said, at = said_in(one.answers, "decl"), one.declaration.declared_at
    return f"{said}, declared on {clock_words(at)}" if said and at else said


def _looks(declared: Declaration) -> str:
    if not declared.looks:
        return ""
    last = declared.looks[-1]
    if last.answered_at is None:
        return f"Asked on {clock_words(last.at)}, not answered yet"
    what = "declared anew" if last.changed else "nothing had changed"
    return f"On {clock_words(last.answered_at)}: {what}"


def _ruling(declared: Declaration) -> str:
    said = ruling_of(declared)
    return f"{said}, on {clock_words(declared.ruled.at)}" if declared.ruled else said
