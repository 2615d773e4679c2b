"""After the second person has confirmed, a letter goes out by itself: once, or a person is asked (E29, C12, R055)."""

import asyncio
import logging
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from confirming import (
    DFE,
    PANEL,
    Dying,
    Killed,
    confirms,
    last,
    later,
    mailroom,
    opens,
    prepares,
    until_killed,
)
from graphoffice import office_on_loopback
from graphserver import Says
from mailserver import Mailbox
from story import RR, fills
from story import confirms as confirms_it
from transcript import Teams, buttons

from bot.letters import Letters, mail_of
from bot.outward import ByHand, ByPost
from documents.pack import faults
from rapid_review.stages import Stage

FROM = "rapid.review@fellshire.example"


@pytest.fixture
def teams(office: Teams) -> Teams:
    return office


async def test_the_second_person_confirms_and_the_pack_goes_to_the_panel(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    shown = prepares(teams, "panel")
    assert "When it is confirmed, the bot sends it by itself, at once." in shown
    assert PANEL in shown and "The Panel pack, version 1, without names" in shown
    assert "Say why it may go without that" in teams.presses("efua", "Confirm it"), "it says that it lacks the minutes"
    opens(teams, "efua", "panel")
    assert "It is confirmed, and the bot sends it now." in confirms_it(teams, "efua")
    teams.deliver()
    assert "It is confirmed. The bot sends it." in teams.sees("amina")
    assert "[It has been sent: record it]" not in opens(teams, "amina", "panel"), "nobody sends it a second time"
    assert "The bot is sending this." in teams.opens("amina", "panel", RR)

    await mailroom(teams, by_post).settle()
    teams.deliver()
    [came] = mailbox.came
    file: Any = next(iter(came.iter_attachments()))
    assert (mailbox.to, came["Subject"]) == ([PANEL], f"{RR}: rapid review")
    assert file.get_filename() == f"{RR} pack.zip"
    assert faults(file.get_payload(decode=True)) == []
    inside = zipfile.ZipFile(BytesIO(file.get_payload(decode=True)))
    assert "Ivy" not in "".join(inside.read(name).decode() for name in inside.namelist() if name.endswith(".html"))
    assert teams.case(RR).stage is Stage.REPORTED
    assert "The bot has sent it. It is recorded, with its proof." in teams.all_seen("amina")
    shown = opens(teams, "amina", "panel")
    assert str(came["Message-ID"]) in shown and "Checked by a second person\nEfua Mensah" in shown
    logged = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert f"letter case={RR} outcome=Sent" in logged
    assert not [word for word in ("Ivy", "Rook", "Efua", "example") if word in logged]


async def test_each_gets_their_letter_at_the_address_in_the_file(
    teams: Teams, by_post: ByPost, mailbox: Mailbox
) -> None:
    for duty in ("dfe", "referrer", "board", "agency/health"):
        confirms(teams, duty)
    await mailroom(teams, by_post).settle()
    assert mailbox.to == [DFE, *(f"{one}@fellshire.example" for one in ("dev", "harriet", "carys"))]
    files: list[Any] = [next(iter(one.iter_attachments())) for one in mailbox.came]
    assert {file.get_filename() for file in files} == {f"{RR} document.docx"}
    with zipfile.ZipFile(BytesIO(files[-1].get_payload(decode=True))) as letter:
        assert "To Fellshire NHS" in letter.read("word/document.xml").decode(), "an agency’s letter is to that agency"
    later(teams)
    await mailroom(teams, by_post, "two").settle()
    assert len(mailbox.came) == 4


@pytest.mark.parametrize(
    ("duty", "answers", "why"),
    [
        (
            "ofsted",
            {},
            "A person sends this: the partnership’s file has no address that was confirmed in the last six months.",
        ),
        ("dfe", {"enclosed": "A map."}, "A person sends this: something is enclosed besides it."),
        ("dfe", {"edition": "identified", "why_names": "They asked."}, "A person sends this: it goes with names."),
    ],
)
async def test_what_is_not_safe_by_itself_a_person_sends(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, duty: str, answers: dict[str, str], why: str
) -> None:
    assert why in prepares(teams, duty, **answers)
    assert "Whoever prepared it can send it now." in teams.presses("efua", "Confirm it")
    await mailroom(teams, by_post).settle()
    assert not mailbox.came
    assert "It has been sent: record it" in opens(teams, "amina", duty)


async def test_where_nothing_is_configured_a_person_sends(teams: Teams) -> None:
    teams.sends_mail = False
    shown = prepares(teams, "dfe")
    assert "by itself" not in shown
    assert "Whoever prepared it can send it now." in teams.presses("efua", "Confirm it")


def test_only_what_was_seen_is_confirmed(teams: Teams) -> None:
    prepares(teams, "dfe")
    confirmed = teams.partnership.addresses
    teams.partnership = replace(teams.partnership, addresses=replace(confirmed, dfe="other@dfe.example"))
    assert "has changed since this card was sent" in teams.presses("efua", "Confirm it")
    assert "other@dfe.example" in opens(teams, "efua", "dfe")
    assert "the bot sends it now" in teams.presses("efua", "Confirm it")


# -- Killed --------------------------------------------------------------------------------------------------------


async def test_killed_before_it_began_it_is_sent_by_the_next(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirms(teams, "dfe")

    def killed(*_: object) -> bool:
        raise Killed

    with monkeypatch.context() as patch, until_killed():
        patch.setattr(Letters, "begin", killed)
        await mailroom(teams, by_post).settle()
    await mailroom(teams, by_post, "two").settle()
    assert not mailbox.came, "as long as the first may live, it is the first one's"
    later(teams)
    await mailroom(teams, by_post, "two").settle()
    assert mailbox.to == [DFE]


@pytest.mark.parametrize("goes", [False, True], ids=["before it went", "after it went"])
async def test_killed_while_it_went_a_person_is_asked(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, *, goes: bool
) -> None:
    confirms(teams, "dfe")
    with until_killed():
        await mailroom(teams, Dying(by_post, goes)).settle()
    later(teams)
    await mailroom(teams, by_post, "two").settle()
    teams.deliver()
    assert len(mailbox.came) == int(goes)
    assert "nobody knows whether it arrived. It is not sent again by itself." in teams.sees("amina")
    shown = opens(teams, "amina", "dfe")
    assert "Did it arrive? Nobody knows yet." in shown and "look for it among what its mailbox has sent" in shown
    if goes:
        assert str(mailbox.came[0]["Message-ID"])[1:37] in shown, "what to look for"
    assert {"It did arrive: record it", "It did not arrive"} <= set(buttons(teams.card("amina")))


async def test_after_a_restored_backup_a_person_is_asked(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    teams.store.run_now(lambda work: (work.hold_unsent(), work.release_held()))
    await mailroom(teams, by_post).settle()
    assert (mailbox.came, last(teams, "dfe").state) == ([], "unknown")


async def test_what_is_excused_while_it_is_drawn_does_not_go(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirms(teams, "dfe")

    def slowly(claimed: Any, letter: Any) -> Any:
        why = {"excuse_reason": "They were told in person.", "excuse_agreed": "Efua Mensah"}
        teams.opens("amina", "excuse", f"{RR}/dfe")
        fills(teams, "amina", "Record the reason", why)
        return mail_of(claimed, letter)

    monkeypatch.setattr("bot.mailroom.mail_of", slowly)
    await mailroom(teams, by_post).settle()
    assert (mailbox.came, last(teams, "dfe").state) == ([], "excused")


async def test_two_mailrooms_send_it_once(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    await asyncio.gather(*(mailroom(teams, by_post, owner).settle() for owner in ("one", "two")))
    assert len(mailbox.came) == 1


# -- Not taken -----------------------------------------------------------------------------------------------------


async def test_refused_it_goes_back_to_the_team(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    mailbox.answers.append("554 No")
    confirms(teams, "dfe")
    await mailroom(teams, by_post).settle()
    teams.deliver()
    assert "It was not sent: the mail service did not take it (code “mail 554”). Check the addr" in teams.sees("amina")
    assert {"It has been sent: record it", "Prepare it again"} <= set(buttons_of(teams, "dfe"))
    later(teams, 60)
    confirms(teams, "dfe")
    await mailroom(teams, by_post).settle()
    assert mailbox.to == [DFE]


def buttons_of(teams: Teams, duty: str) -> list[str]:
    opens(teams, "amina", duty)
    return [*buttons(teams.card("amina"))]


async def test_what_may_pass_is_tried_a_few_times(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    mailbox.recipients.extend(["451 Later"] * 5)
    confirms(teams, "dfe")
    for _ in range(5):
        assert last(teams, "dfe").state == "leaving"
        await mailroom(teams, by_post).settle()
        later(teams, 7200)
    assert (len(mailbox.recipients), last(teams, "dfe").state) == (0, "confirmed")
    await mailroom(teams, by_post).settle()
    assert not mailbox.came


async def test_what_has_changed_since_stays(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")
    addresses = replace(teams.partnership.addresses, dfe="other@dfe.example")
    teams.partnership = replace(teams.partnership, addresses=addresses)
    await mailroom(teams, by_post).settle()
    teams.deliver()
    assert "the recipient’s address has changed since it was checked. Prepare it again." in teams.sees("amina")
    assert "Prepare it" in buttons_of(teams, "dfe")
    confirms(teams, "board")
    confirms(teams, "referrer")
    await mailroom(teams, ByHand()).settle()
    assert "the bot does not send by itself any more" in opens(teams, "amina", "board")
    assert not mailbox.came


async def test_what_graph_left_unanswered_is_never_repeated(teams: Teams, tmp_path: Path) -> None:
    confirms(teams, "dfe")
    async with office_on_loopback(tmp_path) as office:
        office.server.answers.append(Says(503))
        for owner in ("one", "two"):
            await mailroom(teams, office.mailer(), owner).settle()
            later(teams)
    assert last(teams, "dfe").state == "unknown"
