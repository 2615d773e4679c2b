"""The Partnership Team's chase board: who has not answered, worst first, and what can be done about each (F23)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cards.elements import Element
from cards.outcome import disagreement
from cards.returns import chasing as cards
from cards.returns import telling
from dialogs import safety, tasking
from dialogs.desk import Desk
from dialogs.returns import forecasting
from dialogs.returns.agencies import away, holders, in_line
from dialogs.returns.escalating import about, page_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Agency, PersonId, Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Form
from rapid_review.reaching import Fate, fate
from rapid_review.returns.chase import board
from rapid_review.returns.told import TOLD
from rapid_review.stages import Stage
from storage.work import Contact

CHASED = (Stage.GATHERING, Stage.DELIBERATING, Stage.DISAGREED, Stage.DEFERRED)


def chase(turn: Turn, desk: Desk) -> Answer:
    """The board of one case, or of the case most in danger where none is named."""
    who = desk.who(turn)
    if not turn.data.get("case"):
        return _choose(desk, who)
    return board_of(desk, _case(turn, desk, who), who, page_of(turn))


def board_of(desk: Desk, case: Case, who: Standing, page: int = 0, said: str = "") -> Answer:
    desk.work.log_read(case.reference, who.id, "chase_board", desk.now)
    contacts = last_contacts(desk, case)
    unreached = frozenset(id for id, contact in contacts.items() if _unreached(contact))
    rows = board(case, desk.now, unreached, frozenset(id for id in case.requests if _alone(desk, case, id)))
    standing = disagreement.state(case, desk.now) if sees(case, who, Surface.DECISION) is Access.READ else []
    card = cards.board(case, rows, contacts, forecasting.risks(desk, case), desk.partnership, who, page, standing)
    return Answer.of(tasking.with_line(card, said) if said else card)


def agency(turn: Turn, desk: Desk) -> Answer:
    """One agency: everything that was tried, and everything that can be done."""
    who = desk.who(turn)
    case, agency = _about(turn, desk, who)
    desk.work.log_read(case.reference, who.id, "chase_agency", desk.now)
    contacts = [c for c in desk.work.contacts(case.reference) if c.person in _people(desk, case, agency)]
    alone = _alone(desk, case, agency)
    return Answer.of(cards.agency(case, agency, contacts, desk.partnership, who, desk.now, alone=alone))


def _alone(desk: Desk, case: Case, agency: str) -> bool:
    """Whether nobody is left there who could be asked."""
    return not in_line(case, agency, desk.partnership)


def nudge(turn: Turn, desk: Desk) -> Answer:
    """Remind whoever of the agency has the request and is not away, now."""
    who = desk.who(turn)
    case, agency = _about(turn, desk, who)
    case.require_may_chase(agency, who)
    absent = away(in_line(case, agency, desk.partnership), desk)
    to = next(iter(holders(case, agency, desk.partnership, absent)), "")
    if not to:
        raise Refusal("Nobody at this agency can be reminded here. Ring the agency and ask who can answer.")
    case.nudge(agency, to, by=who, now=desk.now)
    said = cards.nudged(desk.partnership, agency, to, reached=_reached(desk, case, to))
    return board_of(desk, case, who, page_of(turn), said=said)


def hand_over(turn: Turn, desk: Desk) -> Answer:
    """Hand the request to the agency's deputy."""
    who = desk.who(turn)
    case, agency = _about(turn, desk, who)
    case.require_may_chase(agency, who)
    known = desk.partnership.agencies.get(agency)
    deputy = desk.partnership.person(known.deputy) if known else None
    if deputy is None:
        raise Refusal("This agency has no deputy in the partnership’s file. Ring the agency and ask who can answer.")
    if deputy.id in case.recused:
        raise Refusal(f"{deputy.name} cannot take this. Ring the agency and ask who can answer.")
    case.hand_over(agency, deputy.id, by=who, now=desk.now)
    said = cards.handed_over(deputy, reached=_reached(desk, case, deputy.id))
    return board_of(desk, case, who, page_of(turn), said=said)


# -- An answer that came another way -------------------------------------------------------------------------------


def _told_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = about(desk, who, subject)
    case.require_may_chase(agency, who)
    return TOLD


