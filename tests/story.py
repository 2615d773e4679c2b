"""The steps that many transcripts begin with, each told once."""

from typing import Any

from transcript import Teams, buttons, inputs

from rapid_review.declaration.declarations import Conflict, Ruling

RR = "RR-2026-001"
"""The reference of the first case in every story."""

LONG = 500

FACTS = "Baby found lifeless at home. Ambulance called at 06:40."

ANSWERS: dict[str, Any] = {
    "imm_risk": "no",
    "imm_action_done": "Brothers are with their aunt.",
    "inc_type": "child_died",
    "inc_date": "2026-11-20",
    "inc_date_precision": "exact",
    "la_aware_date": "2026-11-20",
    "la_aware_date_precision": "exact",
    "inc_facts": FACTS,
    "child_name": "Ivy Rook",
    "child_dob": "2026-06-02",
    "child_dob_precision": "exact",
    "child_dod": "2026-11-20",
    "child_role": "died",
    "child_legal": "none",
    "agency": "health",
    "limb1_abuse": "suspected",
    "limb2_outcome": "died",
    "abuse_type": "neglect",
    "why_review": "Several agencies knew the family.",
    "qa_name": "Lena Ford, Chief Inspector",
}
"""What Dev notifies, by question. What is not here gets the plainest answer that the field takes."""


def plain(field: dict[str, Any], answers: dict[str, Any]) -> Any:
    """An answer to this field: the story's own, or the plainest it takes."""
    if field["id"] in answers:
        shown = field.get("value") or ""
        # A long text that is there already is left alone: only its beginning may be shown.
        return shown if len(shown) > LONG else answers[field["id"]]
    if field.get("value"):
        return field["value"]
    match field["type"]:
        case "Input.ChoiceSet":
            offered = [choice["value"] for choice in field["choices"]]
            wanted = ("no", "none", "none_known", "not_known", "exact")
            return next((value for value in wanted if value in offered), offered[0])
        case "Input.Date":
            return "2026-11-20"
        case "Input.Toggle":
            return "yes"
    return "Not known yet"


def fills(teams: Teams, person: str, title: str, answers: dict[str, Any]) -> str:
    """Fill in every field of the person's newest card and press this button."""
    typed = {field["id"]: plain(field, answers) for field in inputs(teams.card(person))}
    return teams.presses(person, title, **typed)


def goes_through(teams: Teams, person: str, answers: dict[str, Any], send: str) -> str:
    """Go through a whole form, section by section, check the answers and send it."""
    for _ in range(80):
        there = buttons(teams.card(person))
        if send in there:
            return fills(teams, person, send, answers)
        onward = next(title for title in ("Save and continue", "Next page", "Continue") if title in there)
        if onward == "Continue" and "Add another agency" not in there and "Add an agency" in there:
            onward = "Add an agency"
        fills(teams, person, onward, answers)
    raise AssertionError(f"The form does not end:\n{teams.sees(person)}")


def goes_on_to(teams: Teams, person: str, answers: dict[str, Any], heading: str) -> str:
    """Go on through a form as far as the card with this heading."""
    for _ in range(80):
        if teams.sees(person).startswith(heading):
            return teams.sees(person)
        there = buttons(teams.card(person))
        fills(
            teams,
            person,
            next(title for title in ("Save and continue", "Next page", "Continue") if title in there),
            answers,
        )
    raise AssertionError(f"No card “{heading}”:\n{teams.sees(person)}")


def dev_notifies(teams: Teams, **changed: Any) -> str:
    """Dev files a notification and returns its reference."""
    teams.types("dev", "notify")
    receipt = goes_through(teams, "dev", {**ANSWERS, **changed}, "Send the notification")
    teams.deliver()
    return next(word.strip(".:,") for word in receipt.split() if word.startswith("RR-"))


