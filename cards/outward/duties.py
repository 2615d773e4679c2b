"""What is owed to others: one thing in full, all of it at a glance, and the tasks about it (R055-R106, E29)."""

from collections.abc import Sequence
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import Action, Card, Element, button, card, excerpt, heading, pairs, words
from cards.outcome.disagreement import why_pending
from cards.outward import leaving
from cards.outward.attempts import address, done_by, tried
from cards.outward.duty_words import RECIPIENT, WHAT, made_for, recipient, stands, title
from cards.outward.leaving import Way
from cards.receipts import done, notice
from cards.trust import freezing
from rapid_review.case import Case
from rapid_review.openly import of_case
from rapid_review.outward.duties import BY_A_FORM_OF_ITS_OWN, SETTLED, Duty, DutyKind, State
from rapid_review.outward.duty_tasks import ELSEWHERE
from rapid_review.people import Partnership, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.task import Task
from rapid_review.timing.london import clock_words

A_PAGE = 5
"""Things on a page, each with its own button; the sixth turns the page."""

ROOM = 16_000
"""Bytes that the words of one duty may take."""
Said = Sequence[tuple[str, str]]
"""Questions with what was answered to them."""


def tell(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: all that it still owes to others, soonest first."""
    mine = [duty for duty in case.open_duties() if duty.kind not in ELSEWHERE]
    body = [words(f"{_things(len(mine))} still open. Each is done with proof, or excused with a reason.")]
    body = [*freezing.do_not_send(case), *body]
    body += [line for duty in mine[:A_PAGE] for line in _line(case, duty, partnership, now)]
    everything = button("All who are told", "duties.read", on(case))
    actions = [*(_open(case, duty, partnership) for duty in mine[:A_PAGE]), everything]
    return ask(case, f"{case.reference}: tell others", task, body, actions, now=now)


def _things(count: int) -> str:
    return "1 thing is" if count == 1 else f"{count} things are"


def check(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the second person: what somebody else prepared, before it leaves (E29)."""
    waiting = case.to_check(who)
    body = [words("Somebody prepared this. Look at the recipient, the document and its edition before it leaves.")]
    body += [line for duty in waiting[:A_PAGE] for line in _line(case, duty, partnership, now)]
    more = [button("All who are told", "duties.read", on(case))] if len(waiting) > A_PAGE else []
    actions = [*(_open(case, duty, partnership) for duty in waiting[:A_PAGE]), *more]
    return ask(case, f"{case.reference}: check before it is sent", task, body, actions, now=now)


def inspectorate(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To an agency that was asked: has it told its own inspectorate (R106)?"""
    body = [
        words("The review you took part in has been decided."),
        words("Tell your own inspectorate if you have to, and say here what you did: told, not required, or not yet."),
    ]
    answer = opens(case, "Answer", "inspectorate", f"{case.reference}/{task.about}")
    return ask(case, f"{case.reference}: your own inspectorate", task, body, [answer], now=now)


def close(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    body = [
        words("Everybody who had to be told has been told, or it is excused with a reason."),
        words("When the case is closed, nobody is asked for anything any more. It can still be read."),
    ]
    actions = [
        button("Close the case", "case.close", on(case), main=True),
        button("Who has been told", "duties.read", on(case)),
    ]
    return ask(case, f"{case.reference}: close the case", task, body, actions, now=now)


def closed(case: Case) -> Card:
    at = f"Closed on {clock_words(case.closed_at)}." if case.closed_at else ""
    see = button("See the case", "case", on(case))
    kept = button("How long it is kept", "keeping", on(case))
    return done(of_case(case.reference, "the case is closed"), at, "It can still be read.", actions=[see, kept])


def report(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: the outcome to the Panel, as far as it is (R113)."""
    duty = case.duty(DutyKind.PANEL)
    if duty is None:
        return closed(case)
    actions = [*_next_step(case, duty, who), button("Read the decision", "decision.read", on(case))]
    body = _as_far_as(case, duty, partnership, now)
    return ask(case, f"{case.reference}: tell the Panel", task, body, actions, now=now)


def pending(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: the Panel is told that there is no outcome yet (R101, E16)."""
    duty = case.duty(DutyKind.PENDING)
    if duty is None:
        return closed(case)
    known = words("There is no outcome to send yet. The national Panel is to know by Day 15 that it is pending.")
    body = [known, words(why_pending(case)), *_as_far_as(case, duty, partnership, now)]
    see = button("See the case", "case", on(case))
    actions = [*_next_step(case, duty, who), *_document(case, duty, "pseudonymised"), see]
    return ask(case, f"{case.reference}: tell the Panel that it is pending", task, body, actions, now=now)


def _as_far_as(case: Case, duty: Duty, partnership: Partnership, now: datetime) -> list[Element]:
    going = leaving.after(case.telling_of(duty)) or address(duty, case, partnership, now)
    return [*freezing.do_not_send(case), *going, words(stands(case, duty, partnership, now))]


# -- One, and all --------------------------------------------------------------------------------------------------


def one(
    case: Case,
    duty: Duty,
    said: Said,
    edition: str,
    who: Standing,
    partnership: Partnership,
    now: datetime,
    way: Way | None = None,
    known: Sequence[Element] = (),
) -> Card:
    """One duty: to whom what goes, by when and why, how far it is, and what this person may do about it.

    `way` is what this person is to confirm; `known` is what there is to know of the document before it leaves.
    """
    telling = case.telling_of(duty)
    due = [("Due by", clock_words(duty.due.at)), ("Why this date", duty.due.because)] if duty.due else []
    written = [(label, excerpt(text, ROOM // len(said))) for label, text in said]
    rows = [
        *_what(case, duty, partnership),
        *due,
        *done_by(telling, partnership),
        *written,
        *tried(case, duty, partnership),
    ]
    state = words(stands(case, duty, partnership, now), bold=True)
    going = leaving.after(telling)
    where = [] if going or (way and way.address) else address(duty, case, partnership, now)
    body = [heading(f"{case.reference}: {title(duty, partnership)}"), *freezing.do_not_send(case), state]
    body += [*known, *going, *where]
    actions = [*_next_step(case, duty, who, way), *_document(case, duty, edition)]
    actions.append(button("All who are told", "duties.read", on(case)))
    return card([*body, *pairs(rows)], actions, summary=of_case(case.reference, "one thing to tell"))


def _document(case: Case, duty: Duty, edition: str) -> list[Action]:
    """The document itself, in the edition in which it goes, to be looked at and sent."""
    kind = made_for(case, duty)
    telling = case.telling_of(duty)
    copy = telling.copy if telling and telling.state is not State.OPEN else None
    version = {"version": str(copy.version)} if copy else {}  # That copy, and nothing else (E29).
    wanted = {**on(case, kind=kind, edition=edition, ending="docx", about=duty.about), **version}
    return [button("Get the document", "made.make", wanted)] if kind else []


def _what(case: Case, duty: Duty, partnership: Partnership) -> list[tuple[str, str]]:
    if duty.kind not in RECIPIENT:
        return []
    return [("To", recipient(case, duty, partnership)), ("What is sent", WHAT[duty.kind](case, duty))]


def listed(case: Case, duties: Sequence[Duty], page: int, partnership: Partnership, now: datetime) -> Card:
    """All that is owed to others because of the decision, those still open first."""
    name = of_case(case.reference, "who has been told")
    shown = duties[page * A_PAGE : (page + 1) * A_PAGE]
    body: list[Element] = [heading(name), *freezing.do_not_send(case)]
    body += [] if shown else [words("There is no decision that others are to be told of.")]
    body += [line for duty in shown for line in _line(case, duty, partnership, now)]
    more = (page + 1) * A_PAGE < len(duties)
    last = button("Next page", "duties.read", {**on(case), "page": page + 1}) if more else _back(case)
    return card(body, [*(_open(case, duty, partnership) for duty in shown), last], summary=name)


def _line(case: Case, duty: Duty, partnership: Partnership, now: datetime) -> list[Element]:
    state = {**words(stands(case, duty, partnership, now), quiet=True), "spacing": "none"}
    return [words(title(duty, partnership), bold=True), state]


def _open(case: Case, duty: Duty, partnership: Partnership) -> Action:
    return button(title(duty, partnership), "duty.read", on(case, duty=duty.id))


def _back(case: Case) -> Action:
    return button("Back to the case", "case", on(case))


# -- What can be done about one ------------------------------------------------------------------------------------


def _next_step(case: Case, duty: Duty, who: Standing, way: Way | None = None) -> list[Action]:
    """The buttons for this person; the case itself has the last word."""
    roles, state = roles_of(case, who), case.state_of(duty)
    team = CaseRole.PARTNERSHIP_TEAM in roles
    if state in SETTLED and team and duty.kind is DutyKind.PUBLICATION:
        return _recording(case, duty)  # Decided, or left, for now: it may be decided later, or otherwise (R056).
    if state is State.DONE and team and duty.is_letter:
        return [_form(case, "It did not arrive", "lost", duty)]
    if state in SETTLED or not (team or CaseRole.CHAIR in roles):
        return []
    steps = _checking(case, duty, who, way) if state is State.PREPARED else []
    if team:
        steps += _sending(case, duty, state) if duty.is_letter else _recording(case, duty)
    excuse = _form(case, "Say why it is not done", "excuse", duty)
    telling = case.telling_of(duty)
    may = duty.excusable and state is not State.PREPARED and not (telling and telling.under_way)
    return [*steps, *([excuse] if may else [])]


def _checking(case: Case, duty: Duty, who: Standing, way: Way | None) -> list[Action]:
    telling = case.telling_of(duty)
    if telling is None or duty not in case.to_check(who):
        return []
    if way is None:  # On the card of a task: what is confirmed is read first.
        return [button("Look at it before it is sent", "duty.read", on(case, duty=duty.id), main=True)]
    data = {**on(case, duty=duty.id, prepared=telling.begun_at.isoformat()), **leaving.data(way)}
    confirm = [] if case.frozen else [button("Confirm it", "duty.confirm", data, main=True)]
    return [*confirm, _form(case, "Send it back", "sent_back", duty)]


def _sending(case: Case, duty: Duty, state: State) -> list[Action]:
    """The steps of a letter. That the Panel has the outcome is recorded with the outcome's own form (R113)."""
    sent = "It did arrive: record it" if state is State.UNKNOWN else "It has been sent: record it"
    own = duty.kind in BY_A_FORM_OF_ITS_OWN  # The form has the same name as what it is about.
    record = opens(case, sent, str(duty.kind)) if own else _form(case, sent, "dispatch", duty)
    match state:
        case State.OPEN:
            return [_form(case, "Prepare it", "preparation", duty)]
        case State.CONFIRMED:
            return [record, _form(case, "Nobody knows whether it arrived", "unsure", duty), *_again(case, duty)]
        case State.LEAVING if case.waits_to_leave(duty):
            return [record, *_again(case, duty)]
        case State.UNKNOWN:
            return [record, _form(case, "It did not arrive", "lost", duty)]
    return []


def _again(case: Case, duty: Duty) -> list[Action]:
    return [_form(case, "Prepare it again", "preparation", duty)] if case.may_prepare_anew(duty) else []


def _recording(case: Case, duty: Duty) -> list[Action]:
    match duty.kind:
        case DutyKind.FAMILY:
            return [opens(case, "Record it", "family_told")]
        case DutyKind.RESPONSE:
            return [opens(case, "Record what the Panel says", "panel_response")]
        case DutyKind.PUBLICATION:
            return [opens(case, "Record the decision on publication", "publication")]
        case DutyKind.NOTICE:
            return [opens(case, "Say what became of it", "sin", f"{case.reference}/{duty.about}")]
    return []


def _form(case: Case, name: str, form: str, duty: Duty) -> Action:
    return button(name, "form.open", {"form": form, "subject": f"{case.reference}/{duty.id}"})


# -- What others learn ---------------------------------------------------------------------------------------------


def checked(case: Case, duty: Duty, reason: str, partnership: Partnership) -> Card:
    """To whoever prepared something: a second person confirmed it, or sent it back."""
    name = of_case(case.reference, "what you prepared was looked at")
    state = case.state_of(duty)
    said = {State.CONFIRMED: "It is confirmed. It can be sent.", State.OPEN: "It was sent back. Prepare it again."}
    line = said.get(state, "It is confirmed. The bot sends it.")
    see = button("Open it", "duty.read", on(case, duty=duty.id), main=True)
    why = pairs([("What is to be changed", reason)]) if reason else []
    return notice(name, line, also=why, actions=[see])
