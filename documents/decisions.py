"""The Rapid Review Template with its criteria and decision (form 3c), and the chronology of a case."""

from collections.abc import Iterator
from datetime import datetime

from documents.casefile import CaseFile
from documents.model import Document, Own
from documents.reports import case_facts, children
from documents.writing import Page
from rapid_review.case import Case
from rapid_review.events import Happening
from rapid_review.gates import signed_for
from rapid_review.group.actions import FOR_WORDS
from rapid_review.group.template import template_form
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.criteria import criteria_form
from rapid_review.outcome.decided import decision_words
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.outcome.decision_record import decision_form
from rapid_review.outward.duties import DutyKind
from rapid_review.questions.forms import in_words
from rapid_review.stages import SAID as STAGES
from rapid_review.timing.london import clock_words, local_day


def template(file: CaseFile, about: str = "") -> Document:
    """The completed template: facts, safety, learning, criteria, decision, agreement (R083-R085)."""
    page, case = Page(file), file.case
    page.heading("The case")
    page.facts(case_facts(file))
    children(page)
    _form(page, "template", "the Partnership Team", "the Rapid Review Template")
    page.heading("Actions")
    page.table("Actions agreed", ("For", "What", "Owner", "By"), _actions(file), "No action is recorded.")
    page.heading("The criteria")
    _criteria(page)
    page.heading("The decision")
    _decision(page)
    page.heading("Who took part")
    page.table("The views of the Group", ("View", "Seats"), _views(file), "There is no decision yet.")
    page.facts([(f"Signed off for {PARTNER_NAMES[p]}", file.name(who)) for p, who in signed_for(case).items()])
    return page.document("template", "Rapid Review: record and decision")


def _form(page: Page, kind: str, given_by: str, what: str) -> None:
    written = page.file.form(kind)
    if written is None:
        page.lacks(what)
        return
    page.answers(template_form(page.file.case.policy), written.answers, page.source(written, given_by, what))


def _criteria(page: Page) -> None:
    written = page.file.form("criteria", "", page.file.case.criteria_revision) if page.file.case.criteria else None
    if written is None:
        page.lacks("the answers to the criteria")
        return
    credit = page.source(written, page.file.name(written.by), "the eight criteria")
    page.answers(criteria_form(), written.answers, credit, level=2)


def _decision(page: Page) -> None:
    decided = page.file.case.decided
    written = page.file.form("decision", "", decided.revision) if decided else None
    if decided is None or written is None:
        page.lacks("the decision")
        return
    review = page.file.case.policy.review_name
    page.says(decision_words(decided.choice, review))
    if decided.children:
        page.bullets(
            f"Child {child}: {decision_words(choice, review)}" for child, choice in sorted(decided.children.items())
        )
    by = "the chair of the board" if decided.settled else page.file.name(decided.by)
    page.answers(
        decision_form(page.file.case.policy, tuple(sorted(decided.children))),
        written.answers,
        page.source(written, by, "the decision"),
        level=2,
    )


def _actions(file: CaseFile) -> Iterator[tuple[str, ...]]:
    for action in file.case.actions.values():
        written = file.form("action", action.id, action.revision)
        what = str(written.answers.get("act_what", "")) if written else ""
        state = in_words(action.due) + (" (done)" if action.closed_at else "")
        yield FOR_WORDS[action.purpose], what, file.name(action.owner), state


def _views(file: CaseFile) -> Iterator[tuple[str, ...]]:
    """How many seats gave which view, once there is a decision: who gave which is for the members (Part 6)."""
    poll, case = file.case.poll, file.case
    if poll is None or case.decided is None:
        return
    given = [vote.stance for vote in poll.standing_votes(case.not_counted).values()]
    for choice in ballot_form(case.policy).sections[0].questions[0].choices:
        if count := sum(stance == choice.id for stance in given):
            yield choice.text, str(count)


def minutes(file: CaseFile, about: str = "") -> Document:
    """The minutes of every meeting (R096, form 3g)."""
    page, number = Page(file), 0
    if not file.minutes:
        page.lacks("the minutes, since the Group has not met")
    elif any(meeting.started_at and not meeting.minutes.approved_at for meeting in file.case.meetings):
        page.missing.append("the chair’s approval of the minutes")  # They say so themselves at their end.
    for part in file.minutes:
        if part.title == BEGINNING:
            number += 1
            page.heading(f"Meeting {number}")
        page.heading(part.title, 2)
        page.lines(part.lines)
    return page.document("minutes", "Minutes of the Rapid Review Group")


