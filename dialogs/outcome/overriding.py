"""What was set aside so that the review goes on, told to all three partners' seats with its reason (E30)."""

from cards.outcome import overriding as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.case import Case
from rapid_review.permissions import Access, Surface, sees
from storage.messages import Message


def papers_without(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The reason that was typed only reaches those who may read the papers."""
    may_read = sees(case, desk.standing(message.to), Surface.PAPERS) is Access.READ
    form = desk.work.form(case.reference, "papers", "") if may_read else None
    return Answer.of(cards.papers_without(case, str(form.answers.get("without") or "") if form else ""))


def poll_reopened(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Not said of a poll that has closed again meanwhile."""
    open_now = case.poll is not None and not case.poll.closed(desk.now)
    return Answer.of(cards.poll_reopened(case)) if open_now else None


def deputy_in(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Of the seat whose deputy was called just then; of others the Group was told before."""
    titles = {seat.id: seat.title for seat in case.as_held(desk.partnership.seats)}
    title = titles.get(message.args.get("seat", ""))
    return Answer.of(cards.deputy_in(case, title)) if title else None
