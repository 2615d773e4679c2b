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
from cards.task_titles import listed_title
from rapid_review.case import Case
from rapid_review.openly import Open, case_reference, of_case, office, openly
from rapid_review.people import Partnership
from rapid_review.tasks import Task, TaskKind
from rapid_review.timing.london import clock_words
from rapid_review.timing.timetable import Milestone
from rapid_review.trust.breach import Step
from rapid_review.trust.trust_forms import STEP_NAMES

TASK_WORDS: dict[TaskKind, str] = {
    TaskKind.ALERT: "Say that you are dealing with the alert",
    TaskKind.DECLARE: "Make your declarations",
    TaskKind.RULE: "Rule on a declared conflict",
    TaskKind.SIGN_AGAIN: "Sign the confidentiality agreement again",
    TaskKind.LOOK_AGAIN: "Say whether your declaration still holds",
    TaskKind.REPLACE: "Decide about somebody who could not sign",
    TaskKind.ASK_LEAD: "Ask a lead to name who decides",
    TaskKind.NAME_DECIDER: "Name who decides for your organisation",
    TaskKind.ADVISE: "Give your view to the Group",
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
    TaskKind.DEFER: "Name the information that is wanted",
    TaskKind.TAKE_BACK: "Take the case back to the Group",
    TaskKind.RECONSIDER: "Say whether the decision still stands",
    TaskKind.PENDING: "Tell the Panel that the outcome is pending",
    TaskKind.SIGN_OFF: "Sign the decision off for your organisation",
    TaskKind.REPORT: "Send the outcome to the national Panel",
    TaskKind.ESCALATE: "Take a missing answer further",
    TaskKind.RESOLVE: "Say what happens about a missing answer",
    TaskKind.CONFIRM: "Check the answer recorded for your agency",
    TaskKind.QUERY: "Answer the Partnership Team’s question",
    TaskKind.MORE: "Send what is still to come",
    TaskKind.SIGN_RETURN: "Read and sign your agency’s answer",
    TaskKind.JUDGE: "Say whether a child death form will do",
    TaskKind.NOTIFY_PANEL: "Say whether the authority’s notice was sent",
    TaskKind.SLIPPED: "Say why a date was missed",
    TaskKind.TABLE: "Table a paper that came late",
    TaskKind.CONFIRM_VIEW: "Say whether this is what you said",
    TaskKind.ACTION: "Do what the Group asked of you",
    TaskKind.TEMPLATE: "Complete the Rapid Review Template",
    TaskKind.AGREE: "Agree the Rapid Review Template",
    TaskKind.MINUTES: "Add the points to the minutes",
    TaskKind.APPROVE: "Approve the minutes",
    TaskKind.REASSIGN: "Give an action to somebody else",
    TaskKind.HAND_OFF: "Hand the review on",
    TaskKind.END_MEETING: "End the meeting",
    TaskKind.CONVENE: "Call the Group together again",
    TaskKind.TELL: "Tell others what was decided",
    TaskKind.CHECK: "Check what is about to be sent",
    TaskKind.INSPECTORATE: "Say whether your inspectorate was told",
    TaskKind.CLOSE: "Close the case",
    TaskKind.THAW: "See whether the case can go on",
    TaskKind.ANSWER_REQUEST: "Answer a request for somebody’s own data",
    TaskKind.BREACH: "Something went to the wrong person: act now",
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
            summary=openly("You have nothing to do"),
        )
    body: list[Element] = [heading("My tasks")]
    if drafts:
        body.append(words("You have a notification that is not sent yet."))
    for case, task in entries[:MOST_LISTED]:
        body.append(_task_line(case, task))
    if len(entries) > MOST_LISTED:
        body.append(words(f"And {len(entries) - MOST_LISTED} more, shown when these are done."))
    resume = [button("Go on with the notification", "notify")] if drafts else []
    opening = [button(listed_title(case, task), "task", on(case, task)) for case, task in entries[: 6 - len(resume)]]
    return card(body, [*resume, *opening], summary=openly("Your tasks"))


MOST_LISTED = 6


def _task_line(case: Case, task: Task) -> Element:
    due = f"by {clock_words(task.due)}" if task.due else "when you can"
    return {
        "type": "Container",
        "spacing": "medium",
        "items": [
            words(f"{case.reference}: {task_words(task)}", bold=True),
            {**words(due, quiet=True), "spacing": "none"},
        ],
    }


def task_words(task: Task) -> str:
    """What is to be done, so that no two buttons of a case read alike: which report, and which step."""
    id, _, step = task.about.partition(".")
    if task.kind is TaskKind.BREACH and step in [*Step]:
        return f"Wrong person, report {id.removeprefix('b')}: {STEP_NAMES[Step(step)]}"
    return TASK_WORDS[task.kind]


def on(case: Case, task: Task | None = None, **more: str) -> dict[str, str]:
    """What a button carries about the case; never authority."""
    return {"case": case.reference, **({"task": task.id} if task else {}), **more}


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
    return card(body, [back, *actions], summary=of_case(case.reference, "the dates, and why"))


def agency_states(case: Case, partnership: Partnership, now: datetime) -> list[Element]:
    rows = [
        (agency_name(partnership, r.agency), r.state(_overdue(case, r.agency, now))) for r in case.requests.values()
    ]
    return [facts(rows)] if rows else [words("No agency has been asked yet.")]


def _overdue(case: Case, agency: str, now: datetime) -> bool:
    due = case.due_from(agency)
    return due is not None and now > due.at


def agency_name(partnership: Partnership, agency: str) -> Open:
    """The agency's name; one that has left the file keeps its short name."""
    known = partnership.agencies.get(agency)
    return office(known.name if known else agency)


def settled(case: Case, what: str) -> Card:
    """What an earlier ask turns into when it is no longer owed."""
    return card(
        [heading(case.reference), words(f"{what} Nothing is left to do here.")],
        [button("See the case", "case", on(case))],
        summary=of_case(case.reference, "nothing left to do here"),
    )


def recused(case: Case) -> Card:
    """All that a recused person learns (E13)."""
    return card(
        [
            heading(f"You are recused from {case.reference}"),
            words("The chair has ruled that you take no part in it, so you see nothing of this case."),
            words("If your position has changed, tell the Partnership Team."),
            words("If something of it reached you that should not have, type “wrong person”."),
        ],
        summary=openly("You are recused from {}", case_reference(case.reference)),
    )


def people_to_search(case: Case, rows: Sequence[tuple[str, str]]) -> Card:
    """The least an agency needs to search its records."""
    body = [heading(f"{case.reference}: who to search for"), *(pair(label, value) for label, value in rows)]
    body.append(words("Search earlier names, other spellings and earlier addresses too. Do not copy this list."))
    return card(
        body,
        [button("Back to the request", "case", on(case))],
        summary=of_case(case.reference, "who to search for"),
    )
