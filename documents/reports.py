"""The papers of a Rapid Review: the notification, each agency's answer, and the collated report (R091-R093, R110)."""

from documents.casefile import CaseFile, Written
from documents.model import Document, Own
from documents.named import child_label
from documents.writing import Page
from rapid_review.notification import notification_form
from rapid_review.notification.lettering import CHILDREN, letter, letters_of, numbered
from rapid_review.questions.choices import CHILD_ROLES
from rapid_review.questions.forms import Answers, Choice, Form, in_words, rows
from rapid_review.returns.requests import Answer, Request, Returned
from rapid_review.returns.told import TOLD
from rapid_review.summary import NIL_RETURN, SUMMARY
from rapid_review.summary.amendment import AMENDMENT
from rapid_review.summary.child_death import CHILD_DEATH_FORM
from rapid_review.timing.london import clock_words
from rapid_review.timing.timetable import Milestone

TAKEN_OUT = "No longer in the notification"
WARNING = "What follows may be distressing to read. Take the time you need."
OF_ANSWER: dict[Answer, tuple[str, Form]] = {
    Answer.SUMMARY: (SUMMARY.id, AMENDMENT),
    Answer.NIL: (NIL_RETURN.id, NIL_RETURN),
    Answer.TOLD: (TOLD.id, TOLD),
    Answer.CHILD_DEATH: (CHILD_DEATH_FORM.id, CHILD_DEATH_FORM),
}
"""Under which form an answer is kept, and by which it is read."""
NAMES: dict[Answer, str] = {
    Answer.SUMMARY: "summary",
    Answer.NIL: "nil return",
    Answer.TOLD: "recorded answer",
    Answer.CHILD_DEATH: "child death form",
}
"""What an answer is called, whichever form it was changed with."""


def notification(file: CaseFile, about: str = "") -> Document:
    """The completed notification form (R091)."""
    page, written = Page(file), the_notification(file)
    page.says(WARNING)
    if written:
        by = "the referrer" if written.by == file.case.referrer else file.name(written.by)
        credit = page.source(written, by, "case notification")
        called = {"children": [child_label(letter) for letter in letters_of(notifications(file))[-1]]}
        page.answers(form_of_notification(file), written.answers, credit, called=called)
    else:
        page.lacks("the notification")
    return page.document("notification", "Case notification")


def form_of_notification(file: CaseFile) -> Form:
    """The form in this partnership's words."""
    known = tuple(Choice(agency.id, agency.name) for agency in file.partnership.agencies.values())
    areas = tuple(Choice("-".join(area.lower().split()), area) for area in file.partnership.areas)
    return notification_form(known, areas)


def the_notification(file: CaseFile) -> Written | None:
    return file.form("notification", "", file.case.notification_revision)


def agency_return(file: CaseFile, about: str) -> Document:
    """One agency's answer in its newest version (R093)."""
    page, request = Page(file), file.case.requests[about]
    page.says(WARNING)
    _return(page, request, level=1)
    return page.document("agency_return", f"{file.agency_name(about)}: answer to the Rapid Review")


def collated(file: CaseFile, about: str = "") -> Document:
    """Everything the agencies answered, in one report, with what is still missing (R110)."""
    page, case = Page(file), file.case
    page.says(WARNING)
    page.heading("The case")
    page.facts(case_facts(file))
    children(page)
    page.heading("Who was asked")
    page.table("The agencies and their answers", ("Agency", "Answer", "Due", "Received"), _asked(file), "Nobody yet.")
    page.heading("What the agencies answered")
    for request in case.requests.values():
        page.heading(file.agency_name(request.agency), 2)
        _return(page, request, level=2)
    return page.document("collated", "Collated report of the agencies’ answers")


def case_facts(file: CaseFile) -> list[tuple[str, str]]:
    """The dated facts that stand at the head of most documents."""
    case = file.case
    meeting, panel = case.due(Milestone.MEETING), case.due(Milestone.TO_PANEL)
    return [
        ("Reference", case.reference),
        ("Notification received", Own(clock_words(case.received_at))),
        ("Day 1", Own(in_words(case.day_one))),
        ("Notified to the national Panel", Own(in_words(case.facts.sin_sent)) if case.facts.sin_sent else ""),
        ("Meeting by", Own(clock_words(meeting.at)) if meeting else ""),
        ("To the Panel by", Own(clock_words(panel.at)) if panel else ""),
    ]


def children(page: Page) -> None:
    page.table("The children", ("Child", "Part"), children_by_part(page.file), "No child is named yet.")


def children_by_part(file: CaseFile) -> list[tuple[str, str]]:
    """The children by their letter, with no more than their part in it; who was taken out keeps theirs."""
    versions = notifications(file)
    if not versions:
        return []
    told, roles = numbered(versions, CHILDREN), {choice.id: choice.text for choice in CHILD_ROLES}
    here = dict(zip(told[-1], rows(versions[-1], "children"), strict=True))
    parts = {number: roles.get(child.get("child_role", ""), "Not said") for number, child in here.items()}
    every = sorted({number for numbers in told for number in numbers})
    return [(child_label(letter(number)), parts.get(number, TAKEN_OUT)) for number in every]


def notifications(file: CaseFile) -> list[Answers]:
    """Each version of the notification up to the one that counts, with the names by which a child is known again."""
    newest, named = file.case.notification_revision, file.named or file
    return [written.answers for written in named.every("notification") if written.revision <= newest]


def _asked(file: CaseFile) -> list[tuple[str, ...]]:
    listed: list[tuple[str, ...]] = []
    for request in file.case.requests.values():
        due, came = file.case.due_from(request.agency), request.returned
        late = due is not None and file.now > due.at
        listed.append(
            (
                file.agency_name(request.agency),
                request.state(late),
                Own(clock_words(due.at)) if due else "No date",
                Own(clock_words(came.at)) if came else "Not received",
            )
        )
    return listed


def _return(page: Page, request: Request, level: int) -> None:
    name, version = page.file.agency_name(request.agency), request.returned
    if version is None:
        page.lacks(f"the answer of {name}")
        return
    form_id, form = OF_ANSWER[version.answer]
    written = page.file.form(form_id, request.agency, version.revision)
    if written is None:
        page.lacks(f"the answer of {name}")
        return
    _about(page, request, version)
    page.answers(form, written.answers, page.source(written, name, NAMES[version.answer]), level=level)


def _about(page: Page, request: Request, version: Returned) -> None:
    file = page.file
    signed = f"{file.name(version.signed_by)}, {clock_words(version.signed_at)}" if version.signed_at else ""
    page.facts(
        [
            ("Given by", f"{file.name(version.by)}, {clock_words(version.at)}"),
            ("Version", f"{len(request.versions)}" if len(request.versions) > 1 else ""),
            ("Late", "Yes" if version.late else ""),
            ("Signed by", signed),
            ("More to come by", in_words(request.more_by) if request.more_by else ""),
        ]
    )
