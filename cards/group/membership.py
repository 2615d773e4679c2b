"""Who takes part in a case: the seats, those brought in for it alone, and what is asked about them (R086-R090, E13)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import (
    Action,
    Card,
    Element,
    button,
    card,
    choice_input,
    fitting,
    heading,
    pair,
    subheading,
    typed,
    words,
)
from rapid_review.case import Case
from rapid_review.declaration.declarations import Declaration, Why
from rapid_review.group.cooptee import Capacity, Cooptee
from rapid_review.openly import of_case, openly
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import Partner, Partnership, PersonId, Seat, Standing
from rapid_review.permissions import Access, CaseRole, Surface, roles_of, sees
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words

CAPACITY_WORDS = {
    Capacity.EXPERT: "Expert",
    Capacity.PARTNER: "Co-opted from another partner",
    Capacity.DECIDER: "Decides for a statutory partner",
}
_SINCE = {
    Why.AGENCIES: "Since you declared, more agencies have been asked.",
    Why.PEOPLE: "Since you declared, the people in the notification have changed.",
    Why.MEETING: "The meeting is beginning, and each person’s declaration is looked at again.",
}


# -- What is asked -------------------------------------------------------------------------------------------------


def look_again(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Does what they declared still hold? (F35)"""
    look = case.declarations[task.about].to_look_again
    body = [
        *([words(_SINCE[look.why])] if look else []),
        words("Does your conflict of interest declaration still hold, now that you know who is involved?"),
        words("You keep what you can see. A new conflict is ruled on first, as it would have been at the beginning."),
    ]
    actions = [
        button("Nothing has changed", "declaration.same", on(case, task), main=True),
        button("Declare something new", "form.open", {"form": "declare", "subject": case.reference}),
        button("See the case", "case", on(case)),
    ]
    return ask(case, f"{case.reference}: your declaration, once more", task, body, actions, now=now)


