"""Who was told of a decision, and when: those outside to whom it is owed, and the family (R035, R042, R056, R100)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from rapid_review.case import Case
from rapid_review.outward.duties import Duty, DutyKind, State
from rapid_review.questions.forms import Answers

TOLD_OF_IT = {
    DutyKind.DFE: "The Department for Education",
    DutyKind.OFSTED: "Ofsted",
    DutyKind.BOARD: "The board",
    DutyKind.REFERRER: "The referrer",
}
ON_TIME, LATE, EXCUSED = "On time", "Late", "Not told, for a reason"
WAITING, OVERDUE = "Not told yet", "Not told, and overdue"
STATES = (ON_TIME, LATE, EXCUSED, WAITING, OVERDUE)
FAMILY_TOLD, FAMILY_NOT_TOLD = "Told", "Not to be told, for a reason"
INVITED, NOT_INVITED, NOT_SAID = "Invited to contribute", "Not invited, for a reason", "Not recorded yet"


def told(cases: Sequence[Case], on: date) -> dict[str, Counter[str]]:
    """By recipient, of how many decisions each was told and when, as it stood on that day."""
    found: dict[str, Counter[str]] = {name: Counter() for name in TOLD_OF_IT.values()}
    for case in cases:
        for duty in case.duties():
            if name := TOLD_OF_IT.get(duty.kind):
                found[name][_told(case, duty, on)] += 1
    return {name: counts for name, counts in found.items() if counts}


def _told(case: Case, duty: Duty, on: date) -> str:
    state, telling = case.state_of(duty), case.telling_of(duty)
    if state is State.EXCUSED:
        return EXCUSED
    day = telling.on if telling and state is State.DONE else None
    if day is None:
        return OVERDUE if duty.due and duty.due.day < on else WAITING
    return LATE if duty.due and day > duty.due.day else ON_TIME


def family(cases: Sequence[Case]) -> Counter[str]:
    """Of how many decisions the family was told."""
    return Counter(_family_told(case, duty) for case, duty in _owed_to_families(cases))


def invited(cases: Sequence[Case], said: Mapping[str, Answers]) -> Counter[str]:
    """In how many of the decided cases the family was invited to contribute, by what the team `said` of each."""
    return Counter(_invited(said.get(case.reference, {})) for case, _ in _owed_to_families(cases))


def family_form(case: Case) -> int:
    """The revision of the form that says what the family was told of the decision that stands; 0 for none."""
    telling = next((case.telling_of(duty) for _, duty in _owed_to_families([case])), None)
    return telling.done.revision if telling and telling.done else 0


def _owed_to_families(cases: Sequence[Case]) -> list[tuple[Case, Duty]]:
    return [(case, duty) for case in cases for duty in case.duties() if duty.kind is DutyKind.FAMILY]


def _family_told(case: Case, duty: Duty) -> str:
    state, telling = case.state_of(duty), case.telling_of(duty)
    if state is State.DONE and telling and telling.on:
        return FAMILY_TOLD
    return FAMILY_NOT_TOLD if state in (State.DONE, State.EXCUSED) else NOT_SAID


def _invited(answers: Answers) -> str:
    return {"yes": INVITED, "no": NOT_INVITED}.get(str(answers.get("family_invited", "")), NOT_SAID)
