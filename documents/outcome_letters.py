"""What those who took part are told: the referrer, an agency, and an agency that held nothing (form 3h, R105, R106)."""

from documents.casefile import CaseFile
from documents.letters import ended, opening, outcome_of, told_in_full
from documents.model import Document
from documents.writing import Page
from rapid_review.questions.forms import in_words

SUBJECT = "Outcome of Rapid Review"
KEEP = "Please keep the records secured until we tell you that they can be released."
TELL = "If your inspectorate has to be told of this case, please tell it"


def outcome_to_those_without(file: CaseFile, about: str = "") -> Document:
    """To an agency that held nothing: that it is decided, and no more."""
    page = Page(file)
    opening(page, f"To {file.agency_name(about)}")
    page.says("Thank you for your answer. It was read by the Rapid Review Group.")
    outcome = outcome_of(page)
    if outcome:
        page.says(outcome.line)
    _family(page)
    return ended(page, "outcome_nil", SUBJECT, outcome)


def outcome_to_agency(file: CaseFile, about: str = "") -> Document:
    """To an agency that took part (R105, R106)."""
    page = Page(file)
    opening(page, f"To {file.agency_name(about)}")
    page.says("Thank you for your part in this Rapid Review.")
    outcome = told_in_full(page)
    page.heading("What we ask of you")
    page.says(
        KEEP,
        f"{TELL}, and record in Teams on which day you did, or that it is not required.",
    )
    page.bullets(_for_agency(file, about), "No action is recorded for your agency.")
    _family(page)
    _disagree(page)
    return ended(page, "outcome_agency", SUBJECT, outcome)


def _for_agency(file: CaseFile, agency: str) -> list[str]:
    """The open actions that somebody of this agency owns."""
    lines = []
    for action in file.case.actions.values():
        owner, written = file.partnership.person(action.owner), file.form("action", action.id, action.revision)
        if owner and owner.agency == agency and written and action.open:
            lines.append(f"{written.answers.get('act_what', '')} (by {in_words(action.due)})")
    return lines


def outcome_to_referrer(file: CaseFile, about: str = "") -> Document:
    """To whoever notified the case (R105)."""
    page = Page(file)
    opening(page, f"To the referrer, {file.agency_name(file.case.referrer_agency) or 'who notified the case'}")
    page.says("Thank you for notifying us of this case.")
    outcome = told_in_full(page)
    page.heading("What we ask of you")
    page.says(KEEP, f"{TELL}.")
    _family(page)
    _disagree(page)
    return ended(page, "outcome_referrer", SUBJECT, outcome)


def _family(page: Page) -> None:
    page.says("Please do not discuss the outcome with the family until the Partnership Team says that they were told.")


def _disagree(page: Page) -> None:
    page.says("If you do not agree with the outcome, tell the Partnership Team within five working days, with reasons.")
