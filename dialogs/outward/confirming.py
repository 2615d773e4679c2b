"""The second person: what they look at before something leaves, and what their word binds (E29, form 3h)."""

import hashlib
from datetime import datetime

from cards.elements import Element
from cards.outward import leaving as cards
from cards.outward.duty_words import made_for
from cards.outward.leaving import Way
from cards.paperwork.producing import lacks
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.outcome.decisions import case_of
from dialogs.paperwork.casefile import casefile
from dialogs.paperwork.producing import OFFERED, ZIP, Otherwise, Produced, Wanted, confirmed, digest_of, produced
from dialogs.turn import Answer, Turn
from documents.model import Edition
from documents.packs import Pack, lacking
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.outward.addressees import address_of
from rapid_review.outward.duties import Copy, Duty, State
from rapid_review.outward.duty_forms import ACCEPTANCE, MOST_OF_A_REASON, PREPARATION
from rapid_review.people import Standing
from rapid_review.questions.forms import tidy

ANEW = "The address or the document has changed since this card was sent. Read it again, then confirm it."


# -- What is looked at ---------------------------------------------------------------------------------------------


def shown(desk: Desk, case: Case, duty: Duty, who: Standing) -> tuple[Way | None, list[Element]]:
    """What somebody confirms here, if it waits for them; and what is to be known of the document before it leaves."""
    if duty in case.to_check(who):
        way, _ = way_out(desk, case, duty, who.id)
        return way, cards.before(way)
    if duty.is_letter and case.state_of(duty) in (State.OPEN, State.PREPARED):
        return None, lacks(missing(desk, case, duty))
    return None, cards.changed(case.telling_of(duty)) if _has_changed(desk, case, duty) else []


def missing(desk: Desk, case: Case, duty: Duty) -> list[str]:
    """What the document would lack if it were made now."""
    return lacking(wanted(case, duty, Edition.PSEUDONYMISED).named(casefile(desk, case)))


def _has_changed(desk: Desk, case: Case, duty: Duty) -> bool:
    """Whether the document says something else than the copy that was confirmed, and that a person is to send."""
    telling = case.telling_of(duty)
    if telling is None or telling.copy is None or case.state_of(duty) is not State.CONFIRMED:
        return False
    try:
        confirmed(desk, case, wanted(case, duty, edition(desk, case, duty), telling.version))
    except Otherwise:
        return True
    return False


def way_out(desk: Desk, case: Case, duty: Duty, by: str) -> tuple[Way, Produced]:
    """The document in its version, and where it goes by itself, or why a person sends it."""
    goes = edition(desk, case, duty)
    made = produced(desk, case, wanted(case, duty, goes), by)
    address = address_of(case, duty, desk.partnership, desk.today)
    by_hand = _by_hand(desk, case, duty, address)
    way = Way(
        document=made.wanted.kind.title,
        subject=made.wanted.subject,
        version=made.version.number,
        named=goes is Edition.IDENTIFIED,
        address=address if desk.sends_mail and not by_hand else "",
        by_hand=by_hand if desk.sends_mail else "",
        check=tuple(made.to_check()),
        missing=tuple(lacking(made.named)),
        template=hashlib.sha256(desk.template).hexdigest()[:12] if desk.template else "",
    )
    return way, made


def _by_hand(desk: Desk, case: Case, duty: Duty, address: str) -> str:
    """Why it does not go by itself, even where the bot sends; nothing if it may."""
    if edition(desk, case, duty) is Edition.IDENTIFIED:
        return cards.NAMES
    if prepared(desk, case, duty).get("enclosed"):
        return cards.ENCLOSED
    return "" if address else cards.NO_ADDRESS


def wanted(case: Case, duty: Duty, edition: Edition, version: int = 0) -> Wanted:
    """The document of a letter."""
    kind = OFFERED[made_for(case, duty)]
    if isinstance(kind, Pack):
        return Wanted(kind, edition, ZIP, version=version)
    return Wanted(kind, edition, "docx", duty.about if kind.of_each_agency else "", version)


def edition(desk: Desk, case: Case, duty: Duty) -> Edition:
    """The edition that was prepared; names leave only where somebody has said why."""
    return Edition(str(prepared(desk, case, duty).get("edition") or Edition.PSEUDONYMISED))


def prepared(desk: Desk, case: Case, duty: Duty) -> dict[str, object]:
    """What was said when it was prepared."""
    telling = case.telling_of(duty)
    revision = telling.prepared.revision if telling and telling.prepared else 0
    kept = desk.work.form(case.reference, PREPARATION.id, duty.id, revision) if revision else None
    return dict(kept.answers) if kept else {}


# -- Confirming ----------------------------------------------------------------------------------------------------


def confirm(turn: Turn, desk: Desk) -> Answer:
    """The second person confirms what the card showed, and nothing that was prepared or has changed since."""
    case, who = case_of(turn, desk)
    id, at = str(turn.data.get("duty", "")), _moment(turn)
    case.require_may_check(id, who)
    duty = case.duty(id)
    if duty is None:
        raise NotYours()
    way, made = way_out(desk, case, duty, who.id)
    _require_as_seen(turn, way)
    revision = _accept(turn, desk, case, duty, way, who)
    copy = Copy(way.subject, way.version, digest_of(made.content(desk.template)))
    if way.address:
        case.confirm_to_leave(id, way.address, copy, by=who, prepared_at=at, now=desk.now, revision=revision)
        return tasking.next_on(desk, case, who, said="It is confirmed, and the bot sends it now.")
    case.confirm_send(id, copy, by=who, prepared_at=at, now=desk.now, revision=revision)
    return tasking.next_on(desk, case, who, said="It is confirmed. Whoever prepared it can send it now.")


def _require_as_seen(turn: Turn, way: Way) -> None:
    """Refuse to confirm what the second person has not seen. Where it goes is never taken from the card."""
    if any(str(turn.data.get(name, "")) != value for name, value in cards.data(way).items()):
        raise Refusal(ANEW)


def _accept(turn: Turn, desk: Desk, case: Case, duty: Duty, way: Way, who: Standing) -> int:
    """Why it may go without what it lacks, kept beside what that was: its revision, if there is any."""
    if not way.missing:
        return 0
    why = tidy(str(turn.data.get(cards.WHY) or ""))
    if not why:
        raise Refusal("Something is missing from it. Say why it may go without that, or send it back.")
    if len(why) > MOST_OF_A_REASON:
        raise Refusal(f"Shorten the reason to {MOST_OF_A_REASON:,} characters or fewer, then confirm it.")
    said = {"lacked": "; ".join(way.missing), cards.WHY: why}
    return desk.work.put_form(case.reference, ACCEPTANCE.id, duty.id, who.id, desk.now, said)


def _moment(turn: Turn) -> datetime:
    try:
        return datetime.fromisoformat(str(turn.data.get("prepared", "")))
    except ValueError:
        raise NotYours() from None
