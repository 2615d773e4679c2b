"""Letters that go out by themselves: which do, what is confirmed, and what is sent and told of each (E29, C12)."""

from dataclasses import dataclass

from cards.outward import leaving as cards
from cards.outward.duty_words import made_for, title
from cards.outward.leaving import Way
from dialogs.desk import Desk
from dialogs.paperwork.producing import OFFERED, ZIP, Produced, Wanted, as_kept, produced
from dialogs.turn import Answer, Turn
from documents.model import Edition
from documents.packs import Pack
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.outward.addressees import address_of
from rapid_review.outward.duties import CHANGED, READDRESSED, Duty, State, Telling
from rapid_review.outward.duty_forms import PREPARATION
from rapid_review.permissions import Access, Surface, sees
from storage.messages import Message

ANEW = "The address or the document has changed since this card was sent. Read it again, then confirm it."


@dataclass(frozen=True)
class Letter:
    """A confirmed letter as it is to be sent. Its document is still to be drawn, which takes a while."""

    duty: Duty
    address: str
    document: Produced
    template: bytes | None
    case_version: int
    """Of the case from which all of this was read."""


# -- Confirming ----------------------------------------------------------------------------------------------------


def way_out(desk: Desk, case: Case, duty: Duty, by: str) -> Way | str:
    """Where it goes by itself and what, or why a person sends it; no words where nothing goes by itself."""
    if not desk.sends_mail:
        return ""
    said = _prepared(desk, case, duty)
    if said.get("edition") != Edition.PSEUDONYMISED:
        return cards.NAMES
    if said.get("enclosed"):
        return cards.ENCLOSED
    if not (address := address_of(case, duty, desk.partnership)):
        return cards.NO_ADDRESS
    made = produced(desk, case, wanted(case, duty), by)
    return Way(address, made.wanted.kind.title, made.version.number, tuple(made.to_check()))


def require_as_seen(turn: Turn, way: Way) -> None:
    """Refuse to confirm what the second person has not seen. Where it goes is never taken from the card."""
    if any(str(turn.data.get(name, "")) != value for name, value in cards.data(way).items()):
        raise Refusal(ANEW)


def wanted(case: Case, duty: Duty) -> Wanted:
    """The document of a letter, in the edition without names."""
    kind = OFFERED[made_for(case, duty)]
    if isinstance(kind, Pack):
        return Wanted(kind, Edition.PSEUDONYMISED, ZIP)
    return Wanted(kind, Edition.PSEUDONYMISED, "docx", duty.about if kind.of_each_agency else "")


def _prepared(desk: Desk, case: Case, duty: Duty) -> dict[str, object]:
    telling = case.telling_of(duty)
    revision = telling.prepared.revision if telling and telling.prepared else 0
    kept = desk.work.form(case.reference, PREPARATION.id, duty.id, revision) if revision else None
    return dict(kept.answers) if kept else {}


# -- Sending -------------------------------------------------------------------------------------------------------


def letter_of(desk: Desk, case: Case, telling: Telling) -> Letter | str:
    """The letter as it was confirmed, or the code of why it must not go as it is."""
    duty, mail = case.duty(telling.duty), telling.by_mail
    if duty is None or mail is None:
        return CHANGED
    if code := case.must_stay(duty.id):
        return code
    if address_of(case, duty, desk.partnership) != mail.address:
        return READDRESSED
    document = as_kept(desk, case, wanted(case, duty), mail.version)
    return Letter(duty, mail.address, document, desk.template, case.version) if document else CHANGED


def ended(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whoever prepared a letter learns what came of it, if they may still read it."""
    duty = case.duty(message.args["duty"])
    telling = case.telling_of(duty) if duty else None
    if duty is None or telling is None or sees(case, desk.standing(message.to), Surface.PANEL) is not Access.READ:
        return None
    if case.state_of(duty) is State.LEAVING:
        return None
    card = cards.ended(case, duty, telling, title(duty, desk.partnership))
    return Answer.of(card)
