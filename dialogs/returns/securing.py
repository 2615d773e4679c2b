"""An agency says that its records are secured (R071-R073). It holds no content, so it needs no declarations."""

from typing import Any

from dialogs import tasking
from dialogs.desk import Desk
from dialogs.returns.agency import request_of, terms
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Form, in_words, read_day
from rapid_review.summary import SECURE


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    request_of(desk, who, subject)
    return SECURE


def _prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """What was said before, so that "partly" becomes "yes" without typing it all again."""
    case, agency = request_of(desk, who, subject)
    before = desk.work.form(case.reference, SECURE.id, agency)
    if before and (before.by == who.id or sees(case, who, Surface.RETURNS) >= Access.OWN):  # R046
        return dict(before.answers)
    nominee = f"{who.person.name}, {who.person.job}" if who.person.job else who.person.name
    return {"rec_secured": "yes", "rec_secured_at": desk.today.isoformat(), "rec_nominee": nominee}


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    desk.work.put_form(case.reference, SECURE.id, agency, who.id, desk.now, answers)
    rest = read_day(answers.get("rec_next"))
    case.secure_records(agency, answers["rec_secured"], by=who, now=desk.now, next_on=rest)
    if case.requests[agency].secured:
        said = "Thank you. It is recorded that your agency’s records are secured."
    else:
        said = f"Thank you. We ask again when the rest is due, on {in_words(rest)}." if rest else "Thank you."
    return tasking.next_on(desk, case, who, said=said)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, _ = request_of(desk, who, subject)
    return tasking.next_on(desk, case, who)


SECURING = Filling(
    form=_form, submit=_submit, settled=_settled, send="Send", sent=last_sent(SECURE.id), prefill=_prefill, intro=terms
)
