"""The disagreement: what the chair of the board settles it with, and what is said while there is no outcome."""

from collections.abc import Sequence
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import Card, Element, button, card, heading, pair, pairs, subheading, words
from cards.outcome.deciding import STANCE_WORDS, View
from cards.outcome.decisions import still_needed
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.gates import criteria_missing, listed
from rapid_review.openly import of_case
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import in_words
from rapid_review.stages import Stage
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words

PENDING_LINE = "The Partnership Team is asked to tell the Panel, on Day 15, that the outcome is pending."


def pack(case: Case, views: Sequence[View]) -> Card:
    """All that the chair of the board reads before settling it: the views, the missing, the criteria, the papers."""
    title = of_case(case.reference, "the disagreement")
    body: list[Element] = [heading(title)]
    if case.disagreement:
        body.append(words(f"Referred on {clock_words(case.disagreement.at)}. {_by_when(case)}"))
    body.append(subheading("Where the members stand"))
    body += [pair(f"{view.seat.title}, {view.name}", STANCE_WORDS[view.vote.stance]) for view in views]
    body += [words(f"{title}: no view was given.") for title in _unheard(case)]
    body += [subheading("The criteria"), words(_criteria_line(case))]
    reading = [
        button("Every view with its reasons", "poll.results", on(case)),
        button("The criteria as answered", "criteria.read", on(case)),
        button("Read the notification", "notification.read", on(case)),
        button("Read the agencies’ answers", "returns.read", on(case)),
    ]
    settling = [] if criteria_missing(case) else [opens(case, "Record your decision", "settlement")]
    waiting = [button("Let it wait for information", "form.open", {"form": "deferral", "subject": case.reference})]
    return card(body, [*settling, *reading, *waiting], summary=title)


def _by_when(case: Case) -> str:
    return f"Please settle it by {clock_words(case.disagreement.due)}." if case.disagreement else ""


def _unheard(case: Case) -> list[str]:
    return [seat.title for seat in case.poll.awaited(case.aside)] if case.poll else []


def _criteria_line(case: Case) -> str:
    if missing := criteria_missing(case):
        return f"Before it can be settled, we need {listed(missing)}. The chair of the Group is asked for them."
    return f"All {len(CRITERIA)} are answered, each with its reason."


def settle(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Asks the chair of the board to settle it."""
    body = [
        words("The Rapid Review Group does not agree, and the statutory partners ask you to settle it."),
        words("Read what they gave you, then record your decision with its reasons. The timetable goes on."),
    ]
    actions = [button("Read what was referred", "disagreement.read", on(case), main=True)]
    if not criteria_missing(case):
        actions.append(opens(case, "Record your decision", "settlement"))
    return ask(case, f"{case.reference}: a disagreement to settle", task, body, actions, now=now)


def refer(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Asks the chair of the Group to refer what its members do not agree on."""
    board = case.policy.board_name
    again = "The members want to wait once more. A second wait is for the chair of the board to allow."
    body = [
        words(again if case.deferrals else "The poll is closed and the statutory partners do not agree."),
        words(f"The chair of the {board} settles it. The timetable goes on meanwhile."),
    ]
    actions = [
        button(f"Refer it to the chair of the {board}", "disagreement.refer", on(case, task), main=True),
        button("See the views", "poll.results", on(case)),
    ]
    return ask(case, f"{case.reference}: no agreement", task, body, actions, now=now)


def why_pending(case: Case) -> str:
    """Why there is no outcome yet."""
    board = case.policy.board_name
    if case.deferrals and case.disagreement is None:
        return "The decision waits for named information."
    return f"The partners do not agree, and the chair of the {board} has not settled it yet."


def told(case: Case) -> list[Element]:
    """When the Panel was told that the outcome is pending, for those who may read of the Panel."""
    return pairs(("The Panel was told that the outcome is pending", in_words(told.on)) for told in case.pending)


def unsettled(case: Case, *, anybody: bool, asked: Sequence[str]) -> Card:
    """Nobody has settled it: said to those who can see to it that somebody does."""
    board, title = case.policy.board_name, of_case(case.reference, "not settled")
    if not anybody:
        lines = [
            f"The chair of the {board} takes no part in this case, so nobody can settle the disagreement.",
            f"Ask the three statutory partners who acts as chair of the {board}, and put that person into the "
            "partnership’s file. They are then asked here.",
        ]
    else:
        lines = [
            f"The disagreement was to be settled by {_due(case)}. It was put to {listed(asked)}.",
            f"Please ring them. If they cannot, the three statutory partners say who acts as chair of the {board}.",
        ]
    return notice(title, *lines, PENDING_LINE, actions=[button("See the case", "case", on(case))])


def _due(case: Case) -> str:
    return clock_words(case.disagreement.due) if case.disagreement else ""


def state(case: Case, now: datetime) -> list[Element]:
    """What there is no outcome for yet: who is to settle it, and what it still needs before it goes to the Panel."""
    return [*_settlement(case, now), *told(case), *(still_needed(case) if case.stage is Stage.DECIDED else [])]


def _settlement(case: Case, now: datetime) -> list[Element]:
    if case.disagreement is None or case.stage is not Stage.DISAGREED:
        return []
    late = now > case.disagreement.due
    said = f"Not settled. It was due by {_due(case)}." if late else f"To be settled by {_due(case)}."
    return [
        words(f"Referred to the chair of the {case.policy.board_name}. {said}", tone="attention" if late else "default")
    ]
