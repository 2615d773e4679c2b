"""What is measured: cases whose poll is open, the members who vote in them, and the bot's settings."""

import base64
import itertools
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from standins import APP_ID, TENANT, Teams, activity, person, pressed

from bot.database import connect
from bot.partnership import load
from bot.settings import Settings
from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict
from rapid_review.notification import NotificationFacts
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.timing.london import local_day
from storage.work import Work

ROOT = Path(__file__).parents[1]
PARTNERSHIP = ROOT / "demo" / "partnership.toml"
AMINA, DEV = person(1, "Amina"), person(4, "Dev")
MEMBERS = person(5, "Efua"), person(6, "Farid"), person(7, "Gwen")
WORDS = "Several agencies knew the family, and none of them had the whole picture. " * 3


def settings(database: Path | str) -> Settings:
    """The bot's settings on a file of SQLite or, where a URL is given, on PostgreSQL."""
    url = str(database) if "://" in str(database) else f"sqlite:///{database}"
    return Settings(
        app_id=APP_ID,
        app_password="the client secret",
        app_tenant_id=TENANT,
        partnership=PARTNERSHIP,
        database_url=url,
        master_key=base64.b64encode(bytes(range(32))).decode(),
    )


def seed(database: Path, cases: int) -> list[str]:
    """A new database with this many cases whose poll is open. What was owed for them has long been sent."""
    partnership, policy = load(PARTNERSHIP)
    store = connect(settings(database), lambda: partnership)
    store.migrate()
    references = [store.run_now(lambda work: _deliberating(work, partnership, policy)) for _ in range(cases)]
    store.close()
    with sqlite3.connect(database) as file:
        file.execute("UPDATE outbox SET state = 'sent'")
        file.execute("UPDATE case_ SET wakes_at = '2099-01-01 00:00:00.000000'")
    file.close()
    return references


def meet(database: Path, teams: Teams) -> None:
    """Everybody and the channel have been met, so that all that is sent goes to the stand-in."""
    partnership, _ = load(PARTNERSHIP)
    places = [(id, "personal", f"chat-{id}") for id in partnership.people]
    places += [(id, "channel", id) for id in partnership.channels.values()]
    with sqlite3.connect(database) as file:
        file.executemany(
            "INSERT INTO conversation "
            "(key, kind, conversation, service_url, tenant, channel_user_id, dead_code, seen_at) "
            "VALUES (?, ?, ?, ?, ?, '', '', '2026-01-01 00:00:00.000000')",
            [(*place, teams.service_url, TENANT) for place in places],
        )
    file.close()


def seed_at(url: str, cases: int) -> list[str]:
    """The same on PostgreSQL, which is empty."""
    partnership, policy = load(PARTNERSHIP)
    store = connect(settings(url), lambda: partnership)
    store.migrate()
    references = [store.run_now(lambda work: _deliberating(work, partnership, policy)) for _ in range(cases)]
    store.close()
    return references


def _deliberating(work: Work[Case], partnership: Partnership, policy: Policy) -> str:
    """A case as it stands when its poll opens."""
    now = datetime.now(UTC)
    dev, amina = (partnership.standing(one["aadObjectId"]) for one in (DEV, AMINA))
    case = Case.file(
        work.next_reference(now.year),
        by=dev,
        facts=NotificationFacts(children=1),
        policy=policy,
        revision=1,
        day_one=local_day(now),
        now=now - timedelta(hours=1),
    )
    work.add(case)
    work.put_form(case.reference, "notification", "", dev.id, now, {f"question_{n}": WORDS for n in range(12)})
    for one in (AMINA, *MEMBERS):
        by = partnership.standing(one["aadObjectId"])
        case.sign_confidentiality(by=by, now=now)
        case.declare_conflict(Conflict.NONE, perceived=False, by=by, revision=1, now=now)
    case.ask_agencies({"police": "named", "health": "named"}, by=amina, now=now)
    case.open_poll(partnership.seats, by=amina, now=now, without="The meeting is near.")
    return case.reference


def votes(teams: Teams, references: list[str]) -> Iterator[dict[str, Any]]:
    """Views, each on a card as fresh as can be: two members of each case change theirs again and again.

    The third stays silent, since the poll closes when all have been heard.
    """
    for given in itertools.count():
        for turn in range(2):
            for number, reference in enumerate(references):
                yield pressed(
                    teams,
                    "form.save",
                    MEMBERS[(number + turn) % 3],
                    f"{reference}-{turn}-{given}",
                    form="ballot",
                    subject=reference,
                    rev=f"{given}.0",
                    section="view",
                    option="review",
                    reason=WORDS,
                    national_issue="no",
                    immediate_safety_now="no",
                )


def messages(teams: Teams) -> Iterator[dict[str, Any]]:
    """Something typed, again and again. Without an id, so that the reply is a plain post to the conversation."""
    for number in itertools.count():
        yield activity(teams, MEMBERS[number % 3], id="", text="help")


def require_kept(database: Path, votes: int) -> None:
    """Every vote must be there: as the form, in the record, and as what it gave reason to send."""
    with sqlite3.connect(database) as file:
        for what, counted in {
            "forms": "SELECT count(*) FROM form WHERE kind = 'ballot'",
            "entries of the record": "SELECT count(*) FROM audit WHERE kind = 'vote_cast'",
            "messages owed": "SELECT count(*) FROM outbox WHERE key LIKE '%:vote_cast'",
            "presses": "SELECT count(*) FROM action",
        }.items():
            (there,) = file.execute(counted).fetchone()
            assert there == votes, f"{votes} votes were answered, but there are {there} {what}"
    file.close()
