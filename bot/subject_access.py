"""A request for somebody's own data, by command: the table of passages to be marked, and the pack of those released.

Nothing goes out by default. A passage that nobody has marked stops the pack.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import SystemClock
from dialogs.desk import Desk
from dialogs.paperwork.casefile import casefile
from documents.casefile import CaseFile
from documents.pack import packed
from documents.passages import Passage, Person, passages, without_others
from documents.released import EXEMPTIONS, RELEASE, WITHHOLD, Mark, Reply, released
from documents.web import web
from documents.word import word
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.keeping.kept import SubjectRequest
from rapid_review.people import Partnership, Role
from rapid_review.policy import Policy
from rapid_review.returns.sharing_record import harmless
from rapid_review.timing.london import clock_words
from storage.store import Store
from storage.work import Work

HEADER = ("id", "form", "about", "version", "by", "at", "question", "passage", "mark", "exemption")
HOW_TO_MARK = "\n".join(
    [
        f"In “mark”, write {RELEASE} or {WITHHOLD} on every line. With {WITHHOLD}, write one of these in “exemption”:",
        *(f"  {code:18}{words}" for code, words in EXEMPTIONS.items()),
    ]
)
File = tuple[Partnership, Policy]


@dataclass(frozen=True)
class Sought:
    """Whose data, in which case, sought by whom."""

    case: str
    names: tuple[str, ...]
    by: str
    every: bool = False


@dataclass(frozen=True)
class Why:
    """Why it leaves, and who else agreed."""

    reason: str
    second: str


def table(store: Store[Case], file: File, sought: Sought) -> str:
    """Every passage that names them, each on a line to be marked."""
    _require_runs_it(file[0], sought.by)

    def make(work: Work[Case]) -> str:
        found = _found(work, file, sought)
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow(HEADER)
        lines.writerows(_line(passage, file[0]) for passage in found.passages)
        return out.getvalue()

    return store.run_now(make)


def _line(passage: Passage, partnership: Partnership) -> list[str]:
    where = (passage.form.replace("_", " "), passage.about, str(passage.version), partnership.name_of(passage.by))
    said = (passage.id, *where, clock_words(passage.at), passage.question, passage.text, "", "")
    return [harmless(text) for text in said]


def pack(store: Store[Case], file: File, sought: Sought, marked: str, why: Why) -> bytes:
    """The pack of what is marked for release. The marks and what was decided are kept in the case."""
    _require_runs_it(file[0], sought.by, why.second)
    if sought.by == why.second:
        raise Refusal("The second person has to be somebody else.")
    if not why.reason.strip():
        raise Refusal("Say why it leaves: --reason.")

    def make(work: Work[Case]) -> bytes:
        found = _found(work, file, sought)
        marks = read_marks(marked, found.passages)
        kept = {"names": list(sought.names), "reason": why.reason, "second": why.second, "marks": _schedule(marks)}
        about = str(found.request.number)
        work.put_form(sought.case, "subject_access", about, sought.by, found.file.now, kept)
        found.file.case.answer_subject_request(found.request.number, sought.by, why.second, found.file.now)
        return _packed(found, marks, file[0])

    return store.run_now(make)


@dataclass(frozen=True)
class Found:
    """What is known of a request: its case, whose data it is, and every passage of theirs."""

    file: CaseFile
    request: SubjectRequest
    person: Person
    passages: list[Passage]


def _found(work: Work[Case], file: File, sought: Sought) -> Found:
    now = SystemClock().now()
    case = work.case(sought.case)
    waiting = case.subject_requests_open()
    if not waiting:
        raise Refusal("No request is open in this case. Record it first: in Teams, type “keeping” and the reference.")
    work.log_read(case.reference, sought.by, "subject access", now)
    whole = casefile(Desk(work, *file, now), case)
    person = _person(sought.names, file[0])
    found = passages(whole, person, every=sought.every)
    if not found:
        raise Refusal("Nobody of that name is found in this case. Check the spelling, or give another with --also.")
    return Found(whole, waiting[0], person, found)


def _person(names: tuple[str, ...], partnership: Partnership) -> Person:
    known = partnership.person(names[0])
    return Person((known.name, *names[1:]), known.id) if known else Person(names)


def as_saved(table: bytes) -> str:
    """The table as some spreadsheet saved it. Only ids, marks and exemptions are read of it, and they are plain."""
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        return table.decode("cp1252", errors="replace")


def read_marks(marked: str, found: Iterable[Passage]) -> dict[str, Mark]:
    """What was decided of each passage. Refuses a table that is not whole, or not of the case as it is now."""
    rows = list(csv.DictReader(io.StringIO(marked)))
    if not rows or not {"id", "mark", "exemption"} <= rows[0].keys():
        raise Refusal("This is not the table. It needs the columns id, mark and exemption.")
    given = {_cell(row, "id"): (_cell(row, "mark").lower(), _cell(row, "exemption").lower()) for row in rows}
    if given.keys() != {passage.id for passage in found} or len(given) != len(rows):
        raise Refusal("The table is not of the case as it is now, or lines are missing or doubled. Make it again.")
    wrong = [id for id, (mark, why) in given.items() if not _understood(mark, why)]
    if wrong:
        first = ", ".join(wrong[:5])
        raise Refusal(f"{len(wrong)} passages are not marked so that it is clear. The first: {first}.\n{HOW_TO_MARK}")
    return {id: Mark(mark == RELEASE, "" if mark == RELEASE else why) for id, (mark, why) in given.items()}


def _cell(row: Mapping[str, Any], column: str) -> str:
    return str(row.get(column) or "").strip()


def _understood(mark: str, exemption: str) -> bool:
    return (mark == RELEASE and not exemption) or (mark == WITHHOLD and exemption in EXEMPTIONS)


def _schedule(marks: Mapping[str, Mark]) -> dict[str, str]:
    """Each passage with what was decided: the whole of it stays in the case, and only counts go out."""
    return {id: RELEASE if mark.release else mark.exemption for id, mark in marks.items()}


def _packed(found: Found, marks: Mapping[str, Mark], partnership: Partnership) -> bytes:
    now: datetime = found.file.now
    reply = Reply(found.file.case.reference, found.request.number, found.request.received_on, now)
    document = released(found.passages, marks, without_others(found.file, found.person), reply, partnership)
    files = {"your information.docx": word(document), "your information.html": web(document).encode()}
    about = {"pack": document.title, "case": reply.reference, "request": reply.number, "made_at": now.isoformat()}
    return packed(files, about)


def _require_runs_it(partnership: Partnership, *people: str) -> None:
    may = {*partnership.holders(Role.PARTNERSHIP_TEAM), *partnership.holders(Role.CHAIR)}
    if not set(people) <= may:
        raise Refusal("Both people have to be the chair or of the Partnership Team. Give their ids.")
