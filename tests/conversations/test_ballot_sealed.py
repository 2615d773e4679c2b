"""Until the close, nothing that anybody sees differs by how people voted: two reviews are compared to the letter."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import whereabouts
from balloting import written
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from story import RR, fills
from transcript import Teams, buttons

from dialogs.verbs import DIALOGS
from rapid_review.errors import Refusal
from rapid_review.outcome.decision import Stance

EVERYBODY = ("amina", "ben", "carys", "dev", "efua", "farid", "gwen", "harriet", "imran", "marcus", "team")
LOOKS = ("poll.results", "dates", "chase", *(verb for verb in DIALOGS if verb.endswith(".read")))
View = tuple[Stance, str]


def views(stances: list[Stance], reasons: list[str]) -> st.SearchStrategy[list[View]]:
    return st.lists(st.tuples(st.sampled_from(stances), st.sampled_from(reasons)), min_size=3, max_size=3)


_numbers = count(1)


@contextmanager
def twins(teams: Teams, folder: Path) -> Iterator[tuple[Teams, Teams]]:
    """The same review twice."""
    first, second = (teams.twin(folder / f"{next(_numbers)}.db") for _ in range(2))
    with closing(first.store), closing(second.store):
        yield first, second


def give_views(teams: Teams, given: list[View]) -> None:
    """Farid and Gwen give theirs, and Farid changes his mind; Efua's is still awaited."""
    for person, view in zip(("farid", "gwen", "farid"), given, strict=True):
        teams.opens(person, "ballot", RR)
        for _ in range(2):  # To want more information leads to another question.
            if "Give this view" in buttons(teams.card(person)):
                fills(teams, person, "Give this view", {"option": view[0], "reason": view[1]})
        assert "your view is in" in teams.sees(person)
        teams.deliver()


def looks_around(teams: Teams, person: str) -> str:
    """Everything somebody can be shown now: their chat, their case, their lists, and a try at whatever can be read."""
    typed = [teams.types(person, said) for said in (RR, "my tasks", "my cases")]
    tried = LOOKS if person in ("amina", "efua", "imran") else LOOKS[:3]
    pressed = [teams.sends(person, verb, {"case": RR}) for verb in tried]
    seen = "\n\n".join([*typed, *pressed, teams.all_seen(person), *teams.summaries[person]])
    return re.sub(r"Your receipt is [0-9a-f ]{19}", "", seen)  # Salted, and its owner's alone.


def behind_the_scenes(teams: Teams) -> list[Any]:
    """What the database tells without the key: the outbox, the record, and which forms and drafts there are."""
    read = lambda sql: whereabouts.found(teams.store._engine, sql)  # noqa: E731
    audit = [
        (*row, {fact: _by_chance(fact, value) for fact, value in json.loads(facts).items() if fact != "commitment"})
        for *row, facts in read('SELECT number, at, actor, kind, facts FROM audit ORDER BY "case", number')
    ]
    outbox = read('SELECT key, "to", route, view, due, args, slot, mode, state, last_code FROM outbox ORDER BY id')
    forms = read("SELECT kind, subject, revision, at FROM form ORDER BY at, kind, subject, revision")
    drafts = read("SELECT person, form, subject, revision FROM draft ORDER BY person, form, subject")
    return [audit, outbox, forms, drafts, read("SELECT stage, version, wakes_at FROM case_")]


def _by_chance(fact: str, value: str) -> Any:
    """The marks of the forms that were put are another each time; how many there are is not."""
    return len(value.split()) if fact == "forms" else value


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=[Phase.generate])
@given(
    views([*Stance], ["Yes.", "No.\n\n“x”"]),
    views([*reversed(Stance)], ["**CANARY**", "CANARY " * 40]),
)
def test_nobody_can_tell_how_anybody_voted_before_the_close(
    polling: Teams,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    one: list[View],
    other: list[View],
) -> None:
    logged = []
    with twins(polling, tmp_path) as both, caplog.at_level(logging.DEBUG):
        for teams, given_views in zip(both, (one, other), strict=True):
            caplog.clear()
            give_views(teams, given_views)
            for when in ("Wed 2026-12-09 17:00", "Thu 2026-12-10 16:30"):
                teams.at(when)
            logged.append(caplog.messages)
        for person in EVERYBODY:
            assert looks_around(both[0], person) == looks_around(both[1], person), person
        assert behind_the_scenes(both[0]) == behind_the_scenes(both[1])
        assert logged[0] == logged[1]
        for teams in both:
            assert "CANARY" not in teams.all_seen("farid"), "nor does a glance at the voter’s own screen tell"
            with pytest.raises(Refusal, match="sealed"):
                written(teams.store)
