"""The smallest case storage can keep, and a few things to do with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from rapid_review.events import Event, Happening
from storage.files import Folder as Disk
from storage.messages import Message
from storage.store import Store

NOW = datetime(2026, 1, 14, 9, 30, tzinfo=UTC)
KEY = bytes(range(32))
BACKUP_KEY = bytes(reversed(KEY))
LATER = NOW + timedelta(hours=3)


class Place(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass
class Folder:
    """A case as small as storage lets one be."""

    reference: str
    stage: Place = Place.OPEN
    notes: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    wakes_at: datetime | None = None
    version: int = 0
    happened: list[Event] = field(default_factory=list)

    def note(self, words: str, by: str = "amina", at: datetime = NOW) -> None:
        self.notes.append(words)
        self.people.add(by)
        self.happened.append(Event(Happening.VOTE_CAST, at, by, {"seat": "police"}))

    def involved(self) -> set[str]:
        return self.people


def told(case: Folder, event: Event) -> Iterator[Message]:
    """Efua is told of everything that happens."""
    key = f"{case.reference}:{len(case.notes)}:efua"
    yield Message(key=key, to="efua", route="person", view="overview", due=event.at, case=case.reference)


def message(key: str = "k", to: str = "ben", **more: Any) -> Message:
    given: dict[str, Any] = {"route": "person", "view": "tasks", "due": NOW, **more}
    return Message(key=key, to=to, **given)


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def kept(store: Store[Folder], *words: str, by: str = "amina") -> str:
    """A case with these notes, one transaction each."""

    def begin(work: Any) -> str:
        folder = Folder(work.next_reference(2026))
        folder.note(words[0] if words else "opened", by)
        work.add(folder)
        return folder.reference

    reference = store.run_now(begin)
    for word in words[1:]:
        store.run_now(lambda work, word=word: work.case(reference).note(word, by))
    return reference


def filed(store: Store[Folder], disk: Disk, reference: str, content: bytes = b"what the police know") -> str:
    """One file in the case, and one that waits for its sender to say which case it is for."""

    def act(work: Any) -> str:
        held = work.hold_file(disk, "ben", "summary.pdf", "pdf", content, NOW)
        work.file_held(held, reference, "police", 1, by="ben", at=NOW)
        work.hold_file(disk, "ben", "more.pdf", "pdf", b"not filed yet", NOW)
        return str(held.id)

    return store.run_now(act)


Open = Callable[..., Store[Folder]]
