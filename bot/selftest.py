"""Asks Teams once a week whether everybody with a part can be written to, and writes to nobody (F67)."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.connector import Connector, NotSent, Throttled, Uncertain
from bot.pacing import Pace
from bot.reaching import TEAMS_SERVICE_URL
from bot.surroundings import Surroundings
from rapid_review.case import Case
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.timing.hours import next_allowed
from rapid_review.timing.london import local_day, moment_of
from storage.messages import Message
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
WEEK, ABANDONED = timedelta(days=7), timedelta(minutes=10)
MONDAY_AT = time(9, 0)


@dataclass
class SelfTest:
    """Runs until it is cancelled. Several share the people: each is claimed before the test."""

    store: Store[Case]
    around: Surroundings
    connector: Connector
    pace: Pace

    async def run(self) -> None:
        while True:
            try:
                await self.test_all()
            except Exception as error:
                log.exception("self-test failed code=%s", type(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def test_all(self) -> int:
        """Test whoever was not tested for a week; how many were. The team hears on Monday of those not reached."""
        people, tested = await self.store.run(self._untested), 0
        for person in people:
            try:
                tested += await self._test(person)
            except (Throttled, Uncertain) as unanswered:
                # That says nothing of the person. The claim is given up in ten minutes; the next round goes on here.
                log.warning("self-test interrupted code=%s", unanswered)
                break
        if tested:
            await self.store.run(self._tell)
        return tested

    async def _test(self, person: PersonId) -> bool:
        """False if another process tests them."""
        if not await self.store.run(lambda work: self._claim(work, person)):
            return False
        code = await self._asked(person)
        await self.store.run(lambda work: work.tested(person, code, self.around.clock.now()))
        return True

    def _untested(self, work: Work[Case]) -> list[PersonId]:
        now = self.around.clock.now()
        return work.untested(wanted(self.around.partnership()), now - WEEK, now - ABANDONED)

    def _claim(self, work: Work[Case], person: PersonId) -> bool:
        now = self.around.clock.now()
        return work.claim_test(person, now, now - WEEK, now - ABANDONED)

    async def _asked(self, person: PersonId) -> str:
        """The code that Teams refused with; empty when it would take a message."""
        service_url, tenant = await self.store.run(lambda work: self._where(work, person))
        try:
            await self.pace.take(person)
            await self.connector.open_chat(service_url, tenant, person)
        except (Throttled, Uncertain):
            raise
        except NotSent as refused:
            return str(refused)
        return ""

    def _where(self, work: Work[Case], person: PersonId) -> tuple[str, str]:
        settings = self.around.settings
        known = work.conversation_of(person)
        home = settings.app_tenant_id or min(self.around.tenants())
        return (known.service_url, known.tenant) if known else (TEAMS_SERVICE_URL, home)

    def _tell(self, work: Work[Case]) -> None:
        now = self.around.clock.now()
        if not work.unreached():
            return
        monday = next_monday(now)
        for person in self.around.partnership().holders(Role.PARTNERSHIP_TEAM):
            at = next_allowed(moment_of(monday, MONDAY_AT), None, self.around.desk(work, now).policy)
            work.owe(
                Message(key=f"reach:{monday}:{person}", to=person, route="person", view="reach", due=at),
            )


def next_monday(now: datetime) -> date:
    """Today, if it is a Monday morning still; else the next one."""
    today = local_day(now)
    return today + timedelta(days=-today.weekday() % 7)


def wanted(partnership: Partnership) -> set[PersonId]:
    """Everybody whom a case may need at once: who answers for agencies, who decides, who runs the process."""
    return {person for person in _wanted(partnership) if person in partnership.people}


def _wanted(partnership: Partnership) -> Iterator[PersonId]:
    for agency in partnership.agencies.values():
        yield from (agency.spoc, agency.deputy, agency.strategic_lead)
    for seat in partnership.seats:
        yield from (seat.member, seat.deputy)
    for holders in partnership.roles.values():
        yield from holders
