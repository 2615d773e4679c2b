"""Cards about the dates of a case: what is due of the local authority, what was missed, what moved, and the meeting."""

from collections.abc import Sequence
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import MILESTONE_WORDS, on, was
from cards.digest import less_about
from cards.elements import Action, Card, Element, button, card, heading, pair, words
from rapid_review.case import Case
from rapid_review.gates import listed
from rapid_review.openly import of_case, ours
from rapid_review.outward.notices import Notice, both_dates
from rapid_review.people import Partnership, Standing
from rapid_review.permissions import frozen_out
from rapid_review.questions.forms import in_words
from rapid_review.task import Task
from rapid_review.timing.london import clock_words
from rapid_review.timing.timetable import Milestone

NOTICE_TITLES = {
    Notice.PANEL: "the notice to the national Panel",
    Notice.LOOKED_AFTER: "the notice of a looked-after child’s death",
    Notice.CARE_LEAVER: "the notice of a care leaver’s death",
}
NOTICE_WORDS = {
    Notice.PANEL: "Has the local authority notified the national Panel, and told the safeguarding partners?",
    Notice.LOOKED_AFTER: (
        "Have the Secretary of State and Ofsted been told? This is asked whether or not abuse or neglect is suspected."
    ),
    Notice.CARE_LEAVER: "Have the Secretary of State and Ofsted been told that a care leaver died?",
}


def notify_panel(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """One notice of the local authority's own, with both dates and their reasons (R059-R061, R107)."""
    notice = Notice(task.about)
    body = [
        words(NOTICE_WORDS[notice]),
        *(words(line) for line in both_dates(notice, case.facts, case.policy)),
        words("We do not send it for you or say whether it must be sent. Tell us what you did.", quiet=True),
    ]
    opening = opens(case, "Say what was done", "sin", f"{case.reference}/{notice}")
    return ask(case, f"{case.reference}: {NOTICE_TITLES[notice]}", task, body, [opening], now=now)


def slipped(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """A date that passed undone: why, and was the Panel told (F59)."""
    milestone = Milestone(task.about)
    due = case.due(milestone)
    when = clock_words(due.at) if due else ""
    body = [
        words(f"“{MILESTONE_WORDS[milestone]}” was due by {when} and is not done."),
        *([words("The case was frozen then.")] if due and case.fell_while_frozen(due.at) else []),
        words(f"Say why{_and_told(milestone)}. It stays with the case."),
    ]
    if milestone in (Milestone.MEETING, Milestone.TO_PANEL) and case.decided is None:
        body.append(
            words("If the chair is away, say so under “Who takes part”. Then the deputy chair acts.", quiet=True)
        )
    actions = [opens(case, "Say why", "late", f"{case.reference}/{milestone}")]
    if case.requests:
        actions.append(button("Move a date", "form.open", {"form": "variation", "subject": case.reference}))
    return ask(case, f"{case.reference}: a date has passed", task, body, actions, now=now)


def _and_told(milestone: Milestone) -> str:
    return ", and whether the national Panel has been told" if milestone is Milestone.TO_PANEL else ""


def meeting(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """That the Group meets, for those who owe nothing before it."""
    title = of_case(case.reference, "the meeting")
    when = clock_words(task.due) if task.due else ""
    body = [
        heading(title),
        words(f"The Rapid Review Group meets and decides by {when}.", bold=True),
        words(_before_it(case, who)),
    ]
    about = [button("The meeting", "meeting.read", on(case))] if case.poll else []
    actions = [*about, button("See the case", "case", on(case)), button("Why these dates?", "dates", on(case))]
    return card(body, actions, summary=title)


def _before_it(case: Case, who: Standing) -> str:
    if frozen_out(case, who):
        return "The case is frozen, so there is nothing that you can do before it for now. You hear when it goes on."
    return "You have nothing left to do before it."


def dates_moved(case: Case) -> Card:
    """The dates as they stand now, with those they had before."""
    title = of_case(case.reference, "dates have moved")
    body: list[Element] = [heading(title)]
    for milestone, due in case.timetable().items():
        if case.awaits(milestone):
            body.append(words(f"{MILESTONE_WORDS[milestone]}: {clock_words(due.at)}{was(case, milestone)}"))
    if case.poll and case.poll.closed_at is None:
        body.append(words(f"The Group’s members can give their view until {clock_words(case.poll.closes_at)}."))
    return card(body, [button("Why these dates?", "dates", on(case))], summary=title)


def not_notifying(case: Case, notice: Notice, reason: str) -> Card:
    """The chair learns that the local authority will not send a notice (E6)."""
    title = of_case(case.reference, "{} will not be sent", ours(NOTICE_TITLES[notice]))
    body = [
        heading(title),
        words("The local authority has recorded this. The Rapid Review Group considers the case all the same."),
        *([pair("Its reason", reason)] if reason else []),
        words(f"If the partners do not agree, the chair of the {case.policy.board_name} is asked.", quiet=True),
    ]
    return card(body, [button("See the case", "case", on(case))], summary=title)


def closures(days: Sequence[str]) -> list[Element]:
    """A warning on Day 1 that the last days of the timetable hold several closures (E34)."""
    if not days:
        return []
    return [
        words(
            f"The last days of this timetable run over {listed(list(days))}. "
            "Ask each agency now who covers for whoever is away.",
            tone="warning",
        )
    ]


def moved_to(case: Case, milestone: Milestone) -> Card:
    """The receipt of an agreed change."""
    due = case.due(milestone)
    title = of_case(case.reference, "the date has moved")
    line = f"“{MILESTONE_WORDS[milestone]}” is now {in_words(due.day)}{was(case, milestone)}." if due else ""
    body = [heading(title), words(line), words("Those it concerns are being told.")]
    return card(body, [button("Why these dates?", "dates", on(case))], summary=title)


def about_dates(case: Case, who: Standing, *, may_move: bool) -> list[Action]:
    """What may be done from the card of the dates."""
    actions = []
    if may_move:
        actions.append(button("Move a date", "form.open", {"form": "variation", "subject": case.reference}))
    if case.may_record_notice(who):  # A notice that was not to be sent can still be recorded as sent (E6).
        actions += [
            opens(case, f"Record {NOTICE_TITLES[notice]}", "sin", f"{case.reference}/{notice}")
            for notice in case.notices_open()
        ]
    return [*actions, less_about(case)]
