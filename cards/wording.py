"""Longer words live in `words/`, one template a card: paragraphs apart by an empty line, `#` for a heading.

Templates get references, dates, counts and names of organisations, all our own; nothing anybody typed goes through
them, so that nothing typed can become Markdown.
"""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from cards.elements import Element, heading, subheading, words

_TEMPLATES = Environment(
    loader=PackageLoader("cards", "words"),
    autoescape=False,  # noqa: S701 - cards are not HTML; see above for what may go in.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@lru_cache
def _template(file: str) -> Template:
    return _TEMPLATES.get_template(file)


def say(name: str, **facts: Any) -> list[Element]:
    """The paragraphs of this template, each an element of a card."""
    text = _template(f"{name}.md.j2").render(facts)
    return [_paragraph(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]


def plain(name: str, **facts: Any) -> str:
    """This template as plain text, for what is read outside Teams."""
    return _template(f"{name}.txt.j2").render(facts)


def _paragraph(text: str) -> Element:
    for mark, element in (("## ", subheading), ("# ", heading)):
        if text.startswith(mark):
            return element(text.removeprefix(mark))
    if text.startswith("_") and text.endswith("_"):
        return words(text.strip("_"), quiet=True)
    return words(text, bold=True) if text.startswith("**") else words(text)
