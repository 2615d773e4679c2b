"""A document is handed to somebody: asked for, offered by Teams' own card, brought, or taken back out of the case."""

from dataclasses import dataclass

from cards import receipts
from cards.elements import button
from cards.paperwork import documents as cards
from dialogs.desk import Desk
from dialogs.paperwork.documents import HELD_FOR, line_of, list_for
from dialogs.turn import Answer, Card, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.openly import Open, of_case, openly
from rapid_review.people import Standing
from storage.messages import Message
from storage.work import Attachment


def get(turn: Turn, desk: Desk) -> Answer:
    """Have one handed over: Teams asks the person where to put it."""
    who = desk.who(turn)
    case, document = _wanted(turn, desk, who)
    desk.work.log_read(case.reference, who.id, "documents", desk.now)
    desk.work.owe(
        Message(
            key=f"document:{turn.id}",
            to=who.id,
            route="person",
            view="document",
            due=desk.now,
            case=case.reference,
            slot=_slot(case.reference, document.id),
            args={"document": document.id},
            expires=desk.now + HELD_FOR,
        )
    )
    removable = case.may_remove_document(who, document.subject, document.by)
    return Answer.of(cards.on_its_way(case.reference, line_of(document), desk.partnership, removable=removable))


def consent(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The card that asks, drawn when it is sent; none for somebody who may not have it any more."""
    document = desk.work.attachment(message.args["document"])
    if document is None or document.case != case.reference:
        return None
    if not case.may_have_document(desk.standing(message.to), document.subject) or case.withheld(
        document.id, message.to
    ):
        return None
    about = document.about
    card = cards.consent(case.reference, document.number, about.ending, about.size, document.id)
    return Answer(card, of_case(case.reference, "document {}", document.number))


def remove(turn: Turn, desk: Desk) -> Answer:
    """Is it to be taken back?"""
    who = desk.who(turn)
    case, document = _wanted(turn, desk, who)
    case.require_may_remove_document(who, document.subject, document.by)
    desk.work.log_read(case.reference, who.id, "documents", desk.now)
    return Answer.of(cards.remove(case.reference, line_of(document), desk.partnership))


def remove_surely(turn: Turn, desk: Desk) -> Answer:
    who = desk.who(turn)
    case, document = _wanted(turn, desk, who)
    case.remove_document(document.id, document.subject, document.by, by=who, now=desk.now)
    desk.work.remove_attachment(document.id, desk.now)
    return Answer.of(list_for(desk, case, who))


@dataclass(frozen=True)
class Release:
    """A document on its way to somebody's OneDrive."""

    case: str
    document: str
    name: Open
    ending: str
    content: bytes


def release(turn: Turn, desk: Desk) -> Release:
    """The person allowed it. Whether they may have it is asked again. Raises `Refusal`."""
    who = desk.who(turn)
    case, document = _wanted(turn, desk, who)
    if desk.files is None:
        raise Refusal("This bot is not set up to keep files. Ask the Partnership Team.")
    desk.work.log_read(case.reference, who.id, f"document {document.number}", desk.now)
    content = desk.work.file_content(desk.files, document)
    ending = document.about.ending
    return Release(
        case.reference, document.id, cards.file_name(case.reference, document.number, ending), ending, content
    )


def handed_over(turn: Turn, desk: Desk, sent: Release, *, url: str, unique_id: str) -> None:
    """It arrived: the record says so, and the card that asked becomes the card of the file."""
    desk.work.case(sent.case).send_document(sent.document, by=desk.who(turn), now=desk.now)
    in_its_place(
        turn, desk, cards.handed_over(sent.name, url, unique_id, sent.ending), of_case(sent.case, "your document")
    )


def not_handed_over(turn: Turn, desk: Desk, why: str) -> None:
    """The card that asked says why nothing came of it."""
    title = openly("The document was not handed over")
    reference = str(turn.data.get("case", ""))
    actions = [button("See the documents", "documents.read", {"case": reference})]
    in_its_place(turn, desk, receipts.notice(title, why, actions=actions), title)


def in_its_place(turn: Turn, desk: Desk, card: Card, summary: Open) -> None:
    desk.work.owe(
        Message(
            key=f"document:{turn.id}",
            to=turn.who.person,
            route="person",
            view="reply",
            due=desk.now,
            slot=_slot(str(turn.data.get("case", "")), str(turn.data.get("document", ""))),
            mode="upsert",
            card=card,
            summary=summary,
            alert=False,
        )
    )


def _wanted(turn: Turn, desk: Desk, who: Standing) -> tuple[Case, Attachment]:
    """The document a button names, for somebody who may have it."""
    case = desk.case(str(turn.data.get("case", "")), who)
    document = desk.work.attachment(str(turn.data.get("document", "")))
    if document is None or document.case != case.reference:
        raise Refusal("That document is not there. It may have been taken back.")
    case.require_may_have_document(who, document.subject)
    if case.withheld(document.id, who.id):
        raise Refusal("This document went to you by mistake, so it is not handed over. Ask the Partnership Team.")
    return case, document


def _slot(reference: str, document: str) -> str:
    return f"{reference[:20]}:document:{document[:20]}"
