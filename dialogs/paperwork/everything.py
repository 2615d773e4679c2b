"""All that was written in a case and all that was done in it, as data: for a court, or for another partnership (F85).

What documents leave out is in it too: each view with its reason, each proof of sending, every version of every form.
"""

import json
from datetime import datetime
from typing import Any

from dialogs.desk import Desk
from documents.casefile import CaseFile, Written
from rapid_review.case import Case

NAMES = ("everything written.json", "record.json")
_VIEWS = frozenset({"ballot", "advice", "spoken"})


def sealed(case: Case, now: datetime) -> frozenset[str]:
    """The forms that nobody reads now: while a poll is open its views are sealed, from everybody (Part 6, rule 6)."""
    return _VIEWS if case.poll and not case.poll.closed(now) else frozenset()


def everything(desk: Desk, case: Case, file: CaseFile) -> dict[str, bytes]:
    """Both files by name."""
    unread = sealed(case, desk.now)
    forms = sorted(file.forms.values(), key=lambda form: (form.at, form.form, form.subject, form.revision))
    written = [_form(form, file) for form in forms if form.form not in unread]
    record = [
        {"number": link.number, "at": link.at.isoformat(), "actor": link.actor, "kind": link.kind, "facts": link.facts}
        for link in desk.work.chain(case.reference)
    ]
    return dict(zip(NAMES, map(_json, (written, record)), strict=True))


def _form(form: Written, file: CaseFile) -> dict[str, Any]:
    by = {"id": form.by, "name": file.name(form.by)}
    about = {"form": form.form, "subject": form.subject, "version": form.revision}
    return {**about, "by": by, "at": form.at.isoformat(), "answers": form.answers}


def _json(told: Any) -> bytes:
    return json.dumps(told, indent=1, ensure_ascii=False, default=dict).encode() + b"\n"
