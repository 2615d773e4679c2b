"""A request for somebody's own data, by command: the table of passages to be marked, and the pack of those released."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import in_their_name, marked_table
from bot.clock import SystemClock
from bot.in_their_name import BY_COMMAND, Leave
from dialogs.desk import Desk
from dialogs.keeping.in_your_name import Deed
from dialogs.paperwork.casefile import casefile
from dialogs.paperwork.everything import sealed
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
from rapid_review.timing.london import clock_words
from storage.audit import Via
from storage.store import Store
from storage.work import Work

File = tuple[Partnership, Policy]
AFTER_THE_POLL = "Once it is closed, make a table of what is new: subject-access with --without and the one you have."
LEFT_OUT = f"They are left out. {AFTER_THE_POLL}"
THEN = "Mark it, and make the pack with both: --marks ONE --marks OTHER."


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


def table(
    store: Store[Case],
    file: File,
    sought: Sought,
    why: Why,
    *without: str,
    tell: Callable[[str], object] = lambda words: None,
) -> str:
    """Every passage that names them, each on a line to be marked; without those of these tables.

    `tell` hears what is not in it, as long as that is sealed.
    """
    marked = {row["id"] for row in marked_table.rows_of(*without)}
    what = "every passage" if sought.every else "subject access"

    def make(work: Work[Case]) -> tuple[str, str]:
        now, case = SystemClock().now(), work.case(sought.case)
        leave = Leave(sought.by, why.reason, why.second)
        in_their_name.let_out(work, file[0], case, leave, what, Deed.TABLE, now)
        found = [passage for passage in _found(work, file, sought, now).passages if passage.id not in marked]
        return marked_table.table_of(found, file[0]), f"{_open_poll(case)} {LEFT_OUT}" if sealed(case, now) else ""

    made, left_out = store.run_now(make)
    if left_out:
        tell(left_out)
    return made


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
        work.via = Via.COMMAND
        found = _found(work, file, sought, SystemClock().now())
        work.log_read(sought.case, BY_COMMAND, "subject access", found.file.now)
        request = _answered(found.file.case, why.request)
        in_their_name.require_run_it(found.file.case, file[0], why.second)
        in_their_name.require_not_aside(found.file.case, sought.by, why.second)
        in_their_name.require_may_leave(found.file.case)
        _require_opened(found.file.case, found.file.now)
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


def _found(work: Work[Case], file: File, sought: Sought, now: datetime) -> Found:
    """Views that are sealed are nobody’s to read, whoever asks and whosever data they are."""
    case = work.case(sought.case)
    in_their_name.require_run_it(case, file[0], sought.by)
    if not case.subject_requests_open():
        raise Refusal("No request is open in this case. Record it first: in Teams, type “keeping” and the reference.")
    unread, all_of_it = sealed(case, now), casefile(Desk(work, *file, now), case)
    whole = replace(all_of_it, forms={key: form for key, form in all_of_it.forms.items() if form.form not in unread})
    person = _person(sought.names, file[0])
    found = passages(whole, person, every=sought.every)
    if not found:
        raise Refusal("Nobody of that name is found in this case. Check the spelling, or give another with --also.")
    return Found(whole, person, found)


def _person(names: tuple[str, ...], partnership: Partnership) -> Person:
    known = partnership.known(names[0])
    return Person((known.name, *names[1:]), known.id) if known else Person(names)


def _open_poll(case: Case) -> str:
    closes = clock_words(case.poll.closes_at) if case.poll else ""
    return f"The poll of {case.reference} is open until {closes}, so its views are sealed, from everybody."


def _require_opened(case: Case, now: datetime) -> None:
    """What somebody said in a view is about them too, or about whom it names: the answer is not whole without it."""
    if sealed(case, now):
        raise Refusal(f"{_open_poll(case)} No pack was made, and the request is open. {AFTER_THE_POLL} {THEN}")


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
    leave = {"by": sought.by, "reason": why.reason, "second": why.second}
    kept = {"names": list(sought.names), **leave, **decided}
    work.put_form(sought.case, "subject_access", str(request.number), BY_COMMAND, found.file.now, kept)
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
