"""Who looked at a case, and what was done in it: asked for in the chat by those who may read the record."""

from dataclasses import replace

import pytest
from story import RR, papers_go_out, returns_nil
from transcript import Teams, buttons

from dialogs import answer
from dialogs.turn import Answer


def test_the_record_says_who_looked_in_words_newest_first(declared: Teams) -> None:
    declared.types("efua", RR)
    said = declared.types("imran", "who looked")
    assert f"{RR}: who looked, and what was done" in said
    assert "Monday 23 November 2026, 09:00\nEfua Mensah looked at: the case, by typing." in said
    assert "Amina Yusuf: agencies asked, on a card." in said
    assert "Ben Hollis was sent by the bot: something asked of them." in said
    assert said.index("Efua Mensah looked at: the case, by typing.") < said.index("Amina Yusuf: agencies asked")
    assert "_" not in said


@pytest.mark.parametrize("person", ["imran", "amina", "efua"])
def test_a_button_on_the_case_leads_there(declared: Teams, person: str) -> None:
    declared.types(person, RR)
    assert f"{RR}: who looked, and what was done" in declared.presses(person, "Who looked")


def test_looking_at_the_record_is_in_the_record(declared: Teams) -> None:
    declared.types("imran", "record")
    assert "Imran Shah looked at: this record, by typing." in declared.types("amina", "record")


def test_a_list_is_one_look_at_all_it_names(declared: Teams) -> None:
    declared.types("efua", "my cases")
    assert "Efua Mensah saw it in a list: their cases, by typing." in declared.types("imran", "record")
    chain = declared.store.run_now(lambda work: work.chain("lists/efua"))
    assert [dict(link.facts) for link in chain] == [{"what": "my cases", "cases": RR, "surface": "typed"}]


def test_it_goes_back_page_by_page_to_the_first_entry(declared: Teams) -> None:
    said = declared.types("imran", "record")
    for _ in range(9):
        if "Further back" not in buttons(declared.card("imran")):
            break
        said = declared.presses("imran", "Further back")
    assert "Dev Patel: case filed, on a card." in said
    assert "Newer" in buttons(declared.card("imran"))


@pytest.mark.parametrize("person", ["ben", "farid", "dev", "zack"])
def test_others_are_told_whom_to_ask_or_nothing(declared: Teams, person: str) -> None:
    assert "who looked, and what was done" not in declared.sends(person, "record.read", {"case": RR})
    assert "There is no case whose record you may read." in declared.types(person, "record")


def test_a_card_that_shows_itself_anew_is_told_apart(declared: Teams) -> None:
    turn = replace(declared.turn("amina", verb="case", data={"case": RR}), automatic=True)
    given: Answer = declared.store.run_now(lambda work: answer(turn, declared.desk(work)))
    assert RR in str(given.card)
    assert "Amina Yusuf looked at: the case, on a card that showed itself anew." in declared.types("imran", "record")


def test_every_entry_says_by_which_way(declared: Teams) -> None:
    """A whole review, with its reminders: nothing is in the record of which nobody can say how it came."""
    returns_nil(declared, "ben", RR)
    papers_go_out(declared, RR)
    declared.at("Fri 2026-12-11 09:00")
    chain = declared.store.run_now(lambda work: work.chain(RR))
    assert {link.facts.get("surface") for link in chain} == {"card", "typed", "message", "clock"}
