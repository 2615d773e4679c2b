"""Looks at everything as everybody: every word typed, every verb and button, every form, every message, every file.

Each look is a turn of its own that is undone afterwards, so that looking changes nothing. A button that anybody was
ever shown is then pressed by everybody.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leaks.canaries import Aviary
from leaks.everybody import CARYS_HAS_LEFT, READERS
from leaks.life import Stage
from leaks.need_to_know import Known
from leaks.surfaces import Press, forged, prefilled, press
from transcript import Teams, elements, open_store

from cards import casework
from dialogs import answer, draw
from dialogs.desk import Desk
from dialogs.paperwork import handing_over
from dialogs.reach.unreached import letter
from dialogs.turn import Answer, Place, Turn
from dialogs.verbs import DIALOGS, TYPED
from rapid_review.errors import Refusal
from rapid_review.permissions import Surface
from storage.messages import Message

GHOST = "RR-2026-999"
"""A case that does not exist: to somebody without a part, the real one looks just like it."""


REPORTS, REPORT = '"form": "mis_send"', "Which case is it about?"
"""Somebody recused reports what reached them by mistake: they are shown the questions and no list (E29)."""


@dataclass(frozen=True)
class Leak:
    """Something that reached somebody who may not know it."""

    stage: str
    person: str
    surface: str
    what: str


@dataclass
class Found:
    """What a crawl came to."""

    surfaces: set[str] = field(default_factory=set)
    renderings: int = 0
    leaks: list[Leak] = field(default_factory=list)
    drawn: set[Surface] = field(default_factory=set)
    """The parts of a case of which somebody read what another had written."""


class Undone(Exception):
    """Raised to undo a look; carries what was seen."""

    def __init__(self, seen: Any) -> None:
        super().__init__()
        self.seen = seen


class Crawler:
    """Everybody looking at one stage."""

    def __init__(self, stage: Stage, aviary: Aviary, people: tuple[str, ...] = READERS) -> None:
        self.stage, self.aviary, self.people, self.found = stage, aviary, people, Found()
        self.teams = Teams(open_store(stage.path, stage.partnership), stage.partnership)
        self.teams.now = stage.now
        left = frozenset({"carys"} if stage.partnership is CARYS_HAS_LEFT else ())
        self.known = Known(self.teams.case(stage.reference), stage.now, left)
        self.recusal = json.dumps(casework.recused(self.known.case))
        self.presses: dict[Press, None] = dict.fromkeys(forged(stage.reference, self.known.case.requests))

    def crawl(self) -> Found:
        messages = {_drawn_alike(message): message for message in self.stage.owed}.values()
        for person in self.people:
            for said in (*TYPED, self.stage.reference, f"case {self.stage.reference}?", "nonsense"):
                self._type(person, said)
            self._look_in_public(person)
            for message in messages:
                self._receive(person, message)
        pressed = 0
        while pressed < len(self.presses):
            for one in list(self.presses)[pressed:]:
                pressed += 1
                for person in self.people:
                    self._press(person, one)
        self.teams.store.close()
        return self.found

    # -- Each way of looking ---------------------------------------------------------------------------------------

    def _type(self, person: str, said: str) -> None:
        card = self._look(person, f"“{said}”", self.teams.turn(person, said=said))
        more = self.stage.reference in card and card != self.recusal and REPORT not in card
        if person in self.known.case.recused and more:
            self._leak(person, f"“{said}”", "more than that they are recused")

    def _press(self, person: str, press: Press) -> None:
        verb, data = press
        surface = f"{verb} {data}"
        card = self._look(person, surface, self.teams.turn(person, verb=verb, data=json.loads(data)))
        if self.stage.reference in card + data:
            self._knows_of_it(person, surface, card, press)
        if verb == "declarations.read" and "Amina Yusuf" in card and not self._may_see_who_declared(person):
            self._leak(person, surface, "that Amina has declared")
        if verb == "document.get":
            self._take_home(person, surface, json.loads(data))

    def _knows_of_it(self, person: str, surface: str, card: str, press: Press) -> None:
        """To somebody without a part the case is like one that does not exist; who is recused learns just that."""
        recused = person in self.known.case.recused
        if self.known.parts(person) and not (recused and card != self.recusal and REPORTS not in press[1]):
            return
        ghost = json.loads(press[1].replace(self.stage.reference, GHOST))
        other = self._undone(lambda desk: answer(self.teams.turn(person, verb=press[0], data=ghost), desk)).card
        if json.dumps(other).replace(GHOST, self.stage.reference) != card:
            self._leak(person, surface, "more than that they are recused" if recused else "there is such a case")

    def _may_see_who_declared(self, person: str) -> bool:
        """Beside the words: who declared at all is for those who read the register."""
        return person == "amina" or self.known.reads(person, Surface.DECLARATIONS)

    def _look(self, person: str, surface: str, turn: Turn) -> str:
        given, filled = self._undone(lambda desk: (answer(turn, desk), prefilled(turn, desk)))
        return self._seen(person, surface, given, filled)

    def _look_in_public(self, person: str) -> None:
        """What anybody asks for in a channel or a group is read by everybody in it."""
        url, reference = "https://smba.trafficmanager.net/teams/", self.stage.reference
        group, channel = Place("g", "group", url, ""), Place("c", "channel", url, "", channel="19:team@thread.tacv2")
        presses = [(channel, verb) for verb in ("case.mine", "case.private")] + [(group, verb) for verb in DIALOGS]
        turns = [(place, self.teams.turn(person, verb=verb, data={"case": reference})) for place, verb in presses]
        turns += [(place, self.teams.turn(person, said=reference)) for place in (group, channel)]
        for place, turn in turns:
            there = replace(turn, where=place)
            given = self._undone(lambda desk, there=there: answer(there, desk))
            self._public(person, f"in a {place.kind}: {turn.verb or turn.said}", json.dumps(given.card))

    def _receive(self, person: str, message: Message) -> None:
        """Every message that was ever owed, as if it were this person's."""
        surface = f"message {message.view} {dict(message.args)}"
        if message.card is not None:
            return
        if message.route == "channel":
            given = self._undone(lambda desk: draw(message, desk))
            self._public(person, surface, json.dumps(given.card) if given else "")
        elif message.route == "mail":
            written = self._undone(lambda desk: letter(replace(message, to=person), desk))
            self._public(person, surface, repr(written))
        elif given := self._undone(lambda desk: draw(replace(message, to=person), desk)):
            self._seen(person, surface, given, "")

    def _take_home(self, person: str, surface: str, data: dict[str, Any]) -> None:
        """The file itself, as Teams would fetch it: whose it is, and by what name it goes."""
        turn = self.teams.turn(person, verb="document.accepted", data=data)
        try:
            release = self._undone(lambda desk: handing_over.release(turn, replace(desk, files=self.stage.files)))
        except Refusal:
            return
        self._public(person, f"the name of {surface}", f"{release.name} {release.ending}")
        for canary in self.aviary.found_in(release.content.decode("latin-1")):
            if not self.known.may_read(person, canary):
                self._leak(person, f"the file of {surface}", str(canary))

    def _undone(self, looking: Callable[[Desk], Any]) -> Any:
        def look(work: Any) -> None:
            raise Undone(looking(self.teams.desk(work)))

        try:
            self.teams.store.run_now(look)
        except Undone as undone:
            return undone.seen
        raise AssertionError("A look must be undone.")

    # -- What was seen ---------------------------------------------------------------------------------------------

    def _seen(self, person: str, surface: str, given: Answer, filled: str) -> str:
        self._count(surface)
        card = json.dumps(given.card)
        for canary in self.aviary.found_in(card + filled):
            if not self.known.may_read(person, canary):
                self._leak(person, surface, str(canary))
            elif canary.surface and canary.by != person:
                self.found.drawn.add(canary.surface)
        shown = [given.summary, *(str(given.card.get(key, "")) for key in ("fallbackText", "speak", "name"))]
        self._nowhere(person, f"the line for {surface}", "".join(shown))
        self.presses.update(dict.fromkeys(_buttons_of(given.card)))
        return card

    def _public(self, person: str, surface: str, text: str) -> None:
        self._count(surface)
        self._nowhere(person, surface, text)

    def _nowhere(self, person: str, surface: str, text: str) -> None:
        for canary in self.aviary.found_in(text):
            self._leak(person, surface, str(canary))

    def _leak(self, person: str, surface: str, what: str) -> None:
        self.found.leaks.append(Leak(self.stage.name, person, surface, what))

    def _count(self, surface: str) -> None:
        self.found.surfaces.add(surface)
        self.found.renderings += 1


def _drawn_alike(message: Message) -> tuple[object, ...]:
    """Messages that differ only in their recipient are one to look at."""
    due = message.due if message.view == "digest" else None
    return message.route, message.view, tuple(sorted(message.args.items())), message.mode, message.follows, due


def _buttons_of(card: Mapping[str, Any]) -> Iterator[Press]:
    for element in elements(card):
        if element.get("type") == "Action.Execute":
            yield press(element["verb"], element["data"])
    if refreshed := card.get("refresh"):
        yield press(refreshed["action"]["verb"], refreshed["action"]["data"])
