"""What somebody owes: one task's card, the list of all, and what comes next once something is done."""

from cards import asks, casework, record, scheduling
from cards.elements import box, kept_fresh, words
from cards.group import membership
from cards.outcome import disagreement
from cards.overview import overview
from cards.returns import requests
from cards.trust import breaches
from dialogs.desk import Desk
from dialogs.notification import alike
from dialogs.returns import forecasting
from dialogs.turn import Answer, Card, Turn
from rapid_review.case import Case
from rapid_review.keeping.keeping_forms import SUBJECT_REQUEST
from rapid_review.outward.duty_forms import LOST, PUBLICATION
from rapid_review.people import Role, Standing
from rapid_review.permissions import Access, CaseRole, Surface, roles_of, sees
from rapid_review.returns.requests import Quality
from rapid_review.returns.sufficiency import SUFFICIENCY
from rapid_review.tasks import Task, TaskKind, find, owed
from rapid_review.timing.scheduling import OVER
from rapid_review.trust.trust_forms import MIS_SEND

AFTER_THE_CLOSE = (MIS_SEND.id, SUBJECT_REQUEST.id, LOST.id, PUBLICATION.id)
"""With one of these forms a closed case may owe something: a mis-send, a request, a letter (E25, E29, R056, R113)."""


def task(turn: Turn, desk: Desk) -> Answer:
    """The card for one task, as it stands; if it is no longer owed, the case."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    wanted = find(case, who, desk.now, str(turn.data.get("task", "")))
    return card_for(desk, case, wanted, who) if wanted else overview_of(desk, case, who)


def card_for(desk: Desk, case: Case, wanted: Task, who: Standing) -> Answer:
    card = asks.task_card(case, wanted, who, desk.partnership, desk.now)
    if why := _found_wanting(desk, case, wanted, who):
        card = requests.with_reason(card, why)
    if not desk.demo:  # The demonstration's client knows no refreshing, and says so under every card.
        card = kept_fresh(card, "task", casework.on(case, wanted))
    return Answer.of(card)


def _found_wanting(desk: Desk, case: Case, wanted: Task, who: Standing) -> str:
    """Why the agency is asked again, for those of it who may know what it said."""
    if wanted.kind is not TaskKind.RETURN or case.requests[wanted.about].quality is not Quality.INSUFFICIENT:
        return ""
    judged = desk.work.form(case.reference, SUFFICIENCY.id, wanted.about)
    return str(judged.answers["quality_why"]) if judged and sees(case, who, Surface.RETURNS) >= Access.OWN else ""


def tasks(turn: Turn, desk: Desk) -> Answer:
    """Everything this person owes, in every case, soonest first."""
    return tasks_of(desk, desk.who(turn))


def tasks_of(desk: Desk, who: Standing) -> Answer:
    entries = entries_of(desk, who)
    drafts = [draft.form for draft in desk.work.drafts_of(who.id) if draft.form == "notification"]
    card = casework.task_list(entries, drafts)
    return Answer.of(card)


def entries_of(desk: Desk, who: Standing) -> list[tuple[Case, Task]]:
    """Each case with each thing owed in it; acknowledging is part of answering and not listed twice."""
    entries = []
    for case in _working(desk, who):
        case.close_poll_if_due(desk.now)
        mine = owed(case, who, desk.now)
        answering = {task.about for task in mine if task.kind is TaskKind.RETURN}
        entries += [
            (case, task) for task in mine if task.kind is not TaskKind.ACKNOWLEDGE or task.about not in answering
        ]
    return sorted(entries, key=lambda entry: (entry[1].due is None, entry[1].due or desk.now))


def _working(desk: Desk, who: Standing) -> list[Case]:
    """The open cases; and the closed ones in which something may wait for its end."""
    cases = desk.work.open_cases()
    if who.has(Role.DPO, Role.PARTNERSHIP_TEAM, Role.CHAIR, Role.DEPUTY_CHAIR):
        cases += desk.work.closed_with(AFTER_THE_CLOSE)
    return cases


def case(turn: Turn, desk: Desk) -> Answer:
    """One case, as far as this person may know it."""
    who = desk.who(turn)
    return overview_of(desk, desk.case(str(turn.data.get("case", "")), who), who)


def overview_of(desk: Desk, case: Case, who: Standing) -> Answer:
    if roles_of(case, who) == {CaseRole.DPO}:
        mine = case.declarations.get(who.id)  # The breach, and nothing else of the case (E29).
        declares = mine is None or not mine.complete
        return Answer.of(breaches.listed(case, case.readable_breaches(who), declares=declares))
    desk.work.log_read(case.reference, who.id, "overview", desk.now)
    team = who.has(Role.PARTNERSHIP_TEAM) and sees(case, who, Surface.RETURNS) is Access.READ
    risks = list(forecasting.risks(desk, case).values()) if team else []
    knows = sees(case, who, Surface.DECISION) is Access.READ
    standing = disagreement.state(case, desk.now) if knows else []
    drawn = overview(case, who, desk.partnership, desk.now, risks, standing)
    drawn = record.with_way_in(membership.with_people(drawn, case, who), case, who)
    return Answer.of(alike.with_others(desk, drawn, case, who))


def dates(turn: Turn, desk: Desk) -> Answer:
    """Every date of a case with its reason."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    may_move = who.has(Role.PARTNERSHIP_TEAM) and bool(case.timetable()) and case.stage not in OVER
    return Answer.of(casework.dates(case, scheduling.about_dates(case, who, may_move=may_move)))


def recused_from(desk: Desk, reference: str, told: str = "") -> Answer:
    """All that somebody recused gets to see of a case (E13), below what their own word on a child's safety led to."""
    desk.work.conceals(reference)
    card = casework.recused(desk.work.case(reference))
    stop = [box([words(told)], tone="attention")] if told else []
    return Answer.of({**card, "body": [*stop, *card["body"]]})


ASIDE = (TaskKind.NOTIFY_PANEL, TaskKind.SLIPPED, TaskKind.END_MEETING)
"""Asked for by itself, and never put between one step of the work in hand and the next."""


def next_on(desk: Desk, case: Case, who: Standing, said: str = "") -> Answer:
    """What this person owes next in the case, under a line that says what was just done."""
    waiting = sorted(owed(case, who, desk.now), key=lambda task: task.kind in ASIDE)
    answer = card_for(desk, case, waiting[0], who) if waiting else overview_of(desk, case, who)
    return answer if not said else Answer(with_line(answer.card, said), answer.summary)


def with_line(card: Card, said: str) -> Card:
    """The card with one good line under its heading."""
    first, *rest = card["body"]
    return {**card, "body": [first, words(said, tone="good"), *rest]}
