"""Who of an agency hears what about its request: whoever has it in hand, who writes, and who must know."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.task import Task
from rapid_review.timing.hours import Hours
from rapid_review.timing.timetable import next_allowed
from storage.messages import Message

REQUEST_VIEWS = ("handed_over", "came_back", "extension_answered", "mend_file", "unsigned")
STEPPED_ASIDE = (Happening.CONFLICT_DECLARED, Happening.SIGNING_DECLINED, Happening.CONFLICT_RULED)
"""After these the request may be another's."""


def in_line(case: Case, agency: str, partnership: Partnership) -> list[PersonId]:
    """Who may have an agency's request in hand, the first in line first; nobody recused has it (E13).

    Last stand those who cannot answer for now: they could not sign, or wait for a ruling.
    """
    recused = case.recused
    line = [person for person in _named(case, agency, partnership) if person not in recused]
    return sorted(line, key=lambda person: stands_aside(case, person))


def stands_aside(case: Case, person: PersonId) -> bool:
    """Whether this person cannot act in the case, for now or for good."""
    declared = case.declarations.get(person)
    return declared is not None and declared.stands_aside


def nobody_left(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    """To the Partnership Team: an agency whose answer is wanted, and where this ruling left nobody to be asked."""
    about = event.facts.get("about", "")
    if event.kind is not Happening.CONFLICT_RULED or about not in case.recused:
        return
    for agency in case.requests:
        was_asked = case.owes_answer(agency) and about in _named(case, agency, partnership)
        if not was_asked or in_line(case, agency, partnership):
            continue
        for person in set(partnership.holders(Role.PARTNERSHIP_TEAM)) - case.recused - {event.by}:
            yield alone(case, agency, str(case.version), person, event.at)


def alone(case: Case, agency: str, why: str, person: PersonId, at: datetime) -> Message:
    """That nobody is left there who could be asked."""
    return Message(
        key=f"{case.reference}:nobody_left:{why}:{agency}:{person}",
        to=person,
        route="person",
        view="nobody_left",
        due=at,
        case=case.reference,
        args={"agency": agency},
    )


def holders(
    case: Case, agency: str, partnership: Partnership, away: Collection[PersonId] = frozenset()
) -> set[PersonId]:
    """Who has an agency's request in hand: the first in line who is not away, or the first where all are."""
    line = in_line(case, agency, partnership)
    return set(([person for person in line if person not in away] or line)[:1])


def away(people: Iterable[PersonId], desk: Desk) -> dict[PersonId, Hours]:
    """Those of these people who say that they are away today (F53)."""
    known = {person: desk.work.preference(person) for person in people}
    return {person: hours for person, hours in known.items() if hours and hours.away(desk.today)}


def _named(case: Case, agency: str, partnership: Partnership) -> list[PersonId]:
    """Whom it was handed to and those who had it before, while they work there (E36); then the SPOC and the deputy."""
    known, request = partnership.agencies.get(agency), case.requests[agency]
    answering = [person for person in (known.spoc, known.deputy) if person] if known else []
    handed = [request.handed_to, *(holding.person for holding in reversed(request.earlier))]
    return [
        id
        for id in dict.fromkeys(handed + answering)
        if (person := partnership.person(id)) and (person.agency == agency or id in answering)
    ]


def is_asked_now(task: Task, person: PersonId, case: Case, event: Event, partnership: Partnership) -> bool:
    """Whether this person is to know of the request now: they have it in hand or, once that is said, they write."""
    if task.about != event.facts.get("agency", task.about):
        return False
    if event.kind is Happening.REQUEST_ACKNOWLEDGED:
        return person == event.facts.get("author")
    about = event.facts.get("about", event.by)
    if event.kind in STEPPED_ASIDE and person != about and not _gave_way(about, person, case, task, partnership):
        return False
    return person in holders(case, task.about, partnership)


def _gave_way(about: PersonId, person: PersonId, case: Case, task: Task, partnership: Partnership) -> bool:
    """Whether who declared or was ruled on stands aside and stood before this person, who has not been asked."""
    named = _named(case, task.about, partnership)
    return stands_aside(case, about) and person in named and about in named[: named.index(person)]


def heard_at(case: Case, event: Event) -> datetime:
    """When it may be heard of. A request comes back at midnight, and nobody is written to before the morning."""
    return next_allowed(event.at, case.policy) if event.kind is Happening.REQUEST_CAME_BACK else event.at


def answerers(agency: str, case: Case, partnership: Partnership) -> set[PersonId]:
    """Everybody of the agency who may have been sent something about its request, and may still hear of it."""
    known, request = partnership.agencies.get(agency), case.requests.get(agency)
    named = {known.spoc, known.deputy, known.strategic_lead} if known else set()
    brought_in = request.brought_in if request else set()
    return (named | brought_in) - {""} - case.recused


def colleagues(case: Case, agency: str, sender: PersonId, partnership: Partnership) -> set[PersonId]:
    """Who of the agency could sign an answer that this person sends (form 3b, card 6)."""
    declined = {declared.person for declared in case.declarations.values() if declared.declined_at}
    others = answerers(agency, case, partnership) - {sender} - declined
    standings = (partnership.standing(person) for person in others)
    return {who.id for who in standings if agency in case.answered_by(who) | who.leads}


def signers(case: Case, agency: str, partnership: Partnership) -> set[PersonId]:
    """Who could give the signature that this agency's answer waits for."""
    request = case.requests[agency]
    waits = request.sign_wanted and request.returned
    return colleagues(case, agency, waits.by, partnership) if waits else set()


def never_signed(case: Case, partnership: Partnership) -> list[str]:
    """The agencies whose answer waits for a signature that nobody can give any more."""
    return [id for id, one in case.requests.items() if one.sign_wanted and not signers(case, id, partnership)]


def audience(view: str, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    """Who hears that a request was handed over, came back, had its day moved or not, or goes without a signature."""
    agency = event.facts["agency"]
    known = partnership.agencies.get(agency)
    match view:
        case "handed_over":
            told = {known.spoc} - {event.facts["to"]} if known else set()
        case "came_back":
            told = {event.facts["was"]}
        case "extension_answered":
            told = holders(case, agency, partnership) | {case.requests[agency].extensions[-1].by}
        case "unsigned":
            told = {version.by for version in case.requests[agency].versions[-1:]}
        case _:
            told = set(partnership.holders(Role.PARTNERSHIP_TEAM))
    return told - {event.by, ""} - case.recused
