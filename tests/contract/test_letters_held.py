"""A letter that was confirmed before its case was frozen: it waits, and its confirmation stands or a person hears why
not (E29, E43)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from confirming import DFE, confirms, last, later, mailroom, opens, prepares
from mailserver import Mailbox
from story import RR, fills
from transcript import Teams, buttons

from bot.letters import Letters
from bot.outward import ByPost
from storage.auditing import WAITS


@pytest.fixture
def teams(office: Teams) -> Teams:
    return office


def freezes(teams: Teams) -> None:
    teams.opens("amina", "freeze", RR)
    fills(teams, "amina", "Freeze it now", {"freeze_why": "The notification may name the wrong brother."})
    teams.deliver()


def goes_on(teams: Teams) -> None:
    teams.sends("amina", "case.thaw", {"case": RR})
    teams.deliver()
    later(teams, 120)


async def test_it_waits_and_goes_when_the_case_goes_on(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    freezes(teams)
    for _ in range(3):
        await mailroom(teams, by_post).settle()
        later(teams, 120)
    assert (mailbox.came, last(teams, "dfe").state) == ([], "leaving")
    shown = opens(teams, "amina", "dfe")
    assert "Confirmed, and it waits until sends go on. Then the bot sends it, unless what it says has changed." in shown
    goes_on(teams)
    await mailroom(teams, by_post).settle()
    teams.deliver()
    assert mailbox.to == [DFE]
    assert "The bot has sent it. It is recorded, with its proof." in teams.all_seen("amina")


async def test_what_has_changed_meanwhile_is_prepared_again_and_why_is_said(
    teams: Teams, by_post: ByPost, mailbox: Mailbox
) -> None:
    confirms(teams, "dfe")
    freezes(teams)
    await mailroom(teams, by_post).settle()
    addresses = replace(teams.partnership.addresses, dfe="other@dfe.example")
    teams.partnership = replace(teams.partnership, addresses=addresses)
    goes_on(teams)
    await mailroom(teams, by_post).settle()
    teams.deliver()
    assert not mailbox.came
    assert "the recipient’s address has changed since it was checked. Prepare it again." in teams.sees("amina")


async def test_preparing_it_anew_takes_it_back(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    freezes(teams)
    await mailroom(teams, by_post).settle()
    later(teams, 120)
    opens(teams, "amina", "dfe")
    assert "Prepare it again" in buttons(teams.card("amina"))
    prepares(teams, "dfe")
    goes_on(teams)
    await mailroom(teams, by_post).settle()
    assert (mailbox.came, last(teams, "dfe").state) == ([], "prepared"), "a second person looks at it anew"
    opens(teams, "efua", "dfe")  # On the card that came while it was frozen nothing can be confirmed.
    assert "the bot sends it now" in teams.presses("efua", "Confirm it")
    await mailroom(teams, by_post).settle()
    assert mailbox.to == [DFE]


async def test_what_went_by_hand_meanwhile_is_not_sent_again(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    freezes(teams)
    teams.opens("amina", "dispatch", f"{RR}/dfe")
    said = {"sent_route": "post", "sent_on": "2026-11-23", "delivery_proof": "Receipt", "sent_frozen": "It had gone."}
    fills(teams, "amina", "Record it", said)
    assert last(teams, "dfe").state == "done"
    goes_on(teams)
    await mailroom(teams, by_post).settle()
    assert not mailbox.came


async def test_frozen_while_it_is_drawn_it_does_not_begin(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the letter and beginning to send it lies its drawing, which takes a while."""
    confirms(teams, "dfe")
    begin = Letters.begin

    def late(self: Letters, work: Any, claimed: Any, letter: Any) -> bool:
        if not (case := work.case(RR)).frozen:
            case.freeze(by=teams.partnership.standing("amina"), revision=1, now=teams.now)
        return begin(self, work, claimed, letter)

    monkeypatch.setattr(Letters, "begin", late)
    await mailroom(teams, by_post).settle()
    assert (mailbox.came, last(teams, "dfe").state) == ([], "leaving")
    assert last(teams, "dfe").by_mail.began_at is None  # type: ignore[union-attr]


async def test_a_mis_send_holds_it_until_somebody_has_looked(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    amina = teams.partnership.standing("amina")

    def reported(work: Any) -> None:
        work.case(RR).report_breach(by=amina, aware_at=teams.now, revision=1, now=teams.now)

    teams.store.run_now(reported)
    await mailroom(teams, by_post).settle()
    assert (mailbox.came, last(teams, "dfe").state) == ([], "leaving")
    teams.store.run_now(lambda work: work.case(RR).let_sends_go_on("b1", by=amina, now=teams.now))
    later(teams, 120)
    await mailroom(teams, by_post).settle()
    assert mailbox.to == [DFE]


async def test_what_waits_for_a_person_is_not_late_unless_nobody_looks_at_it(
    teams: Teams, by_post: ByPost, mailbox: Mailbox
) -> None:
    def late() -> list[str]:
        before = teams.now - timedelta(minutes=5)
        return [one.last_code for one in teams.store.run_now(lambda work: work.late(before, before, 20)) if one.case]

    confirms(teams, "dfe")
    freezes(teams)
    for _ in range(10):
        await mailroom(teams, by_post).settle()
        later(teams, 61)
    assert late() == []
    later(teams, 3600)
    assert late() == [WAITS], "no mailroom is at work"
