"""Whether messages arrive: the auditor's findings and the weekly test's, and the reckoning behind “messages”."""

from datetime import timedelta

from cards.reach import delivery as cards
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Role
from rapid_review.reaching import cause
from rapid_review.timing.london import clock_words
from storage.messages import Message

STILL_LATE = timedelta(minutes=1)
MOST_NAMED = 20
IN_DOUBT = ("unreadable", "astray", "unguarded")
WORKS = {"scheduler": "The clock", "dispatcher": "Sending", "auditor": "Checking"}


def messages(turn: Turn, desk: Desk) -> Answer:
    """What was promised and what became of it, for the Partnership Team."""
    who = desk.who(turn)
    if not who.has(Role.PARTNERSHIP_TEAM):
        raise Refusal("This is for the Partnership Team. Type “my tasks” to see what you can do.")
    reckoned = desk.work.reckoned()
    counts = [
        ("Promised", reckoned.promised),
        ("Delivered", reckoned.delivered),
        ("Not delivered, somebody told", reckoned.failed),
        ("Not needed any more", reckoned.not_needed),
        ("Waiting", reckoned.waiting),
        ("Held", reckoned.held),
    ]
    card = cards.reckoning(
        counts,
        balanced=reckoned.balanced,
        oldest=desk.work.oldest_due(desk.now),
        unowned=len(desk.work.unowned(MOST_NAMED)),
        unreached=_unreached(desk),
        processes=[(WORKS.get(beat.work, beat.work), clock_words(beat.at)) for beat in desk.work.heartbeats()],
    )
    return Answer.of(card)


def found(message: Message, case: Case, desk: Desk) -> Answer | None:
    """A finding of the auditor, if it is still true when it is sent."""
    if message.args["what"] == "missing":
        return Answer.of(cards.missing(case, int(message.args["count"])))
    if message.args["what"] == "overslept":
        return Answer.of(cards.overslept(case))
    late = desk.work.late_one(int(message.args["message"]), desk.now - STILL_LATE)
    if late is None:
        return None
    places = {"channel": "the channel", "outward": "somebody outside"}
    to = places.get(late.route) or desk.partnership.name_of(late.to)
    why = cause(late.last_code).words if late.last_code else ""
    return Answer.of(cards.late(case, to, late.due, why))


def in_doubt(message: Message) -> Answer:
    """Of a case that cannot be opened, or relied on, all that can be said is its reference."""
    if message.view == "unguarded":
        return Answer.of(cards.unguarded(message.args["found"].splitlines()))
    card = cards.unreadable if message.view == "unreadable" else cards.astray
    return Answer.of(card(message.args["about"]))


def tested(message: Message, desk: Desk) -> Answer | None:
    """Whom the weekly test could not reach, as it stands when it is sent."""
    people = _unreached(desk)
    return Answer.of(cards.cannot_be_reached(people)) if people else None


def _unreached(desk: Desk) -> list[tuple[str, str]]:
    found = desk.work.unreached()[:MOST_NAMED]
    return [(desk.partnership.name_of(one.person), _said(one.code)) for one in found]


def _said(code: str) -> str:
    why = cause(code)
    return f"{why.words} {why.remedy}"
