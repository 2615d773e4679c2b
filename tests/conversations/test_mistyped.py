"""What people type wrongly comes back on the same card, with words beside the field, and nothing typed is lost."""

from typing import Any

import pytest
from story import ANSWERS, RR, declares, fills, goes_on_to, goes_through
from transcript import Teams, elements, inputs, words

HOSTILE = {
    "Markdown": "**Ivy** _Rook_ [here](https://evil.example) # 1",
    "HTML": "<img src=x onerror=alert(1)> <at>Everyone</at>",
    "emoji": "Ivy 👩‍👩‍👧 🕯️",
    "right to left": "\u202eكلمة Rook",
    "template": "{{ case.reference }} ${name} {name}",
    "quotes": "O'Rook\"; DROP TABLE case;--",
}


def typed(teams: Teams, person: str = "dev") -> dict[str, Any]:
    """What the fields of the newest card hold."""
    return {field["id"]: field.get("value", "") for field in inputs(teams.card(person))}


def beside(teams: Teams, id: str, person: str = "dev") -> str:
    """The words right before a field: what is wrong with it."""
    found = elements(teams.card(person))
    at = next(n for n, element in enumerate(found) if element.get("id") == id)
    return words({"type": "AdaptiveCard", "body": [found[at - 1]]})


def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(teams: Teams) -> None:
    teams.types("dev", "notify")
    shown = teams.presses("dev", "Save and continue", imm_action_done="Aunt has the brothers.", media_interest="no")
    assert shown.startswith("Safety first")
    assert "There is a problem. 2 answers need another look. Everything you typed is still here." in shown
    assert "Choose an answer to “Is this child, or any other, at risk now?”." in beside(teams, "imm_risk")
    assert typed(teams)["imm_action_done"] == "Aunt has the brothers."
    assert typed(teams)["media_interest"] == "no"


@pytest.mark.parametrize(
    ("heading", "field", "value", "said"),
    [
        ("When it happened", "inc_date", "2026-11-24", "This date is in the future."),
        ("When it happened", "inc_date", "2026-02-30", "That day is not in the calendar."),
        ("When it happened", "inc_date", "20/11/2026", "Enter a real date, such as 14 January 2026."),
        ("When it happened", "inc_date", "1066-10-14", "Enter a date between 1900 and 2036."),
        ("When the local authority knew", "la_aware_date", "2026-11-01", "before the incident on Friday 20 November"),
        ("The children: child 1", "child_dob", "2026-11-21", "This is after the incident on Friday 20 November 2026."),
        ("School, GP and NHS number", "child_identifier", "943 476 5918", "is not a valid NHS number"),
        ("What you are telling us", "inc_type", "nonsense", "Choose one of the answers offered"),
        ("What is known", "inc_facts", "x" * 20_000, "Shorten this to 8,000 characters or fewer."),
        ("Who is telling us", "ref_name", "x" * 201, "Shorten this to 200 characters or fewer. You have written 201"),
    ],
)
def test_a_wrong_answer_comes_back_where_it_was(teams: Teams, heading: str, field: str, value: str, said: str) -> None:
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, heading)
    before = {field["id"] for field in inputs(teams.card("dev"))}
    shown = fills(teams, "dev", "Save and continue", ANSWERS | {field: value})
    if "leads to another question" in shown:
        shown = fills(teams, "dev", "Save and continue", ANSWERS | {field: value})
    assert shown.startswith(heading)
    assert said in beside(teams, field)
    assert value.startswith(typed(teams)[field]) and typed(teams)[field][:3_000] == value[:3_000]
    for other in before - {field}:
        assert typed(teams)[other] == ANSWERS.get(other, typed(teams)[other]), other
    assert "There is a problem. One answer needs another look." in shown


def test_all_of_a_text_that_is_too_long_is_kept(teams: Teams) -> None:
    """Its box shows the beginning. Saved again untouched, it is still whole; the unseen rest comes next."""
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "What is known")
    teams.presses("dev", "Save and continue", inc_facts="word " * 8_000)
    assert len(typed(teams)["inc_facts"]) < 39_999 and "The rest is saved and stays as it is." in teams.sees("dev")
    assert "You have written 39,999" in teams.presses("dev", "Save and continue")
    shortened = 0
    while teams.sees("dev").startswith("What is known") and shortened < 5:
        teams.presses("dev", "Save and continue", inc_facts="Short.")
        shortened += 1
    assert shortened > 1  # What the box had no room for came into it next, and was not thrown away unseen.
    assert teams.sees("dev").startswith("The children")


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_is_only_ever_text(teams: Teams, name: str) -> None:
    """Whatever it looks like, it is kept to the letter, shown as it is, and formats nothing."""
    teams.types("dev", "notify")
    answers = ANSWERS | {"child_name": name}
    goes_on_to(teams, "dev", answers, "The children\n")
    teams.presses("dev", "Change", picked="0")
    assert typed(teams)["child_name"] == name
    goes_through(teams, "dev", answers, "Send the notification")
    teams.deliver()
    declares(teams, "amina", RR)
    teams.presses("amina", "Read the notification")
    pages = teams.sees("amina")
    while "Next page" in pages.rpartition("OFFICIAL")[2]:
        pages += teams.presses("amina", "Next page")
    assert name in pages
    for card in teams.every_card:
        for element in elements(card):
            if element.get("type") == "TextBlock":
                assert name not in element["text"], "Typed text in a TextBlock would be read as Markdown"


def test_what_no_database_can_hold_is_left_out(teams: Teams) -> None:
    teams.types("dev", "notify")
    shown = fills(teams, "dev", "Save and continue", ANSWERS | {"imm_action_done": "Safe\x00 now\x07\ud83d."})
    assert shown.startswith("Who is telling us")
    teams.presses("dev", "Back")
    assert typed(teams)["imm_action_done"] == "Safe now?."


def test_a_conflict_needs_its_facts(filed: Teams) -> None:
    filed.types("gwen", RR)
    filed.presses("gwen", "Make your declarations")
    filed.presses("gwen", "Read and sign")
    shown = filed.presses("gwen", "Sign both", agree_all="yes", decl="actual", perceived="yes", sign_name="Gwen Lloyd")
    assert "Your answer leads to another question. Please answer it here." in shown
    shown = filed.presses("gwen", "Sign both", details="I trained the nurse.")
    assert "2 answers need another look" in shown
    assert typed(filed, "gwen")["details"] == "I trained the nurse."
    assert typed(filed, "gwen")["sign_name"] == "Gwen Lloyd"
    assert filed.case(RR).declarations == {}


def test_words_that_mean_nothing_get_something_useful(teams: Teams) -> None:
    for said in ("asdf", "🙂", "case RR-99", "<b>notify</b>", "x" * 20_000, "\u202enotify"):
        assert "I did not understand that, so nothing was done." in teams.types("ben", said)
    assert "type: my tasks" in teams.sends("ben", "no.such.verb", {})
    for said in ("", "  ", "Help!", "HI", "menu"):
        assert "You can type: my tasks" in teams.types("ben", said)
