"""A real mail server on loopback, with a certificate of its own, that remembers what it was sent."""

import asyncio
import ipaddress
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from standins import rsa_key


@dataclass
class Mailbox:
    """What came, and what is to be answered to the next ones."""

    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    recipients: deque[str] = field(default_factory=deque)
    """Answers to the next recipients, in place of taking them."""
    answers: deque[str] = field(default_factory=deque)
    """Answers to the next messages; an empty one breaks the connection off after the message has come."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.recipients:
            return self.recipients.popleft()
        envelope.rcpt_tos.append(address)
        return "250 Taken"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.popleft() if self.answers else "250 Taken"
        if answer == "" or answer.startswith("250"):
            self.came.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            self.to += envelope.rcpt_tos
            self.secure.append(session.ssl is not None)
        if answer == "":
            server.transport.abort()
        return answer or "250 Taken"


@asynccontextmanager
async def mail_on_loopback(*, tls: bool = True, first_byte: bool = False, password: str = "") -> AsyncIterator[Mailbox]:
    """A running mail server: STARTTLS is required unless it has no `tls`, or has it from the first byte."""
    mailbox, (context, _) = Mailbox(), certificates()

    def check(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password.decode() == password, handled=False)

    def protocol() -> SMTP:
        starttls = tls and not first_byte
        return SMTP(
            mailbox,
            hostname="localhost",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_required=bool(password),
            authenticator=check if password else None,
            auth_require_tls=starttls,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if first_byte else None)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
        await server.wait_closed()


@cache
def certificate_pem(days_ago: int = 1, bits: int = 2048) -> tuple[bytes, bytes]:
    """The private key and the certificate of 127.0.0.1, which is good for three days."""
    key, name = rsa_key("mail", bits), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    began = datetime.now(UTC) - timedelta(days=days_ago)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret, pem


@cache
def certificates() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The mail server's side, and the side of somebody who trusts it."""
    secret, pem = certificate_pem()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "mail.pem"
        file.write_bytes(secret + pem)
        server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=pem.decode())
