"""What is said and pressed while others are told, in every transcript about it."""

from typing import Any

from story import (
    ANSWERS,
    RR,
    amina_asks,
    checked,
    fills,
    goes_on_to,
    goes_through,
    papers_go_out,
    returns_nil,
    summarises,
    votes,
)
from transcript import Teams, buttons

GROUP = ("efua", "farid", "gwen")
PROOF = {"sent_route": "email", "sent_on": "2026-11-24", "delivery_proof": "Receipt 4711"}


def three_children(teams: Teams, brother: str, other: str) -> None:
    """Ivy died, her brother is a child of the house, another child was harmed: A, B and C. The papers have gone out."""
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "The children\n")
    for name, role in ((brother, "sibling"), (other, "harmed")):
        teams.presses("dev", "Add another child")
        fills(teams, "dev", "Save and continue", ANSWERS | {"child_name": name, "child_role": role})
    teams.presses("dev", "Continue")
    goes_through(teams, "dev", ANSWERS, "Send the notification")
    teams.deliver()
    amina_asks(teams, RR)
    returns_nil(teams, "ben", RR)
    summarises(teams, "carys", RR)
    papers_go_out(teams, RR)


def decides(teams: Teams, option: str = "no_further", decision: str = "learning_acted_on") -> None:
    """All three agree, the chair records it and each partner signs."""
    for member in GROUP:
        votes(teams, member, RR, option)
    for form, send in (("criteria", "Record the answers"), ("decision", "Record the decision")):
        teams.opens("efua", form, RR)
        goes_through(teams, "efua", {"decision": decision}, send)
    teams.deliver()


def signs_off(teams: Teams) -> None:
    for member in GROUP:
        teams.types(member, RR)
        teams.presses(member, "Sign the decision off for your organisation")
        teams.presses(member, "Sign it off")
        teams.deliver()


def says(teams: Teams, person: str, form: str, about: str, **answers: Any) -> str:
    """Fill in a form about one duty; what it leads to is asked on a second look."""
    teams.opens(person, form, f"{RR}/{about}" if about else RR)
    for _ in range(2):
        send = next((title for title in buttons(teams.card(person)) if title in SENDS), "")
        shown = fills(teams, person, send, answers) if send else teams.sees(person)
    teams.deliver()
    return shown


def still_open(teams: Teams) -> set[str]:
    return {duty.id for duty in teams.case(RR).open_duties()}


SIN = {"sin_done": "sent", "sin_sent_on": "2026-11-23", "partners_told": "yes", "copy_shared": "yes"}
SENDS = ("Record it", "Record the reason", "Send the answer", "Ask a second person", "Send it back")


def reads(teams: Teams, person: str, duty: str) -> str:
    return teams.sends(person, "duty.read", {"case": RR, "duty": duty})


def tells(teams: Teams, duty: str) -> None:
    """One letter goes all the way, today."""
    checked(teams, RR, duty)
    says(teams, "amina", "dispatch", duty, **{**PROOF, "sent_on": f"{teams.now:%Y-%m-%d}"})


def gets(teams: Teams, duty: str) -> str:
    """Open what is owed and press for its document; what the document says, without names."""
    reads_it = teams._do(teams.turn("amina", verb="duty.read", data={"case": RR, "duty": duty})).card
    teams.chats["amina"].append(reads_it)
    asked = buttons(reads_it)["Get the document"]["data"]
    assert "press Allow" in teams.presses("amina", "Get the document")
    subject, version = "/".join(asked[id] for id in ("kind", "edition", "about")), int(asked.get("version", 0))
    kept = teams.store.run_now(lambda work: work.form(RR, "document", subject, version or None))
    return " ".join(str(kept.answers["text"]).split())
