"""Who of an agency hears what about its request: whoever has it in hand, who writes, and who must know."""

from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.task import Task

REQUEST_VIEWS = ("handed_over", "came_back", "extension_answered", "mend_file")


def holders(case: Case, agency: str, partnership: Partnership) -> set[PersonId]:
    """Who has an agency's request in hand: whom it was handed to, while they work there (E36), or the SPOC."""
    known, handed_to = partnership.agencies.get(agency), case.requests[agency].handed_to
    if handed_to and agency in case.answered_by(partnership.standing(handed_to)):
        return {handed_to}
    return {known.spoc} if known and known.spoc else set()


def is_asked_now(task: Task, person: PersonId, case: Case, event: Event, partnership: Partnership) -> bool:
    """Whether this person is to know of the request now: they have it in hand or, once that is said, they write."""
    if task.about != event.facts.get("agency", task.about):
        return False
    if event.kind is Happening.REQUEST_ACKNOWLEDGED:
        return person == event.facts.get("author")
    return person in holders(case, task.about, partnership)


def answerers(agency: str, case: Case, partnership: Partnership) -> set[PersonId]:
    """Everybody of the agency who may have been sent something about its request."""
    known, request = partnership.agencies.get(agency), case.requests.get(agency)
    named = {known.spoc, known.deputy, known.strategic_lead} if known else set()
    brought_in = {request.handed_to, request.author_id} if request else set()
    return (named | brought_in) - {""}


def audience(view: str, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    """Who hears that a request was handed over, came back, or had its day moved or not."""
    agency = event.facts["agency"]
    known = partnership.agencies.get(agency)
    match view:
        case "handed_over":
            told = {known.spoc} - {event.facts["to"]} if known else set()
        case "came_back":
            told = {event.facts["was"]}
        case "extension_answered":
            told = holders(case, agency, partnership) | {case.requests[agency].extensions[-1].by}
        case _:
            told = set(partnership.holders(Role.PARTNERSHIP_TEAM))
    return told - {event.by, ""}
