"""The stories of requests before they are answered: handed over, covered for, secured, given more time."""

from typing import Any

from story import fills
from watching import Watched, everyone_looks, notified, opens, signs


def a_request_changes_hands(teams: Watched) -> None:
    """Ben names his deputy; somebody unknown is named; records are secured; a later day is agreed and refused."""
    reference = notified(teams)
    signs(teams, "amina", reference)
    teams.sends("amina", "agencies.ask", {"case": reference, "agencies": "police,health"})
    teams.deliver()
    opens(teams, "ben", "acknowledge", f"{reference}/police")
    teams.keep("form-acknowledge", "ben")
    _sends(teams, "ben", "acknowledge", f"{reference}/police", "Send", ack="away", away_until="2026-11-24")
    teams.keep("task-request-covering", "joan")
    _sends(teams, "carys", "acknowledge", f"{reference}/health", "Send", ack="wrong_person", ack_right="somebody_else")
    teams.keep("somebody-else-to-ask", "amina")
    teams.at("Wed 2026-11-25 09:00")
    teams.types("ben", reference)
    teams.sends("ben", "task", {"case": reference, "task": "secure/police"})
    teams.keep("task-secure", "carys", "Say how they are secured")
    opens(teams, "ben", "secure", f"{reference}/police")
    teams.keep("form-secure", "ben")
    _sends(teams, "ben", "secure", f"{reference}/police", "Send", rec_secured="partly", rec_next="2026-11-30")
    teams.at("Thu 2026-11-26 09:00")
    teams.keep("silent-until-day-4", "kofi")
    _asks_for_time(teams, reference, ext_answer="refuse")
    teams.keep("later-day-refused", "ben")
    teams.at("Thu 2026-11-26 10:00")
    _asks_for_time(teams, reference, ext_answer="agree")
    teams.keep("later-day-agreed", "ben")
    _sends(teams, "ben", "acknowledge", f"{reference}/police", "Send", ack="wrong_person", ack_right="farid")
    _sends(teams, "farid", "acknowledge", f"{reference}/police", "Send", ack="yes", author_id="joan")
    everyone_looks(teams, reference)


def _asks_for_time(teams: Watched, reference: str, **said: str) -> None:
    _sends(teams, "ben", "extension", f"{reference}/police", "Ask for this day", ext_date="2026-12-07")
    teams.keep("task-extension", "amina", "Read it and answer")
    teams.presses("amina", "Read it and answer")
    answers = {**teams.answers, "ext_agreed": "2026-12-07", **said}
    if "leads to another question" in fills(teams, "amina", "Send this answer", answers):
        fills(teams, "amina", "Send this answer", answers)
    teams.deliver()


def _sends(teams: Watched, person: str, form: str, subject: str, title: str, **said: Any) -> None:
    """Open a form and send it; again where an answer leads to another question."""
    opens(teams, person, form, subject)
    for _ in range(3):
        if "leads to another question" not in fills(teams, person, title, {**teams.answers, **said}):
            break
    teams.deliver()
