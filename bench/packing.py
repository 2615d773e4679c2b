"""Building the Panel's pack while the event loop goes on: twelve agencies, some sixty pages."""

import asyncio
from dataclasses import replace
from time import perf_counter
from typing import Any

from cast import PARTNERSHIP
from story import RR, amina_asks, dev_notifies, summarises
from transcript import Teams, open_store

from bench.report import machine, verdict
from dialogs.paperwork.casefile import casefile
from documents.casefile import CaseFile
from documents.model import Edition
from documents.packs import PANEL_PACK, archive, contents

AGENCIES = 12
PASSAGE = "What the agency did, and when, and what it knew of the child and the family at that time. " * 6
"""An answer; with two dozen of them a summary has some five pages of A4."""


def a_big_case(folder: Any) -> CaseFile:
    """One real case with one real summary, answered by twelve agencies at four pages each."""
    teams = Teams(open_store(folder / "packing.db"))
    dev_notifies(teams)
    amina_asks(teams, RR, "health")
    summarises(teams, "carys", RR)
    file = teams.store.run_now(lambda work: casefile(teams.desk(work), work.case(RR)))
    teams.store.close()
    return _twelve_times(file)


def _twelve_times(file: CaseFile) -> CaseFile:
    request, forms = file.case.requests["health"], dict(file.forms)
    summary = next(w for (form, about, _), w in file.forms.items() if (form, about) == ("summary", "health"))
    long = {id: PASSAGE if isinstance(v, str) and v == "Not known yet" else v for id, v in summary.answers.items()}
    requests = {}
    for number in range(AGENCIES):
        agency = f"agency-{number:02}"
        requests[agency] = replace(request, agency=agency)
        forms["summary", agency, 1] = replace(summary, subject=agency, answers=long)
    return replace(file, case=replace(file.case, requests=requests), partnership=PARTNERSHIP, forms=forms)


def build(file: CaseFile) -> int:
    """Build the pack; the answer is its size in bytes."""
    named = contents(PANEL_PACK, file, Edition.PSEUDONYMISED)
    return len(archive(PANEL_PACK, named, 1, file.now))


async def lag_while(act: Any) -> tuple[float, float]:
    """Seconds that it took in a thread of its own, and the longest that the event loop was kept waiting meanwhile."""
    worst, began = 0.0, perf_counter()
    work = asyncio.create_task(asyncio.to_thread(act))
    while not work.done():
        before = perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, perf_counter() - before - 0.001)
    await work
    return perf_counter() - began, worst


async def run(folder: Any) -> None:
    file = a_big_case(folder)
    size = build(file)
    letters = sum(len(str(v)) for w in file.forms.values() for v in w.answers.values())
    took, lag = await lag_while(lambda: build(file))
    print(machine(), f"{AGENCIES} agencies, {letters:,} letters, a pack of {size:,} bytes", sep="\n")
    print(verdict("The Panel pack, in seconds", took, 2.0))
    print(verdict("The longest wait of the event loop meanwhile, in ms", lag * 1000, 100))
