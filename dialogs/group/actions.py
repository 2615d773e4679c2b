"""Actions are agreed, read, shown to be done; a review is handed on (R079-R081, R052, R053)."""

from dataclasses import replace
from typing import Any

from cards import receipts
from cards.elements import button
from cards.group import actions as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.actions import EVIDENCE, HAND_OFF, Action, For, action_form
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.permissions import Access, CaseRole, Surface, roles_of, sees
from rapid_review.questions.forms import Choice, Form, in_words, read_day
from storage.work import StoredForm

FORM = "action"


def _subject(desk: Desk, who: Standing, subject: str) -> tuple[Case, str]:
    reference, _, id = subject.partition("/")
    return desk.case(reference, who), id


def seen(desk: Desk, case: Case, action: Action) -> cards.Seen:
    """The action with its words."""
    form = desk.work.form(case.reference, FORM, action.id, action.revision)
    shown = desk.work.form(case.reference, EVIDENCE.id, action.id, action.evidence) if action.evidence else None
    return cards.Seen(action, form.answers if form else {}, shown.answers if shown else {})


def listed(turn: Turn, desk: Desk) -> Answer:
    """All actions for the Group; for anybody else those they own."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    theirs = [seen(desk, case, action) for action in case.actions.values() if _may_read(case, who, action)]
    if not theirs and sees(case, who, Surface.PAPERS) is not Access.READ:
        raise Refusal("There is no action here that you can read.")
    desk.work.log_read(case.reference, who.id, "actions", desk.now)
    page = str(turn.data.get("page", 0))
    number = int(page) if page.isdecimal() and len(page) < 3 else 0
    reads = sees(case, who, Surface.PAPERS) is Access.READ
    handed_on = desk.work.form(case.reference, HAND_OFF.id, "") if reads and case.handed_on else None
    card = cards.listed(
        case,
        theirs,
        number,
        desk.partnership,
        desk.today,
        may_add=_runs(case, who),
        handed_on=handed_on.answers if handed_on else {},
    )
    return Answer.of(card)


def _may_read(case: Case, who: Standing, action: Action) -> bool:
    cleared = (mine := case.declarations.get(who.id)) is not None and mine.cleared
    return sees(case, who, Surface.PAPERS) is Access.READ or (cleared and action.owner == who.id)


def _runs(case: Case, who: Standing) -> bool:
    roles = roles_of(case, who) & {CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM}
    return bool(roles) and sees(case, who, Surface.PAPERS) is Access.READ


def read(turn: Turn, desk: Desk) -> Answer:
    """One action in full."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    action = case.actions.get(str(turn.data.get("action", "")))
    if action is None or not _may_read(case, who, action):
        raise NotYours()
    desk.work.log_read(case.reference, who.id, "action", desk.now)
    team = CaseRole.PARTNERSHIP_TEAM in roles_of(case, who)
    closes = action.open and (team or action.owner == who.id)
    changes = action.open and _runs(case, who)
    one = seen(desk, case, action)
    card = cards.one(case, one, desk.partnership, desk.today, may_close=closes, may_change=changes)
    return Answer.of(card)


# -- Agreeing one --------------------------------------------------------------------------------------------------


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case, id = _subject(desk, who, subject)
    case.require_may_agree_action(who)
    if id and id not in case.actions:
        raise NotYours()
    may_own = [person for person in case.may_own() if roles_of(case, desk.standing(person))]
    return action_form(tuple(Choice(person, desk.partnership.name_of(person)) for person in may_own))


def _last(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    reference, _, id = subject.partition("/")
    return desk.work.form(reference, FORM, id) if id else _newest(desk, desk.case(reference, who))


def _newest(desk: Desk, case: Case) -> StoredForm | None:
    """The last one agreed, numbered by how many there are: a card for a new one from before has done its work."""
    ids = list(case.actions)
    form = desk.work.form(case.reference, FORM, ids[-1]) if ids else None
    return replace(form, revision=len(ids)) if form else None


def _as_it_is(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    id = subject.partition("/")[2]
    form = _last(desk, who, subject) if id else None
    return dict(form.answers) if form else {}


def _agree(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, id = _subject(desk, who, subject)
    due = read_day(answers.get("act_due"))
    if due is None:
        raise Refusal("Say by which day it is to be done.")
    revision = desk.work.put_form(case.reference, FORM, id or case.next_action, who.id, desk.now, answers)
    purpose, owner = For(answers["act_for"]), answers["act_owner"]
    case.agree_action(purpose, owner, due, by=who, revision=revision, now=desk.now, id=id)
    title = of_case(case.reference, "the action is agreed")
    line = f"{desk.partnership.name_of(owner)} is asked now, and reminded until they say what shows that it is done."
    another = button("Agree another", "form.open", {"form": FORM, "subject": case.reference})
    actions = [another, button("All actions", "actions.read", {"case": case.reference})]
    return Answer(receipts.done(title, line, f"It is due by {in_words(due)}.", actions=actions), title)


def _all(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, _ = _subject(desk, who, subject)
    return tasking.next_on(desk, case, who)


ACTIONS = Filling(form=_form, submit=_agree, settled=_all, send="Agree it", sent=_last, prefill=_as_it_is)


# -- Showing that it is done ---------------------------------------------------------------------------------------


def _evidence_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, id = _subject(desk, who, subject)
    case.require_open_action(id, who)
    return EVIDENCE


def _close(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, id = _subject(desk, who, subject)
    revision = desk.work.put_form(case.reference, EVIDENCE.id, id, who.id, desk.now, answers)
    case.close_action(id, by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="The evidence is in. The Group can see it.")


EVIDENCING = Filling(form=_evidence_form, submit=_close, settled=_all, send="Record it", sent=last_sent(EVIDENCE.id))


# -- Handing a review on -------------------------------------------------------------------------------------------


def _hand_off_form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_hand_off(who)
    return HAND_OFF


def _hand_off(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, HAND_OFF.id, "", who.id, desk.now, answers)
    case.hand_off(by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="The review is handed on.")


HANDING_OFF = Filling(
    form=_hand_off_form,
    submit=_hand_off,
    settled=_all,
    send="Record it",
    sent=lambda desk, who, subject: desk.work.form(subject, HAND_OFF.id, ""),
)
