"""Who takes part in a case: seen, brought in, let go, named for a seat, and asked for a view (R086-R090, E13)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from cards import receipts
from cards.elements import Element, beginning, button, pair, subheading, typed, words
from cards.group import membership as cards
from cards.outcome.deciding import STANCE_WORDS
from dialogs import emptying, filling, safety, tasking
from dialogs.desk import Desk
from dialogs.group.leavers import see_who_is_left
from dialogs.returns.escalating import page_of
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.cooptee import Capacity
from rapid_review.group.membership_forms import advice_form, coopt_form, decider_form
from rapid_review.openly import of_case
from rapid_review.outcome.decision import PARTNER_NAMES, Stance
from rapid_review.people import Partner, Person, PersonId, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.questions.forms import Choice, Form
from rapid_review.timing.london import clock_words
from storage.messages import Message
from storage.work import StoredForm


def _case(turn: Turn, desk: Desk) -> tuple[Case, Standing]:
    who = desk.who(turn)
    return desk.case(str(turn.data.get("case", "")), who), who


def taking_part(turn: Turn, desk: Desk) -> Answer:
    """The seats and those brought in, for the chair and the Partnership Team."""
    case, who = _case(turn, desk)
    case.require_chair_or_team(who)
    desk.work.log_read(case.reference, who.id, "membership", desk.now)
    return shown(desk, case, page_of(turn))


def shown(desk: Desk, case: Case, page: int = 0, said: str = "") -> Answer:
    """Who takes part, below what has just been done about it."""
    seats = case.as_held(desk.partnership.seats)
    card = cards.taking_part(case, seats, desk.partnership, _reasons(desk, case), page)
    return Answer.of(tasking.with_line(card, said) if said else card)


def _reasons(desk: Desk, case: Case) -> dict[PersonId, str]:
    """Why each was brought in, as it was written then."""
    told = {}
    for cooptee in case.cooptees.values():
        form, question = ("name_decider", "decider_reason") if cooptee.seat else ("coopt", "coopt_reason")
        kept = desk.work.form(case.reference, form, cooptee.person, cooptee.revision)
        told[cooptee.person] = str(kept.answers.get(question) or "") if kept else ""
    return told


def mine(turn: Turn, desk: Desk) -> Answer:
    """The same, asked for by typing: of the one case it can be about, or of one to be chosen."""
    who = desk.who(turn)
    running = (CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM)
    mine = [case for case in desk.work.open_cases() if not roles_of(case, who).isdisjoint(running)]
    mine = [case for case in mine if (declared := case.declarations.get(who.id)) and declared.cleared]
    if len(mine) == 1:
        return shown(desk, mine[0])
    return Answer.of(cards.which(mine))


def end(turn: Turn, desk: Desk) -> Answer:
    """The part of somebody who was brought in ends."""
    case, who = _case(turn, desk)
    person = str(turn.data.get("person", ""))
    case.end_part(person, by=who, now=desk.now)
    emptying.narrowed(desk, case, person)
    see_who_is_left(case, desk)  # What they were to do is somebody else's now.
    return shown(desk, case, said=f"{desk.partnership.name_of(person)} sees nothing more of this case.")


# -- Bringing somebody in ------------------------------------------------------------------------------------------


def bring_in(turn: Turn, desk: Desk) -> Answer:
    """On to the people of the organisation that was chosen."""
    case, _ = _case(turn, desk)
    agency = str(turn.data.get("agency", ""))
    if agency not in {cards.NO_AGENCY, *desk.partnership.agencies}:
        raise Refusal("Choose an organisation from the list.")
    return filling.begin(turn, desk, "coopt", f"{case.reference}/{agency}")


def _coopt_form(desk: Desk, who: Standing, subject: str) -> Form:
    reference, _, agency = subject.partition("/")
    case = desk.case(reference, who)
    case.require_may_bring_in(who)
    wanted = "" if agency == cards.NO_AGENCY else agency
    found = [person for person in desk.partnership.people.values() if person.agency == wanted]
    return coopt_form(_choices([person for person in found if _may_come_in(desk, case, person)]))


def _may_come_in(desk: Desk, case: Case, person: Person) -> bool:
    """Only people of the directory, and none who takes part already or is recused."""
    standing = desk.standing(person.id)
    elsewhere = {CaseRole.REFERRER, CaseRole.AGENCY_SPOC, CaseRole.STRATEGIC_LEAD, CaseRole.LA_NOTIFIER}
    return person.id not in case.recused and roles_of(case, standing) <= elsewhere


def _choices(people: Sequence[Person]) -> list[Choice]:
    if not people:
        raise Refusal("The partnership’s file has nobody there who could take part. Have it name them first.")
    return [Choice(one.id, f"{one.name}, {one.job}" if one.job else one.name) for one in people]


def _coopt(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject.partition("/")[0], who)
    case.require_may_bring_in(who)
    person = answers["coopt_person"]
    revision = desk.work.put_form(case.reference, "coopt", person, who.id, desk.now, answers)
    case.coopt(person, Capacity(answers["coopt_as"]), by=who, revision=revision, now=desk.now)
    return shown(desk, case, said=f"{desk.partnership.name_of(person)} is asked to declare first.")


def _shown_again(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject.partition("/")[0], who)
    case.require_chair_or_team(who)
    return shown(desk, case)


def _last_in(form: str) -> Callable[[Desk, Standing, str], StoredForm | None]:
    """The last person’s form, numbered by all that came in: a card from before has done its work, the next has not."""

    def sent(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
        case = desk.case(subject.partition("/")[0], who)
        came = [one for one in case.cooptees.values() if (one.seat is not None) is (form == "name_decider")]
        last = max(came, key=lambda one: one.at, default=None)
        kept = desk.work.form(case.reference, form, last.person, last.revision) if last else None
        return replace(kept, revision=sum(one.revision for one in came)) if kept else None

    return sent


COOPTING = Filling(form=_coopt_form, submit=_coopt, settled=_shown_again, send="Bring them in", sent=_last_in("coopt"))


# -- A partner with nobody left (E13) ------------------------------------------------------------------------------


def ask_lead(turn: Turn, desk: Desk) -> Answer:
    """The partner's lead is asked to name somebody."""
    case, who = _case(turn, desk)
    partner = _partner(str(turn.data.get("task", "")).partition("/")[2])
    lead = str(turn.data.get("lead", ""))
    if lead not in cards.leads_of(case, partner, desk.partnership):
        raise NotYours()
    case.ask_lead(partner, lead, by=who, now=desk.now)
    title = of_case(case.reference, "the lead is asked")
    line = f"{desk.partnership.name_of(lead)} is asked to name who decides for {PARTNER_NAMES[partner]}."
    return Answer.of(receipts.done(title, line, "We remind them each working morning, and tell you who it is."))


