"""Whatever a family is called, whenever it was born, corrected or not: none of it is in the edition without names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from planting import corrected, notified, planted, pseudonymised

from documents.casefile import CaseFile
from documents.named import _SAID_SMALL, JOBS
from documents.sought import COMMON, FUNCTION, MONTHS, letters
from documents.unknown_names import possible_names
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import Milestone

KINDS = ("notification", "collated", "template", "panel_fields")
WORDS = FUNCTION | COMMON | MONTHS | JOBS | _SAID_SMALL | {"qxw", "born"}
NAME = st.text(st.characters(categories=("Ll",), max_codepoint=0x24F), min_size=4, max_size=9).map(str.capitalize)
NICKNAME = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=9)
AS = st.sampled_from((str, str.upper, str.lower, lambda name: f"{name}’s", lambda name: f"({name})"))
DAY = st.dates(date(1990, 1, 1), date(2026, 11, 20))
SPELT: tuple[Callable[[date], str], ...] = (
    *(in_words, date.isoformat, lambda day: f"{day:%Y/%m/%d}", lambda day: f"{day:%d/%m/%Y}"),
    *(lambda day: f"{day.day}/{day.month}/{day:%y}", lambda day: f"{day:%d%m%Y}", lambda day: f"{day:%Y%m%d}"),
    *(lambda day: f"{day:%d.%m.%y}", lambda day: f"{day.day} {day:%B}", lambda day: f"{day:%b} {day.day}, {day.year}"),
    *(lambda day: f"{day.day} {day:%b} ’{day:%y}", lambda day: f"{day:%d%b%Y}".upper(), lambda day: f"{day:%d-%m-%y}"),
)
"""A date in every way in which people write it."""


@dataclass(frozen=True)
class Born:
    """A child as it may be notified."""

    first: str
    last: str
    nickname: str
    day: date

    @property
    def row(self) -> dict[str, Any]:
        named = {"child_name": f"{self.first} {self.last}", "child_aka": self.nickname}
        return {**named, "child_dob": self.day.isoformat(), "child_role": "harmed"}


CHILD = st.builds(Born, NAME, NAME, NICKNAME, DAY)
SLOW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def strangers(*children: Born) -> bool:
    """Whether no name is another's, a part of another, or a word that the documents hold anyhow."""
    names = [letters(name) for one in children for name in (one.first, one.last, one.nickname)]
    return (
        len(set(names)) == len(names) and not set(names) & WORDS and len({one.day for one in children}) == len(children)
    )


def between(said: str, words: str) -> bool:
    """Whether these words are left among those that were planted."""
    return f"qxw {words.casefold()} qxw" in " ".join(said.casefold().split())


@SLOW
@given(child=CHILD, written=st.lists(AS, min_size=1, max_size=3))
def test_whatever_a_child_is_called(child: Born, written: list[Any], file: CaseFile) -> None:
    """A nickname in small letters too; of one or two letters it may be any word, so a person is asked to look."""
    assume(strangers(child))
    names = [way(f"{child.first} {child.last}") for way in written]
    text = " qxw ".join(("Qxw", *names, child.nickname, "")).strip()
    named = notified(planted(file, text), children=[child.row])
    for kind in KINDS:
        document, said = pseudonymised(kind, named)
        assert letters(child.first + child.last) not in letters(said) and "qxw" in said, kind
        if between(said, child.nickname):
            assert len(child.nickname) < 3 and child.nickname in possible_names([document], named), kind


@SLOW
@given(child=CHILD, mother=DAY)
def test_whenever_a_child_was_born(child: Born, mother: date, file: CaseFile) -> None:
    """And its mother. The same day of the year before and of the year after is somebody else's."""
    assume(strangers(child) and (mother.month, mother.day) != (child.day.month, child.day.day) != (2, 29))
    others = [child.day.replace(year=child.day.year + more) for more in (-1, 1)]
    assume(mother not in others and child.day.year % 100 not in (child.day.month, child.day.day))
    text = " qxw ".join(("Qxw", *(spell(day) for day in (child.day, mother) for spell in SPELT), "")).strip()
    left = [f"{in_words(day)}, 09:00" for day in others]
    parent = {"per_name": "Not known", "per_relation": "Mother", "per_dob": mother.isoformat()}
    named = notified(planted(file, f"{text} {'; '.join(left)}."), children=[child.row], people=[parent])
    for kind in KINDS:
        said = pseudonymised(kind, named)[1]
        assert not [spell(day) for day in (child.day, mother) for spell in SPELT if between(said, spell(day))], kind
        assert all(day in " ".join(said.split()) for day in left), kind


@SLOW
@given(child=CHILD, before=st.integers(1, 90), due=st.sampled_from((Milestone.MEETING, Milestone.TO_PANEL)))
def test_our_own_dates_are_nobodys_birthday(child: Born, before: int, due: Milestone, file: CaseFile) -> None:
    """Born on the very day and month on which something is due, years before or in this one."""
    own = file.case.due(due)
    assert own
    day = local_day(own.at)
    family = [{"per_name": "Not known", "per_dob": day.replace(year=day.year - before).isoformat()}]
    sibling = {**child.row, "child_role": "sibling", "child_dob": day.isoformat()}
    named = notified(file, children=[sibling], people=family)
    for kind in ("collated", "template", "chronology"):
        assert clock_words(own.at) in pseudonymised(kind, named)[1], kind


@SLOW
@given(children=st.lists(CHILD, min_size=2, max_size=4), gone=st.integers(0, 3))
def test_whatever_is_corrected_a_child_has_one_letter_and_no_name(
    children: list[Born], gone: int, file: CaseFile
) -> None:
    """One is taken out, one was born on another day, and they stand in another order."""
    assume(strangers(*children))
    out = gone % len(children)
    kept = [one for number, one in enumerate(children) if number != out]
    moved = [{**one.row, "child_dob": (one.day + timedelta(days=1)).isoformat()} for one in reversed(kept)]
    text = " qxw ".join(("Qxw", *(f"{one.first} {one.last}" for one in children), "")).strip()
    first = notified(planted(file, text), children=[one.row for one in children])
    for named in (first, corrected(first, children=moved)):
        said = " ".join(pseudonymised("notification", named)[1].split())
        labels = re.findall(r"Child [A-Z]", re.findall(r"Qxw (.*?) qxw(?! Child)", said)[0])
        assert labels == [f"Child {'ABCD'[number]}" for number in range(len(children))]
        assert not [one for one in children if letters(one.first + one.last) in letters(said)]
    table = pseudonymised("covering_letter", named)[1]
    assert f"- Child: Child {'ABCD'[out]}; Part: No longer in the notification" in table


@SLOW
@given(child=CHILD)
def test_a_newborn_of_the_day_of_the_incident(child: Born, file: CaseFile) -> None:
    day = file.case.facts.incident
    assert day
    assume(strangers(child))
    text = " qxw ".join(("Qxw", *(spell(day) for spell in SPELT), "")).strip()
    newborn = {**child.row, "child_dob": day.isoformat(), "child_dod": day.isoformat()}
    named = notified(planted(file, text), children=[newborn], inc_date=day.isoformat())
    for kind in KINDS:
        said = pseudonymised(kind, named)[1]
        assert not [spell(day) for spell in SPELT if between(said, spell(day))], kind
        assert day.isoformat() not in said and in_words(day) not in said, kind
