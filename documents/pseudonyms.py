"""The pseudonymised edition: every person of the case by their part in it (E28). Names are sought, wherever they stand.

It errs towards replacing too much. A person still reads what leaves the house: a nickname that nobody put on a form, or
a place that gives a family away, is not known here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from documents import named, places
from documents.birthdays import BORN, birthdays
from documents.casefile import CaseFile
from documents.model import Document, Edition
from documents.sought import Sought, letters, parts, replaced

IDENTIFYING = frozenset(
    {
        *("child_name", "child_aka", "child_dob", "child_dob_precision", "child_edd", "child_identifier"),
        *("child_address", "child_now_at", "child_school", "child_gp", "per_name", "per_dob", "per_address"),
        *("ref_name", "ref_secure_email", "ref_phone", "ref_lead_name", "ref_outcome_name", "ref_outcome_email"),
        *("sign_name", "agency_person", "author_name", "qa_name", "nil_searched_by", "nil_search_names", "told_search"),
        *("rec_nominee", "rec_nominee_contact", "rec_nominee_phone", "parallel_police"),
    }
)
"""Questions that the pseudonymised edition leaves out whole."""

_ADDRESSES = (
    (re.compile(r"(?<![\w.+’'-])[\w.+’'-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail address]"),
    (re.compile(r"(?<!\w)[@#](?=\w*[^\W\d])\w[\w.]*\w"), "[online name]"),
    (re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b", re.IGNORECASE), "[postcode]"),
)
_NUMBERS = (
    (
        re.compile(
            r"(?<![\w.-])\+?\(?(?=(?:[0-9][ ()./\-]{0,2}){9,14}(?![\w:-]))"
            r"[0-9]{2,5}\)?(?:[ ./\-][0-9]{3,6}){1,4}(?![\w:-])"  # No date: its day and month have two figures.
        ),
        "[number]",
    ),
    (re.compile(r"(?<![\w-])(?<![0-9]\.)\+?\(?[0-9](?:[ ()\-]{0,2}[0-9]){8,13}(?![\w:-])"), "[number]"),
)
"""What identifies whoever it belongs to: addresses by post and online, telephone and NHS numbers."""


@dataclass(frozen=True)
class Pseudonyms:
    """What stands for which name, and the dates of birth."""

    names: Mapping[str, Sought]
    birthdays: tuple["re.Pattern[str]", ...] = ()
    spared: frozenset[str] = frozenset()
    """The partnership's own addresses and numbers, which are nobody's secret."""

    def of(self, text: str) -> str:
        """The text with every known name replaced, and every address, number and date of birth."""
        text = inert(text)
        for pattern, label in (*_ADDRESSES, *((born, BORN) for born in self.birthdays), *_NUMBERS):
            text = pattern.sub(self._unless_spared(label), text)
        return replaced(text, self.names)

    def _unless_spared(self, label: str) -> Callable[["re.Match[str]"], str]:
        return lambda found: found[0] if found[0] in self.spared else label

    def of_label(self, text: str) -> str:
        """The house's own words: only whole names are sought in them, such as who a line of the minutes is about."""
        return replaced(text, self.names, whole_only=True)


def pseudonymised(document: Document, pseudonyms: Pseudonyms) -> Document:
    """The document's second edition."""
    marking = "OFFICIAL-SENSITIVE. People are named by their part in the case. Do not try to identify them."
    said = document.reworded(pseudonyms.of, pseudonyms.of_label)
    return replace(said, edition=Edition.PSEUDONYMISED, marking=marking)


def pseudonyms_of(file: CaseFile) -> Pseudonyms:
    """Everybody who is named in the case or in the directory, by their part."""
    names: dict[str, Sought] = {}
    for name, label in (*named.family(file), *named.directory(file.partnership)):
        for key, single in parts(name):
            known = names.get(key)
            both = named.shared(known.label or "", label) if known and known.label != label else label
            names[key] = Sought(both, single)
    _also(names, ((name, named.A_PROFESSIONAL) for name in named.typed(file)))
    _also(names, ((name, named.SOMEBODY) for name in named.titled(file)))
    _in_full(names, named.typed_small(file))
    _initials(names, file)
    for place, label in places.places(file):
        names.setdefault(place, Sought(label, single=False))
    for place, label in places.one_word_places(file):
        names.setdefault(place, Sought(label, single=True, capital=True))
    for word, label in named.in_doubt(file):
        names.setdefault(letters(word), Sought(label, single=True, capital=True))
    for name in of_the_house(file):
        names[letters(name)] = Sought(None, single=False)
    long_enough = {key: sought for key, sought in names.items() if len(key) > 1}
    return Pseudonyms(long_enough, tuple(birthdays(file)), frozenset(_ours(file)))


def _ours(file: CaseFile) -> Iterator[str]:
    """The partnership's own addresses and numbers, as they stand in what it says of itself."""
    for said in (file.partnership.team_contact, file.partnership.support_line):
        for pattern, _ in (*_ADDRESSES, *_NUMBERS):
            yield from (found[0] for found in pattern.finditer(inert(said)))


def _also(names: dict[str, Sought], typed: Iterable[tuple[str, str]]) -> None:
    for name, label in typed:
        for key, single in parts(name):
            names.setdefault(key, Sought(label, single))


def _in_full(names: dict[str, Sought], typed: Iterable[str]) -> None:
    """A colleague's name in small letters as a whole: “duty worker” may be one, and each word of it any other."""
    for name in typed:
        for key in (key for key, single in parts(name) if not single):
            names.setdefault(key, Sought(named.A_PROFESSIONAL, single=False))


def _initials(names: dict[str, Sought], file: CaseFile) -> None:
    """“I.R.” for a child: dotted, since two letters alone may be anything."""
    for name, label in named.family(file):
        words = name.split()
        if len(words) > 1:
            names.setdefault("".join(letters(word)[:1] for word in words), Sought(label, single=False, dotted=True))


def of_the_house(file: CaseFile) -> Iterable[str]:
    """Names that are nobody's: they are left as they are, whatever a person in them is called."""
    partnership, policy = file.partnership, file.case.policy
    yield from (agency.name for agency in partnership.agencies.values())
    yield from (partnership.name, partnership.board_name, policy.review_name, policy.board_name)
    yield from ("Child Safeguarding Practice Review Panel", "Department for Education", "Rapid Review Group")


def inert(text: str) -> str:
    """Without the marks that nobody sees: they turn the direction of writing, or hide inside a name."""
    if text.isascii():
        return text  # As most of a document is.
    return "".join(char for char in text if unicodedata.category(char) != "Cf" and char not in "\ufffe\uffff")


def names_left(document: Document, names: Iterable[str]) -> list[str]:
    """Those of these names that the document still holds, in any of its text."""
    found: list[str] = []

    def look(text: str) -> str:
        found.extend(name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
        return text

    document.reworded(look)
    return sorted(set(found))
