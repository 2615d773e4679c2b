"""Documents of a case: what came in, what was not taken and why, which case one is for, and having one handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cards.casework import agency_name
from cards.elements import Action, Card, Element, button, card, heading, pair, subheading, typed, words
from rapid_review.documents import LARGEST_MB, MOST_AT_ONCE, TEAM, NotTaken
from rapid_review.openly import Open, case_reference, of_case, openly, ours
from rapid_review.people import Partnership
from rapid_review.timing.london import clock_words

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"

MOST_CASES, MOST_FILES = 4, 3
"""To a page: beside them stand the way on, and the way back."""

SECURE_WAY = "Ask the Partnership Team for the secure way."

WHY_NOT: dict[NotTaken, str] = {
    NotTaken.TOO_LARGE: f"it is larger than {LARGEST_MB} MB. {SECURE_WAY}",
    NotTaken.EMPTY: "there is nothing in it. Check the file and send it again.",
    NotTaken.PICTURE: "a picture pasted into a message cannot be kept. Attach it as a file instead.",
    NotTaken.NO_FILE: "only files can be kept. Attach it as a file instead.",
    NotTaken.PROGRAM: f"it holds a program. {SECURE_WAY}",
    NotTaken.ARCHIVE: "it holds other files inside. Send them one by one.",
    NotTaken.WEB_PAGE: "it is a web page. Save it as a PDF and send that.",
    NotTaken.MACROS: "it holds macros. Save it without them, or as a PDF, and send that.",
    NotTaken.LOCKED: "it needs a password to open. Take the password off and send it again.",
    NotTaken.OLD_OFFICE: "it is in an old Office format. Save it as .docx, .xlsx, .pptx or a PDF and send that.",
    NotTaken.EMAIL: "e-mails are not taken. Save it as a PDF and send that.",
    NotTaken.OTHER_KIND: "only PDF, Word, Excel, PowerPoint, OpenDocument text, PNG, JPEG, text and CSV files are "
    "taken. Save it as a PDF and send that.",
    NotTaken.ANOTHER_KIND_INSIDE: "what is inside is not what its name says. Save it again as a PDF and send that.",
    NotTaken.TOO_MUCH_INSIDE: "it unpacks to far more than it should. Save it as a PDF and send that.",
    NotTaken.DAMAGED: "it is damaged and cannot be read. Save it again and send that.",
    NotTaken.STRANGE_HOST: "it does not come from your organisation’s own OneDrive or SharePoint. "
    "Attach it from your device instead.",
    NotTaken.NOT_FETCHED: "Teams did not hand it to us. Send it again; if that fails too, tell the Partnership Team.",
    NotTaken.NOT_KEPT: "something went wrong on our side. Send it again in a few minutes.",
    NotTaken.SWITCHED_OFF: f"this bot is not set up to keep files. {SECURE_WAY}",
}


@dataclass(frozen=True)
class Refused:
    """A file that was not taken; the name is the sender's own word for it."""

    name: str
    why: NotTaken


@dataclass(frozen=True)
class Listed:
    """A document as it stands in a list."""

    id: str
    number: int
    name: str
    ending: str
    size: int
    agency: str
    at: datetime


@dataclass(frozen=True)
class Choice:
    """A case that a file may be for, and the agency it would come from."""

    case: str
    agency: str


def not_taken(refused: Sequence[Refused]) -> list[Element]:
    """Each file that was not taken, and what to do about it."""
    lines: list[Element] = []
    for file in refused[:MOST_AT_ONCE]:
        lines += [typed(file.name), {**words(_why(file.why), tone="attention"), "spacing": "none"}]
    return lines


def _why(why: NotTaken) -> str:
    return f"This file was not taken: {WHY_NOT[why]}"


def none_taken(refused: Sequence[Refused]) -> Card:
    title = openly("Your files were not taken") if len(refused) > 1 else openly("Your file was not taken")
    also = words("Nothing else has changed: what you wrote in your forms is as you left it.", quiet=True)
    return card([heading(title), *not_taken(refused), also], [_tasks()], summary=title)


def too_many(count: int) -> Card:
    title = openly("Your files were not taken")
    line = (
        f"You sent {count} files at once, and at most {MOST_AT_ONCE} can be taken. Send them in two or more messages."
    )
    return card([heading(title), words(line)], [_tasks()], summary=title)


def nowhere(declare: str) -> Card:
    """There is no case this person could add a document to; `declare` is one that waits for their declarations."""
    title = openly("Your file was not kept")
    if declare:
        line = f"Make your declarations for {declare} first, then send the file again."
        see = button(f"See {declare}", "case", {"case": declare})
        return card([heading(title), words(line)], [see], summary=title)
    line = "You have no open request that a document could be for. If you think you should, ask the Partnership Team."
    return card([heading(title), words(line)], [_tasks()], summary=title)


