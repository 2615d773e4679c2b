"""The register of sharing decisions as a file for a spreadsheet: `rapid-review sharing-register RR-2026-001`."""

import csv
import io
from datetime import datetime

from bot.clock import SystemClock
from cards.casework import agency_name
from rapid_review.case import Case
from rapid_review.london import clock_words
from rapid_review.people import Partnership
from rapid_review.sharing_record import SHARING_RECORD, header, row
from storage.store import Store
from storage.work import Work

BY_COMMAND = "command line"
"""Who the record says has read it: whoever may run commands on the machine."""


def sharing_register(store: Store[Case], partnership: Partnership, reference: str) -> str:
    """Every decision on sharing in a case, as CSV. Raises `NotYours` for a case that does not exist."""
    now = SystemClock().now()
    return store.run_now(lambda work: _written(work, partnership, reference.upper(), now))


def _written(work: Work[Case], partnership: Partnership, reference: str, now: datetime) -> str:
    case = work.case(reference)
    work.log_read(reference, BY_COMMAND, "sharing_register", now)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(header())
    for agency in sorted(case.requests):
        for number in range(1, case.requests[agency].sharing_records + 1):
            if form := work.form(reference, SHARING_RECORD.id, agency, number):
                name, by = agency_name(partnership, agency), partnership.name_of(form.by)
                lines.writerow(row(reference, name, number, clock_words(form.at), by, form.answers))
    return out.getvalue()
