"""What keeps a command from being carried out, in words for whoever typed it."""

from storage.errors import BrokenSeal, Busy, Conflict, Corrupt, Full, NotAllowed, Trouble, Unsure

UNDONE = "Nothing was changed."
WORDS: dict[type[Exception], str] = {
    Busy: f"The database is busy, or cannot be reached. {UNDONE} Try again in a minute. If it stays so, look at "
    "DATABASE_URL, and whether the database runs.",
    Conflict: f"Somebody else was changing the same thing. {UNDONE} Try again.",
    Full: f"The database cannot be written to. {UNDONE} Look whether its disk is full, or may only be read.",
    Corrupt: f"The database is damaged, or is none. {UNDONE} Look at DATABASE_URL. If that is right, keep the files as "
    "they are and restore the last good backup: docs/backup.md says how.",
    NotAllowed: f"The database does not let this user do that. {UNDONE} If it is a new or a restored one, run "
    "deploy/serving_role.sql on it as its owner. `migrate`, `rotate-key`, `restore` and `dispose` are the owner’s: say "
    "them with the owner’s DATABASE_URL.",
    Unsure: "The connection to the database was lost at the last moment, so it was done or it was not. Look before you "
    "do it again.",
    BrokenSeal: f"Something in the database was altered, or put there from elsewhere, and does not open. {UNDONE} Keep "
    "the files as they are, for whoever looks into it: docs/backup.md says what to do.",
}
Unfit = (Trouble, Conflict, BrokenSeal, OSError)


def words_for(unfit: Exception) -> str:
    """The first that fits; of a file, which one and why."""
    if isinstance(unfit, OSError):
        of = f"{unfit.filename}: " if unfit.filename else ""
        return f"This did not work with a file or with the network. {of}{unfit.strerror or type(unfit).__name__}."
    return next((words for kind, words in WORDS.items() if isinstance(unfit, kind)), f"The database failed. {UNDONE}")
