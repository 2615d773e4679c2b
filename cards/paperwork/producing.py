"""Documents that are made from a case: which one, in which edition, and what it still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cards.elements import Card, Element, beginning, button, card, choice_input, heading, subheading, typed, words
from cards.paperwork.documents import CONSENT
from rapid_review.openly import Open, case_reference, of_case, openly, ours

ENDINGS = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "Web page",
    "txt": "Plain text",
    "json": "Data (JSON), for the Panel’s fields only",
}
EDITIONS = {
    "pseudonymised": "Pseudonymised: people by their part in the case",
    "identified": "Identified: with names",
}
WHOLE_CASE = "case"
MOST_TO_CHECK = 20
MOST_SHOWN = 2_000
"""Bytes of the difference between two versions that a card shows."""


@dataclass(frozen=True)
class Made:
    """One document as it was just made."""

    title: str
    version: int
    new: bool
    missing: Sequence[str]
    changed: str
    """What is otherwise than in the version before; empty for the first."""
    check: Sequence[str] = ()
    """Words that may be names, in an edition without names."""


def menu(case: str, kinds: Sequence[tuple[str, str]], agencies: Sequence[tuple[str, str]]) -> Card:
    """What can be made for this person. A document is the case as it stands now."""
    title = of_case(case, "make a document")
    body: list[Element] = [heading(title)]
    if not kinds:
        return card([*body, words("There is none that you may read yet.")], [_back(case)], summary=title)
    body += [
        words("It is made from the case as it stands now. Nothing has to be typed again."),
        choice_input("kind", "Which document?", "", kinds, error="Choose a document."),
    ]
    if agencies:
        listed = [(WHOLE_CASE, "None: it is about the whole case"), *agencies]
        body.append(choice_input("about", "About which agency?", WHOLE_CASE, listed, error="Choose an agency."))
    body += [
        choice_input("edition", "Which edition?", "pseudonymised", [*EDITIONS.items()], error="Choose an edition."),
        choice_input("ending", "As what?", "docx", [*ENDINGS.items()], error="Choose a kind of file."),
        words("Whatever leaves the partnership goes out pseudonymised, unless there is a reason.", quiet=True),
    ]
    return card(body, [button("Make it", "made.make", {"case": case}, main=True), _back(case)], summary=title)


def ready(case: str, made: Made) -> Card:
    """It is made: which version it is, what it lacks, and what changed."""
    made_title = openly("{}, version {}", ours(made.title), made.version)
    title = made_title if case in made.title else of_case(case, "{}", made_title)
    again = "Nothing has changed since it was made, so it is the same version, to the byte."
    body: list[Element] = [heading(title)]
    body.append(words("The next card asks where to put it: press Allow, and it goes to your own OneDrive."))
    body += [] if made.new else [words(again)]
    body += lacks(made.missing)
    body += to_check(made.check)
    if made.changed:
        body += [subheading("What changed since the version before"), typed(beginning(made.changed, MOST_SHOWN))]
    body.append(words("Read it before it goes to anybody: a name that is on no form is not taken out.", quiet=True))
    return card(body, [button("Make another", "made.menu", {"case": case}), _back(case)], summary=title)


def lacks(missing: Sequence[str]) -> list[Element]:
    """What a document says itself that it lacks: for whoever makes it, and whoever lets it leave."""
    if not missing:
        return []
    listed = [words(f"• {what}") for what in missing[:10]]
    return [words("Missing from it, as it says itself:", tone="warning"), *listed]


def to_check(found: Sequence[str]) -> list[Element]:
    """Words for a person to look at before the document goes to anybody."""
    if not found:
        return []
    more = f" And {len(found) - MOST_TO_CHECK} more." if len(found) > MOST_TO_CHECK else ""
    return [
        words("Please check these words: they may be names.", tone="warning"),
        typed("; ".join(found[:MOST_TO_CHECK]) + more),
        words("If one is, ask whoever wrote it to correct their answer, and make the document again.", quiet=True),
    ]


def consent(case: str, kind: str, version: int, ending: str, size: int, context: dict[str, Any]) -> Card:
    """Teams' own card, which asks for a place in the person's OneDrive."""
    return {
        "contentType": CONSENT,
        "name": file_name(case, kind, version, ending),
        "content": {
            "description": f"A document of {case}",
            "sizeInBytes": size,
            "acceptContext": context,
            "declineContext": context,
        },
    }


def file_name(case: str, kind: str, version: int, ending: str) -> Open:
    """Reference, kind and version: nothing of anybody."""
    return openly("{} {} v{}.{}", case_reference(case), ours(kind.replace("_", " ")), version, ours(ending))


def _back(case: str) -> dict[str, Any]:
    return button("Back to the case", "case", {"case": case})
