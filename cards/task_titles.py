"""What the button of a task says in a list of several cases: with the reference, no more than a phone has room for."""

from rapid_review.case import Case
from rapid_review.tasks import Task, TaskKind
from rapid_review.trust.breach import Step

LONGEST = 25
"""Letters beside the reference. The whole of what is to be done stands above the buttons."""

TITLES: dict[TaskKind, str] = {
    TaskKind.ALERT: "safety alert",
    TaskKind.DECLARE: "make your declarations",
    TaskKind.RULE: "rule on a conflict",
    TaskKind.SIGN_AGAIN: "sign again",
    TaskKind.LOOK_AGAIN: "your declaration again",
    TaskKind.REPLACE: "who takes their place",
    TaskKind.ASK_LEAD: "ask a lead for a name",
    TaskKind.NAME_DECIDER: "name who decides",
    TaskKind.ADVISE: "give your view",
    TaskKind.ASK_AGENCIES: "choose the agencies",
    TaskKind.ACKNOWLEDGE: "acknowledge it",
    TaskKind.SECURE: "records secured",
    TaskKind.EXTENSION: "a later day asked for",
    TaskKind.RETURN: "your agency’s answer",
    TaskKind.SEND_PAPERS: "send the papers",
    TaskKind.VOTE: "vote in the poll",
    TaskKind.CRITERIA: "the eight criteria",
    TaskKind.DECIDE: "record the decision",
    TaskKind.REFER: "refer the disagreement",
    TaskKind.EXTEND: "reopen the poll",
    TaskKind.SETTLE: "settle the disagreement",
    TaskKind.DEFER: "name what is awaited",
    TaskKind.TAKE_BACK: "take it back",
    TaskKind.RECONSIDER: "does it still stand?",
    TaskKind.PENDING: "tell the Panel: pending",
    TaskKind.SIGN_OFF: "sign the decision off",
    TaskKind.REPORT: "outcome to the Panel",
    TaskKind.ESCALATE: "missing answer: go on",
    TaskKind.RESOLVE: "a missing answer",
    TaskKind.CONFIRM: "check what was recorded",
    TaskKind.QUERY: "answer a question",
    TaskKind.MORE: "send what is to come",
    TaskKind.SIGN_RETURN: "sign the answer",
    TaskKind.JUDGE: "a child death form",
    TaskKind.NOTIFY_PANEL: "the authority’s notice",
    TaskKind.SLIPPED: "why a date was missed",
    TaskKind.TABLE: "table a late paper",
    TaskKind.CONFIRM_VIEW: "is this what you said?",
    TaskKind.ACTION: "your action",
    TaskKind.TEMPLATE: "complete the template",
    TaskKind.AGREE: "agree the template",
    TaskKind.MINUTES: "points for the minutes",
    TaskKind.APPROVE: "approve the minutes",
    TaskKind.REASSIGN: "pass an action on",
    TaskKind.HAND_OFF: "hand the review on",
    TaskKind.END_MEETING: "end the meeting",
    TaskKind.CONVENE: "call the Group together",
    TaskKind.TELL: "tell others",
    TaskKind.CHECK: "check what is sent",
    TaskKind.INSPECTORATE: "your inspectorate",
    TaskKind.CLOSE: "close the case",
    TaskKind.THAW: "can the case go on?",
    TaskKind.ANSWER_REQUEST: "a data request",
    TaskKind.BREACH: "wrong person",
    TaskKind.MEETING: "the meeting",
}
STEPS: dict[Step, str] = {
    Step.FAMILY: "family safe?",
    Step.TOLD: "tell people",
    Step.ICO: "tell the ICO",
    Step.OUTCOME: "what came of it",
}


def listed_title(case: Case, task: Task) -> str:
    """The title of its button among those of other cases. Of a report of something sent wrongly, which and what."""
    report, _, step = task.about.partition(".")
    if task.kind is TaskKind.BREACH and step in [*Step]:
        return f"{case.reference}: report {report.removeprefix('b')}, {STEPS[Step(step)]}"
    return f"{case.reference}: {TITLES[task.kind]}"
