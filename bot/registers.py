"""Registers of a case as files: sharing and declarations for a spreadsheet, and the ballot as it can be proved."""

import csv
import io
from datetime import datetime

from bot import ballot_record, in_their_name
from bot.clock import SystemClock
from bot.in_their_name import Leave
from cards.casework import agency_name
from dialogs.declaration.declared import conflict_answers
from dialogs.keeping.in_your_name import Deed
from rapid_review.case import Case
from rapid_review.declaration import declarations_register as declarations
from rapid_review.people import Partnership
from rapid_review.returns.sharing_record import SHARING_RECORD, header, row
from rapid_review.timing.london import clock_words
from storage.store import Store
from storage.work import Work


def sharing_register(store: Store[Case], partnership: Partnership, reference: str, leave: Leave) -> str:
    """Every decision on sharing in a case, as CSV. Raises `NotYours` for a case that does not exist."""
    now = SystemClock().now()
    return store.run_now(lambda work: _written(work, partnership, reference.upper(), leave, now))


def declarations_register(store: Store[Case], partnership: Partnership, reference: str, leave: Leave) -> str:
    """Everybody's declarations in a case, as CSV (F36). Raises `NotYours` for a case that does not exist."""
    now = SystemClock().now()
    return store.run_now(lambda work: _declarations(work, partnership, reference.upper(), leave, now))


def _declarations(work: Work[Case], partnership: Partnership, reference: str, leave: Leave, now: datetime) -> str:
    case = work.case(reference)
    in_their_name.let_out(work, partnership, case, leave, "declarations", Deed.REGISTER, now)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(declarations.HEADER)
    for declared in case.declarations.values():
        answers = conflict_answers(work, case, declared)
        lines.writerow(declarations.row(reference, declared, answers, partnership.name_of))
    return out.getvalue()


def ballot(store: Store[Case], partnership: Partnership, reference: str, leave: Leave) -> str:
    """The record of a ballot, after the close: ids, and reasons as they were typed. Raises `NotYours` for no case."""
    now = SystemClock().now()
    return store.run_now(lambda work: _ballot(work, partnership, reference.upper(), leave, now))


def _ballot(work: Work[Case], partnership: Partnership, reference: str, leave: Leave, now: datetime) -> str:
    case = work.case(reference)
    record = ballot_record.written(work, case)
    in_their_name.let_out(work, partnership, case, leave, "ballot", Deed.BALLOT, now)
    return record


def _written(work: Work[Case], partnership: Partnership, reference: str, leave: Leave, now: datetime) -> str:
    case = work.case(reference)
    in_their_name.let_out(work, partnership, case, leave, "sharing_register", Deed.REGISTER, now)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(header())
    for agency in sorted(case.requests):
        for number in range(1, case.requests[agency].sharing_records + 1):
            if form := work.form(reference, SHARING_RECORD.id, agency, number):
                name, by = agency_name(partnership, agency), partnership.name_of(form.by)
                lines.writerow(row(reference, name, number, clock_words(form.at), by, form.answers))
    return out.getvalue()
