"""The chair opens a case that is closed to them: to read, for four hours, and everybody hears of it (rule 11)."""

from dataclasses import replace
from datetime import date

import pytest
import whereabouts
from cast import PARTNERSHIP
from story import RR, declares, fills, is_recused
from transcript import Teams, buttons

from dialogs.views import draw
from rapid_review.declaration.confidentiality import CURRENT
from rapid_review.declaration.declarations import Conflict, PaperAccess, Ruled, Ruling
from rapid_review.permissions import Access, Surface, sees
from storage.messages import Message

WHY = "A sister may be in danger tonight and nobody on the team answers."

CONFLICT = {"kinds": "managed", "details": "I supervised the worker.", "proposed": "take_part"}


def breaks(teams: Teams, person: str = "efua", why: str = WHY) -> str:
    """Open the form, say why, and send it."""
    teams.types(person, RR)
    teams.presses(person, "Open it under break-glass")
    shown = fills(teams, person, "Open it now", {"glass_why": why})
    teams.deliver()
    return shown


def test_efua_who_has_not_declared_reads_the_case_at_once(answered: Teams) -> None:
    assert "declarations" in answered.sends("efua", "notification.read", {"case": RR})
    shown = breaks(answered)
    assert "It is open to you until Monday 23 November 2026, 13:00." in shown
    assert "Whatever you read is recorded." in answered.sees("efua")
    assert "Ivy Rook" in answered.presses("efua", "Read the notification")
    assert "Baby found lifeless" in pages(answered)


def pages(teams: Teams) -> str:
    said = teams.sees("efua")
    while "Next page" in buttons(teams.card("efua")):
        said += teams.presses("efua", "Next page")
    return said


@pytest.mark.parametrize("person", ["farid", "gwen", "imran", "amina"])
def test_the_partners_the_scrutineer_and_the_team_are_told_at_once(answered: Teams, person: str) -> None:
    breaks(answered)
    told = answered.sees(person)
    assert told.startswith(f"{RR}: opened under break-glass\nWho\nEfua Mensah")
    assert "It ends on Monday 23 November 2026, 13:00." in told
    assert (WHY in told) is (person == "amina"), "the reason is for who reads the record of the case"
    assert answered.summaries[person][-1] == f"{RR}: opened under break-glass"


@pytest.mark.parametrize("person", ["ben", "carys", "dev", "marcus", "harriet", "zack"])
def test_nobody_else_hears_of_it(answered: Teams, person: str) -> None:
    breaks(answered)
    assert "break-glass" not in answered.all_seen(person)


def test_it_is_told_at_night_too(answered: Teams) -> None:
    answered.at("Mon 2026-11-23 23:30")
    breaks(answered)
    assert "opened under break-glass" in answered.sees("amina")


@pytest.mark.parametrize("why", ["needed", "I need to read", " " * 40 + "now", "a b  c   d    e     f"])
def test_a_reason_of_fewer_than_twenty_characters_is_none(answered: Teams, why: str) -> None:
    shown = breaks(answered, why=why)
    assert "at least 20 characters" in shown or "Enter an answer" in shown
    assert answered.case(RR).glass_broken == []


def test_it_opens_nothing_to_be_done(answered: Teams) -> None:
    breaks(answered)
    for verb in ("papers.send", "meeting.start", "poll.extend", "case.close", "chair.away"):
        assert "declar" in answered.sends("efua", verb, {"case": RR, "seat": "health"}), verb
    assert "declar" in answered.sends("efua", "form.open", {"form": "freeze", "subject": RR})


def test_no_file_is_handed_over_under_it(answered: Teams) -> None:
    """What is in somebody's OneDrive cannot be taken back."""
    breaks(answered)
    wanted = {"case": RR, "kind": "collated", "edition": "identified", "ending": "docx"}
    said = answered.sends("efua", "made.make", wanted)
    assert "could not be done" in said
    assert "Notification" not in answered.sends("efua", "made.menu", {"case": RR})


def test_after_four_hours_it_is_closed_and_its_cards_are_emptied(answered: Teams) -> None:
    breaks(answered)
    answered.presses("efua", "Read the notification")
    verb, data = answered.pressed(answered.card("efua"), "Next page")
    answered.at("Mon 2026-11-23 12:59")
    assert "Ivy Rook" in answered.sends("efua", verb, data | {"page": "0"})
    answered.at("Mon 2026-11-23 13:00")
    assert "Ivy Rook" not in answered.all_seen("efua")
    assert f"{RR}: break-glass has ended" in answered.all_seen("efua")
    assert "could not be done" in answered.sends("efua", verb, data)


