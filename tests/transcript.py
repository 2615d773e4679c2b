"""A fake Teams for transcripts: people type, press and read; the bot's real dialogs answer over the real storage.

Only Teams and the clock are make-believe. A press fills in a card as a person would, by the words on it, and carries
the card's data as Teams would. `deliver` sends what is owed, each card drawn at that moment.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from cast import PARTNERSHIP, POLICY, TENANT, london
from sqlalchemy import event
from whereabouts import KEY, copied, url_of

from dialogs import Desk, announce, answer, draw, emptying, tick
from dialogs.turn import Answer, Card, Identity, Place, Turn, Upload
from rapid_review.case import Case
from rapid_review.documents import NotTaken
from rapid_review.events import Event
from rapid_review.in_force import as_of
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.timing.london import local_day
from storage.files import FileStore
from storage.messages import Message
from storage.store import Store


def elements(part: Any) -> list[dict[str, Any]]:
    """Every element of a card, in reading order."""
    found = [part] if isinstance(part, dict) else []
    for key in ("body", "items", "columns", "inlines", "actions", "facts", "choices"):
        for child in (part.get(key) or []) if isinstance(part, dict) else ():
            found += elements(child)
    return found


def words(card: Card) -> str:
    """All that a person would read on a card."""
    said = []
    for element in elements(card):
        if element.get("type") in ("Action.Execute",):
            said.append(f"[{element['title']}]")
            continue
        said += [str(element[key]) for key in ("label", "text", "title", "value") if element.get(key) not in (None, "")]
    return "\n".join(said)


def buttons(card: Card) -> dict[str, dict[str, Any]]:
    return {e["title"]: e for e in elements(card) if e.get("type") == "Action.Execute"}


def inputs(card: Card) -> list[dict[str, Any]]:
    return [e for e in elements(card) if str(e.get("type", "")).startswith("Input.")]


class Teams:
    """The chats of everybody, and a clock that only moves when told."""

    def __init__(self, store: Store[Case], partnership: Partnership = PARTNERSHIP, policy: Policy = POLICY) -> None:
        self.store, self.partnership, self.policy = store, partnership, policy
        self.now = london("Mon 2026-11-23 09:00")
        self.chats: dict[str, list[Card]] = defaultdict(list)
        self.summaries: dict[str, list[str]] = defaultdict(list)
        self.messages: dict[tuple[str, str], int] = {}
        """Where each message stands in its reader's chat, by the id that Teams gave it."""
        self.ids = count(1)
        self.demo = False
        self.sends_mail = self.keeps_calendar = False
        self.files: FileStore | None = None
        self.activity = 0
        self.salts = count(1)
        self.every_card: list[Card] = []

    def twin(self, path: Path) -> "Teams":
        """The same chats, clock and cases, on a database of their own."""
        copied(self.store._engine, path)
        twin = Teams(open_store(path, self.partnership), self.partnership, self.policy)
        twin.now, twin.activity = self.now, self.activity
        twin.chats.update({person: [*cards] for person, cards in self.chats.items()})  # No card is ever changed.
        twin.summaries.update({person: [*lines] for person, lines in self.summaries.items()})
        twin.messages, twin.every_card = {**self.messages}, [*self.every_card]
        twin.ids = count(len(self.messages) + 1)
        return twin

    # -- What people do

    def types(self, person: str, said: str) -> str:
        return self._answered(self.turn(person, said=said))

    def presses(self, person: str, title: str, **typed: Any) -> str:
        """Press the button of this title on the person's newest card that has it, with these fields filled in."""
        at, card = self._card_with(person, title)
        verb, data = self.pressed(card, title, **typed)
        turn = replace(self.turn(person, verb=verb, data=data), on_message=self._message_at(person, at))
        return self._take(person, self._do(turn), in_place=True, at=at)

    def pressed(self, card: Card, title: str, **typed: Any) -> tuple[str, dict[str, Any]]:
        """What Teams would send: the button's data with every input's value, changed as the person typed."""
        action = buttons(card)[title]
        there = {field["id"]: field.get("value", "") for field in inputs(card)}
        left_out = {id for id, value in {**there, **typed}.items() if value == ""}
        unknown = set(typed) - set(there)
        assert not unknown, f"No field {unknown} on the card:\n{words(card)}"
        filled = {id: value for id, value in {**there, **typed}.items() if id not in left_out}
        return action["verb"], {**filled, **action["data"]}  # Clients leave empty fields out.

    def attaches(self, person: str, *names: str, refused: Mapping[str, NotTaken] | None = None, said: str = "") -> str:
        """Send files, as they come once the edge has fetched and checked them."""
        disk, content = self.files, b"%PDF-1.7 what is known %%EOF"

        def hold(work: Any) -> list[str]:
            return [work.hold_file(disk, person, name, "pdf", content, self.now).id for name in names]

        held = [Upload(name, held=id) for name, id in zip(names, self.store.run_now(hold), strict=True)]
        uploads = [*held, *(Upload(name, refused=why) for name, why in (refused or {}).items())]
        return self._answered(replace(self.turn(person, said=said), files=tuple(uploads)))

    def opens(self, person: str, form: str, subject: str) -> str:
        """Open a form from a card that is not in the chat any more."""
        given = self._do(self.turn(person, verb="form.open", data={"form": form, "subject": subject}))
        return self._take(person, given, in_place=False)

    def sends(self, person: str, verb: str, data: dict[str, Any]) -> str:
        """A press that no card offers: forged, stale or doubled."""
        answer = self._do(self.turn(person, verb=verb, data=data))
        return words(answer.card)

    def turn(self, person: str, *, said: str = "", verb: str = "", data: dict[str, Any] | None = None) -> Turn:
        self.activity += 1
        known = self.partnership.people.get(person)
        who = Identity(person, TENANT, known.name if known else person.title())
        where = Place(f"chat-{person}", "personal", "https://smba.trafficmanager.net/teams/", TENANT)
        return Turn(f"activity-{self.activity}", who, where, self.now, said, verb, data or {})

    # -- What people see

    def sees(self, person: str) -> str:
        """The words of the newest card in the person's chat."""
        return words(self.chats[person][-1]) if self.chats[person] else ""

    def card(self, person: str) -> Card:
        return self.chats[person][-1]

    def all_seen(self, person: str) -> str:
        return "\n\n".join(words(card) for card in self.chats[person])

    def new_for(self, person: str) -> int:
        return len(self.chats[person])

    # -- Time and delivery

    def at(self, moment: str) -> None:
        """Move the clock, let it tick, and deliver what is due."""
        self.now = london(moment)
        self.tick()
        self.deliver()

    def tick(self) -> None:
        self.store.run_now(lambda work: tick(self.desk(work)))

    def deliver(self) -> None:
        """Send everything that is owed."""
        while claimed := self.store.run_now(lambda work: work.claim(self.now, 50, "tests", 60)):
            for one in claimed:
                self._deliver(one)

    def _deliver(self, claimed: Any) -> None:
        message: Message = claimed.message
        drawn = self.store.run_now(lambda work: draw(message, self.desk(work)))
        there = self.store.run_now(lambda work: work.posted(message.slot, message.to)) if message.slot else None
        at = self.messages.get((there.remote_id, message.to)) if there and message.mode != "post" else None
        if drawn is None or (message.mode == "edit" and at is None):
            self.store.run_now(lambda work: work.cancelled(claimed))
            return
        chat = self.chats[message.to]
        self.every_card.append(drawn.card)
        self.summaries[message.to].append(drawn.summary)
        id = there.remote_id if there and at is not None else f"message-{next(self.ids)}"
        if at is not None:
            chat[at] = drawn.card
        else:
            chat.append(drawn.card)
            self.messages[(id, message.to)] = len(chat) - 1
        self.store.run_now(lambda work: self._sent(work, claimed, id, drawn.shows))

    def _sent(self, work: Any, claimed: Any, id: str, shows: str) -> None:
        """As the bot's ledger writes it down."""
        work.sent(claimed, id, f"chat with {claimed.message.to}", self.now)
        emptying.arrived(work, claimed.message, shows, id, f"chat with {claimed.message.to}")

    def desk(self, work: Any) -> Desk:
        return Desk(
            work,
            as_of(self.partnership, local_day(self.now)),
            self.policy,
            self.now,
            demo=self.demo,
            sends_mail=self.sends_mail,
            keeps_calendar=self.keeps_calendar,
            move_clock=self._move,
            files=self.files,
            fresh_salt=lambda: f"{next(self.salts):032x}",
        )

    def case(self, reference: str) -> Case:
        return self.store.run_now(lambda work: work.case(reference))

    # -- Inside

    def _move(self, to: datetime) -> None:
        self.now = to

    def _do(self, turn: Turn) -> Answer:
        given = self.store.run_now(lambda work: answer(turn, self.desk(work)))
        self.every_card.append(given.card)
        return given

    def _answered(self, turn: Turn) -> str:
        """Below what was typed, and written down as the bot's ledger does it."""
        given, person = self._do(turn), turn.who.person
        said = self._take(person, given, in_place=False)
        if given.shows:
            id, chat = self._message_at(person, len(self.chats[person]) - 1), turn.where.conversation
            self.store.run_now(lambda work: work.shows_now(id, person, chat, given.shows))
        return said

    def _take(self, person: str, given: Answer, *, in_place: bool, at: int = -1) -> str:
        if in_place:
            self.chats[person][at] = given.card
            self.chats[person].append(self.chats[person].pop(at))
            self._moved(person, at)
        else:
            self.chats[person].append(given.card)
        return words(given.card)

    def _moved(self, person: str, at: int) -> None:
        """A card that was pressed is now the newest; remember where the others went."""
        last = len(self.chats[person]) - 1
        at = at % (last + 1)
        for key, place in list(self.messages.items()):
            if key[1] == person and place >= at:
                self.messages[key] = last if place == at else place - 1

    def _message_at(self, person: str, at: int) -> str:
        """What Teams calls the message that stands there: an answer has a name too."""
        known = (id for (id, reader), place in self.messages.items() if (reader, place) == (person, at))
        id = next(known, "") or f"message-{next(self.ids)}"
        self.messages[(id, person)] = at
        return id

    def _card_with(self, person: str, title: str) -> tuple[int, Card]:
        for n, card in reversed(list(enumerate(self.chats[person]))):
            if title in buttons(card):
                return n, card
        raise AssertionError(f"{person} has no button “{title}”. Newest card:\n{self.sees(person)}")


def open_store(path: Path, partnership: Partnership = PARTNERSHIP) -> Store[Case]:
    def told(case: Case, event: Event) -> list[Message]:
        return announce(case, event, as_of(partnership, local_day(event.at)))

    store = Store.connect(url_of(path), KEY, case_type=Case, announce=told)
    if store._engine.dialect.name == "sqlite":  # No test pulls the plug, so nobody waits for the disk.
        event.listen(store._engine, "connect", lambda driver, record: driver.execute("PRAGMA synchronous=OFF"))
    store.migrate()
    return store