def declares(teams: Teams, person: str, reference: str, **said: str) -> str:
    """Open the declarations and sign both; with `decl="possible"` and the like, declare a conflict."""
    teams.types(person, reference)
    button = "Make your declarations"
    if button in buttons(teams.card(person)):
        teams.presses(person, button)
    if "Sign both" not in buttons(teams.card(person)):
        teams.presses(person, "Sign first" if "Sign first" in buttons(teams.card(person)) else "Read and sign")
    answers = {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": person.title(), **said}
    shown = fills(teams, person, "Sign both", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Sign both", answers)
    teams.deliver()
    return shown


def amina_asks(teams: Teams, reference: str, agencies: str = "police,health") -> str:
    """Amina declares and sends the requests."""
    declares(teams, "amina", reference)
    shown = teams.presses("amina", "Send the requests", agencies=agencies)
    teams.deliver()
    return shown


def acknowledges(teams: Teams, person: str, agency: str = "police", **answers: str) -> str:
    """Open the acknowledgement, fill it in as far as this, and send it; a further question is answered the same way."""
    teams.opens(person, "acknowledge", f"{RR}/{agency}")
    shown = fills(teams, person, "Send", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Send", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Send", answers)
    teams.deliver()
    return shown


def summarises(teams: Teams, person: str, reference: str, **answers: str) -> str:
    """A SPOC declares and writes the whole summary."""
    declares(teams, person, reference)
    teams.presses(person, "Write the summary")
    shown = goes_through(teams, person, {**ANSWERS, **answers}, "Send the summary")
    teams.deliver()
    return shown


def returns_nil(teams: Teams, person: str, reference: str) -> str:
    declares(teams, person, reference)
    teams.presses(person, "Nothing found: nil return")
    shown = fills(teams, person, "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    teams.deliver()
    return shown


def papers_go_out(teams: Teams, reference: str, members: tuple[str, ...] = ("efua", "farid", "gwen")) -> str:
    """These members have declared, and Amina opens the poll."""
    for member in members:
        declares(teams, member, reference)
    teams.types("amina", reference)
    teams.presses("amina", "Send the papers and open the poll")
    shown = teams.presses("amina", "Send the papers and open the poll", **_without(teams))
    teams.deliver()
    return shown


def _without(teams: Teams) -> dict[str, str]:
    fields = {field["id"] for field in inputs(teams.card("amina"))}
    return {"without": "The meeting is on Thursday."} if "without" in fields else {}


def votes(teams: Teams, person: str, reference: str, option: str, reason: str = "It would add something.") -> str:
    teams.types(person, reference)
    teams.presses(person, "Give your view in the poll")
    teams.presses(person, "Give your view")
    shown = fills(teams, person, "Give this view", {"option": option, "reason": reason})
    teams.deliver()
    return shown


def checked(teams: Teams, reference: str, duty: str, by: str = "efua", **said: str) -> None:
    """Amina prepares something to be sent, and somebody else confirms it (E29)."""
    teams.opens("amina", "preparation", f"{reference}/{duty}")
    fills(teams, "amina", "Ask a second person", {"edition": "pseudonymised", **said})
    teams.deliver()
    teams.chats[by].append(teams._do(teams.turn(by, verb="duty.read", data={"case": reference, "duty": duty})).card)
    confirms(teams, by)
    teams.deliver()


def confirms(teams: Teams, by: str) -> str:
    """The second person confirms it, with a reason for what it lacks."""
    gaps = any(field["id"] == "missing_reason" for field in inputs(teams.card(by)))
    why = {"missing_reason": "It follows when it is there."} if gaps else {}
    return teams.presses(by, "Confirm it", **why)


def sends_to_panel(teams: Teams, reference: str, on: str = "") -> str:
    """The outcome goes to the Panel today, or as recorded later, after a second person has looked at it."""
    checked(teams, reference, "panel")
    teams.types("amina", reference)
    teams.presses("amina", "Send the outcome to the national Panel")
    teams.presses("amina", "It has been sent: record it")
    shown = fills(teams, "amina", "Record it", {"sent_on": on or f"{teams.now:%Y-%m-%d}"})
    teams.deliver()
    return shown


def is_recused(teams: Teams, person: str, by: str = "efua") -> None:
    """The person declares a conflict and is recused, with no card pressed for either."""

    def both(work: Any) -> None:
        case, who = work.case(RR), teams.partnership.standing
        case.declare_conflict(Conflict.ACTUAL, perceived=True, by=who(person), revision=1, now=teams.now)
        case.rule(person, Ruling.RECUSE, by=who(by), revision=1, now=teams.now)

    teams.store.run_now(both)
    teams.deliver()
