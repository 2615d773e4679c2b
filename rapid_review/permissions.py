"""Who may see what of a case: the need-to-know matrix (domain Part 6), closed until both declarations are in."""

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from rapid_review.declaration.declarations import Declaration, PaperAccess
from rapid_review.errors import NotYours, Refusal
from rapid_review.people import Role, Standing

if TYPE_CHECKING:
    from rapid_review.record import CaseRecord


class Access(IntEnum):
    """How much of something may be seen; each level includes those before it."""

    NONE = 0
    META = 1
    """Reference, dates and counts only."""
    OWN = 2
    """What is their own, or their own agency's."""
    READ = 3


class Surface(StrEnum):
    """The parts of a case that are seen or not seen as a whole: the matrix's columns."""

    NOTIFICATION = "notification"
    PEOPLE = "people"
    RETURNS = "returns"
    PAPERS = "papers"
    POLL = "poll"
    DECLARATIONS = "declarations"
    DECISION = "decision"
    PANEL = "panel"
    OUTCOME = "outcome"
    ESCALATION = "escalation"
    AUDIT = "audit"
    BREACH = "breach"
    """What went to somebody it was not for (E29). Whoever reported one reads their own report."""


class CaseRole(StrEnum):
    """What somebody is in one case: the matrix's rows."""

    REFERRER = "referrer"
    PARTNERSHIP_TEAM = "partnership_team"
    AGENCY_SPOC = "agency_spoc"
    MEMBER = "member"
    DEPUTY = "deputy"
    """A seat's named deputy, once called on or once the member is recused."""
    COOPTED = "coopted"
    """Brought into this case alone, as an expert or for another partner (R090)."""
    CHAIR = "chair"
    BOARD_CHAIR = "board_chair"
    SCRUTINEER = "scrutineer"
    LA_NOTIFIER = "la_notifier"
    """Who tells the national Panel for the local authority (R059)."""
    STRATEGIC_LEAD = "strategic_lead"
    """An asked agency's strategic safeguarding lead, to whom its silence is taken (R130)."""
    DPO = "dpo"
    """The data protection officer, in a case that has a breach, for the breach (E29)."""
    IT_ADMIN = "it_admin"
    """Whoever runs the machine: that something was done, by whom and when. It is no part in any case (E41)."""


_LEVELS = {"-": Access.NONE, "m": Access.META, "own": Access.OWN, "R": Access.READ}

_MATRIX = """
                 notification people returns papers poll declarations decision panel outcome escalation audit breach
referrer         own          own    -       -      -    own          -        -     own     -          -     own
partnership_team R            R      R       R      m    R            R        R     R       R          R     R
agency_spoc      m            own    own     -      -    own          -        -     own     own        -     own
member           R            R      R       R      R    own          R        R     R       R          -     own
deputy           R            R      R       R      R    own          R        R     R       R          -     own
coopted          R            m      R       R      -    own          R        -     R       -          -     own
chair            R            R      R       R      R    R            R        R     R       R          R     R
board_chair      m            -      m       m      -    own          R        R     R       -          -     own
strategic_lead   m            -      own     -      -    own          -        -     own     own        -     own
la_notifier      R            R      own     -      -    own          -        -     own     -          -     own
scrutineer       R            m      R       R      R    R            R        R     R       R          R     R
dpo              -            -      -       -      -    own          -        -     -       -          R     R
it_admin         -            -      -       -      -    -            -        -     -       -          m     -
"""

MATRIX: dict[tuple[CaseRole, Surface], Access] = {
    (CaseRole(row.split()[0]), Surface(column)): _LEVELS[cell]
    for row in _MATRIX.strip("\n").splitlines()[1:]
    for column, cell in zip(_MATRIX.split("\n")[1].split(), row.split()[1:], strict=True)
}


