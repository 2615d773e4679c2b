"""The page on the OWASP ASVS 5.0 is whole: each requirement once, each test and file that a row names, its counts."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from test_coverage import TESTS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = re.findall(r"^\| V([\d.]+) \| L(\d) \| (.+?) \| (.+?) \| (.+) \| (.+?) \|$", PAGE, re.MULTILINE)
STATES = ("met", "partly", "not met", "not applicable")
SECTIONS = re.findall(
    r"([\d.]+) (\d+)",
    """
1.1 22 1.2 1111122223 1.3 112222222223 1.4 222 1.5 123
2.1 122 2.2 112 2.3 12223 2.4 23
3.1 3 3.2 113 3.3 12223 3.4 11222233 3.5 11122333 3.6 3 3.7 22333
4.1 12233 4.2 23333 4.3 22 4.4 1222
5.1 2 5.2 112333 5.3 113 5.4 222
6.1 122 6.2 111111112222 6.3 11223333 6.4 112233 6.5 22222333 6.6 2223 6.7 33 6.8 2222
7.1 222 7.2 1111 7.3 22 7.4 11222 7.5 223 7.6 22
8.1 1233 8.2 1123 8.3 133 8.4 23
9.1 111 9.2 1222
10.1 22 10.2 223 10.3 22223 10.4 1111122222233333 10.5 22222 10.6 22 10.7 222
11.1 2233 11.2 22233 11.3 11233 11.4 1222 11.5 23 11.6 23 11.7 33
12.1 12233 12.2 11 12.3 22223
13.1 2333 13.2 222223 13.3 2233 13.4 1222233
14.1 22 14.2 12223333 14.3 122
15.1 12233 15.2 12233 15.3 1222222 15.4 3333
16.1 2 16.2 22222 16.3 2222 16.4 222 16.5 2223
17.1 23 17.2 22223333 17.3 22
""",
)
"""Each section of version 5.0.0, and after it the level of each of its requirements."""
LOOKED_AT_WHOLE = ("8.", "11.3.", "14.", "16.")
"""Where level 3 stands on the page too."""


def requirements() -> Iterator[tuple[str, str]]:
    """The number and level of each."""
    for section, levels in SECTIONS:
        yield from ((f"{section}.{n}", level) for n, level in enumerate(levels, 1))


def test_the_standard_has_as_many_as_it_says() -> None:
    assert Counter(level for _, level in requirements()) == {"1": 70, "2": 183, "3": 92}


def test_each_requirement_stands_once_and_in_its_place() -> None:
    told = [(number, level) for number, level in requirements() if level < "3" or number.startswith(LOOKED_AT_WHOLE)]
    assert [(number, level) for number, level, *_ in ROWS] == told
    assert {state for _, _, _, state, _, _ in ROWS} <= set(STATES)


def test_each_test_and_file_that_a_row_names_is_there() -> None:
    for number, _, _, _, how, shown in ROWS:
        assert shown == "–" or re.fullmatch(r"`test_\w+`( `test_\w+`)*", shown), number
        assert set(re.findall(r"`(\w+)`", shown)) <= TESTS, number
        assert [file for file in files(how) if not (ROOT / file).is_file()] == [], number


def test_what_is_met_says_where_and_what_is_not_says_what_is_missing() -> None:
    for number, _, _, state, how, shown in ROWS:
        assert state != "met" or files(how) or shown != "–", number
        assert ("Missing: " in how) == (state in ("partly", "not met")), number


def test_the_counts_at_the_head_are_right() -> None:
    figures = r" \| (\d+)" * 5
    heads = re.findall(rf"^\| (?:V(\d+) |\*\*)[\w ,*-]+{figures} \|$", PAGE, re.MULTILINE)
    chapters = [row[0].partition(".")[0] for row in ROWS]
    assert [head[0] for head in heads] == [*map(str, range(1, 18)), ""]
    for chapter, *told in heads:
        found = Counter(row[3] for row, of in zip(ROWS, chapters, strict=True) if chapter in (of, ""))
        assert [int(count) for count in told] == [*(found[state] for state in STATES), found.total()], chapter


def files(how: str) -> list[str]:
    """The files of the repository that a sentence names."""
    return re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|md|toml|lock|yaml)|deploy/Dockerfile)`", how)
