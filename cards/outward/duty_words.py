"""Outward duties in words: what each is called, to whom it goes, what goes, and how far it is."""

from collections.abc import Callable
from datetime import datetime

from cards.casework import agency_name
from rapid_review.case import Case
from rapid_review.outward.addressees import addressee
from rapid_review.outward.duties import Duty, DutyKind, State
from rapid_review.people import Partnership
from rapid_review.questions.forms import in_words
from rapid_review.returns.requests import Answer
from rapid_review.timing.london import clock_words

_TITLES: dict[DutyKind, str] = {
    DutyKind.PANEL: "Outcome to the national Panel",
    DutyKind.PENDING: "Outcome pending: the national Panel",
    DutyKind.DFE: "Decision to the Department for Education",
    DutyKind.OFSTED: "Decision to Ofsted",
    DutyKind.BOARD: "Briefing for the board",
    DutyKind.REFERRER: "Outcome to the referrer",
    DutyKind.AGENCY: "Outcome to {about}",
    DutyKind.INSPECTORATE: "Inspectorate of {about}",
    DutyKind.FAMILY: "The family",
    DutyKind.RESPONSE: "The Panel’s response",
    DutyKind.REPLY: "Our reply to the Panel",
    DutyKind.CORRECTION: "Correction letter to the Panel",
    DutyKind.BOARD_RESPONSE: "The Panel’s response to the board",
    DutyKind.PUBLICATION: "Decision on publication",
    DutyKind.PUBLISHED_PANEL: "Publication: the national Panel",
    DutyKind.PUBLISHED_DFE: "Publication: the Department for Education",
    DutyKind.PUBLISHED_OFSTED: "Publication: Ofsted",
    DutyKind.NOTICE: "The local authority’s own notice",
}

THE_PANEL = "The Child Safeguarding Practice Review Panel"
RECIPIENT: dict[DutyKind, str] = {
    DutyKind.PANEL: THE_PANEL,
    DutyKind.PENDING: THE_PANEL,
    DutyKind.REPLY: THE_PANEL,
    DutyKind.CORRECTION: THE_PANEL,
    DutyKind.PUBLISHED_PANEL: THE_PANEL,
    DutyKind.DFE: "The Department for Education",
    DutyKind.PUBLISHED_DFE: "The Department for Education",
    DutyKind.OFSTED: "Ofsted",
    DutyKind.PUBLISHED_OFSTED: "Ofsted",
    DutyKind.BOARD: "",
    DutyKind.BOARD_RESPONSE: "",
    DutyKind.REFERRER: "",
    DutyKind.AGENCY: "",
}
"""Where it goes: to bodies by their name, to everybody else by the directory. Nobody types a recipient (E29)."""


NOBODY = "nobody in the partnership’s file can have it. Ask them who should"


def title(duty: Duty, partnership: Partnership) -> str:
    """What a duty is called on a button."""
    about = agency_name(partnership, duty.about) if duty.about else ""
    return _TITLES[duty.kind].format(about=about)


def recipient(case: Case, duty: Duty, partnership: Partnership) -> str:
    """To whom it goes."""
    match duty.kind:
        case DutyKind.BOARD | DutyKind.BOARD_RESPONSE:
            return f"The chair of the {case.policy.board_name}: {_named(case, duty, partnership)}"
        case DutyKind.REFERRER if case.facts.outcome_elsewhere:
            return "Whoever the referrer named in the notification to hear the outcome"  # R105
        case DutyKind.REFERRER:
            return f"The referrer: {_named(case, duty, partnership)}"
        case DutyKind.AGENCY:
            return f"{agency_name(partnership, duty.about)}: {_named(case, duty, partnership)}"
    return RECIPIENT[duty.kind]


def _named(case: Case, duty: Duty, partnership: Partnership) -> str:
    person = addressee(case, duty, partnership)
    return partnership.name_of(person) if person else NOBODY


def _letter_to_agency(case: Case, duty: Duty) -> str:
    """The level of the letter follows the agency's answer (form 3h, R105)."""
    if _held_nothing(case, duty):
        return "The letter to an agency that held nothing: the outcome and no more"
    return "The letter to an agency that took part"


