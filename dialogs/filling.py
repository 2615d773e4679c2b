"""Filling in a form: one conversation for every form there is. Each step is saved before the next card is drawn.

A form is named by its id and its subject (a case, an agency's request, a draft). What may be filled in, by whom and
what sending it does, comes from the form's `Filling`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from cards import form as sheets
from cards.elements import SHOWN_IN_FULL, Element
from cards.form import Sheet
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.errors import NotYours
from rapid_review.forms import Answers, Checked, Form, Section, check
from rapid_review.people import Standing

MOVED_ON = "This has changed since that card was drawn, so nothing was saved from it. Here it is as it stands now."


@dataclass(frozen=True)
class Filling:
    """What makes one kind of form work."""

    form: Callable[[Desk, Standing, str], Form]
    """The form for this subject; refuses those who may not fill it in."""
    submit: Callable[[Turn, Desk, str, dict[str, Any]], Answer]
    settled: Callable[[Turn, Desk, str], Answer]
    """What stands when there is nothing (more) to fill in."""
    send: str = "Send"
    sent_revision: Callable[[Desk, Standing, str], int] = lambda desk, who, subject: 0
    """How often this was sent before, so that a card from before the last sending is known to be old."""
    prefill: Callable[[Desk, Standing, str], dict[str, Any]] = lambda desk, who, subject: {}
    intro: Callable[[Desk, Standing, str], Sequence[Element]] = lambda desk, who, subject: ()
    closing: Callable[[Desk, Standing, str, Answers], Sequence[Element]] = lambda desk, who, subject, answers: ()
    """What is to be known before sending."""
    on_save: Callable[[Turn, Desk, str, Answers], str] = lambda turn, desk, subject, answers: ""
    """What must happen at once when this is saved, and what to say of it."""


class Pressed(BaseModel):
    """What a form's button carries. All of it is a claim; none of it is authority."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    form: str = Field(max_length=40)
    subject: str = Field(default="", max_length=120)
    rev: str = Field(default="", max_length=24)
    section: str = Field(default="", max_length=60)
    row: int | None = Field(default=None, ge=0, le=99)
    page: int = Field(default=0, ge=0, le=99)


@dataclass(frozen=True)
class Place:
    """Where somebody is in a form: the draft's second half."""

    section: str = ""
    row: int | None = None


class Session:
    """One person's work on one form, for the length of a turn."""

    def __init__(self, turn: Turn, desk: Desk, filling: Filling, pressed: Pressed) -> None:
        self.turn, self.desk, self.filling, self.pressed = turn, desk, filling, pressed
        self.who = desk.who(turn)
        self.form = filling.form(desk, self.who, pressed.subject)
        draft = desk.work.draft(self.who.id, self.form.id, pressed.subject)
        kept = draft.answers if draft else {}
        self.started = draft is not None
        self.answers: dict[str, Any] = kept.get("answers") or filling.prefill(desk, self.who, pressed.subject)
        at = kept.get("at") or {}
        self.place = Place(at.get("section") or self.form.sections[0].id, at.get("row"))
        self.draft_revision = draft.revision if draft else 0

    @property
    def rev(self) -> str:
        sent = self.filling.sent_revision(self.desk, self.who, self.pressed.subject)
        return f"{sent}.{self.draft_revision}"

    def save(self, place: Place) -> None:
        """Keep the answers and the place; the revision moves on, so that older cards are known as such."""
        self.place, self.started = place, True
        at = {"section": place.section, "row": place.row}
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
        return Sheet(self.form, self.answers, data, intro=intro, closing=closing, **more)

    def draw(self, **more: Any) -> Answer:
        """The card for where the person is."""
        sheet = self.sheet(**more)
        if self.place.section == CHECK:
            return Answer(sheets.check(sheet, self.place.row or 0, send=self.filling.send), sheet.summary)
        section = self.form.section(self.place.section)
        if section.repeats and self.place.row is None:
            return Answer(sheets.rows(sheet, section), sheet.summary)
        return Answer(sheets.section(sheet, section, row=self.place.row), sheet.summary)


CHECK = "check"


def opened(turn: Turn, desk: Desk) -> Answer:
    """Begin the form, or go on where it was left."""
    return _session(turn, desk).draw()


def saved(turn: Turn, desk: Desk) -> Answer:
    """Save a section (or a row) and go on; a form of one section is sent."""
    return _unless_stale(turn, desk, _save)


def backed(turn: Turn, desk: Desk) -> Answer:
    """Save as it is, right or wrong, and go to the section before."""
    return _unless_stale(turn, desk, _back)


