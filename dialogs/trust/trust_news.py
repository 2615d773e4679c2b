"""What happens about break-glass, mis-sends and a frozen case, and whom it asks, quietens and tells."""

from collections.abc import Iterator

from dialogs.group.membership_news import members
from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import CaseRole
from rapid_review.task import TaskKind
from rapid_review.trust.trust_tasks import alarmed
from storage.messages import Message

OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.BREACH_REPORTED: (TaskKind.BREACH,),
    Happening.BREACH_STEP: (TaskKind.BREACH,),
}
SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.BREACH_STEP: (TaskKind.BREACH,),
    Happening.CASE_THAWED: (TaskKind.THAW,),
}


def told(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    """At once, in whatever hour: each of these is an alarm, or ends one."""
    match event.kind:
        case Happening.GLASS_BROKEN:
            yield _to(event.by, "glass", case, event, slot="glass")
            number = str(len(case.glass_broken) - 1)
            for person in sorted(_who_hears_of_glass(case, partnership) - {event.by}):
                yield _to(person, "glass_broken", case, event, glass=number)
        case Happening.GLASS_ENDED:
            yield _to(event.facts["about"], "glass", case, event, slot="glass")
        case Happening.BREACH_REPORTED:
            for person in sorted(set().union(*alarmed(case, partnership).values()) - {event.by}):
                yield _to(person, "breach", case, event, breach=event.facts["breach"])
        case Happening.CASE_FROZEN | Happening.CASE_THAWED:
            for person in sorted(_who_works_on_it(case, partnership) - {event.by}):
                yield _to(person, "frozen", case, event)


def _to(person: PersonId, view: str, case: Case, event: Event, *, slot: str = "", **args: str) -> Message:
    return Message(
        key=f"{case.reference}:{view}:{case.version}:{event.at.isoformat()}:{person}",
        to=person,
        route="person",
        view=view,
        due=event.at,
        case=case.reference,
        slot=f"{case.reference}:{slot}" if slot else "",
        mode="upsert" if slot else "post",
        args=args,
    )


def _holders(partnership: Partnership, *roles: Role) -> set[PersonId]:
    return {person for role in roles for person in partnership.holders(role)}


def _who_hears_of_glass(case: Case, partnership: Partnership) -> set[PersonId]:
    """All three partners' members, the scrutineer and the Partnership Team (Part 6, rule 11)."""
    return members(case, partnership) | _holders(partnership, Role.SCRUTINEER, Role.PARTNERSHIP_TEAM)


def _who_works_on_it(case: Case, partnership: Partnership) -> set[PersonId]:
    asked = {one.spoc for id, one in partnership.agencies.items() if one.spoc and id in case.requests}
    runs = alarmed(case, partnership)
    chairs, team = runs.get(CaseRole.CHAIR, set()), runs.get(CaseRole.PARTNERSHIP_TEAM, set())
    # The data protection officer too: whoever named the wrong child may have told the wrong people (E43).
    return members(case, partnership) | asked | chairs | team | _holders(partnership, Role.DPO)
