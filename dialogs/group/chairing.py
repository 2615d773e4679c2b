"""Who chairs: the deputy chair while the chair is away, and what is said where nobody is left who could (form 3e)."""

from collections.abc import Iterator

from cards.outcome import overriding as cards
from dialogs.desk import Desk
from dialogs.group.membership import shown
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import PersonId, Role
from rapid_review.stages import Stage
from rapid_review.timing.hours import next_allowed
from rapid_review.timing.london import local_day
from storage.messages import Message


def away(turn: Turn, desk: Desk) -> Answer:
    """The Partnership Team says that the chair is away, so that the deputy chair acts."""
    return _changed(turn, desk, away=True)


def back(turn: Turn, desk: Desk) -> Answer:
    """The chair is back."""
    return _changed(turn, desk, away=False)


def _changed(turn: Turn, desk: Desk, *, away: bool) -> Answer:
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    if away and not _able(case, desk, Role.DEPUTY_CHAIR):
        raise Refusal("No deputy chair can act here. Have the partnership’s file name one first.")
    case.chair_is_away(away, by=who, now=desk.now)
    return shown(desk, case, said=cards.WHO_CHAIRS[away])


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Who chairs now, as it stands when it is said."""
    card = cards.chair_away(case)
    return Answer.of(card)


# -- Nobody is left ------------------------------------------------------------------------------------------------


def _able(case: Case, desk: Desk, *roles: Role) -> set[PersonId]:
    """Who holds one of these roles and does not stand aside."""
    declared = case.declarations
    holders = {person for role in roles for person in desk.partnership.holders(role)}
    return {person for person in holders if not (person in declared and declared[person].stands_aside)}


def lacking(case: Case, desk: Desk) -> list[str]:
    """What nobody can do here: rule on a conflict that waits, or chair. While a ruling may come, it is waited for."""
    if case.stage in (Stage.REPORTED, Stage.CLOSED):
        return []
    waiting = {declared.person for declared in case.declarations.values() if declared.awaits_ruling}
    if waiting and not _able(case, desk, *case.rulers):
        return [cards.NOBODY_RULES]
    chairs = {person for role in (Role.CHAIR, Role.DEPUTY_CHAIR) for person in desk.partnership.holders(role)}
    return [] if chairs & waiting or _able(case, desk, Role.CHAIR, Role.DEPUTY_CHAIR) else [cards.NOBODY_CHAIRS]


def nobody(case: Case, desk: Desk) -> Iterator[Message]:
    """The Partnership Team and the chair of the board hear each working day that somebody has to be named."""
    if not lacking(case, desk):
        return
    at = next_allowed(desk.now, None, case.policy)
    team, board = desk.partnership.holders(Role.PARTNERSHIP_TEAM), _able(case, desk, Role.BOARD_CHAIR)
    for person in sorted({*team, *board}):
        yield Message(
            key=f"{case.reference}:nobody_chairs:{local_day(at)}:{person}",
            to=person,
            route="person",
            view="nobody_chairs",
            due=at,
            case=case.reference,
        )


def told_nobody(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Drawn as things stand: somebody may have been named since."""
    lines = lacking(case, desk)
    if not lines:
        return None
    card = cards.nobody(case, lines)
    return Answer.of(card)
