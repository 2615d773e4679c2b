"""One case, lived through with a canary in every box, and kept as it was at each stage."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from leaks.canaries import Aviary, Planting
from leaks.everybody import CARYS_HAS_LEFT, EVERYBODY
from story import fills
from transcript import Teams, buttons, open_store

from dialogs.forms import FILLINGS
from rapid_review.people import Partnership
from storage.files import Folder
from storage.messages import Message


@dataclass(frozen=True)
class Stage:
    """The case as it was: a database of its own, the moment, and everything that had been owed to anybody."""

    name: str
    reference: str
    path: Path
    now: datetime
    owed: tuple[Message, ...]
    files: Folder
    partnership: Partnership = EVERYBODY


@dataclass
class Life:
    """What was planted, and the stages in their order."""

    aviary: Aviary
    stages: list[Stage] = field(default_factory=list)

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)


class Planted(Teams):
    """Teams in which everything typed is a canary."""

    aviary: Aviary
    owed: list[Message]

    def _deliver(self, claimed: Any) -> None:
        self.owed.append(claimed.message)
        super()._deliver(claimed)

    def fills_in(self, person: str, form: str, subject: str, send: str, **chosen: Any) -> None:
        """Open a form, fill in every box with canaries, and send it."""
        answers = self.planting(person, form, subject, chosen)
        self.opens(person, form, subject)
        sent = False
        for _ in range(90):
            there = buttons(self.card(person))
            if sent and send not in there:  # Sent again where an answer leads to another question.
                return self.deliver()
            onward = send if send in there else _onward(list(there))
            sent = fills(self, person, onward, answers) != "" and onward == send
        raise AssertionError(f"The form {form} does not end:\n{self.sees(person)}")

    def planting(
        self, person: str, form: str, subject: str, chosen: dict[str, Any], *, draft: bool = False
    ) -> Planting:
        """Canaries for every box of this form as this person gets it."""
        who = self.partnership.standing(person)
        asked = self.store.run_now(lambda work: FILLINGS[form].form(self.desk(work), who, subject))
        return Planting(self.aviary, asked, person, subject.partition("/")[2], chosen, draft=draft)


def _onward(there: list[str]) -> str:
    """The next card of a form; every list gets one row at least."""
    first = next((title for title in there if title.startswith("Add a") and "another" not in title), "")
    return first or next(title for title in ("Save and continue", "Next page", "Continue") if title in there)


def lived(folder: Path, tale: "Callable[[Planted, Callable[[str], None]], None]") -> Life:
    """Live through a tale; it says when a stage is to be kept."""
    teams = Planted(open_store(folder / "review.db", EVERYBODY), EVERYBODY)
    files = Folder(folder / "files")
    teams.aviary, teams.owed, teams.files = Aviary(), [], files
    life = Life(teams.aviary)

    def keep(name: str) -> None:
        teams.deliver()
        path = folder / f"{len(life.stages):02}.db"
        teams.twin(path).store.close()
        life.stages.append(Stage(name, "RR-2026-002", path, teams.now, tuple(teams.owed), files))

    tale(teams, keep)
    teams.store.close()
    last = life.stages[-1]
    life.stages.append(replace(last, name="carys has left", partnership=CARYS_HAS_LEFT))
    return life
