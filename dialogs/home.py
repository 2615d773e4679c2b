"""Hello, help, somebody's cases, and what an unknown or empty message gets: always something useful."""

from collections.abc import Callable

from cards import home as cards
from dialogs.desk import Desk
from dialogs.turn import Answer, Card, Turn
from rapid_review.people import Role, Standing
from rapid_review.permissions import roles_of


def hello(turn: Turn, desk: Desk) -> Answer:
    """The first card in a conversation."""
    return help(turn, desk)


def help(turn: Turn, desk: Desk) -> Answer:
    """What can be done here."""
    return _menu(turn, desk, cards.hello)


def not_understood(turn: Turn, desk: Desk) -> Answer:
    """Something was typed that means nothing here."""
    return _menu(turn, desk, cards.not_understood)


def _menu(turn: Turn, desk: Desk, drawn: Callable[..., Card]) -> Answer:
    who, known = desk.who(turn), desk.partnership.person(turn.who.person) is not None
    may_notify, team = desk.partnership.may_notify(who.id), who.has(Role.PARTNERSHIP_TEAM)
    figures = who.has(Role.SCRUTINEER)
    if not may_notify and not known:
        return Answer.of(cards.outsider(desk.partnership))
    can = {"may_notify": may_notify, "demo": desk.demo, "known": known, "team": team, "figures": figures}
    return Answer.of(drawn(desk.partnership, **can))


def cases(turn: Turn, desk: Desk) -> Answer:
    """The cases this person has a part in, newest first; those they are recused from are not listed."""
    return cases_of(desk, desk.who(turn))


def cases_of(desk: Desk, who: Standing) -> Answer:
    found = desk.work.open_cases()
    found += [case for case in desk.work.cases_involving(who.id) if case not in found]
    mine = [case for case in found if roles_of(case, who) and who.id not in case.recused]
    return Answer.of(cards.cases(sorted(mine, key=lambda case: case.received_at, reverse=True), desk.now))
