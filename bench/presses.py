"""A hundred thousand presses that were made before: doubled, replayed, and from stale cards. None may act again (G4).

Run as `python -m bench.presses`. Every press goes through the real dialogs and the real database.
"""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from story import RR, amina_asks, declares, dev_notifies, papers_go_out, plain, returns_nil
from transcript import Teams, inputs, open_store

Press = tuple[str, str, dict[str, Any]]
"""Who, which verb, and what the button carried."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.presses", description=__doc__)
    parser.add_argument("--presses", type=int, default=100_000)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="presses-") as folder,
        closing(open_store(Path(folder) / "review.db")) as store,
    ):
        teams = Teams(store)
        made = presses_made(teams)
        before, began = acted(teams), perf_counter()
        for n in range(asked.presses):
            teams.chats.clear()
            teams.every_card.clear()
            teams.sends(*made[n % len(made)])
        after = acted(teams)
    print(f"{asked.presses:,} presses of {len(made)} kinds made again in {perf_counter() - began:.0f} s")
    print(
        f"Effects before {before}, after {after}: {'none acted again' if before == after else 'SOMETHING ACTED AGAIN'}"
    )


def presses_made(teams: Teams) -> list[Press]:
    """A review in which each of these was pressed once, and took effect."""
    made: list[Press] = []

    def press(person: str, title: str, answers: dict[str, Any]) -> None:
        card = teams.card(person)
        typed = {field["id"]: plain(field, answers) for field in inputs(card)}
        verb, data = teams.pressed(card, title, **typed)
        made.append((person, verb, data))
        teams.presses(person, title, **typed)
        teams.deliver()

    dev_notifies(teams)
    amina_asks(teams, RR, "police,health,housing")
    made.append(("amina", "chase.nudge", {"case": RR, "agency": "housing"}))
    teams.sends(*made[0])
    declares(teams, "ben", RR)
    teams.opens("ben", "nil_return", f"{RR}/police")
    press("ben", "We hold nothing: send the nil return", {})
    returns_nil(teams, "carys", RR)
    papers_go_out(teams, RR)
    teams.opens("farid", "ballot", RR)
    press("farid", "Give this view", {"option": "review", "reason": "It would add something."})
    made.append(("amina", "papers.send", {"case": RR, "task": "send_papers", "without": "Again."}))
    return made


def acted(teams: Teams) -> dict[str, int]:
    """What a second effect would raise: forms, votes, entries of the record that are no reading, messages owed."""
    questions = {
        "forms": "SELECT count(*) FROM form",
        "events": "SELECT count(*) FROM audit WHERE kind != 'read'",
        "messages": "SELECT count(*) FROM outbox",
    }
    with teams.store._engine.begin() as connection:
        counted = {what: int(connection.exec_driver_sql(asked).scalar() or 0) for what, asked in questions.items()}
    poll = teams.case(RR).poll
    return {**counted, "votes": len(poll.votes) if poll else 0}


if __name__ == "__main__":
    main()
