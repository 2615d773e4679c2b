"""Every six months the Independent Scrutineer reports: they and the Partnership Team are reminded before (R103)."""

from datetime import date, timedelta

from cards.paperwork import half_years as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.people import Role
from rapid_review.scrutiny.halves import half_year
from rapid_review.timing.hours import next_allowed
from storage.messages import Message

VIEW = "half_year"
WEEKS_BEFORE = (4, 2, 1)


def remind(desk: Desk) -> None:
    """Owe what is due of it by now, where there is a Scrutineer. Again, it changes nothing; what was missed is gone."""
    _, last = half_year(desk.today)
    weeks = [n for n in WEEKS_BEFORE if last - timedelta(weeks=n) <= desk.today]
    scrutineers = desk.partnership.holders(Role.SCRUTINEER)
    told = {*scrutineers, *desk.partnership.holders(Role.PARTNERSHIP_TEAM)} if scrutineers and weeks else set()
    for person in sorted(told):
        desk.work.owe(
            Message(
                key=f"{VIEW}:{last}:{min(weeks)}:{person}",
                to=person,
                route="person",
                view=VIEW,
                due=next_allowed(desk.now, None, desk.policy),
                args={"last": last.isoformat()},
            )
        )


def draw(message: Message, desk: Desk) -> Answer | None:
    """The card; none once the half-year is over."""
    last = date.fromisoformat(message.args["last"])
    if desk.today > last:
        return None
    first, _ = half_year(last)
    mine = message.to in desk.partnership.holders(Role.SCRUTINEER)
    return Answer.of(cards.coming(first, last, mine=mine))
