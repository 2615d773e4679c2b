"""A notification that may be about the same child as another open case: the Partnership Team is told and says (E32).

Nobody learns of it who may not know of both cases: not whoever notified, and not a colleague who is recused from one.
"""

from collections.abc import Iterator

from cards import alike as cards
from dialogs.desk import Desk
from dialogs.turn import Answer, Card, Turn
from rapid_review.case import Case
from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Event, Happening
from rapid_review.notification.alike import Kin, may_be_same
from rapid_review.people import Partnership, Role, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.questions.forms import Answers
from storage.errors import BrokenSeal
from storage.messages import Message

MOST_COMPARED, MOST_FOUND = 300, 5
"""Open cases, the newest first: as many as are read while somebody waits, and as many as a card has room for."""


def look_for_others(desk: Desk, case: Case, answers: Answers) -> None:
    """Compare a notification with those of the open cases. They are sealed, so each is opened and closed again."""
    open_ones = desk.work.of_open_cases("notification", MOST_COMPARED)
    same = [one.case for one in open_ones if one.case != case.reference and may_be_same(answers, one.answers)]
    case.found_alike(same[:MOST_FOUND], desk.now)


def told(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    """To the Partnership Team, when a notification is filed and when the people in it are corrected."""
    found = event.kind in (Happening.CASE_FILED, Happening.PEOPLE_CORRECTED)
    if not found or all(one.said for one in case.alike):
        return
    for person in partnership.holders(Role.PARTNERSHIP_TEAM):
        yield Message(
            key=f"{case.reference}:alike:{case.version}:{person}",
            to=person,
            route="person",
            view="alike",
            due=event.at,
            case=case.reference,
            slot=f"{case.reference}:alike",
            mode="upsert",
        )


def drawn(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Drawn when it is sent: for somebody who may know of both cases by then."""
    known = known_to(desk, case, desk.standing(message.to))
    return Answer.of(cards.compare(case, known)) if any(one.said is None for _, one in known) else None


def read(turn: Turn, desk: Desk) -> Answer:
    """The other cases, for whoever may know of them; to anybody else it is as if there were none."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    return _shown(desk, case, who)


def answer(turn: Turn, desk: Desk) -> Answer:
    """They are related, or they are not: said of both cases, by somebody who has declared in both."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    known = {str(number): one.reference for number, one in known_to(desk, case, who)}
    reference, said = known.get(str(turn.data.get("number", ""))), str(turn.data.get("said", ""))
    if reference is None or said not in tuple(Kin):
        raise NotYours()
    other = _declared_in(desk.case(reference, who), who)
    other.found_alike([case.reference], desk.now)
    case.compare(reference, Kin(said), by=who, now=desk.now)
    other.compare(case.reference, Kin(said), by=who, now=desk.now)
    return _shown(desk, case, who, "It is recorded with both cases.")


def _declared_in(other: Case, who: Standing) -> Case:
    try:
        other.require_may(who, Deed.COMPARE)
    except Refusal as refusal:  # They look at this case, so it is said which one it is about.
        raise Refusal(f"{other.reference}: {refusal}") from None
    return other


def _shown(desk: Desk, case: Case, who: Standing, said: str = "") -> Answer:
    known = known_to(desk, case, who)
    if not known:
        raise NotYours()
    return Answer.of(cards.compare(case, known, said))


def with_others(desk: Desk, card: Card, case: Case, who: Standing) -> Card:
    """The case's own card, with what its reader may know of other cases."""
    heading, *rest = card["body"]
    return {**card, "body": [heading, *cards.on_the_case(case, known_to(desk, case, who)), *rest]}


def known_to(desk: Desk, case: Case, who: Standing) -> cards.Known:
    """The other cases of which this person may know that they may be about the same child."""
    if not case.alike or not _runs(case, who):
        return []
    return [(number, one) for number, one in enumerate(case.alike) if _may_know(desk, one.reference, who)]


def _may_know(desk: Desk, reference: str, who: Standing) -> bool:
    try:
        other = desk.work.case(reference)
    except (NotYours, BrokenSeal):
        return False  # It was disposed of, or somebody altered it, of which the auditor tells.
    if not (may := _runs(other, who)):
        desk.work.conceals(reference)
    return may


def _runs(case: Case, who: Standing) -> bool:
    return CaseRole.PARTNERSHIP_TEAM in roles_of(case, who) and who.id not in case.recused
