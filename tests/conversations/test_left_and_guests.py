"""The partnership’s file says who has left, and who is a guest that somebody confirms every 90 days (rule 10)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cast import PARTNERSHIP, PEOPLE
from story import RR, declares, votes
from telling import decides, signs_off
from test_access_ends import EMPTIED, reads_on_a_card
from test_frozen_case import freezes
from test_meeting import opens
from transcript import Teams, words

from dialogs.outward.reconfirming import remind
from rapid_review.people import Agency, Partnership, Role

With = Callable[..., Teams]


@pytest.fixture
def with_file(tmp_path: Path) -> Iterator[With]:
    """The same chats and cases, in a partnership whose file has these lines besides in these people’s blocks."""
    opened: list[Teams] = []

    def changed(teams: Teams, people: dict[str, dict[str, Any]], **more: Any) -> Teams:
        teams.partnership = file_with(people, **more)
        opened.append(teams.twin(tmp_path / f"file-{len(opened)}.db"))
        return opened[-1]

    yield changed
    for teams in opened:
        teams.store.close()


def file_with(people: dict[str, dict[str, Any]], **more: Any) -> Partnership:
    changed = {id: replace(PEOPLE[id], **lines) for id, lines in people.items()}
    return replace(PARTNERSHIP, people={**PEOPLE, **changed}, **more)


LEFT = {"left": date(2026, 11, 24)}
GUEST = {"guest": True, "confirmed_by": "amina", "confirmed_on": date(2026, 9, 10)}
"""Holds for 90 days: until Wednesday 9 December 2026."""


def newest(teams: Teams, person: str, since: int) -> str:
    return "\n\n".join(words(card) for card in teams.chats[person][since:])


# -- Whoever has left ----------------------------------------------------------------------------------------------


def test_from_that_day_they_have_no_access_and_their_name_is_still_said(asked: Teams, with_file: With) -> None:
    declares(asked, "farid", RR)
    declares(asked, "imran", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "farid", "card-1")
    teams = with_file(asked, {"farid": LEFT})
    teams.at("Mon 2026-11-23 17:00")
    assert "Ivy Rook" in teams.sends("farid", "notification.read", {"case": RR}), "until then nothing changes"
    assert RR in teams.types("farid", "my cases")
    teams.at("Tue 2026-11-24 09:05")
    assert "Ivy" not in teams.sends("farid", "notification.read", {"case": RR}) + teams.all_seen("farid")
    assert f"{EMPTIED}The partnership’s file says that you have left" in teams.all_seen("farid")
    assert teams.types("farid", "my cases").startswith("You have no cases")
    assert "Farid Aziz" in teams.sends("imran", "record.read", {"case": RR}), "what he did is still his"


def test_the_deputy_of_a_spoc_who_has_left_is_asked_that_morning(asked: Teams, with_file: With) -> None:
    teams = with_file(asked, {"ben": LEFT})
    before = {person: teams.new_for(person) for person in ("joan", "amina", "carys")}
    teams.at("Tue 2026-11-24 09:05")
    asks = newest(teams, "joan", before["joan"])
    assert f"{RR}: secure your records" in asks and f"{RR}: your agency’s answer" in asks
    assert "Single point of contact\nJoan Pike" in teams.sends(
        "amina", "chase.agency", {"case": RR, "agency": "police"}
    )
    assert (teams.new_for("amina"), teams.new_for("carys")) == (before["amina"], before["carys"])
    teams.at("Tue 2026-11-24 09:35")
    assert asks == newest(teams, "joan", before["joan"]), "and not asked twice"


def test_an_agency_whose_only_spoc_has_left_is_said_to_the_partnership_team(asked: Teams, with_file: With) -> None:
    teams = with_file(asked, {"carys": LEFT})
    teams.at("Tue 2026-11-24 09:05")
    assert teams.sees("amina").startswith(f"{RR}: nobody can be asked at Fellshire NHS")
    assert "Whoever answered for Fellshire NHS has left, or is a guest not confirmed again." in teams.sees("amina")
    told = teams.new_for("amina")
    teams.at("Wed 2026-11-25 09:05")
    assert "nobody can be asked" not in newest(teams, "amina", told), "once"
    assert "Nobody is left there who could be asked here." in teams.sends("amina", "chase", {"case": RR})


def test_an_agency_that_is_asked_while_its_place_is_vacant_is_said_at_once(asked: Teams, with_file: With) -> None:
    housing = {**PARTNERSHIP.agencies, "housing": Agency("housing", "Fellshire Housing", "dev")}
    teams = with_file(asked, {"dev": {"left": date(2026, 11, 23)}}, agencies=housing)
    teams.sends("amina", "agencies.ask", {"case": RR, "agencies": "housing"})
    teams.at("Mon 2026-11-23 10:01")
    assert f"{RR}: nobody can be asked at Fellshire Housing" in teams.all_seen("amina")


def test_a_seat_goes_to_its_deputy_and_without_one_to_whom_the_lead_names(polling: Teams, with_file: With) -> None:
    votes(polling, "gwen", RR, "review")
    teams = with_file(polling, {"gwen": LEFT, "farid": LEFT})
    teams.at("Tue 2026-11-24 09:05")
    assert f"{RR}: your declarations" in teams.sees("marcus")
    declares(teams, "marcus", RR)
    votes(teams, "marcus", RR, "review")
    assert "Nobody who decides for the police can take part in this case." in teams.sees("amina")
    shown = teams.types("amina", "who takes part")
    assert "Health seat\nMarcus Bell: declared" in shown and "Police seat\nNobody who can decide" in shown
    assert "Gwen" not in shown and "Farid" not in shown


def test_the_deputy_chair_chairs_once_the_chair_has_left(polling: Teams, with_file: With) -> None:
    teams = with_file(polling, {"efua": LEFT})
    assert "could not be done" in teams.sends("farid", "form.open", {"form": "decision", "subject": RR})
    teams.at("Tue 2026-11-24 09:05")
    assert teams.case(RR).chair == "farid"
    teams.at("Thu 2026-12-10 17:05")
    assert f"{RR}: no quorum" in teams.all_seen("farid")
    assert "could not be done" in teams.sends("efua", "form.open", {"form": "decision", "subject": RR})


def test_nobody_is_written_to_for_a_place_that_is_vacant(asked: Teams, with_file: With) -> None:
    teams = with_file(asked, dict.fromkeys(("efua", "priya", "farid", "gwen", "marcus", "carys"), LEFT))
    teams.at("Tue 2026-11-24 09:05")
    freezes(teams)
    assert "" not in teams.chats
    assert f"{RR}: nobody can chair" in teams.all_seen("amina") + teams.all_seen("harriet")


def test_an_agency_without_anybody_stops_no_decision(polling: Teams, with_file: With) -> None:
    teams = with_file(polling, {"carys": LEFT})
    teams.at("Tue 2026-11-24 09:05")
    decides(teams)
    signs_off(teams)
    assert f"{RR}: a decision is recorded" in teams.all_seen("ben") and "" not in teams.chats


def test_nobody_sits_at_the_meeting_in_a_seat_that_is_vacant(polling: Teams, with_file: With) -> None:
    teams = with_file(polling, {"farid": LEFT})
    teams.at("Tue 2026-11-24 09:05")
    teams.sends("amina", "meeting.start", {"case": RR})
    here = {"here_local-authority": "member", "here_health": "member"}
    shown = opens(teams, "amina", "attendance", "Save who is here", here_police="member", **here)
    assert "Police seat: no member is named in the partnership’s file." in shown
    opens(teams, "amina", "attendance", "Save who is here", here_police="apologies", **here)
    minutes = "".join(teams.sends("amina", "minutes.read", {"case": RR, "page": page}) for page in range(2))
    assert "Police seat: apologies\nthe seat is vacant" in minutes


# -- Guests --------------------------------------------------------------------------------------------------------


def reminded(teams: Teams, person: str, moment: str) -> str:
    """What is new in their chat of guests, once the clock has come round twice."""
    teams.at(moment)
    before = teams.new_for(person)
    for _ in range(2):
        teams.store.run_now(lambda work: remind(teams.desk(work)))
        teams.deliver()
    return newest(teams, person, before)


def test_whoever_keeps_the_file_is_reminded_before_a_guest_lapses(asked: Teams, with_file: With) -> None:
    roles = {**PARTNERSHIP.roles, Role.IT_ADMIN: ("owen",)}
    teams = with_file(asked, {"carys": GUEST, "kofi": GUEST}, roles=roles)
    assert reminded(teams, "owen", "Tue 2026-11-24 09:00") == ""
    shown = reminded(teams, "owen", "Wed 2026-11-25 09:00")
    assert shown.count("Please confirm your guests again") == 1, "one card for all of one day"
    assert "They were confirmed on Thursday 10 September 2026, which holds for 90 days." in shown
    assert "From Wednesday 9 December 2026 the bot treats them as if they had left, unless" in shown
    assert "Guest\nCarys Morgan, Designated Nurse, Fellshire NHS\nGuest\nKofi Boateng" in shown
    assert reminded(teams, "owen", "Thu 2026-11-26 09:00") == ""
    assert "Carys Morgan" in reminded(teams, "owen", "Wed 2026-12-02 09:00")
    told = reminded(teams, "owen", "Wed 2026-12-09 09:00")
    assert "Since Wednesday 9 December 2026 the bot treats them as if they had left" in told
    assert "set confirmed_by and confirmed_on in their block of the partnership’s file. If not, set left" in told
    assert reminded(teams, "owen", "Thu 2026-12-10 09:00") == "" == reminded(teams, "amina", "Fri 2026-12-11 09:00")


def test_without_an_administrator_the_partnership_team_is_and_a_guest_who_leaves_is_not_asked_about(
    asked: Teams, with_file: With
) -> None:
    teams = with_file(asked, {"carys": GUEST, "kofi": {**GUEST, **LEFT}})
    shown = reminded(teams, "amina", "Wed 2026-11-25 09:00")
    assert "Carys Morgan" in shown and "Kofi" not in shown


def test_a_guest_not_confirmed_again_reads_nothing_until_they_are(asked: Teams, with_file: With) -> None:
    declares(asked, "gwen", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "gwen", "card-1")
    teams = with_file(asked, {"gwen": GUEST})
    teams.at("Tue 2026-12-08 17:30")
    assert "Ivy Rook" in teams.sends("gwen", "notification.read", {"case": RR})
    teams.at("Wed 2026-12-09 09:05")
    assert "Ivy" not in teams.sends("gwen", "notification.read", {"case": RR}) + teams.all_seen("gwen")
    assert f"{EMPTIED}You are a guest, and nobody has confirmed you again" in teams.all_seen("gwen")
    again = with_file(teams, {"gwen": {**GUEST, "confirmed_on": date(2026, 12, 10)}})
    again.at("Thu 2026-12-10 09:05")
    assert "Ivy Rook" in again.sends("gwen", "notification.read", {"case": RR})
    assert reminded(again, "amina", "Thu 2026-12-10 10:00") == ""


def test_a_guest_who_answers_for_an_agency_lapses_and_is_asked_again(asked: Teams, with_file: With) -> None:
    teams = with_file(asked, {"carys": {**GUEST, "confirmed_on": date(2026, 8, 26)}})
    teams.at("Tue 2026-11-24 09:05")
    assert teams.sees("amina").startswith(f"{RR}: nobody can be asked at Fellshire NHS")
    again = with_file(teams, {"carys": {**GUEST, "confirmed_on": date(2026, 11, 24)}})
    before = again.new_for("carys")
    again.at("Wed 2026-11-25 09:05")
    assert f"{RR}: your agency’s answer" in newest(again, "carys", before), "what still waits comes again"


def test_a_guest_whose_day_has_not_come_takes_no_part_yet(asked: Teams, with_file: With) -> None:
    teams = with_file(asked, {"ben": {**GUEST, "confirmed_on": date(2026, 11, 25)}})
    assert teams.types("ben", "my cases").startswith("You have no cases")
    teams.at("Wed 2026-11-25 09:05")
    assert RR in teams.types("ben", "my cases")


def test_where_the_last_of_the_team_leaves_the_chair_has_what_was_theirs(answered: Teams, with_file: With) -> None:
    declares(answered, "efua", RR)
    teams = with_file(answered, {"amina": LEFT})
    before = teams.new_for("efua")
    teams.at("Tue 2026-11-24 09:05")
    teams.at("Fri 2026-12-04 09:01")
    assert "the notice to the national Panel" in newest(teams, "efua", before)
    assert "send the papers" in teams.types("efua", "tasks")
