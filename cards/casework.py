"""The case as a person may see it, and the list of what they owe."""

from collections.abc import Sequence
from datetime import datetime

from cards.elements import (
    Action,
    Card,
    Element,
    button,
    card,
    facts,
    heading,
    pair,
    subheading,
    words,
)
from rapid_review.case import Case
from rapid_review.gates import listed
from rapid_review.london import clock_words, local_day
from rapid_review.people import Partnership, Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.stages import SAID
from rapid_review.tasks import Task, TaskKind, owed
from rapid_review.timetable import Milestone, day_number

TASK_WORDS: dict[TaskKind, str] = {
    TaskKind.ALERT: "Say that you are dealing with the safety alert",
    TaskKind.DECLARE: "Make your declarations",
    TaskKind.RULE: "Rule on a declared conflict",
    TaskKind.ASK_AGENCIES: "Choose the agencies to ask",
    TaskKind.ACKNOWLEDGE: "Acknowledge the request",
    TaskKind.SECURE: "Say that your agency’s records are secured",
    TaskKind.EXTENSION: "Answer a request for a later day",
    TaskKind.RETURN: "Return your agency’s summary",
    TaskKind.SEND_PAPERS: "Send the papers and open the poll",
    TaskKind.VOTE: "Give your view in the poll",
    TaskKind.CRITERIA: "Answer the eight criteria",
    TaskKind.DECIDE: "Record the decision",
    TaskKind.REFER: "Refer the disagreement",
    TaskKind.EXTEND: "Reopen the poll",
    TaskKind.SETTLE: "Settle the disagreement",
    TaskKind.SIGN_OFF: "Sign the decision off for your organisation",
    TaskKind.REPORT: "Send the outcome to the national Panel",
    TaskKind.ESCALATE: "Decide how to take a missing answer further",
    TaskKind.RESOLVE: "Say what happens about a missing answer",
    TaskKind.CONFIRM: "Check the answer recorded for your agency",
    TaskKind.QUERY: "Answer the Partnership Team’s question",
    TaskKind.MORE: "Send what is still to come",
    TaskKind.SIGN_RETURN: "Read and sign your agency’s answer",
    TaskKind.JUDGE: "Say whether a child death form will do",
    TaskKind.NOTIFY_PANEL: "Say what became of the local authority’s notice",
    TaskKind.SLIPPED: "Say why a date was missed",
    TaskKind.MEETING: "Be ready for the meeting",
}

MILESTONE_WORDS: dict[Milestone, str] = {
    Milestone.REQUEST_OUT: "Agencies asked",
    Milestone.SUMMARIES_DUE: "Agency summaries back",
    Milestone.COLLATED: "Report put together",
    Milestone.PAPERS_OUT: "Papers to the Group",
    Milestone.MEETING: "Meeting and decision",
    Milestone.TO_PANEL: "Outcome to the national Panel",
}


def task_list(entries: Sequence[tuple[Case, Task]], drafts: Sequence[str] = ()) -> Card:
    """Everything one person owes, soonest first, each with its own button (F87)."""
    if not entries and not drafts:
        return card(
            [heading("You have nothing to do"), words("We will write to you when that changes.")],
            [
                button("Notify a serious incident", "notify"),
                button("My cases", "cases"),
                button("Help", "help"),
            ],
            summary="You have nothing to do",
        )
    body: list[Element] = [heading("My tasks")]
    if drafts:
        body.append(words("You have a notification that is not sent yet."))
    for case, task in entries[:MOST_LISTED]:
        body.append(_task_line(case, task))
    if len(entries) > MOST_LISTED:
        body.append(words(f"And {len(entries) - MOST_LISTED} more, shown when these are done."))
    resume = [button("Go on with the notification", "notify")] if drafts else []
    opening = [button(_short(case, task), "task", on(case, task)) for case, task in entries[: 6 - len(resume)]]
    return card(body, [*resume, *opening], summary="Your tasks")


MOST_LISTED = 6


def _task_line(case: Case, task: Task) -> Element:
    due = f"by {clock_words(task.due)}" if task.due else "when you can"
    return {
        "type": "Container",
        "spacing": "small",
        "items": [words(f"{case.reference}: {TASK_WORDS[task.kind]}", bold=True), words(due, quiet=True)],
    }


def _short(case: Case, task: Task) -> str:
    return f"{case.reference}: {TASK_WORDS[task.kind].lower()}"[:60]


def on(case: Case, task: Task | None = None, **more: str) -> dict[str, str]:
    """What a button carries about the case; never authority."""
    return {"case": case.reference, **({"task": task.id} if task else {}), **more}


def overview(case: Case, who: Standing, partnership: Partnership, now: datetime, risks: Sequence[str] = ()) -> Card:
    """Where the case is and what is next, as far as this person may know; `risks` says which answers may be late."""
    tasks = owed(case, who, now)
    body = [heading(case.reference), words(f"{SAID[case.stage]}. {_day(case, now)}"), _dates(case)]
    if sees(case, who, Surface.RETURNS) is Access.READ:
        body += [subheading("Agencies"), *agency_states(case, partnership, now)]
        body += [words(f"At risk: {why}", tone="warning") for why in risks]
    if sees(case, who, Surface.POLL) >= Access.META and case.poll:
        body += _participation(case, now)
    if not tasks:
        body.append(words("You have nothing to do on this case now."))
    reading = sees(case, who, Surface.NOTIFICATION) is Access.READ
    actions = [button(TASK_WORDS[t.kind], "task", on(case, t)) for t in tasks[:3]]
    actions += [button("Read the notification", "notification.read", on(case))] if reading else []
    actions += [button("Why these dates?", "dates", on(case))]
    actions += _results_button(case, who, now)
    actions += _documents_button(case, who) + _own_answer(case, who)
    return card(body, actions[:6], summary=f"{case.reference}: where it stands")


