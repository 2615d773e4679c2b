"""The story of documents: sent, asked which case they are for, listed, handed over, taken back, refused."""

from story import amina_asks
from watching import Watched, notified, signs

from cards.paperwork import documents as cards
from dialogs.paperwork import handing_over
from rapid_review.documents import NotTaken


def documents_come_and_go(teams: Watched) -> None:
    """Police are asked about two cases and send more documents than fit on a card."""
    first = _asked(teams)
    names = [f"{n}. {teams.answers['why_review'][:80]}.pdf" for n in range(1, 7)]
    teams.attaches("zack", names[0])
    teams.attaches("ben", names[0])
    teams.keep("document-received", "ben")
    teams.attaches("ben", refused={names[n % 6] + str(n): why for n, why in enumerate(NotTaken) if n < 10})
    teams.keep("documents-not-taken", "ben")
    teams.attaches("ben", refused={names[n % 6] + str(n): why for n, why in enumerate(NotTaken) if n > 9})
    teams.attaches("ben", refused={f"{n}.pdf": NotTaken.NO_FILE for n in range(11)})
    teams.attaches("carys", names[0])
    teams.attaches("ben", *names[1:], refused={names[0]: NotTaken.MACROS})
    _handed_over(teams, first)
    others = [_asked(teams) for _ in range(4)]
    teams.attaches("ben", names[0], refused={names[1]: NotTaken.LOCKED})
    teams.keep("document-which-case", "ben")
    teams.presses("ben", "Other cases")
    teams.presses("ben", others[-1])
    teams.attaches("ben", names[0])
    teams.presses("ben", "None of these: let it go")
    teams.types("ben", "documents")


def _handed_over(teams: Watched, reference: str) -> None:
    teams.types("amina", reference)
    teams.presses("amina", "Documents")
    teams.keep("documents", "amina")
    teams.presses("amina", "More documents")
    teams.presses("amina", "Get document 6")
    teams.keep("document-on-its-way", "amina")
    teams.deliver()
    asked = next(card for card in teams.chats["amina"] if card.get("contentType") == cards.CONSENT)
    turn = teams.turn("amina", verb="document.declined", data=asked["content"]["declineContext"])
    teams.store.run_now(lambda work: handing_over.not_handed_over(turn, teams.desk(work), "You declined it."))
    teams.presses("amina", "Take it back")
    teams.presses("amina", "Yes, take it back")
    teams.deliver()
    _made(teams, reference)


def _made(teams: Watched, reference: str) -> None:
    teams.types("amina", reference)
    teams.presses("amina", "Documents")
    teams.presses("amina", "Make a document")
    teams.keep("documents-to-make", "amina")
    teams.presses("amina", "Make it", kind="collated")
    teams.deliver()
    teams.at("Tue 2026-11-24 09:00")
    teams.presses("amina", "Make another")
    teams.presses("amina", "Make it", kind="covering_letter")
    teams.keep("document-made", "amina")
    teams.deliver()
    _figures(teams)


def _figures(teams: Watched) -> None:
    teams.types("imran", "help")
    teams.presses("imran", "Figures")
    teams.keep("figures", "imran")
    teams.presses("imran", "Case by case")
    teams.keep("figures-by-case", "imran")
    teams.presses("imran", "The figures")


def _asked(teams: Watched) -> str:
    reference = notified(teams)
    amina_asks(teams, reference)
    signs(teams, "ben", reference)
    return reference
