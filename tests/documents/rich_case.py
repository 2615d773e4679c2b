"""A rich fictional case: a family whose names are to be hidden, a story that tells them, and a review that decides."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from story import RR, amina_asks, dev_notifies, goes_through, papers_go_out, returns_nil, summarises, votes
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
