"""The Group's disagreement: referred to the chair of the board, read whole, and settled within a working day (R101)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cards import receipts
from cards.outcome import disagreement as cards
from dialogs import safety
from dialogs.desk import Desk
from dialogs.outcome.deciding import views_of
from dialogs.outcome.decisions import case_of, children, form_of, record_form, recorded, settled
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.openly import of_case, office
from rapid_review.outcome.decision import Choice
from rapid_review.outcome.decision_record import per_child
from rapid_review.people import PersonId, Role
from rapid_review.stages import Stage
from rapid_review.timing.hours import next_allowed
from rapid_review.timing.london import clock_words, moment_of
from rapid_review.timing.timetable import add_days
from storage.messages import Message

SETTLEMENT = "settlement"


def refer(turn: Turn, desk: Desk) -> Answer:
    """Refer a disagreement to the chair of the board, with one working day to answer (R101)."""
    case, who = case_of(turn, desk)
    day = add_days(desk.today, case.policy.disagreement_days, case.policy)
    due = moment_of(day, case.policy.deadline_time)
    case.refer_disagreement(by=who, due=due, now=desk.now)
    title = of_case(case.reference, "referred to the chair of the {}", office(case.policy.board_name))
    return Answer.of(receipts.done(title, f"An answer is due by {clock_words(due)}. The timetable goes on."))


def pack(turn: Turn, desk: Desk) -> Answer:
    """What was referred, whole: for the chair of the board, once cleared, and for nobody else."""
    case, who = case_of(turn, desk)
    case.require_referred_to(who)
    desk.work.log_read(case.reference, who.id, "disagreement", desk.now)
    return Answer.of(cards.pack(case, views_of(desk, case)))


def _settle(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "decision", "", who.id, desk.now, answers)
    each = per_child(answers, children(desk, case))
    case.settle(Choice(answers["decision"]), by=who, revision=revision, now=desk.now, children=each)
    return recorded(case, safety.raised(case, who, answers, desk.now))


SETTLING = Filling(
    form=form_of(
        lambda desk, case: replace(record_form(desk, case), id=SETTLEMENT, title="The settlement"),
        lambda case, who, desk: case.require_may_settle(who),
    ),
    submit=_settle,
    settled=settled,
    send="Record your decision",
    sent=last_sent("decision"),
    on_save=safety.at_once,
)


# -- While nobody settles it ---------------------------------------------------------------------------------------


def able(case: Case, desk: Desk) -> list[PersonId]:
    """Who could settle it: whoever chairs the board and neither stands aside nor refused to sign."""
    declared = case.declarations
    return [
        person
        for person in desk.partnership.holders(Role.BOARD_CHAIR)
        if person not in case.recused and not (person in declared and declared[person].declined_at)
    ]


def unsettled(case: Case, desk: Desk) -> Iterator[Message]:
    """The Partnership Team and the chair hear that it is not settled: at once if nobody can, else when it is due."""
    referred = case.disagreement
    if case.stage is not Stage.DISAGREED or referred is None:
        return
    asked = able(case, desk)
    if asked and desk.now <= referred.due:
        return
    chairing = Role.DEPUTY_CHAIR if case.chair_stands_aside else Role.CHAIR
    for person in sorted({*desk.partnership.holders(Role.PARTNERSHIP_TEAM), *desk.partnership.holders(chairing)}):
        yield Message(
            key=f"{case.reference}:unsettled:{'late' if asked else 'nobody'}@{referred.at.isoformat()}:{person}",
            to=person,
            route="person",
            view="unsettled",
            due=next_allowed(desk.now, None, case.policy),
            case=case.reference,
        )


def told_unsettled(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Drawn as things stand: somebody may have settled it, or been named, since."""
    if case.stage is not Stage.DISAGREED:
        return None
    asked = able(case, desk)
    return Answer.of(cards.unsettled(case, anybody=bool(asked), asked=[desk.partnership.name_of(id) for id in asked]))
