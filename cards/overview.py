"""A case as its page shows it: where it stands, what is next, and the ways on for this person."""

from collections.abc import Sequence
from datetime import datetime

from cards.casework import MILESTONE_WORDS, TASK_WORDS, agency_states, on, task_words, was
from cards.elements import Action, Card, Element, button, buttons, card, facts, heading, subheading, words
from cards.keeping.keeping import ON_HOLD
from cards.trust import breaches, freezing, glass
from rapid_review.case import Case
from rapid_review.deeds import Deed, may
from rapid_review.gates import listed
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Standing
from rapid_review.permissions import Access, Surface, frozen_out, sees
from rapid_review.returns.requests import Answer
from rapid_review.stages import SAID
from rapid_review.tasks import Task, TaskKind, owed
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import day_number


def overview(
    case: Case,
    who: Standing,
    partnership: Partnership,
    now: datetime,
    risks: Sequence[str] = (),
    standing: Sequence[Element] = (),
) -> Card:
    """Where the case is and what is next, as far as this person may know.

    `risks` says which answers may be late, and `standing` what the decision waits for.
    """
    tasks = owed(case, who, now)
    title = of_case(case.reference, "where it stands")
    stage = words(f"{SAID[case.stage]}. {_day(case, now)}")
    body = [heading(case.reference), *_held(case, who), *_first(case, tasks, now), stage, *standing, _dates(case)]
    if sees(case, who, Surface.RETURNS) is Access.READ:
        body += [subheading("Agencies"), *agency_states(case, partnership, now)]
        body += [words(f"At risk: {why}", tone="warning") for why in risks]
    if sees(case, who, Surface.POLL) >= Access.META and case.poll:
        body += _participation(case, now)
    reading = sees(case, who, Surface.NOTIFICATION) is Access.READ
    actions = _decision_button(case, who) + _told_button(case, who, tasks)
    actions += [button("Read the notification", "notification.read", on(case))] if reading else []
    actions += [*_meeting_button(case, who), button("Why these dates?", "dates", on(case))]
    actions += _results_button(case, who, now)
    actions += _documents_button(case, who) + _own_answer(case, who) + _way_in(case, who, tasks)
    actions += [glass.offer(case)] if case.may_break_glass(who) else []
    actions += _keeping_button(case, who)
    return card([*body, _if_wrong(case, who)], actions[: 6 - len(_foremost(tasks))], summary=title)


def _held(case: Case, who: Standing) -> list[Element]:
    waits = " You hear when it goes on." if frozen_out(case, who) else ""
    line = f"This case is frozen: something in it has to be put right first.{waits}"
    frozen = words(line, tone="attention", bold=True)
    return [*([frozen] if case.frozen else []), *([words(ON_HOLD, tone="warning")] if case.hold else [])]


def _first(case: Case, tasks: Sequence[Task], now: datetime) -> list[Element]:
    """What this person does next, above all that they can look up, which is longer than the screen of a phone."""
    if not tasks:
        return [words("You have nothing to do on this case now.")]
    first = tasks[0]
    by = f"by {clock_words(first.due)}" if first.due else "when you can"
    late = first.due is not None and now > first.due
    line = words(f"Next for you: {task_words(first)}, {by}.", tone="attention" if late else "default", bold=True)
    return [line, buttons([button(task_words(task), "task", on(case, task)) for task in _foremost(tasks)])]


def _if_wrong(case: Case, who: Standing) -> Element:
    """For everybody who may see the case: what to press when something has gone wrong (E29, E43)."""
    also = [breaches.see(case)] if case.readable_breaches(who) else []
    also += [freezing.thaw(case) if case.frozen else freezing.offer(case)] if case.may_freeze(who) else []
    return buttons([breaches.offer(case), *also])


def _foremost(tasks: Sequence[Task]) -> list[Task]:
    """The three most pressing. Of reports of the wrong person only one step: their own button leads to the others."""
    steps = [task for task in tasks if task.kind is TaskKind.BREACH]
    return [task for task in tasks if task not in steps[1:]][:3]


CORRECT = "Correct or add to our answer"


