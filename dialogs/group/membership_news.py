"""What happens about who takes part, and whom it asks, quietens and tells; a part of `announcements`."""

from dialogs.returns.agencies import holders
from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import Access, Surface, sees
from rapid_review.task import Task, TaskKind
from rapid_review.tasks import owed

OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SIGNING_DECLINED: (TaskKind.REPLACE, TaskKind.DECLARE, TaskKind.REASSIGN),
    Happening.LOOK_AGAIN_ASKED: (TaskKind.LOOK_AGAIN,),
    Happening.DECIDER_WANTED: (TaskKind.ASK_LEAD,),
    Happening.LEAD_ASKED: (TaskKind.NAME_DECIDER,),
    Happening.BROUGHT_IN: (TaskKind.DECLARE, TaskKind.VOTE, TaskKind.ADVISE),
    Happening.SEAT_CHANGED: (TaskKind.DECLARE, TaskKind.VOTE, TaskKind.SIGN_OFF),
    Happening.POLL_OPENED: (TaskKind.ADVISE,),
    Happening.POLL_EXTENDED: (TaskKind.ADVISE,),
    Happening.CONFLICT_RULED: (TaskKind.ADVISE, TaskKind.REASSIGN),
    Happening.PEOPLE_GONE: (TaskKind.REASSIGN,),
}
SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SIGNING_SETTLED: (TaskKind.REPLACE,),
    Happening.LEAD_ASKED: (TaskKind.ASK_LEAD,),
    Happening.BROUGHT_IN: (TaskKind.ASK_LEAD, TaskKind.NAME_DECIDER),
    Happening.POLL_CLOSED: (TaskKind.ADVISE,),
}
TOLD: dict[Happening, str] = {
    Happening.SIGNING_DECLINED: "declined",
    Happening.BROUGHT_IN: "brought_in",
    Happening.PART_ENDED: "part_ended",
    Happening.PEOPLE_CORRECTED: "search_again",
    Happening.NOTIFICATION_CORRECTED: "notification_corrected",
}
VIEWS = frozenset(TOLD.values())
ASKED_AGAIN = (
    *(TaskKind.LOOK_AGAIN, TaskKind.REPLACE, TaskKind.ASK_LEAD, TaskKind.NAME_DECIDER, TaskKind.ADVISE),
    TaskKind.REASSIGN,
)


def settled(kind: TaskKind, event: Event) -> list[Task]:
    """The task of this kind that the event settles. Only whoever decides for a partner fills a vacancy."""
    about = event.facts.get("about" if kind is TaskKind.REPLACE else "partner", "")
    return [Task(kind, about)] if about else []


def brought_in(case: Case) -> set[PersonId]:
    """Who was brought into this case and still is in it."""
    return {cooptee.person for cooptee in case.cooptees.values() if cooptee.current}


def members(case: Case, partnership: Partnership) -> set[PersonId]:
    """Those who sit for a seat, the deputies who act for one, and whoever was brought in."""
    acting = {seat.deputy for seat in partnership.seats if case.deputy_acts(seat) and seat.deputy}
    return {seat.member for seat in partnership.seats if seat.member} | acting | brought_in(case)


def could_hold(case: Case) -> set[PersonId]:
    """Who may have been sent a card without holding a seat or a role."""
    return set(case.cooptees) | {vacancy.lead for vacancy in case.vacancies.values() if vacancy.lead}


def audience(view: str, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    if view == "search_again":
        return _searching(case, partnership) - {event.by}
    if view == "notification_corrected":
        told = _searching(case, partnership) if event.facts["people"] == "True" else set()
        return _readers(case, partnership) - told - {event.by}
    if view != "declined":
        return {event.facts["about"]}
    chairs, deputies = partnership.holders(Role.CHAIR), partnership.holders(Role.DEPUTY_CHAIR)
    told = {*chairs, *(deputies if event.by in chairs else ()), *partnership.holders(Role.PARTNERSHIP_TEAM)}
    return {person for person in told - {event.by} if not _decides(case, person, event, partnership)}


def _searching(case: Case, partnership: Partnership) -> set[PersonId]:
    return {person for agency in case.requests for person in holders(case, agency, partnership)}


def _readers(case: Case, partnership: Partnership) -> set[PersonId]:
    """Whoever may read the notification, and so may have read the version before (E12)."""
    return {
        person
        for person in partnership.people
        if sees(case, partnership.standing(person), Surface.NOTIFICATION) is Access.READ
    }


def _decides(case: Case, person: PersonId, event: Event, partnership: Partnership) -> bool:
    """Whether they are asked to decide what follows, which says all that the news would."""
    return any(task.kind is TaskKind.REPLACE for task in owed(case, partnership.standing(person), event.at))
