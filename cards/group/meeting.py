"""The meeting of the Group on one card: before it, while it runs, and after it (R078-R085, R114, E15)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cards.asking import ask, opens
from cards.casework import MILESTONE_WORDS, on
from cards.elements import Action, Card, Element, button, card, facts, heading, pair, subheading, typed, words
from cards.group import inviting
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.group.meeting import AGENDA, OPEN_TO_THE_GROUP, Meeting, MeetingKind
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Seat, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.stages import Stage
from rapid_review.task import Task
from rapid_review.timing.london import clock_words, local
from rapid_review.timing.timetable import Milestone

KINDS = {
    MeetingKind.ORDINARY: "An ordinary meeting",
    MeetingKind.EXTRAORDINARY: "An extraordinary meeting by teleconference",
}


def meeting(case: Case, who: Standing, partnership: Partnership, called: Mapping[str, Any], now: datetime) -> Card:
    """All that a member needs in the room: when, the papers, the poll, who is here, and the agenda."""
    title = of_case(case.reference, "the meeting")
    body: list[Element] = [heading(title), *_when(case, called), *_dates(case), *_papers(case, who), *_poll(case, now)]
    if case.meeting and case.meeting.started_at:
        body += _present(case, case.meeting, partnership)
    body += [subheading("Agenda"), typed("\n".join(f"{n}. {item}" for n, item in enumerate(AGENDA.values(), 1)))]
    return card(body, _actions(case, who), summary=title)


def _when(case: Case, called: Mapping[str, Any]) -> list[Element]:
    """When the Group meets, where, and why it meets out of turn."""
    now_or_next = case.meeting
    if now_or_next is None:
        return [words("No time is set for the meeting yet.")]
    lines: list[Element] = [words(f"{KINDS[now_or_next.kind]}: {_state(now_or_next)}.", bold=True)]
    if place := called.get("meeting_place"):
        lines.append(pair("Where", str(place)))
    if why := called.get("meeting_why"):
        lines.append(pair("Why it is extraordinary", str(why)))
    if now_or_next.not_kept and not now_or_next.started_at:
        refused = f"The calendar did not take it (code “{now_or_next.not_kept}”), so nobody is invited by it."
        lines.append(words(refused, tone="warning"))
    return lines


def _dates(case: Case) -> list[Element]:
    """By when the Group decides, and the Panel is told."""
    steps = (Milestone.MEETING, Milestone.TO_PANEL)
    rows = [(MILESTONE_WORDS[step], clock_words(due.at)) for step in steps if (due := case.due(step))]
    return [facts(rows)] if rows else []


def _state(now_or_next: Meeting) -> str:
    if now_or_next.ended_at and now_or_next.started_at:
        return f"held on {clock_words(now_or_next.started_at)}, ended at {_hour(now_or_next.ended_at)}"
    if now_or_next.started_at:
        return f"running since {_hour(now_or_next.started_at)}"
    return clock_words(now_or_next.begins_at)


def _hour(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def _papers(case: Case, who: Standing) -> list[Element]:
    if who.id not in case.readers():
        return []
    left, total = len(case.unopened_by(who.id)), len(case.papers_for_the_group())
    said = f"You have opened {total - left} of {total} papers." if left else "You have opened all the papers."
    tabled = f" {len(case.tabled)} tabled at the meeting." if case.tabled else ""
    return [words(said + tabled, tone="warning" if left else "default")]


def _poll(case: Case, now: datetime) -> list[Element]:
    """Who has answered is counted, never how."""
    if case.poll is None:
        return []
    able, awaited = case.poll.able(case.aside), case.poll.awaited(case.aside)
    state = "closed" if case.poll.closed(now) else f"open until {clock_words(case.poll.closes_at)}"
    return [words(f"The poll is {state}. {len(able) - len(awaited)} of {len(able)} seats have given a view.")]


def _present(case: Case, held: Meeting, partnership: Partnership) -> list[Element]:
    quorum = case.meeting_quorum()
    rows = [(seat.title, _presence(case, held, seat, partnership)) for seat in case.seats]
    return [
        subheading("Who is here" if held.running else "Who was there"),
        facts(rows),
        words(quorum.words, tone="default" if quorum.met else "warning"),
    ]


def _presence(case: Case, held: Meeting, seat: Seat, partnership: Partnership) -> str:
    there = held.here(seat.id)
    if there is None:
        gone = held.present.get(seat.id)
        if gone and (left := gone[-1].left):
            return f"{partnership.name_of(gone[-1].person)}, left at {_hour(left)}"
        return "apologies" if seat.id in held.apologies else "not here"
    name = partnership.name_of(there.person) + (", as deputy" if there.deputy else "")
    aside = ", takes no part in this case" if there.person in case.recused else ", cannot decide yet"
    return f"{name}, since {_hour(there.joined)}{'' if seat.id in case.able_here() else aside}"


MOST_BUTTONS = 6


def _actions(case: Case, who: Standing) -> list[Action]:
    """What this person can do from here: the chair and the Partnership Team run it, the others read."""
    roles = roles_of(case, who) & {CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM}
    reads = [button("The papers", "papers.read", on(case)), button("Actions", "actions.read", on(case))]
    runs = roles and case.stage in (Stage.GATHERING, *OPEN_TO_THE_GROUP)
    if roles and case.running_meeting:
        room = _in_the_room(case, team=CaseRole.PARTNERSHIP_TEAM in roles) if runs else []
        return [*room, *reads, button("End the meeting", "meeting.end", on(case))]
    calls = _calling(case) if runs else []
    back = button("Back to the case", "case", on(case))
    return [*calls, *inviting.offered(case), *reads, *_written(case), back][:MOST_BUTTONS]


def _in_the_room(case: Case, *, team: bool) -> list[Action]:
    here = button("Who is here", "form.open", {"form": "attendance", "subject": case.reference}, main=True)
    if not team:
        return [here]
    said = button("Write down a view", "form.open", {"form": "spoken", "subject": case.reference})
    return [here, said, button("Fill in the template", "form.open", {"form": "template", "subject": case.reference})]


def _calling(case: Case) -> list[Action]:
    """To say when the Group meets, and to begin, unless it has met and can decide."""
    met = case.meeting is not None and case.meeting.ended_at is not None and not case.meets_again
    ready = case.stage is not Stage.GATHERING and not met
    start = [button("Start the meeting", "meeting.start", on(case))] if ready else []
    when = button("Say when it is", "form.open", {"form": "convene", "subject": case.reference})
    off = [button("Call it off", "meeting.off", on(case))] if case.next_meeting else []
    return [*start, when, *off]


def _written(case: Case) -> list[Action]:
    """The template and the minutes, once there is something in them."""
    met = any(meeting.ended_at for meeting in case.held.values())
    template = [button("Read the template", "template.read", on(case))] if case.template else []
    return [*template, *([button("The minutes", "minutes.read", on(case))] if met else [])]


def told(case: Case, called: Mapping[str, Any]) -> Card:
    """The members are told when they meet."""
    title = of_case(case.reference, "when the Group meets")
    see = button("The meeting", "meeting.read", on(case))
    invite = inviting.offered(case) if called else []
    return card([heading(title), *_when(case, called)], [see, *invite], summary=title)


def told_off(case: Case) -> Card:
    """The members are told that they do not meet."""
    title = of_case(case.reference, "the meeting is called off")
    line = "If you put it in your calendar yourself, please take it out. You are told when another is called."
    return notice(title, line, actions=[button("The meeting", "meeting.read", on(case))])


def again(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: the meeting had no quorum (E15)."""
    body = [words(case.meeting_quorum().words), words("Call the Group together again within one working day.")]
    actions = [
        opens(case, "Say when it is", "convene"),
        button("The meeting", "meeting.read", on(case)),
    ]
    return ask(case, f"{case.reference}: meet again", task, body, actions, now=now)


def over(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: a meeting runs until somebody says that it is over, and its minutes wait for that."""
    began = case.running_meeting.started_at if case.running_meeting else None
    body = [
        *([words(f"The meeting that began on {clock_words(began)} is still running here.")] if began else []),
        words("If it is over, please end it. Then its minutes can be noted."),
    ]
    actions = [button("End the meeting", "meeting.end", on(case, task), main=True)]
    actions.append(button("The meeting", "meeting.read", on(case)))
    return ask(case, f"{case.reference}: is the meeting over?", task, body, actions, now=now)
