"""What a message offers as files, and what somebody said to a file that was offered to them. Nothing here waits."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
FILE_CONSENT = "fileConsent/invoke"
LONGEST_NAME = 120
ACCEPTED, DECLINED = "document.accepted", "document.declined"


@dataclass(frozen=True)
class Offer:
    """A file as a message offers it. Without a URL it is something else: a pasted picture, or a card."""

    name: str
    url: str = ""
    picture: bool = False


@dataclass(frozen=True)
class Room:
    """Where in somebody's OneDrive there is room for a file."""

    upload_url: str
    content_url: str
    unique_id: str


def offers_in(activity: Mapping[str, Any]) -> list[Offer]:
    """Every message is also attached to itself as HTML; that is no file."""
    attached = activity.get("attachments")
    found = [part for part in (attached if isinstance(attached, list) else ()) if isinstance(part, dict)]
    return [_offer(part) for part in found if not _text(part, "contentType").startswith("text/html")]


def _offer(attachment: Mapping[str, Any]) -> Offer:
    kind, content = _text(attachment, "contentType"), attachment.get("content")
    if kind == DOWNLOAD:
        url = _text(content, "downloadUrl") if isinstance(content, dict) else ""
        return Offer(shown_name(_text(attachment, "name")), url)
    picture = kind.startswith("image/")
    return Offer("A picture" if picture else "Something that is not a file", picture=picture)


def shown_name(name: str) -> str:
    """A file's name without what cannot be seen or turns the writing round; its ending is kept."""
    seen = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip()
    stem, dot, ending = seen.rpartition(".")
    if len(seen) > LONGEST_NAME and dot and len(ending) < 10:
        return f"{stem[: LONGEST_NAME - 10]}….{ending}"
    return seen[:LONGEST_NAME] or "A file without a name"


def consent_in(value: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Whether the person took the file, and what our own card carried."""
    context = value.get("context")
    carried = context.items() if isinstance(context, dict) else ()
    data = {name: inner for name, inner in carried if isinstance(inner, str)}
    return (ACCEPTED if value.get("action") == "accept" else DECLINED), data


def room_in(activity: Mapping[str, Any]) -> Room | None:
    value = activity.get("value")
    info = value.get("uploadInfo") if isinstance(value, dict) else None
    if not isinstance(info, dict) or not (url := _text(info, "uploadUrl")):
        return None
    return Room(url, _text(info, "contentUrl"), _text(info, "uniqueId"))


def _text(holder: Mapping[str, Any], name: str) -> str:
    found = holder.get(name)
    return found if isinstance(found, str) else ""
