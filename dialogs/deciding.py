"""The Group's papers, poll, criteria and decision; the disagreement route; sign-off; the Panel (R078-R101, R113)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from cards import deciding as cards
from cards import receipts
from cards.elements import Element, button, words
from dialogs import safety, tasking
from dialogs.desk import Desk
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.ballot import ballot_form
from rapid_review.case import Case
from rapid_review.criteria import criteria_form
from rapid_review.decision import Choice, Stance
from rapid_review.decision_record import decision_form
from rapid_review.errors import Refusal
from rapid_review.forms import Form, tidy
from rapid_review.london import clock_words, moment_of
from rapid_review.panel_record import PANEL
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.timetable import add_days
from storage.work import StoredForm

SETTLEMENT = "settlement"


def _case(turn: Turn, desk: Desk) -> tuple[Case, Standing]:
    who = desk.who(turn)
    return desk.case(str(turn.data.get("case", "")), who), who


def send_papers(turn: Turn, desk: Desk) -> Answer:
    """Send the papers and open the poll (R111); without some returns only with a reason (E10)."""
    case, who = _case(turn, desk)
    without = tidy(str(turn.data.get("without") or ""))
    case.open_poll(desk.partnership.seats, by=who, now=desk.now, without=without)
    if without:
        desk.work.put_form(case.reference, "papers", "", who.id, desk.now, {"without": without})
    closes = clock_words(case.poll.closes_at) if case.poll else ""
    title = f"{case.reference}: the papers are out"
    return Answer(receipts.done(title, f"The members can read them and give their view until {closes}."), title)


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
    poll = desk.case(subject, who).require_open_poll(desk.now)
    return [words(f"Sealed until the poll closes on {clock_words(poll.closes_at)}. Then named, with reasons.")]


def _vote(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "ballot", who.id, who.id, desk.now, answers)
    case.vote(Stance(answers["option"]), by=who, revision=revision, now=desk.now)
    return _voted(desk, case, who, safety.raised(case, who, answers, desk.now))


def _vote_settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    given = case.poll is not None and any(vote.person == who.id for vote in case.poll.votes)
    return _voted(desk, case, who) if given else tasking.next_on(desk, case, who)


def _voted(desk: Desk, case: Case, who: Standing, also: Sequence[Element] = ()) -> Answer:
    card = cards.voted(case, desk.now, also)
    return Answer(card, card["fallbackText"])


def results(turn: Turn, desk: Desk) -> Answer:
    """The views with names and reasons, once the poll is closed and never before."""
    case, who = _case(turn, desk)
    return results_of(desk, case, who)


def results_of(desk: Desk, case: Case, who: Standing) -> Answer:
    if sees(case, who, Surface.POLL) is not Access.READ:
        raise Refusal("The views are for the members of the Group who have made their declarations.")
    if case.poll is None or not case.poll.closed(desk.now):
        raise Refusal("The views are sealed until the poll closes.")
    views = []
    for seat_id, vote in case.poll.standing_votes(case.recused).items():
        seat = next(seat for seat in case.poll.seats if seat.id == seat_id)
        form = desk.work.form(case.reference, "ballot", vote.person, vote.revision)
        views.append(cards.View(seat, desk.partnership.name_of(vote.person), vote, dict(form.answers) if form else {}))
    desk.work.log_read(case.reference, who.id, "views", desk.now)
    card = cards.results(case, views)
    return Answer(card, card["fallbackText"])


def extend(turn: Turn, desk: Desk) -> Answer:
    """Reopen a poll without a quorum for one working day (E15)."""
    case, who = _case(turn, desk)
    until = moment_of(add_days(desk.today, 1, case.policy), case.policy.deadline_time)
    case.extend_poll(until, by=who, now=desk.now)
    title = f"{case.reference}: the poll is open again"
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


# -- Criteria, decision, settlement, Panel -------------------------------------------------------------------------


def _of_case(form: Callable[[Case], Form], require: Callable[[Case, Standing, Desk], None]) -> Any:
    def opened(desk: Desk, who: Standing, subject: str) -> Form:
        case = desk.case(subject, who)
        require(case, who, desk)
        return form(case)

    return opened


def _last_sent(form: str) -> Callable[[Desk, Standing, str], StoredForm | None]:
    return lambda desk, who, subject: desk.work.form(subject, form, "")


def _answer_criteria(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "criteria", "", who.id, desk.now, answers)
    case.answer_criteria(answers, by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="The criteria are answered, each with its reason.")


def _record(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "decision", "", who.id, desk.now, answers)
    case.record_decision(Choice(answers["decision"]), by=who, revision=revision, now=desk.now)
    return _recorded(desk, case, safety.raised(case, who, answers, desk.now))


def _settle(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "decision", "", who.id, desk.now, answers)
    case.settle(Choice(answers["decision"]), by=who, revision=revision, now=desk.now)
    return _recorded(desk, case, safety.raised(case, who, answers, desk.now))


def _recorded(desk: Desk, case: Case, also: Sequence[Element] = ()) -> Answer:
    card = cards.recorded(case, also)
    return Answer(card, card["fallbackText"])


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    return _recorded(desk, case) if case.decided else tasking.next_on(desk, case, who)


def decision(turn: Turn, desk: Desk) -> Answer:
    """The decision with its reasons, for those who may read it."""
    case, who = _case(turn, desk)
    if sees(case, who, Surface.DECISION) is not Access.READ or case.decided is None:
        raise Refusal("There is no decision here that you can read.")
    desk.work.log_read(case.reference, who.id, "decision", desk.now)
    form = desk.work.form(case.reference, "decision", "", case.decided.revision)
    card = cards.decision(case, decision_form(case.policy), form.answers if form else {}, desk.partnership)
    return Answer(card, card["fallbackText"])


def refer(turn: Turn, desk: Desk) -> Answer:
    """Refer a disagreement to the chair of the board, with one working day to answer (R101)."""
    case, who = _case(turn, desk)
    day = add_days(desk.today, case.policy.disagreement_days, case.policy)
    due = moment_of(day, case.policy.deadline_time)
    case.refer_disagreement(by=who, due=due, now=desk.now)
    title = f"{case.reference}: referred to the chair of the {case.policy.board_name}"
    return Answer(receipts.done(title, f"An answer is due by {clock_words(due)}. The timetable goes on."), title)


def sign_off(turn: Turn, desk: Desk) -> Answer:
    """Sign the decision off for one's statutory partner (A1)."""
    case, who = _case(turn, desk)
    case.sign_off(by=who, now=desk.now)
    waiting = 3 - len(case.signed_off)
    follows = f"{waiting} more to come." if waiting else "All three have signed. The outcome can go to the Panel."
    title = f"{case.reference}: signed off"
    return Answer(receipts.done(title, f"Your organisation has signed the decision off. {follows}"), title)


