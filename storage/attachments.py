"""Files: held for the person who sent one until it is known which case it is for, then kept with the case.

Each file is sealed under a key of its own. The key is kept with the file's name: sealed for the person while it is
held, and under the case's key from then on, so that the bytes never have to be written again, and destroying the
case's key makes them unreadable. The bytes are always there before the row that tells of them; a place that no row
tells of is swept.
"""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, delete, insert, select, update

from storage.errors import BrokenSeal
from storage.files import FileStore
from storage.forms import Draft, Forms
from storage.tables import attachment, draft
from storage.vault import KEY_BYTES, NONCE_BYTES, Sealer

HELD = "document"
"""The name under which a file that is not filed yet stands among its sender's drafts."""
AT_ONCE = 500
"""Places in one statement."""

_PUT = insert(attachment)
_OF_CASE = select(attachment).where(attachment.c.case == bindparam("of"), attachment.c.removed_at.is_(None))
_ONE = select(attachment).where(attachment.c.id == bindparam("of"), attachment.c.removed_at.is_(None))
_REMOVE = update(attachment).where(attachment.c.id == bindparam("of")).values(removed_at=bindparam("now"))
_PLACES = select(attachment.c.place).where(attachment.c.removed_at.is_(None))
_CASES_OF = select(attachment.c.place, attachment.c.case).where(
    attachment.c.place.in_(bindparam("places", expanding=True))
)
_ALL_HELD = select(draft).where(draft.c.form == HELD)
_FORGET_HELD = delete(draft).where(draft.c.form == HELD, draft.c.saved_at < bindparam("before"))


@dataclass(frozen=True)
class About:
    """What is to be known of a file before it is read. All of it is sealed."""

    name: str
    ending: str
    """What the file's name ends with, which its content bears out: "pdf"."""
    size: int
    place: str
    key: str
    checksum: str
    number: int = 0
    """Its number in the case."""


@dataclass(frozen=True)
class Held:
    """A file that waits to be told which case it is for."""

    id: str
    about: About
    at: datetime


@dataclass(frozen=True)
class Attachment:
    """A file of a case; the subject is the agency it came from, or empty for the Partnership Team."""

    id: str
    case: str
    subject: str
    by: str
    at: datetime
    about: About

    @property
    def number(self) -> int:
        return self.about.number


class Attachments(Forms):
    """The part of the work that is about files."""

    def hold_file(self, files: FileStore, person: str, name: str, ending: str, content: bytes, now: datetime) -> Held:
        """Keep a file for its sender."""
        id, key = secrets.token_hex(8), secrets.token_bytes(KEY_BYTES)
        place = files.put(Sealer(key).seal(content, "file", "content", id))
        checksum = hashlib.sha256(content).hexdigest()
        about = About(name, ending, len(content), place, base64.b64encode(key).decode(), checksum)
        self.put_draft(person, HELD, id, asdict(about), now)
        return Held(id, about, now)

    def held_files(self, person: str) -> list[Held]:
        """What this person sent that is not filed yet."""
        return [_held(kept) for kept in self.drafts_of(person) if kept.form == HELD]

    def drop_held(self, person: str, id: str) -> None:
        self.drop_draft(person, HELD, id)

    def file_held(self, held: Held, case: str, subject: str, number: int, *, by: str, at: datetime) -> Attachment:
        """From now on this is the case's; and it is held no more."""
        self._about_to_change_a_case()
        about = replace(held.about, number=number)
        sealed = self._sealer_of(case).seal(orjson.dumps(asdict(about)), *_row_place(case, held.id))
        row = {"id": held.id, "case": case, "subject": subject, "by": by, "at": at, "size": about.size}
        self._connection.execute(_PUT, {**row, "place": about.place, "about": sealed, "removed_at": None})
        self.drop_held(by, held.id)
        return Attachment(held.id, case, subject, by, at, about)

    def attachments(self, case: str) -> list[Attachment]:
        """The case's files, by their numbers."""
        rows = self._connection.execute(_OF_CASE, {"of": case}).all()
        return sorted(map(self._read_attachment, rows), key=lambda file: file.number)

    def attachment(self, id: str) -> Attachment | None:
        row = self._connection.execute(_ONE, {"of": id}).first()
        return self._read_attachment(row) if row else None

    def file_content(self, files: FileStore, file: Held | Attachment) -> bytes:
        """What is in the file. BrokenSeal if it is not what was put there; FileMissing if nothing is."""
        sealed = files.open(file.about.place)
        if len(sealed) <= NONCE_BYTES:
            raise BrokenSeal("a file was cut short")
        content = Sealer(base64.b64decode(file.about.key)).open(sealed, "file", "content", file.id)
        if hashlib.sha256(content).hexdigest() != file.about.checksum:
            raise BrokenSeal("a file is not what was put there")
        return content

    def remove_attachment(self, id: str, at: datetime) -> None:
        """Take a file out of its case. Its bytes are swept once this is committed."""
        self._about_to_change_a_case()
        self._connection.execute(_REMOVE, {"of": id, "now": at})

    def forget_held(self, before: datetime) -> None:
        """Let go of files that were never filed."""
        self._connection.execute(_FORGET_HELD, {"before": before})

    def places_in_use(self) -> set[str]:
        """Every place whose bytes are still wanted."""
        return {*self._connection.execute(_PLACES).scalars(), *(held.about.place for held in self.all_held())}

    def cases_of_places(self, places: Sequence[str]) -> dict[str, str]:
        """Which of these places belong to a file of a case, removed or not, and to which case."""
        found: dict[str, str] = {}
        for first in range(0, len(places), AT_ONCE):
            rows = self._connection.execute(_CASES_OF, {"places": list(places[first : first + AT_ONCE])})
            found |= {row.place: row.case for row in rows}
        return found

    def all_held(self) -> list[Held]:
        """Every file that waits, whoever sent it."""
        return [_held(self._read_draft(row)) for row in self._connection.execute(_ALL_HELD).all()]

    def _read_attachment(self, row: Row[Any]) -> Attachment:
        sealed = self._sealer_of(row.case).open(row.about, *_row_place(row.case, row.id))
        return Attachment(row.id, row.case, row.subject, row.by, row.at, About(**orjson.loads(sealed)))


def _held(kept: Draft) -> Held:
    return Held(kept.subject, About(**kept.answers), kept.saved_at)


def _row_place(case: str, id: str) -> tuple[str, ...]:
    return "attachment", "about", case, id
