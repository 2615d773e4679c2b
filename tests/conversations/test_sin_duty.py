"""The local authority's own notices: asked of its notifier, then of its seat; what was done is recorded, never sent."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cast import PARTNERSHIP
from story import RR, amina_asks, declares, dev_notifies, fills
from transcript import Teams, open_store

from rapid_review.people import Person, Role

NADIA = Person("nadia", "Nadia Cole", "childrens-services", "Notifications Officer")
WITH_NOTIFIER = replace(
    PARTNERSHIP,
    people={**PARTNERSHIP.people, NADIA.id: NADIA},
    roles={**PARTNERSHIP.roles, Role.LA_NOTIFIER: (NADIA.id,)},
)
NOTICE = "Say whether the authority’s notice was sent"


@pytest.fixture
def notified(tmp_path: Path) -> Iterator[Teams]:
    """Dev has notified on Monday 23 November; the authority has known since Friday 20 November."""
    with closing(open_store(tmp_path / "review.db", WITH_NOTIFIER)) as store:
        teams = Teams(store, WITH_NOTIFIER)
        assert dev_notifies(teams) == RR
        yield teams


def heard(teams: Teams, person: str) -> int:
    return sum(NOTICE in summary for summary in teams.summaries[person])


def says(teams: Teams, person: str, **said: str) -> str:
    teams.presses(person, "Say what was done")
    shown = fills(teams, person, "Record it", said)
    while "leads to another question" in shown:
        shown = fills(teams, person, "Record it", said)
    teams.deliver()
    return shown


def test_nadia_sees_both_dates_with_their_reasons(notified: Teams) -> None:
    shown = notified.sees("nadia")
    assert "the notice to the national Panel" in shown
    assert "Due by Friday 27 November 2026: 5 working days after Friday 20 November 2026" in shown
    assert "counts five days from the event, to Wednesday 25 November 2026" in shown
    assert "We do not send it for you" in shown


def test_nadia_is_reminded_on_three_mornings_on_the_day_and_daily_after_it(notified: Teams) -> None:
    """2.5: aware +2, +3 and +4, the due day at ten, and every working day once it is overdue."""
    said = []
    for moment in (
        "Mon 2026-11-23 12:00",
        "Tue 2026-11-24 09:00",
        "Wed 2026-11-25 09:00",
        "Thu 2026-11-26 09:00",
        "Fri 2026-11-27 09:00",
        "Fri 2026-11-27 10:00",
        "Mon 2026-11-30 09:00",
        "Tue 2026-12-01 09:00",
    ):
        before = heard(notified, "nadia")
        notified.at(moment)
        said.append(heard(notified, "nadia") - before)
    assert said == [0, 1, 1, 1, 0, 1, 1, 1]


def test_from_the_due_day_on_the_authoritys_seat_hears_too(notified: Teams) -> None:
    notified.at("Thu 2026-11-26 09:00")
    assert heard(notified, "efua") == 0
    notified.at("Fri 2026-11-27 10:00")
    assert heard(notified, "efua") == 1
    assert heard(notified, "gwen") == 0


def test_while_the_seats_member_is_recused_their_deputy_is_asked_and_records_it(notified: Teams) -> None:
    declares(notified, "farid", RR)
    declares(notified, "efua", RR, decl="actual")
    notified.presses("farid", "Read it and rule")
    fills(notified, "farid", "Record the ruling", {"ruling": "recuse", "paper_access": "none", "ruling_reason": "Kin."})
    notified.deliver()
    notified.at("Fri 2026-11-27 10:00")
    assert (heard(notified, "efua"), heard(notified, "priya")) == (0, 1)
    sent = {"sin_done": "sent", "sin_sent_on": "2026-11-27", "partners_told": "yes", "copy_shared": "yes"}
    assert "It is recorded." in says(notified, "priya", **sent)


def test_with_no_day_to_count_from_the_partnership_team_is_asked(teams: Teams) -> None:
    """Nobody is named to notify, and without a day the seat's turn would never come."""
    dev_notifies(teams, la_aware_date_precision="not_known")
    assert "No due date: nobody has said when you knew." in teams.all_seen("amina")
    before = heard(teams, "amina")
    teams.at("Tue 2026-11-24 09:00")
    assert heard(teams, "amina") == before + 1


def test_a_notice_that_was_sent_is_recorded_and_never_asked_for_again(notified: Teams) -> None:
    shown = says(notified, "nadia", sin_done="sent", sin_sent_on="2026-11-23", partners_told="yes", copy_shared="yes")
    assert "It is recorded." in shown
    assert notified.case(RR).facts.sin_sent is not None
    before = heard(notified, "nadia")
    for moment in ("Fri 2026-11-27 10:00", "Mon 2026-11-30 09:00"):
        notified.at(moment)
    assert heard(notified, "nadia") == before


