"""A request for somebody's own data, by command: the table of passages to be marked, and the pack of those released."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import in_their_name, marked_table
from bot.clock import SystemClock
from dialogs.desk import Desk
from dialogs.keeping.in_your_name import Deed
from dialogs.paperwork.casefile import casefile
from documents.casefile import CaseFile
from documents.model import Document
from documents.pack import packed
from documents.passages import Passage, Person, passages, without_others
from documents.released import RELEASE, Mark, Reply, let_go_of, released
from documents.unknown_names import possible_names
from documents.web import web
from documents.word import word
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.keeping.kept import SubjectRequest
from rapid_review.people import Partnership, Role
from rapid_review.policy import Policy
from rapid_review.questions.forms import in_words
from storage.store import Store
from storage.work import Work

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
    request: int | None = None
    """Which of the case's open requests it answers; it may be left out where one is open."""
    names_checked: bool = False
    """Whether a person has looked at what may be names in it."""


def table(store: Store[Case], file: File, sought: Sought, *without: str) -> str:
    """Every passage that names them, each on a line to be marked; without those of these tables."""
    in_their_name.require_there(file[0], sought.by)
    _require_runs_it(file[0], sought.by)
    marked = {row["id"] for row in marked_table.rows_of(*without)}

    def make(work: Work[Case]) -> str:
        found = _found(work, file, sought).passages
        return marked_table.table_of([passage for passage in found if passage.id not in marked], file[0])

    return store.run_now(make)


def pack(
    store: Store[Case],
    file: File,
    sought: Sought,
    marked: str | Sequence[str],
    why: Why,
    keep: Callable[[bytes], object] = lambda content: None,
) -> bytes:
    """The pack of what is marked for release. The marks and what was decided are kept in the case.

    `keep` gets it before the request is written down as answered: if it cannot be kept, nothing is.
    """
    _require_two(file[0], sought.by, why)
    rows = marked_table.rows_of(*([marked] if isinstance(marked, str) else marked))

    def make(work: Work[Case]) -> bytes:
        found = _found(work, file, sought)
        request = _answered(found.file.case, why.request)
        in_their_name.require_run_it(found.file.case, file[0], why.second)
        in_their_name.require_may_leave(found.file.case)
        marks = marked_table.read_marks(rows, found.passages)
        document = _released(found, marks, request, file[0])
        checked = _require_names_checked(found, marks, document, why)
        _note(work, found, request, sought, why, {"marks": _schedule(marks), "names_checked": checked})
        in_their_name.tell(work, file[0], sought.case, Deed.PACKED, (sought.by, why.second), found.file.now)
        content = _packed(document, request, found.file.now)
        keep(content)
        return content

    return store.run_now(make)


@dataclass(frozen=True)
class Found:
    """The case, whose data it is, and every passage of theirs."""

    file: CaseFile
    person: Person
    passages: list[Passage]


def _found(work: Work[Case], file: File, sought: Sought) -> Found:
    now = SystemClock().now()
    case = work.case(sought.case)
    in_their_name.require_run_it(case, file[0], sought.by)
    if not case.subject_requests_open():
        raise Refusal("No request is open in this case. Record it first: in Teams, type “keeping” and the reference.")
    work.log_read(case.reference, sought.by, "subject access", now)
    whole = casefile(Desk(work, *file, now), case)
    person = _person(sought.names, file[0])
    found = passages(whole, person, every=sought.every)
    if not found:
        raise Refusal("Nobody of that name is found in this case. Check the spelling, or give another with --also.")
    return Found(whole, person, found)


def _person(names: tuple[str, ...], partnership: Partnership) -> Person:
    known = partnership.person(names[0])
    return Person((known.name, *names[1:]), known.id) if known else Person(names)


def _answered(case: Case, number: int | None) -> SubjectRequest:
    """The request of this number. Which one, a person says: two of them may be of two people."""
    waiting = case.subject_requests_open()
    if number is None and len(waiting) == 1:
        return waiting[0]
    chosen = [request for request in waiting if request.number == number]
    if chosen:
        return chosen[0]
    which = "; ".join(f"{request.number}, received on {in_words(request.received_on)}" for request in waiting)
    raise Refusal(f"Say which request is answered with --request and its number. Open in this case: {which}.")


def _require_names_checked(found: Found, marks: Mapping[str, Mark], document: Document, why: Why) -> list[str]:
    """What may be somebody else's name in the words that leave: a name that stands on no form is hidden by nothing."""
    words = let_go_of(found.passages, marks, without_others(found.file, found.person))
    leaving = replace(document, blocks=tuple(words))
    doubtful = [name for name in possible_names([leaving], found.file) if not found.person.is_all_of(name)]
    if doubtful and not why.names_checked:
        raise Refusal(
            "Nothing was made yet: these words in it may be names of other people.\n  "
            + "\n  ".join(doubtful)
            + "\nLook for each in the table. Withhold its line if it must not go. When all that is left may go, say "
            "--names-checked."
        )
    return doubtful


def _note(
    work: Work[Case], found: Found, request: SubjectRequest, sought: Sought, why: Why, decided: Mapping[str, object]
) -> None:
    """In the case, and sealed with it: who asked for it, who agreed, and all that was decided."""
    kept = {"names": list(sought.names), "reason": why.reason, "second": why.second, **decided}
    work.put_form(sought.case, "subject_access", str(request.number), sought.by, found.file.now, kept)
    found.file.case.answer_subject_request(request.number, sought.by, why.second, found.file.now)


def _schedule(marks: Mapping[str, Mark]) -> dict[str, str]:
    """Each passage with what was decided: the whole of it stays in the case, and only counts go out."""
    return {id: RELEASE if mark.release else mark.exemption for id, mark in marks.items()}


def _released(found: Found, marks: Mapping[str, Mark], request: SubjectRequest, partnership: Partnership) -> Document:
    reply = Reply(found.file.case.reference, request.number, request.received_on, found.file.now)
    return released(found.passages, marks, without_others(found.file, found.person), reply, partnership)


def _packed(document: Document, request: SubjectRequest, now: datetime) -> bytes:
    files = {"your information.docx": word(document), "your information.html": web(document).encode()}
    about = {"pack": document.title, "case": document.reference, "request": request.number, "made_at": now.isoformat()}
    return packed(files, about)


def _require_two(partnership: Partnership, by: str, why: Why) -> None:
    in_their_name.require_two(partnership, by, why.second)
    _require_runs_it(partnership, by, why.second)
    if not why.reason.strip():
        raise Refusal("Say why it leaves: --reason.")


def _require_runs_it(partnership: Partnership, *people: str) -> None:
    may = {*partnership.holders(Role.PARTNERSHIP_TEAM), *partnership.holders(Role.CHAIR)}
    if not set(people) <= may:
        raise Refusal("Both people have to be the chair or of the Partnership Team. Give their ids.")
