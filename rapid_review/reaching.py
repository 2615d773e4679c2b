"""What became of a message, in words: one table from the codes of Teams and of mail to a cause and its remedy."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What became of a message, as people count it (F62, F64)."""

    QUEUED = "queued"
    SENT = "sent"
    SEEN = "seen"
    """The person did something in their chat after it was sent. Teams says no more than that."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """It was sent and nobody answered: it may have arrived."""
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Cause:
    """Why a message did not arrive, and what a person can do about it."""

    words: str
    remedy: str


UNCERTAIN = "uncertain"
"""How the code of a send begins of which nobody knows whether it arrived."""

_SAY_HELLO = "Ask them to open Rapid Review in Teams and send it any word. It can then write to them again."
_INSTALL = "Ask your IT team to install Rapid Review for them in Teams."
_IT = "Tell your IT team: only they can put this right."
_LATER = "Rapid Review tries again with the next reminder."
_DIRECTORY = "Check their entry in the partnership’s file."

_BLOCKED = Cause("They have blocked or removed Rapid Review in Teams.", _SAY_HELLO)
_NOT_INSTALLED = Cause("Rapid Review is not installed for them in Teams.", _INSTALL)
_SWITCHED_OFF = Cause("An administrator of Teams has switched Rapid Review off.", _IT)
_NOT_ALLOWED = Cause("Teams does not let Rapid Review write there.", _IT)
_CHAT_GONE = Cause("The chat is no longer there, and a new one could not be begun.", _SAY_HELLO)
_OUTSIDE = Cause(
    "Their Teams account is not in an organisation that Rapid Review works in. They may be a guest, or have left.",
    "Ask for an account in their own organisation, and put it in the partnership’s file.",
)
_TOO_LARGE = Cause("The message was too large for Teams.", "Tell your IT team, and give the details another way.")
_OUR_MISTAKE = Cause("Rapid Review made a mistake with this message.", _IT)
_BUSY = Cause("Teams could not take the message, however often it was tried.", _LATER)
_NO_ANSWER = Cause("It was sent, but Teams did not answer, so nobody knows whether it arrived.", _LATER)
_MAIL_REFUSED = Cause("The mail server did not take the e-mail.", "Check the e-mail address in the partnership’s file.")
_NO_MAIL = Cause("E-mail is not set up for Rapid Review.", "Ring them.")
_DEFAULT = Cause("Teams did not take the message.", _IT)

CAUSES: dict[str, Cause] = {
    # The Bot Connector's own codes
    "ConversationBlockedByUser": _BLOCKED,
    "MessageWritesBlocked": _BLOCKED,
    "BotNotInConversationRoster": _NOT_INSTALLED,
    "BotDisabledByAdmin": _SWITCHED_OFF,
    "NotEnoughPermissions": _NOT_ALLOWED,
    "InvalidBotApiHost": Cause("Rapid Review is set up for another cloud of Teams than theirs.", _IT),
    "BotNotRegistered": Cause("Teams does not know Rapid Review: it is not registered rightly.", _IT),
    "ConversationNotFound": _CHAT_GONE,
    "ActivityNotFoundInConversation": _CHAT_GONE,
    "BadSyntax": _OUTSIDE,  # "Invalid user identity in provided tenant", when a chat is begun by directory id.
    "MessageSizeTooBig": _TOO_LARGE,
    # Its statuses, where it gave no code that we know
    "400": _OUR_MISTAKE,
    "401": Cause("Teams did not accept Rapid Review’s password.", _IT),
    "403": _NOT_ALLOWED,
    "404": _CHAT_GONE,
    "413": _TOO_LARGE,
    "412": _BUSY,
    "429": _BUSY,
    "503": _BUSY,
    "paced": _BUSY,
    "no_connection": Cause("Rapid Review could not reach Teams.", _LATER),
    "no_token": Cause("Rapid Review could not sign in to Teams.", _IT),
    # Our own
    UNCERTAIN: _NO_ANSWER,
    "other_tenant": _OUTSIDE,
    "not_met": Cause("They have never opened Rapid Review in Teams.", _SAY_HELLO),
    "no_channel": Cause("The partnership’s file names no such channel.", "Put the channel in the partnership’s file."),
    "channel_dead": Cause("Rapid Review is no longer in that channel.", "Add Rapid Review to the team in Teams again."),
    "guest_in_channel": Cause(
        "Somebody from outside the partnership’s organisations can read that channel, so nothing is posted there.",
        "Remove the guest from the team in Teams. Posting begins again within five minutes of the next change.",
    ),
    "no_roster": Cause("Teams did not say who can read that channel, so nothing is posted there.", _IT),
    "strange_host": Cause("The address that was kept for it is not one of Teams’, so nothing was sent there.", _IT),
    "card_too_large": _TOO_LARGE,
    "no_conversation_id": _OUR_MISTAKE,
    "internal": _OUR_MISTAKE,
    "expired": Cause("It could not be sent while it still mattered.", _LATER),
    # Mail
    "mail": _MAIL_REFUSED,
    "no_mail": _NO_MAIL,
    "no_address": Cause("There is no e-mail address for them.", _DIRECTORY),
    "mail_no_connection": Cause("The mail server could not be reached.", _IT),
    "mail_insecure": Cause("The mail server offers no safe connection.", _IT),
    "mail_login": Cause("The mail server did not accept Rapid Review’s password.", _IT),
}


def cause(code: str) -> Cause:
    """What a code of the outbox, such as "403 BotDisabledByAdmin", means. Its most telling part decides."""
    parts = code.split()
    if parts[:1] == [UNCERTAIN]:
        return _NO_ANSWER
    return next((CAUSES[part] for part in reversed(parts) if part in CAUSES), _DEFAULT)


def fate(state: str, code: str = "", *, sent_at: datetime | None = None, seen_at: datetime | None = None) -> Fate:
    """What became of a message, from the outbox's own state and code."""
    match state:
        case "sent":
            return Fate.SEEN if sent_at and seen_at and seen_at > sent_at else Fate.SENT
        case "cancelled" | "superseded":
            return Fate.CANCELLED
        case "failed" | "uncertain":
            return Fate.UNKNOWN if code.startswith(UNCERTAIN) else Fate.REFUSED
    return Fate.QUEUED


def said(became: Fate, code: str = "") -> str:
    """The same in a sentence or two, for a card."""
    match became:
        case Fate.QUEUED if code:
            return f"Not sent yet. {cause(code).words} It is tried again by itself."
        case Fate.QUEUED:
            return "Waiting to be sent."
        case Fate.SENT:
            return "Sent."
        case Fate.SEEN:
            return "Sent, and they have used the chat since."
        case Fate.CANCELLED:
            return "Not needed any more, so not sent."
        case Fate.REFUSED | Fate.UNKNOWN:
            return cause(code).words