def _held_nothing(case: Case, duty: Duty) -> bool:
    returned = case.requests[duty.about].returned
    return returned is not None and returned.answer is Answer.NIL


def _always(what: str) -> Callable[[Case, Duty], str]:
    return lambda case, duty: what


WHAT: dict[DutyKind, Callable[[Case, Duty], str]] = {
    DutyKind.PANEL: _always("The covering letter, with the record and decision"),
    DutyKind.PENDING: _always("That the outcome is pending and when it is expected, and no more"),
    DutyKind.REPLY: _always("Our reply to what the Panel asks"),
    DutyKind.CORRECTION: _always("Which form was changed after the outcome was sent, and when"),
    DutyKind.DFE: _always("Notice of the decision. It does not replace the local authority’s notification"),
    DutyKind.OFSTED: _always("Notice of the decision. It does not replace the local authority’s notification"),
    DutyKind.BOARD: _always("The briefing on the decision"),
    DutyKind.BOARD_RESPONSE: _always("The briefing, with the Panel’s response"),
    DutyKind.REFERRER: _always("The letter to the referrer"),
    DutyKind.AGENCY: _letter_to_agency,
    DutyKind.PUBLISHED_PANEL: _always("Notice of the decision on publication"),
    DutyKind.PUBLISHED_DFE: _always("Notice of the decision on publication"),
    DutyKind.PUBLISHED_OFSTED: _always("Notice of the decision on publication"),
}


def stands(case: Case, duty: Duty, partnership: Partnership, now: datetime) -> str:
    """How far it is, and by when it is due while it is open."""
    state, telling = case.state_of(duty), case.telling_of(duty)
    if state is State.DONE:
        return f"Done on {in_words(telling.on)}." if telling and telling.on else "Done."
    if state is State.EXCUSED:
        return "Not done, with a reason."
    said = _waits_for(duty, state)
    if case.waits_to_leave(duty):
        said = "Confirmed, and it waits until sends go on. Then the bot sends it, unless what it says has changed"
    if telling and state is State.OPEN:
        said = "Sent back: to be prepared again" if telling.sent_back else "It did not arrive: to be prepared again"
        if telling.by_mail and telling.by_mail.outdated:
            said = "It was not sent: to be prepared again"
    return f"{said}. {_by(duty, now)}"


def _waits_for(duty: Duty, state: State) -> str:
    match state:
        case State.PREPARED:
            return "Waits for a second person"
        case State.CONFIRMED:
            return "Confirmed, and to be sent"
        case State.LEAVING:
            return "Confirmed, and the bot sends it by itself"
        case State.UNKNOWN:
            return "Did it arrive? Nobody knows yet"
    if duty.is_letter:
        return "To be prepared"
    return {
        DutyKind.FAMILY: "To be recorded",
        DutyKind.PUBLICATION: "To be decided, or left to whoever carries the review on",
    }.get(duty.kind, "Awaited")


def _by(duty: Duty, now: datetime) -> str:
    if duty.due is None:
        return "No day is set yet."
    return f"{'Overdue since' if now > duty.due.at else 'By'} {clock_words(duty.due.at)}."


MADE: dict[DutyKind, str] = {
    DutyKind.PANEL: "panel_pack",
    DutyKind.DFE: "notice_dfe",
    DutyKind.OFSTED: "notice_ofsted",
    DutyKind.BOARD: "board_briefing",
    DutyKind.BOARD_RESPONSE: "board_briefing",
    DutyKind.REFERRER: "outcome_referrer",
    DutyKind.PENDING: "panel_pending",
    DutyKind.REPLY: "panel_reply",
    DutyKind.CORRECTION: "panel_correction",
    DutyKind.PUBLISHED_PANEL: "published_panel",
    DutyKind.PUBLISHED_DFE: "published_dfe",
    DutyKind.PUBLISHED_OFSTED: "published_ofsted",
}
"""What the bot makes of the case for a duty, by the document's id."""


def made_for(case: Case, duty: Duty) -> str:
    """The document's id, or nothing; of an agency's letter the level that its answer calls for."""
    if duty.kind is DutyKind.AGENCY:
        return "outcome_nil" if _held_nothing(case, duty) else "outcome_agency"
    return MADE.get(duty.kind, "")
