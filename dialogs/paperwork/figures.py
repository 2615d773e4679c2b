"""Half a year in figures, for the Independent Scrutineer and the Partnership Team: nothing of any case."""

from datetime import timedelta

from cards import receipts
from cards.elements import Element, pairs, subheading, words
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from documents.model import Block, Facts, Heading, Paragraph, Table
from documents.scrutiny import data_pack
from rapid_review.errors import Refusal
from rapid_review.people import Role
from rapid_review.scrutiny import lens

HALF_A_YEAR = timedelta(days=182)


def figures(turn: Turn, desk: Desk) -> Answer:
    """The figures of the cases begun in the last half year (R103)."""
    if not desk.who(turn).has(Role.SCRUTINEER, Role.PARTNERSHIP_TEAM):
        raise Refusal("These figures are for the Independent Scrutineer and the Partnership Team.")
    found = lens(desk.work.every_case(), desk.today - HALF_A_YEAR, desk.today)
    pack = data_pack(found, desk.partnership, desk.policy, desk.now)
    also = [element for block in pack.blocks for element in _drawn(block)]
    more = "As a document: rapid-review scrutiny, with the first and the last day."
    return Answer(receipts.done(pack.title, also=[*also, words(more, quiet=True)]), pack.title)


def _drawn(block: Block) -> list[Element]:
    match block:
        case Heading(text):
            return [subheading(text)]
        case Paragraph(text):
            return [words(text, quiet=True)]
        case Facts(rows):
            return pairs(rows)
        case Table(_, header, rows):
            return pairs((row[0], "; ".join(map(": ".join, zip(header[1:], row[1:], strict=True)))) for row in rows)
    return []
