"""Which way documents and meetings leave, as the settings have it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bot.clock import Clock
from bot.credentials import GRAPH, AppTokens
from bot.graph import Graph
from bot.graph_calendar import GraphCalendar
from bot.graph_mail import GraphMail
from bot.outward import ByHand, ByPost, Mailer
from bot.post import Post
from bot.settings import Settings

AUTHORITY = "https://login.microsoftonline.com"
_KEY = re.compile(r"-----BEGIN ((?:RSA )?PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN (CERTIFICATE)-----.+?-----END \1-----", re.DOTALL)


@dataclass(frozen=True)
class Sending:
    """The way of mail, and the calendar where there is one. Without one, the .ics file goes by mail or by hand."""

    mailer: Mailer
    calendar: GraphCalendar | None = None


def sending(settings: Settings, session: ClientSession, clock: Clock, post: Post) -> Sending:
    """What the settings say. The demonstration sends nothing, whatever they say."""
    if settings.demo or settings.send_by == "hand":
        return Sending(ByHand())
    if settings.send_by == "smtp":
        return Sending(ByPost(post.patient(), clock))
    graph = Graph(session, graph_tokens(settings), settings.graph_mailbox)
    return Sending(GraphMail(graph, clock), GraphCalendar(graph, clock))


def graph_tokens(settings: Settings) -> AppTokens:
    """As the application that may send: one of its own, or else the bot's."""
    tenant = settings.graph_tenant_id or settings.app_tenant_id
    app, credential = settings.app_id, credential_of(settings)
    return AppTokens(settings.graph_app_id or app, credential, f"{AUTHORITY}/{tenant}", GRAPH)


def credential_of(settings: Settings) -> str | Mapping[str, str]:
    """A client secret, or a certificate as MSAL takes it. ValueError if its file has gone wrong since the start."""
    if settings.graph_certificate:
        if (found := certificate_in(settings.graph_certificate)) is None:
            raise ValueError("RR_GRAPH_CERTIFICATE")
        return found
    own = settings.graph_secret if settings.graph_app_id else settings.app_password
    return own.get_secret_value()


def certificate_in(file: Path) -> dict[str, str] | None:
    """The private key and the certificate in this file; None if they are not both there."""
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    key, certificate = _KEY.search(text), _CERTIFICATE.search(text)
    return {"private_key": key[0], "public_certificate": certificate[0]} if key and certificate else None


def graph_settings(settings: Settings) -> list[str]:
    """The names of the settings for Graph that are given."""
    named = {name: field for name, field in type(settings).model_fields.items() if name.startswith("graph_")}
    return [str(field.alias) for name, field in named.items() if getattr(settings, name) != field.default]
