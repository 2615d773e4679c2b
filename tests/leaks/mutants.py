"""The matrix with one cell opened: whoever holds that part reads what they must not, and the crawler must see it."""

from collections.abc import Iterator
from contextlib import contextmanager

from leaks.crawler import Crawler, Found, Leak
from leaks.life import Life

from rapid_review.permissions import MATRIX, Access, CaseRole, Surface

Cell = tuple[CaseRole, Surface]

HOLDERS: dict[CaseRole, tuple[str, ...]] = {
    CaseRole.REFERRER: ("dev",),
    CaseRole.PARTNERSHIP_TEAM: ("amina",),
    CaseRole.AGENCY_SPOC: ("ben", "noor"),
    CaseRole.MEMBER: ("farid",),
    CaseRole.DEPUTY: ("marcus",),
    CaseRole.CHAIR: ("efua",),
    CaseRole.BOARD_CHAIR: ("harriet",),
    CaseRole.SCRUTINEER: ("imran",),
    CaseRole.LA_NOTIFIER: ("lena", "nell"),
    CaseRole.STRATEGIC_LEAD: ("lars", "kofi"),
    CaseRole.COOPTED: ("tess",),
    CaseRole.DPO: ("dora",),
}
"""Whom the tale has in each part, and in no other that reads more."""

ALIKE: dict[Surface, str] = {
    Surface.OUTCOME: "whoever has a part learns the outcome, and it is the same outcome for all",
    Surface.PEOPLE: "one’s own agency’s list of whom to search for is the whole list",
    Surface.NOTIFICATION: "the referrer’s own notification is the whole notification",
}
"""Where “one's own” is all there is, so that opening it to everything shows nothing more."""

NO_PART = CaseRole.IT_ADMIN
"""A row of the matrix that is no part in any case: no case opens to them, whatever a cell says."""


def closed() -> list[Cell]:
    """Every cell that keeps something from somebody."""
    shut = [(role, surface) for (role, surface), level in MATRIX.items() if level < Access.READ]
    shut = [cell for cell in shut if cell[0] is not NO_PART]
    return [cell for cell in shut if not undrawn(cell) and not (MATRIX[cell] is Access.OWN and cell[1] in ALIKE)]


def undrawn(cell: Cell) -> bool:
    """Whether no card shows this, so that there is nothing to see through the opened cell.

    The outcome is told by a message, which no data protection officer is sent.
    """
    return cell == (CaseRole.DPO, Surface.OUTCOME)


@contextmanager
def opened(cell: Cell) -> Iterator[None]:
    """The program with this cell open."""
    before = MATRIX[cell]
    MATRIX[cell] = Access.READ
    try:
        yield
    finally:
        MATRIX[cell] = before


class FirstLeak(Crawler):
    """Looks no further than to the first leak."""

    def crawl(self) -> Found:
        try:
            return super().crawl()
        except StopLooking:
            self.teams.store.close()
            return self.found

    def _leak(self, person: str, surface: str, what: str) -> None:
        super()._leak(person, surface, what)
        raise StopLooking


class StopLooking(Exception):
    """A leak was found."""


def leak_through(cell: Cell, life: Life) -> Leak | None:
    """The first leak that comes of opening this cell."""
    people = (*HOLDERS[cell[0]], "amina")  # Whose cards have the most buttons, to be pressed by all.
    with opened(cell):
        for name in MOST_SAID:
            if found := FirstLeak(life.stage(name), life.aviary, tuple(dict.fromkeys(people))).crawl().leaks:
                return found[0]
    return None


MOST_SAID = ("reported", "poll closed", "taken to the lead")
"""Where to look: at the end, when most has been written, and at what can be read no more by then."""
