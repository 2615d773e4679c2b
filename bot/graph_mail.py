"""Mail through Microsoft Graph: in one request while it is small, else as a draft that is filled and then sent."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.answered import text_in
from bot.clock import Clock
from bot.connector import NotSent, Rejected, Throttled, Uncertain
from bot.file_transfer import Trusted, is_on
from bot.graph import Graph
from bot.outward import Attachment, Outcome, OutwardMail, Sent, outcome_of

SMALL_BYTES = 2_900_000
"""In all. Graph takes 4 MB in a request, and base64 makes a third more of a file."""
PIECE_BYTES = 12 * 320 * 1024
"""Of a large file, below the 4 MB that Graph takes at once."""
UPLOAD_HOSTS = ("office.com", "office365.com", "microsoft.com")


def on_microsofts_mail_hosts(url: str) -> bool:
    """Whether a large file may be brought here."""
    return is_on(url, UPLOAD_HOSTS)


@dataclass(frozen=True)
class GraphMail:
    """A `Mailer`. Its drafts need the right Mail.ReadWrite; small messages only need Mail.Send."""

    graph: Graph
    clock: Clock
    trusted: Trusted = on_microsofts_mail_hosts
    by_hand: bool = False

    async def send(self, mail: OutwardMail) -> Outcome:
        small = sum(len(one.content) for one in mail.attachments) <= SMALL_BYTES
        try:
            proof = await (self._at_once(mail) if small else self._by_draft(mail))
        except NotSent as failure:
            return outcome_of(failure, self.clock.now())
        return Sent(proof, self.clock.now())

    async def _at_once(self, mail: OutwardMail) -> str:
        message = _message(mail) | {"attachments": [_file(name, one) for name, one in mail.named]}
        headers = {"client-request-id": str(mail.id)}
        sent = {"message": message, "saveToSentItems": True}
        said = await self.graph.call("POST", "sendMail", sent, repeatable=False, headers=headers)
        return text_in(said, "request-id") or str(mail.id)

    async def _by_draft(self, mail: OutwardMail) -> str:
        with _nothing_left():
            draft = await self.graph.call("POST", "messages", _message(mail), repeatable=False)
        id = quote(text_in(draft, "id"), safe="")
        if not id:
            raise Rejected("graph_no_message_id")
        try:
            with _nothing_left():
                for name, one in mail.named:
                    await self._attach(id, name, one)
            await self.graph.call("POST", f"messages/{id}/send", repeatable=False)
        except Uncertain:
            raise  # The draft is left alone: whoever looks into it will want to see whether it is still one.
        except NotSent:
            await self._discard(id)
            raise
        return text_in(draft, "internetMessageId") or str(mail.id)

    async def _attach(self, draft: str, name: str, one: Attachment) -> None:
        place = f"messages/{draft}/attachments"
        if len(one.content) <= SMALL_BYTES:
            await self.graph.call("POST", place, _file(name, one), repeatable=False)
            return
        item = {"attachmentType": "file", "name": name, "size": len(one.content), "contentType": one.media}
        said = await self.graph.call("POST", f"{place}/createUploadSession", {"AttachmentItem": item}, repeatable=True)
        url = text_in(said, "uploadUrl")
        if not self.trusted(url):
            raise Rejected("graph_strange_host")
        for begin in range(0, len(one.content), PIECE_BYTES):
            piece = one.content[begin : begin + PIECE_BYTES]
            await self.graph.upload(url, piece, begin, len(one.content))

    async def _discard(self, draft: str) -> None:
        with suppress(NotSent):  # A draft that stays behind holds the case's papers, but in the bot's own mailbox.
            await self.graph.call("DELETE", f"messages/{draft}", repeatable=True)


def _message(mail: OutwardMail) -> dict[str, Any]:
    return {
        "subject": mail.words.subject,
        "body": {"contentType": "text", "content": mail.words.body},
        "toRecipients": [{"emailAddress": {"address": mail.to}}],
        # By this a person finds it among the sent items, or in a message trace.
        "internetMessageHeaders": [{"name": "x-rapid-review", "value": str(mail.id)}],
    }


def _file(name: str, one: Attachment) -> dict[str, str]:
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": name,
        "contentType": one.media,
        "contentBytes": b64encode(one.content).decode(),
    }


@contextmanager
def _nothing_left() -> Iterator[None]:
    """Until the draft is sent, nobody outside has anything: no answer only means that it was not sent."""
    try:
        yield
    except Uncertain as unanswered:
        raise Throttled(str(unanswered)) from None
