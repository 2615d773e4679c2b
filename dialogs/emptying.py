"""Cards that somebody has already, emptied when they may read less of the case (Part 6, rules 4 and 9; E13, E36, E43).

Each message that shows something of a case is known: by the case, its reader, and how much the reader could read when
it was drawn. Whoever reads less now has nothing left on those that were drawn for more.
"""

from collections.abc import Iterable
from dataclasses import replace

from cards import casework
from cards import emptied as cards
from cards.returns import requests
from dialogs import looking, tasking
from dialogs.announcements import ask
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import REFERENCE, Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import Access, ShutOut, Surface, sees, shut_out
from rapid_review.task import TaskKind
from rapid_review.tasks import find, owed
from rapid_review.timing.hours import next_allowed
from storage.messages import Message
from storage.standing import Standing as Card
from storage.work import Work

VIEW = "emptied"
RECUSED, NARROWED, AGAIN = "recused", "narrowed", "again"
"""Beside `ShutOut`: whoever is recused reads nothing; whoever reads less, what is left; or as before by now."""
NOTHING, EVERYBODY = "-", "*"
"""How much of a case is on a card that nobody loses: nothing of what it is about, or what a whole channel may know."""
_STAY = frozenset({"ruled", "part_ended", "frozen", "withdrawn", "glass", "glass_broken"})
"""They say why nothing is to be read, or are emptied in their own way."""
_DECLARATIONS = (TaskKind.DECLARE, TaskKind.SIGN_AGAIN)
"""Nothing of the case is on these cards, and whoever is shut out may still declare."""
_DECLARING = frozenset({"declare"})
_SHOWN_BY = {
    Surface.AUDIT: frozenset({"record", "mis_send", "glass_broken"}),
    Surface.BREACH: frozenset({"breach", "breach_step", "not_emptied"}),
    Surface.DECLARATIONS: frozenset({"declarations", "conflict", "ruling"}),
}
"""What those who chair read besides is on few cards: by the part that is read, the form, the view. All others stay
with a deputy whose chair is back, who may be in the middle of their own ballot on one."""


# -- Who reads less ------------------------------------------------------------------------------------------------


def see_who_reads(case: Case, desk: Desk) -> None:
    """Empty the cards of everybody who reads less than they did; who reads again is asked again what waits for them."""
    before, there = case.shut_out, _by_reader(desk.work.standing_cards(case.reference))
    people = sorted(there.keys() | before.keys() | case.involved())
    found = {id: why for id in people if (why := shut_out(case, desk.standing(id)))}
    case.note_shut_out(found, desk.now)
    for person, cards_of in there.items():
        _empty(desk, case, person, cards_of)
    for person in before.keys() - found.keys():
        ask_again(desk, case, person)


def narrowed(desk: Desk, case: Case, person: PersonId, but: str = "") -> None:
    """The same at once for one person, who may read less from now on; `but` is the message they get an answer on."""
    standing = _by_reader(desk.work.standing_cards(case.reference)).get(person, [])
    _empty(desk, case, person, [card for card in standing if not but or card.message != but])


def stand(desk: Desk, case: Case) -> bool:
    """Whether a card stands anywhere that may have to be emptied one day."""
    return any(card.drawn_for not in (NOTHING, EVERYBODY) for card in desk.work.standing_cards(case.reference))


def _by_reader(standing: Iterable[Card]) -> dict[PersonId, list[Card]]:
    there: dict[PersonId, list[Card]] = {}
    for card in standing:
        if card.drawn_for != EVERYBODY:
            there.setdefault(card.to, []).append(card)
    return there


def _empty(desk: Desk, case: Case, person: PersonId, standing: list[Card]) -> None:
    """Owe, for each card that was drawn for somebody who reads more, the one that says why nothing is left on it."""
    drawn = [card for card in standing if card.drawn_for != NOTHING]
    if not drawn:
        return
    who = desk.standing(person)
    why, now = _why(case, who), reads(case, who)
    for card in {card.message: card for card in drawn if why or _less(now, card.drawn_for)}.values():
        desk.work.owe(_emptying(desk, case, card, why or NARROWED))


