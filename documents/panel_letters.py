"""What follows the outcome, or comes before it: that it is pending, a reply, a correction, a publication (E12, E31).

Each says no more than its reader needs. What was corrected stays here, and is sent to the Panel if it asks for it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from documents.casefile import CaseFile, Written
from documents.letters import THE_PANEL, ended, opening, outcome_of, sin_reference
from documents.model import Document, Own
from documents.reports import NAMES
from documents.writing import Page
from rapid_review.outcome.decided import Reconsidered, Response, Said
from rapid_review.outcome.reconsidering import THE_NOTIFICATION
from rapid_review.outcome.reconsidering import THE_PANEL as OF_THE_PANEL
from rapid_review.outward.duties import DutyKind
from rapid_review.outward.duty_forms import PREPARATION, PUBLICATION
from rapid_review.outward.panel_record import RESPONSE
from rapid_review.questions.forms import in_words, read_day
from rapid_review.timing.london import local_day

CHAIR = "The chair of the Rapid Review Group"


# -- That it is pending --------------------------------------------------------------------------------------------


def pending(file: CaseFile, about: str = "") -> Document:
    """To the Panel, that there is no outcome yet and when it will follow (R101, E16). Why is no part of it."""
    page = Page(file)
    opening(page, f"To {THE_PANEL}")
    page.facts(_references(file))
    prepared = file.form(PREPARATION.id, DutyKind.PENDING)
    expected = read_day(prepared.answers.get("expected_on")) if prepared else None
    page.says("The Rapid Review of this case has no outcome yet. We write so that you know that it is pending.")
    if expected:
        page.says(Own(f"We expect to send you the outcome by {in_words(expected)}."))
    else:
        page.lacks("the day on which the outcome is expected, which is asked when this is prepared")
    return ended(page, "panel_pending", "Pending outcome", None)


# -- A reply -------------------------------------------------------------------------------------------------------

SAID = {
    Said.ASKS: "Thank you for your response, in which you ask questions about this Rapid Review.",
    Said.DISAGREES: "Thank you for your response, in which you do not agree with the decision.",
}


def reply(file: CaseFile, about: str = "") -> Document:
    """To the Panel, where it asks or disagrees. The decision stays a local one (R047, E31)."""
    page, response = Page(file), _to_be_answered(file)
    opening(page, f"To {THE_PANEL}")
    page.facts([*_references(file), ("Your response", Own(in_words(response.on)) if response else "")])
    if response is None:
        page.lacks("a response of the Panel that asks for a reply")
        return ended(page, "panel_reply", "Reply on Rapid Review", None)
    page.says(SAID[response.said])
    _you_wrote(page, response)
    page.heading("Our reply")
    _our_words(page, response)
    page.heading("The decision")
    weighed = _weighed(file, OF_THE_PANEL, response.at)
    _word_of_the_chair(page, "your response", [weighed])
    _decision_on_record(page, weighed)
    page.says("It is a local decision, for which the safeguarding partners are accountable.")
    return ended(page, "panel_reply", "Reply on Rapid Review", None)


def _decision_on_record(page: Page, weighed: Reconsidered | None) -> None:
    """None while the Group decides again, or the partners have still to sign what it decided (R097, E31)."""
    again = weighed is not None and weighed.changes and page.file.case.final_since is None
    if not again and (outcome := outcome_of(page)):
        page.says(f"The decision on record: {outcome.line}")


def _to_be_answered(file: CaseFile) -> Response | None:
    newest = file.case.responses[-1] if file.case.responses else None
    return newest if newest and newest.wants_reply else None


def _you_wrote(page: Page, response: Response) -> None:
    written = page.file.form(RESPONSE.id, "", response.revision)
    if written and (text := str(written.answers.get("response_text") or "")):
        page.heading("What you said")
        page.says(text)


def _our_words(page: Page, response: Response) -> None:
    """What was written when the reply was prepared, after this response and not after an earlier one."""
    prepared = page.file.form(PREPARATION.id, DutyKind.REPLY)
    if prepared and prepared.at >= response.at and (text := str(prepared.answers.get("reply_text") or "")):
        page.says(text)
    else:
        page.lacks("the words of our reply, which are asked when it is prepared")


# -- A correction --------------------------------------------------------------------------------------------------


def correction(file: CaseFile, about: str = "") -> Document:
    """To the Panel, after it had the outcome: which form changed and when, and no word of what it says (E12)."""
    page, on, has = Page(file), file.case.sent_to_panel_on, file.case.panel_has_it_as_of
    opening(page, f"To {THE_PANEL}")
    page.facts([*_references(file), ("Outcome sent to you", Own(in_words(on)) if on else "")])
    changed = list(_changed_since(file, has)) if has else []
    if not changed:
        page.lacks("a form that was changed after the outcome was sent")
        return ended(page, "panel_correction", "Correction to Rapid Review", None)
    page.says("Since we sent you the outcome of this Rapid Review, the following has been added or corrected.")
    rows = [(what, Own(in_words(local_day(at))), before) for _, what, at, before in changed]
    page.table("What has changed", ("Form", "Changed", "What you have"), rows)
    page.says("We hold each form as it is now, and send it to you if you ask for it.")
    page.heading("Whether it changes the decision")
    _word_of_the_chair(page, "it", [_weighed(file, about, at) for about, _, at, _ in changed])
    return ended(page, "panel_correction", "Correction to Rapid Review", None)


Change = tuple[str, str, datetime, str]
"""What the chair's word on it is kept under; the form; when it changed last; what the Panel was sent."""


