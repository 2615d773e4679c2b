"""Acknowledging a request: I will, I am the wrong person, or I am away and a colleague covers (form 3b, card 1)."""

from typing import Any

from dialogs import tasking
from dialogs.desk import Desk
from dialogs.returns.agency import request_of, settled, terms
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.people import Agency, PersonId, Standing
from rapid_review.questions.forms import Choice, Form, in_words, read_day
from rapid_review.summary.acknowledge import ACKNOWLEDGE, SOMEBODY_ELSE, acknowledge_form


def colleagues(desk: Desk, agency: str) -> dict[PersonId, str]:
    """Who in the directory works for the agency or answers for it, by name and job (F18: nobody else)."""
    known = _agency(desk, agency)
    return {
        person.id: f"{person.name}, {person.job}" if person.job else person.name
        for person in desk.partnership.people.values()
        if person.agency == agency or known.answers_for(person.id)
    }


def _agency(desk: Desk, agency: str) -> Agency:
    return desk.partnership.agencies.get(agency) or Agency(agency, agency, "")


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    _, agency = request_of(desk, who, subject)
    everybody = tuple(Choice(id, name) for id, name in colleagues(desk, agency).items())
    return acknowledge_form(everybody, tuple(choice for choice in everybody if choice.id != who.id))


def _prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    _, agency = request_of(desk, who, subject)
    deputy = _agency(desk, agency).deputy
    covering = {"ack_deputy": deputy} if deputy and deputy != who.id else {}
    return {"ack": "yes", "author_id": who.id, **covering}


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    revision = desk.work.put_form(case.reference, ACKNOWLEDGE.id, agency, who.id, desk.now, answers)
    if answers["ack"] == "yes":
        said = _takes_it(desk, case, agency, who, answers)
    else:
        said = _passes_it_on(desk, case, agency, who, answers, revision)
    return tasking.next_on(desk, case, who, said=said)


def _takes_it(desk: Desk, case: Case, agency: str, who: Standing, answers: dict[str, Any]) -> str:
    author = _colleague(desk, case, agency, answers["author_id"])
    named = colleagues(desk, agency)[author] if author else str(answers["ack_instead"])
    case.acknowledge(agency, by=who, author=named, author_id=author, now=desk.now)
    asked = author not in ("", who.id)
    also = f" {desk.partnership.name_of(author)} is asked to write the summary." if asked else ""
    return f"Thank you. The Partnership Team can see that you have it.{also}"


def _passes_it_on(desk: Desk, case: Case, agency: str, who: Standing, answers: dict[str, Any], revision: int) -> str:
    away = answers["ack"] == "away"
    to = _colleague(desk, case, agency, answers["ack_deputy" if away else "ack_right"])
    if not to:
        case.name_somebody_unknown(agency, by=who, revision=revision, now=desk.now)
        return "Thank you. The Partnership Team is asked to get in touch with the person you named."
    until = read_day(answers["away_until"]) if away else None
    case.hand_over(agency, to, by=who, now=desk.now, until=until)
    theirs = case.requests[agency].next_holder or _agency(desk, agency).spoc
    goes = "comes back to you" if theirs == who.id else f"goes back to {desk.partnership.name_of(theirs)}"
    back = f" After {in_words(until)} it {goes}." if until else ""
    return f"Thank you. {desk.partnership.name_of(to)} is asked now.{back}"


def _colleague(desk: Desk, case: Case, agency: str, picked: str) -> PersonId:
    """The person picked, or nobody where somebody else was typed. The list on a card is a claim like any other."""
    if picked == SOMEBODY_ELSE.id:
        return ""
    if picked not in colleagues(desk, agency):
        raise NotYours()
    if picked in case.recused:  # Why is nobody else's business (E13).
        raise Refusal(f"{desk.partnership.name_of(picked)} cannot take this. Choose a colleague.")
    return picked


ACKNOWLEDGING = Filling(
    form=_form,
    submit=_submit,
    settled=settled,
    send="Send",
    sent=last_sent(ACKNOWLEDGE.id),
    prefill=_prefill,
    intro=terms,
)
