"""Pressed twice, pressed too late, pressed on an old card: one effect, no surprise, and no typed word lost."""

import logging
from typing import Any

import pytest
from story import ANSWERS, RR, declares, fills, goes_on_to, goes_through, plain
from transcript import Teams, buttons, inputs, words

MOVED_ON = "This has changed since that card was drawn, so nothing was saved from it."


def press(teams: Teams, person: str, title: str, **typed: Any) -> tuple[str, dict[str, Any]]:
    """The press of a button on the newest card, filled in plainly, not sent yet."""
    card = teams.card(person)
    return teams.pressed(card, title, **{field["id"]: plain(field, typed) for field in inputs(card)})


def owes(teams: Teams) -> int:
    with teams.store._engine.begin() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one())


def test_sent_five_times_it_is_filed_once(teams: Teams) -> None:
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "Check your answers")
    while "Send the notification" not in buttons(teams.card("dev")):
        teams.presses("dev", "Next page")
    sent = press(teams, "dev", "Send the notification")
    receipts = {teams.sends("dev", *sent) for _ in range(5)}
    assert len(receipts) == 1
    assert "Notification sent: RR-2026-001" in receipts.pop()
    assert teams.types("dev", "my cases").count("RR-2026-00") == 2  # its line and its button


def test_saved_twice_the_same_next_card_comes(teams: Teams) -> None:
    teams.types("dev", "notify")
    saved = press(teams, "dev", "Save and continue", **ANSWERS)
    once, again = teams.sends("dev", *saved), teams.sends("dev", *saved)
    assert once == again
    assert once.startswith("Who is telling us") and MOVED_ON not in once


def test_a_vote_pressed_twice_is_one_vote(polling: Teams) -> None:
    polling.types("farid", RR)
    polling.presses("farid", "Give your view in the poll")
    polling.presses("farid", "Give your view")
    vote = press(polling, "farid", "Give this view", option="review", reason="Themes.")
    assert polling.sends("farid", *vote) == polling.sends("farid", *vote)
    poll = polling.case(RR).poll
    assert poll is not None and len(poll.votes) == 1


def test_buttons_without_a_form_act_once(polling: Teams, answered: Teams) -> None:
    """Requests, papers and sign-offs carry no revision; the case itself knows that they are done."""
    again = polling.sends("amina", "papers.send", {"case": RR, "without": "Once more"})
    assert "The papers go out once" in again
    before = owes(answered)
    refused = answered.sends("amina", "agencies.ask", {"case": RR, "agencies": "police,health"})
    assert "Choose at least one agency that has not been asked yet." in refused
    assert owes(answered) == before


def test_an_old_card_saves_nothing_and_gives_the_words_back(teams: Teams) -> None:
    """The form has gone on since, on another device."""
    teams.types("dev", "notify")
    old = press(teams, "dev", "Save and continue", **ANSWERS | {"imm_action_done": "Typed on the old card."})
    fills(teams, "dev", "Save and continue", ANSWERS)
    teams.presses("dev", "Back")
    shown = teams.sends("dev", *old)
    assert MOVED_ON in shown
    assert "What you had typed: What has been done to make children safe?\nTyped on the old card." in shown
    teams.types("dev", "notify")
    assert ANSWERS["imm_action_done"] in teams.sees("dev")
    assert "Typed on the old card." not in teams.sees("dev")


def test_two_devices_with_the_same_card(teams: Teams) -> None:
    """The second press is no double: it says something else, and must not vanish as if it were."""
    teams.types("dev", "notify")
    laptop = press(teams, "dev", "Save and continue", **ANSWERS)
    phone = press(teams, "dev", "Save and continue", **ANSWERS | {"imm_action_done": "Typed on the phone."})
    teams.sends("dev", *laptop)
    shown = teams.sends("dev", *phone)
    assert MOVED_ON in shown and "Typed on the phone." in shown


def test_two_views_from_two_devices(polling: Teams) -> None:
    """The first counts. The second is told that it was not taken, and can be given again."""
    polling.types("farid", RR)
    polling.presses("farid", "Give your view in the poll")
    polling.presses("farid", "Give your view")
    laptop = press(polling, "farid", "Give this view", option="review", reason="Themes.")
    phone = press(polling, "farid", "Give this view", option="no_further", reason="I changed my mind.")
    polling.sends("farid", *laptop)
    shown = polling.sends("farid", *phone)
    assert MOVED_ON in shown
    assert "I changed my mind." in shown
    poll = polling.case(RR).poll
    assert poll is not None and [vote.stance for vote in poll.votes] == ["review"]


