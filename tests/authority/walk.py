"""Everybody tries everything: what each may see, do and call, found out by trying and not by reading the tables."""

import inspect
import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import partial
from typing import Any, get_args, get_origin

from cast import PARTNERSHIP, POLICY
from test_case import MONDAY

from authority.parts import PARTS, prepared
from dialogs.desk import Desk
from rapid_review.case import REFERENCE, Case
from rapid_review.deeds import Deed, may
from rapid_review.errors import ForTheChair, NotYours, Recused, Refusal
from rapid_review.people import Standing
from rapid_review.permissions import Surface, roles_of, sees

Outcome = tuple[str, str]
"""What was tried by whom in which state, and what came of it."""

PREPARED = prepared()
LOOKED_AT: "dict[tuple[str, str], Case]" = {at: pickle.loads(kept) for at, kept in PREPARED.items()}
"""The same, for questions that change nothing."""
IN_FULL = ("nothing", "declared", "recused", "frozen", "under glass", "the partners disagree")
"""The states in which every method is called."""
NOT_YET = ("First we need", "You are recused", "is frozen", "could read it is over", "Nobody opens a case")
NOT_YET += ("that you can correct",)
"""How refusals are known that say it is not theirs to do, or not now."""

OWN = {
    "person": "dev",
    "lead": "kofi",
    "to": "joan",
    "author": "Somebody",
    "author_id": "",
    "about": "gwen",
    "sender": "ben",
    "seat": "health",
    "duty": "panel",
    "paper": "return/police/1",
    "id": "b1",
    "reference": "RR-2026-002",
    "second": "efua",
    "salt": "0" * 32,
    "said": "yes",
}
"""Arguments that are ids of something there is; all else follows from its type."""


def everything(first: Collection[str] = ()) -> Iterator[Outcome]:
    """Every outcome there is; those of these methods first, because it is they that were changed."""
    called = [name for name in methods() if name in first]
    yield from _calls(called)
    yield from seen()
    yield from deeds()
    yield from desks()
    yield from _calls([name for name in methods() if name not in first])


def seen() -> Iterator[Outcome]:
    """What each sees of each part of the case, and what they are in it."""
    for (part, state), case in LOOKED_AT.items():
        who = PARTS[part]
        yield f"{part}, {state}: is", " ".join(sorted(roles_of(case, who)))
        levels = {surface: sees(case, who, surface) for surface in Surface}
        yield f"{part}, {state}: sees", " ".join(f"{surface}={level.name}" for surface, level in levels.items())


def deeds() -> Iterator[Outcome]:
    """Whose deeds are whose."""
    for (part, state), case in LOOKED_AT.items():
        who = PARTS[part]
        able = {deed: f"{may(case, who, deed):d}{_tried(partial(case.require_may, who, deed))}" for deed in Deed}
        yield f"{part}, {state}: may", " ".join(f"{deed}={able[deed]}" for deed in Deed)
        yield f"{part}, {state}: is ruled on by", " ".join(sorted(case.rulers))
        yield f"{part}, {state}: breaks glass", _tried(partial(case.require_may_break_glass, who))
        yield f"{part}, {state}: with documents", f"{case.may_add_for(who)} {[*_documents(case, who)]}"


def _documents(case: Case, who: Standing) -> Iterator[tuple[bool, ...]]:
    """Each agency's, sent by themselves and by somebody else: whether they may have it, and take it back."""
    for agency in ("police", "health", ""):
        taken_back = [case.may_remove_document(who, agency, sender) for sender in (who.id, "ben")]
        yield (case.may_have_document(who, agency), *taken_back)


def desks() -> Iterator[Outcome]:
    """Whether the case opens at all: the door before every verb."""
    for (part, state), kept in PREPARED.items():
        case = _loaded(kept)
        desk = _desk(case)
        for reference in ("RR-2026-001", "rr-2026-001 ", "RR-2026-999", "", "RR-2026-001/police"):
            opened = _tried(partial(desk.case, reference, PARTS[part]))
            said = _tried(partial(desk.case_recused_or_not, reference, PARTS[part]))
            yield f"{part}, {state}: opens “{reference}”", f"{opened} {said}"
        then = sees(case, PARTS[part], Surface.NOTIFICATION).name
        noted = desk.work.under_glass  # type: ignore[attr-defined]
        yield f"{part}, {state}: has opened it", f"{then} {' '.join(sorted(roles_of(case, PARTS[part])))} {noted}"


