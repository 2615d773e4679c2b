"""The story of a meeting: papers that come late, no quorum, a view said aloud, actions, the template, the minutes."""

from typing import Any

from story import fills, goes_through, returns_nil, summarises
from transcript import buttons
from watching import (
    Watched,
    all_vote,
    everyone_looks,
    looks,
    notified,
    opens,
    papers,
    signed_off_and_sent,
    signs,
    the_decision,
)

ALL_HERE = {"here_local-authority": "member", "here_police": "member", "here_health": "member"}


def a_meeting(teams: Watched) -> None:
    """Health answers late; the Group meets twice; what it agrees is done and handed on."""
    reference = notified(teams)
    signs(teams, "amina", reference)
    teams.presses("amina", "Send the requests", agencies="police,health")
    teams.deliver()
    returns_nil(teams, "ben", reference)
    papers(teams, reference)
    teams.at("Tue 2026-12-08 10:00")
    _late(teams, reference)
    _without_a_quorum(teams, reference)
    _in_the_room(teams, reference)
    everyone_looks(teams, reference)
    _afterwards(teams, reference)
    everyone_looks(teams, reference)


def _late(teams: Watched, reference: str) -> None:
    summarises(teams, "carys", reference, **teams.answers)
    teams.keep("task-table", "amina", "Table it")
    _sends(teams, "amina", "tabling", f"{reference}/return/health/1", "Table it")
    teams.keep("paper-tabled", "gwen", "See the papers")
    looks(teams, "gwen", "papers.read", reference)
    teams.chats["amina"].append(teams._do(teams.turn("amina", verb="papers.read", data={"case": reference})).card)
    teams.keep("papers", "amina")
    called = {"meeting_on": "2026-12-10", "meeting_at": "14:30", "meeting_kind": "extraordinary"}
    _sends(teams, "amina", "convene", reference, "Tell the members", **called)
    teams.keep("meeting-called", "gwen", "The meeting")
    teams.presses("gwen", "The meeting")
    teams.keep("meeting-before", "gwen")
    teams.presses("gwen", "Put it in your calendar")
    teams.keep("invitation-comes", "gwen")
    teams.deliver()
    looks(teams, "amina", "meeting.read", reference)
    _presses(teams, "amina", "meeting.off", reference)
    teams.keep("meeting-off", "gwen")
    _sends(teams, "amina", "convene", reference, "Tell the members", **called)


def _without_a_quorum(teams: Watched, reference: str) -> None:
    teams.at("Thu 2026-12-10 14:30")
    _presses(teams, "amina", "meeting.start", reference)
    _sends(teams, "amina", "attendance", reference, "Save who is here", **{**ALL_HERE, "here_police": "apologies"})
    _presses(teams, "efua", "meeting.end", reference)
    teams.keep("task-convene", "amina", "Say when it is")


def _in_the_room(teams: Watched, reference: str) -> None:
    _presses(teams, "amina", "meeting.start", reference)
    _sends(teams, "amina", "attendance", reference, "Save who is here", **ALL_HERE)
    teams.keep("meeting-running", "amina")
    for person in ("amina", "efua", "farid", "gwen"):
        _presses(teams, person, "declaration.same", reference)
    teams.keep("task-template", "amina", "Fill in the template")
    all_vote(teams, reference, efua="review", farid="review")
    _sends(teams, "amina", "spoken", reference, "Write it down", spoken_seat="health", option="review")
    teams.keep("receipt-written-down", "amina")
    teams.keep("task-confirm-view", "gwen", "See it")
    teams.presses("gwen", "See it")
    teams.keep("view-written-down", "gwen")
    teams.presses("gwen", "Yes, that is what I said")
    for purpose in ("safety", "learning"):
        _sends(teams, "amina", "action", reference, "Agree it", act_for=purpose, act_owner="gwen", act_due="2026-12-11")
    teams.keep("task-action", "gwen", "Say what shows it")
    needed = {"imm_action_needed": "yes", "imm_learning": "yes", "immediate_safety_now": "no"}
    opens(teams, "amina", "template", reference)
    goes_through(teams, "amina", {**teams.answers, **needed}, "Put it to the members")
    teams.deliver()
    teams.keep("task-agree", "gwen", "I agree")
    _sends(teams, "farid", "differs", reference, "Keep my words")
    teams.presses("gwen", "I agree")
    teams.types("amina", reference)
    teams.presses("amina", "End the meeting")
    teams.keep("task-end-meeting", "amina", "End the meeting")
    _presses(teams, "amina", "meeting.end", reference)


def a_view_written_down(teams: Watched, reference: str) -> None:
    """For health, which has not been heard otherwise."""
    _presses(teams, "amina", "meeting.start", reference)
    _sends(teams, "amina", "attendance", reference, "Save who is here", **ALL_HERE)
    _sends(teams, "amina", "spoken", reference, "Write it down", spoken_seat="health", option="review")


def denies_it(teams: Watched, reference: str) -> None:
    """After the close."""
    _presses(teams, "gwen", "spoken.read", reference)
    teams.presses("gwen", "No, this is not what I said")
    teams.deliver()
    teams.keep("view-denied", "amina", "See the case")


def _afterwards(teams: Watched, reference: str) -> None:
    teams.keep("task-minutes", "amina", "Add the points")
    opens(teams, "amina", "points", f"{reference}/2")
    goes_through(teams, "amina", teams.answers, "Put it to the chair")
    teams.deliver()
    teams.keep("task-approve", "efua", "Approve them")
    teams.keep("minutes-to-read", "gwen", "Put something right")
    _sends(teams, "gwen", "correction", f"{reference}/2", "Send the correction")
    looks(teams, "amina", "minutes.read", reference)
    teams.presses("efua", "Approve them")
    looks(teams, "amina", "actions.read", reference)
    looks(teams, "gwen", "action.read", reference, action="a1")
    _sends(teams, "gwen", "evidence", f"{reference}/a1", "Record it", ev_on="2026-12-10")
    looks(teams, "gwen", "action.read", reference, action="a1")
    the_decision(teams, reference)
    teams.deliver()
    signed_off_and_sent(teams, reference)
    teams.types("amina", reference)
    teams.presses("amina", "Hand the review on")
    teams.keep("task-hand-off", "amina")
    _sends(teams, "amina", "hand_off", reference, "Record it", ho_what="record")


def _presses(teams: Watched, person: str, verb: str, reference: str) -> None:
    answer = teams._do(teams.turn(person, verb=verb, data={"case": reference}))
    teams.chats[person].append(answer.card)
    teams.deliver()


def _sends(teams: Watched, person: str, form: str, subject: str, title: str, **said: str) -> None:
    """Open a form and send it; twice where an answer leads to another question."""
    opens(teams, person, form, subject)
    answers: dict[str, Any] = {**teams.answers, "immediate_safety_now": "no", **said}
    for _ in range(2):
        if title in buttons(teams.card(person)):
            fills(teams, person, title, answers)
    teams.deliver()