def _sent_to_panel(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, PANEL.id, "", who.id, desk.now, answers)
    case.record_sent_to_panel(by=who, revision=revision, now=desk.now)
    return _panel_told(turn, desk, subject)


def _panel_told(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    if case.sent_to_panel_at is None:
        return tasking.next_on(desk, case, who)
    title = f"{case.reference}: the Panel has the outcome"
    on_day = clock_words(case.sent_to_panel_at)
    return Answer(
        receipts.done(
            title,
            f"Recorded on {on_day}. The Rapid Review is complete.",
            actions=[button("See the case", "case", {"case": case.reference})],
        ),
        title,
    )


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
CRITERIA = Filling(
    form=_of_case(lambda case: criteria_form(), lambda case, who, desk: case.require_chair_or_team(who)),
    submit=_answer_criteria,
    settled=lambda turn, desk, subject: tasking.next_on(desk, desk.case(subject, desk.who(turn)), desk.who(turn)),
    send="Record the answers",
    sent=_last_sent("criteria"),
)
DECISION = Filling(
    form=_of_case(
        lambda case: decision_form(case.policy),
        lambda case, who, desk: case.require_may_decide(who, desk.now),
    ),
    submit=_record,
    settled=_settled,
    send="Record the decision",
    sent=_last_sent("decision"),
    on_save=safety.at_once,
)
SETTLING = Filling(
    form=_of_case(
        lambda case: replace(decision_form(case.policy), id=SETTLEMENT, title="The settlement"),
        lambda case, who, desk: case.require_may_settle(who),
    ),
    submit=_settle,
    settled=_settled,
    send="Record your decision",
    sent=_last_sent("decision"),
    on_save=safety.at_once,
)
PANEL_RECORD = Filling(
    form=_of_case(lambda case: PANEL, lambda case, who, desk: case.require_may_report(who)),
    submit=_sent_to_panel,
    settled=_panel_told,
    send="Record it",
    sent=_last_sent("panel"),
)
