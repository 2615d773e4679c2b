"""What a dialog has at hand: the open transaction, the directory, the partnership's policy and the moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogs.turn import Turn
from rapid_review.case import REFERENCE, Case
from rapid_review.errors import NotYours, Recused
from rapid_review.people import Partnership, PersonId, Standing
from rapid_review.permissions import require_part
from rapid_review.policy import Policy
from rapid_review.timing.london import local_day
from storage.files import FileStore
from storage.work import Work


def _no_salt() -> str:
    raise LookupError("This desk was given no randomness.")


@dataclass(frozen=True)
class Desk:
    """One turn's surroundings. Dialogs and views get nothing else."""

    work: Work[Case]
    partnership: Partnership
    policy: Policy
    now: datetime
    demo: bool = False
    move_clock: Callable[[datetime], None] | None = field(default=None, compare=False)
    files: FileStore | None = None
    """Where files are kept; None when files are not taken."""
    template: bytes | None = field(default=None, compare=False)
    """The partnership's own Word template; None for the house's."""
    sends_mail: bool = False
    """Whether letters outside leave by themselves; otherwise a person sends them."""
    keeps_calendar: bool = False
    """Whether a calendar invites to meetings; otherwise each takes the invitation from a card."""
    fresh_salt: Callable[[], str] = field(default=_no_salt, compare=False)
    """Sixteen random bytes as digits, new with every call: only the edge has any."""

    @property
    def today(self) -> date:
        """The day it is in London."""
        return local_day(self.now)

    def standing(self, person: PersonId, name: str = "") -> Standing:
        return self.partnership.standing(person, name)

    def who(self, turn: Turn) -> Standing:
        """Who is acting: from the activity, never from the card."""
        return self.standing(turn.who.person, turn.who.name)

    def case(self, reference: str, who: Standing) -> Case:
        """The case, for somebody with a part in it; anybody else is told the same as if it did not exist.

        Whoever is recused from it learns that, whatever they pressed (E13).
        """
        case = self.case_recused_or_not(reference, who)
        if who.id in case.recused:
            raise Recused(case.reference)
        case.close_poll_if_due(self.now)
        case.hold_seats(self.partnership.seats, self.now)
        return case

    def case_recused_or_not(self, reference: str, who: Standing) -> Case:
        """The case, for somebody with a part in it even if they are recused: to say of a child's safety (R066)."""
        if not REFERENCE.fullmatch(reference.strip()):
            raise NotYours()
        case = self.work.case(reference.strip().upper())
        case.end_glass_if_due(self.now)
        if case.open_glass(who.id):
            self.work.breaks_glass(case.reference, who.id)
        case.take_back_if_due(self.now)  # Before anything else: whoever covered has no part in it any more.
        require_part(case, who)
        return case
