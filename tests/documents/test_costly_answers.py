"""Answers written so that reading them costs the most: it takes as long as they are, and not the square of it (G13)."""

import io
import re
import zipfile

import pytest
from planting import answered, notified, pseudonymised

from documents import unknown_names, word
from documents.casefile import CaseFile
from documents.kinds import make
from documents.model import Edition
from documents.places import MOST_SPELLINGS, places
from documents.unknown_names import BEGINS, MARK, OPENED

BREAKS = "Seen.\n" * 1_000


def test_no_beginning_of_a_sentence_is_read_over_while_another_is_sought() -> None:
    """Else each of a thousand line breaks would be read to the last of them."""
    both = [char for char in map(chr, range(0x11000)) if re.fullmatch(MARK, char) and re.fullmatch(OPENED, char)]
    assert both == []
    assert BEGINS.pattern.startswith(f"(?:^|{MARK}(?:{OPENED})*)")


@pytest.mark.parametrize("between", ["\n", "\n\n\n", "\n \t", " \n‘", "\n(“", "  "])
def test_a_name_that_begins_a_sentence_is_found_whatever_stands_before_it(between: str) -> None:
    assert [*unknown_names._at_the_beginning(f"Seen.{between}Kelly was there.")] == ["Kelly"]


@pytest.mark.parametrize("address", ["St " * 12, "Mt St Dr " * 4, "1 St Pk, Mt Ct\n" * 500])
def test_a_place_has_no_end_of_spellings(address: str, file: CaseFile) -> None:
    known = notified(file, child_address=address)
    parts = 2 * (2 + address.count(",") * 3 + address.count("\n"))
    before = len([*places(file)])
    assert len([*places(known)]) <= before + parts * MOST_SPELLINGS


def test_each_line_of_an_answer_is_in_word_and_none_is_moved_there_with_its_mark(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each mark that is moved, all that were before it are gone through; they are there all the same."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    marked: list[int] = []
    move = DocxTemplate.map_tree

    def counted(drawing: object, tree: object) -> None:
        marked.append(len(tree.xpath("//*[@xml:space]")))  # type: ignore[attr-defined]
        move(drawing, tree)

    monkeypatch.setattr(DocxTemplate, "map_tree", counted)
    known = answered(file, "summary", "health", inv_nature=BREAKS)
    drawn = word.word(make("collated", known, Edition.IDENTIFIED, ""))
    with zipfile.ZipFile(io.BytesIO(drawn)) as parts:
        text = parts.read("word/document.xml").decode()
    assert marked == [0]
    assert text.count('<w:t xml:space="preserve">Seen.') >= 999


def test_what_is_asked_to_be_checked_of_such_an_answer(file: CaseFile) -> None:
    known = answered(file, "summary", "health", inv_nature=f"{BREAKS}Kelly was there.")
    assert unknown_names.possible_names([pseudonymised("collated", known)[0]], known) == ["Kelly"]
