"""One thing a person did in Teams, and what they get back: all that passes between the edge and the dialogs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from rapid_review.documents import NotTaken
from rapid_review.openly import Open
from rapid_review.people import PersonId

Card = dict[str, Any]
"""An adaptive card as plain JSON-ready data; or another attachment Teams knows, which names its `contentType`."""


@dataclass(frozen=True)
class Identity:
    """Who the activity says did it. Trusted: it comes from the Bot Connector, never from the card's data."""

    person: PersonId
    tenant: str
    name: str
    channel_id: str = ""
    """The person's id on the channel ("29:..."), needed to refresh cards and to write first in the Playground."""


@dataclass(frozen=True)
class Place:
    """The conversation it happened in, with all that is needed to write there again."""

    conversation: str
    kind: Literal["personal", "group", "channel"]
    service_url: str
    tenant: str
    team: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Upload:
    """A file that came with a message: held for its sender, or not taken and why."""

    name: str
    held: str = ""
    """The id it is held under."""
    refused: NotTaken | None = None


@dataclass(frozen=True)
class Turn:
    """Something typed (`said`), pressed (`verb` with `data`) or begun (verb "hello"), at one moment."""

    id: str
    """The activity's own id, made unique with its conversation by the edge."""
    who: Identity
    where: Place
    now: datetime
    said: str = ""
    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    on_message: str = ""
    """The id of the message whose button was pressed, if any."""
    automatic: bool = False
    """True when the client refreshed a card by itself, not the person."""
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What goes back: a card, and the one redacted sentence shown in notifications and lists (no personal data)."""

    card: Card
    summary: Open
    shows: str = ""
    """What is on it of which case, so that it can be emptied (`dialogs.emptying`); nothing where it is of none."""

    def __post_init__(self) -> None:
        """Whatever a card holds, its toast is `Open`: a slip is our mistake, seen by the first test that comes by."""
        if not isinstance(self.summary, Open):
            raise TypeError("A toast is made with openly.")

    @classmethod
    def of(cls, card: Card) -> "Answer":
        """A card of ours, which brings its own sentence along."""
        return cls(card, card["fallbackText"])