def replace(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Somebody could not sign: the person who chairs decides what follows (form 3d)."""
    body = [
        words(f"{partnership.name_of(task.about)} has not signed the confidentiality agreement, and sees nothing."),
        words("Please get in touch with them, then say who takes their place."),
    ]
    opening = opens(case, "Read why and decide", "replace", f"{case.reference}/{task.about}")
    return ask(case, f"{case.reference}: somebody could not sign", task, body, [opening], now=now)


def ask_lead(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Nobody is left to decide for a statutory partner: its lead names somebody (E13)."""
    partner = Partner(task.about)
    leads = leads_of(case, partner, partnership)
    body = [
        words(f"Nobody who decides for {PARTNER_NAMES[partner]} can take part in this case."),
        words("Its strategic lead names somebody who decides in their place, in this case alone."),
    ]
    if not leads:
        body.append(words("The partnership’s file names no lead who could be asked here. Ring the partner instead."))
    asking = [
        button(f"Ask {partnership.name_of(lead)}", "lead.ask", on(case, task, lead=lead), main=True)
        for lead in leads[:3]
    ]
    return ask(
        case, f"{case.reference}: a partner without anybody", task, body, [*asking, _naming(case, partner)], now=now
    )


def name_decider(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """For the lead: name somebody who decides for the partner in this case."""
    partner = Partner(task.about)
    body = [
        words(f"Nobody who usually decides for {PARTNER_NAMES[partner]} can take part in this Rapid Review."),
        words("Please name somebody senior who can decide in their place, and who has no part in the events."),
        words("They sign the same declarations as everybody before they see anything.", quiet=True),
    ]
    return ask(case, f"{case.reference}: please name somebody", task, body, [_naming(case, partner)], now=now)


def _naming(case: Case, partner: Partner) -> Action:
    return opens(case, f"Name who decides for {PARTNER_NAMES[partner]}", "name_decider", f"{case.reference}/{partner}")


def leads_of(case: Case, partner: Partner, partnership: Partnership) -> list[PersonId]:
    """The strategic leads of this partner's agencies who can be asked here."""
    leads = {agency.strategic_lead for agency in partnership.agencies.values() if agency.partner is partner}
    return sorted(lead for lead in leads if lead in partnership.people and lead not in case.recused)


def advise(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """For somebody who was brought in: their view, which is read with the others and never counted."""
    body = [
        words("The Group would like your view before it decides. Each statutory partner speaks through its own seat."),
        words("So your view is kept with theirs and read after the poll closes, but it is not counted."),
    ]
    actions = [
        opens(case, "Give your view", "advice"),
        button("Read the notification", "notification.read", on(case)),
        button("Read the agencies’ answers", "returns.read", on(case)),
    ]
    return ask(case, f"{case.reference}: your view", task, body, actions, now=now)


# -- Who takes part ------------------------------------------------------------------------------------------------


def taking_part(
    case: Case, seats: Sequence[Seat], partnership: Partnership, reasons: Mapping[PersonId, str], page: int = 0
) -> Card:
    """The seats and those brought in and why, for the chair and the Partnership Team, who may bring in and let go."""
    title = of_case(case.reference, "who takes part")
    body: list[Element] = [heading(title)]
    body += [pair(seat.title, _in_the_seat(case, seat, partnership)) for seat in seats]
    current = [cooptee for cooptee in case.cooptees.values() if cooptee.current]
    body.append(subheading("In this case alone"))
    why = fitting({one.person: reasons.get(one.person, "") for one in current}, ROOM_FOR_REASONS)
    for cooptee in current:
        body += [
            _brought_in(case, cooptee, partnership),
            *([typed(why[cooptee.person])] if why[cooptee.person] else []),
        ]
    body += [] if current else [words("Nobody was brought in.")]
    body.append(_organisation(partnership))
    adding = button("Bring somebody in", "membership.bring_in", on(case), main=True)
    naming = [_naming(case, partner) for partner, vacancy in case.vacancies.items() if vacancy.open]
    second = naming[0] if naming else button("The declarations", "declarations.read", on(case))
    ending = _endings(case, [one for one in current if one.seat is None], partnership, page)
    back = button("Back to the case", "case", on(case))
    return card(body, [adding, second, *ending, _chairing(case), back][:_MOST_BUTTONS], summary=title)


def _chairing(case: Case) -> Action:
    """The deputy chair acts while the chair is away, and no longer."""
    if case.chair_away_since:
        return button("The chair is back", "chair.back", on(case))
    return button("The chair is away", "chair.away", on(case))


def _endings(case: Case, advisers: Sequence[Cooptee], partnership: Partnership, page: int) -> list[Action]:
    """A button for some of those whose part can be ended, and one to see the others’."""
    first = page * _LET_GO if page * _LET_GO < len(advisers) else 0
    shown = advisers[first : first + _LET_GO]
    more = [button("More people", "membership", {**on(case), "page": first // _LET_GO + 1})]
    ending = [button(_ending(partnership, one), "membership.end", on(case, person=one.person)) for one in shown]
    return [*(more if len(advisers) > _LET_GO else []), *ending]


ROOM_FOR_REASONS = 9_000
"""Bytes for all the reasons together."""
_LET_GO = 2
NO_AGENCY = "none"


def _organisation(partnership: Partnership) -> Element:
    """From where: a whole directory would be too long a list of people."""
    choices = [(agency.id, agency.name) for agency in partnership.agencies.values()]
    label, wrong = "To bring somebody in, choose where they work", "Choose an organisation."
    return choice_input("agency", label, "", [*choices, (NO_AGENCY, "No agency in the file")], error=wrong)


def with_people(drawn: Card, case: Case, who: Standing) -> Card:
    """The case's card, where it has room, with the way to who takes part, or to the declarations."""
    actions = drawn.get("actions", [])
    declared = case.declarations.get(who.id)
    if len(actions) >= _MOST_BUTTONS or declared is None or not declared.cleared:
        return drawn
    return {**drawn, "actions": [*actions, _to_people(case, who)]}


_MOST_BUTTONS = 6


def _to_people(case: Case, who: Standing) -> Action:
    if not roles_of(case, who).isdisjoint({CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM}):
        return button("Who takes part", "membership", on(case))
    if sees(case, who, Surface.DECLARATIONS) is Access.READ:
        return button("The declarations", "declarations.read", on(case))
    return button("My declarations", "declarations.read", on(case))


def which(cases: Sequence[Case]) -> Card:
    """Which case is meant, or that there is none."""
    title = (
        openly("Who takes part, in which case?")
        if cases
        else openly("You run no case of which you could see who takes part")
    )
    buttons = [button(case.reference, "membership", on(case)) for case in cases[:_WHICH]]
    return card([heading(title)], [*buttons, button("My cases", "cases")], summary=title)


_WHICH = 5


def _ending(partnership: Partnership, cooptee: Cooptee) -> str:
    return f"End the part of {partnership.name_of(cooptee.person)}"[:60]


def _in_the_seat(case: Case, seat: Seat, partnership: Partnership) -> str:
    """Who sits there now: the member, the deputy where the member stands aside or a deputy was called, or nobody."""
    there = [seat.member] if seat.member and seat.member not in case.recused else []
    there += [seat.deputy] if seat.deputy and case.deputy_acts(seat) and seat.deputy not in case.recused else []
    said = [f"{partnership.name_of(person)}: {state(case.declarations.get(person))}" for person in there]
    return ". ".join(said) or "Nobody who can decide"


def _brought_in(case: Case, cooptee: Cooptee, partnership: Partnership) -> Element:
    seat = f", {cooptee.seat.title}" if cooptee.seat else ""
    label = f"{CAPACITY_WORDS[cooptee.capacity]}{seat}, since {clock_words(cooptee.at)}"
    said = state(case.declarations.get(cooptee.person))
    return pair(label, f"{partnership.name_of(cooptee.person)}: {said}")


def state(declared: Declaration | None) -> str:
    """Where somebody's declarations stand, in a few words."""
    if declared is None:
        return "not declared yet"
    if declared.outdated:
        return "to sign again, as the words have changed"
    if declared.declined_at:
        return "could not sign"
    if declared.recused:
        return "recused"
    if declared.awaits_ruling:
        return "waits for a ruling"
    return "declared" if declared.complete else "not declared yet"


def ended(case: Case) -> Card:
    """For somebody whose part has ended."""
    title = of_case(case.reference, "your part has ended")
    lines = (
        "You see nothing more of this case. Thank you for your help.",
        "What you agreed to about confidentiality goes on. Please destroy your copies, or give them back.",
    )
    return card([heading(title), *map(words, lines)], [button("My tasks", "tasks")], summary=title)


def welcomed(case: Case, cooptee: Cooptee) -> Card:
    """For somebody who was brought in and has declared already."""
    title = of_case(case.reference, "you now take part in more of this case")
    line = f"You were brought in: {CAPACITY_WORDS[cooptee.capacity].lower()}."
    return card([heading(title), words(line)], [button("See the case", "case", on(case))], summary=title)
