"""A case in which Ben's agency is asked, and what is done with files in it over the wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from conftest import Running, running
from standins import AMINA, BEN, Teams, activity

from bot.settings import Settings
from dialogs.conversation import answer
from dialogs.views import draw
from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict
from rapid_review.notification import NotificationFacts
from rapid_review.policy import ENGLAND_2026

RR = "RR-2026-001"
AMINAS, BENS = AMINA["aadObjectId"], BEN["aadObjectId"]
NAME = "Ivy Rook chronology.pdf"


@asynccontextmanager
async def asked(teams: Teams, settings: Settings) -> AsyncIterator[Running]:
    """The bot with its own dialogs, a case in which Ben's agency is asked, and Ben's chat."""
    async with running(teams, settings) as bot:
        bot.dialogs.answer, bot.dialogs.draw = answer, draw
        await bot.parts.store.run(lambda work: _begin(bot, work))
        await bot.says("help", id="0")
        await told(bot)
        teams.calls.clear()
        yield bot


def _begin(bot: Running, work: Any) -> None:
    partnership, now = bot.parts.around.partnership(), bot.clock.now()
    amina, ben = partnership.standing(AMINAS), partnership.standing(BENS)
    case = Case.file(
        work.next_reference(2026),
        by=amina,
        facts=NotificationFacts(),
        policy=ENGLAND_2026,
        revision=1,
        day_one=now.date(),
        now=now,
    )
    work.add(case)
    _declares(case, amina, now)
    case.ask_agencies({"police": "chosen"}, by=amina, now=now)
    _declares(case, ben, now)


def _declares(case: Case, who: Any, now: datetime) -> None:
    case.sign_confidentiality(by=who, now=now)
    case.declare_conflict(Conflict.NONE, perceived=False, by=who, revision=1, now=now)


async def told(bot: Running) -> str:
    """Everything the bot sends now, as one text."""
    await bot.parts.files.settle()
    before = len(bot.teams.calls)
    await bot.settle()
    return "\n".join(str(call.body) for call in bot.teams.calls[before:] if "summary" in call.body)


async def attaches(bot: Running, *attachments: dict[str, Any], sender: dict[str, str] = BEN, id: str = "1") -> str:
    response = await bot.post(activity(bot.teams, sender, id=id, text="", attachments=list(attachments)))
    assert response.status == 200
    return await told(bot)


async def filed(bot: Running) -> list[Any]:
    return await bot.parts.store.run(lambda work: work.attachments(RR))


def folder(settings: Settings) -> list[Path]:
    path = settings.files_path
    return [*path.iterdir()] if path and path.exists() else []
