"""Views said aloud at the meeting: written down, seen and confirmed by who said them, or denied and not counted."""

from balloting import written
from story import RR, declares, fills, votes
from test_meeting import opens, the_meeting
from transcript import Teams, buttons

from bot import verify_ballot

SAID = {"option": "review", "reason": "The pathway failed.", "immediate_safety_now": "no"}


def writes_down(teams: Teams, seat: str, **said: str) -> str:
    return opens(teams, "amina", "spoken", "Write it down", spoken_seat=seat, **{**SAID, **said})


def test_a_view_said_aloud_is_written_down_and_confirmed(polling: Teams) -> None:
    """F48."""
    the_meeting(polling)
    shown = writes_down(polling, "health")
    assert "written down" in shown and "pathway" not in shown
    asked = polling.sees("gwen")
    assert "is this what you said?" in asked and "pathway" not in asked
    read = polling.presses("gwen", "See it")
    assert "A review should be undertaken" in read and "The pathway failed." in read
    assert "Written down by\nAmina Yusuf" in read
    for member in ("efua", "farid"):
        votes(polling, member, RR, "review")
    assert "sealed until the poll closes" in polling.sends("farid", "poll.results", {"case": RR})
    polling.presses("gwen", "Yes, that is what I said")  # The last that the poll waited for.
    views = polling.sends("farid", "poll.results", {"case": RR})
    assert "Gwen Lloyd, at the meeting; written down by Amina Yusuf, confirmed" in views


def test_nobody_confirms_what_they_have_not_seen(polling: Teams) -> None:
    the_meeting(polling)
    writes_down(polling, "police")
    polling.presses("farid", "See it")
    verb, old = polling.pressed(polling.card("farid"), "Yes, that is what I said")
    writes_down(polling, "police", option="no_further", reason="We know all this.")
    for press in (verb, "spoken.deny"):
        shown = polling.sends("farid", press, old)
        assert "We know all this." in shown and "Your view is confirmed." not in shown
    assert "Your view is confirmed." in polling.sends("farid", verb, {**old, "revision": "2"})
    for press in ("spoken.confirm", "spoken.deny"):
        assert "Your view is confirmed." not in polling.sends("gwen", press, {"case": RR})


def test_a_view_given_later_replaces_what_was_written_down(polling: Teams) -> None:
    the_meeting(polling)
    writes_down(polling, "health", reason="Heard wrongly.")
    polling.presses("gwen", "See it")
    polling.presses("gwen", "No, change it")
    fills(polling, "gwen", "Give this view", {"option": "no_further", "reason": "We know all this."})
    polling.deliver()
    for member in ("efua", "farid"):
        votes(polling, member, RR, "review")
    views = polling.sends("efua", "poll.results", {"case": RR})
    assert "Given by\nGwen Lloyd\nWe know all this." in views and "Heard wrongly." not in views


def test_a_view_that_was_not_what_was_said_decides_nothing(polling: Teams) -> None:
    the_meeting(polling)
    for member in ("efua", "farid"):
        votes(polling, member, RR, "review")
    writes_down(polling, "health")
    polling.at("Thu 2026-12-10 17:01")
    views = polling.sends("efua", "poll.results", {"case": RR})
    assert "Gwen Lloyd, at the meeting; written down by Amina Yusuf, not confirmed" in views
    polling.sends("gwen", "spoken.read", {"case": RR})
    shown = polling.sends("gwen", "spoken.deny", {"case": RR, "revision": "1"})
    assert "It no longer counts. The chair and the Partnership Team are told" in shown
    polling.deliver()
    for person in ("efua", "amina"):
        assert "for the health seat is not what was said" in polling.all_seen(person)
    assert "Still to be heard: health." in polling.sees("efua")
    record = written(polling.store)
    assert verify_ballot.faults(verify_ballot.read(record)) == []
    polling.presses("efua", "Reopen it for one working day")
    polling.deliver()
    assert f"{RR}: your view" in polling.sees("gwen")
    votes(polling, "gwen", RR, "review", "In my own words.")
    assert "In my own words." in polling.sends("efua", "poll.results", {"case": RR})


def test_a_deputy_is_not_written_down_over_the_member(polling: Teams) -> None:
    votes(polling, "gwen", RR, "alternative")
    polling.sends("amina", "deputy.call", {"case": RR, "seat": "health"})
    declares(polling, "marcus", RR)
    the_meeting(polling, here_health="deputy")
    polling.opens("amina", "spoken", RR)
    assert "Police seat" in polling.sees("amina") and "Health seat" not in polling.sees("amina")
    assert "this what you said?" not in polling.all_seen("marcus")


def test_what_was_being_written_down_at_the_close_is_kept(polling: Teams) -> None:
    the_meeting(polling)
    polling.opens("amina", "spoken", RR)
    polling.now = polling.now.replace(month=12, day=10, hour=17, minute=1)
    said = {**SAID, "spoken_seat": "police"}
    shown = fills(polling, "amina", "Write it down", said)
    shown = (
        fills(polling, "amina", "Write it down", said) if "Write it down" in buttons(polling.card("amina")) else shown
    )
    assert "no view is written down any more." in shown and "What you wrote is kept." in shown
    assert "The pathway failed." in polling.opens("amina", "spoken", RR)
