"""Dates of birth, however people write them, and no other date that falls on the same day of another year (E28)."""

import re
from collections.abc import Iterator
from datetime import date

from documents.casefile import CaseFile
from documents.named import every_answers
from rapid_review.questions.forms import read_day

BORN = "[date of birth]"
_BETWEEN = r" ?[./\\\-– ] ?"
"""What stands between the figures of a date."""
_ANOTHER_YEAR = r"(?:[\s.,/\-]{0,3}(?:(?:1[89]|20)\d\d|['’]\d\d)(?!\d)|[\s./\-]{1,2}\d\d(?![\d:]|[.]\d))"
"""What follows a day and a month of another year: “2020”, “’20”, and “20” unless it is an hour, as in 20:15."""


def birthdays(file: CaseFile) -> Iterator["re.Pattern[str]"]:
    """One pattern for each date of birth in any version of any form, and for each day on which one is expected."""
    asked = ("child_dob", "child_edd", "per_dob")
    days = {read_day(row.get(id)) for row in every_answers(file) for id in asked}
    for day in sorted(day for day in days if day):
        yield re.compile("|".join((*_in_figures(day), *_in_words(day))), re.IGNORECASE)


def _in_figures(day: date) -> Iterator[str]:
    """Day before month, or year before month: 4/5/20, 2020-05-04, 04052020."""
    nth, month = f"0?{day.day}", f"0?{day.month}"
    yield rf"(?<!\w){nth}{_BETWEEN}{month}{_BETWEEN}{_year(day)}(?!\d)"
    yield rf"(?<!\w){day.year}{_BETWEEN}{month}{_BETWEEN}{nth}(?!\d)"
    run_together = "|".join(format(day, way) for way in ("%d%m%Y", "%Y%m%d", "%d%m%y", "%y%m%d"))
    yield rf"(?<!\w)(?:{run_together})(?!\w)"


def _in_words(day: date) -> Iterator[str]:
    """With its year or with none: 4 May, 4th of May 2020, May the 4th, Mon 4-May-20."""
    month = rf"(?:{day:%B}|{day:%b}t?)(?![^\W\d_])"
    nth = rf"0?{day.day}(?:st|nd|rd|th)?(?!\w)"
    joined = rf"(?<!\w)0?{day.day}{month}"
    weekday = rf"(?:{day:%A}|{day:%a})[.,]{{0,2}} (?:the )?"
    year = rf"(?:[\s.,/\-]{{0,3}}{_year(day)}(?!\d)|(?!{_ANOTHER_YEAR}))"
    yield rf"(?<!\w)(?:{weekday})?{nth}[\s./\-]{{1,2}}(?:day )?(?:of\s)?{month}{year}"
    yield rf"{joined}{year}"
    yield rf"(?<!\w){month}[\s./\-]{{1,2}}(?:the\s)?{nth}{year}"


def _year(day: date) -> str:
    return rf"(?:{day.year}|['’]?{day.year % 100:02})"
