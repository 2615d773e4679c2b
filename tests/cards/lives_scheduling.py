"""The stories of dates: several due at once, one moved, one missed, the authority’s own notice, people’s hours."""

from typing import Any

from story import fills
from transcript import buttons
from watching import Watched, everyone_looks, notified, opens, signs


def dates_and_hours(teams: Watched) -> None:
    """Day 10 passes with answers missing; the dates move; the authority says what became of its notice."""
    reference = notified(teams)
    for person in ("amina", "efua", "farid", "gwen"):
        signs(teams, person, reference)
    teams.sends("amina", "agencies.ask", {"case": reference, "agencies": "police,health"})
    teams.deliver()
    signs(teams, "carys", reference)
    teams.at("Fri 2026-11-27 10:00")
    teams.keep("task-notify-panel", "efua", "Say what was done")
    teams.keep("digest", "carys", "My tasks")
    teams.at("Wed 2026-12-02 09:00")
    _sends(teams, "amina", "variation", reference, "Move the date", milestone="summaries_due", new_date="2026-12-07")
    teams.keep("date-moved", "amina")
    teams.keep("dates-moved", "gwen")
    for moment in ("Mon 2026-12-07 17:05", "Tue 2026-12-08 09:00"):
        teams.at(moment)
    teams.types("amina", reference)
    teams.presses("amina", "Say why a date was missed")
    teams.keep("task-slipped", "amina")
    _sends(teams, "amina", "late", f"{reference}/summaries_due", "Record it")
    _sends(teams, "efua", "sin", f"{reference}/panel", "Record it", sin_done="not_sending")
    _sends(teams, "gwen", "mute", reference, "Hear less", until="2026-12-15")
    teams.types("ben", "my hours")
    teams.keep("form-hours", "ben")
    fills(teams, "ben", "Keep my hours", {**teams.answers, "days": "d0,d1", "start": "09:00", "end": "15:00"})
    everyone_looks(teams, reference)


def _sends(teams: Watched, person: str, form: str, subject: str, title: str, **said: str) -> None:
    """Open a form and send it; twice where an answer leads to another question."""
    opens(teams, person, form, subject)
    answers: dict[str, Any] = {**teams.answers, **said}
    while title in buttons(teams.card(person)):
        fills(teams, person, title, answers)
    teams.deliver()
