"""Long answers share the room on a card; what a card has no room for is neither lost nor sent back shortened."""

from typing import Any

from story import ANSWERS, fills
from transcript import Teams, buttons, inputs

from cards.casework import TASK_WORDS
from cards.task_titles import LONGEST, STEPS, TITLES
from rapid_review.task import TaskKind
from rapid_review.trust.breach import Step

ON_A_PHONE = 43
"""Letters that a button has room for at 340 pixels."""


def test_what_was_not_shown_is_saved_as_it_was(teams: Teams) -> None:
    kept = written(teams)
    boxes = opened_again(teams)
    assert sum(len(text) for text in boxes.values()) < sum(map(len, kept.values()))
    teams.presses("dev", "Save and continue")
    assert answers(teams) == kept


def test_a_change_at_the_beginning_leaves_the_end(teams: Teams) -> None:
    kept = written(teams)
    shown = opened_again(teams)
    id = max(kept, key=lambda id: len(kept[id]))
    teams.presses("dev", "Save and continue", **{id: "First of all: " + shown[id]})
    assert answers(teams)[id] == "First of all: " + shown[id] + kept[id][len(shown[id]) :]


def written(teams: Teams) -> dict[str, str]:
    """Dev fills in two long boxes of one section."""
    teams.types("dev", "notify")
    while "inc_facts" not in (there := {field["id"] for field in inputs(teams.card("dev"))}):
        fills(teams, "dev", "Save and continue", ANSWERS)
    long = {id: (f"{id} word " * 900)[:7_900].strip() for id in there}
    teams.presses("dev", "Save and continue", **long)
    return long


def opened_again(teams: Teams) -> dict[str, str]:
    while "inc_facts" not in {field["id"] for field in inputs(teams.card("dev"))}:
        teams.presses("dev", "Back")
    return {field["id"]: field["value"] for field in inputs(teams.card("dev"))}


def answers(teams: Teams) -> dict[str, Any]:
    draft = teams.store.run_now(lambda work: work.draft("dev", "notification", "new"))
    assert draft
    given = draft.answers["answers"]
    return {id: given[id] for id in given if isinstance(given[id], str) and len(given[id]) > 1_000}


def test_going_back_from_the_list_of_rows_keeps_every_row(teams: Teams) -> None:
    """The list's picker is sent with every button of its card; only two of them may heed it."""
    teams.types("dev", "notify")
    while "Add another child" not in buttons(teams.card("dev")):
        fills(teams, "dev", "Save and continue", ANSWERS)
    assert "Saved for later" in teams.presses("dev", "Save and finish later")
    assert "Ivy Rook" in teams.presses("dev", "Go on with it")
    assert "Ivy Rook" not in teams.presses("dev", "Back")
    assert "Ivy Rook" in fills(teams, "dev", "Save and continue", ANSWERS)


def test_a_phone_has_room_for_what_the_button_of_every_task_says() -> None:
    assert set(TITLES) == set(TaskKind) and set(STEPS) == set(Step)
    listed = [*TITLES.values(), *(f"report 1, {step}" for step in STEPS.values())]
    assert [title for title in listed if len(title) > LONGEST] == []
    assert [said for said in TASK_WORDS.values() if len(said) > ON_A_PHONE] == []
