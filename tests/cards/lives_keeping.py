"""What the cards say after a case was closed: it is held, somebody asks for their own data, and a year has passed."""

from dataclasses import replace

from story import fills
from watching import Watched, everyone_looks, opens

from dialogs.keeping.in_your_name import Deed, notice
from rapid_review.keeping.retention import Retention
from storage.messages import Message


def it_is_kept(teams: Watched, reference: str) -> None:
    """Held and let go; a request; the yearly question; the end of a period; and what stands where cards were."""
    teams.types("amina", "legal hold")
    teams.keep("keeping-which", "amina")
    teams.presses("amina", reference)
    teams.keep("keeping-closed", "amina")
    opens(teams, "amina", "hold", reference)
    teams.keep("form-hold", "amina")
    fills(teams, "amina", "Put it on hold", teams.answers)
    teams.keep("keeping-on-hold", "amina")
    teams.types("efua", reference)
    teams.keep("case-on-hold", "efua")
    opens(teams, "efua", "lift_hold", reference)
    fills(teams, "efua", "Lift the hold", teams.answers)
    opens(teams, "amina", "subject_request", reference)
    fills(teams, "amina", "Record it", {**teams.answers, "sar_received": "2026-11-20"})
    teams.keep("keeping-request", "amina")
    teams.deliver()
    teams.keep("told-subject-request", "amina")
    everyone_looks(teams, reference)
    _the_month_runs(teams, reference)
    _years_pass(teams, reference)


def _the_month_runs(teams: Watched, reference: str) -> None:
    """The request is asked about again; and something is done by command."""
    teams.now = teams.case(reference).subject_requests[-1].due_at(teams.case(reference).policy)
    _wakes(teams, reference)
    teams.keep("task-answer-request", "amina")
    teams.presses("amina", "Request 1 was withdrawn")
    teams.keep("form-subject-withdrawn", "amina")
    fills(teams, "amina", "Record it", {**teams.answers, "sw_on": "2026-11-23"})
    teams.deliver()
    teams.keep("told-subject-request-withdrawn", "amina")
    for deed, person in ((Deed.DISPOSED, "amina"), (Deed.EXPORTED, "efua")):
        owed = notice(reference, deed, person, ("amina", "imran"), teams.now)
        teams.store.run_now(lambda work, owed=owed: work.owe(owed))
        teams.deliver()
        teams.keep(f"told-{deed}-by-command", person)


def _years_pass(teams: Watched, reference: str) -> None:
    closed = teams.case(reference).closed_at
    assert closed
    for retention, year, name in (
        (Retention(), closed.year + 1, "told-keep-it"),
        (Retention(case_years=10), closed.year + 10, "told-period-over"),
    ):
        teams.partnership = replace(teams.partnership, retention=retention)
        teams.now = closed.replace(year=year)
        _wakes(teams, reference)
        teams.keep(name, "amina")
        teams.presses("amina", "Keep it another year")
    teams.keep("keeping-with-a-period", "amina")
    teams.store.run_now(lambda work: work.owe(_emptied(teams, reference)))
    teams.deliver()
    teams.keep("told-disposed", "dev")


def _wakes(teams: Watched, reference: str) -> None:
    """The clock looks at a closed case once a month, wherever it was left."""
    teams.store.run_now(lambda work: work.sleep(reference, teams.now))
    teams.tick()
    teams.deliver()


def _emptied(teams: Watched, reference: str) -> Message:
    args = {"case": reference}
    return Message(key="disposed", to="dev", route="person", view="disposed", due=teams.now, args=args)
