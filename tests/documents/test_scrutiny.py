"""The Scrutineer's half year: figures that are right, and from which nobody can be recognised (R103, R104)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from rich_case import GOLDEN
from story import RR
from transcript import Teams

from documents.casefile import CaseFile
from documents.model import Facts, Plot
from documents.plain import plain
from documents.reports import the_notification
from documents.scrutiny import by_case, data_pack
from documents.web import web
from documents.word import word
from rapid_review.case import Case
from rapid_review.group.actions import For
from rapid_review.group.meeting import Presence
from rapid_review.outward.notices import Notice
from rapid_review.outward.notices import Told as Said
from rapid_review.policy import ENGLAND_2026
from rapid_review.questions.forms import Answers, rows
from rapid_review.scrutiny import FEWER, HELD_BACK, Lens, held_back, is_held, lens, shown, suppressed
from rapid_review.scrutiny.equality import Told
from rapid_review.scrutiny.taking_part import APOLOGIES, DEPUTY, MEMBER
from rapid_review.scrutiny.timeliness import pace
from rapid_review.trust.breach import Breach
from storage.audit import Link

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


def half_a_year(case: Case, count: int) -> list[Case]:
    """As many cases, of which every third is not decided yet and every fourth went to the Panel a day late."""
    cases = []
    for n in range(count):
        one = replace(case, reference=f"RR-2026-{n:03}")
        if n % 3 == 0:
            one = replace(one, decided=None)
        if n % 4 == 0 and one.decided:
            one = replace(one, sent_to_panel_at=datetime(2026, 12, 14, 9, tzinfo=UTC))
        cases.append(one)
    return cases


def told_of(file: CaseFile, cases: list[Case]) -> dict[str, Answers]:
    """The same notification of each: two children, of whom some things are known, some not, and some not asked."""
    written = the_notification(file)
    assert written
    one, other = rows(written.answers, "children")
    known = {**one, "child_ethnicity": "irish", "child_disability": ["autism"]}
    unknown = {**other, "child_ethnicity": "not_recorded", "child_dob": "", "child_dob_precision": "not_known"}
    told = {**written.answers, "children": [known, unknown], "child_religion": "Methodist", "interpreter": "no"}
    return {case.reference: told for case in cases}


def test_the_figures_of_half_a_year(file: CaseFile, request: pytest.FixtureRequest) -> None:
    figures = lens(cases := half_a_year(file.case, 24), FIRST, LAST, told_of(file, cases))
    assert (figures.cases, figures.sent_to_panel, dict(figures.outcomes)) == (24, 4, {"not yet": 8, "lcspr": 16})
    said, golden = plain(data_pack(figures, file.partnership, ENGLAND_2026, NOW)), GOLDEN / "scrutiny.txt"
    if request.config.getoption("--redraw"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_a_case_outside_the_half_year_counts_for_nothing(file: CaseFile) -> None:
    assert lens([file.case], FIRST - timedelta(days=365), FIRST - timedelta(days=1)).cases == 0


def test_nobody_is_in_it(file: CaseFile) -> None:
    """No reference, no name, no agency's single answer: three cases are too few to show."""
    document = data_pack(lens(half_a_year(file.case, 3), FIRST, LAST), file.partnership, ENGLAND_2026, NOW)
    said = plain(document) + web(document)
    assert "RR-2026" not in said and "Ivy" not in said and "Ben" not in said
    assert f"Rapid Reviews begun: {FEWER}" in plain(document) and "Kind: A child died" not in said
    assert "Held back: so few that somebody could be recognised." in said
    assert word(document) == word(document)


@pytest.mark.parametrize(
    ("parts", "tables", "most"), [(1, 1, 27), (2, 1, 27), (3, 1, 27), (4, 1, 17), (2, 2, 17), (3, 2, 12), (2, 3, 12)]
)
def test_no_count_can_be_worked_out_from_tables_that_share_a_total(parts: int, tables: int, most: int) -> None:
    """Every way to fill so many tables of so many parts is printed. What reads alike could be two things at least.

    Whoever reads it is taken to know the rule, that all tables are of the same cases, and how many parts each has. The
    largest whole is the largest that is shown as it is.
    """
    alike: dict[tuple[str, ...], list[tuple[int, ...]]] = {}
    for whole in range(1, most + 1):
        for filled in product(list(split(whole, parts)), repeat=tables):
            alike.setdefault(printed(whole, filled), []).append((whole, *(n for row in filled for n in row)))
    for reads, possible in alike.items():
        for place, counts in enumerate(zip(*possible, strict=True)):
            assert len(set(counts)) > 1 or counts[0] == 0, (reads, place, set(counts))
    assert any(HELD_BACK in reads for reads in alike) and any(HELD_BACK not in reads for reads in alike)


