"""Where a message goes: to a person in their own chat, into a channel, or back to where somebody spoke."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.connector import STRANGE_HOST
from bot.ladder import MOST_ATTEMPTS
from bot.surroundings import Surroundings
from rapid_review.case import Case
from storage.messages import Message
from storage.work import Work

TEAMS_SERVICE_URL = "https://smba.trafficmanager.net/teams/"
"""Where to write first when nobody of the tenant has been met."""


GOVERNMENT_HOST = "smba.infra.gcc.teams.microsoft.com"
"""Where Teams sends bots of the government cloud ("InvalidBotApiHost"). Used only if the settings name it."""

DEMO_TRIES = 3


class NotReachable(Exception):
    """There is no way to this recipient now; the message is a code, and `tries` how often it is worth trying."""

    def __init__(self, code: str, tries: int = MOST_ATTEMPTS) -> None:
        super().__init__(code)
        self.tries = tries


@dataclass(frozen=True)
class Target:
    """A place to send to. Without a conversation one is begun: with the person, or a thread in the channel."""

    key: str
    """Under which the conversation is kept; empty when it is not."""
    service_url: str
    tenant: str = ""
    conversation: str = ""
    person: str = ""
    channel: str = ""

    @property
    def place(self) -> str:
        """What Teams counts sends by, as far as is known."""
        return self.conversation or self.channel or self.person

    def at(self, conversation: str) -> "Target":
        return replace(self, conversation=conversation)


def find_target(work: Work[Case], message: Message, around: Surroundings) -> Target:
    """Raises `NotReachable`."""
    if message.route == "conversation":
        return Target("", message.args["service_url"], conversation=message.to)
    if message.route == "channel":
        return _channel(work, message.to, around)
    return _person(work, message.to, around)


def _person(work: Work[Case], person: str, around: Surroundings) -> Target:
    known = work.conversation_of(person)
    if known and known.tenant and known.tenant not in around.tenants():
        raise NotReachable("other_tenant", tries=1)  # A guest: what we send there is never seen (F66).
    if known and not known.dead_code:
        return Target(person, known.service_url, known.tenant, known.conversation, person)
    if around.settings.demo:
        # The Playground cannot begin a chat by directory id; its people are met when it starts.
        raise NotReachable("not_met", DEMO_TRIES)
    service_url = known.service_url if known and known.dead_code != STRANGE_HOST else _first_address(around)
    return Target(person, service_url, known.tenant if known else _home(around), person=person)


def _channel(work: Work[Case], name: str, around: Surroundings) -> Target:
    channel = around.partnership().channels.get(name, "")
    if not channel:
        raise NotReachable("no_channel")
    known = work.channel_of(channel)
    if known and known.dead_code:
        raise NotReachable("channel_dead")
    if known:
        return Target(channel, known.service_url, known.tenant, channel=channel)
    if around.settings.demo:
        raise NotReachable("not_met")
    return Target(channel, _first_address(around), _home(around), channel=channel)


def _home(around: Surroundings) -> str:
    return around.settings.app_tenant_id or min(around.tenants())


def _first_address(around: Surroundings) -> str:
    return (
        at_government_host(TEAMS_SERVICE_URL) if GOVERNMENT_HOST in around.settings.extra_hosts else TEAMS_SERVICE_URL
    )


def at_government_host(service_url: str) -> str:
    """The same address in the government cloud."""
    return urlsplit(service_url)._replace(scheme="https", netloc=GOVERNMENT_HOST).geturl()
