"""Documents sent in one's own chat: filed with the case they are for, or refused with the reason."""

from pathlib import Path

import pytest
from cast import london
from story import RR, amina_asks, declares, dev_notifies
from transcript import Teams, buttons, words

from cards.paperwork import documents as cards
from rapid_review.documents import NotTaken
from storage.files import Folder

CONTENT = b"%PDF-1.7 what is known %%EOF"
NAME = "Ivy Rook chronology.pdf"


@pytest.fixture
def teams(teams: Teams, tmp_path: Path) -> Teams:
    """Teams in which files can be sent."""
    teams.files = Folder(tmp_path / "files")
    return teams


def asked(teams: Teams) -> str:
    """A case in which Police and Health are asked, and Ben has declared."""
    reference = dev_notifies(teams)
    amina_asks(teams, reference)
    declares(teams, "ben", reference)
    return reference


# -- Coming in -----------------------------------------------------------------------------------------------------


def test_a_document_for_the_only_open_request_is_filed_at_once(teams: Teams) -> None:
    asked(teams)
    receipt = teams.attaches("ben", NAME)
    assert receipt.startswith(f"Received: 1 document for {RR} from your agency\nDocument 1: {NAME}\nPDF, 1 KB, from")
    assert "Fellshire Police, Monday 23 November 2026, 09:00" in receipt
    assert NAME not in teams.card("ben")["fallbackText"]


def test_several_at_once_are_numbered_and_those_not_taken_say_why(teams: Teams) -> None:
    asked(teams)
    receipt = teams.attaches("ben", NAME, "Second.pdf", refused={"film.mp4": NotTaken.TOO_LARGE})
    assert receipt.startswith(f"Received: 2 documents for {RR}")
    assert "Document 2: Second.pdf" in receipt
    assert "film.mp4\nThis file was not taken: it is larger than 25 MB. Ask the Partnership Team" in receipt


@pytest.mark.parametrize("why", list(NotTaken))
def test_every_refusal_says_why_and_what_to_do(why: NotTaken) -> None:
    told = words(cards.none_taken([cards.Refused("thing.bin", why)]))
    reason = told.split("This file was not taken: ")[1].split("\n")[0]
    assert reason.endswith((".", "minutes."))
    assert any(todo in reason for todo in ("end it again", "end that", "ttach it", "Ask the", "Send them one by one"))


def test_too_many_files_are_not_taken_at_all(teams: Teams) -> None:
    asked(teams)
    told = teams.attaches("ben", refused={f"{n}.pdf": NotTaken.NO_FILE for n in range(11)})
    assert "You sent 11 files at once, and at most 10 can be taken." in told


def test_a_refused_file_leaves_what_is_being_written_as_it_was(teams: Teams) -> None:
    reference = asked(teams)
    teams.types("ben", reference)
    teams.presses("ben", "Acknowledge the request")
    drafts = teams.store.run_now(lambda work: work.drafts_of("ben"))
    teams.attaches("ben", refused={"film.mp4": NotTaken.OTHER_KIND})
    assert teams.store.run_now(lambda work: work.drafts_of("ben")) == drafts


def test_before_the_declarations_nothing_is_kept(teams: Teams) -> None:
    reference = dev_notifies(teams)
    amina_asks(teams, reference)
    told = teams.attaches("ben", NAME)
    assert f"Make your declarations for {reference} first, then send the file again." in told
    assert teams.store.run_now(lambda work: work.held_files("ben")) == []


def test_somebody_with_no_open_request_is_told_so(teams: Teams) -> None:
    asked(teams)
    for person in ("zack", "dev", "gwen", "harriet"):
        told = teams.attaches(person, NAME)
        assert "You have no open request that a document could be for." in told
        assert teams.store.run_now(lambda work, p=person: work.held_files(p)) == []
    assert teams.store.run_now(lambda work: work.attachments(RR)) == []


