"""Files that were lost before a backup was made: which they are, in words, since a place says nothing to anybody."""

from collections.abc import Sequence
from contextlib import suppress

from storage.attachments import Attachments
from storage.errors import BrokenSeal


def lost(work: Attachments, places: Sequence[str]) -> list[str]:
    """A sentence for each of these places, at which there was no file."""
    cases = work.cases_of_places(places)
    named = {place: f"A document of {case}" for place, case in cases.items()}
    for case in {*cases.values()}:
        with suppress(BrokenSeal):
            named |= {file.about.place: f"Document {file.number} of {case}" for file in work.attachments(case)}
    unfiled = "A file that its sender had not put with a case yet"
    return [f"{named.get(place, unfiled)} was lost before the backup was made." for place in places]
