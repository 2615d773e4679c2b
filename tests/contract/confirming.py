"""A decided case whose letters go out by themselves: prepared by Amina, confirmed by Efua, and sent by a mailroom."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from cast import PARTNERSHIP
from story import RR, amina_asks, dev_notifies, fills, goes_through, papers_go_out, returns_nil, votes
from transcript import Teams, open_store

from bot.graph_calendar import GraphCalendar
from bot.letters import LEASE_SECONDS
from bot.mailroom import Mailroom
from bot.outward import Mailer
from bot.partnership import Watched
from bot.sending import Sending
from bot.settings import Settings
from bot.surroundings import Surroundings
from rapid_review.outward.duties import Telling
from rapid_review.people import Addresses, Partnership
from rapid_review.policy import ENGLAND_2026, Policy

GROUP = ("efua", "farid", "gwen")
PANEL, DFE = "reviews@panel.example", "notices@dfe.example"
ADDRESSES = Addresses(panel=PANEL, dfe=DFE, confirmed_by="harriet", confirmed_on=date(2026, 11, 2))


def decided(path: Path) -> Teams:
    """Decided and signed on a Monday, with the addresses of the Panel and the Department confirmed."""
    partnership = replace(PARTNERSHIP, addresses=ADDRESSES)
    teams = Teams(open_store(path, partnership), partnership)
    dev_notifies(teams)
    amina_asks(teams, RR)
    returns_nil(teams, "ben", RR)
    returns_nil(teams, "carys", RR)
    papers_go_out(teams, RR)
    for member in GROUP:
        votes(teams, member, RR, "no_further")
    for form, send in (("criteria", "Record the answers"), ("decision", "Record the decision")):
        teams.opens("efua", form, RR)
        goes_through(teams, "efua", {"decision": "learning_acted_on"}, send)
    teams.deliver()
    for member in GROUP:
        teams.types(member, RR)
        teams.presses(member, "Sign the decision off for your organisation")
        teams.presses(member, "Sign it off")
        teams.deliver()
    teams.sends_mail = True
    return teams


def prepares(teams: Teams, duty: str, **answers: str) -> str:
    """Amina prepares it, and Efua opens it. What Efua sees."""
    teams.opens("amina", "preparation", f"{RR}/{duty}")
    for _ in range(2):
        if teams.sees("amina").startswith("Prepare what is sent"):
            fills(teams, "amina", "Ask a second person", {"edition": "pseudonymised", "enclosed": "", **answers})
    teams.deliver()
    return opens(teams, "efua", duty)


def opens(teams: Teams, person: str, duty: str) -> str:
    given = teams._do(teams.turn(person, verb="duty.read", data={"case": RR, "duty": duty}))
    return teams._take(person, given, in_place=False)


def confirms(teams: Teams, duty: str, **answers: str) -> str:
    prepares(teams, duty, **answers)
    return teams.presses("efua", "Confirm it")


def last(teams: Teams, duty: str) -> Telling:
    return [one for one in teams.case(RR).tellings if one.duty == duty][-1]


@dataclass
class Day:
    """The clock of the edge, which is the transcript's."""

    teams: Teams

    def now(self) -> datetime:
        return self.teams.now.astimezone(UTC)


@dataclass
class File:
    """The partnership's file as the transcript has it."""

    teams: Teams

    def current(self, now: float) -> tuple[Partnership, Policy]:
        return self.teams.partnership, ENGLAND_2026


def mailroom(
    teams: Teams,
    mailer: Mailer,
    owner: str = "one",
    calendar: GraphCalendar | None = None,
    template: Path | None = None,
) -> Mailroom:
    settings = Settings(send_by="smtp", mail_host="127.0.0.1", document_template=template)
    around = Surroundings(settings, cast(Watched, File(teams)), Day(teams))
    return Mailroom(teams.store, around, Sending(mailer, calendar), owner)


def later(teams: Teams, seconds: float = LEASE_SECONDS + 1) -> None:
    teams.now += timedelta(seconds=seconds)


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


@contextmanager
def until_killed() -> Iterator[None]:
    try:
        yield
    except Killed:
        return
    raise AssertionError("It should have been killed.")


@dataclass
class Dying:
    """A mailer whose process dies while it sends, before or after the letter has gone."""

    way: Any
    goes: bool
    by_hand: bool = False

    async def send(self, mail: Any) -> Any:
        if self.goes:
            await self.way.send(mail)
        raise Killed
