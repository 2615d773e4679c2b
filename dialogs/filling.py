"""Filling in a form: one conversation for every form there is. Each step is saved before the next card is drawn.

A form is named by its id and its subject (a case, an agency's request, a draft). What may be filled in, by whom and
what sending it does, comes from the form's `Filling`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from cards import form as sheets
from cards.elements import box, words
from dialogs.desk import Desk
from dialogs.refused import noted, refused
from dialogs.session import CHECK, Filling, Place, Pressed, Session, untruncated
from dialogs.stale import MOVED_ON, differs, kept, told_on, under_heading
from dialogs.turn import Answer, Turn
from rapid_review.errors import NotYours, Refusal
from rapid_review.questions.forms import Checked, Question, Section, check
from rapid_review.questions.shared_questions import SAFETY


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
    return _unless_stale(turn, desk, lambda s: _move(s, replace(_entry(s, _asked_section(s)), checking=True)))


def row_picked(turn: Turn, desk: Desk) -> Answer:
    """Change one row of a repeating section."""
    return _unless_stale(turn, desk, lambda s: _move(s, Place(_asked_rows(s).id, s.pressed.picked)))


def row_added(turn: Turn, desk: Desk) -> Answer:
    """Add a row to a repeating section."""
    return _unless_stale(turn, desk, lambda s: _move(s, _new_row(s, _asked_rows(s))))


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


def _named(turn: Turn) -> tuple[Filling, Pressed]:
    """The form a button names, and all that the button claims."""
    from dialogs.forms import FILLINGS  # The table names every conversation, and each of them draws forms.

    pressed = Pressed.model_validate(dict(turn.data))
    filling = FILLINGS.get(pressed.form)
    if filling is None:
        raise NotYours()
    return filling, pressed


def _session(turn: Turn, desk: Desk) -> Session:
    return Session(turn, desk, *_named(turn))


def _unless_stale(turn: Turn, desk: Desk, act: Callable[[Session], Answer]) -> Answer:
    """Act once, on the card as it stands now. A doubled press gets the card that is due; an old one is told so."""
    filling, pressed = _named(turn)
    at = f"{pressed.section}|{pressed.row}|{pressed.picked}|{pressed.page}"
    key = f"{turn.verb}|{pressed.form}|{pressed.subject}|{pressed.rev}|{at}"
    doubled = not desk.work.first_time(key, turn.who.person, desk.now)
    try:
        session = _session(turn, desk)
    except Refusal:
        if doubled:  # The first press was the last step: there is nothing to fill in any more.
            return filling.settled(turn, desk, pressed.subject)
        raise
    if pressed.rev == session.rev and not doubled:
        return act(session)
    return _stale(session, doubled)


def _stale(session: Session, doubled: bool) -> Answer:
    turn, desk, subject, new = session.turn, session.desk, session.pressed.subject, differs(session)
    session.told = session.filling.on_save(turn, desk, subject, _safety_of(new))
    if session.started:
        if doubled and not new:
            return session.draw()
        return session.draw(notice=f"{session.told} {MOVED_ON}".strip(), kept=kept(new))
    settled = session.filling.settled(turn, desk, subject)
    return told_on(settled, new) if new else settled


def heard(turn: Turn, desk: Desk) -> str:
    """What a refused card said of a child's safety is acted on all the same (R066); what to say of it."""
    said = {id: value for id, value in turn.data.items() if id in SAFETY}
    if not said or "form" not in turn.data:
        return ""
    try:
        filling, pressed = _named(turn)
        return filling.on_save(turn, desk, pressed.subject, said)
    except (Refusal, ValidationError):
        return ""  # A forged card, or somebody without a part: there is nobody to alert for them.


def _safety_of(typed: Mapping[Question, Any]) -> dict[str, Any]:
    """What an old card says of a child's safety is heard, though nothing else of it counts (R066)."""
    return {question.id: value for question, value in typed.items() if question.id in SAFETY}


def _asked_section(session: Session) -> Section:
    for section in session.form.asked(session.answers):
        if section.id == session.pressed.section:
            return section
    raise NotYours()