def _why(case: Case, who: Standing) -> str | None:
    return RECUSED if who.id in case.recused else shut_out(case, who)


def reads(case: Case, who: Standing) -> str:
    """How much somebody reads of each part, a figure each: to be held against what they read later."""
    return "".join(f"{_of(surface, sees(case, who, surface))}" for surface in Surface)


def _of(surface: Surface, access: Access) -> int:
    """What they declared themselves nobody loses: a freeze puts it out of sight."""
    return Access.META if surface is Surface.DECLARATIONS and access is Access.OWN else access


def _less(now: str, then: str) -> bool:
    """Whether anything is lost but dates and counts."""
    return any(int(before) >= Access.OWN and int(left) < int(before) for left, before in zip(now, then, strict=False))


def _emptying(desk: Desk, case: Case, card: Card, why: str) -> Message:
    slot = desk.work.to_be_emptied(card)
    task = next((slot for slot in card.in_slots if ":" not in slot), "")
    return Message(
        key=f"{slot}:emptied:{desk.now.isoformat()}:{why}:{card.to}",
        to=card.to,
        route="person",
        view=VIEW,
        due=desk.now,
        case=case.reference,
        slot=slot,
        mode="edit",
        args={"why": why, "task": task},
        alert=False,
    )


def ask_again(desk: Desk, case: Case, person: PersonId) -> None:
    """Put before them anew what still waits for them, and what they had a card for."""
    had = set(desk.work.slots_of(case.reference, person))
    at = next_allowed(desk.now, desk.work.preference(person), case.policy)
    for task in owed(case, desk.standing(person), desk.now):
        if f"{case.reference}:{task.id}" in had:
            desk.work.owe(ask(case, task, person, f"again@{desk.now.isoformat()}", at))


def draw(message: Message, case: Case, desk: Desk) -> Answer | None:
    """What stands in the place of the card: what still waits for them, as they read it now, or why it is emptied."""
    who, task = desk.standing(message.to), message.args.get("task", "")
    why = shut_out(case, who)
    kind, _, about = task.partition("/")
    if why is ShutOut.ENDED and kind in (TaskKind.RETURN, TaskKind.SECURE) and about in case.requests:
        return Answer.of(requests.gone_back(case))
    if waits := find(case, who, desk.now, task):
        given = tasking.card_for(desk, case, waits, who)
        return replace(given, shows=_shows(desk, case, who, _forms(given)))
    since = NARROWED if message.args.get("why") == NARROWED else AGAIN
    return Answer.of(cards.emptied(case, _in_full(why or since, message.to, desk), desk.partnership))


def _in_full(why: str, person: PersonId, desk: Desk) -> str:
    """Why, for whoever has left: the file may still have them, or wait for somebody to confirm them (rule 10)."""
    return (_of_former(person, desk) or why) if why == ShutOut.LEFT else why


def _of_former(person: PersonId, desk: Desk) -> str:
    known = desk.partnership.former.get(person)
    return "" if known is None else "guest" if known.until != known.left else "former"


def why_not(refusal: Refusal, turn: Turn, desk: Desk) -> str:
    """What a refusal says to whoever has left or lapsed: why, whether or not there is such a case (rule 10)."""
    since = _of_former(turn.who.person, desk) if isinstance(refusal, NotYours) else ""
    return cards.refused(since, desk.partnership) if since else str(refusal)


# -- What stands where ---------------------------------------------------------------------------------------------


def _shows(desk: Desk, case: Case, who: Standing, named: set[str]) -> str:
    """What is on a card that is drawn for them now. What is read under glass has slots of its own."""
    if case.open_glass(who.id):
        return ""
    shown = named | desk.work.parts_read(case.reference, who.id)
    unread = {surface for surface, by in _SHOWN_BY.items() if by.isdisjoint(shown)}
    levels = zip(Surface, reads(case, who), strict=True)
    drawn = (min(int(level), Access.META) if surface in unread else level for surface, level in levels)
    return f"{case.reference}:{''.join(map(str, drawn))}"


