"""A rich fictional case: a family whose names are to be hidden, a story that tells them, and a review that decides."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from story import (
    ANSWERS,
    RR,
    amina_asks,
    checked,
    dev_notifies,
    fills,
    goes_through,
    papers_go_out,
    returns_nil,
    sends_to_panel,
    summarises,
    votes,
)
from transcript import Teams

from dialogs.paperwork.casefile import casefile
from documents.casefile import CaseFile
from rapid_review.case import Case

GOLDEN = Path(__file__).parent / "golden"
CHILDREN = [
    {
        "child_role": "died",
        "child_name": "Ivy Rook",
        "child_aka": "Evie",
        "child_dob": "2026-06-02",
        "child_sex": "female",
    },
    {"child_role": "sibling", "child_name": "Tom Rook", "child_dob": "2021-03-09", "child_sex": "male"},
]
FAMILY = [
    {
        "per_name": "Sian O’Leary",
        "per_relation": "Mother",
        "per_dob": "1999-01-30",
        "per_address": "4 Quarry Lane, Fell",
    },
    {"per_name": "Jean-Paul Rook", "per_relation": "Father", "per_role": "present"},
    {"per_name": "Bo Mann", "per_relation": "mum's friend Bo", "per_role": "alleged"},
]
NAMES = (
    *("Ivy", "Rook", "Evie", "Tom", "Sian", "O’Leary", "O'Leary", "Jean-Paul", "Jean", "Bo", "Mann", "Quarry Lane"),
    *("Lena Ford", "Jo Grey", "Petra Quill", "Petra"),
)
"""Nobody of these may be named in a pseudonymised document."""
STORY = (
    "Ivy was found by her mother, Sian O'Leary, at 4 Quarry Lane, Fell. TOM ROOK was at school; jean-paul had left.\n"
    "Mr Rook says Bo Mann was there. Ivy’s cot had been moved. I.R. was seen by Jo Grey."
)


def plays(teams: Teams) -> None:
    """Three agencies asked: one answered in full, one held nothing, one is silent. Three views; a review."""
    dev_notifies(teams)
    amina_asks(teams, RR, "police,health,childrens-services")
    returns_nil(teams, "ben", RR)
    summarises(teams, "carys", RR, author_name="Jo Grey, named nurse", inv_nature=STORY)
    papers_go_out(teams, RR)
    _meets(teams)
    for member in ("efua", "farid", "gwen"):
        votes(teams, member, RR, "review", f"{member.title()} says that Ivy Rook’s case adds something.")
    teams.opens("efua", "criteria", RR)
    goes_through(teams, "efua", {}, "Record the answers")
    teams.opens("efua", "decision", RR)
    goes_through(
        teams, "efua", {"decision": "lcspr", "decision_reason": "Ivy could have been seen."}, "Record the decision"
    )
    teams.deliver()
    teams.sends("amina", "meeting.end", {"case": RR})
    noted = {"point_facts": "Sian O’Leary was alone with Ivy. Jo Grey had called twice."}
    _fills(teams, "points", noted, "Put it to the chair", f"{RR}/1")
    teams.deliver()


def goes_on(teams: Teams) -> None:
    """The outcome is sent; the Panel disagrees; two forms are corrected; the chair weighs each; it is published."""
    for member in ("efua", "farid", "gwen"):
        teams.sends(member, "decision.sign_off", {"case": RR, "revision": teams.case(RR).decided.revision})
        teams.deliver()
    sends_to_panel(teams, RR)
    teams.at("Tue 2026-12-01 09:00")
    asked = "Why was Ivy Rook not seen by Jo Grey in May?"
    said = {"received_on": "2026-11-30", "response": "disagrees", "response_text": asked, "reply_by": "2026-12-08"}
    _fills(teams, "panel_response", said, "Record it")
    teams.at("Wed 2026-12-02 09:00")
    teams.opens("carys", "amendment", f"{RR}/health")
    goes_through(teams, "carys", {**ANSWERS, "amend_why": "A visit was missing."}, "Send the changed answer")
    _corrects(teams)
    teams.at("Thu 2026-12-03 09:00")
    for about in ("health", "notification", "panel"):
        teams.opens("efua", "reconsideration", f"{RR}/{about}")
        fills(teams, "efua", "Record it", {"changes": "no", "changes_reason": "It was weighed already."})
        teams.deliver()
    checked(teams, RR, "reply", reply_text="Jo Grey called twice in May and met nobody.\nThe review will look at why.")
    decided = {"pub_on": "2026-12-03", "pub_view": "anonymised", "pub_reason": "Ivy Rook’s brother is at school."}
    _fills(teams, "publication", decided, "Record it")


def _corrects(teams: Teams) -> None:
    teams.opens("amina", "people_list", RR)
    said = {"people_change": "The hospital has the time.", "people_parts": "facts", "inc_facts": "Found at 06:20."}
    goes_through(teams, "amina", said, "Correct the notification")
    teams.deliver()


def does_not_agree(teams: Teams) -> None:
    """Two see it otherwise than the third; the chair refers it, and the Panel is to be told that it is pending."""
    dev_notifies(teams)
    amina_asks(teams, RR)
    returns_nil(teams, "ben", RR)
    papers_go_out(teams, RR)
    for member, option in (("efua", "review"), ("farid", "no_further"), ("gwen", "review")):
        votes(teams, member, RR, option)
    teams.at("Thu 2026-12-10 17:30")
    teams.types("efua", RR)
    teams.presses("efua", "Refer the disagreement")
    teams.presses("efua", "Refer it to the chair of the Executive Board")
    teams.deliver()
    teams.at("Fri 2026-12-11 09:00")
    checked(teams, RR, "pending", expected_on="2026-12-16")


def _meets(teams: Teams) -> None:
    """The Group meets: who is there, one action, and the template, which tells of the family by name."""
    teams.sends("amina", "meeting.start", {"case": RR})
    here = {"here_local-authority": "member", "here_police": "member", "here_health": "member"}
    _fills(teams, "attendance", {**here, "here_others": "Petra Quill, minute taker"}, "Save who is here")
    action = {
        "act_for": "learning",
        "act_owner": "carys",
        "act_due": "2026-12-18",
        "act_what": "Tell every ward of Ivy.",
    }
    _fills(teams, "action", action, "Agree it")
    told = {"facts_summary": STORY, "imm_action_needed": "no", "imm_learning": "yes"}
    _fills(teams, "template", told, "Put it to the members")


def _fills(teams: Teams, form: str, answers: dict[str, str], send: str, subject: str = RR) -> None:
    teams.opens("amina", form, subject)
    said = goes_through(teams, "amina", answers, send)
    if "leads to another question" in said:
        said = goes_through(teams, "amina", answers, send)
    assert "could not be done" not in said, said
    teams.deliver()


def read(teams: Teams) -> CaseFile:
    """The case as it is kept, with a family that the story's plain answers leave out."""

    def of(work: Any) -> tuple[Case, CaseFile]:
        case = work.case(RR)
        return case, casefile(teams.desk(work), case)

    case, file = teams.store.run_now(of)
    key = ("notification", "", case.notification_revision)
    told = file.forms[key]
    answers = {**told.answers, "children": CHILDREN, "people": FAMILY, "inc_facts": STORY}
    return replace(file, forms={**file.forms, key: replace(told, answers=answers)})