def roles_of(case: "CaseRecord", who: Standing) -> frozenset[CaseRole]:
    """What this person is in this case; empty for somebody with no part in it."""
    roles: set[CaseRole] = set()
    if who.id == case.referrer:
        roles.add(CaseRole.REFERRER)
    if case.answered_by(who):
        roles.add(CaseRole.AGENCY_SPOC)
    for seat in case.seats_held(who):
        if seat.member == who.id:
            roles.add(CaseRole.MEMBER)
        if seat.deputy == who.id and case.deputy_acts(seat):
            roles.add(CaseRole.DEPUTY)
    cooptee = case.cooptees.get(who.id)
    if cooptee and cooptee.current and cooptee.seat is None and who.listed:
        roles.add(CaseRole.COOPTED)
    asked_to_name = who.listed and any(vacancy.lead == who.id for vacancy in case.vacancies.values())
    if asked_to_name or who.leads & case.requests.keys():
        roles.add(CaseRole.STRATEGIC_LEAD)
    roles |= {_OF_ROLE[role] for role in who.roles if role in _OF_ROLE}
    if not case.breaches:
        roles.discard(CaseRole.DPO)
    if CaseRole.CHAIR in roles and not _chairs(case, who):
        roles.remove(CaseRole.CHAIR)
    return frozenset(roles)


_OF_ROLE = {
    Role.PARTNERSHIP_TEAM: CaseRole.PARTNERSHIP_TEAM,
    Role.CHAIR: CaseRole.CHAIR,
    Role.DEPUTY_CHAIR: CaseRole.CHAIR,
    Role.BOARD_CHAIR: CaseRole.BOARD_CHAIR,
    Role.SCRUTINEER: CaseRole.SCRUTINEER,
    Role.LA_NOTIFIER: CaseRole.LA_NOTIFIER,
    Role.DPO: CaseRole.DPO,
}


def _chairs(case: "CaseRecord", who: Standing) -> bool:
    """The chair chairs; the deputy chair does while the chair cannot (domain 2.6, form 3e)."""
    return who.has(Role.CHAIR) or case.chair_stands_aside or case.chair_away_since is not None


def sees(case: "CaseRecord", who: Standing, surface: Surface) -> Access:
    """How much of this surface the person sees. A recused person sees nothing, counts included (E13)."""
    declared = case.declarations.get(who.id)
    if declared and declared.recused:
        return Access.NONE
    roles = roles_of(case, who)
    levels = [_level(case, role, surface) for role in roles]
    levels += [MATRIX[CaseRole.IT_ADMIN, surface]] if who.has(Role.IT_ADMIN) else []
    most = max(levels, default=Access.NONE)
    if case.frozen and surface is not Surface.BREACH and roles.isdisjoint(HOLD_IT_STILL):
        return min(most, Access.META)  # E43
    if surface is not Surface.BREACH and time_over(case, who):
        return min(most, Access.META)  # Part 6, rule 9.
    if case.open_glass(who.id) and not (declared and declared.conflicted):
        return max(most, MATRIX[CaseRole.CHAIR, surface])  # Part 6, rule 11.
    if declared and declared.cleared:
        if case.disagreement and who.has(Role.BOARD_CHAIR):
            return max(most, Access.READ)  # R101: the board's chair reads what they are asked to settle.
        own = max((level for level in levels if level <= Access.OWN), default=Access.NONE)
        return max(min(most, _left_to_read(declared, surface)), own)
    return min(most, Access.META)  # R045, R046: nothing of the case before both declarations are in.


HOLD_IT_STILL = frozenset({CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR})


def frozen_out(case: "CaseRecord", who: Standing) -> bool:
    """Whether the case is frozen and this person neither runs it nor sees to a breach in it (E43)."""
    return case.frozen is not None and roles_of(case, who).isdisjoint({*HOLD_IT_STILL, CaseRole.DPO})


READ_ON = frozenset(
    {CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR, CaseRole.BOARD_CHAIR, CaseRole.SCRUTINEER, CaseRole.DPO}
)
"""Whose access a close does not end."""


