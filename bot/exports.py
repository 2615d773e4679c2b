"""Documents, whole cases and figures, made by command: the same as in the chat, for whoever runs the machine."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bot import in_their_name
from bot.clock import SystemClock
from bot.in_their_name import BY_COMMAND, NOBODY, Leave
from dialogs.desk import Desk
from dialogs.keeping.in_your_name import Deed
from dialogs.paperwork.casefile import KEPT, casefile, made_before
from dialogs.paperwork.everything import everything
from dialogs.paperwork.figures import families, looked_at, notified
from dialogs.paperwork.producing import OFFERED, ZIP, Produced, Wanted, drawn, produced
from documents.model import Document, Edition
from documents.packs import Pack, archive
from documents.pseudonyms import pseudonyms_of
from documents.scrutiny import by_case, report
from documents.unknown_names import possible_names
from documents.whole import WHOLE_CASE, as_they_stand, earlier
from documents.whole import whole as whole_case
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.scrutiny import lens, within
from rapid_review.scrutiny.timeliness import pace
from storage.audit import Via
from storage.store import Store
from storage.work import Work


@dataclass(frozen=True)
class Asked:
    """Which document; one with names also in whose name, and why."""

    kind: str
    case: str
    about: str
    identified: bool
    ending: str
    leave: Leave = NOBODY


@dataclass(frozen=True)
class Why:
    """In whose name a whole case leaves and why, and what is withheld for which reason."""

    leave: Leave
    withhold: Sequence[str] = ()
    """KIND=WHY for each document that is left out."""
    pseudonymised: bool = False


def document(
    store: Store[Case],
    partnership: Partnership,
    policy: Policy,
    asked: Asked,
    template: bytes | None = None,
    tell: Callable[[Sequence[str]], object] = lambda words: None,
) -> bytes:
    """One document or pack in its next version. Raises Refusal for a kind there is not.

    `tell` hears which words in an edition without names may be names all the same.
    """
    kind = OFFERED.get(asked.kind)
    if kind is None:
        raise Refusal(f"There is no document “{asked.kind}”. Choose one of: {', '.join(sorted(OFFERED))}.")
    edition = Edition.IDENTIFIED if asked.identified else Edition.PSEUDONYMISED
    wanted = Wanted(kind, edition, ZIP if isinstance(kind, Pack) else asked.ending, asked.about)

    def make(work: Work[Case]) -> Produced:
        desk, case = _desk(work, partnership, policy), work.case(asked.case.upper())
        if wanted.of_each_agency and asked.about not in case.requests:
            raise Refusal(f"Say about which agency with --about: {', '.join(case.requests)}.")
        what = f"{KEPT} {wanted.subject}"
        in_their_name.require_may_leave(case)  # Without names too: a family may be known by what happened (rule 8).
        if asked.identified:
            in_their_name.let_out(work, partnership, case, asked.leave, what, Deed.DOCUMENT, desk.now)
        work.log_read(case.reference, BY_COMMAND, what, desk.now)
        return produced(desk, case, wanted, BY_COMMAND)

    made = store.run_now(make)
    tell(made.to_check())
    return made.content(template)


def whole(
    store: Store[Case],
    partnership: Partnership,
    policy: Policy,
    reference: str,
    why: Why,
    tell: Callable[[Sequence[str]], object] = lambda words: None,
) -> bytes:
    """The whole of a case. A second person of the Partnership Team, or the chair, has agreed to it (Part 6, rule 8).

    `tell` hears which words in what goes without names may be names all the same.
    """
    without = withheld(why.withhold)

    def make(work: Work[Case]) -> tuple[bytes, list[str]]:
        desk = _desk(work, partnership, policy)
        case = work.case(reference.upper())
        in_their_name.let_out(work, partnership, case, why.leave, "the whole case", Deed.EXPORTED, desk.now)
        said = {**asdict(why.leave), "withheld": without}
        number = work.put_form(case.reference, "export", "", BY_COMMAND, desk.now, said)
        return _packed(desk, case, why, without, number)

    content, doubtful = store.run_now(make)
    tell(doubtful)
    return content


def _packed(desk: Desk, case: Case, why: Why, without: dict[str, str], number: int) -> tuple[bytes, list[str]]:
    """The archive, and what may be a name where none should be."""
    edition = Edition.PSEUDONYMISED if why.pseudonymised else Edition.IDENTIFIED
    file = casefile(desk, case)
    shown = {kind: pseudonyms_of(file).of(said) if why.pseudonymised else said for kind, said in without.items()}
    made = made_before(desk, case)
    now, before = whole_case(file, edition, without), earlier(file, made, edition, without)
    if not now:
        raise Refusal("Everything would be withheld.")
    # What is withheld stands in many answers, and names in all of them: then none of it goes as data.
    beside = everything(desk, case, file) if not (why.pseudonymised or without) else {}
    more = {
        "earlier": [_earlier(name, document) for name, document in before],
        "received": _received(desk, case),
        "as_data": [*beside] or "Left out: it goes only with names and with nothing withheld.",
    }
    content = archive(WHOLE_CASE, now, number, desk.now, shown, earlier=before, more=more, beside=beside)
    nameless = [document for _, document in (*now, *before) if document.edition is Edition.PSEUDONYMISED]
    alike = as_they_stand(file, made, Edition.PSEUDONYMISED)
    return content, possible_names(nameless, file, alike) if nameless else []


def _earlier(name: str, document: Document) -> dict[str, object]:
    made = {"version": document.version, "made_at": document.made_at.isoformat()}
    return {"name": name.replace("_", " "), **made, "edition": str(document.edition)}


def _received(desk: Desk, case: Case) -> list[dict[str, object]]:
    """Files that others sent, handed over in the chat one by one. What they are called may name somebody."""
    return [
        {
            "number": sent.number,
            "from": sent.subject or "Partnership Team",
            "at": sent.at.isoformat(),
            "bytes": sent.about.size,
            "sha256": sent.about.checksum,
        }
        for sent in desk.work.attachments(case.reference)
    ]


def withheld(asked: Sequence[str]) -> dict[str, str]:
    """What is left out, each with its reason. Refuses what it does not understand: nothing goes out by a slip."""
    without = {}
    for one in asked:
        kind, _, why = (part.strip() for part in one.partition("="))
        if kind not in WHOLE_CASE.kinds or not why:
            raise Refusal(f"“{one}” is not KIND=WHY. The whole case holds: {', '.join(WHOLE_CASE.kinds)}.")
        without[kind] = why
    return without


def scrutiny(
    store: Store[Case],
    partnership: Partnership,
    policy: Policy,
    first: date,
    last: date,
    ending: str,
    *,
    each: bool = False,
) -> bytes:
    """The figures of the cases begun between two days; or, for `each` of them, how long it took."""
    if first > last:
        raise Refusal("The first day is after the last. Give the earlier one first.")

    def make(work: Work[Case]) -> Document:
        desk, every = _desk(work, partnership, policy), work.every_case()
        chosen = within(every, first, last)
        looked_at(desk, chosen, BY_COMMAND, "figures by case" if each else "figures")
        if each:
            return by_case(map(pace, chosen), partnership, desk.now)
        figures = lens(every, first, last, notified(work, chosen), families(work, chosen))
        return report(figures, partnership, policy, desk.now)

    return drawn(store.run_now(make), ending)


def _desk(work: Work[Case], partnership: Partnership, policy: Policy) -> Desk:
    work.via = Via.COMMAND
    return Desk(work, partnership, policy, SystemClock().now())