def later(turn: Turn, desk: Desk) -> Answer:
    """Save as it is and stop."""
    return _unless_stale(turn, desk, _later)


def gone_to(turn: Turn, desk: Desk) -> Answer:
    """Go to a section, from check-your-answers."""
    return _unless_stale(turn, desk, lambda s: _move(s, _entry(s, _asked_section(s))))


def row_picked(turn: Turn, desk: Desk) -> Answer:
    """Change one row of a repeating section."""
    return _unless_stale(turn, desk, lambda s: _move(s, Place(_asked_section(s).id, s.pressed.row or 0)))


def row_added(turn: Turn, desk: Desk) -> Answer:
    """Add a row to a repeating section."""
    return _unless_stale(turn, desk, lambda s: _move(s, _new_row(s, _asked_section(s))))


def row_removed(turn: Turn, desk: Desk) -> Answer:
    """Remove a row of a repeating section."""
    return _unless_stale(turn, desk, _remove)


def rows_done(turn: Turn, desk: Desk) -> Answer:
    """Leave a repeating section."""
    return _unless_stale(turn, desk, _done)


def checked(turn: Turn, desk: Desk) -> Answer:
    """Show a page of check-your-answers."""
    return _unless_stale(turn, desk, lambda s: _move(s, Place(CHECK, s.pressed.page)))


def submitted(turn: Turn, desk: Desk) -> Answer:
    """Send the form, if every answer holds; else go to the first that does not."""
    return _unless_stale(turn, desk, _submit)


def _session(turn: Turn, desk: Desk) -> Session:
    from dialogs.forms import FILLINGS  # The table names every conversation, and each of them draws forms.

    pressed = Pressed.model_validate(dict(turn.data))
    filling = FILLINGS.get(pressed.form)
    if filling is None:
        raise NotYours()
    return Session(turn, desk, filling, pressed)


def _unless_stale(turn: Turn, desk: Desk, act: Callable[[Session], Answer]) -> Answer:
    """Act once, on the card as it stands now. A doubled press gets the card that is due; an old one is told so."""
    session = _session(turn, desk)
    pressed = session.pressed
    at = f"{pressed.section}|{pressed.row}|{pressed.page}"
    key = f"{turn.verb}|{pressed.form}|{pressed.subject}|{pressed.rev}|{at}"
    doubled = not desk.work.first_time(key, session.who.id, desk.now)
    if pressed.rev == session.rev and not doubled:
        return act(session)
    if not session.started:
        return session.filling.settled(turn, desk, pressed.subject)
    return session.draw() if doubled else session.draw(notice=MOVED_ON, kept=_kept(session))


def _kept(session: Session) -> dict[str, str]:
    """Long answers typed on an old card that differ from what is saved."""
    section = next((s for s in session.form.sections if s.id == session.pressed.section), None)
    if section is None:
        return {}
    typed = {q.id: session.turn.data.get(q.id) for q in section.questions if not q.choices}
    saved = _answers_at(session, section)
    return {id: str(text)[:2_000] for id, text in typed.items() if text and text != saved.get(id)}


def _answers_at(session: Session, section: Section) -> Mapping[str, Any]:
    if not section.repeats:
        return session.answers
    rows = session.answers.get(section.id) or []
    row = session.pressed.row
    return rows[row] if row is not None and row < len(rows) else {}


def _asked_section(session: Session) -> Section:
    for section in session.form.asked(session.answers):
        if section.id == session.pressed.section:
            return section
    raise NotYours()


def _read(session: Session) -> tuple[Section, Checked]:
    """Take in what was typed on this card, right or wrong."""
    section = _asked_section(session)
    context = session.answers
    before = _answers_at(session, section)
    typed = {q.id: _untruncated(session.turn.data.get(q.id), before.get(q.id)) for q in section.questions}
    read = check(section.questions, typed, context, session.desk.today)
    if section.repeats:
        rows = [dict(row) for row in session.answers.get(section.id) or []]
        row = min(session.pressed.row or 0, len(rows))
        rows[row : row + 1] = [read.answers]
        session.answers = {**session.answers, section.id: rows}
    else:
        session.answers = {**session.answers, **read.answers}
        dropped = [q.id for q in section.questions if q.id not in read.answers]
        session.answers = {id: value for id, value in session.answers.items() if id not in dropped}
    return section, read


