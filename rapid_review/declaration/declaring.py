"""Everyone taking part declares, and a declared conflict is ruled on (R045, R046; forms 3d, 3e)."""

from collections.abc import Collection
from datetime import datetime

from rapid_review.declaration.confidentiality import CONFIDENTIALITY, CURRENT
from rapid_review.declaration.declarations import Conflict, Declaration, Instead, PaperAccess, Replaced, Ruled, Ruling
from rapid_review.declaration.looking_again import LookingAgain
from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Role, Standing
from rapid_review.trust.glass import BreakingGlass


class Declaring(LookingAgain, BreakingGlass):
    """Confidentiality, conflicts and the rulings on them, and the deputies who come in for somebody."""

    def sign_confidentiality(self, *, by: Standing, now: datetime) -> None:
        """Sign the confidentiality agreement for this case, in the words of today (R046)."""
        declaration = self._declaration(by)
        if declaration.signed:
            return
        if declaration.refused:
            self._replaced(declaration, Instead.SIGNED, by, now)
        declaration.signed_at, declaration.wording, declaration.declined_at = now, CURRENT, None
        declaration.form_version = CONFIDENTIALITY.version
        self._happen(Happening.CONFIDENTIALITY_SIGNED, now, by, wording=CURRENT, version=CONFIDENTIALITY.version)

    def decline_to_sign(self, *, by: Standing, now: datetime) -> None:
        """Say that one cannot sign: no access, and the chair decides what follows (form 3d)."""
        declaration = self._declaration(by)
        declaration.declined_at, declaration.signed_at, declaration.replaced = now, None, None
        if by.has(Role.CHAIR):
            self.chair = by.id
        self.end_glass(by=by, now=now)
        self._happen(Happening.SIGNING_DECLINED, now, by)

    def require_may_replace(self, about: PersonId, by: Standing) -> None:
        """Refuse anybody but who chairs here, and where nobody waits for it. Nobody decides about themselves."""
        self.roles(by)
        declared = self.declarations.get(about)
        if about == by.id or not by.has(*self.rulers):
            raise NotYours()
        self.need_clearance(by)
        if declared is None or not declared.refused:
            raise Refusal("This is settled: they have signed, or somebody has decided what follows.")

    def replace_who_declined(
        self, about: PersonId, what: Instead, *, by: Standing, revision: int, now: datetime, seats: Collection[str] = ()
    ) -> None:
        """Decide what follows where somebody could not sign: `seats` are those whose deputy comes in for them."""
        self.require_may_replace(about, by)
        if what is Instead.DEPUTY and not seats:
            raise Refusal("They hold no seat with a named deputy. Choose something else.")
        self._replaced(self.declarations[about], what, by, now, revision)
        for seat in seats if what is Instead.DEPUTY else ():
            self._deputy_comes_in(seat, by, now)

    def declare_conflict(
        self, conflict: Conflict, *, perceived: bool, by: Standing, revision: int, now: datetime
    ) -> None:
        """Declare a conflict of interest or none (R045). A new declaration replaces the ruling on the last."""
        declaration = self._declaration(by)
        if declaration.recused:
            raise Refusal(f"You are recused from {self.reference}. Ask the Partnership Team if that has changed.")
        declaration.conflict, declaration.declared_at, declaration.revision = conflict, now, revision
        declaration.needs_ruling = conflict is not Conflict.NONE or perceived
        declaration.ruled = None
        if by.has(Role.CHAIR):
            self.chair = by.id
        if declaration.conflicted:  # Nobody reads on under glass in a case that is their own conflict.
            self.end_glass(by=by, now=now)
        self._looked(declaration, by, now, changed=True)
        self._happen(Happening.CONFLICT_DECLARED, now, by, conflict=conflict, perceived=str(perceived))

    def require_may_rule(self, about: PersonId, by: Standing) -> None:
        """Refuse anybody who may not rule on this person's conflict."""
        self.roles(by)
        if about == by.id:
            raise Refusal("Nobody rules on their own conflict. The deputy chair or the chair of the board will.")
        if not by.has(*self.rulers):
            raise NotYours()
        self.need_clearance(by)
        declaration = self.declarations.get(about)
        if declaration is None or not declaration.needs_ruling:
            raise Refusal("There is no declared conflict to rule on for this person.")

    def rule(
        self,
        about: PersonId,
        ruling: Ruling,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        access: PaperAccess = PaperAccess.FULL,
    ) -> None:
        """Rule on a declared conflict. Nobody rules on their own; a conflicted chair is ruled on by another."""
        self.require_may_rule(about, by)
        declaration = self.declarations[about]
        declaration.ruled = Ruled(ruling=ruling, by=by.id, at=now, revision=revision, access=access)
        self._happen(Happening.CONFLICT_RULED, now, by, about=about, ruling=ruling)

    def call_deputy(self, seat: str, *, by: Standing, now: datetime) -> None:
        """Bring in a seat's named deputy, who then declares, reads and votes as the member would."""
        self.require_may(by, Deed.CALL_DEPUTY)
        self._deputy_comes_in(seat, by, now)

    def _deputy_comes_in(self, seat: str, by: Standing, now: datetime) -> None:
        if seat not in self.deputies_called:
            self.deputies_called.append(seat)
            self._happen(Happening.DEPUTY_CALLED, now, by, seat=seat)

    def _replaced(self, declared: Declaration, what: Instead, by: Standing, now: datetime, revision: int = 0) -> None:
        declared.replaced = Replaced(what, by.id, now, revision)
        self._happen(Happening.SIGNING_SETTLED, now, by, about=declared.person, instead=what)

    def _declaration(self, by: Standing) -> Declaration:
        self.roles(by)
        return self.declarations.setdefault(by.id, Declaration(person=by.id))
