"""What comes in after the decision: the Panel's response, or an agency's answer, and what the chair says of it."""

from datetime import datetime

from cards.asking import ask, opens
from cards.casework import agency_name, on
from cards.elements import Card, button, card, heading, pairs, words
from cards.form import read_back
from cards.outcome.decisions import choice_words
from cards.receipts import done, notice
from rapid_review.case import Case
from rapid_review.openly import of_case, openly
from rapid_review.outcome.decided import Said
from rapid_review.outcome.reconsidering import THE_NOTIFICATION, THE_PANEL, THE_WAIT
from rapid_review.outward.panel_record import RESPONSE
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Answers, in_words
from rapid_review.tasks import Task

SAID = {
    Said.AGREES: "The Panel agrees with the decision.",
    Said.ASKS: "The Panel asks questions.",
    Said.DISAGREES: "The Panel does not agree with the decision.",
    Said.NATIONAL: "The Panel will undertake a national review.",
}


def reconsider(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Asks the chair whether something new changes the decision. The decision itself stays the Group's."""
    body = [
        words(_came(case, task.about, partnership)),
        words(f"The decision on record: {choice_words(case)}"),
        words("If it changes nothing, say why. If it may, the Group is asked anew and each partner signs again."),
    ]
    actions = [opens(case, "Say whether it does", "reconsideration", f"{case.reference}/{task.about}")]
    if task.about == THE_PANEL:
        actions.append(button("What the Panel says", "panel.read", on(case)))
    elif task.about == THE_NOTIFICATION:
        actions.append(button("Read the notification", "notification.read", on(case)))
    elif task.about != THE_WAIT:
        actions.append(button("Read the agencies’ answers", "returns.read", on(case)))
    return ask(case, f"{case.reference}: something new", task, body, actions, now=now)


def _came(case: Case, about: str, partnership: Partnership) -> str:
    if about == THE_PANEL:
        return f"{SAID[case.responses[-1].said]} It waits for our reply."
    if about == THE_WAIT:
        return "The decision waits for information."
    if about == THE_NOTIFICATION:
        return "The notification was corrected after the decision."
    return f"{agency_name(partnership, about)} answered, or changed its answer, after the decision."


def response(case: Case, answers: Answers) -> Card:
    """What the Panel said, for those who may read it."""
    title = of_case(case.reference, "what the Panel says")
    return card(
        [heading(title), *read_back(RESPONSE, answers)], [button("Back to the case", "case", on(case))], summary=title
    )


def responded(case: Case, *, may_read: bool) -> Card:
    """The Group and the board learn that the Panel has responded (R100, R102)."""
    title = of_case(case.reference, "the Panel has responded")
    newest = case.responses[-1]
    lines = [SAID[newest.said]] if may_read else []
    reply = [("Our reply is due by", in_words(newest.reply_by))] if newest.reply_by else []
    actions = [button("What the Panel says", "panel.read", on(case))] if may_read else []
    return notice(title, *lines, also=pairs(reply), actions=[*actions, button("See the case", "case", on(case))])


def weighed(case: Case, *, changes: bool) -> Card:
    """The receipt of the chair's word."""
    said = openly("the Group is asked anew") if changes else openly("the decision stands")
    title = of_case(case.reference, "{}", said)
    line = "Each member gives a view again. The decision before stays on record." if changes else "Your reason is kept."
    return done(title, line)
