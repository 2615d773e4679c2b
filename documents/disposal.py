"""The certificate of a disposal: what went, why, when and by whom, and what it does not cover (F84)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from documents.model import Block, Bullets, Document, Edition, Facts, Heading, Paragraph
from rapid_review.people import Partnership
from rapid_review.timing.london import clock_words

BACKUP_DAYS = 35
NOT_COVERED = (
    "What the bot posted in Teams. Each card and answer of this one case is emptied, where it still stands. Lists and "
    "reminders of several cases stay: they hold its reference, its stage, its tasks and dates. What Teams keeps of all "
    "that, and of messages that people typed, stays under your own retention policy in Microsoft Purview.",
    f"Backups. Those in its own folder the bot deletes {BACKUP_DAYS} days after they were made, as long as it goes on "
    "making new ones there. Of every other copy (a backup that was put elsewhere, a provider’s recovery, immutable "
    "storage, a snapshot of a disk) ask whoever keeps it.",
    "Copies that left: what was sent to the national Panel, the Department for Education, Ofsted, the board, agencies "
    "and others, and files that people saved for themselves.",
    "The record of who did and read what. It holds ids, codes and moments, and nothing that anybody wrote.",
)
LABELS = {
    "case": "The case itself",
    "key": "The case’s key",
    "forms": "What people wrote and sent, each version of it",
    "drafts": "What people had begun to write",
    "files": "Files",
    "messages": "Messages that the bot had sent or owed",
    "people": "Entries on people’s lists of cases",
    "cards": "Messages in Teams that show something of it, to be emptied",
}


@dataclass(frozen=True)
class Disposed:
    """One disposal, as the tombstone tells of it."""

    reference: str
    begun_at: datetime
    closed_at: datetime
    disposed_at: datetime
    finished_at: datetime
    by: str
    second: str
    reason: str
    counts: Mapping[str, int]
    digest: str
    chain: str
    cards_waiting: int = 0
    """Cards in Teams still to be emptied when this is made."""
    cards_failed: int = 0
    """Cards in Teams that could not be emptied."""


def certificate(disposed: Disposed, partnership: Partnership) -> Document:
    """It can be made again at any time, and says the same, but for how many cards in Teams are empty by then."""
    blocks: list[Block] = [
        Paragraph("The records named here have been destroyed, with the key under which they were sealed."),
        Facts(
            (
                ("Case", disposed.reference),
                ("Begun", clock_words(disposed.begun_at)),
                ("Closed", clock_words(disposed.closed_at)),
                ("Destroyed", clock_words(disposed.disposed_at)),
                ("Bytes gone", clock_words(disposed.finished_at)),
                ("By", partnership.name_of(disposed.by)),
                ("Second person", partnership.name_of(disposed.second)),
            )
        ),
        Paragraph(disposed.reason, label="Why"),
        Heading("What went"),
        Facts(tuple((label, str(disposed.counts.get(kind, 0))) for kind, label in LABELS.items())),
        Facts(_cards(disposed)),
        Facts((("SHA-256 of it, as sealed", disposed.digest), ("Last entry of its record", disposed.chain))),
        Heading("What this does not cover"),
        Bullets(NOT_COVERED),
    ]
    return Document(
        id="disposal",
        title="Certificate of disposal",
        reference=disposed.reference,
        partnership=partnership.name,
        made_at=disposed.finished_at,
        blocks=tuple(blocks),
        edition=Edition.PSEUDONYMISED,
        marking="OFFICIAL. Names nobody but those who disposed of it.",
    )


def _cards(disposed: Disposed) -> tuple[tuple[str, str], ...]:
    said = (("Cards in Teams still to be emptied", str(disposed.cards_waiting)),)
    if disposed.cards_failed:
        words = f"{disposed.cards_failed}. Whoever has one is to delete it, or your Microsoft 365 administrator."
        return (*said, ("Cards in Teams that could not be emptied", words))
    return said
