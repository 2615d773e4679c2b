"""What there is to look at beside what the cards offer: each verb and each form, about everything there is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from leaks.everybody import READERS

from dialogs.desk import Desk
from dialogs.forms import FILLINGS
from dialogs.session import Pressed, Session
from dialogs.turn import Turn
from dialogs.verbs import DIALOGS
from rapid_review.errors import Refusal
from rapid_review.outward.notices import Notice
from rapid_review.timing.timetable import Milestone
from rapid_review.trust.breach import Step

Press = tuple[str, str]
"""A verb, and the button's data as JSON."""

ABOUT_AN_AGENCY = (
    *("return.read", "return.sign", "chase.agency", "chase.nudge", "chase.hand_over", "told.read", "told.confirm"),
    *("answer.query", "sharing.read", "escalation.read", "formal.read", "child_death.accept"),
)


def press(verb: str, data: Mapping[str, Any]) -> Press:
    return verb, json.dumps({name: value for name, value in data.items() if name != "verb"}, sort_keys=True)


def forged(reference: str, agencies: Iterable[str]) -> Iterator[Press]:
    """What no card may have offered to anybody."""
    for verb in DIALOGS:
        yield press(verb, {"case": reference})
    for form in FILLINGS:
        for subject in ("new", reference, *(f"{reference}/{about}" for about in _abouts(form, agencies))):
            yield press("form.open", {"form": form, "subject": subject})
    for verb in ("breach.read", "breach.release"):
        yield press(verb, {"breach": "b1", "case": reference})
    for verb in ABOUT_AN_AGENCY:
        for agency in agencies:
            yield press(verb, {"agency": agency, "case": reference})


def _abouts(form: str, agencies: Iterable[str]) -> Iterable[str]:
    match form:
        case "ruling":
            return READERS
        case "late":
            return [*Milestone]
        case "sin":
            return [*Notice]
        case "breach_step":
            return [f"b1.{step}" for step in Step]
    return agencies


def prefilled(turn: Turn, desk: Desk) -> str:
    """A form opens filled in: what is there counts as shown, whichever page it is on."""
    if turn.verb != "form.open" or turn.data.get("form") not in FILLINGS:
        return ""
    pressed = Pressed.model_validate(dict(turn.data))
    try:
        return json.dumps(Session(turn, desk, FILLINGS[pressed.form], pressed).answers)
    except Refusal:
        return ""
