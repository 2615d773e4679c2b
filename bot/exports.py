"""Documents, whole cases and figures, made by command: the same as in the chat, for whoever runs the machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot import in_their_name
from bot.clock import SystemClock
from dialogs.desk import Desk
from dialogs.keeping.in_your_name import Deed
from dialogs.paperwork.casefile import casefile
from dialogs.paperwork.figures import looked_at, notified
from dialogs.paperwork.producing import OFFERED, ZIP, Produced, Wanted, drawn, produced
from documents.model import Document, Edition
from documents.packs import WHOLE_CASE, Pack, archive, contents
from documents.pseudonyms import pseudonyms_of
from documents.scrutiny import by_case, data_pack
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Partnership, Role
from rapid_review.policy import Policy
from rapid_review.scrutiny import lens, within
from rapid_review.scrutiny.timeliness import pace
from storage.audit import Via
from storage.store import Store
from storage.work import Work

BY_COMMAND = "command line"


@dataclass(frozen=True)
class Asked:
    """Which document."""

    kind: str
    case: str
    about: str
    identified: bool
    ending: str


@dataclass(frozen=True)
class Why:
    """Why a whole case leaves, who else agreed, and what is withheld for which reason."""

    reason: str
    second: str
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
        work.log_read(case.reference, BY_COMMAND, f"document {wanted.subject}", desk.now)
        return produced(desk, case, wanted, BY_COMMAND)

    made = store.run_now(make)
    tell(made.to_check())
    return made.content(template)


def whole(store: Store[Case], partnership: Partnership, policy: Policy, reference: str, why: Why) -> bytes:
    """The whole of a case. A second person of the Partnership Team, or the chair, has agreed to it (Part 6, rule 8)."""
    may = {*partnership.holders(Role.PARTNERSHIP_TEAM), *partnership.holders(Role.CHAIR)}
    if why.second not in may:
        raise Refusal("The second person has to be the chair or one of the Partnership Team. Give their id.")
    if not why.reason.strip():
        raise Refusal("Say why the whole case leaves: --reason.")
    without = withheld(why.withhold)

    def make(work: Work[Case]) -> bytes:
        desk = _desk(work, partnership, policy)
        case = work.case(reference.upper())
        in_their_name.require_run_it(case, partnership, why.second)
        in_their_name.tell(work, partnership, case.reference, Deed.EXPORTED, (why.second,), desk.now)
        edition = Edition.PSEUDONYMISED if why.pseudonymised else Edition.IDENTIFIED
        said = {"reason": why.reason, "second": why.second, "withheld": without}
        number = work.put_form(case.reference, "export", "", BY_COMMAND, desk.now, said)
        work.log_read(case.reference, BY_COMMAND, "the whole case", desk.now)
        file = casefile(desk, case)
        shown = {kind: pseudonyms_of(file).of(said) if why.pseudonymised else said for kind, said in without.items()}
        return archive(WHOLE_CASE, contents(WHOLE_CASE, file, edition, without), number, desk.now, shown)

    return store.run_now(make)


def withheld(asked: Sequence[str]) -> dict[str, str]:
    """What is left out, each with its reason. Refuses what it does not understand: nothing goes out by a slip."""
    without = {}
    for one in asked:
        kind, _, why = (part.strip() for part in one.partition("="))
        if kind not in WHOLE_CASE.kinds or not why:
            raise Refusal(f"“{one}” is not KIND=WHY. The whole case holds: {', '.join(WHOLE_CASE.kinds)}.")
        without[kind] = why
    if len(without) == len(WHOLE_CASE.kinds):
        raise Refusal("Everything would be withheld.")
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

    def make(work: Work[Case]) -> Document:
        desk, every = _desk(work, partnership, policy), work.every_case()
        chosen = within(every, first, last)
        looked_at(desk, chosen, BY_COMMAND, "figures by case" if each else "figures")
        if each:
            return by_case(map(pace, chosen), partnership, desk.now)
        return data_pack(lens(every, first, last, notified(work, chosen)), partnership, policy, desk.now)

    return drawn(store.run_now(make), ending)


def _desk(work: Work[Case], partnership: Partnership, policy: Policy) -> Desk:
    work.via = Via.COMMAND
    return Desk(work, partnership, policy, SystemClock().now())
