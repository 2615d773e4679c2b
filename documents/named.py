"""Who is named in a case, and what stands for each: the family by its part in it, colleagues by their part here."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from documents.casefile import CaseFile
from documents.sought import FUNCTION, letters
from rapid_review.notification.lettering import PEOPLE, letters_of, numbered
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import Partnership, Role
from rapid_review.questions.forms import Answers, rows

A_PROFESSIONAL = "a professional"
KIN = (
    *("mother", "father", "stepmother", "stepfather", "grandmother", "grandfather", "brother", "sister", "uncle"),
    *("aunt", "cousin", "carer", "foster carer", "mother’s partner", "father’s partner", "stepbrother", "stepsister"),
)
NO_NAME = frozenset(
    """
    unborn baby child boy girl twin not known yet unknown none applicable also called known aka formerly née nee born
    """.split()  # noqa: SIM905
)
JOBS = frozenset(
    """
    partnership rapid review group caldicott guardian dr mr mrs ms miss sir professor doctor nurse named
    designated lead leader manager inspector chief detective sergeant constable superintendent head director
    service services officer social worker team safeguarding children child housing police nhs health council
    school teacher headteacher midwife visitor consultant paediatrician practitioner adviser deputy senior
    assistant coordinator administrator police constabulary trust board hospital dc ds di dci pc sgt
    """.split()  # noqa: SIM905
)
_SAID_SMALL = NO_NAME | frozenset(
    """
    mum mummy dad daddy nan nana gran grandad granny mother father brother sister aunt uncle cousin family friend
    friends nickname nicknamed name names pet goes gone short sometimes usually often only preferred prefers used uses
    other alias maiden middle first last surname recorded record records system birth legal social media online home
    nursery phone letter email person visit meeting call advice duty practice admin clerk information data support
    department ward gp staff emergency solicitor psychologist psychiatrist therapist receptionist secretary paramedic
    crew minute minutes taker note same above below see nil na nk tbc n k
    """.split()  # noqa: SIM905
)
"""What else is typed in small letters where a name is asked for, and is none."""
TYPED = (
    *("ref_name", "ref_lead_name", "ref_outcome_name", "author_name", "qa_name", "nil_searched_by", "sign_name"),
    *("rec_nominee", "parallel_police", "inv_last_seen_by", "inv_seen_alone_by", "here_others", "told_by", "shr_by"),
    *("shr_advice", "family_by", "ack_author", "agency_person"),
)
"""Questions in which a colleague is named, often with a job."""
JOB_ONLY = frozenset({"inv_last_seen_by", "inv_seen_alone_by"})
"""Of these, the ones that ask for no name."""


def family(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Every name of the family in any version of the notification: children by letter, others by their newest part."""
    for label, child in _children(file):
        yield _name(child.get("child_name")), label
        for other in _split(child.get("child_aka")):
            yield " ".join(_nickname(other)), label
    yield from _adults([written.answers for written in file.every("notification")])


def _children(file: CaseFile) -> Iterator[tuple[str, Answers]]:
    """Every child in every version of the notification, each under its letter."""
    versions = [written.answers for written in file.every("notification")]
    for answers, here in zip(versions, letters_of(versions), strict=True):
        for letter, child in zip(here, rows(answers, "children"), strict=True):
            yield child_label(letter), child


def child_label(letter: str) -> str:
    return f"Child {letter}"


def _adults(versions: list[Answers]) -> Iterator[tuple[str, str]]:
    told = numbered(versions, PEOPLE)
    every = [
        (number, person)
        for answers, numbers in zip(versions, told, strict=True)
        for number, person in zip(numbers, rows(answers, "people"), strict=True)
    ]
    parts = {number: _part(str(person.get("per_relation", ""))) for number, person in every}
    before = {number: sum(parts[n] == parts[number] for n in parts if n < number) for number in parts}
    for number, person in every:
        yield _name(person.get("per_name")), _numbered(parts[number], before[number] + 1)


