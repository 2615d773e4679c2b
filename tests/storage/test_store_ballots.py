"""Whatever the order of casting, changing, recusing and calling a deputy, and whatever crashes: the same outcome."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
from balloting import (
    CLOSES,
    MORNING,
    at_the_poll,
    casts,
    declared,
    holding,
    reason,
    recuse,
    who,
    with_criteria,
    written,
)
from cast import PARTNERSHIP
from folders import KEY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import verify_ballot
from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.errors import Refusal
from rapid_review.outcome.decision import Choice, Outcome, Stance
from rapid_review.people import Partner, Seat
from storage.store import Store
from storage.work import Work

SEATS = (*PARTNERSHIP.seats, Seat("south", "South ICB", Partner.HEALTH, "kofi"))
OF = holding(*SEATS)
SPEAKERS = {
    "local-authority": ("efua", "priya"),
    "police": ("farid",),
    "health": ("gwen", "marcus"),
    "south": ("kofi",),
}
"""Who speaks for each seat: the member before the deputy."""
DEPUTIES = {"priya": "local-authority", "marcus": "health"}
Act = Callable[[Work[Case], Case], None]
_numbers = count(1)


class Crash(Exception):
    """The process dies before the transaction ends."""


@dataclass(frozen=True)
class Ballot:
    """Who says what in the end, who changes their mind before, and who is recused."""

    last: dict[str, Stance]
    first: dict[str, Stance]
    gwen_is_recused: bool

    def acts(self) -> dict[str, list[Act]]:
        """What is done, by person: each does their own in this order, whenever they do it."""
        acts: dict[str, list[Act]] = {}
        for name in self.last:
            own = [partial(_joins, name=name, seat=DEPUTIES[name])] if name in DEPUTIES else []
            views = [self.first[name], self.last[name]] if name in self.first else [self.last[name]]
            acts[name] = [*own, *(partial(_votes, name=name, stance=stance) for stance in views)]
        if self.gwen_is_recused:
            acts["chair"] = [lambda work, case: recuse(case, "gwen")]
        return acts

    def counted(self) -> dict[str, Stance | None]:
        """What each seat says in the end, reckoned by hand."""
        gone = {"gwen"} if self.gwen_is_recused else set()
        return {
            seat: next((self.last[name] for name in names if name in self.last and name not in gone), None)
            for seat, names in SPEAKERS.items()
        }

    def expected(self) -> Outcome:
        """Everyone who counts says the same, or there is no shared view."""
        seats = self.counted()
        heard = {"the local authority": seats["local-authority"], "the police": seats["police"]}
        heard["health"] = seats["health"] or seats["south"]
        missing = tuple(partner for partner, stance in heard.items() if stance is None)
        said = {stance for stance in seats.values() if stance}
        return Outcome(not missing, said.pop() if len(said) == 1 and not missing else None, missing)


def _joins(work: Work[Case], case: Case, name: str, seat: str) -> None:
    case.call_deputy(seat, by=who("amina"), now=MORNING)
    declared(case, name)


def _votes(work: Work[Case], case: Case, name: str, stance: Stance, now: datetime = MORNING) -> None:
    answers = {"option": stance, "reason": reason(stance)}
    revision = work.put_form(case.reference, "ballot", name, name, now, answers)
    casts(case, name, stance, revision=revision, now=now, of=OF)


def _opens(work: Work[Case], reference: str) -> None:
    case = at_the_poll(*SEATS, reference=reference)
    case.sign_confidentiality(by=who("kofi", OF), now=MORNING)
    case.declare_conflict(Conflict.NONE, perceived=False, by=who("kofi", OF), revision=1, now=MORNING)
    work.add(case)


@pytest.fixture
def store(url: str) -> Iterator[Store[Case]]:
    with closing(Store.connect(url, KEY, case_type=Case, announce=lambda case, event: ())) as store:
        store.migrate()
        yield store


def held(store: Store[Case], ballot: Ballot, order: list[str], crashes: list[bool], *, early: bool) -> Case:
    """The ballot in this order, each step in a transaction of its own, which may be lost and done again."""
    reference = f"RR-2026-{next(_numbers):03}"
    store.run_now(partial(_opens, reference=reference))
    acts = {name: iter(acts) for name, acts in ballot.acts().items()}
    steps = [next(acts[name]) for name in order]
    if early:
        steps.append(partial(_votes, name="kofi", stance=ballot.last["kofi"]))
    for step, crash in zip(steps, [*crashes, *[False] * len(steps)], strict=False):
        if crash:
            with suppress(Crash, Refusal):
                store.run_now(partial(_lost, reference=reference, step=step))
        with suppress(Refusal):  # Gwen may be recused already: then she cannot vote any more.
            store.run_now(lambda work, step=step: step(work, work.case(reference)))
    after_a_week = CLOSES + timedelta(days=7)
    store.run_now(lambda work: work.case(reference).close_poll_if_due(after_a_week))
    record = verify_ballot.read(written(store, reference))
    assert verify_ballot.faults(record) == []
    return store.run_now(lambda work: work.case(reference))


def _lost(work: Work[Case], reference: str, step: Act) -> None:
    step(work, work.case(reference))
    raise Crash


STANCES = st.sampled_from([Stance.REVIEW, Stance.REVIEW, Stance.ALTERNATIVE, Stance.MORE_INFORMATION])


@st.composite
def ballots(draw: st.DrawFn) -> tuple[Ballot, list[str], list[str]]:
    """A ballot, and two orders in which it can go."""
    names = st.sampled_from(["efua", "farid", "gwen", "priya", "marcus"])
    last = draw(st.dictionaries(names, STANCES, min_size=2))
    first = draw(st.dictionaries(st.sampled_from(sorted(last)), STANCES, max_size=2))
    ballot = Ballot(last, first, draw(st.booleans()))
    order = [name for name, acts in ballot.acts().items() for _ in acts]
    return ballot, draw(st.permutations(order)), draw(st.permutations(order))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ballots(), st.lists(st.booleans(), max_size=12), st.booleans(), STANCES)
def test_any_order_and_any_crash_give_the_same_outcome(
    store: Store[Case], ballot: tuple[Ballot, list[str], list[str]], crashes: list[bool], early: bool, kofi: Stance
) -> None:
    """The fourth seat speaks last, which closes the poll if all are heard; or never, and the poll closes on its day."""
    views, one, other = ballot
    if early:
        views = Ballot({**views.last, "kofi": kofi}, views.first, views.gwen_is_recused)
    first = held(store, views, one, crashes, early=early)
    second = held(store, views, other, [], early=early)
    assert first.outcome() == second.outcome() == views.expected()
    all_heard = early and None not in views.counted().values()
    for case in (first, second):
        assert case.poll and case.poll.closed_at == (MORNING if all_heard else CLOSES)


def test_the_record_tells_rounds_apart(store: Store[Case]) -> None:
    """No quorum, so it is extended and the views stand; then all want to wait, are asked anew, and decide."""
    reference = f"RR-2026-{next(_numbers):03}"
    store.run_now(partial(_opens, reference=reference))

    def does(act: Callable[[Case], object]) -> None:
        store.run_now(lambda work: act(work.case(reference)))

    def vote(*names: str, stance: Stance, now: datetime) -> None:
        for name in names:
            step = partial(_votes, name=name, stance=stance, now=now)
            store.run_now(lambda work, step=step: step(work, work.case(reference)))

    later, last = CLOSES + timedelta(days=1), CLOSES + timedelta(days=5)
    vote("efua", "gwen", stance=Stance.MORE_INFORMATION, now=MORNING)
    does(lambda case: case.close_poll_if_due(CLOSES))
    does(lambda case: case.extend_poll(later, by=who("efua"), now=CLOSES))
    vote("farid", "kofi", stance=Stance.MORE_INFORMATION, now=CLOSES)
    does(lambda case: case.defer(later.date(), by=who("efua"), revision=1, now=CLOSES))
    does(lambda case: case.take_back(last, by=who("efua"), now=later))
    vote("efua", "gwen", "farid", "kofi", stance=Stance.REVIEW, now=later)
    does(with_criteria)
    does(lambda case: case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=later))
    record = verify_ballot.read(written(store, reference))
    assert verify_ballot.faults(record) == []
    assert record.one("outcome")["counted"] == {"local-authority": 5, "health": 6, "police": 7, "south": 8}
    assert "Shared view: review. Decision on record: lcspr." in verify_ballot.proved(record)


def decided(case: Case) -> None:
    """Efua records what the Group said; only then does Farid say that he cannot sign, and Gwen has a conflict."""
    with_criteria(case).record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=CLOSES)
    unsettled(case)
    case.rule("gwen", Ruling.RECUSE, by=who("efua"), revision=1, now=CLOSES)


def unsettled(case: Case) -> None:
    """Farid says that he cannot sign, and Gwen waits for a ruling."""
    case.decline_to_sign(by=who("farid"), now=CLOSES)
    declared(case, "gwen", conflict=Conflict.ACTUAL, now=CLOSES)


@pytest.mark.parametrize(
    ("then", "counted"),
    [(decided, {"local-authority", "police", "health"}), (unsettled, {"local-authority"})],
)
def test_who_stands_aside_is_not_counted_and_after_the_decision_changes_nothing(
    store: Store[Case], then: Callable[[Case], None], counted: set[str]
) -> None:
    reference = f"RR-2026-{next(_numbers):03}"
    store.run_now(partial(_opens, reference=reference))
    for name in ("efua", "farid", "gwen"):
        step = partial(_votes, name=name, stance=Stance.REVIEW)
        store.run_now(lambda work, step=step: step(work, work.case(reference)))
    store.run_now(lambda work: work.case(reference).close_poll_if_due(CLOSES))
    store.run_now(lambda work: then(work.case(reference)))
    record = verify_ballot.read(written(store, reference))
    assert verify_ballot.faults(record) == []
    assert record.one("outcome")["counted"].keys() == counted
    assert record.one("outcome")["quorate"] is (len(counted) == 3)


def test_views_given_at_the_same_moment_are_all_there_in_one_order(store: Store[Case]) -> None:
    reference = f"RR-2026-{next(_numbers):03}"
    store.run_now(partial(_opens, reference=reference))

    def vote(name: str) -> None:
        step = partial(_votes, name=name, stance=Stance.REVIEW)
        store.run_now(lambda work: step(work, work.case(reference)))

    with ThreadPoolExecutor(3) as at_once:
        list(at_once.map(vote, ("efua", "farid", "gwen")))
    vote("kofi")
    record = verify_ballot.read(written(store, reference))
    assert verify_ballot.faults(record) == []
    assert {vote["person"] for vote in record.all("vote")} == {"efua", "farid", "gwen", "kofi"}
