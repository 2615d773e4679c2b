"""Documents: a file sent in somebody's own chat is filed with its case, and handed to those who may have it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cards import receipts
from cards.elements import button
from cards.paperwork import documents as cards
from cards.paperwork.documents import Choice, Listed, Refused
from dialogs.desk import Desk
from dialogs.turn import Answer, Card, Turn
from rapid_review.case import REFERENCE, Case
from rapid_review.documents import MOST_AT_ONCE
from rapid_review.errors import Refusal
from rapid_review.openly import of_case, openly
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, roles_of, sees
from storage.messages import Message
from storage.work import Attachment, Held

HELD_FOR = timedelta(days=1)

GONE = "That file is not here any more. Please send it again."

# -- Coming in -----------------------------------------------------------------------------------------------------


def may_add(turn: Turn, desk: Desk) -> bool:
    """Whether there is any case this person may add a document to: asked before anything is fetched."""
    return desk.files is not None and bool(_choices(desk, desk.who(turn)))


def received(turn: Turn, desk: Desk) -> Answer:
    """Files came with a message: file them if it is plain which case they are for, else ask."""
    who = desk.who(turn)
    choices, refused = _choices(desk, who), [Refused(f.name, f.refused) for f in turn.files if f.refused]
    held = _held(desk, who, [file.held for file in turn.files if file.held])
    if len(turn.files) > MOST_AT_ONCE:
        return Answer.of(cards.too_many(len(turn.files)))
    if desk.files is not None and not choices:
        _drop(desk, who, held)
        return Answer.of(cards.nowhere(_undeclared(desk, who)))
    if not held:
        return Answer.of(cards.none_taken(refused))
    if said := REFERENCE.search(turn.said):
        choices = [c for c in choices if c.case == said.group().upper()] or choices
    if len(choices) > 1:
        ids = ",".join(file.id for file in held)
        return Answer.of(cards.which(choices, ids, len(held), 0, desk.partnership, refused))
    return _file(desk, who, choices[0], held, refused)


def which(turn: Turn, desk: Desk) -> Answer:
    """More of the cases a file may be for."""
    who = desk.who(turn)
    held = _held(desk, who, str(turn.data.get("held", "")).split(","))
    if not held:
        raise Refusal(GONE)
    ids = ",".join(file.id for file in held)
    return Answer.of(cards.which(_choices(desk, who), ids, len(held), _page(turn), desk.partnership, []))


def file(turn: Turn, desk: Desk) -> Answer:
    """The person says which case it is for."""
    who = desk.who(turn)
    held = _held(desk, who, str(turn.data.get("held", "")).split(","))
    case = desk.case(str(turn.data.get("case", "")), who)
    if not held:
        raise Refusal(GONE)
    return _file(desk, who, Choice(case.reference, str(turn.data.get("agency", ""))), held, [])


def drop(turn: Turn, desk: Desk) -> Answer:
    """It was for none of them."""
    who = desk.who(turn)
    _drop(desk, who, _held(desk, who, str(turn.data.get("held", "")).split(",")))
    return Answer.of(receipts.done(openly("The file was let go"), "Nothing was kept of it here."))


def _choices(desk: Desk, who: Standing) -> list[Choice]:
    return [Choice(case.reference, agency) for case in desk.work.open_cases() for agency in case.may_add_for(who)]


def _undeclared(desk: Desk, who: Standing) -> str:
    """A case in which this person could add documents, were their declarations in."""
    for case in desk.work.open_cases():
        asked = bool(case.answered_by(who))
        if asked and who.id not in case.recused and sees(case, who, Surface.RETURNS) < Access.OWN:
            return case.reference
    return ""


def _held(desk: Desk, who: Standing, ids: Sequence[str]) -> list[Held]:
    """Those of this person's held files, in the order they were sent."""
    there = {file.id: file for file in desk.work.held_files(who.id) if desk.now - file.at < HELD_FOR}
    return [there[id] for id in dict.fromkeys(ids) if id in there]


def _drop(desk: Desk, who: Standing, held: Sequence[Held]) -> None:
    for one in held:
        desk.work.drop_held(who.id, one.id)


def _file(desk: Desk, who: Standing, to: Choice, held: Sequence[Held], refused: Sequence[Refused]) -> Answer:
    case, kept = desk.case(to.case, who), []
    for one in held:
        number = case.add_document(one.id, to.agency, by=who, size=one.about.size, now=desk.now)
        kept.append(desk.work.file_held(one, case.reference, to.agency, number, by=who.id, at=desk.now))
    return Answer.of(cards.received(case.reference, [*map(line_of, kept)], desk.partnership, refused))


def arrived(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The Partnership Team learns that something came in; what, they see when they look."""
    if not _may_look(case, desk.standing(message.to)):
        return None
    title = of_case(case.reference, "a document has come in")
    actions = [button("See the documents", "documents.read", {"case": case.reference})]
    return Answer.of(receipts.notice(title, "An agency has sent at least one document.", actions=actions))


# -- Looking -------------------------------------------------------------------------------------------------------


def mine(turn: Turn, desk: Desk) -> Answer:
    """The cases with documents that this person may have."""
    who = desk.who(turn)
    cases = [case for case in desk.work.open_cases() if _may_look(case, who)]
    open_to = [case for case in cases if case.documents or sees(case, who, Surface.RETURNS) is Access.READ]
    if not open_to:
        lines = ["Documents you may have will be listed here.", "To add one, attach it to a message in this chat."]
        return Answer.of(receipts.done(openly("There are no documents for you"), *lines))
    actions = [button(case.reference, "documents.read", {"case": case.reference}) for case in open_to[-6:]]
    return Answer.of(receipts.done(openly("Documents of which case?"), actions=actions))


def listed(turn: Turn, desk: Desk) -> Answer:
    """The documents of a case that this person may have."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    if not _may_look(case, who):
        raise Refusal("Please make your declarations for this case first.")
    desk.work.log_read(case.reference, who.id, "documents", desk.now)
    return Answer.of(list_for(desk, case, who, _page(turn)))


def list_for(desk: Desk, case: Case, who: Standing, page: int = 0) -> Card:
    files = [f for f in desk.work.attachments(case.reference) if case.may_have_document(who, f.subject)]
    removable = not case.hold and any(case.may_remove_document(who, f.subject, f.by) for f in files)
    return cards.listed(case.reference, [*map(line_of, files)], page, desk.partnership, removable=removable)


def _may_look(case: Case, who: Standing) -> bool:
    return bool(roles_of(case, who)) and sees(case, who, Surface.RETURNS) >= Access.OWN


def line_of(file: Attachment) -> Listed:
    about = file.about
    return Listed(file.id, about.number, about.name, about.ending, about.size, file.subject, file.at)


def _page(turn: Turn) -> int:
    page: Any = turn.data.get("page", 0)
    return int(str(page)) if str(page).isdecimal() and len(str(page)) < 3 else 0
