"""Documents through Microsoft Graph, with real MSAL over HTTPS: nothing is sent twice, and nobody is named."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from conftest import StillClock
from cryptography.x509 import load_pem_x509_certificate
from graphoffice import Office, office_on_loopback
from graphserver import MAILBOX, Says
from mailserver import certificate_pem

from bot.graph_mail import PIECE_BYTES, GraphMail, on_microsofts_mail_hosts
from bot.outward import Attachment, Noun, Outcome, OutwardMail, Refused, Sent, Unknown
from documents.redacted import Redacted, Wording

PANEL = "mailbox.panel@education.example"
SMALL = Attachment(Noun.PACK, "zip", b"the pack of Alfie Moss")
LARGE = Attachment(Noun.DOCUMENT, "pdf", bytes(range(256)) * 30_000, 2)


def mail(*attachments: Attachment, key: str = "RR-2026-001:panel:1") -> OutwardMail:
    return OutwardMail(key, PANEL, Redacted(Wording.PANEL, "RR-2026-001"), attachments or (SMALL,))


class Clerk:
    """Somebody who sends to the Panel."""

    def __init__(self, office: Office) -> None:
        self.office, self.server, self.waits, self.mailer = office, office.server, office.waits, office.mailer()

    async def send(self, *attachments: Attachment) -> Outcome:
        return await self.mailer.send(mail(*attachments))


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[Clerk]:
    async with office_on_loopback(tmp_path) as office:
        yield Clerk(office)


async def test_it_goes_out_with_one_token_for_all_and_says_no_more_than_the_reference(clerk: Clerk) -> None:
    first = await clerk.send()
    assert await clerk.send() == Sent("request-2", first.at) != first  # type: ignore[union-attr]
    [token] = clerk.server.tokens
    assert clerk.server.authorised == ["Bearer token-1"] * 2
    assert token["scope"] == "https://graph.microsoft.com/.default"
    assert token["grant_type"] == "client_credentials"
    came = clerk.server.sent[0]
    assert came["subject"] == "RR-2026-001: rapid review"
    assert came["body"]["content"].startswith("Case reference: RR-2026-001\n")
    assert came["toRecipients"] == [{"emailAddress": {"address": PANEL}}]
    assert came["attachments"][0]["name"] == "RR-2026-001 pack.zip"
    assert came["internetMessageHeaders"][0]["value"] == str(mail().id)


async def test_the_application_proves_itself_by_its_certificate_and_sends_no_secret(clerk: Clerk) -> None:
    await clerk.send()
    [asked] = clerk.server.tokens
    assert "client_secret" not in asked
    key: Any = load_pem_x509_certificate(certificate_pem()[1]).public_key()
    endpoint = f"{clerk.server.url}/tenant/oauth2/v2.0/token"
    said = jwt.decode(asked["client_assertion"], key, ["PS256"], audience=endpoint)
    assert said["iss"] == "the-app"


async def test_told_to_wait_it_waits_as_long_and_everybody_with_it(clerk: Clerk) -> None:
    clerk.server.answers.append(Says(429, after="17"))
    assert isinstance(await clerk.send(), Sent)
    assert clerk.waits.slept == [17.0]
    assert len(clerk.server.sent) == 1


async def test_told_to_wait_for_long_it_comes_again_another_time(clerk: Clerk) -> None:
    clerk.server.answers.append(Says(429, after="600"))
    assert await clerk.send() == Refused("graph_quiet", retryable=True, after=600.0)
    clerk.waits.seconds += 200
    assert await clerk.send() == Refused("graph_quiet", retryable=True, after=400.0)
    assert clerk.server.asked == ["POST sendMail"], "the second did not even ask"
    clerk.waits.seconds += 400
    assert isinstance(await clerk.send(), Sent)


@pytest.mark.parametrize("says", [Says(503, after="5", done=True), Says(504), Says(0, done=True), Says(0)])
async def test_an_answer_that_leaves_it_open_is_for_a_person_to_look_into(clerk: Clerk, says: Says) -> None:
    clerk.server.answers.append(says)
    outcome = await clerk.send()
    assert isinstance(outcome, Unknown)
    assert clerk.server.asked == ["POST sendMail"], "never again by itself"
    assert clerk.waits.slept == []


async def test_an_authority_that_is_out_of_order_harms_nothing_and_may_be_asked_again(clerk: Clerk) -> None:
    clerk.server.token_answers.append(503)
    assert await clerk.send() == Refused("graph_no_token MsalServiceError", retryable=True)
    assert clerk.server.asked == clerk.waits.slept == []
    clerk.office.msal_remembers.clear()  # It would give the same answer for five seconds.
    assert isinstance(await clerk.send(), Sent)


async def test_a_server_that_is_not_there_is_tried_again_and_nothing_was_sent(clerk: Clerk) -> None:
    await clerk.send()  # So that there is a token.
    clerk.mailer = clerk.office.mailer(clerk.office.graph("https://127.0.0.1:9"))
    assert await clerk.send() == Refused("graph_no_connection", retryable=True)
    assert clerk.waits.slept == [2.0, 4.0, 8.0]


async def test_a_token_that_is_refused_is_fetched_anew(clerk: Clerk) -> None:
    clerk.server.answers.append(Says(401))
    assert isinstance(await clerk.send(), Sent)
    assert clerk.server.authorised == ["Bearer token-1", "Bearer token-2"]


async def test_a_refusal_is_final_and_says_why(clerk: Clerk) -> None:
    clerk.server.answers.append(Says(403, code="ErrorAccessDenied"))
    assert await clerk.send() == Refused("graph 403 ErrorAccessDenied", retryable=False)


async def test_a_large_file_is_brought_in_pieces_and_then_sent(clerk: Clerk) -> None:
    clerk.server.pieces.append(Says(503, after="3"))
    assert await clerk.send(SMALL, LARGE) == Sent("<draft-1@example>", StillClock().now())
    [came] = clerk.server.sent
    assert came["attachments"][1] == {"name": "RR-2026-001 document 2.pdf", "content": LARGE.content}
    first = f"PUT bytes 0-{PIECE_BYTES - 1}/7680000"
    assert clerk.server.asked == [
        "POST messages",
        "POST messages/*/attachments",
        "POST messages/*/attachments/createUploadSession",
        first,
        first,
        f"PUT bytes {PIECE_BYTES}-7679999/7680000",
        "POST messages/*/send",
    ]
    passes = [told for told, what in zip(clerk.server.authorised, clerk.server.asked, strict=True) if "PUT" in what]
    assert passes == ["", "", ""], "the address is a pass in itself"


async def test_a_draft_that_cannot_be_filled_is_thrown_away_and_nothing_was_sent(clerk: Clerk) -> None:
    clerk.server.on["POST messages"] = Says(500, done=True)
    assert await clerk.send(LARGE) == Refused("graph 500 someCode", retryable=True)
    clerk.server.pieces.append(Says(400))
    assert await clerk.send(LARGE) == Refused("graph 400 someCode", retryable=False)
    assert [*clerk.server.drafts] == ["draft-1"], "the first was never heard of, and is empty"
    assert clerk.server.sent == []


async def test_a_draft_of_which_nobody_knows_whether_it_went_is_left_to_be_looked_at(clerk: Clerk) -> None:
    clerk.server.on["POST messages/*/send"] = Says(502)
    assert isinstance(await clerk.send(LARGE), Unknown)
    assert len(clerk.server.drafts) == 1
    assert clerk.server.asked[-1] == "POST messages/*/send"


async def test_a_large_file_goes_to_microsoft_only(clerk: Clerk) -> None:
    strict = GraphMail(clerk.office.graph(), StillClock())
    assert await strict.send(mail(LARGE)) == Refused("graph_strange_host", retryable=False)
    assert on_microsofts_mail_hosts("https://outlook.office.com/api/v2.0/x?authtoken=y")
    assert not on_microsofts_mail_hosts("https://outlook.office.com.evil.example/x")


async def test_no_log_line_says_whose_or_to_whom(clerk: Clerk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clerk.server.answers.extend([Says(403), Says(0)])
    clerk.server.token_answers.append(503)
    outcomes = [await clerk.send() for _ in range(3)]
    clerk.office.msal_remembers.clear()
    outcomes += [await clerk.send(SMALL, LARGE) for _ in range(3)]
    ours = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]  # The stand-in's own.
    assert len(ours) >= 3
    said = "".join(ours) + repr(outcomes) + repr(mail())
    for secret in (PANEL, MAILBOX, "Alfie", "token-1", "pass=secret"):
        assert secret not in said
