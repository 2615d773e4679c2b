"""A mis-send is not let go of: late is called late, what is owed is asked for until done, who is there is told."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import PARTNERSHIP, london
from story import RR, declares, fills, is_recused
from test_mis_sends import SAID, WITH_DPO, offered, reports, takes
from transcript import Teams, buttons, inputs

from dialogs.trust import mis_sends
from rapid_review.people import Role
from rapid_review.stages import Stage
from rapid_review.trust.breach import Step

FAMILY = "is the family safe?"


@pytest.fixture
def office(answered: Teams, tmp_path: Path) -> Iterator[Teams]:
    """A case with answers in it, in a partnership that has a data protection officer."""
    answered.partnership = WITH_DPO
    teams = answered.twin(tmp_path / "office.db")
    declares(teams, "imran", RR)
    with closing(teams.store):
        yield teams


def hears(teams: Teams, person: str, *moments: str) -> list[str]:
    """At which of these moments they are sent something of a mis-send."""
    heard = []
    for moment in moments:
        before = len(teams.summaries[person])
        teams.at(moment)
        if any("the wrong person" in line for line in teams.summaries[person][before:]):
            heard.append(moment)
    return heard


# -- Until it is done ----------------------------------------------------------------------------------------------


def test_a_family_is_checked_on_from_the_first_morning_and_daily_until_it_is_done(office: Teams) -> None:
    office.now = london("Mon 2026-11-23 21:00")
    reports(office, "ben")
    said = f"{RR}: Something went to the wrong person: act now"
    assert said in office.summaries["amina"], "at once, in the night"
    for step in (Step.TOLD, Step.ICO):
        takes(office, "amina", step)
    night = ("Mon 2026-11-23 23:01", "Tue 2026-11-24 01:01", "Tue 2026-11-24 07:59")
    mornings = ("Tue 2026-11-24 08:01", "Wed 2026-11-25 08:01", "Sat 2026-11-28 08:01", "Mon 2026-12-21 08:01")
    assert hears(office, "amina", *night, *mornings) == [*mornings]
    takes(office, "amina", Step.FAMILY)
    assert hears(office, "amina", "Wed 2026-12-30 08:01") == []


def test_a_family_that_nobody_has_checked_on_stays_owed(office: Teams) -> None:
    reports(office, "ben")
    said = takes(office, "amina", Step.FAMILY, bs_done="not_yet", bs_what="Nobody was free.")
    assert "It stays on your list" in said
    assert FAMILY in office.types("amina", "my tasks")
    assert office.case(RR).sends_held, "nobody has looked yet"
    assert "Nobody was free." in office.sends("amina", "breach.read", {"case": RR, "breach": "b1"})
    takes(office, "amina", Step.FAMILY, bs_what="Seen at home by the school nurse.")
    assert FAMILY not in office.types("amina", "my tasks")


def test_once_the_72_hours_are_over_it_is_told_late_and_asked_for_daily(office: Teams) -> None:
    office.now = london("Mon 2026-11-30 09:00")
    shown = reports(office, "ben", ms_sent_on="2026-11-20", ms_found_on="2026-11-24")
    assert "The 72 hours have passed, on Friday 27 November 2026, 00:00." in shown
    assert "The 72 hours have passed" in office.all_seen("dora")
    declares(office, "dora", RR)
    mornings = ("Tue 2026-12-01 08:01", "Wed 2026-12-02 08:01", "Sun 2026-12-06 08:01")
    assert hears(office, "dora", *mornings) == [*mornings]
    assert "say why it is late (Article 33 UK GDPR)" in office.all_seen("dora").rpartition("tell the Information")[2]


def test_it_is_not_said_to_be_over_before_it_is(office: Teams) -> None:
    office.now = london("Tue 2026-11-24 09:00")
    reports(office, "ben", ms_found_on="2026-11-23")  # Until midnight between Wednesday and Thursday.
    declares(office, "dora", RR)
    moments = ("Tue 2026-11-24 20:01", "Wed 2026-11-25 20:01", "Thu 2026-11-26 00:01", "Thu 2026-11-26 08:01")
    assert hears(office, "dora", *moments) == [moments[0], moments[1], moments[3]]


def test_whoever_has_taken_a_step_has_looked_so_that_sends_go_on(office: Teams) -> None:
    reports(office, "ben")
    takes(office, "amina", Step.TOLD)
    assert not office.case(RR).sends_held


def test_after_a_case_is_closed_its_mis_send_is_still_on_the_list(office: Teams) -> None:
    reports(office, "ben")

    def close(work: Any) -> None:
        case = work.case(RR)
        case.stage, case.closed_at = Stage.CLOSED, office.now
        case.let_sends_go_on("b1", by=WITH_DPO.standing("amina"), now=office.now)

    office.store.run_now(close)
    assert FAMILY in office.types("amina", "my tasks")
    assert "nothing to do" in office.types("ben", "my tasks")


# -- Who is told, and what is asked --------------------------------------------------------------------------------


def test_whoever_chairs_in_the_chairs_place_is_told(office: Teams) -> None:
    for person in ("harriet", "efua", "farid"):
        declares(office, person, RR)
    is_recused(office, "efua", by="harriet")
    reports(office, "ben")
    assert "something went to the wrong person" in office.summaries["farid"][-1]
    assert not any("wrong person" in line for line in office.summaries["efua"])


def test_the_receipt_names_only_those_who_were_told(answered: Teams) -> None:
    shown = reports(answered, "ben", ms_found_on="2026-11-23")
    assert "Told now: the Partnership Team and whoever chairs this case." in shown
    assert "This bot knows no data protection officer to tell." in shown


def test_with_nobody_to_tell_the_receipt_says_so(answered: Teams) -> None:
    roles = {role: held for role, held in PARTNERSHIP.roles.items() if role is Role.PARTNERSHIP_TEAM}
    answered.partnership = replace(PARTNERSHIP, roles={**roles, Role.PARTNERSHIP_TEAM: ("amina",)})
    assert "Nobody else could be told of it here" in reports(answered, "amina", ms_found_on="2026-11-23")


def test_somebody_recused_reports_what_reached_them_and_sees_nothing(office: Teams) -> None:
    declares(office, "efua", RR)
    is_recused(office, "ben")
    assert "type “wrong person”" in office.types("ben", RR)
    assert RR in buttons_after(office, "ben", "mis-send")
    office.presses("ben", RR)
    field = next(field for field in inputs(office.card("ben")) if field["id"] == "ms_item")
    assert [choice["title"] for choice in field["choices"]] == ["Something else, or you are not sure"]
    for _ in range(2):
        shown = fills(office, "ben", "Report it now", {**SAID, "ms_item": "other"})
    assert "thank you for reporting it" in shown
    assert [breach.by for breach in office.case(RR).breaches] == ["ben"]
    assert "You are recused" in office.sends("ben", "breach.read", {"case": RR, "breach": "b1"})


def buttons_after(teams: Teams, person: str, said: str) -> list[str]:
    teams.types(person, said)
    return buttons(teams.card(person))


def test_however_many_documents_were_handed_over_the_form_fits_in_a_card(
    office: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {n: ("f1", "carys", office.now + timedelta(minutes=n)) for n in range(300)}
    monkeypatch.setattr(mis_sends, "_handed_over", lambda desk, case: given)
    listed = [value for value in offered(office, "amina").values() if value.startswith("d.")]
    assert listed == [f"d.{n}" for n in range(299, 279, -1)], "the newest first"
    assert len(json.dumps(office.card("amina"), ensure_ascii=False).encode()) < 28_000


def test_it_cannot_have_been_noticed_before_it_went(office: Teams) -> None:
    assert "This is before it went." in reports(office, "ben", ms_sent_on="2026-11-23", ms_found_on="2026-11-20")
    assert office.case(RR).breaches == []


def test_the_same_card_reported_twice_is_one_mis_send(office: Teams) -> None:
    value = next(value for title, value in offered(office, "amina").items() if "to Carys Morgan" in title)
    reports(office, "amina", value)
    assert "This was reported already." in reports(office, "amina", value, ms_to="She has shown it to her manager.")
    assert len(office.case(RR).breaches) == 1
    assert "She has shown it to her manager." in office.sends("amina", "breach.read", {"case": RR, "breach": "b1"})


def test_two_mis_sends_read_apart_and_push_nothing_off_the_case_card(office: Teams) -> None:
    reports(office, "ben")
    reports(office, "ben", ms_what="Another letter.")
    pressed = buttons_after(office, "amina", "my tasks")
    assert len(pressed) == len(set(pressed)) and f"{RR}: report 2, family safe?" in pressed
    shown = buttons_after(office, "amina", RR)
    assert [title for title in shown if title.startswith("Wrong person")] == [f"Wrong person, report 1: {FAMILY}"]
    assert "Send the papers and open the poll" in shown


def test_a_partnership_without_an_officer_leaves_it_to_the_team(answered: Teams) -> None:
    reports(answered, "ben", ms_found_on="2026-11-23")
    asked = answered.types("amina", "my tasks")
    assert [line for line in asked.splitlines() if line.startswith(f"{RR}: Wrong person, report 1")] == [
        f"{RR}: Wrong person, report 1: is the family safe?",
        f"{RR}: Wrong person, report 1: tell the people",
        f"{RR}: Wrong person, report 1: tell the ICO or say why not",
    ]
