"""Everyone taking part declares, and a declared conflict is ruled on (R045, R046; forms 3d, 3e)."""

from datetime import datetime

from rapid_review.declarations import Conflict, Declaration, PaperAccess, Ruled, Ruling
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Role, Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord


class Declaring(CaseRecord):
    """Confidentiality, conflicts and the rulings on them, and the deputies who come in for somebody."""

    def sign_confidentiality(self, *, by: Standing, wording: str, now: datetime) -> None:
        """Sign the confidentiality agreement for this case (R046)."""
        declaration = self._declaration(by)
        if declaration.signed_at and declaration.wording == wording:
            return
        declaration.signed_at, declaration.wording, declaration.declined_at = now, wording, None
        self._happen(Happening.CONFIDENTIALITY_SIGNED, now, by, wording=wording)

    def decline_to_sign(self, *, by: Standing, now: datetime) -> None:
        """Say that one cannot sign: no access, and the chair is told (form 3d)."""
        declaration = self._declaration(by)
        declaration.declined_at, declaration.signed_at = now, None
        if by.has(Role.CHAIR):
            self.chair = by.id
        self._happen(Happening.SIGNING_DECLINED, now, by)

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
        self._happen(Happening.CONFLICT_DECLARED, now, by, conflict=conflict, perceived=str(perceived))

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
        self.require(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR, CaseRole.MEMBER)
        if seat not in self.deputies_called:
            self.deputies_called.append(seat)
            self._happen(Happening.DEPUTY_CALLED, now, by, seat=seat)

    def _declaration(self, by: Standing) -> Declaration:
        self.roles(by)
        return self.declarations.setdefault(by.id, Declaration(person=by.id))
