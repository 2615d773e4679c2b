"""One person's work on one form: what they have answered, where they are, and what makes this form work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from cards import form as sheets
from cards.elements import Action, Element
from cards.form import Sheet
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import REFERENCE
from rapid_review.people import Standing
from rapid_review.questions.forms import Answers, Form, Section, check
from storage.work import StoredForm

CHECK = "check"
"""The place after the last section: check your answers."""


@dataclass(frozen=True)
class Filling:
    """What makes one kind of form work."""

    form: Callable[[Desk, Standing, str], Form]
    """The form for this subject; refuses those who may not fill it in."""
    submit: Callable[[Turn, Desk, str, dict[str, Any]], Answer]
    settled: Callable[[Turn, Desk, str], Answer]
    """What stands when there is nothing (more) to fill in."""
    send: str = "Send"
    sent: Callable[[Desk, Standing, str], StoredForm | None] = lambda desk, who, subject: None
    """What was last sent, so that a card from before that is known to be old."""
    prefill: Callable[[Desk, Standing, str], dict[str, Any]] = lambda desk, who, subject: {}
    renewed: Callable[[Desk, Standing, str, dict[str, Any]], dict[str, Any]] = lambda desk, who, subject, draft: draft
    """The draft as it is gone on with, where what it was filled in from has changed since."""
    intro: Callable[[Desk, Standing, str], Sequence[Element]] = lambda desk, who, subject: ()
    others: Callable[[Desk, Standing, str], Sequence[Action]] = lambda desk, who, subject: ()
    """Ways out besides sending it."""
    closing: Callable[[Desk, Standing, str, Answers], Sequence[Element]] = lambda desk, who, subject, answers: ()
    """What is to be known before sending."""
    on_save: Callable[[Turn, Desk, str, Answers], str] = lambda turn, desk, subject, answers: ""
    """What must happen at once when this is saved, and what to say of it."""


def last_sent(form: str) -> Callable[[Desk, Standing, str], StoredForm | None]:
    """What was last sent of this form: about the case that the subject names, or about whatever stands behind it."""

    def sent(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
        reference, _, about = subject.partition("/")
        return desk.work.form(reference, form, about)

    return sent


PLAIN = r"^[A-Za-z0-9_./:@-]*$"
"""What our own buttons carry, and what every database can hold."""


class Pressed(BaseModel):
    """What a form's button carries. All of it is a claim; none of it is authority."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    form: str = Field(max_length=40, pattern=PLAIN)
    subject: str = Field(default="", max_length=120, pattern=PLAIN)
    rev: str = Field(default="", max_length=24, pattern=PLAIN)
    section: str = Field(default="", max_length=60, pattern=PLAIN)
    row: int | None = Field(default=None, ge=0, le=99)
    """The row whose own card this is."""
    picked: int = Field(default=0, ge=0, le=99)
    """The row picked from a list of rows. The list sends it with every button, so only two of them heed it."""
    page: int = Field(default=0, ge=0, le=99)

    @field_validator("subject")
    @classmethod
    def _as_references_are_written(cls, subject: str) -> str:
        reference, slash, about = subject.partition("/")
        return f"{reference.upper()}{slash}{about}" if REFERENCE.fullmatch(reference) else subject


@dataclass(frozen=True)
class Place:
    """Where somebody is in a form: the draft's second half."""

    section: str = ""
    row: int | None = None
    checking: bool = False
    """Whether an answer is being changed from check-your-answers, to which it then goes back."""


class Session:
    """One person's work on one form, for the length of a turn."""

    def __init__(self, turn: Turn, desk: Desk, filling: Filling, pressed: Pressed) -> None:
        self.turn, self.desk, self.filling, self.pressed = turn, desk, filling, pressed
        self.who = desk.who(turn)
        self.form = filling.form(desk, self.who, pressed.subject)
        draft = desk.work.draft(self.who.id, self.form.id, pressed.subject)
        kept = draft.answers if draft else {}
        self.started = draft is not None
        self.answers: dict[str, Any] = (
            filling.renewed(desk, self.who, pressed.subject, kept["answers"])
            if kept.get("answers")
            else filling.prefill(desk, self.who, pressed.subject)
        )
        at = kept.get("at") or {}
        self.place = Place(at.get("section") or self.form.sections[0].id, at.get("row"), at.get("checking", False))
        self.draft_revision = draft.revision if draft else 0
        self.told = ""
        """What saving this made happen at once, to be said on the next card."""

    @property
    def rev(self) -> str:
        return f"{self.sent.revision if self.sent else 0}.{self.draft_revision}"

    @cached_property
    def sent(self) -> StoredForm | None:
        return self.filling.sent(self.desk, self.who, self.pressed.subject)

    def answers_at(self, section: Section) -> Answers:
        """The answers so far to a section's questions, or to those of the row that was pressed."""
        if not section.repeats:
            return self.answers
        rows = self.answers.get(section.id) or []
        row = self.pressed.row
        return rows[row] if row is not None and row < len(rows) else {}

    def save(self, place: Place) -> None:
        """Keep the answers and the place; the revision moves on, so that older cards are known as such."""
        checking = place.section != CHECK and (place.checking or self.place.checking)
        self.place, self.started = replace(place, checking=checking), True
        at = {"section": place.section, "row": place.row, "checking": checking}
        kept = {"answers": self.answers, "at": at}
        self.draft_revision = self.desk.work.put_draft(
            self.who.id, self.form.id, self.pressed.subject, kept, self.desk.now
        )

    def sheet(self, **more: Any) -> Sheet:
        data = {
            "form": self.form.id,
            "subject": self.pressed.subject,
            "rev": self.rev,
            "send": self.filling.send,
        }
        intro = tuple(self.filling.intro(self.desk, self.who, self.pressed.subject))
        closing = tuple(self.filling.closing(self.desk, self.who, self.pressed.subject, self.answers))
        others = tuple(self.filling.others(self.desk, self.who, self.pressed.subject))
        return Sheet(self.form, self.answers, data, intro=intro, closing=closing, others=others, **more)

    def first_wrong(self) -> tuple[Place, dict[str, str]] | None:
        """The first place whose answers do not hold, and what is wrong there."""
        today = self.desk.today
        for section in self.form.asked(self.answers):
            if not section.repeats:
                read = check(section.questions, self.answers, self.answers, today)
                if not read.good:
                    return Place(section.id), read.wrong
                continue
            rows = self.answers.get(section.id) or []
            if len(rows) < section.at_least:
                return Place(section.id, len(rows)), {}
            for n, row in enumerate(rows):
                read = check(section.questions, row, self.answers, today)
                if not read.good:
                    return Place(section.id, n), read.wrong
        return None

    def draw(self, **more: Any) -> Answer:
        """The card for where the person is."""
        sheet = self.sheet(**{"notice": self.told, **more})
        if self.place.section == CHECK:
            return Answer(sheets.check(sheet, self.place.row or 0, send=self.filling.send), sheet.summary)
        section = self.form.section(self.place.section)
        if section.repeats and self.place.row is None:
            return Answer(sheets.rows(sheet, section), sheet.summary)
        return Answer(sheets.section(sheet, section, row=self.place.row), sheet.summary)


def untruncated(typed: Any, saved: Any, shown: str | None) -> Any:
    """A long answer comes back as far as its card showed it; what the card had no room for stays as it was."""
    if shown is None or shown == saved or not isinstance(typed, str):
        return typed
    return saved if typed.strip() == shown.strip() else typed + saved[len(shown) :]
