"""A letter before it is confirmed, on its way, and when it stays behind."""

from dataclasses import dataclass

from cards.casework import on
from cards.elements import Card, Element, button, long_input, pairs, words
from cards.paperwork.producing import lacks, to_check
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.openly import of_case, openly
from rapid_review.outward.duties import BY_HAND, CHANGED, NOT_DUE, NOT_MADE, READDRESSED, ByMail, Duty, State, Telling
from rapid_review.outward.duty_forms import MOST_OF_A_REASON

ENCLOSED = "something is enclosed besides it"
NAMES = "it goes with names"
NO_ADDRESS = "the partnership’s file has no address that was confirmed in the last six months"
WHY = "missing_reason"

_STAYED = {
    BY_HAND: "the bot does not send by itself any more. Download the document, send it and record it here.",
    NOT_DUE: "something is missing since it was checked. Prepare it again when it is there.",
    CHANGED: "what it says has changed since it was checked, or the Word template has. Prepare it again.",
    READDRESSED: "the recipient’s address has changed since it was checked. Prepare it again.",
    NOT_MADE: "the document could not be made. Ask whoever runs the bot. Or make it, send it and record it here.",
}


@dataclass(frozen=True)
class Way:
    """What goes where, once a second person confirms it."""

    document: str
    subject: str
    """Which document it is, by what its versions are counted under."""
    version: int
    named: bool = False
    """Whether it goes with names."""
    address: str = ""
    """Where it goes by itself; empty where a person sends it."""
    by_hand: str = ""
    """Why a person sends it, though the bot sends."""
    check: tuple[str, ...] = ()
    """Words in it that may be names."""
    missing: tuple[str, ...] = ()
    """What it says itself that it lacks."""
    template: str = ""
    """By which the partnership's own Word template is known."""


def before(way: Way) -> list[Element]:
    """To the second person: what it is and lacks, and what their confirmation sets going."""
    body = [words("When it is confirmed, the bot sends it by itself, at once.", bold=True)] if way.address else []
    body += [words(f"A person sends this: {way.by_hand}.")] if way.by_hand else []
    names = "with names" if way.named else "without names"
    rows = [("Address", way.address)] if way.address else []
    body += pairs([*rows, ("Document", f"{way.document}, version {way.version}, {names}")])
    return [*body, *_accepting(way.missing), *to_check(way.check)]


def _accepting(missing: tuple[str, ...]) -> list[Element]:
    """Nothing leaves with a gap that nobody answers for."""
    if not missing:
        return []
    label, error = "If it may go without that, why?", "Say why it may go without what is missing."
    return [*lacks(missing), long_input(WHY, label, "", longest=MOST_OF_A_REASON, error=error)]


def data(way: Way | None) -> dict[str, str]:
    """What the second person has seen, so that nothing else is confirmed."""
    if way is None:
        return {}
    return {"to": way.address, "subject": way.subject, "version": str(way.version), "template": way.template}


def changed(telling: Telling | None) -> list[Element]:
    """To whoever is to send it by hand: what was confirmed does not say the same as the case any more."""
    version = telling.version if telling else 0
    line = (
        f"What it says has changed since version {version} was confirmed. If that version has been sent, record it. "
        "If not, prepare it again."
    )
    return [words(line, tone="warning")]


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
        return [words(line, tone="warning"), *pairs([("Its number there", mail.proof)])]
    proof = [("Proof", mail.proof)] if telling.state is State.DONE and mail.proof else []
    return pairs([("Address", mail.address), ("Version sent", str(telling.version)), *proof])


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
