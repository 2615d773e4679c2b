"""Whether it was asked and answered who the children are: of how many, and never what the answer was (form 3i, 3c)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from rapid_review.questions.forms import Answers, rows

OF_EACH_CHILD = {
    "child_dob": "Date of birth",
    "child_sex": "Sex",
    "child_ethnicity": "Ethnic group",
    "child_disability": "Disability, health or neurodevelopmental need",
}
OF_ALL = {
    "child_first_language": "First language",
    "interpreter": "Whether an interpreter is needed",
    "child_religion": "Faith",
    "child_immigration": "Immigration status",
    "child_gender_note": "Gender identity",
}
"""Asked once for all children of a case, and counted for each of them."""
_UNKNOWN = frozenset({"not_known", "not_recorded"})


class Told(StrEnum):
    """What became of a question about one child."""

    ANSWERED = "Answered"
    NOT_KNOWN = "Not known or not recorded"
    NOT_ASKED = "Not asked or left empty"


def completeness(notifications: Iterable[Answers]) -> dict[str, Counter[str]]:
    """By question, of how many children it was answered, was not known, and was not asked."""
    found: dict[str, Counter[str]] = {label: Counter() for label in (*OF_EACH_CHILD.values(), *OF_ALL.values())}
    for answers in notifications:
        for child in rows(answers, "children"):
            for id, label in OF_EACH_CHILD.items():
                found[label][_told(child, id)] += 1
            for id, label in OF_ALL.items():
                found[label][_told(answers, id)] += 1
    return found


def _told(answers: Mapping[str, Any], id: str) -> Told:
    """`dated` questions say beside them that the date is not known."""
    said = answers.get(id)
    given = set(said) if isinstance(said, list) else {said or ""}
    if given & _UNKNOWN or answers.get(f"{id}_precision") in _UNKNOWN or _says_not_known(said):
        return Told.NOT_KNOWN
    return Told.ANSWERED if given - {""} else Told.NOT_ASKED


def _says_not_known(said: object) -> bool:
    return isinstance(said, str) and said.strip().casefold().rstrip(".").startswith(("not known", "unknown"))
