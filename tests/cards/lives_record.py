"""The record of a case, page by page, and the seal of the day."""

from watching import Watched, notified, signs

from dialogs.sealing import seal


def the_record_is_read_and_sealed(teams: Watched) -> None:
    """Imran asks who looked, before there is anything to see and after; the record is sealed in the morning."""
    teams.types("imran", "record")
    teams.keep("record-of-no-case", "imran")
    reference = notified(teams)
    for person in ("imran", "amina", "efua"):
        signs(teams, person, reference)
    for said in ("my cases", "my tasks", reference, reference, reference):
        teams.types("amina", said)
    teams.types("imran", "who looked")
    teams.keep("record", "imran")
    teams.presses("imran", "Further back")
    teams.presses("imran", "Newer")
    teams.sends("amina", "case.private", {"case": reference})
    other = notified(teams)
    signs(teams, "imran", other)
    teams.types("imran", "record")
    teams.keep("record-of-which-case", "imran")
    teams.at("Tue 2026-11-24 08:00")
    teams.store.run_now(lambda work: seal(teams.desk(work), by_mail=False))
    teams.deliver()  # Without names of their own: a seal is another with every change of what is recorded.
