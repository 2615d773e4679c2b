"""Who looked at a case and what was done in it: for those who may read the record (Part 6)."""

from cards import record as cards
from cards.casework import agency_name
from cards.record import PAGE, Noted
from cards.record_words import part
from dialogs.desk import Desk
from dialogs.paperwork.casefile import KEPT
from dialogs.paperwork.producing import OFFERED
from dialogs.turn import Answer, Turn
from documents.model import Edition
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from storage.audit import LISTS, SURFACE, Link, Via


def read(turn: Turn, desk: Desk) -> Answer:
    """A page of it, newest first."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    if not _may(case, who):
        raise Refusal(
            f"The record of {case.reference} is for the chair, the Partnership Team and the Independent Scrutineer, "
            "once both their declarations are made. Ask one of them."
        )
    page = str(turn.data.get("page", ""))
    return shown(desk, case, who, int(page) if page.isdecimal() and len(page) < 5 else 0)


def mine(turn: Turn, desk: Desk) -> Answer:
    """The same, asked for by typing: of the one case it can be about, or of one to be chosen."""
    who = desk.who(turn)
    cases = [case for case in desk.work.open_cases() if _may(case, who)]
    if len(cases) == 1:
        return shown(desk, cases[0], who)
    card = cards.which(cases)
    return Answer.of(card)


def shown(desk: Desk, case: Case, who: Standing, page: int = 0) -> Answer:
    desk.work.log_read(case.reference, who.id, "record", desk.now)
    links = desk.work.about(case.reference, after=page * PAGE, most=PAGE + 1)
    card = cards.shown(case, [_noted(desk, link) for link in links[:PAGE]], page, more=len(links) > PAGE)
    return Answer.of(card)


def _may(case: Case, who: Standing) -> bool:
    return sees(case, who, Surface.AUDIT) is Access.READ


def _noted(desk: Desk, link: Link) -> Noted:
    facts = link.facts
    by_command = facts.get(SURFACE) == Via.COMMAND
    name = "Whoever runs the server" if by_command else desk.partnership.name_of(link.actor) if link.actor else ""
    return Noted(
        link.at,
        name,
        link.kind,
        ", ".join(_part(desk, part) for part in facts.get("what", "").split(", ")),
        facts.get(SURFACE, ""),
        listed=link.case.startswith(LISTS),
        under_glass="under" in facts,
    )


def _part(desk: Desk, code: str) -> str:
    """In words. A document that was made is known by its kind, its edition and the agency that it is about."""
    kind, *edition = code.removeprefix(f"{KEPT} ").split("/")
    if not (code.startswith(f"{KEPT} ") and edition and kind in OFFERED):
        return part(code)
    names = "with names" if edition[0] == Edition.IDENTIFIED else "without names"
    about = f", about {agency_name(desk.partnership, edition[1])}" if any(edition[1:]) else ""
    return f"the document “{OFFERED[kind].title}” {names}{about}"
