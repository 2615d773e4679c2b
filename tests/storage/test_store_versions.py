"""Two people make the same document at the same moment: two versions or one, no number twice, none lost."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from balloting import MORNING, at_the_poll
from cast import PARTNERSHIP
from folders import KEY

from dialogs.desk import Desk
from dialogs.paperwork.casefile import KEPT
from dialogs.paperwork.producing import Wanted, produced
from documents.kinds import KINDS
from documents.model import Edition
from rapid_review.case import Case
from rapid_review.people import Partnership
from rapid_review.policy import ENGLAND_2026
from storage.store import Store
from storage.work import Work

CHRONOLOGY = Wanted(KINDS["chronology"], Edition.PSEUDONYMISED, "docx")
POLICE = PARTNERSHIP.agencies["police"]
RENAMED = replace(
    PARTNERSHIP, agencies={**PARTNERSHIP.agencies, "police": replace(POLICE, name="Fellshire Constabulary")}
)
"""The same partnership, after which the same document says something else."""


@pytest.fixture
def stores(url: str) -> Iterator[list[Store[Case]]]:
    """Two processes on one database."""
    first = Store.connect(url, KEY, case_type=Case, announce=lambda case, event: ())
    second = Store.connect(url, KEY, case_type=Case, announce=lambda case, event: (), exclusive=False)
    with closing(first), closing(second):
        first.migrate()
        yield [first, second]


def made_at_once(stores: list[Store[Case]], as_known_to: list[Partnership]) -> tuple[list[int], list[str]]:
    """The number that each of the two was told, and every version that is kept, in order."""
    reference = stores[0].run_now(_opens)
    both_looked = threading.Barrier(2, timeout=20)

    def makes(store: Store[Case], partnership: Partnership) -> int:
        tries: list[int] = []

        def act(work: Work[Case]) -> int:
            case = work.case(reference)
            work.form(reference, KEPT, CHRONOLOGY.subject)
            if waits and not tries:
                tries.append(1)
                both_looked.wait()  # Neither sees the other's version. SQLite lets one in at a time.
            desk = Desk(work, partnership, ENGLAND_2026, MORNING)
            return produced(desk, case, CHRONOLOGY, "amina").version.number

        waits = store._engine.dialect.name == "postgresql"
        return store.run_now(act)

    with ThreadPoolExecutor(2) as at_once:
        told = list(at_once.map(makes, stores, as_known_to))
    return told, stores[0].run_now(lambda work: _kept(work, reference))


def _opens(work: Work[Case]) -> str:
    case = at_the_poll(reference=work.next_reference(2026))
    work.add(case)
    return case.reference


def _kept(work: Work[Case], reference: str) -> list[str]:
    forms = [form for form in work.forms_of(reference) if form.kind == KEPT]
    assert [form.revision for form in forms] == [*range(1, len(forms) + 1)]
    return [str(form.answers["text"]) for form in forms]


def test_two_who_find_different_facts_make_two_versions(stores: list[Store[Case]]) -> None:
    told, kept = made_at_once(stores, [PARTNERSHIP, RENAMED])
    assert sorted(told) == [1, 2] and len(kept) == 2
    own = {number: "Constabulary" in text for number, text in enumerate(kept, 1)}
    assert [own[number] for number in told] == [False, True]  # Each was told the number of what they made.


def test_two_who_find_the_same_facts_make_one(stores: list[Store[Case]]) -> None:
    told, kept = made_at_once(stores, [PARTNERSHIP, PARTNERSHIP])
    assert told == [1, 1] and len(kept) == 1