def test_it_is_closed_on_the_minute_even_if_the_clock_has_not_ticked(answered: Teams) -> None:
    breaks(answered)
    answered.now = answered.case(RR).glass_broken[0].until
    assert "could not be done" in answered.sends("efua", "notification.read", {"case": RR})


def test_what_is_typed_is_shown_where_it_can_be_emptied(answered: Teams) -> None:
    declares(answered, "gwen", RR)
    breaks(answered)
    assert "I have put this on your break-glass card" in answered.types("efua", RR)
    answered.deliver()
    assert "Fellshire NHS" in answered.all_seen("efua")
    answered.at("Mon 2026-11-23 13:01")
    assert "Fellshire NHS" not in answered.all_seen("efua")


def test_a_card_that_was_there_before_is_emptied_as_well(answered: Teams) -> None:
    """In Teams a press is answered in the place of the card that was pressed."""
    breaks(answered)
    turn = answered.turn("efua", verb="notification.read", data={"case": RR})
    answered._do(replace(turn, on_message="an-older-card"))
    slots = answered.store.run_now(lambda work: work.slots_of(RR, "efua"))
    assert f"{RR}:glass:an-older-card" in slots
    answered.at("Mon 2026-11-23 13:01")
    assert "edit" in owed(answered, f"{RR}:glass:an-older-card")


def test_asked_for_in_a_channel_it_is_opened_in_her_own_chat_and_shows_nothing_there(answered: Teams) -> None:
    breaks(answered)
    turn = answered.turn("efua", verb="case.private", data={"case": RR})
    answered._do(replace(turn, where=replace(turn.where, kind="channel", channel="19:team@thread.tacv2")))
    answered.deliver()
    assert answered.sees("efua").startswith(f"{RR}: open under break-glass")
    assert "Fellshire NHS" not in answered.sees("efua")


def owed(teams: Teams, slot: str) -> list[str]:
    return [
        row.mode
        for row in whereabouts.found(teams.store._engine, "SELECT mode FROM outbox WHERE slot = :slot", slot=slot)
    ]


def test_she_ends_it_herself_when_she_has_read_what_she_needed(answered: Teams) -> None:
    breaks(answered)
    assert "break-glass has ended" in answered.presses("efua", "I have read what I needed")
    assert "could not be done" in answered.sends("efua", "notification.read", {"case": RR})


def test_every_read_under_it_is_in_the_record_as_such(answered: Teams) -> None:
    breaks(answered)
    answered.presses("efua", "Read the notification")
    record = answered.store.run_now(lambda work: work.chain(RR))
    kinds = [link.kind for link in record if link.actor == "efua"]
    assert "glass_broken" in kinds
    after = kinds.index("glass_broken")
    looks = [link for link in record if link.actor == "efua" and link.kind == "read"]
    assert {link.facts.get("under") for link in looks[-1:]} == {"break-glass"}
    assert after >= 0 and any(link.facts.get("under") is None for link in looks), "what she read before was by right"


def test_the_record_says_in_words_what_was_read_under_it(answered: Teams) -> None:
    breaks(answered)
    answered.presses("efua", "Read the notification")
    answered.opens("imran", "declare", RR)
    declares(answered, "imran", RR)
    said = answered.sends("imran", "record.read", {"case": RR})
    assert "Efua Mensah looked at: the notification, on a card, under break-glass." in said
    assert "Efua Mensah: opened the case under break-glass, on a card." in said
    assert "Amina Yusuf was sent by the bot: word that somebody opened the case under break-glass." in said


def test_each_time_is_there_for_the_scrutineer(answered: Teams) -> None:
    breaks(answered)
    answered.at("Mon 2026-11-23 14:00")
    breaks(answered, why="The second time, to read what Health has sent since.")
    broken = answered.case(RR).glass_broken
    assert [(one.person, one.ended_at is None) for one in broken] == [("efua", False), ("efua", True)]


# -- Who may not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [*sorted(set(PARTNERSHIP.people) - {"efua"}), "zack"])
def test_nobody_but_the_chair_breaks_glass(answered: Teams, person: str) -> None:
    assert "There is no case here that you can open." in answered.sends(
        person, "form.open", {"form": "glass", "subject": RR}
    )
    assert "There is no case here that you can open." in answered.sends(person, "glass.end", {"case": RR})


