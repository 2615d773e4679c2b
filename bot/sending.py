"""Which way documents and meetings leave, as the settings have it."""

from dataclasses import dataclass

from aiohttp import ClientSession

from bot.clock import Clock
from bot.graph import Graph
from bot.graph_calendar import GraphCalendar
from bot.graph_mail import GraphMail
from bot.identity import graph_tokens
from bot.outward import ByHand, ByPost, Mailer
from bot.post import Post
from bot.settings import Settings


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