def time_over(case: "CaseRecord", who: Standing) -> bool:
    """Whether the case is closed for so long that this person, who took part, reads it no more."""
    return case.access_ended_at is not None and roles_of(case, who).isdisjoint(READ_ON)


def access_over(case: "CaseRecord", who: Standing) -> bool:
    """Whether nothing at all is left to them: whoever has an action to do still reads that, and nothing else."""
    return time_over(case, who) and not case.has_to_do(who.id)


class ShutOut(StrEnum):
    """Why somebody who was written to reads nothing of a case now."""

    LEFT = "left"
    """The partnership's file does not have them any more (E36)."""
    ENDED = "ended"
    """Their part in the case has ended."""
    FROZEN = "frozen"
    """For now (E43)."""
    CLOSED = "closed"
    """For good: the case is closed, and its time to be read is over."""


def shut_out(case: "CaseRecord", who: Standing) -> ShutOut | None:
    """Why this person, who once had a part, reads nothing now; None for whoever reads, and for the recused."""
    declared = case.declarations.get(who.id)
    if declared and declared.recused:
        return None
    if not roles_of(case, who):
        told_without_a_part = who.has(Role.IT_ADMIN, Role.DPO)  # They hear of some things, and have none to lose.
        return None if told_without_a_part else ShutOut.ENDED if who.listed else ShutOut.LEFT
    if frozen_out(case, who):
        return ShutOut.FROZEN
    return ShutOut.CLOSED if access_over(case, who) else None


def require_not_recused(case: "CaseRecord", who: Standing) -> None:
    """Refuse whoever is recused (E13)."""
    if who.id in case.recused:
        raise Refusal(f"You are recused from {case.reference}, so you cannot do this.")


def require_may_read(case: "CaseRecord", who: Standing) -> None:
    """Refuse whoever is shut out, and whose time to read is over though an action is theirs to do (rule 9)."""
    require_not_shut_out(case, who)
    if time_over(case, who):
        raise _over(case)


def _over(case: "CaseRecord") -> Refusal:
    return Refusal(
        f"{case.reference} is closed, and the time in which those who took part could read it is over. "
        "If you need something of it, ask the Partnership Team."
    )


def require_not_shut_out(case: "CaseRecord", who: Standing) -> None:
    """Refuse whoever is recused (E13), whom a freeze shuts out (E43), and to whom nothing is left (rule 9)."""
    require_not_recused(case, who)
    if access_over(case, who):
        raise _over(case)
    if frozen_out(case, who):
        raise Refusal(
            f"{case.reference} is frozen: something in it has to be put right first. Nothing of yours is lost. "
            "The chair or the Partnership Team lets it go on, and you hear when they do."
        )


def _level(case: "CaseRecord", role: CaseRole, surface: Surface) -> Access:
    """The matrix's cell; those brought in see the closed poll where the partnership lets them vote (domain 2.6)."""
    votes = role is CaseRole.COOPTED and surface is Surface.POLL and case.policy.cooptees_vote
    return Access.READ if votes else MATRIX[role, surface]


def _left_to_read(declared: Declaration, surface: Surface) -> Access:
    """What the chair's ruling leaves of what others wrote (form 3e). One's own stays one's own."""
    access = declared.ruled.access if declared.ruled else PaperAccess.FULL
    papers = {Surface.NOTIFICATION, Surface.PEOPLE, Surface.RETURNS, Surface.PAPERS}
    answers = {Surface.RETURNS, Surface.PAPERS}
    closed = {PaperAccess.NONE: papers, PaperAccess.PART: answers}.get(access, set())
    return Access.META if surface in closed else Access.READ


def require_part(case: "CaseRecord", who: Standing) -> None:
    """Refuse, in the same words as for a case that does not exist, anybody with no part in this one."""
    if not roles_of(case, who):
        raise NotYours()
