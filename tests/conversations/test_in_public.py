"""What everybody in a channel reads: references, days and counts. Nothing of a child, a family, a place or a person."""

from dataclasses import replace

import pytest
from story import RR, amina_asks, declares, dev_notifies, papers_go_out, returns_nil, summarises, votes
from transcript import Teams, buttons, elements, words

from dialogs import answer
from dialogs.turn import Answer, Place

CANARIES = {
    "inc_facts": "Canary facts",
    "child_name": "Canary Rook",
    "child_aka": "Birdie",
    "imm_action_done": "Canary safe",
    "why_review": "Canary why",
    "child_address": "12 Canary Lane",
    "qa_name": "Canary Manager",
    "details": "Canary conflict",
}
NEVER = (
    *("Canary", "Birdie", "Fellshire", "Kirkdale", "home", "died", "Died", "harm", "neglect", "abuse", "conflict"),
    *("Police", "police", "NHS", "Health", "health", "Housing", "nil", "involvement", "recused", "Recused"),
    *("Amina", "Ben", "Carys", "Dev", "Efua", "Farid", "Gwen", "Hollis", "Patel", "Mensah"),
)


@pytest.fixture
def reviewed(teams: Teams) -> Teams:
    """A review with a conflict, a nil return and an open poll, through to three days after its close."""
    dev_notifies(teams, imm_risk="yes", **CANARIES)
    teams.presses("gwen", "I am dealing with this")
    amina_asks(teams, RR)
    declares(teams, "efua", RR)
    conflict = {"decl": "actual", "perceived": "yes", "kinds": "worked", "proposed": "leave"}
    declares(teams, "joan", RR, **conflict, details="Canary conflict")
    returns_nil(teams, "ben", RR)
    teams.at("Wed 2026-11-25 09:00")
    summarises(teams, "carys", RR, **CANARIES)
    papers_go_out(teams, RR, members=("farid", "gwen"))
    votes(teams, "farid", RR, "review", "Canary reason")
    for day in ("Mon 2026-12-07 09:00", "Wed 2026-12-09 09:00", "Thu 2026-12-10 17:01", "Fri 2026-12-11 09:00"):
        teams.at(day)
    return teams


def test_a_channel_reads_references_days_and_counts(reviewed: Teams) -> None:
    for card in reviewed.chats["team"]:
        for never in NEVER:
            assert never not in words(card) + str(card), never
    assert f"{RR}\nDay\n15 of 15\nAnswers in\n2 of 2\nViews given\n1 of 3" in reviewed.all_seen("team")


def test_the_summary_of_any_message_names_nobody(reviewed: Teams) -> None:
    """Toasts and lock screens: the same rule for every person's messages."""
    said = [summary for summaries in reviewed.summaries.values() for summary in summaries]
    assert len(said) > 20
    for summary in said:
        for never in ("Canary", "Birdie", "Rook", "died", "neglect", "Fellshire", "Police", "NHS", "Efua", "Joan"):
            assert never not in summary


def test_there_is_one_post_for_a_case_and_it_is_edited(reviewed: Teams) -> None:
    """F60."""
    posts = [card for card in reviewed.chats["team"] if words(card).startswith(f"{RR}\n")]
    assert len(posts) == 1
    assert list(buttons(posts[0])) == ["Open it in your own chat"]
    assert not any(str(part.get("type")).startswith("Input.") for part in elements(posts[0]))


def in_channel(teams: Teams, person: str, *, said: str = "", verb: str = "", case: str = RR) -> Answer:
    """Somebody types or presses where everybody reads along."""
    turn = teams.turn(person, said=said, verb=verb, data={"case": case} if verb else {})
    turn = replace(turn, where=Place("19:team@thread.tacv2", "channel", turn.where.service_url, turn.where.tenant))
    given = teams.store.run_now(lambda work: answer(turn, teams.desk(work)))
    teams.deliver()
    return given


@pytest.mark.parametrize("said", [RR, f"case {RR}", "my tasks", "notify", "asdf", "a baby was found lifeless"])
def test_what_is_typed_in_a_channel_is_answered_privately(polling: Teams, said: str) -> None:
    before = polling.new_for("amina")
    given = in_channel(polling, "amina", said=said)
    assert words(given.card) == "I have answered in our private chat, where nobody else can read along."
    assert given.summary == words(given.card)
    assert polling.new_for("amina") == before + 1


def test_a_press_in_a_channel_leaves_the_post_and_opens_the_case_in_private(polling: Teams) -> None:
    given = in_channel(polling, "gwen", verb="case.private")
    assert words(given.card) == words(polling.chats["team"][0])
    assert "Read the notification" in polling.sees("gwen")


@pytest.mark.parametrize("verb", ["notification.read", "poll.results", "people.read", "form.open", "alert.mine"])
def test_no_verb_shows_anything_in_a_channel(polling: Teams, verb: str) -> None:
    given = in_channel(polling, "gwen", verb=verb)
    assert words(given.card) == words(polling.chats["team"][0])


def test_a_stranger_in_the_channel_learns_nothing_of_the_case(polling: Teams) -> None:
    in_channel(polling, "zack", verb="case.private")
    assert polling.sees("zack").startswith("You have nothing to do")
    assert words(in_channel(polling, "zack", verb="case", case="RR-2026-999").card).startswith("I have answered")
