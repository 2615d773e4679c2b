"""What keeps a case from being closed: all that is still owed to anybody, in words."""

from typing import TYPE_CHECKING

from rapid_review.outward.duties import Duty, DutyKind

if TYPE_CHECKING:
    from rapid_review.case import Case

WORDS = {
    DutyKind.PANEL: "the outcome sent to the Panel",
    DutyKind.DFE: "the notice to the Department for Education",
    DutyKind.OFSTED: "the notice to Ofsted",
    DutyKind.BOARD: "the briefing of the board",
    DutyKind.REFERRER: "the letter to the referrer",
    DutyKind.FAMILY: "what the family was told, or why not",
    DutyKind.RESPONSE: "the Panel’s response",
    DutyKind.REPLY: "our reply to the Panel",
    DutyKind.CORRECTION: "the correction letter to the Panel",
    DutyKind.BOARD_RESPONSE: "the briefing of the board on the Panel’s response",
    DutyKind.PUBLICATION: "the decision on publication",
    DutyKind.PUBLISHED_PANEL: "the notice of publication to the Panel",
    DutyKind.PUBLISHED_DFE: "the notice of publication to the Department for Education",
    DutyKind.PUBLISHED_OFSTED: "the notice of publication to Ofsted",
}
SEVERAL = {
    DutyKind.AGENCY: ("the letter to one agency", "the letters to {} agencies"),
    DutyKind.INSPECTORATE: (
        "one agency’s word on its inspectorate",
        "{} agencies’ word on their inspectorates",
    ),
    DutyKind.NOTICE: ("what became of the local authority’s notice", "what became of the local authority’s {} notices"),
}


def before_close(case: "Case") -> list[str]:
    """What is neither done nor excused; a case is closed only when there is nothing."""
    missing = [*_named(case.open_duties()), *(["the hand-over of the review"] if case.hands_on else [])]
    if waiting := sum(action.open for action in case.actions.values()):
        missing.append("the evidence for one action" if waiting == 1 else f"the evidence for {waiting} actions")
    missing += _minutes(case)
    if case.to_reconsider():
        missing.append("the chair’s word on what came in after the decision")
    if any(breach.is_open for breach in case.breaches):
        missing.append("the end of what is done about something that went to the wrong person")
    return missing


def _minutes(case: "Case") -> list[str]:
    """Each meeting has minutes of its own, and none of them is lost (R096)."""
    missing = []
    for number, meeting in case.held.items():
        which = f" of meeting {number}" if len(case.held) > 1 else ""
        if not meeting.minutes.noted_at:
            missing.append(f"the points for the minutes{which}")
        elif not meeting.minutes.approved_at:
            missing.append(f"the chair’s approval of the minutes{which}")
    return missing


def _named(open_duties: list[Duty]) -> list[str]:
    """Each in a few words, and those of a kind together."""
    named = []
    for kind in dict.fromkeys(duty.kind for duty in open_duties):
        count = sum(duty.kind is kind for duty in open_duties)
        one, more = SEVERAL.get(kind, (WORDS.get(kind, ""), ""))
        named.append(one if count == 1 or not more else more.format(count))
    return named
