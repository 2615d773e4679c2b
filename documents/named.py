"""Who is named in a case, and what stands for each: the family by its part in it, colleagues by their part here."""

import re
from collections.abc import Iterator
from itertools import takewhile

from documents.casefile import CaseFile
from documents.sought import FUNCTION, letters
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import Partnership, Role
from rapid_review.questions.forms import Answers, in_words, read_day, rows

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
TYPED = (
    *("ref_name", "ref_lead_name", "ref_outcome_name", "author_name", "qa_name", "nil_searched_by", "sign_name"),
    *("rec_nominee", "parallel_police", "inv_last_seen_by", "inv_seen_alone_by", "here_others", "told_by", "shr_by"),
    *("shr_advice", "family_by", "ack_author", "agency_person"),
)
"""Questions in which a colleague is named, often with a job."""


def family(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Every name of the family in any version of the notification, with its label in the newest."""
    for answers in notifications(file):
        for number, child in enumerate(rows(answers, "children"), 1):
            yield _name(child.get("child_name")), child_label(number)
            for other in re.split(r"[,;/\n]", str(child.get("child_aka", ""))):
                yield " ".join(filter(_capital, _name(other).split())), child_label(number)
        seen: dict[str, int] = {}
        for person in rows(answers, "people"):
            part = _part(str(person.get("per_relation", "")))
            seen[part] = seen.get(part, 0) + 1
            yield _name(person.get("per_name")), _numbered(part, seen[part])


def notifications(file: CaseFile) -> list[Answers]:
    """What the notification said in each of its versions, the newest first."""
    return [written.answers for written in reversed(file.every("notification"))]


def child_label(number: int) -> str:
    """Child A for the first, Child B for the second."""
    return f"Child {chr(ord('A') + number - 1)}" if number <= 26 else f"Child {number}"


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
    for id, person in partnership.people.items():
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
    no_names = JOBS | NO_NAME | FUNCTION
    known = {letters(word) for agency in file.partnership.agencies.values() for word in agency.name.split()}
    for answers in every_answers(file):
        for question in TYPED:
            for said in re.split(r"[,;/\n(]", str(answers.get(question, ""))):
                words = [word for word in said.split() if _capital(word) and letters(word) not in no_names | known]
                if words and not any(char.isdigit() for char in "".join(words)):
                    yield " ".join(words)


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


def birthdays(file: CaseFile) -> Iterator["re.Pattern[str]"]:
    """Each date of birth, however it is written: 4/5/20, 4-May-2020, 4th of May, May 4, 2020."""
    days = {read_day(row.get(id)) for row in every_answers(file) for id in ("child_dob", "per_dob")}
    for day in sorted(day for day in days if day):
        month = rf"(?:{day:%B}|{day:%b}t?)"
        year = rf"(?:{day.year}|['’]?{day.year % 100:02})"
        nth = rf"0?{day.day}(?:st|nd|rd|th)?"
        in_figures = rf"\b0?{day.day}[./\- ]0?{day.month}[./\- ]{year}\b|\b{day}\b"
        day_first = (
            rf"\b(?:{in_words(day).split()[0]},? )?{nth}[\s./\-]{{1,2}}(?:of\s)?{month}\b(?:[\s.,/\-]{{1,2}}{year}\b)?"
        )
        month_first = rf"\b{month}[\s./\-]{{1,2}}(?:the\s)?{nth}\b(?:[\s.,/\-]{{1,2}}{year}\b)?"
        yield re.compile(f"{in_figures}|{day_first}|{month_first}", re.IGNORECASE)


def shared(one: str, other: str) -> str:
    """What stands for a name that several people bear."""
    family_too = any(label[:1].isupper() or label.startswith("[") for label in (one, other))
    return "[family name]" if family_too else A_PROFESSIONAL
