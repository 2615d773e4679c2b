"""The e-mail that asks somebody to open Teams: it goes to a real mail server, safely, and failures are told apart."""

import socket
from typing import Any

import pytest
from cast import PARTNERSHIP
from mailserver import Mailbox, certificates, mail_on_loopback

from bot.connector import Rejected, Throttled, Uncertain
from bot.post import Envelope, Post
from bot.settings import Settings
from cards.reach.reaching import letter
from rapid_review.outward.addressees import is_address

LETTER = Envelope("RR-2026-001:letter:ben:2026-11-23", "ben@fellshire.example", letter("RR-2026-001", PARTNERSHIP))


def post(mailbox: Mailbox, **settings: Any) -> Post:
    given = {"mail_host": "127.0.0.1", "mail_from": "rapid.review@fellshire.example", **settings}
    return Post(Settings(mail_port=mailbox.port, **given), certificates()[1])


async def test_it_arrives_over_a_safe_connection(mailbox: Mailbox) -> None:
    posted = await post(mailbox).send(LETTER)
    [came] = mailbox.came
    assert mailbox.to == ["ben@fellshire.example"]
    assert mailbox.secure == [True]
    assert came["Subject"] == "RR-2026-001: please open Rapid Review in Teams"
    assert came["From"] == "rapid.review@fellshire.example"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["Message-ID"] == posted.id
    assert "There is something for you in Rapid Review, about RR-2026-001." in came.get_content()
    assert "team@fellshire.example" in came.get_content()


async def test_a_repeat_can_be_recognised_and_its_id_says_nothing(mailbox: Mailbox) -> None:
    ids = {(await post(mailbox).send(LETTER)).id for _ in range(2)}
    other = Envelope("RR-2026-001:letter:joan:2026-11-23", LETTER.to, LETTER.letter)
    ids.add((await post(mailbox).send(other)).id)
    assert len(ids) == 2
    assert all(id.endswith("@fellshire.example>") and "RR" not in id and "ben" not in id for id in ids)


async def test_from_the_first_byte(mailbox: Mailbox) -> None:
    async with mail_on_loopback(first_byte=True) as safe:
        await post(safe, mail_security="tls").send(LETTER)
    assert len(safe.came) == 1


async def test_a_server_on_this_machine_may_do_without() -> None:
    async with mail_on_loopback(tls=False) as plain:
        await post(plain, mail_security="none").send(LETTER)
    assert plain.secure == [False]


async def test_it_signs_in() -> None:
    async with mail_on_loopback(password="right") as guarded:
        await post(guarded, mail_user="rr", mail_password="right").send(LETTER)
        with pytest.raises(Throttled, match="mail_login"):
            await post(guarded, mail_user="rr", mail_password="wrong").send(LETTER)
    assert len(guarded.came) == 1


async def test_a_server_that_offers_no_safe_connection_gets_nothing() -> None:
    async with mail_on_loopback(tls=False) as plain:
        with pytest.raises(Throttled, match="mail_insecure"):
            await post(plain).send(LETTER)
    assert plain.came == []


async def test_a_server_that_nobody_vouches_for_gets_nothing(mailbox: Mailbox) -> None:
    stranger = Post(post(mailbox).settings)
    with pytest.raises(Throttled, match="mail_insecure"):
        await stranger.send(LETTER)
    assert mailbox.came == []


async def test_refused_for_good_and_not_now_are_told_apart(mailbox: Mailbox) -> None:
    mailbox.recipients.extend(["550 No such person", "450 Greylisted"])
    mailbox.answers.extend(["554 No", "451 Later"])
    kinds = []
    for _ in range(4):
        with pytest.raises((Rejected, Throttled)) as failed:
            await post(mailbox).send(LETTER)
        kinds.append((type(failed.value), str(failed.value)))
    assert kinds == [(Rejected, "mail 550"), (Throttled, "mail 450"), (Rejected, "mail 554"), (Throttled, "mail 451")]


async def test_nobody_there(unused_port: int) -> None:
    with pytest.raises(Throttled, match="mail_no_connection"):
        await post(Mailbox(port=unused_port)).send(LETTER)


async def test_broken_off_after_the_message_nobody_knows(mailbox: Mailbox) -> None:
    mailbox.answers.append("")
    with pytest.raises(Uncertain, match="mail_no_answer"):
        await post(mailbox).send(LETTER)
    assert len(mailbox.came) == 1, "it had come after all"


@pytest.mark.parametrize(
    "text", ["", "ben", "ben@fellshire", "a@b.example, c@d.example", "ben@b.example\r\nBcc: zack@x.example", "<b@c.uk>"]
)
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port
