"""Drawing what is owed, when it is sent: from the case as it is then, for the person as they stand then.

A view that answers None says that the message is no longer wanted, and it is not sent.
"""

from collections.abc import Callable

from cards import casework, channel, receipts
from cards.elements import button
from cards.open_card import for_everybody
from cards.outcome import decisions
from cards.returns import answers, escalating, requests
from dialogs import digests, emptying, home, looking, own_view, scheduling, sealing, tasking
from dialogs.declaration import declared
from dialogs.desk import Desk
from dialogs.group import chairing, inviting, meeting, membership, minutes, papers, spoken
from dialogs.keeping import in_your_name, keeping
from dialogs.notification import alike, correcting
from dialogs.outcome import deferring, disagreement, overriding, reconsidering
from dialogs.outward import informing, leaving, reconfirming
from dialogs.paperwork import documents, half_years, handing_over, producing
from dialogs.reach import delivery, unreached
from dialogs.refused import noted
from dialogs.returns import requesting
from dialogs.trust import containing, freezing, glass, mis_sends
from dialogs.turn import Answer
from rapid_review.case import Case
from rapid_review.declaration.declarations import Ruling
from rapid_review.errors import Recused, Refusal
from rapid_review.openly import of_case
from rapid_review.permissions import Access, Surface, frozen_out, roles_of, sees
from rapid_review.returns.escalation import Rung
from rapid_review.returns.requests import Quality
from rapid_review.tasks import Task, TaskKind, find
from rapid_review.timing.timetable import Milestone
from storage.messages import Message


def draw(message: Message, desk: Desk) -> Answer | None:
    """The card for a message, or None if it should not be sent after all. What it shows of a case is in the record."""
    if message.card is not None:
        return emptying.kept(message, desk)
    given = _drawn(message, desk)
    if given and message.route == "channel":
        for_everybody(given.card)
    return looking.sent(message, desk, emptying.marked(message, desk, given)) if given else None


def _drawn(message: Message, desk: Desk) -> Answer | None:
    if message.view == "private":
        return _private(message, desk)
    if message.view == "reach":
        return delivery.tested(message, desk)
    if message.view == sealing.VIEW:
        return sealing.draw(message, desk)
    if message.view == sealing.LOST:
        return sealing.draw_lost(message, desk)
    if message.view in delivery.IN_DOUBT:
        return delivery.in_doubt(message)
    if message.view == "digest":
        return digests.draw(message, desk)
    if message.view == "disposed":
        return keeping.emptied(message)
    if message.view in reconfirming.VIEWS:
        return reconfirming.draw(message, desk)
    if message.view == half_years.VIEW:
        return half_years.draw(message, desk)
    if message.view == in_your_name.VIEW:
        return in_your_name.told(message, desk)
    if message.view == in_your_name.UNTOLD:
        return in_your_name.draw_untold(message, desk)
    case = desk.work.case(message.case)
    case.end_glass_if_due(desk.now)
    if message.route == "person" and message.to in case.recused and message.view != "ruled":
        # Cards that they have already are emptied (Part 6, rule 4).
        desk.work.conceals(case.reference)
        return Answer.of(casework.recused(case)) if message.mode == "edit" else None
    return VIEWS[message.view](message, case, desk)


def _private(message: Message, desk: Desk) -> Answer | None:
    """What was asked for in a channel, answered in the person's own chat: the case if it is theirs, else the list."""
    who = desk.standing(message.to)
    try:
        case = desk.case(message.args["case"], who)
        under_glass = case.open_glass(who.id)  # What is read under it stands on cards that can be emptied.
        return glass.readable(desk, case, who) if under_glass else tasking.overview_of(desk, case, who)
    except Recused as recused:
        noted("case.private", Recused)
        return tasking.recused_from(desk, recused.reference)
    except Refusal as refusal:
        if message.args["case"]:  # Else none was named, and none refused.
            noted("case.private", type(refusal))
        return home.cases_of(desk, who) if message.args["show"] == "cases" else tasking.tasks_of(desk, who)


def _task(message: Message, case: Case, desk: Desk) -> Answer | None:
    if "slot" in message.args:
        return digests.reminder(message, case, desk)
    who = desk.standing(message.to)
    task = find(case, who, desk.now, message.args["task"])
    return tasking.card_for(desk, case, task, who) if task else None


