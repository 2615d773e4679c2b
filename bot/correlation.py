"""What a line of the log is about: one activity, one message or one round of the clock, by a short number of its own.

An activity's number is a hash of its id, and a message's is its number in the outbox, so each can be looked up from the
other: the line `owed` has the activity's number and says which messages it gave reason for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b

NOTHING = "-"

_current: ContextVar[str] = ContextVar("correlation", default=NOTHING)


def current() -> str:
    """The number that belongs to what is being done."""
    return _current.get()


@contextmanager
def about(number: str) -> Iterator[None]:
    """Everything logged in here, in the database's thread too, carries this number."""
    token = _current.set(number)
    try:
        yield
    finally:
        _current.reset(token)


def turn_to(number: str) -> None:
    """From here to the end of the `about` that this is within."""
    _current.set(number)


def of_activity(id: str) -> str:
    """Twelve hexadecimal digits: an activity's id can be told from them only by somebody who has it."""
    return blake2b(id.encode(errors="replace"), digest_size=6).hexdigest()


def of_message(id: int) -> str:
    """A message's number in the outbox."""
    return f"message-{id}"
