"""What is written to others: the outcome to the Panel, and what every letter has in common (R056, R098-R106).

Every letter is a draft that a person reads before it leaves. It carries references and never a name of the family.
"""

from dataclasses import dataclass

from documents.casefile import CaseFile
from documents.model import Document, Own
from documents.reports import children, form_of_notification, the_notification
from documents.writing import Page
from rapid_review.gates import before_panel
from rapid_review.group.actions import For
from rapid_review.group.template import template_form
from rapid_review.outcome.decided import decision_words
from rapid_review.outcome.decision_record import decision_form
from rapid_review.outward.duties import DutyKind
from rapid_review.questions.forms import Answers, in_words
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import Milestone, working_days_between

NOT_DECIDED = "the Group’s decision"
THE_PANEL = "the Child Safeguarding Practice Review Panel"


@dataclass(frozen=True)
class Outcome:
    """The decision as letters tell it."""

    line: str
    reason: str
    answers: Answers

    def tells(self, page: Page) -> None:
        page.says(self.line)
        if self.reason:
            page.lines([("The reasons", self.reason)])


def outcome_of(page: Page) -> Outcome | None:
    """The recorded decision; where there is none, the letter says that it is missing."""
    decided = page.file.case.decided
    written = page.file.form("decision", "", decided.revision) if decided else None
    if decided is None or written is None:
        page.lacks(NOT_DECIDED)
        return None
    for what in before_panel(page.file.case):
        page.missing.append(what)
    review = page.file.case.policy.review_name
    lines = [decision_words(decided.choice, review)]
    lines += [f"Child {child}: {decision_words(choice, review)}" for child, choice in sorted(decided.children.items())]
    return Outcome(" ".join(lines), str(written.answers.get("decision_reason", "")), written.answers)


def covering_letter(file: CaseFile, about: str = "") -> Document:
    """To the national Panel, with the outcome (form 3f, R098, R099)."""
    page = Page(file)
    opening(page, f"To {THE_PANEL}")
    page.facts(_panel_facts(file))
    children(page)
    outcome = outcome_of(page)
    if outcome:
        page.heading("The decision")
        outcome.tells(page)
        replaces(page, DutyKind.PANEL)
        page.facts(_national(file, outcome))
    page.heading("What has been done already")
    page.bullets(_done(file, For.SAFETY), "No immediate action for safety is recorded.")
    page.bullets(_done(file, For.LEARNING), "No immediate learning is recorded.")
    _from_the_template(page)
    page.heading("What is missing from this submission")
    page.bullets(_not_received(file), "Every agency that was asked has answered.")
    page.heading("Enclosed")
    page.bullets(
        [
            *("Rapid Review: record and decision", "Collated report of the agencies’ answers", "Minutes"),
            "The Panel’s fields, to read and as data",
        ]
    )
    return ended(page, "covering_letter", "Outcome of Rapid Review", outcome)


def _panel_facts(file: CaseFile) -> list[tuple[str, str]]:
    case = file.case
    sent, panel = case.facts.sin_sent, case.due(Milestone.TO_PANEL)
    until = case.sent_to_panel_on or local_day(file.now)
    taken = working_days_between(sent, until, case.policy) if sent else None
    return [
        ("Our reference", case.reference),
        ("The Panel’s reference", sin_reference(file)),
        *incident_line(file),
        ("Notified to the Panel", Own(in_words(sent)) if sent else "Not recorded"),
        ("Rapid Review decided", Own(clock_words(case.decided.at)) if case.decided else ""),
        ("Working days from the notification", str(taken) if taken is not None else ""),
        ("Due with the Panel by", Own(clock_words(panel.at)) if panel else ""),
        ("Guidance followed", Own(case.policy.guidance)),  # R003, R034.
        ("Why it is late", why_late(file)),
        ("Disagreement", disagreement(file)),
    ]


def incident_line(file: CaseFile) -> list[tuple[str, str]]:
    """Where, what in a word, and in which month (form 3f)."""
    written, happened = the_notification(file), file.case.facts.incident
    asked = {q.id: q for section in form_of_notification(file).sections for q in section.questions}
    said = {id: asked[id].text_of(written.answers.get(id, "")) if written else "" for id in ("inc_la", "inc_type")}
    month = f"{happened:%B %Y}" if happened else ""
    return [("Local authority area", said["inc_la"]), ("What happened", said["inc_type"]), ("In the month of", month)]


def sin_reference(file: CaseFile) -> str:
    """The reference under which the Panel knows the incident: from the notice as recorded, or the notification."""
    notices = [written for written in file.every("sin") if written.subject == "panel"]
    forms = [*file.every("notification"), *notices]
    return next((str(w.answers["sin_ref"]) for w in reversed(forms) if w.answers.get("sin_ref")), "")


