"""The Group's poll: sealed until it closes, then open to its members by name, and what the views add up to."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from balloting import written
from conftest import WIDER
from story import RR, declares, fills, goes_through, votes
from transcript import Teams, buttons, words

from bot import verify_ballot


def test_a_view_can_be_changed_until_the_close(polling: Teams) -> None:
    assert "1 of 3 seats have given a view" in votes(polling, "farid", RR, "review", "First thoughts.")
    polling.presses("farid", "Change my view")
    assert "First thoughts." in polling.sees("farid")
    second = fills(polling, "farid", "Give this view", {"option": "no_further", "reason": "Second."})
    assert "your view is in" in second
    votes(polling, "efua", RR, "no_further")
    votes(polling, "gwen", RR, "no_further")
    shown = polling.presses("gwen", "See the views")
    assert "No further review" in shown and "Second." in shown and "First thoughts." not in shown
    receipt = second.partition("Your receipt is ")[2][:19]
    assert f"Second.\nReceipt {receipt}\n" in shown, "what Farid kept shows that nobody changed it"


def test_the_criteria_are_inside_the_ballot_and_it_still_fits_on_a_card(polling: Teams) -> None:
    """F44: what each means, folded away; once they are answered, how. With the longest reasons there can be."""
    longest = {"option": "more_information", "reason": "😀" * 8_000, "info_wanted": "€\n" * 3_999}
    polling.opens("farid", "ballot", RR)
    for _ in range(2):
        fills(polling, "farid", "Give this view", longest)
    assert "Recurring themes: not answered yet" in polling.opens("gwen", "ballot", RR)
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {"crit_must_2_themes": "may"}, "Record the answers")
    shown = polling.opens("farid", "ballot", RR)
    assert "Recurring themes: May\nThe case shows, or may show, something that keeps coming up" in shown
    assert len(json.dumps(polling.card("farid"), ensure_ascii=False, separators=(",", ":")).encode()) < 25_000


def test_it_closes_on_time_without_a_tick(polling: Teams) -> None:
    """Nobody's clock ran. Whoever opens the case first after the deadline finds it closed, and all are told."""
    for member in ("efua", "farid", "gwen"):
        if member != "gwen":
            votes(polling, member, RR, "review")
    polling.now = polling.now.replace(month=12, day=10, hour=17, minute=0)  # 17:00 in London: it has closed.
    shown = polling.types("amina", RR)
    assert "The poll is closed. 2 of 3 seats have given a view." in shown
    polling.deliver()
    poll = polling.case(RR).poll
    assert poll is not None and poll.closed_at == poll.closes_at
    assert f"{RR}: the poll is closed" in polling.all_seen("farid")


def test_the_views_open_to_the_members_by_name_and_with_reasons(polling: Teams) -> None:
    votes(polling, "efua", RR, "review", "Themes we saw before.")
    votes(polling, "farid", RR, "review", "Three agencies, one blind spot.")
    votes(polling, "gwen", RR, "review", "The pathway failed.")
    for member in ("efua", "farid", "gwen"):
        assert f"{RR}: the poll is closed" in polling.all_seen(member)
        shown = polling.sends(member, "poll.results", {"case": RR})
        assert "The statutory partners agree: a review should be undertaken." in shown
        for name, reason in (
            ("Efua Mensah", "Themes we saw before."),
            ("Farid Aziz", "Three agencies, one blind spot."),
            ("Gwen Lloyd", "The pathway failed."),
        ):
            assert f"Given by\n{name}\n{reason}" in shown
    for other in ("amina", "ben", "carys", "dev", "harriet", "zack"):
        assert "could not be done" in polling.sends(other, "poll.results", {"case": RR}), other
        assert "Themes" not in polling.all_seen(other)


def test_without_a_quorum_nothing_is_decided_and_it_reopens(polling: Teams) -> None:
    """E15: health was not heard."""
    votes(polling, "efua", RR, "review")
    votes(polling, "farid", RR, "review")
    polling.at("Thu 2026-12-10 17:01")
    assert "The poll is closed without a quorum. Still to be heard: health." in polling.sees("efua")
    assert "could not be done" in polling.sends("efua", "form.open", {"form": "decision", "subject": RR})
    shown = polling.presses("efua", "Reopen it for one working day")
    assert "It closes on Friday 11 December 2026, 17:00." in shown
    polling.deliver()
    assert f"{RR}: your view" in polling.sees("gwen")
    assert "The poll is closed" in votes(polling, "gwen", RR, "review")


def test_the_chair_records_what_the_group_said_and_nothing_else(polling: Teams) -> None:
    """E30."""
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review")
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    polling.opens("efua", "decision", RR)
    shown = goes_through(polling, "efua", {"decision": "no_further_action"}, "Record the decision")
    assert "That is not what the Group’s views add up to." in shown
    assert "What you wrote is kept." in shown
    assert polling.case(RR).decided is None


def test_the_papers_can_go_without_an_answer_if_somebody_says_why(asked: Teams) -> None:
    """E10: one agency never holds the whole review."""
    for member in ("efua", "farid", "gwen"):
        declares(asked, member, RR)
    asked.types("amina", RR)
    asked.presses("amina", "Send the papers and open the poll")
    assert "Still missing: 2 of 2 agency returns." in asked.sees("amina")
    refused = asked.sends("amina", "papers.send", {"case": RR})
    assert "Say why the papers go out without 2 of 2 agency returns." in refused
    shown = asked.presses("amina", "Send the papers and open the poll", without="The Group meets on Thursday.")
    assert "the papers are out" in shown


@pytest.mark.parametrize("who", ["amina", "farid"])
def test_only_the_chair_reopens_refers_and_records(polling: Teams, who: str) -> None:
    votes(polling, "efua", RR, "review")
    polling.at("Thu 2026-12-10 17:01")
    tries: list[Callable[[], str]] = [
        lambda: polling.sends(who, "poll.extend", {"case": RR}),
        lambda: polling.sends(who, "form.open", {"form": "decision", "subject": RR}),
    ]
    for attempt in tries:
        assert "could not be done" in attempt()
    assert "Reopen it for one working day" not in "".join(title for c in polling.chats[who] for title in buttons(c))
    assert words(polling.card("efua")).startswith(f"{RR}: no quorum")


def test_a_seat_is_heard_through_whoever_holds_it(polling: Teams, tmp_path: Path) -> None:
    """Gwen has given her view and leaves: the file names Ravi in her place, and the poll waits for him."""
    for member in ("gwen", "efua"):
        votes(polling, member, RR, "review")
    seats = tuple(replace(seat, member="ravi") if seat.id == "health" else seat for seat in WIDER.seats)
    polling.partnership = replace(WIDER, seats=seats)
    teams = polling.twin(tmp_path / "later.db")  # With the file as it is now.
    with closing(teams.store):
        teams.at("Tue 2026-11-24 09:00")
        assert f"{RR}: your declarations" in teams.sees("ravi")
        declares(teams, "ravi", RR)
        votes(teams, "farid", RR, "review")
        assert "sealed until the poll closes" in teams.sends("efua", "poll.results", {"case": RR})
        assert "Give your view" in teams.types("ravi", RR)
        votes(teams, "ravi", RR, "alternative")
        views = teams.sends("efua", "poll.results", {"case": RR})
        assert "Given by\nRavi Menon" in views and "Gwen Lloyd" not in views
        teams.partnership = WIDER  # Who comes after the close changes nothing of what was counted.
        assert teams.sends("efua", "poll.results", {"case": RR}) == views
        assert verify_ballot.faults(verify_ballot.read(written(teams.store))) == []
