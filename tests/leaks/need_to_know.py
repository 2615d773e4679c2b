"""Who may read what, told a second time and by other means than the program's own matrix (domain Part 6).

It goes by what is on record in the case (who declared, who was recused, what was ruled) and by the cast's parts.
"""

from dataclasses import dataclass
from datetime import datetime

from leaks.canaries import TO_SEARCH_FOR, Canary

from rapid_review.case import Case
from rapid_review.declaration.declarations import PaperAccess
from rapid_review.permissions import Surface

PARTS: dict[str, tuple[str, ...]] = {
    "dev": ("referrer",),
    "amina": ("team",),
    "ben": ("agency police",),
    "joan": ("agency police",),
    "carys": ("agency health",),
    "owen": ("agency childrens-services",),
    "noor": ("agency housing",),
    "kofi": ("lead health",),
    "lars": ("lead housing",),
    "efua": ("member", "chair"),
    "farid": ("member",),
    "gwen": ("member",),
    "harriet": ("board chair",),
    "imran": ("scrutineer",),
    "lena": ("notifier",),
    "nell": ("notifier",),
    "marcus": (),
    "priya": (),
    "tess": (),
    "dora": ("dpo",),
    "zack": (),
}
"""What each is in the case; what comes with what happens in it is added to that."""

ALL = {"team", "member", "deputy", "chair", "scrutineer"}
READ_BY: dict[Surface, set[str]] = {
    Surface.NOTIFICATION: ALL | {"notifier", "brought in"},
    Surface.PEOPLE: ALL - {"scrutineer"} | {"notifier"},
    Surface.RETURNS: ALL | {"brought in"},
    Surface.PAPERS: ALL | {"brought in"},
    Surface.POLL: ALL - {"team"},
    Surface.DECLARATIONS: {"team", "chair", "scrutineer"},
    Surface.DECISION: ALL | {"board chair", "brought in"},
    Surface.PANEL: ALL | {"board chair"},
    Surface.OUTCOME: ALL | {"board chair"},
    Surface.ESCALATION: ALL,
    Surface.AUDIT: {"team", "chair", "scrutineer", "dpo"},
    Surface.BREACH: {"team", "chair", "scrutineer", "dpo"},
}
"""Who reads what others wrote."""

OWN_AGENCYS = (Surface.RETURNS, Surface.ESCALATION)
PAPERS = (Surface.NOTIFICATION, Surface.PEOPLE, Surface.RETURNS, Surface.PAPERS)
VIEWS = ("ballot", "advice", "spoken")
ANSWERS = (Surface.RETURNS, Surface.PAPERS)


@dataclass(frozen=True)
class Known:
    """What may be known of one case, as it stands."""

    case: Case
    now: datetime
    left: frozenset[str] = frozenset()
    """Who has left since."""

    def may_read(self, person: str, canary: Canary) -> bool:
        """Whether this person may be shown this word."""
        if canary.by == person:
            return True
        if canary.form == "extension_answer" and self._asked_for_time(person, canary.about):
            return True
        if canary.draft or canary.surface is None or not self.cleared(person):
            return False
        if canary.field == "details" and self.parts(person).isdisjoint({"team", "chair", "board chair"}):
            return canary.about == person  # Rule 6: what the conflict is, is for the chair and the Partnership Team.
        if canary.form == "spoken" and self._was_written_for(person):
            return True
        if canary.form in VIEWS and not (self.case.poll and self.case.poll.closed(self.now)):
            return False  # Sealed, from everybody.
        return self._reads(person, canary.surface) or self._own(person, canary)

    def parts(self, person: str) -> set[str]:
        if person in self.left:
            return set()
        parts = set(PARTS[person])
        if not self.case.breaches:
            parts.discard("dpo")
        if person == "kofi" and "carys" in self.left:
            parts.add("agency health")
        if person == "marcus" and "gwen" in self.case.recused:
            parts.add("deputy")
        if person == "priya" and "efua" in self.case.recused:
            parts.add("deputy")
        cooptee = self.case.cooptees.get(person)
        if cooptee and cooptee.current:
            parts.add("member" if cooptee.seat else "brought in")
        if person == "farid" and self.case.chair_stands_aside:
            parts.add("chair")
        return parts

    def _asked_for_time(self, person: str, agency: str) -> bool:
        """Who asked for a later day is told why not, declared or not: it is the answer to their own letter."""
        asked = any(extension.by == person for extension in self.case.requests[agency].extensions)
        return asked and person not in self.case.recused and bool(self.parts(person))

    def _was_written_for(self, person: str) -> bool:
        """Whose view it is: they are asked whether it is what they said (F48)."""
        return self.case.unconfirmed(person) is not None

    def cleared(self, person: str) -> bool:
        if self.case.open_glass(person):
            return True  # Part 6, rule 11: whatever a chair reads.
        declared = self.case.declarations.get(person)
        return declared is not None and declared.cleared

    def reads(self, person: str, surface: Surface) -> bool:
        """Whether this part of the case is theirs to read."""
        return self.cleared(person) and self._reads(person, surface)

    def _reads(self, person: str, surface: Surface) -> bool:
        declared = self.case.declarations.get(person)
        parts, ruled = self.parts(person), declared.ruled if declared else None
        if parts == {"board chair"} and self.case.disagreement:
            return True
        if surface is Surface.DECLARATIONS and "board chair" in parts and self.case.chair_stands_aside:
            return True  # They may have to rule on what the chair has declared (form 3e).
        closed = {PaperAccess.NONE: PAPERS, PaperAccess.PART: ANSWERS}.get(ruled.access) if ruled else None
        return not READ_BY[surface].isdisjoint(parts) and surface not in (closed or ())

    def _own(self, person: str, canary: Canary) -> bool:
        """One's own agency's answer and steps, whom to search for, and what was ruled on oneself."""
        parts = [part.split(" ") for part in self.parts(person) if part.startswith(("agency ", "lead "))]
        asked = {agency for _, agency in parts if agency in self.case.requests}
        if canary.field in TO_SEARCH_FOR:
            return any(agency in asked for what, agency in parts if what == "agency")
        if canary.surface is Surface.DECLARATIONS:
            return canary.about == person
        if canary.form == "action":
            return any(action.owner == person for action in self.case.actions.values())
        return canary.surface in OWN_AGENCYS and canary.about in asked