def why_late(file: CaseFile) -> str:
    """The reasons that were given for any date that was missed, in order; nothing while the Panel's own is kept."""
    panel, sent_on = file.case.due(Milestone.TO_PANEL), file.case.sent_to_panel_on
    late = panel is not None and (sent_on > panel.day if sent_on else file.now > panel.at)
    if not late:
        return ""
    reasons = [str(written.answers.get("why") or "") for written in file.every("late")]
    return " ".join(reason for reason in reasons if reason)


def disagreement(file: CaseFile) -> str:
    """When one was referred to the chair of the board, and whether it is settled; nothing if none was."""
    case = file.case
    if case.disagreement is None:
        return ""
    settled = "and settled by its chair" if case.decided and case.decided.settled else "and not settled yet"
    return f"Referred to the chair of the {case.policy.board_name} on {clock_words(case.disagreement.at)}, {settled}"


def _national(file: CaseFile, outcome: Outcome) -> list[tuple[str, str]]:
    asked = {q.id: q for section in decision_form(file.case.policy).sections for q in section.questions}
    wanted = ("is_serious_case", "national_issue", "national_reason", "panel_ask")
    return [(asked[id].label, asked[id].text_of(outcome.answers.get(id, ""))) for id in wanted]


def _from_the_template(page: Page) -> None:
    """What the template says of the family, and of what must not be disclosed."""
    written = page.file.form("template")
    sections = {"family": "The family and the staff", "links": "Other proceedings, and what may not be disclosed"}
    form = template_form(page.file.case.policy)
    for id, title in sections.items():
        asked = form.section(id).questions
        given = [(q.label, q.text_of(written.answers[q.id])) for q in asked if written and written.answers.get(q.id)]
        if given:
            page.heading(title)
            page.lines(given)


def _done(file: CaseFile, purpose: For) -> list[str]:
    lines = []
    for action in file.case.actions.values():
        written = file.form("action", action.id, action.revision)
        if action.purpose is purpose and written:
            state = "done" if action.closed_at else f"by {in_words(action.due)}"
            lines.append(f"{written.answers.get('act_what', '')} ({state})")
    return lines


def _not_received(file: CaseFile) -> list[str]:
    return [f"{file.agency_name(request.agency)}: no answer received" for request in file.case.outstanding()]


# -- The decision in full -------------------------------------------------------------------------------------------


def told_in_full(page: Page, duty: str) -> Outcome | None:
    outcome = outcome_of(page)
    if outcome:
        page.heading("The outcome")
        outcome.tells(page)
        replaces(page, duty)
    return outcome


def replaces(page: Page, duty: str) -> None:
    """To whoever was told of an earlier decision: that it holds no longer (R056, E31)."""
    if old := page.file.case.told_before(duty):
        page.says(Own(f"This replaces the decision of {in_words(local_day(old.at))}, of which we told you."))


# -- Beginning and end ---------------------------------------------------------------------------------------------


def opening(page: Page, to: str) -> None:
    page.says(to)
    page.today()
    page.says("Dear colleague,")


def ended(page: Page, id: str, subject: str, outcome: Outcome | None) -> Document:
    """The letter as it now stands, with its end; its title is the subject with the case's reference."""
    signs(page, *_signatory(page.file))
    if outcome:
        page.facts([("Outcome approved by", _approval(page.file))])
    title = f"{subject} {page.file.case.reference}"
    return page.document(id, title, letter=True, facts=_facts_by_name(page, outcome))


def signs(page: Page, *who: str) -> None:
    """The end of a letter, in one paragraph: it is never torn over two pages."""
    partnership = page.file.partnership
    lines = ("Yours sincerely,", *who, partnership.name, partnership.team_contact)
    page.says("\n".join(line for line in lines if line))


def _signatory(file: CaseFile) -> tuple[str, str]:
    """Who signs, as the partnership's file says: by name where the letter goes with names, else by title (3f, E28)."""
    signatory = file.partnership.signatory
    named = file.name(signatory.person) if signatory.person else ""
    return named, f"{signatory.title}, on behalf of {signatory.on_behalf_of}"


def _approval(file: CaseFile) -> str:
    """Who recorded the decision that the letter tells of, and whether the partners have signed it (forms 3f, 3h)."""
    decided = file.case.decided
    if decided is None:
        return ""
    signed = file.case.policy.require_partner_signoff and not before_panel(file.case)
    partners = ", and signed off by the safeguarding partners" if signed else ""
    return f"{file.name(decided.by)}, {in_words(local_day(decided.at))}{partners}"


def _facts_by_name(page: Page, outcome: Outcome | None) -> dict[str, str]:
    """What a partnership's own template may name."""
    file = page.file
    return {
        "reference": file.case.reference,
        "today": Own(in_words(local_day(file.now))),
        "outcome": outcome.line if outcome else "",
        "reason": outcome.reason if outcome else "",
        "partnership": file.partnership.name,
        "contact": file.partnership.team_contact,
        "signatory": "\n".join(filter(None, _signatory(file))),
    }
