"""The stories of agencies that do not answer: chased, taken further, answered another way."""

from dataclasses import replace
from typing import Any

from story import fills
from transcript import buttons
from watching import Watched, everyone_looks, notified, opens, signs


def a_silence_taken_further(teams: Watched) -> None:
    """Nobody at Health answers: the chair, then the strategic lead, then the partners are told."""
    formal = (f"We ask you to give us this. {teams.answers['why_review']}"[:1_000],)
    teams.partnership = replace(
        teams.partnership, formal_request=formal, information_law=("We had regard to the law.",)
    )
    reference = notified(teams)
    asks(teams, reference, "police,health,housing")
    for moment in ("Wed 2026-11-25 09:00", "Fri 2026-12-04 17:05", "Mon 2026-12-07 09:00"):
        teams.at(moment)
    teams.types("amina", "chase board")
    teams.keep("chase-board", "amina")
    teams.presses("amina", "Nudge")
    teams.sends("amina", "chase.nudge", {"case": reference, "agency": "health"})
    teams.keep("task-escalate", "efua", "Decide the next step")
    teams.types("amina", reference)
    _takes(teams, reference, "amina", "group")
    teams.keep("step-taken", "amina")
    teams.keep("task-resolve", "efua", "Read it and answer")
    _answers(teams, reference, "efua", "step_group", said="ask_lead", until="2026-12-09")
    teams.keep("step-answered", "amina")
    _answers(teams, reference, "kofi", "step_lead", said="cannot_answer")
    everyone_looks(teams, reference)
    teams.at("Thu 2026-12-10 09:00")
    _takes(teams, reference, "efua", "partners")
    _answers(teams, reference, "gwen", "step_partners", said="formal_request", until="2026-12-11")
    teams.keep("formal-request-made", "carys")
    teams.presses("carys", "Read it")
    teams.keep("formal-request", "carys")
    everyone_looks(teams, reference)


def an_answer_by_phone(teams: Watched) -> None:
    """Police ring, and somebody writes it down for them."""
    reference = notified(teams)
    asks(teams, reference, "police,health")
    opens(teams, "amina", "told", f"{reference}/police")
    said = {**teams.answers, "told_answer": "told_summary", "told_on": "2026-11-23", "immediate_safety_now": "no"}
    sends_on(teams, "amina", "Record their answer", said)
    teams.keep("answer-recorded", "amina")
    teams.keep("task-confirm", "ben", "Read it")
    signs(teams, "ben", reference)
    everyone_looks(teams, reference)
    teams.sends("ben", "told.confirm", {"case": reference, "agency": "police"})
    teams.deliver()
    everyone_looks(teams, reference)


def asks(teams: Watched, reference: str, agencies: str) -> None:
    for person in ("amina", "efua", "farid", "gwen"):
        signs(teams, person, reference)
    teams.sends("amina", "agencies.ask", {"case": reference, "agencies": agencies})
    teams.deliver()


def _takes(teams: Watched, reference: str, person: str, rung: str) -> None:
    opens(teams, person, "escalation", f"{reference}/health")
    fills(teams, person, "Take this step", {**teams.answers, "rung": rung, "wanted_by": "2026-12-11"})
    teams.deliver()


def _answers(teams: Watched, reference: str, person: str, form: str, **said: str) -> None:
    opens(teams, person, form, f"{reference}/health")
    sends_on(teams, person, "Record it", {**teams.answers, **said})


def sends_on(teams: Watched, person: str, title: str, answers: dict[str, Any]) -> None:
    """Twice where an answer leads to another question."""
    while title in buttons(teams.card(person)):
        fills(teams, person, title, answers)
    teams.deliver()
