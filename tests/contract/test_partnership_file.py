"""The partnership's file: what a business manager writes, and what they are told about it."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.partnership import Mistake, Mistakes, load, load_with_warnings, report
from bot.partnership_policy import SWITCHES
from rapid_review.people import Partner, Role, Signatory
from rapid_review.policy import ENGLAND_2026, DayUnit

DEMO = Path(__file__).parents[2] / "demo" / "partnership.toml"
TEXT = DEMO.read_text(encoding="utf-8")

AMINA = "00000000-0000-4000-8000-000000000001"
BEN = "00000000-0000-4000-8000-000000000002"
EFUA = "00000000-0000-4000-8000-000000000005"
FARID = "00000000-0000-4000-8000-000000000006"
JOAN = "00000000-0000-4000-8000-000000000010"
KOFI = "00000000-0000-4000-8000-000000000011"


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


def test_the_worked_example_has_no_mistakes_and_no_warnings() -> None:
    loaded = load_with_warnings(DEMO)
    assert loaded.warnings == ()
    assert "fictional" in loaded.partnership.name
    assert loaded.policy.profile == "england-2026"


def test_people_are_known_by_their_account_not_by_their_short_name() -> None:
    partnership, _ = load(DEMO)
    assert partnership.name_of(AMINA) == "Amina Yusuf"
    assert partnership.has(Role.PARTNERSHIP_TEAM, AMINA)
    assert partnership.holders(Role.CHAIR) == (EFUA,)
    police = partnership.agencies["police"]
    assert (police.spoc, police.deputy, police.strategic_lead) == (BEN, JOAN, KOFI)
    seat = partnership.seats[1]
    assert (seat.id, seat.partner, seat.member, seat.deputy) == ("police", Partner.POLICE, FARID, KOFI)
    assert not {name for name in partnership.people if not name.startswith("00000000-")}


def test_switches_lie_over_the_profile() -> None:
    _, policy = load(DEMO)
    assert policy == ENGLAND_2026.with_switches(
        cutoff_time=time(16, 0),
        extra_closure_days=(date(2026, 12, 29), date(2026, 12, 30)),
        decide_by_poll_without_meeting=True,
    )


def test_every_kind_of_switch_can_be_set(tmp_path: Path) -> None:
    text = TEXT + 'day_unit = "calendar"\ncooptees_vote = true\nmeeting_day = 13\nquiet_from = 19:30:00\n'
    _, policy = load(saved(tmp_path, text + 'forms_version = "2"\n'))
    assert policy.day_unit is DayUnit.CALENDAR
    assert (policy.cooptees_vote, policy.meeting_day, policy.quiet_from) == (True, 13, time(19, 30))
    assert policy.forms_version == "2"


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch_is_explained(switch: str) -> None:
    page = DEMO.parents[1] / "docs" / "partnership-file.md"
    assert f"`{switch}`" in page.read_text(encoding="utf-8").partition("## The switches")[2]


def test_the_board_has_one_name_everywhere(tmp_path: Path) -> None:
    path = saved(tmp_path, with_change('board_name = "Executive Board"', 'board_name = "Accountability Board"'))
    partnership, policy = load(path)
    assert partnership.board_name == policy.board_name == "Accountability Board"


def test_an_address_outside_is_empty_until_somebody_confirms_it(tmp_path: Path) -> None:  # C12
    assert load(DEMO)[0].addresses.of("panel", date(2026, 11, 23)) == ""
    text = with_change('panel = ""', 'panel = "reviews@panel.example"')
    assert load(saved(tmp_path, text))[0].addresses.of("panel", date(2026, 11, 23)) == ""
    text = text.replace("# confirmed_by =", "confirmed_by =").replace("# confirmed_on =", "confirmed_on =")
    addresses = load(saved(tmp_path, text))[0].addresses
    assert addresses.of("panel", date(2026, 11, 1)) == "" == addresses.of("panel", date(2027, 5, 2)), "for six months"
    assert addresses.of("panel", date(2026, 11, 23)) == "reviews@panel.example" and addresses.confirmed_by == AMINA


def test_letters_are_signed_by_whom_the_file_names(tmp_path: Path) -> None:  # Form 3f
    signatory = load(DEMO)[0].signatory
    assert (signatory.person, signatory.title) == (AMINA, "Partnership Manager")
    begins = TEXT.index("[signatory]")
    unnamed = TEXT[:begins] + TEXT[TEXT.index("[channels]", begins) :]
    assert load(saved(tmp_path, unnamed))[0].signatory == Signatory(), "it need not be there"


# What is changed in the worked example, into what, what marks the line, and words that must be said.
MISTAKES = [
    ('deputy = "joan"', 'deputy = "jaon"', "jaon", "the agency “police” names “jaon” as deputy, but no"),
    ('deputy = "joan"', 'deputy = "jaon"', "jaon", "Did you mean “joan”?"),
    ('spoc = "ben"\n', "", "[agencies.police]", '“police” has no spoc. Add a line such as: spoc = "'),
    ('spoc = "ben"', 'spco = "ben"', "spco", "“spco” that means nothing here. Did you mean “spoc”?"),
    ('deputy = "joan"', 'deputy = "ben"', 'deputy = "ben"', "has its SPOC as deputy too"),
    ('["imran"]', "[\n'imran',\n'zoltan',\n]", "'zoltan'", "names “zoltan” as scrutineer, but no person"),
    ('chair = ["efua"]\ndeputy', "deputy", "[roles]", 'names nobody as chair. Add a line such as: chair'),
    ('\nchair = ["efua"]', '\nchair = ["efua", "ben"]', '"ben"]', "names 2 people as chair. Name one."),
    ('deputy_chair = ["farid"]', 'deputy_chair = "efua"', 'r = "efua"', "has the chair as deputy_chair too"),
    ('name = "Ben Hollis"\n', "", "[people.ben]", "the person “ben” has no name"),
    ('name = "Ben Hollis"', "name = 7", "name = 7", "has a name that is not text. Put it in quotation marks"),
    (f'"{BEN}"', '"ben"', 'entra_id = "ben"', "has “ben” for entra_id, which is not an account's object id"),
    (f'"{BEN}"', f'"{AMINA}"', "0001", "“ben” has the same entra_id as “amina”"),
    ("ben.hollis@", "ben.hollis", "ben.hollis", "which is not an address"),
    ("ben.hollis@fellshire-police", "joan.bright@fellshire-police", "joan.bright", "the same email as “ben”"),
    ("[people.dev]", "[people.Dev]", "[people.Dev]", "may only have small letters, figures, - and _"),
    ('member = "farid"', 'member = "efua"', '"efua"', "“efua” has a seat already"),
    ('member = "farid"', 'member = "kofi"', 'deputy = "kofi"', "has its member as deputy too"),
    ('"farid"\ndeputy = "kofi"', '"farid"\ndeputy = "gwen"', 'deputy = "gwen"', "has a seat of their own. Nobody can"),
    ('deputy = "marcus"', 'deputy = "kofi"', 'deputy = "kofi"', "is deputy of another seat too"),
    ('"Police"\npartner = "police"\n', '"Police"\n', "[[seats]]", "seat 2 has no partner. Add partner ="),
    ('title = "Police"\npartner = "police"', 'partner = "Polices"', "Polices", "Did you mean “police”?"),
    ('id = "health"', 'id = "police"', 'id = "police"', "a seat called “police” is in the file already"),
    ('    "00000000-0000-4000-9000-000000000001",\n', "", "tenants = [", "has no tenants"),
    ("0000-4000-9000-000000000001", "0000-4000-9000-1", "4000-9000-1", "which is not a tenant's id"),
    ('person = "amina"', 'person = "amira"', "amira", "no person in this file has that short name. Did you mean"),
    ('person = "amina"', 'persn = "amina"', "persn", "“persn” that means nothing here. Did you mean “person”?"),
    ("anyone_may_notify = true", 'anyone_may_notify = "no"', '"no"', "must have anyone_may_notify = true or"),
    ("19:fellshire-rapid-review-group@thread.tacv2", "Review Group", "Review Group", "It looks like 19:…"),
    ("19:fellshire-rapid-review-group@thread.tacv2", "https://teams.microsoft.com/l/channel/19%3Aab1%40thread.tacv2/x",
     "https://teams", "Write only this part of the link: 19:ab1@thread.tacv2"),
    ('"england-2026"\ncutoff', '"england-2062"\ncutoff', "2062", "Did you mean “england-2026”?"),
    ('cutoff_time = "16:00"', 'cutof_time = "16:00"', "cutof_time", "Did you mean “cutoff_time”?"),
    ('cutoff_time = "16:00"', 'cutoff_time = "4pm"', "4pm", 'such as cutoff_time = "16:00"'),
    ('cutoff_time = "16:00"', 'day_unit = "wrking"', "wrking", 'Choose one of "working", "calendar". Did'),
    ('cutoff_time = "16:00"', 'meeting_day = "14"', "meeting_day", "must have a whole number from 1 to 366"),
    ('cutoff_time = "16:00"', "meeting_day = true", "meeting_day", "must have a whole number from 1 to 366"),
    ('cutoff_time = "16:00"', "meeting_day = 9", "meeting_day", "on Day 9, before papers_day on Day 12"),
    ('cutoff_time = "16:00"', "cooptees_vote = 1", "cooptees_vote", "must have cooptees_vote = true or"),
    ('cutoff_time = "16:00"', 'board_name = "Board"', '= "Board"', "Write it under [partnership]"),
    ('name = "Ben Hollis"', 'name = "police\\ben"', "police\\ben", "with a line break or a backslash"),
    ("    2026-12-30,", '    "30 December",', "30 December", "which is not a day. Write days as 2026-12-24"),
    ('panel = ""', 'panel = "the Panel"', "the Panel", "has “the Panel” for panel, which is not an address"),
    ('# confirmed_by = "amina"', 'confirmed_by = "aminah"', "aminah", "names “aminah” as confirmed by, but no person"),
    ("# confirmed_on = 2026-11-02", 'confirmed_on = "soon"', "soon", "which is not a day. Write days as 2026-12-24"),
    ("[channels]", "[chanels]", "[chanels]", "“chanels” means nothing here. Did you mean “channels”?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "mark", "words"), MISTAKES)
def test_a_mistake_is_found_on_its_line_and_said_in_words(
    tmp_path: Path, old: str, new: str, mark: str, words: str
) -> None:
    text = with_change(old, new)
    line = next(m.line for m in mistakes_in(tmp_path, text) if words in m.words)
    assert mark in text.split("\n")[line - 1]


def test_all_mistakes_are_found_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = with_change('deputy = "joan"', 'deputy = "farhid"')
    text = with_change('name = "Ben Hollis"\n', "", text)
    text = with_change('cutoff_time = "16:00"', 'cutoff_time = "16.00"', text)
    found = mistakes_in(tmp_path, text)
    assert [m.line for m in found] == [line_of(text, mark) for mark in ("[people.ben]", '"farhid"', "16.00")]
    assert str(found[1]) == (
        f"Line {found[1].line}: the agency “police” names “farhid” as deputy, "
        "but no person in this file has that short name. Did you mean “farid”?"
    )


def test_an_empty_file_is_told_every_block_it_needs(tmp_path: Path) -> None:
    words = "\n".join(str(mistake) for mistake in mistakes_in(tmp_path, ""))
    for heading in (
        "[partnership]",
        "[people.short-name]",
        "[agencies.short-name]",
        "[[seats]]",
        "[roles]",
        "[policy]",
    ):
        assert f"The file: there is no {heading} block" in words


def test_mistakes_as_text_give_lines_and_no_names(tmp_path: Path) -> None:
    text = with_change(f'"{BEN}"', '"ben hollis"')
    with pytest.raises(Mistakes) as caught:
        load(saved(tmp_path, text))
    assert str(caught.value) == f"1 mistake in the partnership file (line {line_of(text, 'ben hollis')})"


# What is allowed, but said.
WARNINGS = [
    ('deputy = "joan"\n', "", "the agency “police” has no deputy"),
    ('strategic_lead = "kofi"\n', "", "the agency “police” has no strategic_lead"),
    ('deputy = "joan"', 'deputy = "dev"', "whose own agency is “housing”. Is that right?"),
    ('member = "farid"\ndeputy = "kofi"', 'member = "farid"', "seat 2 (“police”) has no deputy"),
    ('member = "farid"', 'member = "carys"', "sits for the police, but its member works for “health”"),
    (
        'title = "Police"\npartner = "police"',
        'title = "P"\npartner = "health"',
        "no seat belongs to the police",
    ),
    ('deputy_chair = ["farid"]\n', "", "names no deputy_chair. If the chair has a conflict of interest"),
    ('board_chair = ["harriet"]\n', "", "names no board_chair"),
    ('la_notifier = ["nadia"]\n', "", "names no la_notifier"),
    ('team = "19:fellshire-partnership-team@thread.tacv2"\n', "", "names no team channel"),
    ('panel = ""', 'panel = "a@b.example"', "has an address that nobody has confirmed, so it is not used"),
    ('cutoff_time = "16:00"', "sin_days = 7", "allows 7 days"),
    ('cutoff_time = "16:00"', "panel_day = 20", "has panel_day = 20"),
]


@pytest.mark.parametrize(("old", "new", "words"), WARNINGS)
def test_a_weakness_is_a_warning_and_the_file_can_still_be_used(tmp_path: Path, old: str, new: str, words: str) -> None:
    warnings = load_with_warnings(saved(tmp_path, with_change(old, new))).warnings
    assert [w for w in warnings if words in w.words and w.line], warnings


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    good, words = report(tmp_path / "partnership.toml")
    assert not good
    assert "cannot be opened (No such file or directory)" in words


def test_the_report_says_what_to_do(tmp_path: Path) -> None:
    assert report(DEMO) == (
        True,
        f"{DEMO} can be used: 26 people, 6 agencies, 3 seats, profile england-2026.",
    )
    path = saved(tmp_path, with_change('deputy = "joan"\n', ""))
    good, words = report(path)
    assert good
    assert re.search(r"1 thing you may want to look at:\n  Line \d+: the agency “police” has no deputy", words)
    good, words = report(saved(tmp_path, with_change('spoc = "ben"\n', "")))
    assert not good
    assert re.search(r"cannot be used yet. 1 thing to put right:\n  Line \d+: the agency “police”", words)


ROWS = TEXT.split("\n")
ODD = [
    "",
    "[",
    "x = 1",
    "x = [1, [2]]",
    "member = [[1]]",
    "[people]",
    "[[people]]",
    "[[policy]]",
    "amina = 1",
    '"',
    "}",
]
ODD_VALUES = [
    "[]",
    "{}",
    "[[1], {a = 1}]",
    "-1",
    "1e400",
    "nan",
    '""',
    '"\\u0000"',
    "2026-01-01T00:00:00Z",
    "1 2",
]


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(ROWS) - 1), odd=st.sampled_from(ODD), value=st.sampled_from(["", *ODD_VALUES]))
def test_whatever_is_written_it_loads_or_says_why(
    tmp_path_factory: pytest.TempPathFactory, at: int, odd: str, value: str
) -> None:
    name = ROWS[at].partition("=")[0]
    row = f"{name} = {value}" if value and name else odd
    text = "\n".join([*ROWS[:at], row, *ROWS[at + 1 :]])
    good, words = report(saved(tmp_path_factory.getbasetemp(), text))
    assert words
    assert good or "Line " in words or "The file: " in words
