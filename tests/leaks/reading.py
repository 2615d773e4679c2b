"""The same crawl, asked something else: whoever is shown anything of a case stands in its record, once (G17)."""

import json
from collections.abc import Callable
from typing import Any

import whereabouts
from leaks.canaries import Aviary
from leaks.crawler import Crawler, Undone, _buttons_of
from leaks.life import Stage
from sqlalchemy import TextClause, text

from dialogs.desk import Desk
from dialogs.turn import Answer

NOTHING_OF_IT = {
    "form.": "the next step of a form of one's own: opening it is in the record",
}
"""What may name a case without a row, and why. Each begins a surface's name."""
REFUSED = ("could not be done", "does not work any more", "There is no case here")
ENDS = 'SELECT "case", max(number) AS number FROM audit GROUP BY "case"'
LOOKS = """SELECT "case", actor, facts FROM audit WHERE kind IN ('read', 'shown') AND ("""


def _added_to(ends: list[Any]) -> TextClause:
    """What was read since each chain ended there; the names are our own."""
    longer = [f""""case" = '{end.case}' AND number > {end.number}""" for end in ends]
    known = ", ".join(f"'{end.case}'" for end in ends)
    return text(f'{LOOKS} "case" NOT IN ({known}) OR {" OR ".join(longer)})')


class Reading(Crawler):
    """Everybody looking at one stage, while somebody looks who is written down."""

    def __init__(self, stage: Stage, aviary: Aviary, people: tuple[str, ...]) -> None:
        super().__init__(stage, aviary, people)
        self.unread: list[tuple[str, str, str]] = []
        self.content = 0
        self.rows: list[Any] = []
        self.added = _added_to(whereabouts.found(self.teams.store._engine, ENDS))

    def _undone(self, looking: Callable[[Desk], Any]) -> Any:
        def look(work: Any) -> None:
            seen = looking(self.teams.desk(work))
            work.finish(lambda case, event: [])
            self.rows = [*work._connection.execute(self.added)]
            raise Undone(seen)

        try:
            self.teams.store.run_now(look)
        except Undone as undone:
            return undone.seen
        raise AssertionError("A look must be undone.")

    def _seen(self, person: str, surface: str, given: Answer, filled: str) -> str:
        card, reference = json.dumps(given.card), self.stage.reference
        mine = [row for row in self.rows if row.actor == person and reference in (row.case, *_listed(row.facts))]
        content = [c for c in self.aviary.found_in(card) if c.by != person]
        self.content += bool(content)
        exempt = surface.startswith(tuple(NOTHING_OF_IT)) and not surface.startswith("form.open")
        refused = any(words in card for words in REFUSED) or card == self.recusal
        if len(mine) > 1:
            self.unread.append((person, surface, "more than once"))
        elif content and not mine and not exempt:
            self.unread.append((person, surface, f"content: {content[0]}"))
        elif reference in card and not mine and not exempt and not refused:
            self.unread.append((person, surface, "named"))
        self.found.surfaces.add(surface)
        self.found.renderings += 1
        self.presses.update(dict.fromkeys(_buttons_of(given.card)))
        return card

    def _public(self, person: str, surface: str, text: str) -> None:
        """What everybody may read is in no record."""


def _listed(facts: str) -> list[str]:
    return str(json.loads(facts).get("cases", "")).split()
