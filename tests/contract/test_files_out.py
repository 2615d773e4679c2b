"""Documents that people ask for: brought to where they allowed it, and nowhere else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import papers
import pytest
from conftest import Running
from documented import NAME, RR, asked, attaches, filed, folder, told
from sharepoint import SharePoint, allowed
from standins import Teams, activity, person

from bot.file_transfer import on_microsofts_hosts
from bot.settings import Settings
from cards.paperwork.documents import CONSENT, INFO


@pytest.fixture
async def bot(teams: Teams, settings: Settings) -> AsyncIterator[Running]:
    async with asked(teams, settings) as bot:
        yield bot


async def asks_for_it(bot: Running, sharepoint: SharePoint) -> dict[str, Any]:
    """A document is there and Ben asked for it: the card of Teams' own that came."""
    await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    (document,) = await filed(bot)
    await bot.presses("document.get", case=RR, document=document.id)
    await told(bot)
    (card,) = bot.teams.calls[-1].body["attachments"]
    return dict(card)


async def test_a_document_is_brought_to_whoever_allows_it(bot: Running, sharepoint: SharePoint) -> None:
    card = await asks_for_it(bot, sharepoint)
    assert (card["contentType"], card["name"]) == (CONSENT, f"{RR} document 1.pdf")
    agreed = allowed(bot.teams, card["content"]["acceptContext"], sharepoint.room(card["name"]))
    assert (await bot.post(agreed)).status == 200
    await told(bot)
    assert sharepoint.put == {card["name"]: papers.pdf()}
    _, _, headers = sharepoint.requests[-1]
    assert headers["Content-Range"] == f"bytes 0-{len(papers.pdf()) - 1}/{len(papers.pdf())}"
    assert "Authorization" not in headers
    edited = bot.teams.sent("PUT")[-1].body["attachments"][0]
    assert (edited["contentType"], edited["content"]["uniqueId"]) == (INFO, "unique-1")


async def test_allowing_twice_brings_it_once(bot: Running, sharepoint: SharePoint) -> None:
    card = await asks_for_it(bot, sharepoint)
    agreed = allowed(bot.teams, card["content"]["acceptContext"], sharepoint.room("a.pdf"))
    await asyncio.gather(*(bot.post(agreed) for _ in range(3)))
    await told(bot)
    assert len(sharepoint.asked("PUT")) == 1
    assert bot.teams.sent("PUT")[-1].body["attachments"][0]["contentType"] == INFO


async def test_declining_says_so_in_place(bot: Running, sharepoint: SharePoint) -> None:
    card = await asks_for_it(bot, sharepoint)
    assert (await bot.post(allowed(bot.teams, card["content"]["declineContext"], None))).status == 200
    assert "You declined it, so nothing was put in your OneDrive." in await told(bot)
    assert sharepoint.asked("PUT") == []


async def test_an_upload_that_fails_is_said(bot: Running, sharepoint: SharePoint) -> None:
    card = await asks_for_it(bot, sharepoint)
    sharepoint.status = 507
    await bot.post(allowed(bot.teams, card["content"]["acceptContext"], sharepoint.room("a.pdf")))
    assert "OneDrive did not take it. Get it again" in await told(bot)


async def test_whoever_may_not_have_it_gets_nothing_by_a_forged_consent(bot: Running, sharepoint: SharePoint) -> None:
    card = await asks_for_it(bot, sharepoint)
    dev = person(4, "Dev")
    await bot.post(activity(bot.teams, dev, text="help", id="dev"))
    await told(bot)
    room = sharepoint.room("a.pdf")
    await bot.post(allowed(bot.teams, card["content"]["acceptContext"], room, sender=dev))
    assert "There is no case here that you can open." in await told(bot)
    assert sharepoint.asked("PUT") == []
    [entry] = [link for link in bot.parts.store.run_now(lambda work: work.chain(RR)) if link.kind == "refused"]
    assert (entry.actor, entry.facts["what"]) == (dev["aadObjectId"], "document.get")


async def test_room_on_a_strange_host_is_not_used(bot: Running, sharepoint: SharePoint) -> None:
    card = await asks_for_it(bot, sharepoint)
    bot.parts.files.transfer._trusted = on_microsofts_hosts
    await bot.post(allowed(bot.teams, card["content"]["acceptContext"], sharepoint.room("a.pdf")))
    assert "OneDrive did not take it" in await told(bot)
    assert sharepoint.asked("PUT") == []


@pytest.mark.parametrize("spoilt", ["cut", "gone"])
async def test_bytes_that_are_not_what_they_were_are_not_handed_out(
    bot: Running, sharepoint: SharePoint, settings: Settings, spoilt: str
) -> None:
    card = await asks_for_it(bot, sharepoint)
    (lies,) = folder(settings)
    lies.unlink()
    if spoilt == "cut":
        lies.write_bytes(b"short")
    await bot.post(allowed(bot.teams, card["content"]["acceptContext"], sharepoint.room("a.pdf")))
    assert "It cannot be read any more." in await told(bot)
    assert sharepoint.asked("PUT") == []


async def test_an_odd_consent_is_no_error(bot: Running) -> None:
    for n, value in enumerate(({}, {"action": "accept"}, {"action": "accept", "context": "x", "uploadInfo": 3})):
        odd = activity(bot.teams, id=f"odd-{n}", type="invoke", name="fileConsent/invoke", value=value)
        assert (await bot.post(odd)).status == 200
        assert "nothing was put in your OneDrive" in await told(bot)
