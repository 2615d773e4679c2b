"""Files that people send: fetched from a stand-in SharePoint, checked, sealed, and let go when nobody wants them."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import papers
import pytest
from conftest import Running
from documented import BENS, NAME, RR, asked, attaches, filed, folder, told
from sharepoint import SharePoint, sharepoint_on_loopback
from standins import Teams, activity, person

from bot.file_transfer import on_microsofts_hosts
from bot.settings import Settings
from bot.sweeping import Sweeper
from rapid_review.case import Case
from rapid_review.documents import LARGEST_BYTES
from rapid_review.events import Happening
from storage.files import Folder


@pytest.fixture
async def bot(teams: Teams, settings: Settings) -> AsyncIterator[Running]:
    async with asked(teams, settings) as bot:
        yield bot


async def test_a_file_is_fetched_checked_sealed_and_acknowledged(
    bot: Running, sharepoint: SharePoint, settings: Settings
) -> None:
    html = {"contentType": "text/html", "content": "<p>here</p>"}
    said = await attaches(bot, html, sharepoint.offer(NAME, papers.pdf()))
    assert f"Received: 1 document for {RR} from your agency" in said
    (document,) = await filed(bot)
    files = bot.parts.around.files
    assert files
    assert await bot.parts.store.run(lambda work: work.file_content(files, document)) == papers.pdf()
    (lies,) = folder(settings)
    assert b"PDF" not in lies.read_bytes()


async def test_our_token_and_no_cookie_ever_goes_to_the_host(bot: Running, sharepoint: SharePoint) -> None:
    for n in (1, 2):
        await attaches(bot, sharepoint.offer("a.pdf", papers.pdf()), id=str(n))
    assert len(sharepoint.requests) == 2
    for _, _, headers in sharepoint.requests:
        assert {"authorization", "cookie"}.isdisjoint(name.lower() for name in headers)


async def test_no_log_names_the_file_or_holds_its_address(
    bot: Running, sharepoint: SharePoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    sharepoint.status = 500
    await attaches(bot, sharepoint.offer(NAME, papers.pdf()), id="2")
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert "files sent=1 held=1" in logged
    for secret in ("tempauth", "Ivy", sharepoint.url):
        assert secret not in logged


async def test_what_is_delivered_again_is_filed_once(bot: Running, sharepoint: SharePoint) -> None:
    offer = sharepoint.offer(NAME, papers.pdf())
    await attaches(bot, offer)
    assert await attaches(bot, offer) == ""
    assert len(await filed(bot)) == 1


async def test_a_slow_host_does_not_hold_up_the_answer(
    bot: Running, sharepoint: SharePoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.ANSWER_WITHIN_SECONDS", 0.0)
    said = await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    assert "Received: 1 document" in said


async def test_too_large_is_noticed_from_what_is_promised(bot: Running, sharepoint: SharePoint) -> None:
    said = await attaches(bot, sharepoint.offer("big.txt", b"a" * (LARGEST_BYTES + 1)))
    assert "This file was not taken: it is larger than 25 MB." in said


async def test_too_large_is_noticed_while_it_comes(bot: Running, sharepoint: SharePoint) -> None:
    sharepoint.endless = True
    said = await attaches(bot, sharepoint.offer("big.txt", b""))
    assert "This file was not taken: it is larger than 25 MB." in said


async def test_what_is_not_what_it_says_is_not_kept(bot: Running, sharepoint: SharePoint, settings: Settings) -> None:
    said = await attaches(bot, sharepoint.offer("letter.pdf", b"MZ\x90"), sharepoint.offer("good.pdf", papers.pdf()))
    assert "letter.pdf" in said
    assert "it holds a program" in said
    assert "Received: 1 document" in said
    assert len(folder(settings)) == 1


async def test_a_program_is_not_even_fetched(bot: Running, sharepoint: SharePoint) -> None:
    assert "it holds a program" in await attaches(bot, sharepoint.offer("setup.exe", b"MZ"))
    assert sharepoint.requests == []


async def test_a_pasted_picture_is_to_be_attached_instead(bot: Running, sharepoint: SharePoint) -> None:
    picture = {"contentType": "image/png", "contentUrl": f"{sharepoint.url}/files/x"}
    assert "a picture pasted into a message cannot be kept" in await attaches(bot, picture)
    assert sharepoint.requests == []


async def test_more_than_ten_are_not_fetched(bot: Running, sharepoint: SharePoint) -> None:
    offers = [sharepoint.offer(f"{n}.pdf", papers.pdf()) for n in range(11)]
    assert "You sent 11 files at once" in await attaches(bot, *offers)
    assert sharepoint.requests == []


async def test_for_somebody_with_no_open_request_nothing_is_fetched(bot: Running, sharepoint: SharePoint) -> None:
    said = await attaches(bot, sharepoint.offer(NAME, papers.pdf()), sender=person(4, "Dev"))
    assert "You have no open request that a document could be for." in said
    assert sharepoint.requests == []


async def test_what_cannot_be_fetched_is_said(bot: Running, sharepoint: SharePoint) -> None:
    for status in (403, 404, 500):
        sharepoint.status = status
        said = await attaches(bot, sharepoint.offer(NAME, b""), id=str(status))
        assert "Teams did not hand it to us. Send it again" in said


async def test_a_redirect_to_another_host_is_not_followed(bot: Running, sharepoint: SharePoint) -> None:
    async with sharepoint_on_loopback() as other:
        other.files["a.pdf"] = papers.pdf()
        sharepoint.moved["a.pdf"] = f"{other.url}/files/a.pdf"
        said = await attaches(bot, sharepoint.offer("a.pdf", b""))
        assert other.requests == []
    assert "it does not come from your organisation" in said


async def test_a_redirect_on_the_same_host_is(bot: Running, sharepoint: SharePoint) -> None:
    sharepoint.files["there.pdf"] = papers.pdf()
    sharepoint.moved["here.pdf"] = "/files/there.pdf"
    assert "Received: 1 document" in await attaches(bot, sharepoint.offer("here.pdf", b""))


async def test_redirects_in_a_circle_end(bot: Running, sharepoint: SharePoint) -> None:
    sharepoint.moved["a.pdf"] = "/files/a.pdf"
    assert "Teams did not hand it to us" in await attaches(bot, sharepoint.offer("a.pdf", b""))
    assert len(sharepoint.requests) == 4


async def test_in_production_only_microsofts_hosts_are_asked(bot: Running, sharepoint: SharePoint) -> None:
    bot.parts.files.transfer._trusted = on_microsofts_hosts
    assert "it does not come from your organisation" in await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    assert sharepoint.requests == []


async def test_where_no_folder_is_set_files_are_refused_in_words(
    bot: Running, sharepoint: SharePoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.parts.around.__dict__["files"] = None
    assert "this bot is not set up to keep files" in await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    assert sharepoint.requests == []


async def test_a_full_disk_is_said_and_no_error(
    bot: Running, sharepoint: SharePoint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(folder: Folder, content: bytes) -> str:
        raise OSError(28, "No space left on device", "/data/ivy")

    monkeypatch.setattr(Folder, "put", full)
    said = await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    assert "something went wrong on our side. Send it again in a few minutes." in said
    assert "ivy" not in caplog.text.lower()


async def test_without_a_database_the_message_is_to_come_again(
    bot: Running, sharepoint: SharePoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(work: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(bot.parts.store, "run", failing)
    sent = activity(bot.teams, text="", attachments=[sharepoint.offer(NAME, papers.pdf())])
    assert (await bot.post(sent)).status == 503


async def test_in_a_channel_files_are_left_alone(bot: Running, sharepoint: SharePoint) -> None:
    where = {"conversationType": "channel", "id": "19:c@thread.tacv2;messageid=1"}
    sent = activity(bot.teams, conversation=where, text="look", attachments=[sharepoint.offer(NAME, papers.pdf())])
    assert (await bot.post(sent)).status == 200
    await told(bot)
    assert sharepoint.requests == []
    assert await filed(bot) == []


async def test_odd_attachments_are_no_error(bot: Running) -> None:
    for n, odd in enumerate(("x", [None], [{"contentType": 5}], [{}], {"a": 1})):
        assert (await bot.post(activity(bot.teams, id=f"odd-{n}", text="help", attachments=odd))).status == 200
        assert await told(bot)


async def test_only_what_nobody_wants_is_swept(bot: Running, sharepoint: SharePoint, settings: Settings) -> None:
    await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    files = bot.parts.around.files
    assert files
    files.put(b"left by a transaction that came to nothing")
    sweeper, later = Sweeper(bot.parts.store, bot.parts.around), datetime.now(UTC) + timedelta(minutes=1)
    assert await sweeper.sweep(files, datetime.now(UTC) - timedelta(hours=1)) == 0, "the young are spared"
    assert await sweeper.sweep(files, later) == 1
    assert len(folder(settings)) == 1
    (document,) = await filed(bot)
    await bot.parts.store.run(lambda work: work.remove_attachment(document.id, bot.clock.now()))
    assert await sweeper.sweep(files, later) == 1
    assert folder(settings) == []


async def test_what_was_removed_from_a_case_on_hold_stays_until_the_hold_is_lifted(
    bot: Running, sharepoint: SharePoint, settings: Settings
) -> None:
    await attaches(bot, sharepoint.offer(NAME, papers.pdf()))
    files, store, at = bot.parts.around.files, bot.parts.store, bot.clock.now()
    assert files
    (document,) = await filed(bot)
    await store.run(lambda work: work.remove_attachment(document.id, at))
    await store.run(lambda work: work.case(RR)._put_on_hold(bot.parts.around.desk(work, at).standing("amina"), 1, at))
    sweeper, later = Sweeper(store, bot.parts.around), datetime.now(UTC) + timedelta(minutes=1)
    assert await sweeper.sweep(files, later) == 0
    assert len(folder(settings)) == 1
    await store.run(lambda work: lifted(work.case(RR), at))
    assert await sweeper.sweep(files, later) == 1


def lifted(case: Case, at: datetime) -> None:
    case.holds[0] = replace(case.holds[0], lifted_at=at)
    case._happen(Happening.HOLD_LIFTED, at)


async def test_a_file_nobody_said_the_case_of_is_let_go_after_a_day(bot: Running, settings: Settings) -> None:
    files = bot.parts.around.files
    assert files
    held = bot.clock.now()
    await bot.parts.store.run(lambda work: work.hold_file(files, BENS, NAME, "pdf", papers.pdf(), held))
    sweeper, later = Sweeper(bot.parts.store, bot.parts.around), datetime.now(UTC) + timedelta(minutes=1)
    assert await sweeper.sweep(files, later) == 0
    bot.clock.time += timedelta(days=1, minutes=1)
    assert await sweeper.sweep(files, later) == 1
    assert folder(settings) == []
