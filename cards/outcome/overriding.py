"""What the chair or the Partnership Team set aside so that the review goes on: said to all three partners (E30)."""

from collections.abc import Sequence

from cards.casework import on
from cards.elements import Card, Element, button, pairs
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.gates import listed
from rapid_review.openly import Open, of_case, openly
from rapid_review.timing.london import clock_words

NEVER = "The decision itself is never the chair’s alone."


def papers_without(case: Case, why: str) -> Card:
    """The papers did not wait for every answer (E10)."""
    waiting = len(case.outstanding())
    line = f"The papers went out although {waiting} of {len(case.requests)} answers are still to come."
    return _notice(case, openly("the papers did not wait"), line, pairs([("Why", why)] if why else []))


def poll_reopened(case: Case) -> Card:
    """The poll did not end on its day (E15)."""
    poll = case.poll
    waiting = [seat.title for seat in poll.awaited(case.aside)] if poll else []
    until = clock_words(poll.closes_at) if poll else ""
    line = f"The poll closed without a quorum, so it is open again until {until}. Still to be heard: {listed(waiting)}."
    return _notice(case, openly("the poll is open again"), line)


def deputy_in(case: Case, seat: str) -> Card:
    """A deputy decides for a member, whatever keeps the member from it."""
    line = f"The deputy is asked to decide for the {seat}."
    return _notice(case, openly("a deputy is called"), line)


WHO_CHAIRS = {
    True: "The chair is away, so the deputy chair acts for them in this case.",
    False: "The chair is back, and chairs this case again.",
}


def chair_away(case: Case) -> Card:
    """Who chairs now."""
    away = case.chair_away_since is not None
    title = of_case(case.reference, "{}", openly("the deputy chair acts") if away else openly("the chair is back"))
    return notice(title, WHO_CHAIRS[away], actions=[button("See the case", "case", on(case))])


NOBODY_RULES = (
    "A declared conflict waits for a ruling, and nobody who could rule on it takes part in this case. "
    "Whoever declared it is kept out until somebody does."
)
NOBODY_CHAIRS = (
    "Neither the chair nor the deputy chair takes part in this case, so nobody can answer the criteria, reopen the "
    "poll or record the decision."
)


def nobody(case: Case, lines: Sequence[str]) -> Card:
    """What cannot go on, said to those who can have somebody named."""
    remedy = "Ask the three statutory partners who chairs this case, and put that person into the partnership’s file."
    then = "They are then asked here, and declare first. The timetable goes on."
    see = button("See the case", "case", on(case))
    return notice(of_case(case.reference, "nobody can chair"), *lines, remedy, then, actions=[see])


def _notice(case: Case, what: Open, line: str, also: Sequence[Element] = ()) -> Card:
    see = button("See the case", "case", on(case))
    return notice(of_case(case.reference, "{}", what), line, NEVER, also=also, actions=[see])