def two_cases(teams: Teams) -> tuple[str, str]:
    first = asked(teams)
    second = dev_notifies(teams)
    amina_asks(teams, second)
    declares(teams, "ben", second)
    return first, second


def test_with_several_cases_the_sender_is_asked_which(teams: Teams) -> None:
    first, second = two_cases(teams)
    assert teams.attaches("ben", NAME).startswith("Which case is this document for?")
    assert [*buttons(teams.card("ben"))] == [first, second, "None of these: let it go"]
    assert "Received: 1 document" in teams.presses("ben", second)
    held, there = teams.store.run_now(lambda work: (work.held_files("ben"), work.attachments(second)))
    assert (held, [file.about.name for file in there]) == ([], [NAME])


def test_what_is_for_none_of_them_is_let_go(teams: Teams) -> None:
    two_cases(teams)
    teams.attaches("ben", NAME)
    teams.presses("ben", "None of these: let it go")
    assert teams.store.run_now(lambda work: work.held_files("ben")) == []


def test_somebody_with_many_cases_pages_through_them(teams: Teams) -> None:
    two_cases(teams)
    for _ in range(3):
        reference = dev_notifies(teams)
        amina_asks(teams, reference)
        declares(teams, "ben", reference)
    teams.attaches("ben", NAME)
    assert len(buttons(teams.card("ben"))) == 6
    teams.presses("ben", "Other cases")
    assert [*buttons(teams.card("ben"))] == ["RR-2026-005", "None of these: let it go"]


def test_a_day_later_it_has_to_be_sent_again(teams: Teams) -> None:
    first, _ = two_cases(teams)
    teams.attaches("ben", NAME)
    teams.now = london("Tue 2026-11-24 09:01")
    assert "That file is not here any more. Please send it again." in teams.presses("ben", first)


def test_pressing_twice_files_it_once(teams: Teams) -> None:
    _, second = two_cases(teams)
    teams.attaches("ben", NAME)
    verb, data = teams.pressed(teams.card("ben"), second)
    teams.sends("ben", verb, data)
    assert "not here any more" in teams.sends("ben", verb, data)
    assert len(teams.store.run_now(lambda work: work.attachments(second))) == 1


def test_a_forged_choice_files_nothing(teams: Teams) -> None:
    first, second = two_cases(teams)
    teams.attaches("ben", NAME)
    verb, data = teams.pressed(teams.card("ben"), second)
    for changed in ({"case": "RR-2026-999"}, {"agency": "health"}, {"agency": ""}, {"held": "x"}, {"held": ""}):
        assert teams.sends("ben", verb, {**data, **changed}).startswith("That could not be done")
    assert teams.store.run_now(lambda work: work.attachments(first) + work.attachments(second)) == []


def test_nobody_files_what_another_sent(teams: Teams) -> None:
    _, second = two_cases(teams)
    teams.attaches("ben", NAME)
    verb, data = teams.pressed(teams.card("ben"), second)
    declares(teams, "joan", second)
    assert "not here any more" in teams.sends("joan", verb, data)


def test_the_partnership_team_adds_its_own(teams: Teams) -> None:
    asked(teams)
    assert f"Received: 1 document for {RR} from the Partnership Team" in teams.attaches("amina", "Letter.pdf")


def test_a_reference_beside_the_file_says_which_case_it_is_for(teams: Teams) -> None:
    _, second = two_cases(teams)
    assert f"Received: 1 document for {second}" in teams.attaches("ben", NAME, said=f"for {second.lower()}")


def test_the_partnership_team_hears_of_it_once_and_not_what_it_is_called(teams: Teams) -> None:
    asked(teams)
    before = teams.new_for("amina")
    teams.attaches("ben", NAME, "Second.pdf")
    teams.deliver()
    assert teams.new_for("amina") == before + 1
    assert teams.sees("amina").startswith(f"{RR}: a document has come in")
    assert "Ivy" not in teams.sees("amina") + teams.summaries["amina"][-1]
    assert f"Document 1\n{NAME}" in teams.presses("amina", "See the documents")
