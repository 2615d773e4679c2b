"""Messages that did not arrive: the Partnership Team's card with what to say on the phone, and the bare e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cards.elements import Card, Element, box, button, card, facts, heading, words
from cards.wording import plain, say
from rapid_review.openly import of_case
from rapid_review.people import Partnership
from rapid_review.reaching import Fate, cause, said
from rapid_review.timing.london import clock_words


@dataclass(frozen=True)
class Tried:
    """One way that was tried: by which route, what came of it, and when."""

    way: str
    fate: Fate
    code: str
    at: datetime

    @property
    def words(self) -> str:
        return f"{clock_words(self.at)}. {said(self.fate, self.code)}"


@dataclass(frozen=True)
class Missed:
    """Something a person did not get, and by when it is wanted."""

    about: str
    due: datetime | None = None

    @property
    def words(self) -> str:
        return f"{self.about}, by {clock_words(self.due)}" if self.due else self.about


@dataclass(frozen=True)
class Letter:
    """An e-mail as plain text. It holds a reference and nothing else of a case (F68, F69)."""

    subject: str
    body: str


def not_reached(
    reference: str,
    *,
    office: str,
    name: str,
    missed: Sequence[Missed],
    tried: Sequence[Tried],
    partnership: Partnership,
) -> Card:
    """Somebody could not be reached in Teams: why, what was tried, and what to say on the phone.

    When nothing is `missed` any more, what they were asked for is done, and nobody needs to ring.
    """
    why = cause(tried[0].code)
    return _card(
        reference,
        f"{reference}: we could not reach {office} in Teams",
        [
            words(f"{name} did not get what we sent."),
            words(why.words, tone="attention"),
            words(why.remedy),
            *([words("What they did not get", bold=True)] if missed else []),
            *(words(one.words) for one in missed),
        ],
        tried,
        [box(_script(reference, name, missed, partnership)) if missed else words(DONE_MEANWHILE)],
    )


DONE_MEANWHILE = "What they were asked for is done by now, so nobody needs to ring."


def _script(reference: str, name: str, missed: Sequence[Missed], partnership: Partnership) -> list[Element]:
    due = min((one.due for one in missed if one.due), default=None)
    wanted = clock_words(due) if due else ""
    return say("phone", whom=name, partnership=partnership.name, reference=reference, due=wanted)


def channel_not_reached(reference: str, tried: Sequence[Tried]) -> Card:
    """The partnership's channel could not be posted in."""
    why = cause(tried[0].code)
    told = "What is posted there about this case is missing. Nobody’s own messages depend on it."
    body = [words(told), words(why.words, tone="attention"), words(why.remedy)]
    return _card(reference, f"{reference}: we could not post in the channel", body, tried, [])


def _card(reference: str, title: str, body: Sequence[Element], tried: Sequence[Tried], also: Sequence[Element]) -> Card:
    ways = facts([(way.way, way.words) for way in tried])
    see = [button("See the case", "case", {"case": reference}), button("My tasks", "tasks")]
    return card(
        [heading(title), *body, words("What was tried", bold=True), ways, *also],
        see,
        summary=of_case(reference, "a message did not arrive"),
    )


def letter(reference: str, partnership: Partnership) -> Letter:
    """The e-mail that asks somebody to open Teams."""
    text = plain("mail", reference=reference, partnership=partnership.name, contact=partnership.team_contact)
    subject, _, body = text.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")
