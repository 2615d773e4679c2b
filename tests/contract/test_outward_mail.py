"""What leaves for somebody outside: by SMTP, by hand, and never with a word more than a reference."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from conftest import StillClock, running
from mailserver import Mailbox, certificate_pem, certificates
from standins import Teams

from bot.certificate import certificate_in
from bot.graph_calendar import GraphCalendar
from bot.graph_mail import GraphMail
from bot.invitation import invitation_mail
from bot.outward import Attachment, ByHand, ByPost, Noun, OutwardMail, Refused, Sent, Unknown
from bot.post import Post
from bot.sending import Sending, sending
from bot.settings import Settings
from documents.invitation import Appointment, Place
from documents.redacted import Redacted, Wording

PANEL = "mailbox.panel@education.example"
FROM = "rapid.review@fellshire.example"
NOW = StillClock().now()


def mail(*attachments: Attachment) -> OutwardMail:
    return OutwardMail("RR-2026-001:panel:1", PANEL, Redacted(Wording.PANEL, "RR-2026-001"), attachments)


@pytest.fixture
def by_post(mailbox: Mailbox) -> ByPost:
    settings = Settings(mail_host="127.0.0.1", mail_port=mailbox.port, mail_from=FROM)
    return ByPost(Post(settings, certificates()[1]).patient(), StillClock())


async def test_documents_arrive_whole_and_are_called_after_nobody(by_post: ByPost, mailbox: Mailbox) -> None:
    pack, letter = bytes(range(256)) * 1_200, "Zoë’s letter".encode()
    sent = await by_post.send(mail(Attachment(Noun.PACK, "zip", pack), Attachment(Noun.DOCUMENT, "txt", letter, 2)))
    [came] = mailbox.came
    assert sent == Sent(str(came["Message-ID"]), NOW)
    assert mailbox.secure == [True]
    assert came["Subject"] == "RR-2026-001: rapid review"
    files: Any = [*came.iter_attachments()]
    assert [file.get_filename() for file in files] == ["RR-2026-001 pack.zip", "RR-2026-001 document 2.txt"]
    assert [file.get_payload(decode=True) for file in files] == [pack, letter]
    body = came.get_body()
    assert body
    assert body.get_content().startswith("Case reference: RR-2026-001")


async def test_an_invitation_tells_the_calendar_that_it_is_one(by_post: ByPost, mailbox: Mailbox) -> None:
    begins = datetime(2026, 12, 9, 14, 30, tzinfo=UTC)
    meeting = Appointment("RR-2026-001", 1, begins, begins + timedelta(hours=2), Place.TEAMS, (PANEL,))
    await by_post.send(invitation_mail(meeting, "CANCEL", FROM, PANEL, NOW))
    [file] = mailbox.came[0].iter_attachments()
    assert dict(file["Content-Type"].params) == {"method": "CANCEL", "charset": "utf-8"}
    assert file.get_payload(decode=True).startswith(b"BEGIN:VCALENDAR\r\n")  # type: ignore[union-attr]


async def test_what_a_mail_server_says_is_told_apart(by_post: ByPost, mailbox: Mailbox) -> None:
    mailbox.answers.extend(["554 No", "451 Later", ""])
    outcomes = [await by_post.send(mail()) for _ in range(3)]
    assert outcomes == [
        Refused("mail 554", retryable=False),
        Refused("mail 451", retryable=True),
        Unknown("mail_no_answer", NOW),
    ]
    assert len(mailbox.came) == 1, "the last had come after all, and is not sent again"


@pytest.mark.parametrize("reference", ["", "Alfie Moss", "RR-2026-001 Alfie", "RR-2026-001\n", "rr-2026-001", "RR-1"])
@pytest.mark.parametrize("wording", [Wording.PANEL, Wording.MEETING])
def test_a_subject_holds_a_reference_or_is_not_made(wording: Wording, reference: str) -> None:
    with pytest.raises(ValueError, match="reference is wanted") as refused:
        Redacted(wording, reference)
    assert "Alfie" not in str(refused.value)


def test_words_and_names_of_ones_own_are_not_taken() -> None:
    typed: Any = "Alfie Moss"
    with pytest.raises(ValueError, match="fixed texts"):
        Redacted(typed, "RR-2026-001")
    for noun, ending in ((typed, "pdf"), (Noun.DOCUMENT, typed)):
        with pytest.raises(ValueError, match="known nouns"):
            Attachment(noun, ending, b"")
    for to in ("", "Panel <panel@x.example>", "a@x.example, b@x.example"):
        with pytest.raises(ValueError, match="single e-mail"):
            OutwardMail("key", to, Redacted(Wording.PANEL, "RR-2026-001"))


@pytest.mark.parametrize("wording", Wording)
def test_every_text_is_short_and_gives_only_the_reference(wording: Wording) -> None:
    one, other = Redacted(wording, "RR-2026-001"), Redacted(wording, "RR-2027-999")
    assert one.subject.replace("RR-2026-001", "RR-2027-999") == other.subject
    assert one.body.replace("RR-2026-001", "RR-2027-999") == other.body
    assert len(one.subject) < 60


async def test_unless_told_otherwise_a_person_sends_and_says_so() -> None:
    by_hand = ByHand()
    assert by_hand.by_hand
    assert await by_hand.send(mail()) == Refused("by_hand", retryable=False)


GRAPH = {"send_by": "graph", "graph_mailbox": FROM, "app_tenant_id": "t", "app_id": "a", "app_password": "p"}


async def test_the_settings_name_the_way_and_a_demonstration_sends_nothing() -> None:
    async with ClientSession() as session:

        def way(**settings: Any) -> Sending:
            given = Settings(**settings)
            return sending(given, session, StillClock(), Post(given))

        assert isinstance(way().mailer, ByHand)
        assert isinstance(way(send_by="smtp", mail_host="mail.example.org").mailer, ByPost)
        assert isinstance(way(**GRAPH).mailer, GraphMail)
        assert isinstance(way(**GRAPH).calendar, GraphCalendar)
        assert isinstance(way(**GRAPH, env="demo").mailer, ByHand)
        assert isinstance(way(send_by="smtp", mail_host="127.0.0.1", env="demo").mailer, ByHand)


async def test_the_running_bot_has_the_way_that_its_settings_name(teams: Teams, settings: Settings) -> None:
    async with running(teams, settings) as bot:
        assert bot.parts.sending.mailer.by_hand
    by_graph = settings.model_copy(update={"send_by": "graph", "graph_mailbox": FROM})
    async with running(teams, by_graph) as bot:
        assert isinstance(bot.parts.sending.mailer, GraphMail)


def test_a_certificate_is_whole_or_nothing(tmp_path: Any) -> None:
    secret, pem = certificate_pem()
    for content, found in ((secret + pem, True), (pem + secret, True), (secret, False), (pem, False), (b"\xff", False)):
        (file := tmp_path / "own.pem").write_bytes(content)
        assert (certificate_in(file) is not None) is found
    assert certificate_in(tmp_path / "nowhere.pem") is None