def _own_answer(case: Case, who: Standing) -> list[Action]:
    """For an agency that has answered: the way to change it (E9, E12)."""
    if frozen_out(case, who):
        return []
    mine = [agency for agency in sorted(case.answered_by(who)) if case.requests[agency].returned]
    return [action for agency in mine[:1] for action in correcting(case, agency)[:1]]


def correcting(case: Case, agency: str) -> list[Action]:
    """The ways to change an answer: a summary; where a child death form stands, that form, or a summary after all."""
    returned, subject = case.requests[agency].returned, f"{case.reference}/{agency}"
    if returned is None or returned.answer is not Answer.CHILD_DEATH:
        return [button(CORRECT, "form.open", {"form": "amendment", "subject": subject})]
    return [
        button("Add to our child death form", "form.open", {"form": "child_death", "subject": subject}),
        button("Send a summary instead", "form.open", {"form": "amendment", "subject": subject}),
    ]


def _meeting_button(case: Case, who: Standing) -> list[Action]:
    wanted = case.poll is not None and sees(case, who, Surface.PAPERS) is Access.READ
    return [button("The meeting", "meeting.read", on(case))] if wanted else []


def _way_in(case: Case, who: Standing, tasks: Sequence[Task]) -> list[Action]:
    """For somebody whom nobody has asked to declare, such as the scrutineer or whoever notified the case."""
    declared = case.declarations.get(who.id)
    started = declared and (declared.signed_at or declared.declined_at)
    if started or any(task.kind is TaskKind.DECLARE for task in tasks):
        return []
    declare = {"form": "declare", "subject": case.reference}
    return [button(TASK_WORDS[TaskKind.DECLARE], "form.open", declare)]


def _decision_button(case: Case, who: Standing) -> list[Action]:
    known = case.decided is not None and sees(case, who, Surface.DECISION) is Access.READ
    return [button("Read the decision", "decision.read", on(case))] if known else []


def _told_button(case: Case, who: Standing, tasks: Sequence[Task]) -> list[Action]:
    """What has become of all that others are to be told, for those whose tasks do not lead there."""
    leads_there = any(task.kind in (TaskKind.TELL, TaskKind.CHECK) for task in tasks)
    known = case.standing_decision is not None and sees(case, who, Surface.PANEL) is Access.READ
    return [button("Who has been told", "duties.read", on(case))] if known and not leads_there else []


def _results_button(case: Case, who: Standing, now: datetime) -> list[Action]:
    closed = case.poll is not None and case.poll.closed(now)
    if closed and sees(case, who, Surface.POLL) is Access.READ:
        return [button("See the views", "poll.results", on(case))]
    return []


def _documents_button(case: Case, who: Standing) -> list[Action]:
    """Where there is no room for it, "documents" can be typed."""
    access = sees(case, who, Surface.RETURNS)
    open_to = access is Access.READ or (case.documents and access is Access.OWN)
    return [button("Documents", "documents.read", on(case))] if open_to else []


def _keeping_button(case: Case, who: Standing) -> list[Action]:
    """Once it is closed or held. Where there is no room for it, "keeping RR-2026-001" can be typed."""
    wanted = (case.closed_at or case.hold) and may(case, who, Deed.HOLD)
    return [button("How long it is kept", "keeping", on(case))] if wanted else []


def _day(case: Case, now: datetime) -> str:
    if not case.timetable():
        return "No timetable runs for this case."
    day = day_number(case.day_one, local_day(now), case.policy)
    return f"Today is Day {day} of {case.policy.panel_day}." if day >= 1 else "Day 1 has not begun."


def _dates(case: Case) -> Element:
    rows = ((MILESTONE_WORDS[m], clock_words(due.at) + was(case, m)) for m, due in case.timetable().items())
    return facts(rows)


def _participation(case: Case, now: datetime) -> list[Element]:
    """Who has answered, never how: the poll is sealed until it closes."""
    if case.poll is None:
        return []
    able, awaited = case.poll.able(case.aside), case.poll.awaited(case.aside)
    state = "closed" if case.poll.closed(now) else f"open until {clock_words(case.poll.closes_at)}"
    heard = f"{len(able) - len(awaited)} of {len(able)} seats have given a view."
    waiting = f" Awaited: {listed([seat.title for seat in awaited])}." if awaited else ""
    return [subheading("The poll"), words(f"The poll is {state}. {heard}{waiting}")]
