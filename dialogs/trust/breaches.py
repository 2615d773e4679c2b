"""What becomes of a mis-send: read, looked at, and followed step by step to its end (E29)."""

from collections.abc import Iterator
from typing import Any

from cards.trust import breaches as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.session import Filling, last_sent
from dialogs.trust.containing import became
from dialogs.trust.mis_sends import MIS_SEND
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.deeds import Deed, may
from rapid_review.errors import NotYours
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Form
from rapid_review.timing.london import clock_words
from rapid_review.trust.breach import Breach, Step
from rapid_review.trust.trust_forms import NOT_YET, STEP_WORDS, mis_send_form, step_form

BREACH_STEP = "breach_step"
MOST_LOOKS = 12


def listed(turn: Turn, desk: Desk) -> Answer:
    """Every mis-send of a case that this person may read of."""
    who = desk.who(turn)
    return listed_for(desk, desk.case(str(turn.data.get("case", "")), who), who)


def listed_for(desk: Desk, case: Case, who: Standing) -> Answer:
    return Answer.of(cards.listed(case, case.readable_breaches(who)))


def read(turn: Turn, desk: Desk) -> Answer:
    """One of them: what went where, who has seen it, and what was done."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    wanted = str(turn.data.get("breach", ""))
    breach = next((one for one in case.readable_breaches(who) if one.id == wanted), None)
    if breach is None:
        raise NotYours()
    desk.work.log_read(case.reference, who.id, "breach", desk.now)
    return _shown(desk, case, who, breach)


def _shown(desk: Desk, case: Case, who: Standing, breach: Breach) -> Answer:
    mine = case.declarations.get(who.id)
    handles = may(case, who, Deed.HANDLE_BREACH) and mine is not None and mine.cleared
    everything = sees(case, who, Surface.BREACH) is Access.READ  # Others read what they reported, and no more.
    card = cards.record(
        case,
        breach,
        about=[*_about(desk, case, breach), *(_added(desk, case, breach) if everything else ())],
        looked=[*_looked(desk, case, breach)] if everything else None,
        steps=[*_steps(desk, case, breach)] if everything else [],
        handles=handles,
    )
    return Answer.of(card)


def _about(desk: Desk, case: Case, breach: Breach) -> Iterator[tuple[str, str]]:
    """What was said when it was reported."""
    name = desk.partnership.name_of
    yield "Reported", f"by {name(breach.by)}, {clock_words(breach.at)}"
    form = desk.work.form(case.reference, MIS_SEND, breach.by, breach.revision)
    if form is None:
        return
    if breach.to:
        yield "What was it?", f"{_what(desk, breach)}, to {name(breach.to)}"
    for question in mis_send_form().sections[0].questions:
        said = question.text_of(form.answers.get(question.id))
        if said and question.id not in ("ms_item", "immediate_safety_now"):
            yield question.label, said


def _added(desk: Desk, case: Case, breach: Breach) -> Iterator[tuple[str, str]]:
    """What was said by those who reported the same again."""
    name = desk.partnership.name_of
    for more in breach.added:
        yield "Reported again", f"by {name(more.by)}, {clock_words(more.at)}"
        again = desk.work.form(case.reference, MIS_SEND, more.by, more.revision)
        if again and again.answers.get("ms_to"):
            yield "Who got it?", str(again.answers["ms_to"])


def _what(desk: Desk, breach: Breach) -> str:
    document = desk.work.attachment(breach.document) if breach.document else None
    return f"Document {document.number}" if document else "A document" if breach.document else "A card in Teams"


def _looked(desk: Desk, case: Case, breach: Breach) -> Iterator[tuple[str, str]]:
    """Who has seen it: the card's reader and what they looked at since, or everybody who was given the document."""
    name, record = desk.partnership.name_of, desk.work.chain(case.reference)
    if breach.message and (sent := desk.work.contact(breach.message)):
        used = sent.seen_at and sent.sent_at and sent.seen_at > sent.sent_at
        yield name(breach.to), "Sent, and they have used their chat since." if used else "Sent. Not used since."
    if came := became(desk, case, breach):
        yield "The card in Teams", came
    if breach.document:
        for link in record:
            if link.kind == "file_sent" and link.facts.get("file") == breach.document:
                yield name(link.actor), f"was given it, {clock_words(link.at)}"
    looks = [link for link in record if breach.to and link.actor == breach.to and link.kind == "read"]
    for link in looks[-MOST_LOOKS:]:
        yield name(link.actor), f"looked at: {link.facts.get('what', '')}, {clock_words(link.at)}"
    if breach.to and (others := desk.work.cases_sent_to(breach.to, case.reference)):
        yield "The same person was also sent something of", ", ".join(others)


def _steps(desk: Desk, case: Case, breach: Breach) -> Iterator[tuple[str, str]]:
    for step, done in breach.steps.items():
        form = desk.work.form(case.reference, BREACH_STEP, f"{breach.id}.{step}", done.revision)
        answers = form.answers if form else {}
        said = [q.text_of(answers.get(q.id)) for q in step_form(step).sections[0].questions]
        who = f"{desk.partnership.name_of(done.by)}, {clock_words(done.at)}"
        yield STEP_WORDS[step][0], "\n".join([*filter(None, said), who])


def release(turn: Turn, desk: Desk) -> Answer:
    """Somebody has looked, and what else is to leave may leave."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    id = str(turn.data.get("breach", ""))
    case.let_sends_go_on(id, by=who, now=desk.now)
    return _shown(desk, case, who, case.require_breach(id, who))


# -- Step by step --------------------------------------------------------------------------------------------------


def _of(desk: Desk, who: Standing, subject: str) -> tuple[Case, str, Step]:
    reference, _, about = subject.partition("/")
    id, _, step = about.partition(".")
    case = desk.case(reference, who)
    if step not in [*Step]:
        raise NotYours()
    return case, id, Step(step)


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case, id, step = _of(desk, who, subject)
    case.require_may_take(id, step, who)
    return step_form(step)


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, id, step = _of(desk, who, subject)
    revision = desk.work.put_form(case.reference, BREACH_STEP, f"{id}.{step}", who.id, desk.now, answers)
    owed = answers.get("bs_done") == NOT_YET
    case.take_step(id, step, by=who, revision=revision, now=desk.now, owed=owed)
    return _settled(turn, desk, subject)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, id, step = _of(desk, who, subject)
    owed = step in case.require_breach(id, who).to_do()
    more = " It stays on your list, and you are reminded of it daily, until somebody has checked." if owed else ""
    return tasking.next_on(desk, case, who, said=f"That is recorded.{more}")


STEPPING = Filling(form=_form, submit=_submit, settled=_settled, send="Record it", sent=last_sent(BREACH_STEP))
