"""The Group's poll: sealed until it closes, then open to its members by name, and what the views add up to."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from story import RR, declares, fills, goes_through, votes
from transcript import Teams, buttons, words

EVERYBODY = ("amina", "ben", "carys", "dev", "efua", "farid", "gwen", "harriet", "imran", "marcus", "team")


@contextmanager
def twins(teams: Teams, folder: Path) -> Iterator[tuple[Teams, Teams]]:
    """The same review twice."""
    first, second = (teams.twin(folder / f"{name}.db") for name in ("first", "second"))
    with closing(first.store), closing(second.store):
        yield first, second


def looks_around(teams: Teams, person: str) -> str:
    """Everything somebody can be shown now: their chat, their case, their lists, and a try at the views."""
    typed = [teams.types(person, said) for said in (RR, "my tasks", "my cases")]
    pressed = [teams.sends(person, verb, {"case": RR}) for verb in ("poll.results", "dates", "decision.read")]
    return "\n\n".join([*typed, *pressed, teams.all_seen(person), *teams.summaries[person]])


def test_nobody_can_tell_how_anybody_voted_before_the_close(polling: Teams, tmp_path: Path) -> None:
    """Two reviews that differ only in the views look the same to everybody else, to the letter."""
    with twins(polling, tmp_path) as (agreed, split):
        votes(agreed, "farid", RR, "review", "It would add something.")
        votes(agreed, "gwen", RR, "review", "Yes.")
        votes(split, "farid", RR, "no_further", "CANARY: we know all this.")
        votes(split, "gwen", RR, "alternative", "CANARY: an audit.")
        for when in ("Wed 2026-12-09 17:00", "Thu 2026-12-10 16:30"):
            agreed.at(when)
            split.at(when)
            for person in EVERYBODY:
                if person not in ("farid", "gwen"):
                    assert looks_around(agreed, person) == looks_around(split, person), person
        receipt = split.sees("farid")
        assert "CANARY" not in receipt and "No further" not in receipt  # Nor does a glance at the voter's screen tell.


def test_a_view_can_be_changed_until_the_close(polling: Teams) -> None:
    assert "1 of 3 seats have given a view" in votes(polling, "farid", RR, "review", "First thoughts.")
    polling.presses("farid", "Change my view")
    assert "First thoughts." in polling.sees("farid")
    assert "your view is in" in fills(polling, "farid", "Give this view", {"option": "no_further", "reason": "Second."})
    votes(polling, "efua", RR, "no_further")
    votes(polling, "gwen", RR, "no_further")
    shown = polling.presses("gwen", "See the views")
    assert "No further review" in shown and "Second." in shown and "First thoughts." not in shown


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


def test_no_agreement_goes_to_the_chair_of_the_board(polling: Teams) -> None:
    """E14, R101: not by majority. The chair of the Executive Board settles it; the timetable goes on."""
    votes(polling, "efua", RR, "review")
    votes(polling, "farid", RR, "review")
    votes(polling, "gwen", RR, "alternative", "An audit would do.")
    assert f"{RR}: no agreement" in polling.sees("efua")
    assert "could not be done" in polling.sends("efua", "form.open", {"form": "decision", "subject": RR})
    shown = polling.presses("efua", "Refer it to the chair of the Executive Board")
    assert "An answer is due by Tuesday 24 November 2026, 17:00." in shown
    polling.deliver()

    declares(polling, "harriet", RR)
    polling.sends("efua", "form.open", {"form": "criteria", "subject": RR})
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    polling.types("harriet", RR)
    polling.presses("harriet", "Settle the disagreement")
    assert "An audit would do." in polling.presses("harriet", "See the views")
    polling.opens("harriet", "settlement", RR)
    shown = goes_through(polling, "harriet", {"decision": "alternative"}, "Record your decision")
    assert "There will be another kind of learning review." in shown
    decided = polling.case(RR).decided
    assert decided is not None and decided.settled and decided.by == "harriet"


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