def in_doubt(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Words typed in small letters where a name was asked for, which may be any other word: a person looks at those.

    A nickname of one letter or two, what stands beside a nickname, and each part of a colleague's name.
    """
    for label, child in _children(file):
        for other in _split(child.get("child_aka")):
            yield from ((word, label) for word in _small(other, _SAID_SMALL) if word not in _nickname(other))
    for name in typed_small(file):
        yield from ((word, A_PROFESSIONAL) for word in name.split())


def _nickname(other: str) -> list[str]:
    """The words of it that are a name: those with a capital letter, or else one or two that are no others."""
    capital = [word for word in _name(other).split() if _capital(word)]
    small = _small(other, _SAID_SMALL)
    long_enough = all(len(letters(word)) > 2 or not word.islower() for word in small)  # A script may have no capitals.
    return capital or (small if len(small) <= 2 and long_enough else [])


def _small(said: str, no_names: frozenset[str]) -> list[str]:
    """The words without a capital letter that may be a name; none where there are figures, as in a reference."""
    words = [] if any(char.isdigit() for char in said) else said.split()
    return [word for word in words if not _capital(word) and letters(word) and letters(word) not in no_names | FUNCTION]


def _split(typed: object) -> list[str]:
    return re.split(r"[,;/\n(]", str(typed or ""))


def _numbered(part: str, number: int) -> str:
    return f"{part} {number}" if part == "Adult" or number > 1 else part


def _part(relation: str) -> str:
    """Their part in the family, if it is a plain one: what was typed may hold a name."""
    said = " ".join(relation.lower().replace("'", "’").split())
    return said.capitalize() if said in KIN else "Adult"


def _name(typed: object) -> str:
    """A name as it was typed, without the words that say that there is none yet."""
    return " ".join(word for word in str(typed or "").split() if letters(word) not in NO_NAME | FUNCTION)


def _capital(word: str) -> bool:
    return word.strip("(“‘'\"")[:1].isupper()


def directory(partnership: Partnership) -> Iterator[tuple[str, str]]:
    """Everybody in the file, and whoever has left: their names, too, were written down."""
    for id, person in (*partnership.people.items(), *partnership.former.items()):
        yield person.name, role_title(partnership, id)


def role_title(partnership: Partnership, person: str) -> str:
    """What somebody of the directory is called where no name may stand."""
    who = partnership.standing(person)
    for role, title in TITLES.items():
        if role in who.roles:
            return title
    if who.seats:
        return f"the member for {PARTNER_NAMES[who.seats[0].partner]}"
    if who.agencies:
        return f"the contact at {partnership.agencies[min(who.agencies)].name}"
    return A_PROFESSIONAL


TITLES = {
    Role.CHAIR: "the chair of the Rapid Review Group",
    Role.BOARD_CHAIR: "the chair of the board",
    Role.SCRUTINEER: "the Independent Scrutineer",
    Role.PARTNERSHIP_TEAM: "the Partnership Team",
}


def typed(file: CaseFile) -> Iterator[str]:
    """Names that people typed for colleagues: the capitalised words that are no job and no agency."""
    no_names = _no_colleagues(file)
    for said in (part for line in _lines(file, TYPED) for part in _split(line)):
        words = [word for word in said.split() if _capital(word) and letters(word) not in no_names]
        if words and not any(char.isdigit() for char in "".join(words)):
            yield " ".join(words)


def typed_small(file: CaseFile) -> Iterator[str]:
    """The same where a whole line has no capital letter: what stands first, in up to three words, before a job."""
    no_names = _no_colleagues(file) | _SAID_SMALL
    for line in _lines(file, [question for question in TYPED if question not in JOB_ONLY]):
        words = [] if any(map(_capital, line.split())) else _small(_split(line)[0], no_names)
        if 0 < len(words) <= 3:
            yield " ".join(words)


def _lines(file: CaseFile, questions: Iterable[str]) -> Iterator[str]:
    """What was answered to these questions, line by line."""
    asked = tuple(questions)
    for answers in every_answers(file):
        for question in asked:
            yield from re.split(r"[\n;]", str(answers.get(question, "")))


def _no_colleagues(file: CaseFile) -> frozenset[str]:
    """Words that are no name of a colleague: of jobs, and of the agencies."""
    known = {letters(word) for agency in file.partnership.agencies.values() for word in agency.name.split()}
    return JOBS | NO_NAME | FUNCTION | known


SOMEBODY = "[person]"
"""Whoever is named with a title and stands on no form."""
_TITLED = re.compile(
    r"\b(?:[Mm]rs?|MRS?|[Mm]s|MS|[Mm]iss|MISS|[Dd]r|DR|[Pp]rof(?:essor)?|Sir|Dame|Judge|HHJ|Rev(?:erend)?|Nurse|Sister"
    r"|PC|DC|DS|DI|DCI|Sgt|Sergeant|Inspector|Constable|Aunt(?:ie|y)?|Uncle|Gran(?:dad)?|Nan)\.? "
    r"((?:[^\W\d_][\w’'-]*[ \t]?){1,3})"
)


def titled(file: CaseFile) -> Iterator[str]:
    """Names that follow a title anywhere in what people wrote, whoever it is: “Ms Hale, the coroner”."""
    for answers in every_answers(file):
        for said in answers.values():
            for found in _TITLED.finditer(said if isinstance(said, str) else ""):
                words = list(takewhile(_capital, found[1].split()))[:2]
                yield " ".join(word for word in words if letters(word) not in JOBS | NO_NAME | FUNCTION)


def every_answers(file: CaseFile) -> Iterator[Answers]:
    """The answers of every form, and of every row in them."""
    for written in file.forms.values():
        yield written.answers
        for value in written.answers.values():
            if isinstance(value, list):
                yield from (row for row in value if isinstance(row, dict))


def shared(one: str, other: str) -> str:
    """What stands for a name that several people bear."""
    family_too = any(label[:1].isupper() or label.startswith("[") for label in (one, other))
    return "[family name]" if family_too else A_PROFESSIONAL
