"""The chase board: the agencies of a case, the one in most danger first, each with what can be done (F23)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cards import reading
from cards.asking import ask
from cards.casework import agency_name, on
from cards.elements import Action, Card, Element, Tone, button, buttons, card, facts, heading, subheading, words
from cards.escalating import TAKEN_TO
from rapid_review.case import Case
from rapid_review.chase import Danger, Row
from rapid_review.forms import Answers
from rapid_review.london import clock_words
from rapid_review.people import Partnership, Standing
from rapid_review.reaching import fate, said
from rapid_review.stages import SAID
from rapid_review.tasks import Task
from rapid_review.told import TOLD

A_PAGE = 4
"""Agencies on one card, each with its three buttons: what a telephone's screen still takes."""

TONES: dict[Danger, Tone] = {
    Danger.UNREACHED: "attention",
    Danger.OVERDUE: "attention",
    Danger.SILENT: "warning",
    Danger.SOON: "warning",
}
NEXT: dict[Danger, str] = {
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
    page: int = 0,
) -> Card:
    """Every agency that was asked: what is missing first, then the answers that are in."""
    open_rows = [row for row in rows if row.danger is not Danger.ANSWERED]
    answered = [row for row in rows if row.danger is Danger.ANSWERED]
    title = f"{case.reference}: the chase board"
    body: list[Element] = [heading(title), words(_counted(open_rows, rows))]
    page = max(0, min(page, (len(open_rows) - 1) // A_PAGE))
    shown = open_rows[page * A_PAGE : (page + 1) * A_PAGE]
    for row in shown:
        body.append(_agency(case, row, contacts.get(row.agency), risks.get(row.agency, ""), partnership, page))
    if answered:
        names = [(agency_name(partnership, row.agency), row.state) for row in answered]
        body += [subheading("Answered"), facts(names)]
    actions = []
    if len(open_rows) > (page + 1) * A_PAGE:
        actions.append(button("More agencies", "chase", on(case, page=str(page + 1))))
    if page:
        actions.append(button("The worst ones", "chase", on(case)))
    if case.child_death_route and any(not request.child_death_form for request in case.outstanding()):
        actions.append(button("Take child death forms instead", "child_death.accept", on(case)))
    return card(body, [*actions, button("See the case", "case", on(case))], summary=title)


def _counted(waiting: Sequence[Row], rows: Sequence[Row]) -> str:
    if not rows:
        return "No agency has been asked yet."
    if not waiting:
        return "Every agency has answered."
    return f"{len(waiting)} of {len(rows)} answers are missing. Whoever needs you most stands first."


def _agency(case: Case, row: Row, contact: Contact | None, risk: str, partnership: Partnership, page: int) -> Element:
    due = f". Due {clock_words(row.due.at)}" if row.due else ""
    name = agency_name(partnership, row.agency)
    data = on(case, agency=row.agency, page=str(page))
    items = [
        {**words(name, bold=True, tone=TONES.get(row.danger, "default")), "size": "medium"},
        words(f"{row.state}{due}."),
        words(last_contact(contact, partnership), quiet=True),
        *([words(f"At risk: {risk}", tone="warning")] if risk else []),
        words(_step(row) or NEXT[row.danger]),
        buttons([_named(action, name) for action in _ways(case, row, data)]),
    ]
    return {"type": "Container", "separator": True, "spacing": "medium", "items": items}


def _ways(case: Case, row: Row, data: Mapping[str, str]) -> list[Action]:
    return [
        button("Nudge", "chase.nudge", data),
        button("To the deputy", "chase.hand_over", data),
        button("Record answer", "form.open", _telling(case, row.agency)),
        button("More", "chase.agency", data),
    ]


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


def agency(case: Case, agency: str, contacts: Sequence[Contact], partnership: Partnership, now: datetime) -> Card:
    """One agency: who is who, what was tried, and every way on."""
    name, known = agency_name(partnership, agency), partnership.agencies.get(agency)
    request, due = case.requests[agency], case.due_from(agency)
    title = f"{case.reference}: {name}"
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
    actions = []
    if case.owes_answer(agency):
        actions += [
            button("Nudge", "chase.nudge", data),
            button("Hand to the deputy", "chase.hand_over", data),
            button("Record their answer", "form.open", _telling(case, agency)),
            button("Take it further", "form.open", {"form": "escalation", "subject": f"{case.reference}/{agency}"}),
        ]
    actions += _of_the_answer(case, agency, data)
    actions += [button("The steps so far", "escalation.read", data)] if case.escalations_of(agency) else []
    return card(body, [*actions[:5], button("Chase board", "chase", on(case))], summary=title)


def _of_the_answer(case: Case, agency: str, data: Mapping[str, str]) -> list[Action]:
    """Reading and judging an answer that is in; taking a child death form instead of one that is not."""
    request = case.requests[agency]
    if request.returned:
        judging = {"form": "sufficiency", "subject": f"{case.reference}/{agency}"}
        return [button("Read it", "return.read", data), button("Will it do?", "form.open", judging)]
    if case.child_death_route and not request.child_death_form:
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


def nudged(partnership: Partnership, agency: str) -> str:
    return f"{agency_name(partnership, agency)} is being reminded."


def which(cases: Sequence[Case], now: datetime) -> Card:
    """The cases with answers missing, where there are several or none."""
    title = "The chase board"
    if not cases:
        return card(
            [heading(title), words("No answers are missing in any case of yours.")],
            [button("My tasks", "tasks")],
            summary=title,
        )
    rows = [(case.reference, f"{SAID[case.stage]}: {len(case.outstanding())} missing") for case in cases]
    return card([heading(title), facts(rows)], [button(c.reference, "chase", on(c)) for c in cases[:6]], summary=title)


def above_told(case: Case, agency: str, partnership: Partnership) -> list[Element]:
    """Above the form for an answer that came another way."""
    return [words(f"For {agency_name(partnership, agency)}, in {case.reference}.", bold=True)]


def recorded(case: Case, agency: str, partnership: Partnership, also: Sequence[Element]) -> Card:
    """The receipt for it."""
    name = agency_name(partnership, agency)
    title = f"{case.reference}: {name}’s answer is recorded"
    body = [heading(title), *also, words(f"{name} is asked now whether it is right. Nobody there is chased any more.")]
    return card(body, [button("Chase board", "chase", on(case))], summary=title)


def confirm(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the agency: what was written down for it."""
    name = agency_name(partnership, task.about)
    body = [words(f"The Partnership Team has written down an answer for {name}. Please check that it is right.")]
    actions = [button("Read it", "told.read", on(case, agency=task.about), main=True)]
    return ask(case, f"{case.reference}: your agency’s answer was recorded", task, body, actions, now=now)


def to_check(case: Case, agency: str, answers: Answers, number: int) -> Card:
    """What was recorded, page by page, with the way to confirm it."""
    title = f"{case.reference}: the answer recorded for your agency"
    data = on(case, agency=agency)
    drawn = reading.page(title, reading.pages(TOLD, answers), number, "told.read", data, case.reference)
    wrong = words("If it is not right, do not confirm it: tell the Partnership Team what to change.")
    confirming = button("Yes, this is right", "told.confirm", data, main=True)
    return {**drawn, "body": [*drawn["body"], wrong], "actions": [confirming, *drawn["actions"]]}
