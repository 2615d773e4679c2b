"""The partnership in one file: read, checked all at once, and read again when it changes."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.partnership_blocks import Notes
from bot.partnership_checks import check
from bot.partnership_leaving import check_leaving
from bot.partnership_policy import read_policy
from bot.partnership_reading import read_partnership
from bot.partnership_text import Document, Mistake, Mistakes, counted, read
from rapid_review.in_force import as_of
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.timing.london import local_day

__all__ = ["Loaded", "Mistake", "Mistakes", "Watched", "load", "load_on", "load_with_warnings", "report"]

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Loaded:
    """A file that can be used, and what its manager may still want to look at."""

    partnership: Partnership
    policy: Policy
    warnings: tuple[Mistake, ...] = ()


def load(path: Path) -> tuple[Partnership, Policy]:
    """The partnership and its policy. Raises `Mistakes` with everything that is wrong."""
    loaded = load_with_warnings(path)
    return loaded.partnership, loaded.policy


def load_on(path: Path, now: datetime) -> tuple[Partnership, Policy]:
    """As `load`, without those who have left by now: for a command, which runs beside the bot. Raises `Mistakes`."""
    partnership, policy = load(path)
    return as_of(partnership, local_day(now)), policy


def load_with_warnings(path: Path) -> Loaded:
    """As `load`, with the warnings. Raises `Mistakes`."""
    return _loaded(read(path))


def report(path: Path, today: date | None = None) -> tuple[bool, str]:
    """Whether the file can be used, and all there is to say about it that day, for the person who keeps it."""
    try:
        loaded = _loaded(read(path), today)
    except Mistakes as mistakes:
        things = counted(len(mistakes.found), "thing")
        return False, _listed(f"{path} cannot be used yet. {things} to put right:", mistakes.found)
    words = f"{path} can be used: {_size(loaded)}."
    if loaded.warnings:
        words = f"{words} {counted(len(loaded.warnings), 'thing')} you may want to look at:"
    return True, _listed(words, loaded.warnings)


class Watched:
    """The file as the running bot sees it. While it has mistakes, the last good one stays in force."""

    def __init__(self, path: Path) -> None:
        """Raises `Mistakes`: the bot does not start with a file it cannot use."""
        self.path = path
        self.mistakes: tuple[Mistake, ...] = ()
        """What is wrong with the file on disk now; empty when it is the one in force."""
        self._taken = self._seen = _signature(path)
        self._good = load(path)
        self._look_at = 0.0

    def current(self, now: float) -> tuple[Partnership, Policy]:
        """What is in force. `now` is monotonic seconds; the disk is asked at most once a second."""
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY_SECONDS
            self._look()
        return self._good

    def trouble(self) -> str:
        """What is wrong, fit for a log or /readyz: a count and lines, no names. Empty when all is well."""
        return str(Mistakes(self.mistakes)) if self.mistakes else ""

    def _look(self) -> None:
        signature = _signature(self.path)
        # A file is read once it has held still between two looks: it may be half written.
        settled, self._seen = signature == self._seen, signature
        if settled and signature != self._taken:
            self._taken = signature
            self._take_up()

    def _take_up(self) -> None:
        try:
            self._good = load(self.path)
        except Mistakes as mistakes:
            self.mistakes = tuple(mistakes.found)
            log.warning("partnership file not taken up mistakes=%d", len(self.mistakes))
        else:
            self.mistakes = ()
            log.info("partnership file taken up")


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _loaded(document: Document, today: date | None = None) -> Loaded:
    notes = Notes(document)
    partnership = read_partnership(notes)
    policy = read_policy(notes.block("policy"), partnership.board_name)
    notes.finish()
    check(partnership, notes)
    check_leaving(partnership, notes, today)
    if notes.mistakes:
        raise Mistakes(notes.mistakes)
    return Loaded(_by_account(partnership), policy, tuple(sorted(notes.warnings)))


def _by_account(partnership: Partnership) -> Partnership:
    """The same partnership with people by their account's object id, as Teams names them."""
    ids = {"": ""} | {name: person.id for name, person in partnership.people.items()}
    return replace(
        partnership,
        people={
            person.id: replace(person, confirmed_by=ids[person.confirmed_by]) for person in partnership.people.values()
        },
        agencies={
            agency.id: replace(
                agency,
                spoc=ids[agency.spoc],
                deputy=ids[agency.deputy],
                strategic_lead=ids[agency.strategic_lead],
            )
            for agency in partnership.agencies.values()
        },
        seats=tuple(replace(seat, member=ids[seat.member], deputy=ids[seat.deputy]) for seat in partnership.seats),
        addresses=replace(partnership.addresses, confirmed_by=ids[partnership.addresses.confirmed_by]),
        signatory=replace(partnership.signatory, person=ids[partnership.signatory.person]),
        roles={role: tuple(ids[name] for name in names) for role, names in partnership.roles.items()},
    )


def _size(loaded: Loaded) -> str:
    partnership = loaded.partnership
    sizes = (
        counted(len(partnership.people), "person", "people"),
        counted(len(partnership.agencies), "agency", "agencies"),
        counted(len(partnership.seats), "seat"),
    )
    return f"{', '.join(sizes)}, profile {loaded.policy.profile}"


def _listed(first: str, found: Iterable[Mistake]) -> str:
    return "\n".join([first, *(f"  {mistake}" for mistake in found)])
