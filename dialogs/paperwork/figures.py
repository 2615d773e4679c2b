"""Half a year in figures, for the Independent Scrutineer and the Partnership Team: nothing of any case.

Read-only, and on record: the record of every case that is counted says who looked, and when (Part 6, rule 8).
"""

from collections.abc import Sequence
from datetime import timedelta

from cards import receipts
from cards.elements import Element, button, pairs, subheading, words
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from documents.model import Block, Document, Facts, Heading, Paragraph, Plot, Table
from documents.scrutiny import by_case, data_pack
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.openly import ours
from rapid_review.outward.duties import DutyKind
from rapid_review.outward.duty_forms import FAMILY
from rapid_review.people import Role, Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Answers
from rapid_review.scrutiny import lens, within
from rapid_review.scrutiny.timeliness import pace
from rapid_review.scrutiny.told import family_form
from storage.work import Work

HALF_A_YEAR = timedelta(days=182)
MOST_CASES = 40
"""As many as a card has room for: the newest."""
READERS = (Role.SCRUTINEER, Role.PARTNERSHIP_TEAM)
"""As the partnership's file names them. Nobody else, whatever they are in a case."""
MORE = "As a document with plots: rapid-review scrutiny, with the first and the last day. Every look is on record."


def figures(turn: Turn, desk: Desk) -> Answer:
    """The figures of the cases begun in the last half year, or how long each of them took (R103)."""
    who = desk.who(turn)
    if not who.has(*READERS):
        raise Refusal("These figures are for the Independent Scrutineer and the Partnership Team.")
    each = turn.data.get("by") == "case"
    pack = _by_case(desk, who) if each else _counted(desk, who)
    title = ours(pack.title)
    also = [element for block in pack.blocks for element in _drawn(block)]
    other = button("The figures", "figures") if each else button("Case by case", "figures", {"by": "case"})
    actions = [other, button("My tasks", "tasks")]
    return Answer(receipts.done(title, also=[*also, words(MORE, quiet=True)], actions=actions), title)


def _counted(desk: Desk, who: Standing) -> Document:
    first, every = desk.today - HALF_A_YEAR, desk.work.every_case()
    chosen = within(every, first, desk.today)
    looked_at(desk, chosen, who.id, "figures")
    found = lens(every, first, desk.today, notified(desk.work, chosen), families(desk.work, chosen))
    return data_pack(found, desk.partnership, desk.policy, desk.now)


def _by_case(desk: Desk, who: Standing) -> Document:
    """Reference and days, of the cases of which this person may know as much: none from which they are recused."""
    begun = within(desk.work.every_case(), desk.today - HALF_A_YEAR, desk.today)
    known = [case for case in begun if sees(case, who, Surface.NOTIFICATION) >= Access.META]
    looked_at(desk, known, who.id, "figures by case")
    return by_case(map(pace, known[-MOST_CASES:]), desk.partnership, desk.now)


def looked_at(desk: Desk, cases: Sequence[Case], by: str, what: str) -> None:
    """Put on each case's record that it was counted for somebody to read."""
    for case in cases:
        desk.work.log_read(case.reference, by, what, desk.now)


def notified(work: Work[Case], cases: Sequence[Case]) -> dict[str, Answers]:
    """Each case's notification as it stands, by reference."""
    kept = {c.reference: work.form(c.reference, "notification", "", c.notification_revision) for c in cases}
    return {reference: form.answers for reference, form in kept.items() if form}


def families(work: Work[Case], cases: Sequence[Case]) -> dict[str, Answers]:
    """What is on record of what each family was told and asked, by reference."""
    said = {c.reference: work.form(c.reference, FAMILY.id, DutyKind.FAMILY, family_form(c)) for c in cases}
    return {reference: form.answers for reference, form in said.items() if form}


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
        case Plot():
            return []  # Its figures stand in the table above it.
    return []