def test_a_chair_who_can_read_it_has_no_need_to(answered: Teams) -> None:
    declares(answered, "efua", RR)
    said = answered.sends("efua", "form.open", {"form": "glass", "subject": RR})
    assert f"You can read {RR} as it is, so there is no need to break glass." in said
    assert "Open it under break-glass" not in answered.types("efua", RR)


@pytest.mark.parametrize("decl", ["possible", "actual", "need_to_check"])
def test_nobody_breaks_glass_on_their_own_conflict(answered: Teams, decl: str) -> None:
    declares(answered, "efua", RR, decl=decl, **CONFLICT)
    said = answered.sends("efua", "form.open", {"form": "glass", "subject": RR})
    assert "Nobody opens a case that is their own conflict of interest." in said
    assert "the deputy chair does, or the chair of the Executive Board" in said


def test_nor_does_a_chair_who_is_recused(answered: Teams) -> None:
    declares(answered, "efua", RR, decl="actual", **CONFLICT)
    declares(answered, "harriet", RR)
    is_recused(answered, "efua", by="harriet")
    said = answered.sends("efua", "form.open", {"form": "glass", "subject": RR})
    assert "recused" in said and "glass" not in said


@pytest.mark.parametrize("decl", ["possible", "actual"])
def test_who_declares_a_conflict_reads_no_further_under_glass(answered: Teams, decl: str) -> None:
    breaks(answered)
    answered.presses("efua", "Read the notification")
    declares(answered, "efua", RR, decl=decl, **CONFLICT)
    answered.deliver()
    assert answered.case(RR).open_glass("efua") is None
    assert "Nothing of the case is shown to you until it is ruled on." in answered.all_seen("efua")
    assert "To take part in the case, make your declarations." not in answered.all_seen("efua")
    assert "could not be done" in answered.sends("efua", "notification.read", {"case": RR})
    assert "Ivy Rook" not in answered.all_seen("efua")


def test_glass_never_outranks_a_conflict_or_its_ruling(answered: Teams) -> None:
    """Even glass that were open beside it."""
    breaks(answered)
    case, efua = answered.case(RR), answered.partnership.standing("efua")
    case.declare_conflict(Conflict.NONE, perceived=True, by=efua, revision=1, now=answered.now)
    case.glass_broken[0].ended_at = None
    assert all(sees(case, efua, surface) <= Access.META for surface in Surface)
    declared = case.declarations["efua"]
    declared.signed_at, declared.wording = answered.now, CURRENT
    declared.ruled = Ruled(Ruling.MANAGE, "harriet", answered.now, 1, PaperAccess.NONE)
    assert sees(case, efua, Surface.RETURNS) is Access.META


def test_who_cannot_sign_reads_no_further_under_glass(answered: Teams) -> None:
    breaks(answered)
    case, efua = answered.case(RR), answered.partnership.standing("efua")
    case.decline_to_sign(by=efua, now=answered.now)
    assert case.open_glass("efua") is None


@pytest.mark.parametrize("said", ["my cases", "my tasks", "documents"])
def test_a_typed_list_that_names_it_is_emptied_as_well(answered: Teams, said: str) -> None:
    breaks(answered)
    if RR in answered.types("efua", said):
        assert "I have put this on your break-glass card" in answered.sees("efua")


def test_where_it_is_about_the_chair_the_chair_of_the_board_may(answered: Teams) -> None:
    declares(answered, "efua", RR, decl="actual", **CONFLICT)
    shown = breaks(answered, "harriet")
    assert "It is open to you until" in shown
    assert "Ivy Rook" in answered.presses("harriet", "Read the notification")
    assert "Who\nHarriet Stone" in answered.sees("amina")


def test_told_cards_are_drawn_for_who_they_go_to(answered: Teams) -> None:
    """Whoever has not declared is not told the reason, even by a message that was meant for somebody else."""
    breaks(answered)
    message = Message(
        key="x", to="ben", route="person", view="glass_broken", due=answered.now, case=RR, args={"glass": "0"}
    )
    given = answered.store.run_now(lambda work: draw(message, answered.desk(work)))
    assert given is not None and WHY not in str(given.card)


def test_the_reason_goes_with_whoever_was_told_it_and_leaves(answered: Teams) -> None:
    declares(answered, "imran", RR)
    breaks(answered)
    assert WHY in answered.all_seen("imran")
    gone = replace(PARTNERSHIP.people["imran"], left=date(2026, 11, 23))
    answered.partnership = replace(PARTNERSHIP, people={**PARTNERSHIP.people, "imran": gone})
    answered.at("Mon 2026-11-23 09:05")
    assert WHY not in answered.all_seen("imran")
