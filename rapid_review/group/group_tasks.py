"""What is owed around the Group's meeting: papers, views, actions, the template, the minutes, and what follows."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.group.meeting import OPEN_TO_THE_GROUP
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Milestone, add_days


def of_an_owner(case: Case, who: Standing) -> list[Task]:
    """The open actions that this person owns."""
    mine = [action for action in case.actions.values() if action.owner == who.id and action.open]
    return [Task(TaskKind.ACTION, one.id, moment_of(one.due, case.policy.deadline_time)) for one in mine]


def of_a_seat(case: Case, who: Standing) -> list[Task]:
    """The template as it stands, until the person's seat has said what it thinks of it (R085)."""
    if case.template is None or case.stage not in (*OPEN_TO_THE_GROUP, Stage.DECIDED) or not case.holds_seat(who):
        return []
    if case.seat_of(who).id in case.template.said:
        return []
    return [Task(TaskKind.AGREE, str(case.template.revision), _at(case, Milestone.TO_PANEL))]


def of_the_chair(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    """The minutes, once the points are noted (R096)."""
    if CaseRole.CHAIR not in roles:
        return []
    minutes = {number: meeting.minutes for number, meeting in case.held.items()}
    return [Task(TaskKind.APPROVE, str(n)) for n, one in minutes.items() if one.noted_at and not one.approved_at]


def of_the_team(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    """For the Partnership Team, once the papers are out."""
    if CaseRole.PARTNERSHIP_TEAM not in roles:
        return []
    after = [
        Task(TaskKind.MINUTES, str(number), due)
        for number, meeting in case.held.items()
        if not meeting.minutes.noted_at and (due := case.minutes_due(number))
    ]
    after += _ending(case)
    after += [Task(TaskKind.HAND_OFF)] if case.stage is Stage.REPORTED and case.hands_on else []
    after += _unowned(case)
    if case.stage not in OPEN_TO_THE_GROUP:
        return after
    due = _at(case, Milestone.MEETING)
    late = [Task(TaskKind.TABLE, paper, due) for paper in case.to_table()]
    template = [Task(TaskKind.TEMPLATE, due=due)] if case.last_begun and case.template is None else []
    return [*late, *template, *_again(case), *after]


def _unowned(case: Case) -> list[Task]:
    """Actions that nobody does any more, to be given to somebody else within one working day (R079)."""
    since = {id: case.unowned_since(id) for id in case.actions}
    return [Task(TaskKind.REASSIGN, id, _next_evening(moment, case)) for id, moment in since.items() if moment]


def _at(case: Case, milestone: Milestone) -> datetime | None:
    due = case.due(milestone)
    return due.at if due else None


def of_the_speaker(case: Case, who: Standing) -> list[Task]:
    """A view that was written down for this person, until they have said whether it is what they said (F48)."""
    spoken = case.unconfirmed(who.id)
    due = case.poll.closes_at if case.poll else None
    return [Task(TaskKind.CONFIRM_VIEW, str(spoken.revision), due)] if spoken and case.decided is None else []


def _ending(case: Case) -> list[Task]:
    """A meeting ends on its evening, or once there is a decision: its minutes wait for that (R096)."""
    running = case.running_meeting
    if running is None or running.started_at is None:
        return []
    evening = moment_of(local_day(running.started_at), case.policy.deadline_time)
    decided = case.decided is not None and case.decided.at > running.started_at
    return [Task(TaskKind.END_MEETING, due=case.decided.at if decided and case.decided else evening)]


def _again(case: Case) -> list[Task]:
    """A meeting without a quorum is held again within one working day (E15)."""
    held = case.last_begun
    if not case.meets_again or case.next_meeting or held is None or held.ended_at is None:
        return []
    return [Task(TaskKind.CONVENE, due=_next_evening(held.ended_at, case))]


def _next_evening(moment: datetime, case: Case) -> datetime:
    return moment_of(add_days(local_day(moment), 1, case.policy), case.policy.deadline_time)


def since(case: Case, task: Task) -> datetime | None:
    """When somebody came to owe one of these."""
    meeting = case.last_begun
    match task.kind:
        case TaskKind.TABLE:
            _, agency, version = task.about.split("/")
            return case.requests[agency].versions[int(version) - 1].at
        case TaskKind.TEMPLATE | TaskKind.END_MEETING:
            return meeting.started_at if meeting else None
        case TaskKind.CONVENE:
            return meeting.ended_at if meeting else None
        case TaskKind.MINUTES:
            return case.held[int(task.about)].ended_at
        case TaskKind.CONFIRM_VIEW:
            return max((spoken.at for spoken in case.spoken if str(spoken.revision) == task.about), default=None)
        case TaskKind.ACTION:
            return case.actions[task.about].agreed_at
        case TaskKind.REASSIGN:
            return case.unowned_since(task.about)
        case TaskKind.AGREE:
            return case.template.at if case.template else None
        case TaskKind.APPROVE:
            return case.held[int(task.about)].minutes.noted_at
        case TaskKind.HAND_OFF:
            return case.sent_to_panel_at
    return None