def methods() -> list[str]:
    """Everything that somebody can do to a case, by name."""
    found = inspect.getmembers(Case, inspect.isfunction)
    return [name for name, method in found if not name.startswith("_") and _actor(method)]


def _actor(method: Any) -> str:
    """By which name a method is told who acts; a command of the machine's is told an id, and asks nobody's part."""
    asked = inspect.signature(method).parameters
    return next((name for name in ("by", "who") if name in asked and asked[name].annotation is Standing), "")


def _calls(names: Iterable[str]) -> Iterator[Outcome]:
    for name in names:
        for part, who in PARTS.items():
            tried = [f"{state}={_called(name, PREPARED[part, state], who)}" for state in IN_FULL]
            yield f"{part}: {name}", "; ".join(tried)


def _called(name: str, kept: bytes, who: Standing) -> str:
    case = _loaded(kept)
    method = getattr(case, name)
    asked = inspect.signature(method).parameters
    given = {id: who if id in ("by", "who") else _argument(id, p) for id, p in asked.items() if _is_named(p)}
    given |= {"id": "a1"} if "action" in name and "id" in given else {}
    given |= {"sender": who.id} if "sender" in given and who is PARTS["agency_spoc"] else {}
    several = [_argument(id, p) for id, p in asked.items() if p.kind is p.VAR_POSITIONAL]
    positional = [given.pop(id) for id, p in asked.items() if p.kind is p.POSITIONAL_OR_KEYWORD and id in given]
    return _tried(partial(method, *positional, *several, **given))


def _is_named(parameter: inspect.Parameter) -> bool:
    return parameter.kind is not parameter.VAR_POSITIONAL and parameter.default is parameter.empty


def _argument(id: str, parameter: inspect.Parameter) -> Any:
    kind = parameter.annotation
    if kind is str:
        return OWN.get(id, "police")
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return OWN_ENUM.get(id, next(iter(kind)))
    if kind is bool:
        return True
    if kind is int:
        return 1
    for known, value in ((datetime, MONDAY + timedelta(days=3)), (date, (MONDAY + timedelta(days=3)).date())):
        if kind is known or known in get_args(kind):
            return MONDAY if id == "now" else value
    return _collection(kind)


OWN_ENUM: dict[str, Any] = {}


def _collection(kind: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Mapping, dict):
        return {"housing": "why"}
    return () if origin in (Collection, Iterable, tuple, list) else None


def _tried(attempt: Any) -> str:
    """Let in, refused as nobody's, not yet, or what a question about them answers."""
    try:
        said = attempt()
    except NotYours as refusal:
        return "chair’s" if isinstance(refusal, ForTheChair) else "-"
    except Recused:
        return "recused"
    except Refusal as refusal:
        return "not yet" if any(words in str(refusal) for words in NOT_YET) else "in"
    except Exception:  # noqa: BLE001  Past every check, made-up arguments may lead anywhere.
        return "in"
    return str(bool(said)) if isinstance(said, bool | list | frozenset | tuple) else "in"


def _loaded(kept: bytes) -> Case:
    case: Case = pickle.loads(kept)
    return case


class _Work:
    """All that a desk asks of the database in order to open a case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.under_glass = False

    def breaks_glass(self, case: str, person: str) -> None:
        self.under_glass = True

    def case(self, reference: str) -> Case:
        if not REFERENCE.fullmatch(reference):
            raise ValueError("What is no reference never gets as far as the database.")
        if reference != self._case.reference:
            raise NotYours
        return self._case

    def __getattr__(self, name: str) -> Any:
        return lambda *given: None


def _desk(case: Case) -> Desk:
    return Desk(_Work(case), replace(PARTNERSHIP, seats=()), POLICY, MONDAY)  # type: ignore[arg-type]
