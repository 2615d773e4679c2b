"""The loop that seals: one pass makes the day's seal, a second makes none, and a held copy keeps silent."""

from types import SimpleNamespace
from typing import Any

import pytest
from cast import PARTNERSHIP, london
from crashing import opened, owe

from bot.sealer import Sealer
from dialogs.desk import Desk
from rapid_review.policy import ENGLAND_2026
from storage.work import Work


async def test_each_day_is_sealed_once_unless_the_copy_is_held(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    url, moment = f"sqlite:///{tmp_path / 'cases.db'}", london("Fri 2099-11-27 08:01")
    store = opened(url)
    store.migrate()
    owe(url, "https://example.org")
    around: Any = SimpleNamespace(
        clock=SimpleNamespace(now=lambda: moment),
        settings=SimpleNamespace(mail_host=""),
        desk=lambda work, now: Desk(work, PARTNERSHIP, ENGLAND_2026, now),
    )
    sealer = Sealer(store, around)
    with monkeypatch.context() as patch:
        patch.setattr(Work, "held_copy", lambda work: object())
        await sealer.seal_once()
    assert store.run_now(lambda work: work.anchors()) == []
    await sealer.seal_once()
    await sealer.seal_once()
    (made,) = store.run_now(lambda work: work.anchors())
    assert (made.day, made.cases) == ("2099-11-27", 1)
    owed = store.run_now(
        lambda work: work.ever_owed([f"seal:{made.day}:channel:team", f"seal:{made.day}:person:imran"])
    )
    assert len(owed) == 2
    store.close()