BEGINNING = "The meeting"
"""The first part of each meeting's minutes."""


def chronology(file: CaseFile, about: str = "") -> Document:
    """What happened in the case, in order, from its own dated facts; nothing anybody wrote."""
    page = Page(file)
    page.facts([*case_facts(file), ("Stage", STAGES[file.case.stage])])
    listed = [(Own(clock_words(at)), what) for at, what in sorted(moments(file), key=lambda moment: moment[0])]
    page.table("What happened", ("When", "What"), listed)
    return page.document("chronology", "Chronology of the case")


def moments(file: CaseFile) -> Iterator[tuple[datetime, str]]:
    """Every dated fact of the case."""
    case = file.case
    yield case.received_at, "The notification was received."
    if case.alert_raised_at:
        yield case.alert_raised_at, "A safety alert was raised."
    for request in case.requests.values():
        name = file.agency_name(request.agency)
        yield request.asked_at, f"{name} was asked."
        if request.acknowledged_at:
            yield request.acknowledged_at, f"{name} acknowledged the request."
        for number, version in enumerate(request.versions, 1):
            again = f" (version {number})" if number > 1 else ""
            yield version.at, f"{name} answered{again}{', late' if version.late else ''}."
    for step in case.escalations:
        yield step.at, f"The silence of {file.agency_name(step.agency)} was taken further."
    yield from _of_the_group(file)


def _of_the_group(file: CaseFile) -> Iterator[tuple[datetime, str]]:
    """From the record and not from the case, which knows only the last poll, decision and sending."""
    for declared in file.case.declarations.values():
        if declared.ruled:
            yield declared.ruled.at, f"A conflict declared by {file.name(declared.person)} was ruled on."
    for at, kind in file.happened:
        if kind in RECORDED:
            yield at, _sent_before(file.case, at) if kind == Happening.SENT_TO_PANEL else RECORDED[kind]


def _sent_before(case: Case, recorded: datetime) -> str:
    """That the Panel was sent the outcome, with the day where it was recorded on a later one."""
    on = [one.on for one in case.tellings if one.duty == DutyKind.PANEL and one.begun_at <= recorded][-1:]
    if not on or on[0] is None or on[0] == local_day(recorded):
        return RECORDED[Happening.SENT_TO_PANEL]
    return Own(f"It was recorded that the outcome was sent to the national Panel on {in_words(on[0])}.")


RECORDED: dict[str, str] = {
    Happening.SAFETY_ALERT_ACKNOWLEDGED: "The safety alert was acknowledged.",
    Happening.NOTIFICATION_CORRECTED: "The notification was corrected.",
    Happening.POLL_OPENED: "The papers went out and the poll opened.",
    Happening.POLL_CLOSED: "The poll closed.",
    Happening.MEETING_STARTED: "The Group met.",
    Happening.MINUTES_APPROVED: "The minutes were approved.",
    Happening.DISAGREEMENT_REFERRED: "A disagreement was referred to the chair of the board.",
    Happening.DISAGREEMENT_SETTLED: "The chair of the board settled the disagreement.",
    Happening.DECISION_DEFERRED: "The Group asked for more before it decides.",
    Happening.PANEL_TOLD_PENDING: "The national Panel was told that the outcome is pending.",
    Happening.DECISION_RECORDED: "The decision was recorded.",
    Happening.PARTNER_SIGNED_OFF: "A safeguarding partner signed the decision off.",
    Happening.SENT_TO_PANEL: "The outcome was sent to the national Panel.",
    Happening.PANEL_RESPONDED: "The national Panel’s response was recorded.",
    Happening.RECONSIDERED: "The chair said whether the decision changes.",
    Happening.HANDED_OFF: "The review was handed on to whoever carries it.",
    Happening.PUBLICATION_DECIDED: "It was decided whether the report is published.",
    Happening.CASE_FROZEN: "The case was frozen.",
    Happening.CASE_THAWED: "The case went on.",
    Happening.CASE_CLOSED: "The case was closed.",
}
"""What of the record is told, in words: who voted, looked or declared is not."""