def _settled(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The quiet face of a card whose task is done; a task still owed keeps its card."""
    who = desk.standing(message.to)
    if find(case, who, desk.now, message.args["task"]):
        return _task(message, case, desk)
    if frozen_out(case, who):
        return None  # What is only put off is not done.
    kind, _, about = message.args["task"].partition("/")
    if kind in (TaskKind.RETURN, TaskKind.SECURE) and about not in case.answered_by(who):
        return Answer.of(requests.gone_back(case))
    return Answer.of(casework.settled(case, _done_words(Task(TaskKind(kind), about), case, desk)))


def _done_words(task: Task, case: Case, desk: Desk) -> str:
    request = case.requests.get(task.about)
    if task.kind in (TaskKind.RETURN, TaskKind.SECURE) and request and request.quality is Quality.EXCUSED:
        return "Your agency is excused. Nothing more is asked of it."
    if task.kind is TaskKind.RETURN and request and request.returned:
        return f"Your agency’s answer is in, from {desk.partnership.name_of(request.returned.by)}."
    if task.kind is TaskKind.SECURE:
        return "Your agency’s records are secured."
    if task.kind is TaskKind.ALERT and case.alert_acknowledged_by:
        return f"{desk.partnership.name_of(case.alert_acknowledged_by)} is dealing with the alert."
    return "This is done."


def _status(message: Message, case: Case, desk: Desk) -> Answer | None:
    return own_view.posted(desk, case)


def _milestone(message: Message, case: Case, desk: Desk) -> Answer | None:
    which = Milestone(message.args["milestone"])
    return Answer.of(channel.milestone(case, which, desk.now)) if case.awaits(which) else None


def _ruled(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The person whose conflict it was learns the ruling, and, if they take part, what is next."""
    who = desk.standing(message.to)
    if who.id in case.recused:
        return Answer.of(casework.recused(case))
    mine = case.declarations.get(who.id)
    if mine is None or mine.ruled is None:
        return None
    if mine.ruled.ruling is Ruling.MANAGE:
        return declared.ruled(desk, case, mine)
    return tasking.next_on(desk, case, who, said="The conflict you declared has been ruled on: you take part.")


def _declined(message: Message, case: Case, desk: Desk) -> Answer | None:
    title = of_case(case.reference, "somebody could not sign")
    return Answer.of(
        receipts.notice(
            title,
            "A person asked to take part has not signed the confidentiality agreement. They see nothing of the case.",
            "Please get in touch with them and decide who takes their place.",
            actions=[button("See the case", "case", {"case": case.reference})],
        )
    )


def _revealed(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The views go to every member at once, to those who may read them."""
    who = desk.standing(message.to)
    if case.poll is None or not case.poll.closed(desk.now) or sees(case, who, Surface.POLL) is not Access.READ:
        return None
    title = of_case(case.reference, "the poll is closed")
    return Answer.of(
        receipts.notice(
            title,
            "The members’ views are open to you now, each with its reason.",
            actions=[button("See the views", "poll.results", {"case": case.reference})],
        )
    )


def _outcome(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Those with a part learn that it is decided; what was decided, only those who may (R105 follows by letter)."""
    who = desk.standing(message.to)
    if case.decided is None or not roles_of(case, who):
        return None
    title = of_case(case.reference, "a decision is recorded")
    lines = ["The Rapid Review Group’s decision is recorded. Please keep your records secured for now."]
    if sees(case, who, Surface.OUTCOME) >= Access.OWN:
        lines[:0] = [decisions.choice_words(case), *decisions.per_child(case)]
    return Answer.of(receipts.notice(title, *lines, actions=[button("See the case", "case", {"case": case.reference})]))


def _amended(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whoever may have read an answer learns that there is a newer one; whoever may not read it learns nothing."""
    if sees(case, desk.standing(message.to), Surface.RETURNS) is not Access.READ:
        return None
    return Answer.of(answers.amended(case, message.args["agency"], desk.partnership))


def _audit(message: Message, case: Case, desk: Desk) -> Answer | None:
    return delivery.found(message, case, desk)


def _step_answered(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The Partnership Team learns what came of a step about an agency that has not answered."""
    rung = Rung(message.args["rung"])
    card = escalating.answered(case, message.args["agency"], rung, desk.partnership)
    return Answer.of(card) if card else None


def _formal_request(message: Message, case: Case, desk: Desk) -> Answer | None:
    return Answer.of(escalating.told_formally(case, message.args["agency"]))


VIEWS: dict[str, Callable[[Message, Case, Desk], Answer | None]] = {
    emptying.VIEW: emptying.draw,
    "task": _task,
    "settled": _settled,
    "status": _status,
    "milestone": _milestone,
    "ruled": _ruled,
    "declined": _declined,
    "revealed": _revealed,
    "outcome": _outcome,
    "deferred": deferring.told,
    "papers_without": overriding.papers_without,
    "poll_reopened": overriding.poll_reopened,
    "deputy_in": overriding.deputy_in,
    "chair_away": chairing.told,
    "nobody_chairs": chairing.told_nobody,
    "view_denied": spoken.denied,
    "panel_responded": reconsidering.responded,
    "unsettled": disagreement.told_unsettled,
    "audit": _audit,
    "amended": _amended,
    "unsigned": requesting.unsigned,
    "sharing_refused": lambda message, case, desk: Answer.of(
        answers.refused(case, message.args["agency"], desk.partnership)
    ),
    "step_answered": _step_answered,
    "formal_request": _formal_request,
    "handed_over": requesting.handed_over,
    "came_back": requesting.came_back,
    "mend_file": requesting.mend_file,
    "nobody_left": requesting.nobody_left,
    "extension_answered": requesting.extension_answered,
    "silent": requesting.silent,
    "dates_moved": scheduling.dates_moved,
    "not_notifying": scheduling.not_notifying,
    "paper_tabled": papers.told,
    "meeting_called": meeting.told,
    "meeting_off": meeting.told_off,
    "invitation": inviting.consent,
    "minutes": minutes.told,
    "brought_in": membership.brought_in,
    "search_again": correcting.search_again,
    "notification_corrected": correcting.told,
    "part_ended": membership.part_ended,
    "document": handing_over.consent,
    "made": producing.consent,
    "document_in": documents.arrived,
    "send_checked": informing.checked,
    "send_ended": leaving.ended,
    "closed": informing.closed,
    "keeping": keeping.told,
    "subject_request": keeping.told_request,
    "breach": mis_sends.told,
    "withdrawn": containing.withdrawn,
    "not_emptied": containing.still_there,
    "alike": alike.drawn,
    "frozen": freezing.told,
    "glass": glass.card,
    "glass_broken": glass.told,
    "unreached": unreached.unreached,
    "deputy": unreached.deputy,
}
