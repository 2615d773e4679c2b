"""The record of a case, page by page, and the seal of the day."""

from dataclasses import replace
from datetime import date, timedelta

from watching import Watched, notified, signs

from dialogs.outward.reconfirming import remind
from dialogs.reach.auditing import conclude
from dialogs.sealing import seal
from rapid_review.people import Addresses


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
    _the_seal_is_lost(teams)
    _the_addresses_lapse(teams)


def _the_addresses_lapse(teams: Watched) -> None:
    """Nobody confirms them again: Amina is told before, and once they have lapsed."""
    held = Addresses(panel="reviews@panel.example", confirmed_by="harriet", confirmed_on=date(2026, 5, 28))
    teams.partnership = replace(teams.partnership, addresses=held)
    for moment in ("Thu 2026-11-26 09:00", "Mon 2026-11-30 09:00"):
        teams.at(moment)
        teams.store.run_now(lambda work: remind(teams.desk(work)))
        teams.deliver()
    teams.keep("told-addresses-lapsed", "amina")


def _the_seal_is_lost(teams: Watched) -> None:
    """Of the next day, and the auditor finds it."""
    notified(teams)
    teams.now += timedelta(days=1)
    teams.store.run_now(lambda work: seal(teams.desk(work), by_mail=False))
    for one in teams.store.run_now(lambda work: work.claim(teams.now, 50, "gallery", 60)):
        teams.store.run_now(lambda work, one=one: work.gave_up(one, "403"))
    teams.store.run_now(lambda work: conclude(teams.desk(work), []))
    teams.deliver()
