"""The card for each thing that can be owed: what it is, by when, why you, and the button that does it."""

from collections.abc import Callable
from datetime import datetime

from cards import scheduling
from cards.asking import ask, opens
from cards.casework import on
from cards.elements import (
    Card,
    box,
    button,
    card,
    choice_input,
    heading,
    words,
)
from cards.group import actions, meeting, membership, minutes, papers, spoken, template
from cards.keeping import keeping
from cards.outcome import decisions, deferring, disagreement, reconsidering
from cards.outward import duties
from cards.returns import answers, escalating, requests, telling
from cards.trust import breaches, freezing
from cards.wording import say
from rapid_review.case import Case
from rapid_review.gates import listed
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Standing
from rapid_review.tasks import Task, TaskKind
from rapid_review.timing.london import clock_words
from rapid_review.trust.trust_tasks import breach_of


def task_card(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """The card that asks one person for one thing, with the one button that does it."""
    return _ASKS[task.kind](case, task, who, partnership, now)


def _alert(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    raised = clock_words(case.alert_raised_at) if case.alert_raised_at else ""
    body = [
        box(
            [words("Somebody says a child may be at risk now, and that nobody is acting on it.", bold=True)],
            "attention",
        ),
        *say("alert", raised=raised),
    ]
    return card(
        [heading(f"{case.reference}: safety alert"), *body],
        [button("I am dealing with this", "alert.mine", on(case), main=True)],
        summary=of_case(case.reference, "please look at this now"),
    )


def _declare(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    waiting = [case.requests[agency] for agency in case.answered_by(who) | (who.leads & case.requests.keys())]
    to_sign = any(request.sign_wanted for request in waiting)
    why = "A colleague asks you to sign your agency’s answer. You can read it once you have declared."
    declared = case.declarations.get(who.id)
    changed = "The words have changed since you signed. Please read them and sign again. Until then you see nothing."
    body = [words(changed, bold=True)] if declared and declared.outdated else []
    body += [*([words(why, bold=True)] if to_sign else []), *say("declare")]
    return ask(
        case, f"{case.reference}: your declarations", task, body, [opens(case, "Read and sign", "declare")], now=now
    )


def _rule(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    declared = case.declarations[task.about]
    body = [
        words(f"{partnership.name_of(task.about)} has declared a conflict of interest in {case.reference}."),
        words("They see nothing of the case until you have ruled."),
        *([words(f"Declared on {clock_words(declared.declared_at)}.", quiet=True)] if declared.declared_at else []),
    ]
    opening = opens(case, "Read it and rule", "ruling", f"{case.reference}/{task.about}")
    return card(
        [heading(f"{case.reference}: a conflict to rule on"), *body],
        [opening],
        summary=of_case(case.reference, "a ruling is needed"),
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
    summaries = case.due_if_asked(now)
    due = f"Their summaries will be due by {clock_words(summaries.at)}. {summaries.because}" if summaries else ""
    body = [
        words("Agencies named by the notifier and the statutory partners are ticked. Change this as you see fit."),
        picker,
        *([words(due)] if due else []),
        *scheduling.closures(case.closures()),
    ]
    actions = [
        button("Send the requests", "agencies.ask", on(case, task), main=True),
        button("Read the notification", "notification.read", on(case)),
    ]
    return ask(case, f"{case.reference}: which agencies to ask", task, body, actions, now=now)


def _with_why(name: str, named: bool) -> str:
    return f"{name} (named by the notifier)" if named else name


def _vote(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = say("vote")
    actions = [
        opens(case, "Give your view", "ballot"),
        button("Read the notification", "notification.read", on(case)),
        button("Read the agencies’ answers", "returns.read", on(case)),
    ]
    return ask(case, f"{case.reference}: your view", task, body, actions, now=now)


def _criteria(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [words("Eight criteria must each have an answer and a reason before a decision can be recorded.")]
    return ask(
        case, f"{case.reference}: the criteria", task, body, [opens(case, "Answer the criteria", "criteria")], now=now
    )


def _decide(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [words("The poll is closed and the statutory partners agree. Please record the decision with its reasons.")]
    actions = [
        opens(case, "Record the decision", "decision"),
        button("See the views", "poll.results", on(case)),
    ]
    return ask(case, f"{case.reference}: record the decision", task, body, actions, now=now)


def _extend(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    missing = listed(list(case.outcome().missing))
    body = [words(f"The poll is closed without a quorum. Still to be heard: {missing}.")]
    extend = button("Reopen it for one working day", "poll.extend", on(case, task), main=True)
    awaited = case.poll.awaited(case.aside) if case.poll else ()
    deputies = [
        button(f"Call the deputy: {seat.title}", "deputy.call", on(case, task, seat=seat.id))
        for seat in awaited
        if seat.deputy and not case.deputy_acts(seat)
    ]
    return ask(case, f"{case.reference}: no quorum", task, body, [extend, *deputies[:4]], now=now)


def _breach(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    about = breach_of(case, task)
    body, actions = breaches.ask(case, *about, now) if about else ([], [])
    return ask(case, f"{case.reference}: something went to the wrong person", task, body, actions, now=now)


def _request(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body, actions = keeping.to_answer(case, case.subject_requests[int(task.about) - 1])
    return ask(case, f"{case.reference}: a request for somebody’s own data", task, body, actions, now=now)


_ASKS: dict[TaskKind, Callable[[Case, Task, Standing, Partnership, datetime], Card]] = {
    TaskKind.ALERT: _alert,
    TaskKind.DECLARE: _declare,
    TaskKind.RULE: _rule,
    TaskKind.SIGN_AGAIN: _declare,
    TaskKind.LOOK_AGAIN: membership.look_again,
    TaskKind.REPLACE: membership.replace,
    TaskKind.ASK_LEAD: membership.ask_lead,
    TaskKind.NAME_DECIDER: membership.name_decider,
    TaskKind.ADVISE: membership.advise,
    TaskKind.ASK_AGENCIES: _ask_agencies,
    TaskKind.ACKNOWLEDGE: requests.request,
    TaskKind.RETURN: requests.request,
    TaskKind.SECURE: requests.secure,
    TaskKind.EXTENSION: requests.extension,
    TaskKind.SEND_PAPERS: papers.send,
    TaskKind.VOTE: _vote,
    TaskKind.CRITERIA: _criteria,
    TaskKind.DECIDE: _decide,
    TaskKind.REFER: disagreement.refer,
    TaskKind.DEFER: deferring.defer,
    TaskKind.TAKE_BACK: deferring.take_back,
    TaskKind.PENDING: duties.pending,
    TaskKind.RECONSIDER: reconsidering.reconsider,
    TaskKind.EXTEND: _extend,
    TaskKind.SETTLE: disagreement.settle,
    TaskKind.SIGN_OFF: decisions.sign_off,
    TaskKind.REPORT: duties.report,
    TaskKind.ESCALATE: escalating.escalate,
    TaskKind.RESOLVE: escalating.resolve,
    TaskKind.CONFIRM: telling.confirm,
    TaskKind.QUERY: answers.query,
    TaskKind.MORE: answers.more,
    TaskKind.SIGN_RETURN: answers.sign,
    TaskKind.JUDGE: answers.judge,
    TaskKind.NOTIFY_PANEL: scheduling.notify_panel,
    TaskKind.SLIPPED: scheduling.slipped,
    TaskKind.TABLE: papers.table,
    TaskKind.CONFIRM_VIEW: spoken.confirm,
    TaskKind.ACTION: actions.do,
    TaskKind.TEMPLATE: template.complete,
    TaskKind.AGREE: template.agree,
    TaskKind.MINUTES: minutes.note,
    TaskKind.APPROVE: minutes.approve,
    TaskKind.REASSIGN: actions.give,
    TaskKind.HAND_OFF: actions.hand_on,
    TaskKind.END_MEETING: meeting.over,
    TaskKind.CONVENE: meeting.again,
    TaskKind.TELL: duties.tell,
    TaskKind.CHECK: duties.check,
    TaskKind.INSPECTORATE: duties.inspectorate,
    TaskKind.CLOSE: duties.close,
    TaskKind.THAW: freezing.ask_to_thaw,
    TaskKind.ANSWER_REQUEST: _request,
    TaskKind.BREACH: _breach,
    TaskKind.MEETING: scheduling.meeting,
}