def which(
    choices: Sequence[Choice], held: str, count: int, page: int, partnership: Partnership, refused: Sequence[Refused]
) -> Card:
    """To which of several cases? The file waits meanwhile, sealed, for a day."""
    title = (
        openly("Which case is this document for?")
        if count == 1
        else openly("Which case are these {} documents for?", count)
    )
    many_agencies = len({choice.agency for choice in choices}) > 1
    shown = choices[page * MOST_CASES : (page + 1) * MOST_CASES]
    actions = [button(_choice(c, partnership, many_agencies), "documents.file", _filing(c, held)) for c in shown]
    if (page + 1) * MOST_CASES < len(choices):
        actions.append(button("Other cases", "documents.which", {"held": held, "page": page + 1}))
    actions.append(button("None of these: let it go", "documents.drop", {"held": held}))
    line = words("It is kept safe until you say. After a day it is let go.", quiet=True)
    return card([heading(title), *not_taken(refused), line], actions, summary=openly("Which case is this for?"))


def _choice(choice: Choice, partnership: Partnership, many_agencies: bool) -> str:
    return f"{choice.case}, {_from(choice.agency, partnership)}" if many_agencies else choice.case


def _filing(choice: Choice, held: str) -> Mapping[str, str]:
    return {"case": choice.case, "agency": choice.agency, "held": held}


def received(case: str, files: Sequence[Listed], partnership: Partnership, refused: Sequence[Refused]) -> Card:
    """The receipt, in the sender's own chat."""
    agency = files[0].agency
    whose = openly("the Partnership Team") if agency == TEAM else openly("your agency")
    title = openly("Received: {} for {} from {}", ours(_count(len(files))), case_reference(case), whose)
    body: list[Element] = [heading(title)]
    for file in files:
        body += [typed(f"Document {file.number}: {file.name}"), _about(file, partnership)]
    body.append(words("It is stored sealed with the case. You can delete it from this chat and from your OneDrive."))
    return card([*body, *not_taken(refused)], [_documents(case), _tasks()], summary=title)


def listed(case: str, files: Sequence[Listed], page: int, partnership: Partnership, *, removable: bool) -> Card:
    """The documents somebody may have, with a button to have each handed over."""
    title = of_case(case, "documents")
    shown = files[page * MOST_FILES : (page + 1) * MOST_FILES]
    body: list[Element] = [heading(title)]
    if not files:
        body.append(words("There are none. To add one, attach it to a message in this chat."))
    for file in shown:
        body += [subheading(f"Document {file.number}"), typed(file.name), _about(file, partnership)]
    actions = [button(f"Get document {f.number}", "document.get", {"case": case, "document": f.id}) for f in shown]
    if (page + 1) * MOST_FILES < len(files):
        actions.append(button("More documents", "documents.read", {"case": case, "page": page + 1}))
    if removable and shown:
        body.append(words("If one was sent by mistake, get it first: its card has the button to take it back."))
    actions.append(button("Make a document", "made.menu", {"case": case}))
    return card(body, [*actions, button("Back to the case", "case", {"case": case})], summary=title)


def on_its_way(case: str, file: Listed, partnership: Partnership, *, removable: bool) -> Card:
    """One document was asked for: Teams now asks whether it may be put in the person's OneDrive."""
    title = of_case(case, "document {}", file.number)
    body = [
        heading(title),
        typed(file.name),
        _about(file, partnership),
        words("The next card asks where to put it: press Allow, and it goes to your own OneDrive."),
        words("It is a record about children. Do not share it, and delete it when you have read it."),
    ]
    actions: list[Action] = [_documents(case)]
    if removable:
        actions.append(button("Take it back", "document.remove", {"case": case, "document": file.id}))
    return card(body, actions, summary=title)


def remove(case: str, file: Listed, partnership: Partnership) -> Card:
    title = of_case(case, "take document {} back?", file.number)
    body = [
        heading(title),
        pair("What it is called", file.name),
        _about(file, partnership),
        words("It is then destroyed here, and the record says who did that and when. Copies people have stay theirs."),
    ]
    sure = button("Yes, take it back", "document.remove.sure", {"case": case, "document": file.id})
    return card(body, [sure, _documents(case)], summary=title)


def consent(case: str, number: int, ending: str, size: int, document: str) -> Card:
    """Teams' own card, which asks for a place in the person's OneDrive. Its file name says nothing of anybody."""
    context: dict[str, Any] = {"case": case, "document": document}
    return {
        "contentType": CONSENT,
        "name": file_name(case, number, ending),
        "content": {
            "description": f"Document {number} of {case}",
            "sizeInBytes": size,
            "acceptContext": context,
            "declineContext": context,
        },
    }


def handed_over(name: Open, url: str, unique_id: str, ending: str) -> Card:
    """Teams' own card for a file that is in the person's OneDrive."""
    return {
        "contentType": INFO,
        "contentUrl": url,
        "name": name,
        "content": {"uniqueId": unique_id, "fileType": ending},
    }


def file_name(case: str, number: int, ending: str) -> Open:
    return openly("{} document {}.{}", case_reference(case), number, ours(ending))


def size_words(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def _about(file: Listed, partnership: Partnership) -> Element:
    who = _from(file.agency, partnership)
    said = f"{file.ending.upper()}, {size_words(file.size)}, from {who}, {clock_words(file.at)}"
    return {**words(said, quiet=True), "spacing": "none"}


def _from(agency: str, partnership: Partnership) -> str:
    return agency_name(partnership, agency) if agency else "the Partnership Team"


def _count(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"


def _documents(case: str) -> Action:
    return button("See the documents", "documents.read", {"case": case})


def _tasks() -> Action:
    return button("My tasks", "tasks")