def test_a_view_after_the_close_is_kept_but_not_counted(polling: Teams, caplog: pytest.LogCaptureFixture) -> None:
    polling.types("farid", RR)
    polling.presses("farid", "Give your view in the poll")
    polling.presses("farid", "Give your view")
    late = press(polling, "farid", "Give this view", option="review", reason="Typed over lunch.")
    polling.at("Thu 2026-12-10 17:01")
    with caplog.at_level(logging.INFO):
        shown = polling.sends("farid", *late)
    assert "turn not allowed verb=form.submit.ballot code=" in caplog.text
    assert "The poll has closed. Your view was not changed." in shown
    assert "What you wrote is kept." in shown
    poll = polling.case(RR).poll
    assert poll is not None and not poll.votes

    polling.presses("efua", "Reopen it for one working day")
    polling.types("farid", RR)
    polling.presses("farid", "Give your view in the poll")
    polling.presses("farid", "Give your view")
    assert "Typed over lunch." in polling.sees("farid")


def test_the_deputy_answered_while_the_lead_was_writing(asked: Teams) -> None:
    """Ben's words are refused, not lost, and Joan's stand."""
    for person in ("ben", "joan"):
        declares(asked, person, RR)
        asked.presses(person, "Nothing found: nil return")
    answers = {"immediate_safety_now": "no", "nil_search_names": "Ivy Rook, Ivy Roke"}
    late = press(asked, "ben", "We hold nothing: send the nil return", **answers)
    fills(asked, "joan", "We hold nothing: send the nil return", answers | {"nil_search_names": "Ivy Rook"})
    shown = asked.sends("ben", *late)
    assert "your nil return is in" in shown
    assert MOVED_ON in shown and "Ivy Roke" in shown
    returned = asked.case(RR).requests["police"].returned
    assert returned is not None and returned.by == "joan"


def test_a_long_summary_meets_the_deputys_answer(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.presses("ben", "Write the summary")
    goes_on_to(asked, "ben", ANSWERS, "Check your answers")
    declares(asked, "joan", RR)
    asked.presses("joan", "Nothing found: nil return")
    fills(asked, "joan", "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    shown = goes_through(asked, "ben", ANSWERS, "Send the summary")
    assert "Your agency has already answered." in shown and "What you wrote is kept." in shown
    assert asked.sends("ben", "form.open", {"form": "summary", "subject": f"{RR}/police"}).startswith("Check your")


def test_cards_of_tasks_that_are_done_go_quiet(asked: Teams) -> None:
    """F60: whoever did it, nobody's card goes on asking."""
    declares(asked, "joan", RR)
    asked.presses("joan", "Nothing found: nil return")
    fills(asked, "joan", "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    asked.deliver()
    assert "Your agency’s answer is in, from Joan Pike. Nothing is left to do here." in asked.all_seen("ben")
    assert "Nothing found: nil return" not in asked.all_seen("ben")


def test_a_second_alert_is_heard_as_the_first_was(asked: Teams) -> None:
    """E17: an alert that was dealt with does not deafen anybody to the next."""
    asked.sends("amina", "alert.mine", {"case": RR})
    for person, when in (("ben", "Tue 2026-11-24 10:00"), ("carys", "Tue 2026-11-24 15:00")):
        asked.at(when)
        declares(asked, person, RR)
        asked.presses(person, "Nothing found: nil return")
        shown = fills(asked, person, "We hold nothing: send the nil return", {"immediate_safety_now": "yes"})
        assert "A child may be at risk" in shown
        asked.deliver()
        assert f"{RR}: safety alert" in asked.all_seen("amina")
        asked.presses("amina", "I am dealing with this")
    assert sum("please look at this now" in said for said in asked.summaries["efua"]) == 2


def test_an_alert_does_not_wait_for_the_rest_of_the_form(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.presses("ben", "Write the summary")
    while "immediate_safety_now" not in {field["id"] for field in inputs(asked.card("ben"))}:
        title = next(title for title in ("Save and continue", "Continue") if title in buttons(asked.card("ben")))
        fills(asked, "ben", title, ANSWERS)
    shown = asked.presses("ben", "Save and finish later", immediate_safety_now="yes")
    assert "call 999" in shown
    asked.deliver()
    assert asked.sees("efua").startswith(f"{RR}: safety alert")
    assert words(asked.card("ben")).startswith("Saved for later")
