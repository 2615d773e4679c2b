"""The chase board: the agencies of a case, the one in most danger first, each with what can be done (F23)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cards.casework import agency_name, on
from cards.elements import Action, Card, Element, Tone, button, buttons, card, facts, heading, pair, subheading, words
from cards.returns.escalating import TAKEN_TO
from rapid_review.case import Case
from rapid_review.openly import of_case, openly
from rapid_review.people import Partnership, Person, PersonId, Role, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.questions.forms import in_words
from rapid_review.reaching import fate, said
from rapid_review.returns.chase import Danger, Row
from rapid_review.returns.requests import Quality, Request
from rapid_review.stages import SAID
from rapid_review.timing.london import clock_words

A_PAGE = 4
"""Agencies on one card, each with its three buttons: what a telephone's screen still takes."""

TONES: dict[Danger, Tone] = {
    Danger.NOBODY: "attention",
    Danger.UNREACHED: "attention",
    Danger.OVERDUE: "attention",
    Danger.SILENT: "warning",
    Danger.SOON: "warning",
}
NEXT: dict[Danger, str] = {
    Danger.NOBODY: "Nobody is left there who could be asked here. Next: ring them.",
    Danger.UNREACHED: "Next: ring them. Teams did not take the last message.",
    Danger.OVERDUE: "Next: ring them, then take it further.",
    Danger.SILENT: "Next: nudge them, or hand it to the deputy.",
    Danger.SOON: "Next: nudge them.",
    Danger.WAITING: "Next: nothing. Reminders go by themselves.",
}


