"""To whoever keeps the partnership's file: the addresses outside lapse unless they are confirmed again (C12)."""

from datetime import date

from cards.elements import Card, pairs
from cards.receipts import notice
from rapid_review.openly import openly
from rapid_review.people import HOLDS_MONTHS, Addresses
from rapid_review.questions.forms import in_words

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