def split(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to make this whole of so many parts."""
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in split(whole - first, parts - 1))


def printed(whole: int, filled: Iterable[tuple[int, ...]]) -> tuple[str, ...]:
    rows = [{str(n): count for n, count in enumerate(row)} for row in filled]
    held = held_back([{"": whole}, *rows])
    return shown(whole), *(text for row in rows for text in suppressed(row, held).values())


def test_a_table_is_held_back_for_what_another_tells_of_the_same_total() -> None:
    """Each by itself could be shown. Together they say that there are eleven, and one of them."""
    one, other = {"answered": 7, "unknown": 4}, {"answered": 5, "unknown": 5, "never asked": 1}
    assert not is_held(one, held_back([one])) and is_held(one, held_back([one, other]))


# -- Each figure -------------------------------------------------------------------------------------------------------


def counted(file: CaseFile, cases: list[Case]) -> Lens:
    return lens(cases, FIRST, LAST, told_of(file, cases))


def test_equality_counts_children_whose_answer_is_there_unknown_or_never_asked(file: CaseFile) -> None:
    figures = counted(file, half_a_year(file.case, 3)).equality
    told = {question: [counts.get(state, 0) for state in Told] for question, counts in figures.items()}
    assert told["Ethnic group"] == [3, 3, 0] and told["Date of birth"] == [3, 3, 0]
    assert told["Disability, health or neurodevelopmental need"] == [3, 0, 3]
    assert told["Faith"] == [6, 0, 0]  # Asked once for all children of a case, counted for each.


def test_who_came_who_sat_in_and_where_there_was_no_quorum(file: CaseFile) -> None:
    """One meeting as it was; one where health sent its deputy and the police apologies, so that nobody could decide."""
    meeting, began = file.case.meetings[0], NOW
    there = {
        "health": [Presence("marcus", deputy=True, joined=began)],
        "local-authority": [
            Presence("priya", deputy=True, joined=began, left=began),
            Presence("efua", deputy=False, joined=began),
        ],
    }
    short = replace(meeting, present=there, apologies=["police"], able_at_end=["health", "local-authority"])
    figures = counted(file, [file.case, replace(file.case, meetings=[short])])
    came = {one.seat: dict(one.came) for one in figures.attendance}
    assert came["Health seat"] == {MEMBER: 1, DEPUTY: 1}
    assert came["Local authority seat"] == {MEMBER: 2}  # A member who came, whoever sat in before, was there.
    assert came["Police seat"] == {MEMBER: 1, APOLOGIES: 1}
    assert dict(figures.quorum) == {"with": 1, "without": 1}


def test_the_local_authoritys_notice_is_in_time_late_overdue_or_not_to_be_sent(file: CaseFile) -> None:
    knew, in_time, too_late = date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 30)
    facts = replace(file.case.facts, la_aware=knew, below_threshold=False)

    def told(sent: date | None) -> Case:
        return replace(file.case, facts=facts, notices={Notice.PANEL: Said(sent, "owen", NOW, 1)})

    cases = [
        *(told(in_time), told(too_late), told(None), replace(file.case, facts=facts)),
        replace(file.case, facts=replace(facts, sin_sent=in_time)),
        replace(file.case, facts=replace(facts, la_aware=None, sin_sent=in_time)),
        replace(file.case, facts=replace(facts, below_threshold=True)),
    ]
    assert dict(counted(file, cases).notices) == {
        "On time": 2,
        "Late": 1,
        "Not to be sent": 1,
        "Not sent, and overdue": 1,
        "Sent, its due day not known": 1,
    }


def test_learning_of_earlier_cases_is_followed_up(file: CaseFile) -> None:
    """Done, open or overdue when the half year ends; what was agreed within it is not past."""
    action = next(iter(file.case.actions.values()))
    before = datetime(2026, 3, 2, 9, tzinfo=UTC)
    old = {
        "a1": replace(action, agreed_at=before, due=date(2026, 5, 1), closed_at=before),
        "a2": replace(action, agreed_at=before, due=date(2026, 5, 1)),
        "a3": replace(action, agreed_at=before, due=date(2027, 5, 1)),
        "a4": replace(action, agreed_at=before, due=date(2026, 5, 1), purpose=For.SAFETY),
    }
    earlier = replace(file.case, day_one=date(2026, 2, 2), actions=old)
    figures = counted(file, [earlier, file.case])
    assert dict(figures.past_learning) == {"Done": 1, "Open, and overdue": 1, "Open, not due yet": 1}
    assert figures.cases == 1


def test_notifications_breaches_and_what_recurs_are_counted(file: CaseFile) -> None:
    cases = [
        replace(file.case, breaches=[Breach("b1", "dev", NOW, NOW, 1), Breach("b2", "dev", NOW, NOW, 2)]),
        replace(file.case, criteria={**file.case.criteria, "crit_must_2_themes": "may"}, referrer_agency="police"),
    ]
    figures = counted(file, cases)
    assert (figures.breaches, figures.came_up_again) == (2, 1)
    assert dict(figures.sources) == {"housing": 1, "police": 1} and dict(figures.types) == {"child_died": 2}


def test_no_table_or_plot_tells_what_its_counts_hold_back(file: CaseFile) -> None:
    """Four cases: every count is held back, and no share of any is drawn. Six of which one is otherwise: the same."""
    few = data_pack(counted(file, half_a_year(file.case, 4)), file.partnership, ENGLAND_2026, NOW)
    assert not [bar for block in few.blocks if isinstance(block, Plot) for bar in block.bars if "day" in block.words]
    assert {v for block in few.blocks if isinstance(block, Facts) for _, v in block.rows} == {"0", FEWER}
    uneven = [*half_a_year(file.case, 5), replace(file.case, referrer_agency="police")]
    said = plain(data_pack(counted(file, uneven), file.partnership, ENGLAND_2026, NOW))
    assert f"Agency: Fellshire Police; Number: {FEWER}" in said or HELD_BACK in said
    assert "Number: 1" not in said


# -- Case by case ------------------------------------------------------------------------------------------------------


def test_how_long_each_case_took_is_told_in_words_beside_the_plot(file: CaseFile) -> None:
    cases = half_a_year(file.case, 5)
    document = by_case(map(pace, cases), file.partnership, NOW)
    said, page = plain(document), web(document)
    assert "Case: RR-2026-000; Agencies asked: day 1; Papers out: day 1; Decision: not yet" in said
    assert "RR-2026-004" in said and "day 16, late" in said  # 14 December is Day 16; the Panel was owed it on Day 15.
    assert 'aria-label="RR-2026-004: day 16, late"' in page
    assert not [name for name in ("Ivy", "Rook", "Efua", "Fellshire NHS") if name in said]


# -- Who may look ------------------------------------------------------------------------------------------------------


def test_the_scrutineer_and_the_team_read_them_and_nobody_else(decided: Teams) -> None:
    """Named in the partnership's file: whatever else somebody is in a case, it is not enough (Part 6)."""
    for person in (*decided.partnership.people, "stranger", "noor"):
        for by in ({}, {"by": "case"}):
            said = decided.sends(person, "figures", by)
            if person in ("imran", "amina"):
                assert "Rapid Reviews begun" in said or f"{RR}\nAgencies asked: day 1" in said
            else:
                assert "These figures are for the Independent Scrutineer" in said and RR not in said, person


def test_every_look_is_on_record_with_who_and_when(decided: Teams) -> None:
    before = len(looks(decided))
    shown_to = decided.types("imran", "figures")
    assert f"Rapid Reviews begun\n{FEWER}" in shown_to and "RR-2026" not in shown_to
    decided.types("gwen", "figures")
    assert RR in decided.presses("imran", "Case by case")
    new = looks(decided)[before:]
    assert [(link.actor, link.facts["what"]) for link in new] == [("imran", "figures"), ("imran", "figures by case")]
    assert all(link.at.tzinfo for link in new)


def looks(teams: Teams) -> list[Link]:
    chain: list[Link] = teams.store.run_now(lambda work: work.chain(RR))
    return [link for link in chain if link.kind == "read" and link.facts.get("what", "").startswith("figures")]
