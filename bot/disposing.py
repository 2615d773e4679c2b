"""Disposing of a closed case by command: what would go, that it goes, and the certificate. Two people, one reason."""

from dataclasses import asdict, dataclass
from datetime import datetime

from bot import in_their_name
from bot.clock import SystemClock
from dialogs.desk import Desk
from dialogs.keeping.in_your_name import Deed
from dialogs.paperwork.casefile import casefile
from dialogs.paperwork.producing import drawn
from documents.disposal import LABELS, Disposed, certificate
from documents.model import Document, Paragraph
from documents.pseudonyms import inert, pseudonyms_of
from documents.unknown_names import possible_names
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.keeping.disposable import require_disposable
from rapid_review.people import Partnership, Role
from rapid_review.timing.london import local_day
from storage.disposal import Asking, PostedCard
from storage.files import FileStore
from storage.messages import Message
from storage.store import Store
from storage.tombstones import Tombstone
from storage.work import Work

STILL_THERE = (
    "The case is gone. Its old bytes are still there. Somebody is reading just now: ask for this again soon. Or this "
    "role owns no table of the database: ask for it as the role that does."
)


NAMELESS = "The reason stays on the certificate for good, so it must name nobody."


@dataclass(frozen=True)
class Order:
    """Who disposes of which case, who agreed to it, and why."""

    reference: str
    by: str
    second: str
    reason: str


def plan(store: Store[Case], partnership: Partnership, reference: str) -> str:
    """What would go, and whether it may. Nothing is changed."""
    now = SystemClock().now()

    def look(work: Work[Case]) -> str:
        if work.tombstone(reference):
            return f"{reference} has been disposed of already."
        case, counts = work.case(reference), work.belongings(reference)
        lines = [f"{count:6}  {LABELS[kind]}" for kind, count in counts.items()]
        return "\n".join([f"This would go with {reference}:", *lines, "", _may(case, partnership, now)])

    return store.run_now(look)


def _may(case: Case, partnership: Partnership, now: datetime) -> str:
    try:
        require_disposable(case, partnership.retention, local_day(now))
    except Refusal as refusal:
        return f"It cannot be disposed of now. {refusal}"
    return "It may be disposed of. Nothing was changed: say --really, with --reason, --by and --second."


def dispose(store: Store[Case], partnership: Partnership, files: FileStore | None, order: Order) -> Tombstone:
    """Destroy the case, or finish what was begun. Raises Refusal, and NotYours where there never was such a case."""
    now = SystemClock().now()
    stone = store.run_now(lambda work: work.tombstone(order.reference) or _destroy(work, partnership, order, now))
    return finish(store, files, stone)


def _destroy(work: Work[Case], partnership: Partnership, order: Order, now: datetime) -> Tombstone:
    _require_two(partnership, order)
    case = work.case(order.reference)
    in_their_name.require_run_it(case, partnership, order.by, order.second)
    require_disposable(case, partnership.retention, local_day(now))
    if case.closed_at is None:
        raise Refusal("This case is open.")
    _require_nameless(Desk(work, partnership, case.policy, now), case, order.reason)
    cards = work.cards_of(order.reference)
    stone = work.destroy(order.reference, Asking(order.by, order.second, order.reason.strip(), case.closed_at), now)
    for card in cards:
        work.owe(_emptying(card, order.reference, partnership, now))
    in_their_name.tell(work, partnership, order.reference, Deed.DISPOSED, (order.by, order.second), now)
    return stone


def _require_two(partnership: Partnership, order: Order) -> None:
    """Two different people of the Partnership Team, or the chair (T17)."""
    in_their_name.require_two(partnership, order.by, order.second)
    may = {*partnership.holders(Role.PARTNERSHIP_TEAM), *partnership.holders(Role.CHAIR)}
    if not {order.by, order.second} <= may:
        raise Refusal("Two different people have to agree: the chair, or of the Partnership Team. Give their ids.")
    if not order.reason.strip():
        raise Refusal("Say why it is disposed of: --reason.")


def _require_nameless(desk: Desk, case: Case, reason: str) -> None:
    """All else that anybody wrote goes with the case."""
    file = casefile(desk, case)
    nameless = pseudonyms_of(file).of(reason)
    if nameless != inert(reason):
        raise Refusal(f"{NAMELESS} Say for example: “{nameless}”")
    said = Document("disposal", "", case.reference, desk.partnership.name, desk.now, (Paragraph(reason),))
    if doubtful := possible_names([said], file):
        raise Refusal(
            f"{NAMELESS} May be names: {', '.join(doubtful)}. "
            "Say it without them, or in small letters where it is none."
        )


def _emptying(card: PostedCard, reference: str, partnership: Partnership, now: datetime) -> Message:
    """What is owed of no case, since there is none any more."""
    return Message(
        key=f"disposed:{card.slot}:{card.to}",
        to=card.to,
        route="channel" if card.to in partnership.channels else "person",
        view="disposed",
        due=now,
        slot=card.slot,
        mode="edit",
        args={"case": reference},
        alert=False,
    )


def finish(store: Store[Case], files: FileStore | None, stone: Tombstone) -> Tombstone:
    """Let the bytes go too. It may be done again, and is done when a disposal was cut short."""
    if stone.finished_at:
        return stone
    if stone.places and files is None:
        raise Refusal("The case had files. Set RR_FILES to the folder where they stand, and ask for this again.")
    if files:
        for place in stone.places:
            files.remove(place)
    if not store.scrub():
        raise Refusal(STILL_THERE)
    now = SystemClock().now()
    store.run_now(lambda work: work.finish_disposal(stone.reference, now))
    finished = store.run_now(lambda work: work.tombstone(stone.reference))
    return finished or stone


def certified(store: Store[Case], partnership: Partnership, reference: str, ending: str) -> bytes:
    """The certificate of a disposal that is finished."""
    stone, (waiting, failed) = store.run_now(lambda work: (work.tombstone(reference), work.cards_left(reference)))
    if stone is None:
        raise Refusal(f"{reference} has not been disposed of.")
    if stone.finished_at is None:
        raise Refusal(f"The disposal of {reference} was cut short. Ask for it again first: rapid-review dispose.")
    facts = {name: value for name, value in asdict(stone).items() if name != "places"}
    return drawn(certificate(Disposed(**facts, cards_waiting=waiting, cards_failed=failed), partnership), ending)
