"""Minutes stay as they were approved (R096): what is decided or done later is in later minutes and not in these."""

from collections.abc import Sequence

from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.group.minutes import Part

FORM = "approved_minutes"
"""Under which form their words are kept, once for everybody and once for those who read the members' views."""


def keep(desk: Desk, case: Case, number: int, *, plain: Sequence[Part], full: Sequence[Part]) -> None:
    """Keep what was approved, under the name of whoever approved it."""
    by = case.held[number].minutes.approved_by
    words = {"plain": _written(plain), "full": _written(full)}
    desk.work.put_form(case.reference, FORM, str(number), by, desk.now, words)


def kept(desk: Desk, case: Case, number: int, *, views: bool) -> tuple[Part, ...] | None:
    """The minutes as approved; none while they are a draft."""
    form = desk.work.form(case.reference, FORM, str(number)) if case.held[number].minutes.approved_at else None
    return _read(form.answers["full" if views else "plain"]) if form else None


def _written(parts: Sequence[Part]) -> list[dict[str, object]]:
    return [{"title": part.title, "lines": [list(line) for line in part.lines]} for part in parts]


def _read(parts: list[dict[str, object]]) -> tuple[Part, ...]:
    return tuple(Part(part["title"], tuple((label, value) for label, value in part["lines"])) for part in parts)  # type: ignore[arg-type, attr-defined]
