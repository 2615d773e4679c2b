"""Somebody leaves, and guests are not confirmed again: what they find, and what others are told."""

from dataclasses import replace
from datetime import date
from typing import Any

from lives_chasing import asks
from transcript import words
from watching import Watched, everyone_looks, notified, signs

from dialogs.outward.reconfirming import remind


def who_leaves_and_who_lapses(teams: Watched) -> None:
    """Carys and Kofi are guests whom nobody confirms again; Farid leaves."""
    guest = {"guest": True, "confirmed_by": "amina", "confirmed_on": date(2026, 8, 27)}  # Until 25 November.
    _file(teams, {"carys": guest, "kofi": guest, "farid": {"left": date(2026, 11, 25)}})
    reference = notified(teams)
    asks(teams, reference, "police,health")
    signs(teams, "carys", reference)
    _reminded(teams, "told-guests-lapse")
    teams.keep("told-yourself-lapses", "carys")
    teams.at("Wed 2026-11-25 09:00")
    teams.keep("nobody-left-after-a-leaving", "amina", "Chase board")
    _reminded(teams, "told-guests-lapsed")
    teams.keep("told-yourself-lapsed", "carys")
    for person in ("carys", "farid"):
        emptied = (card for card in teams.chats[person] if "This card is emptied" in words(card))
        teams.named[f"emptied-for-{person}"] = next(emptied)
    everyone_looks(teams, reference)


def _file(teams: Watched, blocks: dict[str, dict[str, Any]]) -> None:
    people = teams.partnership.people
    changed = {id: replace(people[id], **lines) for id, lines in blocks.items()}
    teams.partnership = replace(teams.partnership, people={**people, **changed})


def _reminded(teams: Watched, name: str) -> None:
    teams.store.run_now(lambda work: remind(teams.desk(work)))
    teams.deliver()
    teams.keep(name, "amina")
