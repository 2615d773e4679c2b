"""A child's letter is theirs for the life of the case, whatever is corrected in the notification (E1, E28)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapid_review.notification.labels import labelled
from rapid_review.notification.lettering import PEOPLE, letter, letters_of, numbered


def child(name: str, born: str = "", also: str = "") -> dict[str, Any]:
    return {"child_name": name, "child_dob": born, "child_aka": also}


def said(*children: dict[str, Any]) -> dict[str, Any]:
    return {"children": list(children)}


IVY, NED, OLLY = child("Ivy Rook", "2026-06-02"), child("Ned Rook", "2020-01-01"), child("Olly Marsh", "2018-02-03")


@pytest.mark.parametrize(
    ("corrected", "letters"),
    [
        pytest.param(said(IVY, OLLY), "A C", id="one is taken out"),
        pytest.param(said(OLLY, NED, IVY), "C B A", id="they stand in another order"),
        pytest.param(said(IVY, NED, OLLY, child("Pip Rook", "2022-05-05")), "A B C D", id="one is added"),
        pytest.param(said(IVY, child("Pip Dale", "2022-05-05"), OLLY), "A D C", id="another stands in their place"),
        pytest.param(said(IVY, child("Edward Dale", "2020-01-01"), OLLY), "A B C", id="the name was another"),
        pytest.param(said(IVY, child("Ned Rook", "2020-01-11"), OLLY), "A B C", id="the birthday was another"),
        pytest.param(said(IVY, child("Ned Rooke", "2021-01-11"), OLLY), "A B C", id="both were"),
        pytest.param(said(IVY, child("Zed Marsh", "2020-02-02", "Ned Rook"), OLLY), "A B C", id="the old name is kept"),
        pytest.param(said(OLLY, child("Tim Rook", "2022-01-01")), "C D", id="two go and one comes who is called alike"),
    ],
)
def test_a_letter_stays_with_its_child(corrected: dict[str, Any], letters: str) -> None:
    assert letters_of([said(IVY, NED, OLLY), corrected]) == [["A", "B", "C"], letters.split()]


def test_whoever_is_taken_out_keeps_the_letter_and_comes_back_to_it() -> None:
    versions = [said(IVY, NED), said(IVY), said(IVY, OLLY), said(OLLY, IVY, NED)]
    assert letters_of(versions) == [["A", "B"], ["A"], ["A", "C"], ["C", "A", "B"]]


def test_a_child_whose_name_was_not_known_keeps_the_letter_once_it_is() -> None:
    unborn = child("Unborn baby")
    versions = [said(IVY, child("Not known yet"), unborn), said(IVY, NED, unborn), said(NED, child("Pip Rook"))]
    assert letters_of(versions) == [["A", "B", "C"], ["A", "B", "C"], ["B", "C"]]


def test_without_a_name_another_birthday_is_another_child() -> None:
    """A letter too many is seen and asked about; one letter for two children is not."""
    unnamed = child("Not known yet", "2026-01-01")
    assert letters_of([said(IVY, unnamed), said(IVY, child("Pip Dale", "2026-02-02"))]) == [["A", "B"], ["A", "C"]]


def test_twins_without_names_are_told_apart_by_where_they_stand() -> None:
    twin = child("Baby Rook", "2026-06-02")
    assert letters_of([said(twin, twin, NED), said(NED, twin, twin)]) == [["A", "B", "C"], ["C", "A", "B"]]


def test_an_adult_is_known_again_by_the_same_rule() -> None:
    mother, father = {"per_name": "Sian O’Leary"}, {"per_name": "Jean-Paul Rook"}
    assert numbered([{"people": [mother, father]}, {"people": [father]}], PEOPLE) == [[1, 2], [2]]


def test_after_z_come_numbers() -> None:
    assert [letter(number) for number in (1, 26, 27)] == ["A", "Z", "27"]


def test_whoever_reads_without_names_reads_the_same_letters() -> None:
    read = labelled(said(IVY, OLLY), letters_of([said(IVY, NED, OLLY), said(IVY, OLLY)])[-1])
    assert [row["child_name"] for row in read["children"]] == ["Child A", "Child C"]


EVERYBODY = tuple(
    child(f"{first} {last}", f"20{10 + n}-0{1 + n % 9}-1{n % 9}")
    for n, (first, last) in enumerate(
        [("Ivy", "Rook"), ("Ned", "Pike"), ("Olly", "Marsh"), ("Tamsin", "Dale"), ("Zoe", "Fell"), ("Hugh", "Quill")]
    )
)


@given(st.lists(st.lists(st.sampled_from(range(len(EVERYBODY))), unique=True, max_size=6), min_size=1, max_size=6))
def test_however_often_they_come_and_go_nobody_takes_the_letter_of_another(versions: list[list[int]]) -> None:
    letters = letters_of([said(*(EVERYBODY[n] for n in version)) for version in versions])
    given_to: dict[int, set[str]] = {}
    for version, told in zip(versions, letters, strict=True):
        for who, which in zip(version, told, strict=True):
            given_to.setdefault(who, set()).add(which)
    assert all(len(theirs) == 1 for theirs in given_to.values()), given_to
    assert len({next(iter(theirs)) for theirs in given_to.values()}) == len(given_to)
