"""The partnership file as text: what cannot be read is explained; whatever can be has its right line."""

from pathlib import Path

import pytest

from bot.partnership import Mistake, Mistakes, load
from bot.partnership_text import read

DEMO = Path(__file__).parents[2] / "demo" / "partnership.toml"
TEXT = DEMO.read_text(encoding="utf-8")


def with_change(old: str, new: str, text: str = TEXT) -> str:
    assert text.count(old) == 1, f"{old!r} is in the file {text.count(old)} times"
    return text.replace(old, new)


def line_of(text: str, mark: str) -> int:
    return text[: text.index(mark)].count("\n") + 1


def mistakes_in(tmp_path: Path, content: str | bytes) -> list[Mistake]:
    with pytest.raises(Mistakes) as caught:
        load(saved(tmp_path, content))
    return caught.value.found


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "partnership.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# What cannot be read at all: one mistake, on the line where reading stopped.
UNREADABLE = [
    ('name = "Ben Hollis"', "name = “Ben Hollis”", "Ben Hollis", "curly quotation marks"),
    ('name = "Ben Hollis"', 'name = "Ben Hollis', "Ben Hollis", "a quotation mark is missing"),
    ('name = "Ben Hollis"', "name = Ben Hollis", "Ben Hollis", "in straight quotation marks"),
    ('name = "Ben Hollis"', "name =", "name =\n", "nothing after the equals sign"),
    ('name = "Ben Hollis"', 'name = "police\\hollis"', "police\\hollis", "it has a backslash"),
    ('name = "Ben Hollis"', 'name = "Ben"\nname = "Hollis"', 'name = "Hollis"', "“name” is set twice"),
    ("[people.dev]", "[people.ben] # Dev", "# Dev", "the heading [people.ben] is in the file twice"),
    ("[people.dev]", "[people.dev", "[people.dev", "both its brackets"),
    ("anyone_may_notify = true", "anyone_may_notify = Yes", "= Yes", "write true or false in small letters"),
    ('cutoff_time = "16:00"', "cutoff_time = 16:00", "= 16:00", "put the time in quotation marks"),
    ("    2026-12-30,", "    2026-13-30,", "2026-13-30", "not in the calendar"),
    ("    2026-12-30,\n]\n", "    2026-12-30,\n", "2026-12-30", "is missing here or above"),
    ("[people.dev]", "Dev Patel, Housing", "Dev Patel, Housing", "write a [heading], or a name"),
]


@pytest.mark.parametrize(("old", "new", "mark", "words"), UNREADABLE)
def test_what_cannot_be_read_is_explained(tmp_path: Path, old: str, new: str, mark: str, words: str) -> None:
    text = with_change(old, new)
    [mistake] = mistakes_in(tmp_path, text)
    assert words in mistake.words
    assert mistake.line == line_of(text, mark)
    assert "put this right and check again" in mistake.words


@pytest.mark.parametrize(
    "content",
    [TEXT.replace("\n", "\r\n").encode(), TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r").encode()],
    ids=["Windows line ends", "byte order mark", "old Mac line ends"],
)
def test_editors_may_save_it_their_way(tmp_path: Path, content: bytes) -> None:
    assert load(saved(tmp_path, content)) == load(DEMO)


def test_lines_are_right_with_windows_line_ends(tmp_path: Path) -> None:
    text = with_change('deputy = "joan"', 'deputy = "nobody"')
    [mistake] = mistakes_in(tmp_path, text.replace("\n", "\r\n"))
    assert mistake.line == line_of(text, '"nobody"')


def test_a_file_in_another_encoding_is_told_how_to_save_it(tmp_path: Path) -> None:
    [utf16] = mistakes_in(tmp_path, TEXT.encode("utf-16"))
    assert "saved as UTF-16" in utf16.words
    text = with_change("Ben Hollis", "Bén Hollis")
    [latin] = mistakes_in(tmp_path, text.encode("latin-1", "replace"))
    assert latin.line == line_of(text, "Bén")
    assert "Save as" in latin.words


def test_lines_are_found_in_any_shape_of_toml(tmp_path: Path) -> None:
    text = '''# a "quote in a note, and a [heading]
title = """
[not.a.heading]
x = 1"""   # = [
[a."b c"] # ]
list = [ "one, ]", # two
  { x = 1, y = [
  2 ] },
  'three' ]
[[rows]]
  d.e = 5
[rows.inner]
f = "]"
[[rows]]
g = 1979-05-27
'''
    document = read(saved(tmp_path, text))
    expected = {
        ("title",): 2, ("a",): 5, ("a", "b c", "list"): 6, ("a", "b c", "list", 0): 6,
        ("a", "b c", "list", 1): 7, ("a", "b c", "list", 1, "y"): 7, ("a", "b c", "list", 2): 9,
        ("rows", 0): 10, ("rows", 0, "d", "e"): 11, ("rows", 0, "inner", "f"): 13,
        ("rows", 1): 14, ("rows", 1, "g"): 15, ("nowhere",): 0,
    }  # fmt: skip
    assert {where: document.line(where) for where in expected} == expected
