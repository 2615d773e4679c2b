"""A chair opens a case that is closed to them, everybody is told, and when it ends its cards are emptied (rule 11)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from cards.trust import glass as cards
from dialogs.desk import Desk
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import REFERENCE, Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.people import PersonId, Role, Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Form
from rapid_review.trust.trust_forms import GLASS
from storage.messages import Message

EMPTIED_FOR = timedelta(days=2)
"""How long after its end a tick still looks for cards to empty."""


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_break_glass(who)
    return GLASS


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, GLASS.id, "", who.id, desk.now, answers)
    case.break_glass(by=who, revision=revision, now=desk.now)
    return _settled(turn, desk, subject)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    glass = case.open_glass(who.id)
    if glass is None:
        raise NotYours()
    return Answer.of(cards.begun(case, glass))


BREAKING = Filling(form=_form, submit=_submit, settled=_settled, send="Open it now", sent=last_sent(GLASS.id))


def end(turn: Turn, desk: Desk) -> Answer:
    """They have read what they needed."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    if not (case.open_glass(who.id) or any(one.person == who.id for one in case.glass_broken)):
        raise NotYours()
    case.end_glass(by=who, now=desk.now)
    return Answer.of(cards.over(case, who.id))


def readable(desk: Desk, case: Case, who: Standing) -> Answer:
    """The card that opens everything and shows nothing itself."""
    glass = case.open_glass(who.id)
    if glass is None:
        raise Refusal(f"Break-glass has ended for {case.reference}, so nothing of it is shown any more.")
    written = {
        Surface.PAPERS: case.poll is not None,
        Surface.DECISION: case.decided is not None,
        Surface.PANEL: case.standing_decision is not None,
    }
    open_to_them = [s for s in Surface if written.get(s, True) and sees(case, who, s) is Access.READ]
    return Answer.of(cards.opened(case, glass, open_to_them))


# -- What is sent --------------------------------------------------------------------------------------------------


def card(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The one card on which everything is read; once it is over, what stands in its place."""
    case.end_glass_if_due(desk.now)
    who = desk.standing(message.to)
    return readable(desk, case, who) if case.open_glass(who.id) else Answer.of(cards.over(case, who.id))


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """To the partners' members, the scrutineer and the Partnership Team, each as far as they may know."""
    glass = case.glass_broken[int(message.args["glass"])]
    kept = desk.work.form(case.reference, GLASS.id, "", glass.revision)
    knows = kept is not None and sees(case, desk.standing(message.to), Surface.AUDIT) is Access.READ
    why = str(kept.answers.get("glass_why", "")) if kept and knows else ""
    return Answer.of(cards.told(case, glass, desk.partnership.name_of(glass.person), why))


def emptied(case: Case, desk: Desk) -> Iterator[Message]:
    """Once it has ended: every card on which something was read under it, without what was read."""
    for glass in case.glass_broken:
        if glass.ended_at and desk.now - glass.ended_at < EMPTIED_FOR and not case.open_glass(glass.person):
            for slot in desk.work.slots_of(case.reference, glass.person):
                if slot.startswith(slot_of(case.reference)):
                    yield _edit(case, glass.person, slot, f"{slot}:over:{glass.at.isoformat()}", desk)


def _edit(case: Case, person: PersonId, slot: str, key: str, desk: Desk) -> Message:
    return Message(
        key=f"{key}:{person}",
        to=person,
        route="person",
        view="glass",
        due=desk.now,
        case=case.reference,
        slot=slot,
        mode="edit",
        alert=False,
    )


def slot_of(reference: str) -> str:
    """What the slots of all cards begin with that show something under break-glass."""
    return f"{reference}:glass"


# -- Where it is read ----------------------------------------------------------------------------------------------


def contained(turn: Turn, desk: Desk, given: Answer) -> Answer:
    """What is shown under break-glass stands where it can be emptied: in a card that is known, or in the one for it."""
    who = desk.who(turn)
    if not who.has(Role.CHAIR, Role.BOARD_CHAIR) or (case := _case_shown(turn, desk, given, who)) is None:
        return given
    if turn.said:
        desk.work.owe(_put_there(turn, case, given))
        return Answer.of(cards.elsewhere(case))
    if turn.on_message:
        slot = f"{slot_of(case.reference)}:{turn.on_message[:40]}"
        desk.work.remember_posted(slot, who.id, turn.where.conversation, turn.on_message)
    return given


def _case_shown(turn: Turn, desk: Desk, given: Answer, who: Standing) -> Case | None:
    """The case with broken glass that was asked for, or that the answer or any list in it names."""
    # Of those that the answer has opened already: to open one more for this would count as a look at it.
    broken = [case for case in desk.work.at_hand() if case.open_glass(who.id)]
    if not broken:
        return None
    said = f"{turn.data.get('case', '')} {turn.data.get('subject', '')} {turn.said} {given.summary} {given.card}"
    named = {found.upper() for found in REFERENCE.findall(said)}
    return next((case for case in broken if case.reference in named), None)


def _put_there(turn: Turn, case: Case, given: Answer) -> Message:
    return Message(
        key=f"glass:{turn.id}",
        to=turn.who.person,
        route="person",
        view="reply",
        due=turn.now,
        case=case.reference,
        slot=slot_of(case.reference),
        mode="upsert",
        card=given.card,
        summary=given.summary,
    )
