"""What became of a message is said in words, whatever Teams or the mail server answered."""

from datetime import UTC, datetime, timedelta

import pytest

from rapid_review.reaching import CAUSES, Fate, cause, fate, said

SENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DOCUMENTED = (
    "400 BadArgument",
    "401 BotNotRegistered",
    "403 BotDisabledByAdmin",
    "403 ConversationBlockedByUser",
    "403 BotNotInConversationRoster",
    "403 MessageWritesBlocked",
    "403 NotEnoughPermissions",
    "403 InvalidBotApiHost",
    "404 ConversationNotFound",
    "404 ActivityNotFoundInConversation",
    "412 PreconditionFailed",
    "413 MessageSizeTooBig",
    "429 Throttled",
    "503",
    "uncertain 500 ServiceError",
    "uncertain 502",
    "uncertain ServerDisconnectedError",
)
"""Every code of the Bot Connector's documents, as the outbox writes it."""


@pytest.mark.parametrize(
    ("state", "code", "became"),
    [
        ("ready", "", Fate.QUEUED),
        ("ready", "503", Fate.QUEUED),
        ("sending", "", Fate.QUEUED),
        ("held", "", Fate.QUEUED),
        ("uncertain", "uncertain 502", Fate.UNKNOWN),
        ("failed", "uncertain 502", Fate.UNKNOWN),
        ("failed", "403 BotDisabledByAdmin", Fate.REFUSED),
        ("failed", "mail 550", Fate.REFUSED),
        ("cancelled", "", Fate.CANCELLED),
        ("superseded", "", Fate.CANCELLED),
        ("sent", "", Fate.SENT),
    ],
)
def test_what_became_of_it(state: str, code: str, became: Fate) -> None:
    assert fate(state, code) is became


def test_it_is_seen_only_by_what_was_done_after_it() -> None:
    later = SENT + timedelta(seconds=1)
    assert fate("sent", sent_at=SENT, seen_at=later) is Fate.SEEN
    assert fate("sent", sent_at=SENT, seen_at=SENT) is Fate.SENT
    assert fate("sent", sent_at=later, seen_at=SENT) is Fate.SENT


@pytest.mark.parametrize("code", [*DOCUMENTED, "card_too_large", "no_token invalid_client", "internal KeyError"])
def test_every_code_is_known(code: str) -> None:
    assert cause(code) != cause("a code of tomorrow")


@pytest.mark.parametrize("code", [*DOCUMENTED, *CAUSES, "a code of tomorrow", ""])
def test_words_are_whole_sentences_without_codes(code: str) -> None:
    for words in (cause(code).words, cause(code).remedy, said(Fate.REFUSED, code)):
        assert words.endswith(".")
        assert words[0].isupper()
        assert "_" not in words
        assert not any(letter.isdigit() for letter in words)


def test_the_status_decides_only_where_the_code_says_nothing() -> None:
    assert cause("403") != cause("403 ConversationBlockedByUser")
    assert cause("403 SomethingNew") == cause("403")


def test_waiting_says_why_it_waits() -> None:
    assert said(Fate.QUEUED) == "Waiting to be sent."
    assert said(Fate.QUEUED, "no_connection") == (
        "Not sent yet. Rapid Review could not reach Teams. It is tried again by itself."
    )
