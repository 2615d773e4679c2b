"""Opening the database that the settings name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.clock import SystemClock
from bot.partnership import load_on
from bot.settings import Settings
from dialogs.announcements import announce
from rapid_review.case import Case
from rapid_review.people import Partnership
from storage.audit import Via
from storage.store import Store


def connect(
    settings: Settings, partnership: Callable[[], Partnership] | None = None, *, exclusive: bool = True
) -> Store[Case]:
    """The store, with whoever the partnership's file names at the moment as those to be told what happens."""
    who = partnership or (lambda: load_on(settings.partnership, SystemClock().now())[0])
    store = Store.connect(
        settings.database_url.get_secret_value(),
        settings.key(),
        case_type=Case,
        announce=lambda case, event: announce(case, event, who()),
        exclusive=exclusive,
    )
    store.via = None if partnership else Via.COMMAND  # Only the running bot watches the file.
    return store


@contextmanager
def opened(settings: Settings) -> Iterator[Store[Case]]:
    """The database for one command, beside the running bot: looked at before anything is asked of it, and closed."""
    store = connect(settings, exclusive=False)
    try:
        store.check()
        yield store
    finally:
        store.close()
