"""Leavers and guests in the partnership’s file: what may be written, what is said of it, and the day that comes."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from test_partnership_file import AMINA, BEN, DEMO, JOAN, line_of, mistakes_in, saved, with_change

from bot.partnership import Watched, load, load_on, load_with_warnings, report
from bot.settings import Settings
from bot.surroundings import Surroundings
from rapid_review.people import Role

TODAY = date(2026, 11, 27)
BLOCK = 'name = "{}"\n'


def with_lines(name: str, *lines: str, text: str = DEMO.read_text("utf-8")) -> str:
    """The worked example with these lines besides in somebody’s block."""
    head = BLOCK.format(name)
    return with_change(head, head + "".join(f"{line}\n" for line in lines), text)


def line_in_block(text: str, mark: str, name: str = "Ben Hollis") -> int:
    return line_of(text, BLOCK.format(name)) + line_of(text.partition(BLOCK.format(name))[2], mark)


def said_of(tmp_path: Path, text: str, today: date | None = TODAY) -> str:
    """What one may want to look at; the file can be used."""
    good, words = report(saved(tmp_path, text), today)
    assert good, words
    return words.partition(" you may want to look at:\n")[2]


def test_whoever_has_left_stays_in_the_file_for_their_name(tmp_path: Path) -> None:
    path = saved(tmp_path, with_lines("Ben Hollis", "left = 2026-11-27"))
    night_before, midnight = datetime(2026, 11, 26, 23, 59, tzinfo=UTC), datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert load_on(path, night_before)[0].agencies["police"].spoc == BEN
    after = load_on(path, midnight)[0]
    assert (after.agencies["police"].spoc, after.name_of(BEN)) == (JOAN, "Ben Hollis")
    assert load(path)[0].agencies["police"].spoc == BEN, "the file itself is as it was written"


@pytest.mark.parametrize("left", ["2020-01-01", "2026-11-27", "2031-01-01"])
def test_what_the_file_still_gives_them_is_no_mistake_on_any_day(tmp_path: Path, left: str) -> None:
    """A running bot goes on with its file, whatever day comes."""
    text = with_lines("Ben Hollis", f"left = {left}")
    line, day = line_of(text, 'spoc = "ben"'), f"who has left = {left}. From that day “joan” stands in."
    assert said_of(tmp_path, text) == f"  Line {line}: the agency “police” has “ben” as spoc, {day} Name somebody else."


@pytest.mark.parametrize(
    ("name", "mark", "words"),
    [
        ("Joan Bright", 'deputy = "joan"', "the agency “police” has “joan” as deputy, {} it has no deputy."),
        ("Carys Morgan", 'spoc = "carys"', "the agency “health” has “carys” as spoc, {} “"),
        ("Kofi Boateng", 'strategic_lead = "kofi"', "as strategic_lead, {} a late answer cannot be taken further."),
        ("Kofi Boateng", 'deputy = "kofi"', "seat 2 (“police”) has “kofi” as deputy, {} it has no deputy."),
        ("Farid Aziz", 'member = "farid"', "seat 2 (“police”) has “farid” as member, {} “kofi” stands in."),
        ("Efua Mensah", '\nchair = ["efua"]', "[roles] has “efua” as chair, {} “farid” stands in."),
        ("Imran Shah", 'scrutineer = ["imran"]', "[roles] has “imran” as scrutineer, {} nobody is scrutineer."),
        ("Amina Yusuf", 'partnership_team = ["amina', "as partnership_team, {} “efua” stands in."),
    ],
)
def test_each_place_is_named_with_its_line_and_what_follows(tmp_path: Path, name: str, mark: str, words: str) -> None:
    text = with_lines(name, "left = 2026-10-01")
    line = line_of(text, mark) + mark.startswith("\n")
    said = [one for one in said_of(tmp_path, text).split("\n") if one.startswith(f"  Line {line}: ")]
    assert words.format("who has left = 2026-10-01. From that day") in "".join(said), said_of(tmp_path, text)


@pytest.mark.parametrize(
    ("lines", "mark", "words"),
    [
        (["guest = true"], "guest = true", "the person “ben” is a guest, but not confirmed. Add confirmed_by, a short"),
        (["guest = true", 'confirmed_by = "amina"'], "guest = true", "is a guest, but not confirmed"),
        (
            ["guest = true", 'confirmed_by = "ben"', "confirmed_on = 2026-11-02"],
            'confirmed_by = "ben"',
            "is a guest confirmed by themselves. Have somebody else confirm them.",
        ),
        (["confirmed_on = 2026-11-02"], "confirmed_on = 2026-11-02", "is confirmed, but is no guest. Add guest = true"),
        (['confirmed_by = "amira"', "guest = true"], "amira", "names “amira” as confirmed by, but no person"),
        (['guest = "yes"'], 'guest = "yes"', "must have guest = true or guest = false"),
        (['left = "soon"'], "soon", "has “soon” for left, which is not a day. Write days as 2026-12-24."),
        (["left = 9999-12-31"], "9999-12-31", "has “9999-12-31” for left, which is not a day."),
        (["lefft = 2026-10-01"], "lefft", "a setting “lefft” that means nothing here. Did you mean “left”?"),
    ],
)
def test_what_cannot_be_meant_is_not_taken_up(tmp_path: Path, lines: list[str], mark: str, words: str) -> None:
    text = with_lines("Ben Hollis", *lines)
    found = [mistake for mistake in mistakes_in(tmp_path, text) if words in mistake.words]
    assert [mistake.line for mistake in found] == [line_in_block(text, mark)], mistakes_in(tmp_path, text)


@pytest.mark.parametrize(
    ("confirmed_on", "words"),
    [
        (
            "2026-08-29",
            "confirmed for 90 days. Since 2026-11-27 they take no part. To confirm them again, set confirmed_by",
        ),
        ("2026-08-30", "confirmed for 90 days. From 2026-11-28 they take no part."),
        ("2026-09-12", "confirmed for 90 days. From 2026-12-11 they take no part."),
        ("2026-09-13", ""),
        ("2026-11-28", "with a confirmed_on that has not come yet. Until that day they take no part."),
    ],
)
def test_the_check_says_which_guests_are_to_be_confirmed(tmp_path: Path, confirmed_on: str, words: str) -> None:
    text = with_lines("Ben Hollis", "guest = true", 'confirmed_by = "amina"', f"confirmed_on = {confirmed_on}")
    said = said_of(tmp_path, text)
    assert words in said and bool(said) is bool(words)
    assert not said or said.startswith(f"  Line {line_in_block(text, 'confirmed_on')}: the person “ben” is a guest")
    assert load_with_warnings(saved(tmp_path, text)).partnership.people[BEN].confirmed_by == AMINA


class Hours:
    """A clock that is set by hand."""

    at = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def test_a_day_that_comes_changes_who_is_in_force_and_the_file_stays(settings: Settings, tmp_path: Path) -> None:
    clock, watched = Hours(), Watched(saved(tmp_path, with_lines("Efua Mensah", "left = 2026-11-27")))
    around = Surroundings(settings, watched, clock)
    efua, farid = (around.partnership().holders(role)[0] for role in (Role.CHAIR, Role.DEPUTY_CHAIR))
    assert around.partnership() is around.partnership()
    clock.at = datetime(2026, 11, 27, 0, 1, tzinfo=UTC)
    today = around.partnership()
    assert (today.holders(Role.CHAIR), today.name_of(efua)) == ((farid,), "Efua Mensah")
    assert around.partnership() is today, "worked out once a day, for every turn asks for it"
    desk = around.desk(None, datetime(2026, 11, 28, 9, 0, tzinfo=UTC))  # type: ignore[arg-type]
    assert desk.partnership.holders(Role.CHAIR) == (farid,)
    assert watched.trouble() == ""
