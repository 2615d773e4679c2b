"""What people do in a case while the bot runs: they file, ask, answer late or never, and vote."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from cast import PARTNERSHIP

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict
from rapid_review.errors import Refusal
from rapid_review.notification import NotificationFacts
from rapid_review.outcome.decision import Stance
from rapid_review.policy import ENGLAND_2026
from rapid_review.timing.london import local_day
from storage.work import Work

HOUR = 3600.0
SPOCS = {"police": "ben", "health": "carys", "childrens-services": "owen"}
MEMBERS = ("efua", "farid", "gwen")

Step = Callable[[Case, Any], None]
Doing = Callable[[Callable[[Work[Case], Any], Any]], Awaitable[Any]]
"""Does this in some process that runs, in one transaction; None if it was killed meanwhile, and nobody knows."""


class Life:
    """One case and those who have to do with it."""

    def __init__(self, lot: random.Random, doing: Doing) -> None:
        self.lot, self.doing = lot, doing
        self.reference = ""

    async def begins(self) -> None:
        """Dev files it. He tries again if he got no answer, and the case may then be there twice."""
        await asyncio.sleep(self.lot.uniform(0, 30 * HOUR))
        while not self.reference:
            self.reference = await self.doing(self._filed) or ""
        await asyncio.gather(self._led(), *(self._answers(agency, spoc) for agency, spoc in SPOCS.items()))

    def _filed(self, work: Work[Case], now: Any) -> str:
        dev = PARTNERSHIP.standing("dev")
        facts = NotificationFacts(children=1, at_risk_now=self.lot.random() < 0.4)
        case = Case.file(
            work.next_reference(now.year),
            by=dev,
            facts=facts,
            policy=ENGLAND_2026,
            revision=1,
            day_one=local_day(now - timedelta(days=self.lot.choice((0, 0, 3, 7)))),
            now=now,
        )
        work.add(case)
        work.put_form(case.reference, "notification", "", dev.id, now, {})
        return case.reference

    async def _led(self) -> None:
        """Amina asks the agencies, and some days later opens the poll."""
        await self._within(12)
        await self._does("amina", _declares)
        await self._does("amina", lambda case, by: _asks(case, by))
        await self._within(60)
        if self.lot.random() < 0.6:
            for person in MEMBERS:
                await self._does(person, _declares)
            await self._does("amina", _opens_poll)
            for person in MEMBERS:
                await self._within(20)
                if self.lot.random() < 0.7:
                    await self._does(person, lambda case, by: _votes(case, by))

    async def _answers(self, agency: str, spoc: str) -> None:
        """A third stay silent, some only acknowledge, some answer."""
        kind = self.lot.choice(("silent", "acknowledges", "answers"))
        await self._within(80)
        if kind != "silent":
            await self._does(spoc, lambda case, by: case.acknowledge(agency, by=by[0], author="", now=by[1]))
        if kind == "answers":
            await self._within(30)
            await self._does(spoc, _declares)
            await self._does(spoc, lambda case, by: case.return_nil(agency, by=by[0], revision=1, now=by[1]))

    async def _does(self, person: str, step: Step) -> None:
        """Try until there is an answer: a refusal is one, since it may have been done the last time already."""

        def act(work: Work[Case], now: Any) -> bool:
            try:
                step(work.case(self.reference), (PARTNERSHIP.standing(person), now))
            except (Refusal, KeyError):
                work.discard()
            return True

        while not await self.doing(act):  # noqa: ASYNC110
            await asyncio.sleep(self.lot.uniform(1, 600))

    async def _within(self, hours: float) -> None:
        await asyncio.sleep(self.lot.uniform(0, hours * HOUR))


def _declares(case: Case, by: Any) -> None:
    case.sign_confidentiality(by=by[0], now=by[1])
    case.declare_conflict(Conflict.NONE, perceived=False, by=by[0], revision=1, now=by[1])


def _asks(case: Case, by: Any) -> None:
    case.ask_agencies(dict.fromkeys(SPOCS, "named"), by=by[0], now=by[1])


def _opens_poll(case: Case, by: Any) -> None:
    case.open_poll(PARTNERSHIP.seats, by=by[0], now=by[1], without="The meeting is near.")


def _votes(case: Case, by: Any) -> None:
    case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=by[0], revision=1, now=by[1])