def _untruncated(typed: Any, saved: Any) -> Any:
    """A long answer comes back as far as its card showed it; if that part is unchanged, the whole answer stays."""
    long = isinstance(saved, str) and len(saved) > SHOWN_IN_FULL
    return saved if long and isinstance(typed, str) and typed.strip() == saved[:SHOWN_IN_FULL].strip() else typed


def _save(session: Session) -> Answer:
    section, read = _read(session)
    said = session.filling.on_save(session.turn, session.desk, session.pressed.subject, session.answers)
    row = session.pressed.row if section.repeats else None
    if read.good:
        if len(session.form.sections) == 1 and not section.repeats:
            session.save(Place(section.id))  # Kept first: if sending is refused, what was typed is still there.
            return _send(session)
        session.save(_onward(session, section))
        return session.draw(notice=said)
    session.save(Place(section.id, row))
    shown = {id: words for id, words in read.wrong.items() if id in session.turn.data}
    if not shown:
        return session.draw(notice="Your answer leads to another question. Please answer it here.")
    return session.draw(wrong=read.wrong)


def _onward(session: Session, section: Section) -> Place:
    """After a row come the rows so far; after a section the next that applies; after the last, the check."""
    if section.repeats:
        return Place(section.id)
    return _following(session, section)


def _following(session: Session, section: Section) -> Place:
    asked = session.form.asked(session.answers)
    later = asked[[s.id for s in asked].index(section.id) + 1 :]
    return _entry(session, later[0]) if later else Place(CHECK, 0)


def _entry(session: Session, section: Section) -> Place:
    """Where a section begins: at its questions, or, with a row still wanted, at that row."""
    if not section.repeats:
        return Place(section.id)
    wanted = section.at_least and not session.answers.get(section.id)
    return Place(section.id, 0 if wanted else None)


def _move(session: Session, place: Place) -> Answer:
    session.save(place)
    return session.draw()


def _new_row(session: Session, section: Section) -> Place:
    return Place(section.id, min(len(session.answers.get(section.id) or []), section.at_most - 1))


def _remove(session: Session) -> Answer:
    section = _asked_section(session)
    rows = list(session.answers.get(section.id) or [])
    if session.pressed.row is not None and session.pressed.row < len(rows):
        del rows[session.pressed.row]
    session.answers = {**session.answers, section.id: rows}
    return _move(session, Place(section.id))


def _done(session: Session) -> Answer:
    section = _asked_section(session)
    rows = session.answers.get(section.id) or []
    if len(rows) < section.at_least:
        session.save(Place(section.id, len(rows)))
        return session.draw(notice=f"Please add at least one {section.row_name}.")
    return _move(session, _following(session, section))


def _back(session: Session) -> Answer:
    section = _asked_section(session)
    if session.pressed.row is not None or not section.repeats:
        _read(session)
    asked = session.form.asked(session.answers)
    at = [s.id for s in asked].index(section.id)
    if section.repeats and session.pressed.row is not None and session.answers.get(section.id):
        return _move(session, Place(section.id))
    before = asked[max(0, at - 1)]
    return _move(session, Place(before.id))


def _later(session: Session) -> Answer:
    section = _asked_section(session)
    if session.pressed.row is not None or not section.repeats:
        _read(session)
    session.save(Place(section.id, session.pressed.row if section.repeats else None))
    sheet = session.sheet()
    return Answer(sheets.put_aside(sheet), sheet.summary)


def _submit(session: Session) -> Answer:
    if place := _first_wrong(session):
        where, wrong = place
        session.save(where)
        return session.draw(wrong=wrong)
    return _send(session)


def _first_wrong(session: Session) -> tuple[Place, dict[str, str]] | None:
    today = session.desk.today
    for section in session.form.asked(session.answers):
        if not section.repeats:
            read = check(section.questions, session.answers, session.answers, today)
            if not read.good:
                return Place(section.id), read.wrong
            continue
        rows = session.answers.get(section.id) or []
        if len(rows) < section.at_least:
            return Place(section.id, len(rows)), {}
        for n, row in enumerate(rows):
            read = check(section.questions, row, session.answers, today)
            if not read.good:
                return Place(section.id, n), read.wrong
    return None


def _send(session: Session) -> Answer:
    """Send the form and let the draft go: what was written is now kept with the case."""
    answer = session.filling.submit(session.turn, session.desk, session.pressed.subject, session.answers)
    session.desk.work.drop_draft(session.who.id, session.form.id, session.pressed.subject)
    return answer


def begin(turn: Turn, desk: Desk, form: str, subject: str = "") -> Answer:
    """Open a form from another conversation."""
    return opened(replace(turn, data={"form": form, "subject": subject}), desk)
