"""The case as a person may see it, the list of what they owe, and the card for each thing owed."""

from collections.abc import Callable, Sequence
from datetime import datetime

from cards.elements import (
    Action,
    Card,
    Element,
    box,
    button,
    card,
    choice_input,
    facts,
    heading,
    long_input,
    pair,
    subheading,
    words,
)
from rapid_review.case import Case
from rapid_review.gates import before_papers, listed
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
    TaskKind.RETURN: "Return your agency’s summary",
    TaskKind.SEND_PAPERS: "Send the papers and open the poll",
    TaskKind.VOTE: "Give your view in the poll",
    TaskKind.CRITERIA: "Answer the eight criteria",
    TaskKind.DECIDE: "Record the decision",
    TaskKind.REFER: "Refer the disagreement",
    TaskKind.EXTEND: "Reopen the poll: there is no quorum",
    TaskKind.SETTLE: "Settle the disagreement",
    TaskKind.SIGN_OFF: "Sign the decision off for your organisation",
    TaskKind.REPORT: "Send the outcome to the national Panel",
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


def overview(case: Case, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Where the case is and what happens next, as far as this person may know."""
    tasks = owed(case, who, now)
    body = [heading(case.reference), words(f"{SAID[case.stage]}. {_day(case, now)}"), _dates(case)]
    if sees(case, who, Surface.RETURNS) is Access.READ:
        body += [subheading("Agencies"), *_agency_states(case, partnership, now)]
    if sees(case, who, Surface.POLL) >= Access.META and case.poll:
        body += _participation(case, now)
    if not tasks:
        body.append(words("You have nothing to do on this case now."))
    reading = sees(case, who, Surface.NOTIFICATION) is Access.READ
    actions = [button(TASK_WORDS[t.kind], "task", on(case, t)) for t in tasks[:3]]
    actions += [button("Read the notification", "notification.read", on(case))] if reading else []
    actions += [button("Why these dates?", "dates", on(case))]
    actions += _results_button(case, who, now)
    return card(body, actions, summary=f"{case.reference}: where it stands")


def _results_button(case: Case, who: Standing, now: datetime) -> list[Action]:
    closed = case.poll is not None and case.poll.closed(now)
    if closed and sees(case, who, Surface.POLL) is Access.READ:
        return [button("See the views", "poll.results", on(case))]
    return []


def _day(case: Case, now: datetime) -> str:
    if not case.timetable():
        return "No timetable runs for this case."
    day = day_number(case.day_one, local_day(now), case.policy)
    return f"Today is Day {day} of {case.policy.panel_day}." if day >= 1 else "Day 1 has not begun."


def _dates(case: Case) -> Element:
    return facts((MILESTONE_WORDS[m], clock_words(due.at)) for m, due in case.timetable().items())


def dates(case: Case) -> Card:
    """Every date with the reason for it."""
    body: list[Element] = [heading(f"{case.reference}: the dates, and why")]
    for milestone, due in case.timetable().items():
        body += [subheading(f"{MILESTONE_WORDS[milestone]}: {clock_words(due.at)}"), words(due.because)]
    if len(body) == 1:
        body.append(words("This case is below the definition, and your partnership runs no timetable for those."))
    return card(body, [button("Back to the case", "case", on(case))], summary=f"{case.reference}: the dates, and why")


def _agency_states(case: Case, partnership: Partnership, now: datetime) -> list[Element]:
    due = case.due(Milestone.SUMMARIES_DUE)
    overdue = due is not None and now > due.at
    rows = [(agency_name(partnership, r.agency), r.state(overdue)) for r in case.requests.values()]
    return [facts(rows)] if rows else [words("No agency has been asked yet.")]


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


# -- The card for each thing owed --------------------------------------------------------------------------------


def task_card(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """The card that asks one person for one thing, with the one button that does it."""
    return _ASKS[task.kind](case, task, who, partnership, now)


def _ask(case: Case, title: str, task: Task, body: Sequence[Element], actions: Sequence[Action]) -> Card:
    due = [words(f"Please do this by {clock_words(task.due)}.", bold=True)] if task.due else []
    return card([heading(title), *due, *body], actions, summary=f"{case.reference}: {TASK_WORDS[task.kind]}")


def _opens(case: Case, title: str, form: str, subject: str = "") -> Action:
    return button(title, "form.open", {"form": form, "subject": subject or case.reference}, main=True)


def _alert(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    raised = clock_words(case.alert_raised_at) if case.alert_raised_at else ""
    body = [
        box(
            [words("Somebody says a child may be at risk now, and that nobody is acting on it.", bold=True)],
            "attention",
        ),
        words(f"Raised on {raised}. Phone the person who raised it, then make sure a referral is made."),
        words("This bot is not an emergency service. If a child is in danger now, call 999."),
    ]
    return card(
        [heading(f"{case.reference}: safety alert"), *body],
        [button("I am dealing with this", "alert.mine", on(case), main=True)],
        summary=f"{case.reference}: please look at this now",
    )


def _declare(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [
        words("Everyone who takes part signs a confidentiality agreement and says whether they have a conflict."),
        words("You see nothing of the case before that. It takes about two minutes."),
        words("Only the chair and the Partnership Team see what you declare.", quiet=True),
    ]
    return _ask(case, f"{case.reference}: your declarations", task, body, [_opens(case, "Read and sign", "declare")])


def _rule(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    declared = case.declarations[task.about]
    body = [
        words(f"{partnership.name_of(task.about)} has declared a conflict of interest in {case.reference}."),
        words("They see nothing of the case until you have ruled."),
        *([words(f"Declared on {clock_words(declared.declared_at)}.", quiet=True)] if declared.declared_at else []),
    ]
    opening = _opens(case, "Read it and rule", "ruling", f"{case.reference}/{task.about}")
    return card(
        [heading(f"{case.reference}: a conflict to rule on"), *body],
        [opening],
        summary=f"{case.reference}: a ruling is needed",
    )


def _ask_agencies(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    named = set(case.facts.agencies)
    asked = {id for id, a in partnership.agencies.items() if id in named or a.always_asked or a.partner}
    choices = [(id, _with_why(agency.name, id in named)) for id, agency in partnership.agencies.items()]
    picker = choice_input(
        "agencies",
        "Which agencies should be asked?",
        ",".join(id for id in partnership.agencies if id in asked),
        choices,
        many=True,
        error="Choose at least one agency.",
    )
    summaries = case.due(Milestone.SUMMARIES_DUE)
    due = f"Their summaries will be due by {clock_words(summaries.at)}. {summaries.because}" if summaries else ""
    body = [
        words("Agencies named by the notifier and the statutory partners are ticked. Change this as you see fit."),
        picker,
        *([words(due)] if due else []),
    ]
    actions = [
        button("Send the requests", "agencies.ask", on(case, task), main=True),
        button("Read the notification", "notification.read", on(case)),
    ]
    return _ask(case, f"{case.reference}: which agencies to ask", task, body, actions)


def _with_why(name: str, named: bool) -> str:
    return f"{name} (named by the notifier)" if named else name


def _request(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    name = agency_name(partnership, task.about)
    subject = f"{case.reference}/{task.about}"
    due = case.due(Milestone.SUMMARIES_DUE)
    declared = case.declarations.get(who.id)
    request = case.requests[task.about]
    body = [
        words(f"{name} is asked what it knows about the children and adults in {case.reference}."),
        words("Secure your agency’s records now, so that nobody can change them."),
        words(
            "Why you: you are your agency’s single point of contact, or the deputy. Only the Partnership Team "
            "and the Rapid Review Group can see your answer.",
            quiet=True,
        ),
    ]
    answering = [
        button("Nothing found: nil return", "form.open", {"form": "nil_return", "subject": subject}),
        button("Write the summary", "form.open", {"form": "summary", "subject": subject}),
    ]
    if not (declared and declared.cleared):
        body.append(box([words(_sign_first(declared is not None and declared.awaits_ruling))]))
        answering = [_opens(case, "Sign first", "declare")]
    else:
        answering.append(button("Who to search for", "people.read", on(case, task)))
    got_it = button("I have got this", "form.open", {"form": "acknowledge", "subject": subject})
    actions = answering if request.acknowledged_at else [got_it, *answering]
    title = f"{case.reference}: your agency’s answer"
    asked = Task(TaskKind.RETURN, task.about, due.at if due else None)
    return _ask(case, title, asked, body, actions)


def _sign_first(waiting: bool) -> str:
    if waiting:
        return "The chair has yet to rule on the conflict you declared. Until then, your deputy can answer."
    return "Before you can see who to search for, please make your declarations. It takes about two minutes."


def _send_papers(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    missing = before_papers(case)
    body = [*_agency_states(case, partnership, now)]
    if missing:
        body += [
            words(f"Still missing: {listed(missing)}. The papers can go out without them if you say why."),
            long_input("without", "Why they go out now", "", longest=1_000, error="Say why the papers go out now."),
        ]
    body.append(words("When you send the papers, the members of the Group can read them and the poll opens."))
    send = button("Send the papers and open the poll", "papers.send", on(case, task), main=True)
    return _ask(case, f"{case.reference}: the papers", task, body, [send])


def _vote(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [
        words("The papers are with you. Read them, then give your view on whether there should be a review."),
        words(
            "Your view is sealed until the poll closes. You can change it until then. Afterwards the members "
            "see each view with its name and reason."
        ),
    ]
    actions = [
        _opens(case, "Give your view", "ballot"),
        button("Read the notification", "notification.read", on(case)),
        button("Read the agencies’ answers", "returns.read", on(case)),
    ]
    return _ask(case, f"{case.reference}: your view", task, body, actions)


def _criteria(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [words("Eight criteria must each have an answer and a reason before a decision can be recorded.")]
    return _ask(case, f"{case.reference}: the criteria", task, body, [_opens(case, "Answer the criteria", "criteria")])


def _decide(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [words("The poll is closed and the statutory partners agree. Please record the decision with its reasons.")]
    actions = [
        _opens(case, "Record the decision", "decision"),
        button("See the views", "poll.results", on(case)),
    ]
    return _ask(case, f"{case.reference}: record the decision", task, body, actions)


def _refer(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    board = case.policy.board_name
    body = [
        words("The poll is closed and the statutory partners do not agree."),
        words(f"The chair of the {board} settles it. The timetable goes on meanwhile."),
    ]
    actions = [
        button(f"Refer it to the chair of the {board}", "disagreement.refer", on(case, task), main=True),
        button("See the views", "poll.results", on(case)),
    ]
    return _ask(case, f"{case.reference}: no agreement", task, body, actions)


def _extend(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    missing = listed(list(case.outcome().missing))
    body = [words(f"The poll is closed without a quorum. Still to be heard: {missing}.")]
    extend = button("Reopen it for one working day", "poll.extend", on(case, task), main=True)
    return _ask(case, f"{case.reference}: no quorum", task, body, [extend])


def _settle(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [
        words("The Rapid Review Group does not agree, and the statutory partners ask you to settle it."),
        words("Read the views and the papers, then record your decision with its reasons."),
    ]
    actions = [
        _opens(case, "Record your decision", "settlement"),
        button("See the views", "poll.results", on(case)),
        button("Read the notification", "notification.read", on(case)),
    ]
    return _ask(case, f"{case.reference}: a disagreement to settle", task, body, actions)


def _sign_off(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [words("The decision is recorded. Each statutory partner signs it off before it goes to the Panel.")]
    actions = [
        button("Sign it off", "decision.sign_off", on(case, task), main=True),
        button("Read the decision", "decision.read", on(case)),
    ]
    return _ask(case, f"{case.reference}: your sign-off", task, body, actions)


def _report(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [
        words("Send the outcome to the national Panel with the covering letter and the supporting documents."),
        words("Then record here how it was sent and what shows that it arrived. The bot does not send it for you."),
    ]
    actions = [
        _opens(case, "It has been sent: record it", "panel"),
        button("Read the decision", "decision.read", on(case)),
    ]
    return _ask(case, f"{case.reference}: tell the Panel", task, body, actions)


_ASKS: dict[TaskKind, Callable[[Case, Task, Standing, Partnership, datetime], Card]] = {
    TaskKind.ALERT: _alert,
    TaskKind.DECLARE: _declare,
    TaskKind.RULE: _rule,
    TaskKind.ASK_AGENCIES: _ask_agencies,
    TaskKind.ACKNOWLEDGE: _request,
    TaskKind.RETURN: _request,
    TaskKind.SEND_PAPERS: _send_papers,
    TaskKind.VOTE: _vote,
    TaskKind.CRITERIA: _criteria,
    TaskKind.DECIDE: _decide,
    TaskKind.REFER: _refer,
    TaskKind.EXTEND: _extend,
    TaskKind.SETTLE: _settle,
    TaskKind.SIGN_OFF: _sign_off,
    TaskKind.REPORT: _report,
}


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