def test_a_notice_sent_long_ago_pulls_the_dates_forward_and_the_team_is_told(tmp_path: Path) -> None:
    """2.3 rule 4: sent on 13 November, the Panel's 15 working days end on Friday 4 December, before Day 15."""
    with closing(open_store(tmp_path / "review.db", WITH_NOTIFIER)) as store:
        teams = Teams(store, WITH_NOTIFIER)
        dev_notifies(teams, inc_date="2026-11-10", child_dod="2026-11-10", la_aware_date="2026-11-10")
        amina_asks(teams, RR)
        says(teams, "nadia", sin_done="sent", sin_sent_on="2026-11-13", partners_told="yes", copy_shared="yes")
        told = teams.sees("amina")
        assert told.startswith(f"{RR}: dates have moved")
        assert "Outcome to the national Panel: Friday 4 December 2026, 17:00" in told
        assert "Agency summaries back: Monday 30 November 2026, 17:00" in teams.sees("carys")
        assert "because the national Panel’s limit is Friday 4 December 2026" in teams.presses(
            "amina", "Why these dates?"
        )


def test_a_notice_sent_in_time_moves_nothing(notified: Teams) -> None:
    says(notified, "nadia", sin_done="sent", sin_sent_on="2026-11-23", partners_told="yes", copy_shared="yes")
    assert "dates have moved" not in " ".join(notified.summaries["amina"])


def test_who_will_not_notify_says_why_and_the_chair_is_told(notified: Teams) -> None:
    """E6: the Group considers the case all the same."""
    declares(notified, "efua", RR)
    says(notified, "nadia", sin_done="not_sending", why_not="The harm was not serious.")
    told = notified.sees("efua")
    assert "the notice to the national Panel will not be sent" in told
    assert "The harm was not serious." in told
    assert "considers the case all the same" in told
    assert "The harm was not serious." not in " ".join(notified.summaries["efua"])
    before = heard(notified, "nadia")
    notified.at("Fri 2026-11-27 10:00")
    assert heard(notified, "nadia") == before


def test_who_would_not_notify_and_then_does_records_it_from_the_dates(notified: Teams) -> None:
    says(notified, "nadia", sin_done="not_sending", why_not="The harm was not serious.")
    assert NOTICE not in notified.types("nadia", RR)
    notified.presses("nadia", "Why these dates?")
    notified.presses("nadia", "Record the notice to the national Panel")
    sent = {"sin_done": "sent", "sin_sent_on": "2026-11-23", "partners_told": "yes", "copy_shared": "yes"}
    fills(notified, "nadia", "Record it", sent)
    assert "It is recorded." in fills(notified, "nadia", "Record it", sent)
    assert f"{notified.case(RR).facts.sin_sent}" == "2026-11-23"
    assert "Record the notice" not in notified.sends("nadia", "dates", {"case": RR})


def test_the_reason_is_for_those_who_may_read_the_notification(notified: Teams) -> None:
    says(notified, "nadia", sin_done="not_sending", why_not="The harm was not serious.")
    assert "will not be sent" in notified.sees("efua")
    assert "The harm was not serious." not in notified.all_seen("efua")


def test_a_day_before_the_authority_knew_is_refused(notified: Teams) -> None:
    shown = says(notified, "nadia", sin_done="sent", sin_sent_on="2026-11-19", partners_told="yes", copy_shared="yes")
    assert "before Friday 20 November 2026" in shown
    assert notified.case(RR).facts.sin_sent is None


def test_others_cannot_record_it(notified: Teams) -> None:
    for person in ("ben", "zack", "dev", "gwen"):
        shown = notified.sends(person, "form.open", {"form": "sin", "subject": f"{RR}/panel"})
        assert "Has it been sent?" not in shown
    assert "Has it been sent?" not in notified.sends("nadia", "form.open", {"form": "sin", "subject": f"{RR}/mars"})


def test_a_looked_after_childs_death_is_a_notice_of_its_own(tmp_path: Path) -> None:
    """R061: asked whether or not abuse or neglect is known or suspected."""
    with closing(open_store(tmp_path / "review.db", WITH_NOTIFIER)) as store:
        teams = Teams(store, WITH_NOTIFIER)
        dev_notifies(teams, child_legal="care_order", limb1_abuse="no")
        assert "the notice of a looked-after child’s death" in teams.all_seen("nadia")
        assert "whether or not abuse or neglect is suspected" in teams.all_seen("nadia")
