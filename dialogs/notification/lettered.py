"""The children of a notification by their letters, which no correction moves."""

from dialogs.desk import Desk
from dialogs.notification import notify
from rapid_review.case import Case
from rapid_review.notification.lettering import letters_of
from rapid_review.questions.forms import Answers, rows


def lettered(desk: Desk, case: Case, version: int) -> list[tuple[str, Answers]]:
    """Each child of this version with its letter, row by row."""
    kept = (desk.work.form(case.reference, notify.FORM, "", number) for number in range(1, version + 1))
    told = [form.answers for form in kept if form]
    return list(zip(letters_of(told)[-1], rows(told[-1], "children"), strict=True)) if told else []
