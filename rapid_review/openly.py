"""Words that anybody may read over somebody's shoulder: a toast, a channel, a subject, a file name (E29, F69).

Those places take `Open` and nothing else, and only what is here makes it: out of words of ours and of facts that name
nobody. A person's name and whatever was typed are a plain `str`, and so is everything that is joined to them.
"""

import re
from datetime import date
from typing import TypeAlias

REFERENCE = re.compile(r"RR-[0-9]{4}-[0-9]{3,6}", re.ASCII)
NAME_OF_AN_OFFICE = re.compile(r"[^\r\n\x00-\x1f]{1,120}")


class Open(str):
    """Fit to be read by anybody."""

    __slots__ = ()


Fact: TypeAlias = "int | date | Open"
"""A count, a day, or what was found fit before."""


def openly(words: str, *facts: Fact) -> Open:
    """Words of ours, with a fact at each `{}`. ValueError for anything that might name somebody.

    The words are always written out where this is called (a test reads every call), so nothing else can be in them.
    """
    if not all(isinstance(fact, int | date | Open) for fact in facts):
        raise ValueError("Only counts, days and what is open already may be said openly.")
    return Open(words.format(*facts) if facts else words)


def of_case(reference: str, words: str, *facts: Fact) -> Open:
    """The same, said of a case: "RR-2026-001: the poll". ValueError for a reference that is none."""
    return openly(f"{{}}: {words}", case_reference(reference), *facts)


def case_reference(text: str) -> Open:
    """A case's reference, and nothing else. ValueError otherwise; what was given is not repeated."""
    if not REFERENCE.fullmatch(text):
        raise ValueError("A case reference is wanted, and nothing else.")
    return Open(text)


def office(name: str) -> Open:
    """What an agency, a board or a role is called in the partnership's own file: its administrator wrote it, and it is
    no person. Never to be used for anything typed in a chat."""
    if not NAME_OF_AN_OFFICE.fullmatch(name):
        raise ValueError("The name of an agency or an office is one line.")
    return Open(name)


def ours(words: str) -> Open:
    """Words that stand in a table of ours, or that were open when they were stored.

    The explicit step: a test holds the list of everything that is passed here, and each addition is to be thought over.
    """
    return Open(words)
