"""A message that is owed to somebody, as it waits in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from rapid_review.openly import Open, openly

NOTHING_SAID = openly("")

Route = Literal["person", "channel", "conversation", "mail", "outward"]
Mode = Literal["post", "edit", "upsert"]
"""Post anew; edit the slot's card and do nothing where there is none; or edit it and post where there is none."""


@dataclass(frozen=True)
class Message:
    """One thing owed to one recipient. Neither key, slot, view nor args may hold personal data.

    A message normally names a *view*: the card is drawn when it is sent, from the case as it is then, and the
    recipient's right to see it is asked again. Only the answer to something typed carries its card, sealed at rest.
    """

    key: str
    """Unique for ever, and says why it is owed: `RR-2026-001:summaries_due:2026-12-03:<person id>`."""
    to: str
    """A person's id (person, mail), an outward duty's (outward), a channel's purpose, or a conversation's id."""
    route: Route
    view: str
    due: datetime
    case: str = ""
    slot: str = ""
    """One live card per slot and recipient: the last card posted with it is the one that a later message edits."""
    mode: Mode = "post"
    args: Mapping[str, str] = field(default_factory=dict)
    card: Mapping[str, Any] | None = None
    summary: Open = NOTHING_SAID
    expires: datetime | None = None
    urgent: bool = False
    """Does not wait behind earlier messages to the same recipient that could not be sent yet."""
    alert: bool = True
    """Whether the recipient's feed lights up; edits never do."""
    follows: int | None = None
    """The message that did not arrive, when this one is what is done about it; see `contacts`."""
