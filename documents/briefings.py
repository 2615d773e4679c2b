"""What the board, the Department and Ofsted hear of the decision, also while the Group decides again (R056, R100)."""

from collections.abc import Callable, Iterator

from documents.casefile import CaseFile
from documents.letters import ended, opening, outcome_of, replaces, told_in_full
from documents.model import Document, Own
from documents.writing import Page
from rapid_review.case import Case
from rapid_review.outcome.decided import Said
from rapid_review.outward.duties import DutyKind
from rapid_review.questions.forms import in_words
from rapid_review.returns.requests import Answer
from rapid_review.timing.london import local_day

_SAID = {
    Said.AGREES: "agrees",
    Said.ASKS: "asks questions",
    Said.DISAGREES: "does not agree",
    Said.NATIONAL: "reviews it itself",
}


def board_briefing(file: CaseFile, about: str = "") -> Document:
    """To the Executive Board, on the decision and again on the Panel's response (R100, R102)."""
    page, case = Page(file), file.case
    opening(page, f"To the {case.policy.board_name}")
    outcome = None if undecided_again(case) else told_in_full(page, DutyKind.BOARD)
    if undecided_again(case):
        _taken_up_again(page)
    asked, missing = len(case.requests), len(case.outstanding())
    nil = sum(1 for r in case.requests.values() if r.returned and r.returned.answer is Answer.NIL)
    page.facts(
        [
            ("Agencies asked", str(asked)),
            ("Held nothing", str(nil)),
            ("Not received", str(missing)),
            ("Sent to the Panel", _sent_to_panel(file)),
            *_response(file),
        ]
    )
    return ended(page, "board_briefing", "Briefing on Rapid Review", outcome)


def undecided_again(case: Case) -> bool:
    """Whether there was a decision, and the Group decides again (E31)."""
    return case.decided is None and bool(case.decided_before)


def _taken_up_again(page: Page) -> None:
    before = in_words(local_day(page.file.case.decided_before[-1].at))
    page.heading("The outcome")
    page.says(Own(f"The chair has taken up the decision of {before} again. The Group decides again, and we tell you."))


def _sent_to_panel(file: CaseFile) -> str:
    if on := file.case.sent_to_panel_on:
        return Own(in_words(on))
    return "" if undecided_again(file.case) else "Not yet"


def _response(file: CaseFile) -> Iterator[tuple[str, str]]:
    """What the Panel said, and of which decision: one that is replaced since stays told."""
    case = file.case
    newest = case.responses[-1] if case.responses else None
    before = [old for old in case.decided_before if newest and old.at <= newest.at]
    replaced = newest is not None and case.decided is not None and newest.at < case.decided.at and bool(before)
    if newest is None or replaced:
        yield "The Panel’s response", "Not yet received"
    if newest:
        of = f" to the decision of {in_words(local_day(before[-1].at))}" if replaced else ""
        yield Own(f"The Panel’s response{of}"), Own(f"On {in_words(newest.on)} it {_SAID[newest.said]}")


def notice(to: str, kind: str) -> Callable[[CaseFile, str], Document]:
    """A notice of the decision (R056), which is not the local authority's own notification of the incident (R057)."""

    def written(file: CaseFile, about: str = "") -> Document:
        page = Page(file)
        opening(page, f"To {to}")
        outcome = outcome_of(page)
        if outcome:
            page.says(outcome.line)
            replaces(page, kind.removeprefix("notice_"))
        page.says("This is notice of the decision. It does not replace the local authority’s notification.")
        return ended(page, kind, "Decision of Rapid Review", outcome)

    return written
