"""The Group's poll (R083, R111). What follows from the poll is in `decisions`."""

from collections.abc import Sequence
from typing import Any

from cards import receipts
from cards.elements import Element, words
from cards.group.spoken import given_by
from cards.outcome import deciding as cards
from dialogs import safety, tasking
from dialogs.desk import Desk
from dialogs.group import membership
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.openly import of_case
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.decision import Stance, Vote
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Form
from rapid_review.timing.london import clock_words, moment_of
from rapid_review.timing.timetable import add_days
from storage.work import StoredForm


def _case(turn: Turn, desk: Desk) -> tuple[Case, Standing]:
    who = desk.who(turn)
    return desk.case(str(turn.data.get("case", "")), who), who


# -- The poll ------------------------------------------------------------------------------------------------------


def _ballot(desk: Desk, who: Standing, subject: str) -> Form:
    case = desk.case(subject, who)
    case.seat_of(who)
    return ballot_form(case.policy)


def _last_given(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, "ballot", who.id)


def _last_view(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    form = _last_given(desk, who, subject)
    return {id: value for id, value in form.answers.items() if id != "immediate_safety_now"} if form else {}


def _sealed(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    """Shown only while the poll is open. A view sent later is refused, but what was typed stays in the draft."""
    case = desk.case(subject, who)
    closes = clock_words(case.require_open_poll(desk.now).closes_at)
    return [words(f"Sealed until the poll closes on {closes}. Then named, with reasons."), *cards.criteria_sheet(case)]


def _vote(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "ballot", who.id, who.id, desk.now, answers)
    stance, reason, salt = Stance(answers["option"]), answers["reason"], desk.fresh_salt()
    case.vote(stance, reason=reason, by=who, revision=revision, salt=salt, now=desk.now)
    return _voted(desk, case, who, safety.raised(case, who, answers, desk.now))


def _vote_settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    return _voted(desk, case, who) if _last_of(case, who) else tasking.next_on(desk, case, who)


def _last_of(case: Case, who: Standing) -> Vote | None:
    """The view this person gave last, if any."""
    return next((vote for vote in reversed(case.poll.votes) if vote.person == who.id), None) if case.poll else None


def _voted(desk: Desk, case: Case, who: Standing, also: Sequence[Element] = ()) -> Answer:
    card = cards.voted(case, desk.now, also, _last_of(case, who))
    return Answer.of(card)


def results(turn: Turn, desk: Desk) -> Answer:
    """The views with names and reasons, once the poll is closed and never before."""
    case, who = _case(turn, desk)
    return results_of(desk, case, who)


def results_of(desk: Desk, case: Case, who: Standing) -> Answer:
    require_may_read(case, who)
    if sees(case, who, Surface.POLL) is not Access.READ:
        raise Refusal("The views are for the members of the Group who have made their declarations.")
    if case.poll is None or not case.poll.closed(desk.now):
        raise Refusal("The views are sealed until the poll closes.")
    desk.work.log_read(case.reference, who.id, "views", desk.now)
    card = cards.results(case, views_of(desk, case), membership.advice(desk, case))
    return Answer.of(card)


def views_of(desk: Desk, case: Case) -> list[cards.View]:
    """Every view that counts, with its name and its reasons: for a closed poll only."""
    if case.poll is None:
        return []
    views = []
    for seat_id, vote in case.poll.standing_votes(case.not_counted).items():
        seat = next(seat for seat in case.poll.electorate if seat.id == seat_id)
        form = desk.work.form(case.reference, "ballot", vote.person, vote.revision)
        name = given_by(case.spoken_as(vote), desk.partnership.name_of(vote.person), desk.partnership)
        views.append(cards.View(seat, name, vote, dict(form.answers) if form else {}))
    return views


def extend(turn: Turn, desk: Desk) -> Answer:
    """Reopen a poll without a quorum for one working day (E15)."""
    case, who = _case(turn, desk)
    until = moment_of(add_days(desk.today, 1, case.policy), case.policy.deadline_time)
    case.extend_poll(until, by=who, now=desk.now)
    title = of_case(case.reference, "the poll is open again")
    return Answer(receipts.done(title, f"It closes on {clock_words(until)}."), title)


def call_deputy(turn: Turn, desk: Desk) -> Answer:
    """Bring in the deputy of a seat whose member has not been heard (domain 2.6)."""
    case, who = _case(turn, desk)
    seat = next((seat for seat in desk.partnership.seats if seat.id == turn.data.get("seat") and seat.deputy), None)
    if seat is None:
        raise Refusal("That seat has no deputy in the partnership’s file. Ask the Partnership Team to name one.")
    case.call_deputy(seat.id, by=who, now=desk.now)
    said = f"{desk.partnership.name_of(seat.deputy)} is asked to declare and to decide for the {seat.title.lower()}."
    answer = tasking.task(turn, desk)
    return Answer(tasking.with_line(answer.card, said), answer.summary)


BALLOT = Filling(
    form=_ballot,
    submit=_vote,
    settled=_vote_settled,
    send="Give this view",
    sent=_last_given,
    on_save=safety.at_once,
    prefill=_last_view,
    intro=_sealed,
)
