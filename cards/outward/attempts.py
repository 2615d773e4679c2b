"""What was done about a letter: by whom and when, what was tried before, and the address it is for (C12, E29)."""

from datetime import datetime

from cards.elements import Element, pairs, words
from cards.outward.duty_words import RECIPIENT, THE_PANEL
from rapid_review.case import Case
from rapid_review.outward.duties import SETTLED, Duty, Telling
from rapid_review.people import Addresses, Partnership, PersonId
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words, local_day


def done_by(telling: Telling | None, partnership: Partnership) -> list[tuple[str, str]]:
    """Who did what about it, and when."""
    if telling is None:
        return []
    steps = (
        ("Prepared", telling.prepared),
        ("Checked by a second person", telling.confirmed),
        ("Sent back", telling.sent_back),
        ("Marked as not known to have arrived", telling.unknown),
        ("Found not to have arrived", telling.lost),
        ("Recorded", telling.done),
        ("Excused", telling.excused),
    )
    version = [("Version confirmed", str(telling.version))] if telling.copy and telling.by_mail is None else []
    return [*((label, f"{_name(m.by, partnership)}, {clock_words(m.at)}") for label, m in steps if m), *version]


def tried(case: Case, duty: Duty, partnership: Partnership) -> list[tuple[str, str]]:
    """What was sent before and did not arrive: it stays to be read when it is sent again."""
    newest = case.telling_of(duty)
    before = [one for one in case.tellings if one.duty == duty.id and one.begun_at >= duty.since and one is not newest]
    return [("Tried before", _lost(one, partnership)) for one in before if one.lost]


def _lost(telling: Telling, partnership: Partnership) -> str:
    sent = f"Sent on {in_words(telling.on)}" if telling.on else "Sent"
    version = f", version {telling.version}" if telling.version else ""
    found = f"{_name(telling.lost.by, partnership)}, {clock_words(telling.lost.at)}" if telling.lost else ""
    return f"{sent}{version}. It did not arrive: {found}"


def _name(by: PersonId, partnership: Partnership) -> str:
    return partnership.name_of(by) if by else "The bot"


def address(duty: Duty, case: Case, partnership: Partnership, now: datetime) -> list[Element]:
    """The confirmed address, or what to do while there is none (C12)."""
    outside = "panel" if RECIPIENT.get(duty.kind) == THE_PANEL else str(duty.kind).removeprefix("published_")
    if outside not in ("panel", "dfe", "ofsted") or case.state_of(duty) in SETTLED or case.frozen:
        return []  # To a frozen case nothing is said of how to send (E43).
    if found := partnership.addresses.of(outside, local_day(now)):
        return pairs([("Address, as confirmed in the partnership’s file", found)])
    why = _why_none(partnership.addresses)
    return [
        words(
            f"{why} Ask whoever keeps the partnership’s file to set it, with the day and the "
            "name of whoever confirmed it. Or download the document, make sure of the address yourself, send it, and "
            "record here what proves it.",
            tone="warning",
        )
    ]


def _why_none(addresses: Addresses) -> str:
    if addresses.confirmed and addresses.confirmed_on:
        return f"The address was last confirmed on {in_words(addresses.confirmed_on)}. That holds no longer."
    return "There is no confirmed address."
