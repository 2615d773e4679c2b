"""Filing a case notification by chatting (form 3a): safety first, saved at every step, checked before it is sent."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cards import receipts
from cards.elements import Element, box, pair, subheading, words
from dialogs import filling
from dialogs.desk import Desk
from dialogs.notification import alike
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.notification import facts, notification_form
from rapid_review.openly import case_reference, openly
from rapid_review.people import PersonId, Role, Standing
from rapid_review.questions.forms import Answers, Choice, Form
from rapid_review.questions.shared_questions import at_risk_now
from rapid_review.timing.london import clock_words
from rapid_review.timing.timetable import Milestone, day_one, panel_limit, timetable
from storage.messages import Message
from storage.work import StoredForm

FORM = "notification"
SUBJECT = "new"
"""One notification at a time: somebody goes on with the one they have before they begin another."""


def start(turn: Turn, desk: Desk) -> Answer:
    """Begin a notification, or go on with the one that was begun."""
    return filling.begin(turn, desk, FORM, SUBJECT)


def form(desk: Desk, who: Standing, subject: str) -> Form:
    """The notification form, for those who may notify."""
    if subject != SUBJECT:
        raise NotYours()
    if not desk.partnership.may_notify(who.id):
        raise Refusal(
            "Your account cannot file a notification here. Ask your safeguarding lead, or the Partnership Team: "
            f"{desk.partnership.team_contact}."
        )
    return whole(desk)


def whole(desk: Desk) -> Form:
    """The form as this partnership asks it, by which every notification is read and corrected as well."""
    agencies = tuple(Choice(agency.id, agency.name) for agency in desk.partnership.agencies.values())
    return notification_form(agencies, tuple(Choice(_slug(area), area) for area in desk.partnership.areas))


def _slug(area: str) -> str:
    return "-".join(area.lower().split())


def prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """What the directory knows of the notifier, to be changed as they like."""
    agency = desk.partnership.agencies.get(who.person.agency)
    known = {
        "ref_name": who.person.name,
        "ref_role": who.person.job,
        "ref_agency": agency.name if agency else "",
        "ref_secure_email": who.person.email,
    }
    return {id: value for id, value in known.items() if value}


def closing(desk: Desk, who: Standing, subject: str, answers: Answers) -> Sequence[Element]:
    """The date echo before the clock starts (F11)."""
    told = facts(answers)
    first = day_one(desk.now, desk.policy, told.sin_sent)
    limit = panel_limit(told.sin_sent, desk.policy).day if told.sin_sent else None
    dates = timetable(first.day, desk.policy, panel_limit=limit, below_criteria=told.below_threshold)
    lines = [words(f"If you send this now, {_lower(first.because)}")]
    if back := dates.get(Milestone.SUMMARIES_DUE):
        lines.append(words(f"Agencies’ summaries will be due by {clock_words(back.at)}."))
    if panel := dates.get(Milestone.TO_PANEL):
        lines.append(words(f"The outcome will be due at the national Panel by {clock_words(panel.at)}."))
    if told.below_threshold:
        lines.append(words("It seems to be below the definition. It still goes to the Rapid Review Group."))
    return [subheading("What sending it starts"), box(lines)]


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def on_save(turn: Turn, desk: Desk, subject: str, answers: Answers) -> str:
    """A child may be at risk: tell people at once, long before the form is finished (R066)."""
    if not at_risk_now(answers) or "imm_risk" not in turn.data:
        return ""
    who = desk.who(turn)
    agency = desk.partnership.agencies.get(who.person.agency)
    said = f"{turn.who.name or who.person.name}{f' ({agency.name})' if agency else ''}"
    card = receipts.notice(
        openly("A child may be at risk now"),
        "Somebody has begun a notification and says a child may be at risk now. Phone them.",
        receipts.STOP,
        also=[pair("Who", said)],  # An account's name is what its owner makes it.
    )
    for person in first_told(desk):
        desk.work.owe(
            Message(
                key=f"safety:{who.id}:{len(desk.work.begun_by(who.id, FORM))}:{person}",
                to=person,
                route="person",
                view="drawn",
                due=desk.now,
                card=card,
                summary=openly("Please look at this now"),
                urgent=True,
            )
        )
    return f"{receipts.STOP} The Partnership Team and the chair are being told now. You can go on here."


def first_told(desk: Desk) -> list[PersonId]:
    """Who hears of a child at risk: the Partnership Team, the chair, and the seats of the police and the council."""
    roles = (Role.PARTNERSHIP_TEAM, Role.CHAIR)
    people = [person for role in roles for person in desk.partnership.holders(role)]
    people += [seat.member for seat in desk.partnership.seats if seat.partner in ("police", "local_authority")]
    return list(dict.fromkeys(people))


def submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    """Open the case. The clock starts; everybody who must know is told."""
    who = desk.who(turn)
    told = facts(answers)
    reference = desk.work.next_reference(desk.today.year)
    case = Case.file(
        reference,
        by=who,
        facts=told,
        policy=desk.policy,
        revision=1,
        day_one=day_one(desk.now, desk.policy, told.sin_sent).day,
        now=desk.now,
    )
    alike.look_for_others(desk, case, answers)
    desk.work.add(case)
    desk.work.put_form(reference, FORM, "", who.id, desk.now, answers)
    return _receipt(case)


def settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    """The receipt of what was last sent; with nothing sent, the beginning."""
    filed = _filed(desk, turn.who.person)
    return _receipt(filed[-1]) if filed else start(turn, desk)


def _receipt(case: Case) -> Answer:
    card = receipts.filed(case, alerted=case.facts.at_risk_now)
    return Answer(card, openly("Notification sent: {}", case_reference(case.reference)))


def _filed(desk: Desk, person: PersonId) -> list[Case]:
    cases = (case for case in desk.work.cases_involving(person) if case.referrer == person)
    return sorted(cases, key=lambda case: case.received_at)


def _last_sent(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    """The last notification, numbered by how many this person has sent."""
    sent = desk.work.begun_by(who.id, FORM)
    form = desk.work.form(sent[-1], FORM, "") if sent else None
    return replace(form, revision=len(sent)) if form else None


NOTIFICATION = Filling(
    form=form,
    submit=submit,
    settled=settled,
    send="Send the notification",
    sent=_last_sent,
    prefill=prefill,
    closing=closing,
    on_save=on_save,
)
