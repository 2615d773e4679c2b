"""Somebody alters the database past the bot, and nothing seals the record: what the checks tell the team."""

from datetime import timedelta

import whereabouts
from lives_chasing import asks
from watching import Watched, notified

from dialogs.reach.auditing import compared, conclude


def what_the_checks_find(teams: Watched) -> None:
    reference = notified(teams)
    asks(teams, reference, "police,health")
    teams.now += timedelta(hours=3)
    _checked(teams, reference, "told-unguarded")
    whereabouts.done(teams.store._engine, "UPDATE case_ SET stage = 'closed', wakes_at = NULL")
    _checked(teams, reference, "told-astray")
    whereabouts.done(teams.store._engine, "UPDATE case_ SET version = version - 1")
    _checked(teams, reference, "told-unreadable")


def _checked(teams: Watched, reference: str, name: str) -> None:
    """A pass of the auditor, with the transactions that it has."""
    looked = teams.store.run_now(lambda work: compared(teams.desk(work), reference))
    teams.store.run_now(lambda work: conclude(teams.desk(work), [looked], [reference]))
    teams.deliver()
    teams.keep(name, "amina")
