"""Versions of a document: made again from the same facts it is the same, to the byte; otherwise it is the next version.

What a version said is kept as plain text beside the case, so that the difference between two can be read.
"""

import difflib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Version:
    """Its number, when it was made, and what it says."""

    number: int
    made_at: datetime
    said: str


def following(said: str, before: Version | None, now: datetime) -> Version:
    """The version that says this: the one before if it does already, or the next."""
    if before and before.said == said:
        return before
    return Version(before.number + 1 if before else 1, now, said)


def difference(before: str, after: str) -> str:
    """What changed, line by line: taken out with a minus, put in with a plus; nothing if nothing did."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "now", lineterm="", n=1)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))
