"""Where a message goes: to a person in their own chat, into a channel, or back to where somebody spoke."""

from dataclasses import dataclass, replace

from bot.surroundings import Surroundings
from rapid_review.case import Case
from storage.messages import Message
from storage.work import Work

TEAMS_SERVICE_URL = "https://smba.trafficmanager.net/teams/"
"""Where to write first when nobody of the tenant has been met."""


class NotReachable(Exception):
    """There is no way to this recipient now; the message is a code."""


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
    if known and not known.dead_code:
        return Target(person, known.service_url, known.tenant, known.conversation, person)
    if around.settings.demo:
        # The Playground cannot begin a chat by directory id; its people are met when it starts.
        raise NotReachable("not_met")
    service_url = known.service_url if known else TEAMS_SERVICE_URL
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
    return Target(channel, TEAMS_SERVICE_URL, _home(around), channel=channel)


def _home(around: Surroundings) -> str:
    return around.settings.app_tenant_id or min(around.tenants())