CORRECT = "Correct or add to our answer"


def _own_answer(case: Case, who: Standing) -> list[Action]:
    """For an agency that has answered: the way to change it (E9, E12)."""
    mine = [agency for agency in sorted(case.answered_by(who)) if case.requests[agency].returned]
    opening = [{"form": "amendment", "subject": f"{case.reference}/{agency}"} for agency in mine[:1]]
    return [button(CORRECT, "form.open", data) for data in opening]


def _results_button(case: Case, who: Standing, now: datetime) -> list[Action]:
    closed = case.poll is not None and case.poll.closed(now)
    if closed and sees(case, who, Surface.POLL) is Access.READ:
        return [button("See the views", "poll.results", on(case))]
    return []


def _documents_button(case: Case, who: Standing) -> list[Action]:
    """Where there is no room for it, "documents" can be typed."""
    open_to = case.documents and sees(case, who, Surface.RETURNS) >= Access.OWN
    return [button("Documents", "documents.read", on(case))] if open_to else []


def _day(case: Case, now: datetime) -> str:
    if not case.timetable():
        return "No timetable runs for this case."
    day = day_number(case.day_one, local_day(now), case.policy)
    return f"Today is Day {day} of {case.policy.panel_day}." if day >= 1 else "Day 1 has not begun."


def _dates(case: Case) -> Element:
    rows = ((MILESTONE_WORDS[m], clock_words(due.at) + was(case, m)) for m, due in case.timetable().items())
    return facts(rows)


def was(case: Case, milestone: Milestone) -> str:
    """The original of a date that was moved by agreement, to stand behind it (domain 2.3, rule 7)."""
    planned, due = case.planned().get(milestone), case.due(milestone)
    moved = planned and due and planned.day != due.day
    return f" (was {planned.day:%A} {planned.day.day} {planned.day:%B})" if planned and moved else ""


def dates(case: Case, actions: Sequence[Action] = ()) -> Card:
    """Every date with the reason for it, and what may be done about them."""
    body: list[Element] = [heading(f"{case.reference}: the dates, and why")]
    for milestone, due in case.timetable().items():
        when = clock_words(due.at) + was(case, milestone)
        body += [subheading(f"{MILESTONE_WORDS[milestone]}: {when}"), words(due.because)]
    if len(body) == 1:
        body.append(words("This case is below the definition, and your partnership runs no timetable for those."))
    back = button("Back to the case", "case", on(case))
    return card(body, [back, *actions], summary=f"{case.reference}: the dates, and why")


def agency_states(case: Case, partnership: Partnership, now: datetime) -> list[Element]:
    rows = [
        (agency_name(partnership, r.agency), r.state(_overdue(case, r.agency, now))) for r in case.requests.values()
    ]
    return [facts(rows)] if rows else [words("No agency has been asked yet.")]


def _overdue(case: Case, agency: str, now: datetime) -> bool:
    due = case.due_from(agency)
    return due is not None and now > due.at


def agency_name(partnership: Partnership, agency: str) -> str:
    """The agency's name; one that has left the file keeps its short name."""
    known = partnership.agencies.get(agency)
    return known.name if known else agency


def _participation(case: Case, now: datetime) -> list[Element]:
    """Who has answered, never how: the poll is sealed until it closes."""
    if case.poll is None:
        return []
    able, awaited = case.poll.able(case.recused), case.poll.awaited(case.recused)
    state = "closed" if case.poll.closed(now) else f"open until {clock_words(case.poll.closes_at)}"
    heard = f"{len(able) - len(awaited)} of {len(able)} seats have given a view."
    waiting = f" Awaited: {listed([seat.title for seat in awaited])}." if awaited else ""
    return [subheading("The poll"), words(f"The poll is {state}. {heard}{waiting}")]


def settled(case: Case, what: str) -> Card:
    """What an earlier ask turns into when it is no longer owed."""
    return card(
        [heading(case.reference), words(f"{what} Nothing is left to do here.")],
        [button("See the case", "case", on(case))],
        summary=f"{case.reference}: nothing left to do here",
    )


def recused(case: Case) -> Card:
    """All that a recused person learns (E13)."""
    return card(
        [
            heading(f"You are recused from {case.reference}"),
            words("The chair has ruled that you take no part in it, so you see nothing of this case."),
            words("If your position has changed, tell the Partnership Team."),
        ],
        summary=f"You are recused from {case.reference}",
    )


def people_to_search(case: Case, rows: Sequence[tuple[str, str]]) -> Card:
    """The least an agency needs to search its records."""
    body = [heading(f"{case.reference}: who to search for"), *(pair(label, value) for label, value in rows)]
    body.append(words("Search earlier names, other spellings and earlier addresses too. Do not copy this list."))
    return card(
        body,
        [button("Back to the request", "case", on(case))],
        summary=f"{case.reference}: who to search for",
    )