def _partner(said: str) -> Partner:
    if said not in set(Partner):
        raise NotYours()
    return Partner(said)


def _decider_form(desk: Desk, who: Standing, subject: str) -> Form:
    reference, _, partner = subject.partition("/")
    case = desk.case(reference, who)
    case.require_may_name(_partner(partner), who)
    theirs = {agency.id for agency in desk.partnership.agencies.values() if agency.partner == partner}
    people = [
        one for one in desk.partnership.people.values() if one.agency in theirs and not desk.standing(one.id).seats
    ]
    return decider_form(_choices([one for one in people if _may_come_in(desk, case, one)]))


def _name_decider(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    reference, _, partner = subject.partition("/")
    case = desk.case(reference, who)
    case.require_may_name(_partner(partner), who)
    person = answers["decider_person"]
    revision = desk.work.put_form(reference, "name_decider", person, who.id, desk.now, answers)
    case.name_decider(_partner(partner), person, by=who, revision=revision, now=desk.now)
    return _named(turn, desk, subject)


def _named(turn: Turn, desk: Desk, subject: str) -> Answer:
    reference, _, partner = subject.partition("/")
    case = desk.case(reference, desk.who(turn))
    vacancy = case.vacancies.get(_partner(partner))
    if vacancy is None or not vacancy.named:
        return tasking.next_on(desk, case, desk.who(turn))
    title = of_case(reference, "thank you")
    line = f"{desk.partnership.name_of(vacancy.named)} decides for {PARTNER_NAMES[Partner(partner)]} in this case."
    return Answer.of(receipts.done(title, line, "They are asked to declare first, like everybody."))


NAMING = Filling(
    form=_decider_form, submit=_name_decider, settled=_named, send="Name them", sent=_last_in("name_decider")
)


# -- A view that is not counted ------------------------------------------------------------------------------------


def _advice_form(desk: Desk, who: Standing, subject: str) -> Form:
    case = desk.case(subject, who)
    case.require_may_advise(who)
    return advice_form(case.policy)


def _last_advice(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, "advice", who.id)


def _last_advised(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    form = _last_advice(desk, who, subject)
    return {id: value for id, value in form.answers.items() if id != "immediate_safety_now"} if form else {}


def _open_until(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    poll = desk.case(subject, who).require_open_poll(desk.now)
    return [words(f"Sealed until the poll closes on {clock_words(poll.closes_at)}. Then named, with reasons.")]


def _advise(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "advice", who.id, who.id, desk.now, answers)
    stance, reason, salt = Stance(answers["option"]), answers["reason"], desk.fresh_salt()
    case.advise(stance, reason=reason, by=who, revision=revision, salt=salt, now=desk.now)
    return _advised(turn, desk, subject, safety.raised(case, who, answers, desk.now))


def _advised(turn: Turn, desk: Desk, subject: str, also: Sequence[Element] = ()) -> Answer:
    case = desk.case(subject, desk.who(turn))
    if case.advice_of(desk.who(turn).id) is None:
        return tasking.next_on(desk, case, desk.who(turn))
    title = of_case(case.reference, "your view is in")
    change = button("Change my view", "form.open", {"form": "advice", "subject": subject})
    open_still = case.poll is not None and not case.poll.closed(desk.now)
    lines = ["It is sealed until the poll closes. Then the Group reads it beside its own views; it is not counted."]
    actions = [*([change] if open_still else []), button("My tasks", "tasks")]
    return Answer.of(receipts.done(title, *lines, also=also, actions=actions))


ADVISING = Filling(
    form=_advice_form,
    submit=_advise,
    settled=_advised,
    send="Give this view",
    sent=_last_advice,
    on_save=safety.at_once,
    prefill=_last_advised,
    intro=_open_until,
)


def advice(desk: Desk, case: Case) -> list[Element]:
    """What those who were brought in think, for a closed poll only: named, and set apart from what is counted."""
    poll = case.poll
    if poll is None or not poll.closed(desk.now):
        return []
    newest = {vote.person: vote for vote in poll.advice if vote.person not in case.not_counted}
    shown: list[Element] = [subheading("Heard, and not counted")] if newest else []
    for person, vote in newest.items():
        form = desk.work.form(case.reference, "advice", person, vote.revision)
        reason = str(form.answers.get("reason", "")) if form else ""
        shown += [pair(STANCE_WORDS[vote.stance], desk.partnership.name_of(person))]
        shown += [typed(beginning(reason, ROOM_FOR_ADVICE // len(newest)))]
    return shown


ROOM_FOR_ADVICE = 3_000
"""Bytes for the reasons of all who advise, beside the members' own."""


# -- What is told --------------------------------------------------------------------------------------------------


def brought_in(message: Message, case: Case, desk: Desk) -> Answer | None:
    """For somebody who was brought in and need not declare any more; anybody else is asked to, which says it all."""
    cooptee, declared = case.cooptees.get(message.to), case.declarations.get(message.to)
    if cooptee is None or not cooptee.current or declared is None or not declared.complete:
        return None
    return Answer.of(cards.welcomed(case, cooptee))


def part_ended(message: Message, case: Case, desk: Desk) -> Answer | None:
    cooptee = case.cooptees.get(message.to)
    return Answer.of(cards.ended(case)) if cooptee and not cooptee.current else None
