"""What those who took part are told: the referrer, an agency, and an agency that held nothing (form 3h, R105, R106)."""

from documents.casefile import CaseFile
from documents.letters import ended, opening, outcome_of, replaces, told_in_full
from documents.model import Document
from documents.writing import Page
from rapid_review.outcome.decision import Choice
from rapid_review.outward.duties import DutyKind
from rapid_review.questions.forms import in_words

SUBJECT = "Outcome of Rapid Review"
KEEP = "Please keep the records secured until we tell you that they can be released."
ACKNOWLEDGE = "Please say to the Partnership Team that you have this letter."
TELL = "If your inspectorate has to be told of this case, please tell it"


def outcome_to_those_without(file: CaseFile, about: str = "") -> Document:
    """To an agency that held nothing: that it is decided, and no more."""
    page = Page(file)
    opening(page, f"To {file.agency_name(about)}")
    page.says("Thank you for your answer. It was read by the Rapid Review Group.")
    outcome = outcome_of(page)
    if outcome:
        page.says(outcome.line)
        replaces(page, f"{DutyKind.AGENCY}/{about}")
    _family(page)
    return ended(page, "outcome_nil", SUBJECT, outcome)


def outcome_to_agency(file: CaseFile, about: str = "") -> Document:
    """To an agency that took part (R105, R106)."""
    page = Page(file)
    opening(page, f"To {file.agency_name(about)}")
    page.says("Thank you for your part in this Rapid Review.")
    outcome = told_in_full(page, f"{DutyKind.AGENCY}/{about}")
    page.heading("What we ask of you")
    page.says(
        KEEP,
        f"{TELL}, and record in Teams on which day you did, or that it is not required.",
    )
    page.bullets(_for_agency(file, about), "No action is recorded for your agency.")
    _next(page)
    page.says(ACKNOWLEDGE)
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
    to = "whom the referrer named" if file.case.facts.outcome_elsewhere else "the referrer"
    opening(page, f"To {to}, {file.agency_name(file.case.referrer_agency) or 'who notified the case'}")
    page.says("Thank you for notifying us of this case.")
    outcome = told_in_full(page, DutyKind.REFERRER)
    page.heading("What we ask of you")
    page.says(KEEP, f"{TELL}.")
    _next(page)
    page.says(ACKNOWLEDGE)
    _family(page)
    _disagree(page)
    return ended(page, "outcome_referrer", SUBJECT, outcome)


def _next(page: Page) -> None:
    """What follows from the decision for whoever took part."""
    decided = page.file.case.decided
    if decided is None:
        return
    page.heading("What comes next")
    choices = {decided.choice, *decided.children.values()}
    if Choice.LCSPR in choices:
        page.says("There will be a review. Whoever carries it on asks you if more is needed from you.")
    elif choices & {Choice.ALTERNATIVE, Choice.NOT_SERIOUS_LEARNING}:
        page.says(
            "The learning is followed up in another way. The Partnership Team tells you if you have a part in it."
        )
    else:
        page.says("There is no further review. Nothing more is asked of you than this letter says.")


def _family(page: Page) -> None:
    page.says("Please do not discuss the outcome with the family until the Partnership Team says that they were told.")


def _disagree(page: Page) -> None:
    page.says("If you do not agree with the outcome, tell the Partnership Team within five working days, with reasons.")
