"""To whoever keeps the partnership's file: what lapses unless it is confirmed again, addresses (C12) and guests."""

from collections.abc import Sequence
from datetime import date, timedelta

from cards.elements import Card, Element, pairs, words
from cards.receipts import notice
from rapid_review.openly import openly
from rapid_review.people import GUEST_DAYS, HOLDS_MONTHS, Addresses, Partnership, Person
from rapid_review.questions.forms import in_words

MOST = 40
"""Guests on one card; Teams takes no more than so much of one."""
_WHOSE = {"panel": "The national Panel", "dfe": "The Department for Education", "ofsted": "Ofsted"}


def lapsing(addresses: Addresses, today: date) -> Card:
    """What they are, since when they are relied on, and what to do."""
    since = in_words(addresses.confirmed_on) if addresses.confirmed_on else ""
    until = in_words(addresses.until)
    lapsed = f"Since {until} the bot sends nothing to them: a person has to make sure of the address each time."
    lapses = f"From {until} the bot sends nothing to them, unless they are confirmed again."
    return notice(
        openly("Please confirm the addresses outside again"),
        f"They were confirmed on {since}, which holds for {HOLDS_MONTHS} months.",
        lapsed if today >= addresses.until else lapses,
        "Ask each office whether its address is still right. Then set confirmed_by and confirmed_on under [addresses] "
        "in the partnership’s file.",
        also=pairs((_WHOSE[whom], address) for whom, address in addresses.known.items()),
    )


def guests(lapsing: Sequence[Person], partnership: Partnership, today: date) -> Card:
    """Who they are, and what to do; all of them lapse on one day."""
    until = lapsing[0].until or today
    since, ends = in_words(until - timedelta(days=GUEST_DAYS)), in_words(until)
    lapsed = f"Since {ends} the bot treats them as if they had left: they are asked nothing and read nothing."
    lapses = f"From {ends} the bot treats them as if they had left, unless they are confirmed again."
    return notice(
        openly("Please confirm your guests again"),
        f"They were confirmed on {since}, which holds for {GUEST_DAYS} days.",
        lapsed if today >= until else lapses,
        "Ask each organisation whether its guest still works there and still needs this. If so, set confirmed_by and "
        "confirmed_on in their block of the partnership’s file. If not, set left, and name somebody else in their "
        "place.",
        also=[*pairs(("Guest", _in_full(guest, partnership)) for guest in lapsing[:MOST]), *_more(len(lapsing) - MOST)],
    )


def yourself(guest: Person, partnership: Partnership, today: date) -> Card:
    """To the guest: until when it holds, whom to ask, and that nothing of theirs is lost."""
    ends = in_words(guest.until or today)
    lapsed = f"You are a guest. Since {ends} nobody has confirmed you again, so for now you can open no case."
    lapses = f"You are a guest. From {ends} you can open no case, unless somebody confirms you again."
    save = "What you had saved is kept, and is there again when you are confirmed."
    ahead = "Please save or send what you are writing before that day. What is saved is kept."
    return notice(
        openly("You need to be confirmed again"),
        lapsed if today >= (guest.until or today) else lapses,
        f"Please ask the Partnership Team to confirm you: {partnership.team_contact}.",
        save if today >= (guest.until or today) else ahead,
    )


def _more(left_out: int) -> list[Element]:
    return [words(f"And {left_out} more: rapid-review check lists every one.", quiet=True)] if left_out > 0 else []


def _in_full(guest: Person, partnership: Partnership) -> str:
    agency = partnership.agencies.get(guest.agency)
    return ", ".join(part for part in (guest.name, guest.job, agency.name if agency else "") if part)
