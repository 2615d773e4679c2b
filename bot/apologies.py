"""What people are told when the database did not do it: what happened to theirs, and what to do next."""

from storage.errors import Busy, Conflict, Corrupt, Full, NotAllowed, Unsure

WORDS: dict[type[Exception], str] = {
    Busy: "The bot’s database is busy or away just now, and nothing was saved. Please try again in a minute.",
    Conflict: (
        "Several people are changing the same thing at this moment, and nothing of yours was saved. "
        "Please look again, and try once more."
    ),
    Full: (
        "The bot cannot write anything down just now, and nothing was saved. What was saved before is safe. "
        "The people who run the bot can see this too. Please try again in an hour."
    ),
    Corrupt: (
        "The bot cannot read its records safely just now, and nothing was saved. "
        "The people who run the bot can see this too. Please tell the Partnership Team."
    ),
    NotAllowed: (
        "The bot is not allowed to use its records just now, and nothing was saved. "
        "The people who run the bot can see this too. Please tell the Partnership Team."
    ),
    Unsure: (
        "The bot lost its database just as this was being saved, so it was saved or it was not. "
        "Please look in a minute. If it is not there, do it again: nothing is done twice."
    ),
}


def words_for(error: Exception) -> str | None:
    """None if it is our own mistake, for which there are other words."""
    return next((words for kind, words in WORDS.items() if isinstance(error, kind)), None)
