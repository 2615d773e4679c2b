"""Teams' activities, from plain data to what the dialogs understand. Nothing here waits or remembers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from bot.file_offers import FILE_CONSENT, consent_in
from dialogs.turn import Identity, Place, Turn

CARD_ACTION = "adaptiveCard/action"
MOST_MENTIONS = 3
"""Nobody names the bot more often in one message, and for each the whole text is gone through: a thousand of them would
hold up everybody for a second (G13)."""


class BadActivity(Exception):
    """The activity lacks what every activity from Teams has; the message is a code for the log."""


@dataclass(frozen=True)
class Envelope:
    """What every activity carries, checked: where it comes from, before anybody looks at what it says."""

    id: str
    type: str
    name: str
    service_url: str
    tenants: frozenset[str]
    """Every tenant the activity names. They should all be one."""
    who: Identity
    where: Place


def open_envelope(activity: Mapping[str, Any]) -> Envelope:
    """Raises `BadActivity`."""
    conversation = _object(activity, "conversation")
    channel_data = activity.get("channelData") or {}
    if _text(activity, "channelId") != "msteams" or not isinstance(channel_data, dict):
        raise BadActivity("not_from_teams")
    type_, service_url = _text(activity, "type"), _text(activity, "serviceUrl")
    id = _text(activity, "id", required=type_ in ("message", "invoke"))
    stated = (_inner(channel_data, "tenant", "id"), _text(conversation, "tenantId", required=False))
    tenants = frozenset(tenant.lower() for tenant in stated if tenant)
    tenant = next(iter(tenants), "")
    return Envelope(
        id=id,
        type=type_,
        name=_text(activity, "name", required=False),
        service_url=service_url,
        tenants=tenants,
        who=_identity(_object(activity, "from"), tenant),
        where=_place(conversation, channel_data, service_url, tenant),
    )


def turn_from(activity: Mapping[str, Any], envelope: Envelope, now: datetime) -> Turn | None:
    """What the person did, or None for what the bot has no answer to. Raises `BadActivity`."""
    if envelope.type == "message":
        return _message(activity, envelope, now)
    if envelope.type == "invoke" and envelope.name == CARD_ACTION:
        return _card_action(activity, envelope, now)
    if envelope.type == "invoke" and envelope.name == FILE_CONSENT:
        verb, data = consent_in(_object(activity, "value"))
        return _turn(envelope, now, verb=verb, data=data, on_message=_text(activity, "replyToId", required=False))
    if _bot_was_added(activity, envelope):
        # Adding the bot brings two activities or more; one welcome a day is enough.
        return _turn(envelope, now, id=f"hello {now:%Y-%m-%d}", verb="hello")
    return None


def _message(activity: Mapping[str, Any], envelope: Envelope, now: datetime) -> Turn:
    value = activity.get("value")
    on_message = _text(activity, "replyToId", required=False)
    if isinstance(value, dict) and isinstance(value.get("verb"), str):
        # Clients too old for Action.Execute press the fallback, Action.Submit.
        data = {name: inner for name, inner in value.items() if name not in ("verb", "msteams")}
        return _turn(envelope, now, verb=value["verb"], data=data, on_message=on_message)
    return _turn(envelope, now, said=_said(activity), on_message=on_message)


def _card_action(activity: Mapping[str, Any], envelope: Envelope, now: datetime) -> Turn:
    value = _object(activity, "value")
    action = _object(value, "action")
    data = action.get("data") or {}
    if not isinstance(data, dict):
        raise BadActivity("bad_data")
    return _turn(
        envelope,
        now,
        verb=_text(action, "verb"),
        data={name: inner for name, inner in data.items() if name != "msteams"},
        on_message=_text(activity, "replyToId", required=False),
        automatic=value.get("trigger") == "automatic",
    )


def _turn(envelope: Envelope, now: datetime, *, id: str = "", **done: Any) -> Turn:
    who, where = envelope.who, envelope.where
    return Turn(id=f"{where.conversation}|{id or envelope.id}", who=who, where=where, now=now, **done)


def _bot_was_added(activity: Mapping[str, Any], envelope: Envelope) -> bool:
    if envelope.type == "installationUpdate":
        return activity.get("action") in ("add", "add-upgrade")
    if envelope.type != "conversationUpdate":
        return False
    bot, added = _inner(activity, "recipient", "id"), activity.get("membersAdded")
    return isinstance(added, list) and any(
        isinstance(member, dict) and member.get("id") == bot != "" for member in added
    )


def _said(activity: Mapping[str, Any]) -> str:
    """The text without the bot's own name, which must be said to be heard in a channel."""
    text = _text(activity, "text", required=False)
    for mention in islice(_mentions(activity), MOST_MENTIONS):
        text = text.replace(mention, "", 1)
    return text.strip()


def _mentions(activity: Mapping[str, Any]) -> Iterator[str]:
    """How the bot was named, each time that it was."""
    entities, bot = activity.get("entities"), _inner(activity, "recipient", "id")
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, dict) and entity.get("type") == "mention" and _inner(entity, "mentioned", "id") == bot:
            yield _text(entity, "text", required=False)


def _identity(sender: Mapping[str, Any], tenant: str) -> Identity:
    return Identity(
        person=_text(sender, "aadObjectId", required=False).lower(),
        tenant=tenant,
        name=_text(sender, "name", required=False),
        channel_id=_text(sender, "id"),
    )


def _place(conversation: Mapping[str, Any], channel_data: Mapping[str, Any], service_url: str, tenant: str) -> Place:
    id = _text(conversation, "id")
    team, channel = _inner(channel_data, "team", "id"), _inner(channel_data, "channel", "id")
    kind = _kind(_text(conversation, "conversationType", required=False), channel or team)
    if kind == "channel":
        # A thread is the channel's id and the id of its first message; General has the team's own id.
        channel = channel or id.partition(";")[0]
    return Place(id, kind, service_url, tenant, team=team, channel=channel)


def _kind(stated: str, channel: str) -> Literal["personal", "group", "channel"]:
    if stated == "channel" or (not stated and channel):
        return "channel"
    return "group" if stated == "groupChat" else "personal"


def _object(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = holder.get(name)
    if not isinstance(found, dict):
        raise BadActivity(f"bad_{name.lower()}")
    return found


def _text(holder: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    found = holder.get(name)
    if found is None and not required:
        return ""
    if not isinstance(found, str) or (required and not found):
        raise BadActivity(f"bad_{name.lower()}")
    return found


def _inner(holder: Mapping[str, Any], outer: str, name: str) -> str:
    """Text one level down; empty where any of it is missing or of another kind."""
    found = holder.get(outer)
    inner = found.get(name) if isinstance(found, dict) else None
    return inner if isinstance(inner, str) else ""