def _changed_since(file: CaseFile, sent: datetime) -> Iterator[Change]:
    notifications = file.every("notification")
    if notifications and notifications[-1].at > sent:
        yield THE_NOTIFICATION, "The notification", notifications[-1].at, _had([w.at for w in notifications], sent)
    for request in file.case.requests.values():
        newest = request.returned
        if newest and newest.at > sent:
            form = f"{NAMES[newest.answer].capitalize()} of {file.agency_name(request.agency)}"
            yield request.agency, form, newest.at, _had([version.at for version in request.versions], sent)


def _had(versions: list[datetime], sent: datetime) -> str:
    before = sum(at <= sent for at in versions)
    return f"Version {before}; it is now version {len(versions)}" if before else "Nothing: it was not received by then"


def _weighed(file: CaseFile, about: str, since: datetime) -> Reconsidered | None:
    """The chair's word on it, given after it came in."""
    return next((one for one in reversed(file.case.reconsidered) if one.about == about and one.at >= since), None)


def _word_of_the_chair(page: Page, what: str, weighed: list[Reconsidered | None]) -> None:
    if not all(weighed):
        page.lacks("the chair’s word on whether it changes the decision")
        return
    on = in_words(local_day(max(one.at for one in weighed if one)))
    if any(one.changes for one in weighed if one):
        group = "The Group decides again" if page.file.case.final_since is None else "The Group has decided again"
        page.says(f"{CHAIR} considered {what} on {on}. {group}, and we write to you with its decision.")
    else:
        page.says(f"{CHAIR} considered {what} on {on}. It does not change the decision.")


# -- A publication -------------------------------------------------------------------------------------------------

PUBLISHED = {
    "full": "The report of the {review} will be published in full.",
    "anonymised": "The report of the {review} will be published in an anonymised form.",
    "not_published": "The report of the {review} will not be published.",
}


def notice_of_publication(to: str, kind: str) -> Callable[[CaseFile, str], Document]:
    """Notice of a decision on publication, to each of the three apart (R056), which is no notification (R057)."""

    def written(file: CaseFile, about: str = "") -> Document:
        page, decided = Page(file), _published(file)
        opening(page, f"To {to}")
        if decided is None:
            page.lacks("the decision on publication")
        else:
            line = PUBLISHED[str(decided.answers["pub_view"])]
            page.facts([*_references(file), ("Decided", Own(in_words(file.case.publications[-1].on)))])
            page.says(line.format(review=file.case.policy.review_name))
            page.heading("Why")
            page.says(str(decided.answers.get("pub_reason") or ""))
        page.says(
            "This is notice of the decision on publication. It does not replace the local authority’s notification."
        )
        return ended(page, kind, "Publication after Rapid Review", None)

    return written


def _published(file: CaseFile) -> Written | None:
    newest = file.case.publications[-1] if file.case.publications else None
    return file.form(PUBLICATION.id, DutyKind.PUBLICATION, newest.revision) if newest else None


def _references(file: CaseFile) -> list[tuple[str, str]]:
    return [("Our reference", file.case.reference), ("The Panel’s reference", sin_reference(file))]
