"""What the record says in codes, in words: the parts of a case that somebody saw, and what was done in it."""

from collections.abc import Mapping

from cards.shown_words import ON_BUTTONS, SENT, THE_CASE, TYPED

FORMS: Mapping[str, str] = {
    "notification": "Case notification",
    "declare": "Your declarations",
    "decline": "If you cannot agree",
    "ruling": "Ruling on a declared conflict",
    "people_list": "Correct the notification",
    "replace": "Somebody could not sign",
    "coopt": "Bring somebody in",
    "name_decider": "Name who decides",
    "advice": "A view of those who advise",
    "acknowledge": "Acknowledge the request",
    "secure": "Records secured",
    "extension": "Ask for a later day",
    "extension_answer": "Answer a request for a later day",
    "nil_return": "Nothing found: nil return",
    "summary": "Agency summary",
    "amendment": "Correct or add to an answer",
    "sufficiency": "Will this answer do?",
    "child_death": "Our child death form covers this",
    "sharing": "Decision on sharing",
    "told": "An answer given another way",
    "escalation": "Take it further",
    "step_group": "An agency has not answered: what the Group does",
    "step_lead": "An agency has not answered: its strategic lead",
    "step_partners": "Formal action",
    "tabling": "A paper tabled at the meeting",
    "convene": "When the Group meets",
    "attendance": "Who is here",
    "spoken": "A view said aloud",
    "points": "Points for the minutes",
    "correction": "A correction to the minutes",
    "template": "The Rapid Review Template",
    "differs": "You see it differently",
    "action": "An action",
    "evidence": "What shows that it is done",
    "hand_off": "Handing the review on",
    "ballot": "A member’s view",
    "criteria": "The eight criteria",
    "decision": "The Group’s decision",
    "deferral": "Waiting for information",
    "settlement": "The settlement",
    "panel": "Outcome sent to the national Panel",
    "pending": "The Panel told that the outcome is pending",
    "panel_response": "What the Panel says",
    "reconsideration": "Does it change anything?",
    "preparation": "Prepare what is sent",
    "sent_back": "Send it back",
    "dispatch": "It was sent",
    "unsure": "Nobody knows whether it arrived",
    "lost": "It did not arrive",
    "excuse": "Why this is not done",
    "family_told": "What the family was told",
    "inspectorate": "An agency’s own inspectorate",
    "publication": "Whether the review is published",
    "hold": "Put this case on legal hold",
    "lift_hold": "Lift the legal hold",
    "subject_request": "Somebody asks for their own data",
    "subject_withdrawn": "A request was withdrawn",
    "hours": "My hours",
    "variation": "Move a date",
    "late": "Why a date was missed",
    "sin": "The local authority’s notice",
    "mute": "Less about this case",
    "glass": "Open the case under break-glass",
    "freeze": "Freeze the case",
    "mis_send": "What went to the wrong person",
    "breach_step": "What was done after it went to the wrong person",
}
"""By the id of each form that can be filled in."""

PARTS: Mapping[str, str] = {
    "overview": THE_CASE,
    "people": "the people of the case",
    "returns": "the agencies’ answers",
    "own_return": "their own agency’s answer",
    "papers": "the papers",
    "poll": "the poll",
    "views": "the members’ views",
    "declarations": "the declarations",
    "own_declaration": "their own declaration",
    "decision": "the decision",
    "panel": "what went to the Panel",
    "escalation": "steps against silence",
    "chase_board": "the chase board",
    "chase_agency": "how it stands with an agency",
    "told": "an answer given another way",
    "query": "a question about an answer",
    "spoken": "their view, as it was said aloud",
    "meeting": "the meeting",
    "actions": "the actions",
    "action": "an action",
    "template": "the Rapid Review Template",
    "duties": "who has been told",
    "duty": "one who is to be told",
    "sharing_register": "the decisions on sharing",
    "sharing_record": "a decision on sharing",
    "decline": "that somebody cannot agree",
    "conflict": "a declared conflict",
    "disagreement": "the disagreement",
    "panel_response": "what the Panel says",
    "criteria": "the eight criteria",
    "deferral": "what is waited for",
    "figures by case": "figures by case",
    "the whole case": "the whole case, to take away",
    "ballot": "the ballot’s record",
    "subject access": "what is held about one person",
    "every passage": "everything that was written in the case",
}
"""By the part that was read, where no button or message has the same word for it."""

SHOWN: Mapping[str, str] = {**PARTS, **SENT, **TYPED, **ON_BUTTONS}

HAPPENED: Mapping[str, str] = {
    "vote_cast": "view given",
    "hears_less": "chose to hear less",
    "look_again_asked": "asked to look again at declarations",
    "looked_again": "looked again at declarations",
    "people_gone": "people left the partnership’s file",
    "nil_returned": "nil return sent",
    "summary_returned": "summary sent",
    "sent_to_panel": "outcome sent to the Panel",
    "handed_off": "handed off to the next review",
    "date_varied": "date changed",
    "request_came_back": "a request came back",
    "wrong_person": "said to be the wrong person",
    "signing_settled": "settled who signs",
    "brought_in": "somebody brought in",
    "part_ended": "somebody’s part ended",
    "chair_away": "the chair is away",
    "chair_back": "the chair is back",
    "decider_wanted": "asked who decides for a partner",
    "lead_asked": "a lead asked to decide",
    "escalated": "taken further",
    "escalation_held": "taking it further held back",
    "view_denied": "said that a view said aloud was not theirs",
    "send_prepared": "something prepared to leave",
    "send_confirmed": "something checked by a second person",
    "send_refused": "something sent back, not to leave yet",
    "send_unknown": "not known whether it arrived",
    "send_lost": "did not arrive",
    "send_began": "began to send it",
    "send_put_off": "sending it put off",
    "send_ended": "sent",
    "duty_done": "somebody told who had to be",
    "duty_excused": "somebody not told, with the reason",
    "glass_broken": "opened the case under break-glass",
    "glass_ended": "break-glass ended",
    "breach_reported": "something reported as gone to the wrong person",
    "breach_looked_at": "a report of the wrong person looked at",
    "breach_step": "something done after it went to the wrong person",
    "compared": "looked at whether it belongs with another case",
    "case_thawed": "the case no longer frozen",
    "access_ended": "closed to those who took part",
    "shut_out": "who reads it and who does not any more looked at",
    "written_out": "something of it written to a file by command",
    "put_on_hold": "put on legal hold",
    "hold_lifted": "legal hold lifted",
    "keeping_reviewed": "looked again at how long it is kept",
    "subject_request_logged": "somebody’s request for their own data recorded",
    "subject_request_answered": "somebody’s request for their own data answered",
    "subject_request_withdrawn": "somebody’s request for their own data withdrawn",
    "disposed": "the case disposed of",
}
"""By what happened, where the code is not words enough."""


def part(code: str) -> str:
    """What somebody was shown, in words."""
    step, _, form = code.partition(" ")
    if step.startswith("form.") and form in FORMS:
        return f"the form “{FORMS[form]}”"
    return SHOWN.get(code) or _spaced(code)


def happened(code: str) -> str:
    """What was done, in words."""
    return HAPPENED.get(code) or _spaced(code)


def _spaced(code: str) -> str:
    """The rest of our codes are words already."""
    return code.replace("_", " ").replace(".", " ").replace("/", " ")
