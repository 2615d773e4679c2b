"""Sends an e-mail by SMTP: the fallback for somebody whom Teams does not reach.

It goes out in a thread of its own, over a connection that nobody can read along. A Message-ID made from the outbox's
key stays the same when a message is sent again, so that a repeat can be recognised.
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from hashlib import sha256

from bot.connector import NotSent, Posted, Rejected, Throttled, Uncertain
from bot.settings import Settings
from cards.reaching import Letter

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
STEP_SECONDS = 8.0
"""How long the mail server may take over each step."""
AT_ONCE = 16
ALL_SECONDS = 25.0
"""Well below half of the lease on a message."""


def is_address(text: str) -> bool:
    """Whether this is one plain e-mail address, and nothing that could add a line to a message."""
    return ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True)
class Envelope:
    """An e-mail, and to whom it goes."""

    key: str
    to: str
    letter: Letter

    @property
    def message_id(self) -> str:
        """The same for the same message of the outbox, without saying what it is about."""
        return sha256(self.key.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Post:
    """The mail server that the settings name."""

    settings: Settings
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "mail"))
    """Their own: a mail server that says nothing must not hold up what else waits for a thread, such as a name."""

    async def send(self, envelope: Envelope) -> Posted:
        """Raises `NotSent` in its kinds; the codes begin with "mail"."""
        message = self._message(envelope)
        try:
            async with asyncio.timeout(ALL_SECONDS):
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(self.threads, self._hand_over, message, envelope.to)
        except TimeoutError:
            raise Uncertain("mail_no_answer") from None  # The thread may yet come to a good end.
        return Posted("", str(message["Message-ID"]))

    def _message(self, envelope: Envelope) -> EmailMessage:
        sender = self.settings.mail_from
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = Address(addr_spec=envelope.to)
        message["Subject"] = envelope.letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{envelope.message_id}@{sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # So that no holiday notice answers it.
        message.set_content(envelope.letter.body)
        return message

    def _hand_over(self, message: EmailMessage, to: str) -> None:
        with _told_apart("mail_no_connection"), closing(self._connected()) as server:
            self._greet(server)
            server.ehlo_or_helo_if_needed()
            _require(server.mail(self.settings.mail_from))
            _require(server.rcpt(to))
            with _told_apart("mail_no_answer", sent=True):
                _require(server.data(message.as_bytes()))
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # It has the message; how it takes leave makes no difference.

    def _connected(self) -> smtplib.SMTP:
        settings = self.settings
        if settings.mail_security == "tls":
            return smtplib.SMTP_SSL(settings.mail_host, settings.mail_port, timeout=STEP_SECONDS, context=self.trusted)
        return smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=STEP_SECONDS)

    def _greet(self, server: smtplib.SMTP) -> None:
        if self.settings.mail_security == "starttls":
            server.starttls(context=self.trusted)
        if self.settings.mail_user:
            server.login(self.settings.mail_user, self.settings.mail_password.get_secret_value())


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
