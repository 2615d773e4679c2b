"""A letter that goes out by itself: what is said before it is confirmed, on its way, and when it stays behind."""

from dataclasses import dataclass

from cards.casework import on
from cards.elements import Card, Element, button, pairs, words
from cards.paperwork.producing import to_check
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.openly import of_case, openly
from rapid_review.outward.duties import BY_HAND, CHANGED, NOT_DUE, NOT_MADE, READDRESSED, ByMail, Duty, State, Telling

ENCLOSED = "something is enclosed besides it"
NAMES = "it goes with names"
NO_ADDRESS = "the partnership’s file has no confirmed address"

_STAYED = {
    BY_HAND: "the bot does not send by itself any more. Download the document, send it and record it here.",
    NOT_DUE: "something is missing since it was checked. Prepare it again when it is there.",
    CHANGED: "what it says has changed since it was checked. Prepare it again.",
    READDRESSED: "the recipient’s address has changed since it was checked. Prepare it again.",
    NOT_MADE: "the document could not be made. Ask whoever runs the bot. Or make it, send it and record it here.",
}


@dataclass(frozen=True)
class Way:
    """What goes where by itself, once a second person confirms it."""

    address: str
    document: str
    version: int
    check: tuple[str, ...] = ()
    """Words in it that may be names."""


def before(way: Way | str) -> list[Element]:
    """To the second person: what their confirmation sets going, or why a person sends it."""
    if isinstance(way, Way):
        rows = [("Address", way.address), ("Document", f"{way.document}, version {way.version}, without names")]
        what = words("When it is confirmed, the bot sends it by itself, at once.", bold=True)
        return [what, *pairs(rows), *to_check(way.check)]
    return [words(f"A person sends this: {way}.")] if way else []


def data(way: Way | str) -> dict[str, str]:
    """What the second person has seen, so that nothing else is confirmed."""
    return {"to": way.address, "version": str(way.version)} if isinstance(way, Way) else {}


def after(telling: Telling | None) -> list[Element]:
    """How it is going, or why it stayed behind."""
    mail = telling.by_mail if telling else None
    if telling is None or mail is None:
        return []
    if mail.stopped:
        return [words(stayed(mail), tone="warning")]
    if telling.state is State.UNKNOWN and telling.unknown and not telling.unknown.by:
        line = (
            "Ask the recipient, or whoever runs the bot: they can look for it among what its mailbox has sent. "
            "Then say here whether it arrived."
        )
        return [words(line, tone="warning"), *pairs([("What it is called there", mail.proof)])]
    proof = [("Proof", mail.proof)] if telling.state is State.DONE and mail.proof else []
    return pairs([("Address", mail.address), ("Version sent", str(mail.version)), *proof])


def stayed(mail: ByMail) -> str:
    """Why it was not sent, and what to do."""
    refused = (
        f"the mail service did not take it (code “{mail.stopped}”). Check the address, and ask whoever runs the bot "
        "about the code. Then prepare it again, or send it yourself and record it here."
    )
    return f"It was not sent: {_STAYED.get(mail.stopped, refused)}"


def ended(case: Case, duty: Duty, telling: Telling, name: str) -> Card:
    """To whoever prepared it: it has gone, stayed behind, or nobody knows."""
    line = {
        State.DONE: "The bot has sent it. It is recorded, with its proof.",
        State.UNKNOWN: "The bot sent it, and nobody knows whether it arrived. It is not sent again by itself.",
    }.get(case.state_of(duty), "")
    see = button("Open it", "duty.read", on(case, duty=duty.id), main=True)
    title = of_case(
        case.reference,
        "{}",
        openly("sent") if telling.state is State.DONE else openly("please look at what was to be sent"),
    )
    return notice(title, line, also=[*pairs([("What", name)]), *after(telling)], actions=[see])
