"""Zack has no part in anything. Others have a part, but not in this. Whatever they press, nothing is told or done."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest
import whereabouts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect
from story import ANSWERS, RR, declares, goes_on_to
from transcript import Teams, words

from dialogs import answer
from dialogs.forms import FILLINGS
from dialogs.verbs import DIALOGS

NO_CASE = "RR-2026-999"
SUBJECTS = ("", "/police", "/health", "/ben", "/gwen")
OWN = {
    "hello",
    "help",
    "tasks",
    "cases",
    "notify",
    "clock.next",
    "documents.which",
    "documents.drop",
    "messages",
    "digest",
    "mis_send.which",
    "figures",
}
"""Verbs that are about no case: anybody may press them, and gets only their own."""


def everything_kept(teams: Teams) -> list[Any]:
    """All rows of everything that may not change because of a stranger. That they were refused is on record (T20)."""
    engine = teams.store._engine
    named = set(inspect(engine).get_table_names()) - {"inbox", "action"}  # These hold only which press came first.
    kept = {table: f'SELECT * FROM "{table}"' for table in sorted(named)}
    kept["audit"] += " WHERE kind <> 'refused'"
    return [sorted(map(repr, whereabouts.found(engine, rows))) for rows in kept.values()]


def presses_of_a(reference: str, *, subjects_for: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """Every verb with every kind of data that one of our cards carries about this case.

    Every subject of a form goes with these verbs, and one of them with the others.
    """
    plain: dict[str, Any] = {"case": reference, "agency": "health", "agencies": "police", "task": "vote", "page": 0}
    forms = [
        {"form": form, "subject": f"{reference}{about}", "rev": "0.0", "section": "view", "row": 0}
        for form in FILLINGS
        if form != "notification"
        for about in SUBJECTS
    ]
    one = [form for form in forms if form["subject"] == f"{reference}/police"]
    data_of = {verb: forms if verb in subjects_for else one for verb in OF_FORMS}
    return [(verb, plain | data) for verb in DIALOGS if verb not in OWN for data in data_of.get(verb, [{}])]


OF_FORMS = [verb for verb in DIALOGS if verb.startswith("form.")]
NEARLY_ALL, ALL = pytest.param("zack", ["form.open"]), pytest.param("noor", OF_FORMS, marks=pytest.mark.gallery)


@pytest.mark.parametrize(("person", "subjects_for"), [NEARLY_ALL, ALL], ids=["zack", "noor"])
def test_a_stranger_cannot_tell_a_case_from_no_case(polling: Teams, person: str, subjects_for: list[str]) -> None:
    before = everything_kept(polling)
    of_one, of_another = (presses_of_a(reference, subjects_for=subjects_for) for reference in (RR, NO_CASE))
    for (verb, data), (_, of_none) in zip(of_one, of_another, strict=True):
        told = polling.sends(person, verb, data)
        assert "There is no case here that you can open." in told, (verb, data)
        assert told == polling.sends(person, verb, of_none), (verb, data)
    for said in (RR, f"case {RR}", RR.lower()):
        assert polling.types(person, said) == polling.types(person, NO_CASE)
    assert everything_kept(polling) == before


def test_a_strangers_own_lists_are_empty(polling: Teams) -> None:
    assert polling.types("zack", "my tasks").startswith("You have nothing to do")
    assert polling.types("zack", "my cases").startswith("You have no cases")


def test_dev_who_notified_sees_no_more_than_that_it_is_under_way(answered: Teams) -> None:
    shown = answered.types("dev", RR)
    assert "Gathering agency summaries" in shown
    for never in ("Police", "NHS", "Read the notification", "seats"):
        assert never not in shown
    for verb in ("notification.read", "returns.read", "people.read", "poll.results", "decision.read"):
        assert "could not be done" in answered.sends("dev", verb, {"case": RR}), verb


def test_ben_cannot_answer_for_health(asked: Teams) -> None:
    declares(asked, "ben", RR)
    for form in ("acknowledge", "nil_return", "summary"):
        for verb in (verb for verb in DIALOGS if verb.startswith("form.")):
            data = {"form": form, "subject": f"{RR}/health", "rev": "0.0", "section": "search"}
            assert "There is no case here that you can open." in asked.sends("ben", verb, data | ANSWERS)
    assert asked.case(RR).requests["health"].returned is None
    assert "could not be done" in asked.sends("ben", "return.read", {"case": RR, "agency": "health"})


def test_nobody_votes_from_anothers_seat(polling: Teams) -> None:
    """The seat comes from who pressed. No seat, no vote; a deputy not called on has none."""
    view = {"option": "no_further", "reason": "Mine", "national_issue": "no", "immediate_safety_now": "no"}
    forged = {"form": "ballot", "subject": RR, "rev": "0.0", "section": "view", "seat": "health", "person": "gwen"}
    data = {**forged, **view}
    for person in ("amina", "ben", "carys", "harriet", "imran", "marcus", "priya", "dev", "zack"):
        assert "could not be done" in polling.sends(person, "form.save", data), person
    polling.sends("farid", "form.save", data)
    poll = polling.case(RR).poll
    assert poll is not None and [(vote.seat, vote.person) for vote in poll.votes] == [("police", "farid")]


def test_a_draft_is_its_writers_only(filed: Teams) -> None:
    filed.types("dev", "notify")
    goes_on_to(filed, "dev", ANSWERS, "What is known")
    filed.presses("dev", "Save and finish later", inc_facts="Canary of Dev’s draft")
    verb, data = filed.pressed(filed.card("dev"), "Go on with it")
    for forged in (data, data | {"person": "dev"}, data | {"subject": "dev/new"}):
        shown = filed.sends("ben", verb, forged)
        assert "Canary" not in shown and "aunt" not in shown
    assert "Canary" in filed.types("dev", "notify")


def test_only_those_on_the_list_notify_where_there_is_a_list(teams: Teams) -> None:
    teams.partnership = replace(teams.partnership, anyone_may_notify=False)
    assert "Your account cannot file a notification here." in teams.types("zack", "notify")
    assert "This is for staff of the partnership’s agencies" in teams.types("zack", "help")
    assert "Safety first" in teams.types("dev", "notify")


# -- Anything at all -------------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        [RR, f"{RR}/health", "\x00", "\ud800", "9" * 5_000, "²", "0.1", "-1", "view", "children", "check"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = [
    *("case", "task", "agency", "agencies", "page", "form", "subject", "rev", "section", "row", "without"),
    *("imm_risk", "inc_date", "child_name", "option", "reason", "decl", "ruling", "agree_all", "parallel"),
]
DATA = st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=8)
LIKELY = st.fixed_dictionaries(
    {"form": st.sampled_from(sorted(FILLINGS))},
    optional={
        "subject": st.sampled_from([*(f"{RR}{about}" for about in SUBJECTS), "new"]) | ANYTHING,
        "case": st.just(RR) | ANYTHING,
        "rev": st.sampled_from(["0.0", "0.1", "0.2", "1.0", "1.1"]) | ANYTHING,
        "section": st.sampled_from(["safety", "children", "parallel", "sign", "view", "declare", "search"]) | ANYTHING,
        "row": st.integers(-1, 100) | ANYTHING,
        "page": st.integers(-1, 100) | ANYTHING,
        "imm_risk": ANYTHING,
        "parallel": ANYTHING,
        "child_name": ANYTHING,
        "option": ANYTHING,
        "agree_all": ANYTHING,
    },
)
ANY_CARD = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@ANY_CARD
@given(
    person=st.sampled_from(["zack", "dev", "ben", "amina", "efua", "gwen", "harriet"]),
    verb=st.sampled_from(sorted(DIALOGS)) | st.text(max_size=12),
    data=DATA | LIKELY,
)
def test_any_card_gets_an_answer(polling: Teams, person: str, verb: str, data: dict[str, Any]) -> None:
    """Never an error, always a card that can be read; and from a stranger, never a change to a case."""
    before = polling.case(RR).version
    turn = polling.turn(person, verb=verb, data=data)
    given = polling.store.run_now(lambda work: answer(turn, polling.desk(work)))
    assert given.card["type"] == "AdaptiveCard" and given.summary
    assert words(given.card)
    if person == "zack":
        assert polling.case(RR).version == before
