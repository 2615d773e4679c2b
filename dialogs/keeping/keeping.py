"""How long a case is kept: its legal hold, its yearly review, and requests for somebody's own data (E25, E27)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from cards.keeping import keeping as cards
from dialogs.desk import Desk
from dialogs.outcome.decisions import case_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.deeds import Deed, may
from rapid_review.errors import Refusal
from rapid_review.keeping import request_clock
from rapid_review.keeping.keeping_forms import HOLD, LIFT, SUBJECT_REQUEST, WITHDRAWN
from rapid_review.keeping.kept import SubjectRequest
from rapid_review.keeping.retention import Moment, latest, moments, reviewed
from rapid_review.people import PersonId, Role, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.questions.forms import Form, read_day
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import day_opens
from storage.messages import Message

LOOKS_AGAIN = timedelta(days=28)
"""How long a closed case sleeps at most: the partnership may have set another period meanwhile."""
LATELY = 40
"""Cases among which somebody chooses who types for it."""

# -- Reading -------------------------------------------------------------------------------------------------------


def read(turn: Turn, desk: Desk) -> Answer:
    """How long this case is kept, for the chair and the Partnership Team."""
    case, who = case_of(turn, desk)
    case.require_chair_or_team(who)
    desk.work.log_read(case.reference, who.id, "keeping", desk.now)
    return _shown(desk, case)


def mine(turn: Turn, desk: Desk) -> Answer:
    """The same, asked for by typing: those on hold first, then the newest."""
    who, running = desk.who(turn), {CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM}
    found = [case for case in desk.work.recent_cases(LATELY) if roles_of(case, who) & running]
    found = [case for case in found if (declared := case.declarations.get(who.id)) and declared.cleared]
    return Answer.of(cards.which(sorted(found, key=lambda case: case.hold is None)))


def again(turn: Turn, desk: Desk) -> Answer:
    """Somebody has looked at it, and it is to be kept."""
    case, who = case_of(turn, desk)
    case.keep_another_year(by=who, now=desk.now)
    return _shown(desk, case)


def _shown(desk: Desk, case: Case) -> Answer:
    held = {number: hold for number, hold in case.holds_now.items() if hold.revision}
    why = {number: _written(desk, case, HOLD, "", hold.revision) for number, hold in held.items()}
    about = case.subject_requests[-1] if case.subject_requests else None
    asked = _written(desk, case, SUBJECT_REQUEST, "", about.revision) if about else []
    if about and about.withdrawn_at:
        asked += _written(desk, case, WITHDRAWN, str(about.number), about.withdrawn_revision)
    return Answer.of(cards.kept(case, desk.partnership, desk.today, why, asked))


def _written(desk: Desk, case: Case, form: Form, subject: str, revision: int) -> list[tuple[str, str]]:
    kept = desk.work.form(case.reference, form.id, subject, revision)
    asked = [question for section in form.sections for question in section.questions]
    return [(q.label, q.text_of(kept.answers[q.id])) for q in asked if kept and kept.answers.get(q.id)]


# -- Forms ---------------------------------------------------------------------------------------------------------

May = Callable[[Case, Standing, int], object]
Record = Callable[[Case, Standing, int, Desk, dict[str, Any], int], None]


def _of(desk: Desk, who: Standing, subject: str) -> tuple[Case, int]:
    """The case, and the number of the hold that is meant; 0 if none was named."""
    reference, _, number = subject.partition("/")
    return desk.case(reference, who), int(number[:6]) if number.isdecimal() else 0


def _filling(form: Form, may: May, record: Record, send: str) -> Filling:
    def opened(desk: Desk, who: Standing, subject: str) -> Form:
        case, number = _of(desk, who, subject)
        may(case, who, number)
        return form

    def submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
        who = desk.who(turn)
        case, number = _of(desk, who, subject)
        may(case, who, number)
        about = str(number) if number else ""
        revision = desk.work.put_form(case.reference, form.id, about, who.id, desk.now, answers)
        record(case, who, revision, desk, answers, number)
        return _shown(desk, case)

    def settled(turn: Turn, desk: Desk, subject: str) -> Answer:
        who = desk.who(turn)
        case, _ = _of(desk, who, subject)
        case.require_chair_or_team(who)
        return _shown(desk, case)

    return Filling(form=opened, submit=submit, settled=settled, send=send, sent=last_sent(form.id))


def _hold(case: Case, who: Standing, revision: int, desk: Desk, answers: dict[str, Any], number: int) -> None:
    case.put_on_hold(by=who, revision=revision, now=desk.now)


def _lift(case: Case, who: Standing, revision: int, desk: Desk, answers: dict[str, Any], number: int) -> None:
    case.lift_hold(by=who, revision=revision, now=desk.now, number=number)


def _log(case: Case, who: Standing, revision: int, desk: Desk, answers: dict[str, Any], number: int) -> None:
    """Everybody whose business it is hears of it, whoever logged it included: they must tell others."""
    received = read_day(answers.get("sar_received"))
    if received is None:
        raise Refusal("Say on which day it was received.")
    _tell(desk, case, case.log_subject_request(received, by=who, revision=revision, now=desk.now), "")


def _withdraw(case: Case, who: Standing, revision: int, desk: Desk, answers: dict[str, Any], number: int) -> None:
    """The same people hear of it: they have told others, who need not look any more."""
    request = case.withdraw_subject_request(number, by=who, revision=revision, now=desk.now)
    _tell(desk, case, request, ":withdrawn")


def _tell(desk: Desk, case: Case, request: SubjectRequest, what: str) -> None:
    for person in sorted({*desk.partnership.holders(Role.PARTNERSHIP_TEAM), *desk.partnership.holders(Role.DPO)}):
        key = f"{case.reference}:subject_request:{request.number}{what}:{person}"
        desk.work.owe(_message(case, key, person, "subject_request", desk.now, number=str(request.number)))


KEEPING: dict[str, Filling] = {
    HOLD.id: _filling(HOLD, lambda case, who, number: case.require_may_hold(who), _hold, "Put it on hold"),
    LIFT.id: _filling(LIFT, Case.require_may_lift, _lift, "Lift the hold"),
    SUBJECT_REQUEST.id: _filling(
        SUBJECT_REQUEST, lambda case, who, number: case.require_may_log_request(who), _log, "Record it"
    ),
    WITHDRAWN.id: _filling(WITHDRAWN, Case.require_may_withdraw_request, _withdraw, "Record it"),
}

# -- The clock -----------------------------------------------------------------------------------------------------


def notices(case: Case, desk: Desk) -> Iterator[Message]:
    """A closed case has come to a day on which the Partnership Team should look at it; or a request is to be answered,
    of which the data protection officer hears here: it is no task of theirs, and they see no case."""
    for request in case.subject_requests_open():
        if again := request_clock.latest(request.due_at(case.policy), case.policy, request.at, desk.now):
            for person in desk.partnership.holders(Role.DPO):
                key = f"{case.reference}:subject_request:{request.number}:{local_day(again[1])}:{person}"
                yield _message(case, key, person, "subject_request", again[1], number=str(request.number))
    found = latest(case, desk.partnership.retention, desk.today)
    if found is None or reviewed(case, found[1]):
        return
    moment, day = found
    at = moment_of(day, day_opens())
    for person in desk.partnership.holders(Role.PARTNERSHIP_TEAM) if at <= desk.now else ():
        key = f"{case.reference}:keeping:{moment}:{day}:{person}"
        yield _message(case, key, person, "keeping", at, moment=moment, day=day.isoformat())


def wakes(case: Case, desk: Desk) -> datetime:
    """When the clock looks at a closed case again."""
    until = desk.today + LOOKS_AGAIN
    ahead = (moment_of(day, day_opens()) for _, day in moments(case, desk.partnership.retention, until))
    return min((at for at in ahead if at > desk.now), default=moment_of(until, day_opens()))


def _message(case: Case, key: str, person: PersonId, view: str, at: datetime, **args: str) -> Message:
    return Message(key=key, to=person, route="person", view=view, due=at, case=case.reference, args=args)


# -- What others are told ------------------------------------------------------------------------------------------


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whether it should be kept; nothing if somebody has said so meanwhile."""
    found = latest(case, desk.partnership.retention, desk.today)
    if found is None or reviewed(case, found[1]):
        return None
    return Answer.of(cards.asked(case, Moment(found[0]), found[1], desk.partnership.retention))


def told_request(message: Message, case: Case, desk: Desk) -> Answer | None:
    request = case.subject_requests[int(message.args["number"]) - 1]
    runs_it = may(case, desk.standing(message.to), Deed.HOLD)
    return None if request.answered_at else Answer.of(cards.subject_request(case, request, runs_it=runs_it))


def emptied(message: Message) -> Answer:
    """What stands where a card of a case was that is no more. There is no case to draw it from."""
    return Answer.of(cards.disposed(message.args["case"]))
