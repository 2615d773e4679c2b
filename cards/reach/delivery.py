"""Whether messages arrive, for the Partnership Team: what was found, and the reckoning of all that was promised."""

from collections.abc import Sequence
from datetime import datetime

from cards.elements import Card, Element, button, card, facts, heading, subheading, words
from rapid_review.case import Case
from rapid_review.openly import Open, of_case, openly
from rapid_review.timing.london import clock_words


def missing(case: Case, count: int) -> Card:
    """A reminder that should have been there was not."""
    title = of_case(case.reference, "a message had been left out")
    what = "One message was" if count == 1 else f"{count} messages were"
    return card(
        [
            heading(title),
            words(f"{what} not where it should have been. It was found by a check and is on its way now."),
            words("Nothing that anybody wrote is lost. Please tell your IT team: this should not happen."),
        ],
        [button("See the case", "case", {"case": case.reference})],
        summary=title,
    )


def overslept(case: Case) -> Card:
    """The clock had passed over a case."""
    title = of_case(case.reference, "the clock had passed over this case")
    return card(
        [
            heading(title),
            words(
                "For some minutes nobody was reminded of anything in it. A check has found it, and done what was due."
            ),
            words("Nothing that anybody wrote is lost. Please tell your IT team: this should not happen."),
        ],
        [button("See the case", "case", {"case": case.reference})],
        summary=title,
    )


def unreadable(reference: str) -> Card:
    """A case that cannot be opened, and so reminds nobody."""
    return _doubtful(
        of_case(reference, "the bot cannot open this case"),
        words("Nobody is reminded of anything in it until this is put right. Please tell your IT team today."),
        words("Until then, keep the dates yourself and ring the people concerned."),
    )


def astray(reference: str) -> Card:
    """What is kept of a case is not what its record says (T12)."""
    return _doubtful(
        of_case(reference, "what is kept of this case does not fit its record"),
        words("A check compared the two. Somebody may have altered the case without the bot."),
        words("Please decide nothing by what the bot shows of it until your IT team has looked. Tell them today."),
        words("They run rapid-review verify-chain, which says what does not fit.", quiet=True),
    )


def unguarded(found: Sequence[str]) -> Card:
    """The record could be altered, or is not sealed (T12)."""
    return _doubtful(
        openly("The record is not guarded as it should be"),
        words("A check found this:"),
        *map(words, found),
        words("Until it is put right, the record may be altered unseen. Please tell your IT team today."),
        words("Keep the last seal that you have: it shows what was there then.", quiet=True),
    )


def _doubtful(title: Open, *body: Element) -> Card:
    return card([heading(title), *body], [button("All messages", "messages")], summary=title)


def late(case: Case, name: str, since: datetime, why: str) -> Card:
    """A message has waited too long."""
    title = of_case(case.reference, "a message is still waiting")
    lines = [
        words(f"A message to {name} should have gone on {clock_words(since)} and has not gone yet."),
        *([words(why)] if why else []),
        words("If it matters now, ring them. The bot goes on trying, and tells you if it gives up."),
    ]
    actions = [
        button("The chase board", "chase", {"case": case.reference}),
        button("All messages", "messages"),
    ]
    return card([heading(title), *lines], actions, summary=title)


def reckoning(
    counts: Sequence[tuple[str, int]],
    *,
    balanced: bool,
    oldest: datetime | None,
    unowned: int,
    unreached: Sequence[tuple[str, str]],
    processes: Sequence[tuple[str, str]],
) -> Card:
    """Promised = delivered + failed + not needed + waiting, and whoever cannot be reached (F65, F67)."""
    title = openly("Messages: what was promised and what became of it")
    good = balanced and not unowned
    said = "Every message is accounted for." if good else "Something is not accounted for. Tell your IT team."
    body = [heading(title), words(said, tone="good" if good else "warning", bold=True)]
    body.append(facts((name, str(count)) for name, count in counts))
    if oldest:
        body.append(words(f"The oldest one waiting was due on {clock_words(oldest)}."))
    if unowned:
        body.append(words(f"{unowned} did not arrive and nobody has been told yet. The next check tells you."))
    if unreached:
        body += [subheading("Cannot be reached in Teams"), *(words(f"{name}. {why}") for name, why in unreached)]
    if processes:
        body += [subheading("At work"), facts(processes)]
    return card(body, [button("The chase board", "chase"), button("My tasks", "tasks")], summary=title)


def cannot_be_reached(people: Sequence[tuple[str, str]]) -> Card:
    """What the weekly test found, before a case needs them (F67)."""
    title = openly("Some people cannot be reached in Teams")
    count = "One person" if len(people) == 1 else f"{len(people)} people"
    body = [
        heading(title),
        words(
            f"{count} with a part in Rapid Reviews cannot be written to. Please put it right before a case needs it."
        ),
        *(words(f"{name}. {why}") for name, why in people),
    ]
    return card(body, [button("All messages", "messages")], summary=title)