def _asked_rows(session: Session) -> Section:
    section = _asked_section(session)
    if not section.repeats:
        raise NotYours()
    return section


def _read(session: Session) -> tuple[Section, Checked]:
    """Take in what was typed on this card, right or wrong."""
    section = _asked_section(session)
    context = session.answers
    before = session.answers_at(section)
    shown, data = sheets.shown(section, before), session.turn.data
    ids = [question.id for question in section.questions]
    typed = {id: untruncated(data.get(id), before.get(id), shown.get(id)) for id in ids}
    read = check(section.questions, typed, context, session.desk.today)
    if section.repeats:
        rows = [dict(row) for row in session.answers.get(section.id) or []]
        row = min(session.pressed.row or 0, len(rows), section.at_most - 1)
        rows[row : row + 1] = [read.answers]
        session.answers = {**session.answers, section.id: rows}
    else:
        session.answers = {**session.answers, **read.answers}
        dropped = [q.id for q in section.questions if q.id not in read.answers]
        session.answers = {id: value for id, value in session.answers.items() if id not in dropped}
    session.told = session.filling.on_save(session.turn, session.desk, session.pressed.subject, session.answers)
    return section, read


def _save(session: Session) -> Answer:
    seen = _seen(session)
    section, read = _read(session)
    row = session.pressed.row if section.repeats else None
    if read.good:
        if len(session.form.sections) == 1 and not section.repeats:
            return _send(session)
        session.save(_onward(session, section))
        return session.draw()
    session.save(Place(section.id, row))
    if seen.isdisjoint(read.wrong):
        more = "Your answer leads to another question. Please answer it here."
        return session.draw(notice=f"{session.told} {more}".strip())
    return session.draw(wrong={id: words for id, words in read.wrong.items() if id in seen})


def _seen(session: Session) -> frozenset[str]:
    """The questions that were on the card: those that applied to what was answered before it."""
    section = _asked_section(session)
    answers = {**session.answers, **session.answers_at(section)}
    return frozenset(question.id for question in section.questions if question.applies(answers))


def _onward(session: Session, section: Section) -> Place:
    """After a row come the rows so far; after a section the next that applies; after the last, the check."""
    if section.repeats:
        return Place(section.id)
    return _following(session, section)


def _following(session: Session, section: Section) -> Place:
    asked = session.form.asked(session.answers)
    if session.place.checking:
        wrong = session.first_wrong()  # Such as a section that applies only since this change.
        return wrong[0] if wrong else Place(CHECK, asked.index(section) // sheets.SECTIONS_A_PAGE)
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
    section = _asked_rows(session)
    rows = list(session.answers.get(section.id) or [])
    if session.pressed.picked < len(rows):
        del rows[session.pressed.picked]
    session.answers = {**session.answers, section.id: rows}
    return _move(session, Place(section.id))


def _done(session: Session) -> Answer:
    section = _asked_rows(session)
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
    put_aside = Answer(sheets.put_aside(sheet), sheet.summary)
    return under_heading(put_aside, box([words(session.told)])) if session.told else put_aside


def _submit(session: Session) -> Answer:
    if place := session.first_wrong():
        where, wrong = place
        session.save(where)
        return session.draw(wrong=wrong)
    return _send(session)


def _send(session: Session) -> Answer:
    """Send the form and let the draft go: what was written is now kept with the case."""
    work, subject = session.desk.work, session.pressed.subject
    try:
        answer = session.filling.submit(session.turn, session.desk, subject, session.answers)
    except Refusal as refusal:
        noted(f"form.submit {session.form.id}", type(refusal))
        work.discard()
        session.save(session.place)  # Refused, but not lost: what was typed waits in the draft.
        told = session.filling.on_save(session.turn, session.desk, subject, session.answers)
        return refused(str(refusal), session.turn, "What you wrote is kept.", *([told] if told else []))
    if session.started:
        work.drop_draft(session.who.id, session.form.id, subject)
    return answer


def begin(turn: Turn, desk: Desk, form: str, subject: str = "") -> Answer:
    """Open a form from another conversation."""
    return opened(replace(turn, data={"form": form, "subject": subject}), desk)