def _told(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = about(desk, who, subject)
    case.require_may_chase(agency, who)
    revision = desk.work.put_form(case.reference, TOLD.id, agency, who.id, desk.now, answers)
    case.record_answer_for(agency, by=who, revision=revision, now=desk.now)
    also = safety.raised(case, who, answers, desk.now)
    return Answer.of(telling.recorded(case, agency, desk.partnership, also, asked=not _alone(desk, case, agency)))


def _told_already(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, _ = about(desk, who, subject)
    return board_of(desk, case, who)


def _above(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    case, agency = about(desk, who, subject)
    return telling.above_told(case, agency, desk.partnership)


TELLING = Filling(
    form=_told_form,
    submit=_told,
    settled=_told_already,
    send="Record their answer",
    sent=last_sent(TOLD.id),
    on_save=safety.at_once,
    prefill=lambda desk, who, subject: {"told_on": desk.today.isoformat(), "immediate_safety_now": "no"},
    intro=_above,
)


def confirm(turn: Turn, desk: Desk) -> Answer:
    """The agency says that what was recorded for it is right."""
    who = desk.who(turn)
    case, agency = _own(turn, desk, who)
    case.confirm_answer(agency, by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said="Thank you. Your agency’s answer is confirmed.")


def told(turn: Turn, desk: Desk) -> Answer:
    """What was recorded, for the agency to check."""
    who = desk.who(turn)
    case, agency = _own(turn, desk, who)
    if sees(case, who, Surface.RETURNS) < Access.OWN:
        raise Refusal(f"Please make your declarations for {case.reference} first. It takes about two minutes.")
    form = desk.work.form(case.reference, TOLD.id, agency)
    desk.work.log_read(case.reference, who.id, "told", desk.now)
    return Answer.of(telling.to_check(case, agency, form.answers if form else {}, page_of(turn)))


# -- Inside --------------------------------------------------------------------------------------------------------


def _case(turn: Turn, desk: Desk, who: Standing) -> Case:
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    if sees(case, who, Surface.ESCALATION) is not Access.READ:
        raise Refusal("The chase board is for the Partnership Team and the Group, once they have declared.")
    return case


def _about(turn: Turn, desk: Desk, who: Standing) -> tuple[Case, str]:
    case = _case(turn, desk, who)
    return about(desk, who, f"{case.reference}/{turn.data.get('agency', '')}")


def _own(turn: Turn, desk: Desk, who: Standing) -> tuple[Case, str]:
    case, agency = about(desk, who, f"{turn.data.get('case', '')}/{turn.data.get('agency', '')}")
    case.own_request(agency, who)
    return case, agency


def _choose(desk: Desk, who: Standing) -> Answer:
    """Which case's board: at once where there is only one."""
    chased = [
        case
        for case in desk.work.open_cases()
        if case.stage in CHASED and sees(case, who, Surface.ESCALATION) is Access.READ and case.outstanding()
    ]
    if len(chased) == 1:
        return board_of(desk, chased[0], who)
    return Answer.of(cards.which(chased, desk.now))


def last_contacts(desk: Desk, case: Case) -> Mapping[str, Contact]:
    """The newest message to anybody of each agency."""
    sent = desk.work.contacts(case.reference)
    newest: dict[str, Contact] = {}
    for agency in case.requests:
        people = _people(desk, case, agency)
        mine = [contact for contact in sent if contact.person in people]
        if mine:
            newest[agency] = max(mine, key=_when)
    return newest


def _when(contact: Contact) -> tuple[datetime, int]:
    return contact.sent_at or contact.due, contact.id


def _people(desk: Desk, case: Case, agency: str) -> set[str]:
    known = desk.partnership.agencies.get(agency) or Agency(agency, agency, "")
    request = case.requests[agency]
    return {id for id in (known.spoc, known.deputy, request.handed_to) if id}


def _reached(desk: Desk, case: Case, person: PersonId) -> bool:
    """Whether nothing says that this person cannot be written to."""
    sent = [contact for contact in desk.work.contacts(case.reference) if contact.person == person]
    return not sent or not _unreached(max(sent, key=_when))


def _unreached(contact: Contact) -> bool:
    return fate(contact.state, contact.code, sent_at=contact.sent_at, seen_at=contact.seen_at) in (
        Fate.REFUSED,
        Fate.UNKNOWN,
    )
