"""Documents are listed for, and handed to, those who may have them, and taken back by those who sent them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import whereabouts
from story import declares, fills
from test_documents_sent import NAME, asked
from transcript import Teams, buttons, open_store

from cards.paperwork import documents as cards
from dialogs.paperwork import handing_over
from dialogs.turn import Turn
from rapid_review.errors import Refusal
from storage.files import Folder

CONTENT = b"%PDF-1.7 what is known %%EOF"


class Chats(Teams):
    """Chats in which files are handed over."""

    def asking(self, person: str) -> dict[str, Any]:
        """The newest card of Teams' own that asks where to put a file."""
        return next(c for c in reversed(self.chats[person]) if c.get("contentType") == cards.CONSENT)

    def allows(self, person: str, data: dict[str, Any] | None = None) -> handing_over.Release:
        turn = self._allowing(person, data)
        return self.store.run_now(lambda work: handing_over.release(turn, self.desk(work)))

    def _allowing(self, person: str, data: dict[str, Any] | None = None) -> Turn:
        carried = data or self.asking(person)["content"]["acceptContext"]
        return self.turn(person, verb="document.accepted", data=carried)

    def takes(self, person: str) -> None:
        """The whole way: asked for, allowed and brought."""
        self.deliver()
        turn, sent = self._allowing(person), self.allows(person)
        self.store.run_now(
            lambda work: handing_over.handed_over(turn, self.desk(work), sent, url="https://onedrive/x", unique_id="1")
        )
        self.deliver()

    def audit(self, reference: str) -> list[tuple[str, str, str]]:
        entries = 'SELECT actor, kind, facts FROM audit WHERE "case" = :reference ORDER BY number'
        return [
            (row.actor, row.kind, row.facts)
            for row in whereabouts.found(self.store._engine, entries, reference=reference)
        ]


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Chats]:
    store = open_store(tmp_path / "review.db")
    chats = Chats(store)
    chats.files = Folder(tmp_path / "files")
    yield chats
    store.close()


def test_the_partnership_team_gets_what_an_agency_sent(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    teams.types("amina", reference)
    assert f"Document 1\n{NAME}" in teams.presses("amina", "Documents")
    teams.presses("amina", "Get document 1")
    teams.deliver()
    card = teams.asking("amina")
    assert card["name"] == f"{reference} document 1.pdf"
    assert card["content"]["sizeInBytes"] == len(CONTENT)
    assert "Ivy" not in str(card)
    assert teams.allows("amina").content == CONTENT


def test_the_file_takes_the_place_of_the_card_that_asked(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    teams.types("ben", "documents")
    teams.presses("ben", reference)
    teams.presses("ben", "Get document 1")
    teams.takes("ben")
    assert teams.card("ben")["contentType"] == cards.INFO
    assert not [c for c in teams.chats["ben"] if c.get("contentType") == cards.CONSENT]


def test_the_record_says_who_sent_looked_and_got_and_names_nobody(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    teams.types("amina", reference)
    teams.presses("amina", "Documents")
    teams.presses("amina", "Get document 1")
    teams.takes("amina")
    record = teams.audit(reference)
    assert [(actor, kind) for actor, kind, _ in record if kind.startswith("file_")] == [
        ("ben", "file_received"),
        ("amina", "file_sent"),
    ]
    looked = [facts for actor, kind, facts in record if (actor, kind) == ("amina", "read")]
    assert '{"surface":"card","what":"documents"}' in looked
    assert any('"what":"document 1"' in facts for facts in looked)
    assert "Ivy" not in str(record)


def test_the_group_has_documents_only_once_it_is_cleared(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    assert "make your declarations" in teams.sends("gwen", "documents.read", {"case": reference}).lower()
    declares(teams, "gwen", reference)
    assert NAME in teams.sends("gwen", "documents.read", {"case": reference})


def test_an_agency_sees_its_own_and_no_other(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    declares(teams, "carys", reference)
    assert "There are none." in teams.sends("carys", "documents.read", {"case": reference})
    document = teams.store.run_now(lambda work: work.attachments(reference))[0].id
    mine = {"case": reference, "document": document}
    for verb in ("document.get", "document.remove", "document.remove.sure"):
        assert "There is no case here that you can open." in teams.sends("carys", verb, mine)
    with pytest.raises(Refusal):
        teams.allows("carys", mine)


def test_whoever_loses_access_meanwhile_does_not_get_it(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    declares(teams, "gwen", reference)
    teams.sends("gwen", "documents.read", {"case": reference})
    document = teams.store.run_now(lambda work: work.attachments(reference))[0].id
    teams.sends("gwen", "document.get", {"case": reference, "document": document})
    declares_a_conflict(teams, "gwen", reference)
    teams.deliver()
    assert not [c for c in teams.chats["gwen"] if "contentType" in c], "the card that asks is not even sent"
    with pytest.raises(Refusal):
        teams.allows("gwen", {"case": reference, "document": document})


def declares_a_conflict(teams: Chats, person: str, reference: str) -> None:
    answers = {"agree_all": "yes", "decl": "actual", "perceived": "yes", "sign_name": person.title()}
    teams.opens(person, "declare", reference)
    while "Sign both" in buttons(teams.card(person)):
        fills(teams, person, "Sign both", answers)


def test_a_document_sent_by_mistake_is_taken_back(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", NAME)
    teams.types("ben", reference)
    teams.presses("ben", "Documents")
    teams.presses("ben", "Get document 1")
    assert teams.presses("ben", "Take it back").startswith(f"{reference}: take document 1 back?")
    assert "There are none." in teams.presses("ben", "Yes, take it back")
    teams.deliver()
    assert not [c for c in teams.chats["ben"] if "contentType" in c], "what was asked for before does not come either"
    assert teams.store.run_now(lambda work: work.places_in_use()) == set()
    assert ("ben", "file_removed") in [(actor, kind) for actor, kind, _ in teams.audit(reference)]
    assert "Document 2" in teams.attaches("ben", "Right one.pdf"), "its number is not given to another"


def test_many_documents_are_paged(teams: Chats) -> None:
    reference = asked(teams)
    teams.attaches("ben", *(f"{n}.pdf" for n in range(1, 7)))
    teams.types("ben", reference)
    teams.presses("ben", "Documents")
    assert len(buttons(teams.card("ben"))) == 6
    assert "Document 6\n6.pdf" in teams.presses("ben", "More documents")


def test_documents_of_nobodys_are_none(teams: Chats) -> None:
    asked(teams)
    assert teams.types("zack", "documents").startswith("There are no documents for you")
    assert teams.types("ben", "documents").startswith("There are no documents for you")