class Contact(Protocol):
    """The last message to somebody, as the outbox knows it."""

    @property
    def person(self) -> str: ...
    @property
    def route(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def due(self) -> datetime: ...
    @property
    def sent_at(self) -> datetime | None: ...
    @property
    def seen_at(self) -> datetime | None: ...


def board(
    case: Case,
    rows: Sequence[Row],
    contacts: Mapping[str, Contact],
    risks: Mapping[str, str],
    partnership: Partnership,
    who: Standing,
    page: int = 0,
    standing: Sequence[Element] = (),
) -> Card:
    """Every agency that was asked: what is missing first, then the answers that are in. `standing` goes before all."""
    open_rows = [row for row in rows if row.danger is not Danger.ANSWERED]
    answered = [row for row in rows if row.danger is Danger.ANSWERED]
    title = of_case(case.reference, "the chase board")
    body: list[Element] = [heading(title), *standing, words(_counted(open_rows, rows))]
    page = max(0, min(page, (len(open_rows) - 1) // A_PAGE))
    shown = open_rows[page * A_PAGE : (page + 1) * A_PAGE]
    for row in shown:
        contact, risk = contacts.get(row.agency), risks.get(row.agency, "")
        body.append(_agency(case, row, contact, risk, partnership, who, on(case, agency=row.agency, page=str(page))))
    body += [subheading("Answered")] if answered else []
    body += [element for row in answered for element in _answered(case, row, partnership)]
    actions = []
    if len(open_rows) > (page + 1) * A_PAGE:
        actions.append(button("More agencies", "chase", on(case, page=str(page + 1))))
    if page:
        actions.append(button("The worst ones", "chase", on(case)))
    could_take = case.child_death_route and any(not request.child_death_form for request in case.outstanding())
    if could_take and who.has(Role.PARTNERSHIP_TEAM):
        actions.append(button("Take child death forms instead", "child_death.accept", on(case)))
    return card(body, [*actions, button("See the case", "case", on(case))], summary=title)


def _answered(case: Case, row: Row, partnership: Partnership) -> list[Element]:
    """An answer that is in, or need not come, with the way to what can still be done about it."""
    name = agency_name(partnership, row.agency)
    return [pair(name, row.state), buttons([_named(button("More", "chase.agency", on(case, agency=row.agency)), name)])]


def _counted(waiting: Sequence[Row], rows: Sequence[Row]) -> str:
    if not rows:
        return "No agency has been asked yet."
    if not waiting:
        return "Every agency has answered."
    return f"{len(waiting)} of {len(rows)} answers are missing. Whoever needs you most stands first."


def _agency(
    case: Case,
    row: Row,
    contact: Contact | None,
    risk: str,
    partnership: Partnership,
    who: Standing,
    data: Mapping[str, str],
) -> Element:
    due = f". Due {clock_words(row.due.at)}" if row.due else ""
    name = agency_name(partnership, row.agency)
    what_next = _step(row) or (_next(case, row, partnership) if who.has(Role.PARTNERSHIP_TEAM) else "")
    items = [
        {**words(name, bold=True, tone=TONES.get(row.danger, "default")), "size": "medium"},
        words(f"{row.state}{due}."),
        *_meanwhile(case.requests[row.agency], partnership),
        words(last_contact(contact, partnership), quiet=True),
        *([words(f"At risk: {risk}", tone="warning")] if risk else []),
        *([words(what_next)] if what_next else []),
        buttons([_named(action, name) for action in _ways(case, row, partnership, who, data)]),
    ]
    return {"type": "Container", "separator": True, "spacing": "medium", "items": items}


def _meanwhile(request: Request, partnership: Partnership) -> list[Element]:
    """Who has it instead of the SPOC, and whether a later day is asked for."""
    said = []
    if request.handed_to and request.until:
        said.append(f"Covered by {partnership.name_of(request.handed_to)} until {in_words(request.until)}.")
    elif request.handed_to:
        said.append(f"{partnership.name_of(request.handed_to)} has it now.")
    if waiting := request.asked_for_time:
        said.append(f"It asks for more time, until {in_words(waiting.wanted)}. That is not answered yet.")
    return [words(line) for line in said]


def _next(case: Case, row: Row, partnership: Partnership) -> str:
    if row.danger is Danger.SILENT and not _has_deputy(case, row.agency, partnership):
        return NEXT[Danger.SOON]
    return NEXT[row.danger]


def _has_deputy(case: Case, agency: str, partnership: Partnership) -> bool:
    """Whether the agency has a deputy who could take the request."""
    known = partnership.agencies.get(agency)
    deputy = partnership.person(known.deputy) if known else None
    return deputy is not None and deputy.id not in case.recused


def _ways(case: Case, row: Row, partnership: Partnership, who: Standing, data: Mapping[str, str]) -> list[Action]:
    """Chasing is the Partnership Team's; whoever else may look can look closer."""
    if not who.has(Role.PARTNERSHIP_TEAM):
        return [button("More", "chase.agency", data)]
    return [
        *_messages(case, row.agency, partnership, data, alone=row.danger is Danger.NOBODY),
        button("Record answer", "form.open", _telling(case, row.agency)),
        button("More", "chase.agency", data),
    ]


def _messages(
    case: Case, agency: str, partnership: Partnership, data: Mapping[str, str], *, alone: bool
) -> list[Action]:
    """What can be sent there: to nobody, where nobody is left; to the deputy, where there is one."""
    deputy = not alone and _has_deputy(case, agency, partnership)
    actions = [] if alone else [button("Nudge", "chase.nudge", data)]
    return actions + ([button("To the deputy", "chase.hand_over", data)] if deputy else [])


def _named(action: Action, name: str) -> Action:
    """The same buttons stand under each agency: this says to those who cannot see it which one a button is of."""
    return {**action, "tooltip": f"{action['title']}: {name}"}


def _telling(case: Case, agency: str) -> dict[str, str]:
    return {"form": "told", "subject": f"{case.reference}/{agency}"}


def _step(row: Row) -> str:
    """The last step taken about it, while it waits for its answer."""
    if row.step is None or not row.step.open:
        return ""
    return f"It was taken to {TAKEN_TO[row.step.rung]}. An answer is wanted by {clock_words(row.step.wanted_by)}."


def last_contact(contact: Contact | None, partnership: Partnership) -> str:
    """When and how the agency last heard from the bot, and what became of it."""
    if contact is None:
        return "Nothing has been sent to them yet."
    way = "by e-mail" if contact.route == "mail" else "in Teams"
    became = fate(contact.state, contact.code, sent_at=contact.sent_at, seen_at=contact.seen_at)
    when = clock_words(contact.sent_at or contact.due)
    return f"Last message: {partnership.name_of(contact.person)}, {when}, {way}. {said(became, contact.code)}"


def agency(
    case: Case,
    agency: str,
    contacts: Sequence[Contact],
    partnership: Partnership,
    who: Standing,
    now: datetime,
    *,
    alone: bool,
) -> Card:
    """One agency: who is who, what was tried, and every way on; `alone` says that nobody is left to write to."""
    name, known = agency_name(partnership, agency), partnership.agencies.get(agency)
    request, due = case.requests[agency], case.due_from(agency)
    title = of_case(case.reference, "{}", name)
    rows = [("Asked", clock_words(request.asked_at))]
    rows += [("Answer due", clock_words(due.at))] if due else []
    rows.append(("Where it stands", request.state(due is not None and now > due.at)))
    body: list[Element] = [heading(title), facts(rows), subheading("Who answers for it")]
    if known:
        body.append(facts(_people(known.spoc, known.deputy, known.strategic_lead, partnership)))
    body.append(subheading("What was sent"))
    body += [words(last_contact(contact, partnership), quiet=True) for contact in contacts[:6]]
    body += [words("Nothing has been sent to them yet.")] if not contacts else []
    data = on(case, agency=agency)
    owes = case.owes_answer(agency)
    actions = _chasing(case, agency, partnership, who, data, alone=alone) if owes else []
    actions += _of_the_answer(case, agency, who, data)
    actions += [button("The steps so far", "escalation.read", data)] if case.escalations_of(agency) else []
    return card(body, [*actions[:5], button("Chase board", "chase", on(case))], summary=title)


def _chasing(
    case: Case, agency: str, partnership: Partnership, who: Standing, data: Mapping[str, str], *, alone: bool
) -> list[Action]:
    """The ways to an answer, for the Partnership Team; taking it further, for the chair as well."""
    further = {"form": "escalation", "subject": f"{case.reference}/{agency}"}
    actions = []
    if who.has(Role.PARTNERSHIP_TEAM):
        actions += [
            *_messages(case, agency, partnership, data, alone=alone),
            button("Record their answer", "form.open", _telling(case, agency)),
        ]
    if roles_of(case, who) & {CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR}:
        actions.append(button("Take it further", "form.open", further))
    return actions


def _of_the_answer(case: Case, agency: str, who: Standing, data: Mapping[str, str]) -> list[Action]:
    """Reading an answer that is in and, for the Partnership Team, judging it or taking a child death form instead."""
    request, team = case.requests[agency], who.has(Role.PARTNERSHIP_TEAM)
    judging = {"form": "sufficiency", "subject": f"{case.reference}/{agency}"}
    if request.returned:
        reading = button("Read it", "return.read", data)
        return [reading, button("Will it do?", "form.open", judging)] if team else [reading]
    if request.quality is Quality.EXCUSED:
        return [button("Ask it after all", "form.open", judging)] if team else []
    if team and case.child_death_route and not request.child_death_form:
        return [button("Take its child death form", "child_death.accept", data)]
    return []


def _people(spoc: str, deputy: str, lead: str, partnership: Partnership) -> list[tuple[str, str]]:
    asked = (("Single point of contact", spoc), ("Deputy", deputy), ("Strategic safeguarding lead", lead))
    return [(label, _reached_at(id, partnership)) for label, id in asked if id]


def _reached_at(id: str, partnership: Partnership) -> str:
    person = partnership.person(id)
    if person is None:
        return partnership.name_of(id)
    return ", ".join(part for part in (person.name, person.job, person.email) if part)


UNREACHED = "Our last message did not reach them, so please ring them too."


def nudged(partnership: Partnership, agency: str, person: PersonId, *, reached: bool) -> str:
    said = f"{agency_name(partnership, agency)} is being reminded: {partnership.name_of(person)}."
    return said if reached else f"{said} {UNREACHED}"


def handed_over(deputy: Person, *, reached: bool) -> str:
    return f"{deputy.name} has the request now. " + ("They are being told." if reached else UNREACHED)


def which(cases: Sequence[Case], now: datetime) -> Card:
    """The cases with answers missing, where there are several or none."""
    title = openly("The chase board")
    if not cases:
        return card(
            [heading(title), words("No answers are missing in any case of yours.")],
            [button("My tasks", "tasks")],
            summary=title,
        )
    rows = [(case.reference, f"{SAID[case.stage]}: {len(case.outstanding())} missing") for case in cases]
    return card([heading(title), facts(rows)], [button(c.reference, "chase", on(c)) for c in cases[:6]], summary=title)