def remember(turn: Turn, desk: Desk, given: Answer) -> Answer:
    """Whatever is read of a case is read on a card that is known. A message shows one case at a time, or a list."""
    data = turn.data
    case = _case_on(desk, given, f"{data.get('case', '')} {data.get('subject', '')} {turn.said}")
    shows = _shows(desk, case, desk.who(turn), _forms(given)) if case else ""
    if case and not _forms(given).isdisjoint(_DECLARING):
        shows = f"{case.reference}:{NOTHING}"
    if turn.on_message:
        desk.work.shows_also(turn.on_message, turn.who.person, turn.where.conversation, shows)
    return replace(given, shows=shows)


def _case_on(desk: Desk, given: Answer, said: str) -> Case | None:
    """The case that was asked for, or the one that the answer names. A list of several tells of none of them (F89)."""
    at_hand = {case.reference: case for case in desk.work.at_hand()}
    for named in REFERENCE.findall(said):
        if named.upper() in at_hand:
            return at_hand[named.upper()]
    on_it = looking.names(given.card)
    found = [case for reference, case in at_hand.items() if on_it(reference)]
    return found[0] if len(found) == 1 else None


def _forms(given: Answer) -> set[str]:
    actions = given.card.get("actions", ()) if given.card else ()
    return {str(action["data"].get("form", "")) for action in actions if isinstance(action.get("data"), dict)}


def marked(message: Message, desk: Desk, given: Answer) -> Answer:
    """A card that the bot sends by itself, with what is on it."""
    if message.view == VIEW:
        return given
    of_one = _case_on(desk, given, "" if message.view == "digest" else message.case)
    if message.route == "channel":
        return replace(given, shows=f"{message.case}:{EVERYBODY}" if message.case else "")
    who = desk.standing(message.to)
    if of_one is None or _stays(message, of_one, who):
        return replace(given, shows=f"{message.case}:{NOTHING}" if message.case else "")
    named = {message.view, str(message.args.get("task", "")).partition("/")[0], *_forms(given)}
    return replace(given, shows=_shows(desk, of_one, who, named))


def _stays(message: Message, case: Case, who: Standing) -> bool:
    if message.view == "glass_broken" and sees(case, who, Surface.AUDIT) is Access.READ:
        return False  # To them with the reason, which was typed.
    return message.view in _STAY or message.slot in {f"{case.reference}:{kind}" for kind in _DECLARATIONS}


def kept(message: Message, desk: Desk) -> Answer | None:
    """An answer to something typed, which waited to be sent: no more of it than its reader may read by now."""
    given = Answer(dict(message.card or {}), message.summary, message.args.get("shows", ""))
    reference, _, then = given.shows.partition(":")
    if not reference or then == NOTHING:
        return given
    try:
        case, who = desk.work.case(reference), desk.standing(message.args["reader"])
    except NotYours:
        return None  # It was disposed of meanwhile.
    if who.id in case.recused:
        return Answer.of(casework.recused(case))
    if (why := shut_out(case, who)) or _less(reads(case, who), then):
        return Answer.of(cards.emptied(case, _in_full(why or NARROWED, who.id, desk), desk.partnership))
    return given


def arrived(work: Work[Case], message: Message, shows: str, id: str, conversation: str) -> None:
    """It stands there: what is on it is known, until something else is. Of one that is emptied nothing is kept."""
    if message.view == VIEW:
        work.forget_posted(message.slot, message.to)
    if shows or message.view == VIEW:
        work.shows_now(id, message.args.get("reader", message.to), conversation, shows)


def gone(work: Work[Case], message: Message, id: str) -> None:
    """It does not stand there any more."""
    work.forget_posted(message.slot, message.to)
    work.shows_now(id, message.to, "", "")
