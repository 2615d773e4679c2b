"""Whether what came out of a backup is whole: the database, every case, its record and its files."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage import audit, guards, integrity, proving
from storage.attachments import Attachment, Held
from storage.backup import snapshot
from storage.backup.losses import lost
from storage.backup.manifest import Manifest
from storage.codec import CaseT
from storage.comparing import Astray
from storage.errors import BrokenSeal
from storage.files import FileMissing, FileStore
from storage.tables import case, case_key
from storage.work import Work

CHANGES = {"alembic_version", "restored", "keystone"}
"""What a restore itself writes."""

_WITHOUT_KEY = select(case.c.reference).where(case.c.reference.not_in(select(case_key.c.reference)))
_OPENABLE = select(case_key.c.reference).order_by(case_key.c.reference)


@dataclass(frozen=True)
class Verified:
    """What was looked at, and what is wrong with it, in words."""

    cases: int
    entries: int
    files: int
    faults: list[str]
    lost: list[str]
    """What is not in it, since it was lost before. It is no reason not to put back the rest."""

    @property
    def told(self) -> list[str]:
        """All that a person is to see to: the one verdict on a backup, whoever asks for it."""
        return [*self.faults, *self.lost]


def verify(connection: Connection, work: Work[CaseT], files: FileStore, manifest: Manifest) -> Verified:
    """Look at everything. The database is at the program's revision."""
    cases = list(connection.execute(_OPENABLE).scalars())
    kept, unread = _files(work, cases)
    faults = [
        *unread,
        *integrity.faults(connection, thorough=True),
        *_counts(connection, manifest),
        *_records(connection, manifest),
        *(f"{reference} has lost its key." for reference in connection.execute(_WITHOUT_KEY).scalars()),
        *(fault for reference in cases for fault in _case(work, reference)),
        *(fault for file in kept if file.about.place not in manifest.missing for fault in _file(work, files, file)),
    ]
    entries = sum(number for number, _ in manifest.heads.values())
    return Verified(len(cases), entries, len(kept), faults, lost(work, manifest.missing))


def _counts(connection: Connection, manifest: Manifest) -> Iterator[str]:
    found = snapshot.rows(connection)
    for table, count in manifest.rows.items():
        if table not in CHANGES and found.get(table) != count:
            yield f"The table {table} has {found.get(table, 'no')} rows; the backup says {count}."


def _records(connection: Connection, manifest: Manifest) -> Iterator[str]:
    """The record against itself, its anchors, and what the manifest says of its ends."""
    yield from guards.unprotected(connection)
    yield from proving.faults(lambda: nullcontext(connection))
    ends = {reference: (head.number, head.hash) for reference, head in audit.heads(connection).items()}
    for reference, end in manifest.heads.items():
        if ends.get(reference) != end:
            yield f"{reference}: the record does not end as it did when the backup was made."


def _case(work: Work[CaseT], reference: str) -> Iterator[str]:
    try:
        work.case(reference)
        work.forms_of(reference)
    except (BrokenSeal, ValueError):
        yield f"{reference} cannot be read."
    yield from (f"{reference}: {what}." for what in work.astray(reference) if what is not Astray.SHUT)


def _files(work: Work[CaseT], cases: list[str]) -> tuple[list[Attachment | Held], list[str]]:
    """Those that the rows tell of, and what is wrong with rows that do not open."""
    kept: list[Attachment | Held] = []
    unread = []
    for reference in cases:
        try:
            kept += work.attachments(reference)
        except BrokenSeal:
            unread.append(f"{reference}: what is known of its files cannot be read.")
    try:
        kept += work.all_held()
    except BrokenSeal:
        unread.append("What is known of files that wait for their case cannot be read.")
    return kept, unread


def _file(work: Work[CaseT], files: FileStore, file: Attachment | Held) -> Iterator[str]:
    try:
        work.file_content(files, file)
    except FileMissing:
        yield f"The file {file.id} is missing."
    except BrokenSeal:
        yield f"The file {file.id} is not what was put there."
