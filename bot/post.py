"""Sends an e-mail by SMTP: to somebody whom Teams does not reach, or with documents to somebody outside.

It goes out in a thread of its own, over a connection that nobody can read along. A Message-ID made from the outbox's
key stays the same when a message is sent again, so that a repeat can be recognised.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from hashlib import sha256
from uuid import UUID

from bot.connector import NotSent, Posted, Rejected, Throttled, Uncertain
from bot.settings import Settings
from cards.reach.reaching import Letter

STEP_SECONDS = 8.0
"""How long the mail server may take over each step."""
AT_ONCE = 16
ALL_SECONDS = 25.0
"""Well below half of the lease on a message."""
PATIENT_STEP_SECONDS, PATIENT_SECONDS = 120.0, 300.0


@dataclass(frozen=True)
class Envelope:
    """An e-mail, and to whom it goes."""

    key: str
    to: str
    letter: Letter
    files: tuple[tuple[str, str, bytes], ...] = ()
    """Attachments: name, media type, content."""

    @property
    def message_id(self) -> str:
        """The same for the same message of the outbox, without saying what it is about."""
        return str(UUID(bytes=sha256(self.key.encode()).digest()[:16]))


@dataclass(frozen=True)
class Post:
    """The mail server that the settings name."""

    settings: Settings
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "mail"))
    """Their own: a mail server that says nothing must not hold up what else waits for a thread, such as a name."""
    step_seconds: float = STEP_SECONDS
    all_seconds: float = ALL_SECONDS

    def patient(self) -> "Post":
        """For documents: a server looks into each before it answers, and giving up on it tells nobody anything."""
        return replace(self, step_seconds=PATIENT_STEP_SECONDS, all_seconds=PATIENT_SECONDS)

    async def send(self, envelope: Envelope) -> Posted:
        """Raises `NotSent` in its kinds; the codes begin with "mail"."""
        try:
            async with asyncio.timeout(self.all_seconds):
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(self.threads, self._hand_over, envelope)
        except TimeoutError:
            raise Uncertain("mail_no_answer") from None  # The thread may yet come to a good end.
        return Posted("", self._message_id(envelope))

    def _message_id(self, envelope: Envelope) -> str:
        return f"<{envelope.message_id}@{self.settings.mail_from.partition('@')[2]}>"

    def _message(self, envelope: Envelope) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self.settings.mail_from
        message["To"] = Address(addr_spec=envelope.to)
        message["Subject"] = envelope.letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = self._message_id(envelope)
        message["Auto-Submitted"] = "auto-generated"  # So that no holiday notice answers it.
        message.set_content(envelope.letter.body)
        for name, media, content in envelope.files:
            _attach(message, name, media, content)
        return message

    def _hand_over(self, envelope: Envelope) -> None:
        message = self._message(envelope).as_bytes()  # In this thread: encoding a large file takes a while.
        with _told_apart("mail_no_connection"), closing(self._connected()) as server:
            self._greet(server)
            server.ehlo_or_helo_if_needed()
            _require(server.mail(self.settings.mail_from))
            _require(server.rcpt(envelope.to))
            with _told_apart("mail_no_answer", sent=True):
                _require(server.data(message))
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # It has the message; how it takes leave makes no difference.

    def _connected(self) -> smtplib.SMTP:
        settings = self.settings
        if settings.mail_security == "tls":
            return smtplib.SMTP_SSL(
                settings.mail_host, settings.mail_port, timeout=self.step_seconds, context=self.trusted
            )
        return smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=self.step_seconds)

    def _greet(self, server: smtplib.SMTP) -> None:
        if self.settings.mail_security == "starttls":
            server.starttls(context=self.trusted)
        if self.settings.mail_user:
            server.login(self.settings.mail_user, self.settings.mail_password.get_secret_value())


def _attach(message: EmailMessage, name: str, media: str, content: bytes) -> None:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = media
    kind = part["Content-Type"]
    message.add_attachment(content, kind.maintype, kind.subtype, filename=name, params=dict(kind.params))


def _require(answer: tuple[int, bytes]) -> None:
    if answer[0] >= 300:
        raise smtplib.SMTPResponseException(*answer)


@contextmanager
def _told_apart(silence: str, *, sent: bool = False) -> Iterator[None]:
    """Which kind of failure it was: refused, not now, or (once it is `sent`) nobody knows."""
    try:
        yield
    except NotSent:
        raise
    except smtplib.SMTPAuthenticationError:
        raise Throttled("mail_login") from None  # Somebody may put the password right; the message can wait.
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        raise Throttled("mail_insecure") from None
    except smtplib.SMTPResponseException as said:
        kind = Rejected if said.smtp_code >= 500 else Throttled
        raise kind(f"mail {said.smtp_code}") from None
    except (smtplib.SMTPException, OSError):
        raise (Uncertain if sent else Throttled)(silence) from None
