"""Something went to the wrong person: reported by anybody with a part in the case, contained and told at once (E29)."""

from datetime import datetime, time
from typing import Any

from cards.casework import TASK_WORDS
from cards.trust import breaches as cards
from dialogs import safety
from dialogs.desk import Desk
from dialogs.session import Filling
from dialogs.trust.containing import contain
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, roles_of, sees
from rapid_review.questions.forms import Choice, Form, read_day
from rapid_review.task import TaskKind
from rapid_review.timing.london import clock_words, moment_of
from rapid_review.trust.breach import Breach
from rapid_review.trust.trust_forms import OTHER, mis_send_form
from rapid_review.trust.trust_tasks import alarmed
from storage.messages import Message
from storage.sent import SentCard
from storage.work import StoredForm

MIS_SEND = "mis_send"
MOST_LISTED = 20
"""The newest cards, and as many of the newest documents: a card of Teams holds 28 KB. All else is “something else”."""


def which(turn: Turn, desk: Desk) -> Answer:
    """In which of one's cases it happened."""
    who = desk.who(turn)
    found = desk.work.open_cases() + desk.work.cases_involving(who.id)
    mine = [case.reference for case in found if roles_of(case, who)]
    return Answer.of(cards.which(sorted(set(mine), reverse=True), desk.partnership))


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case = desk.case_recused_or_not(subject, who)
    if who.id in case.recused:  # Something may have reached them that should not have. They report it, and see nothing.
        return mis_send_form()
    return mis_send_form(tuple(_items(desk, case, who)))


def _items(desk: Desk, case: Case, who: Standing) -> list[Choice]:
    """What was sent: all of it for those who read the record, and for everybody what came to themselves."""
    everything = sees(case, who, Surface.AUDIT) is Access.READ
    sent = desk.work.sent_cards(case.reference, "" if everything else who.id, MOST_LISTED)
    to = desk.partnership.name_of if everything else _you
    choices = [Choice(f"m.{card.id}", f"{_name(card)}, to {to(card.to)}, {clock_words(card.at)}") for card in sent]
    given = [one for one in _handed_over(desk, case).items() if everything or one[1][1] == who.id]
    for number, (file, person, at) in given[: -MOST_LISTED - 1 : -1]:
        document = desk.work.attachment(file)
        name = f"Document {document.number}" if document else "A document that was taken back"
        choices.append(Choice(f"d.{number}", f"{name}, to {to(person)}, {clock_words(at)}"))
    return choices


def _you(person: str) -> str:
    return "you"


def _name(card: SentCard) -> str:
    kind = card.args.get("task", "").partition("/")[0]
    return f"“{TASK_WORDS[TaskKind(kind)]}”" if kind in [*TaskKind] else "A message"


def _handed_over(desk: Desk, case: Case) -> dict[int, tuple[str, str, datetime]]:
    """Every time a document went to somebody, by its number in the record."""
    return {
        link.number: (link.facts["file"], link.actor, link.at)
        for link in desk.work.chain(case.reference)
        if link.kind == "file_sent"
    }


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case_recused_or_not(subject, who)
    revision = desk.work.put_form(case.reference, MIS_SEND, who.id, who.id, desk.now, answers)
    item = _picked(desk, case, str(answers.get("ms_item", OTHER)))
    breach = case.report_breach(by=who, aware_at=_aware(desk, answers), revision=revision, now=desk.now, **item)
    taken_back = contain(desk, case, breach)
    stop = safety.raised(case, who, answers, desk.now)
    return _receipt(desk, case, breach, who, taken_back=taken_back, stop=stop)


def _receipt(desk: Desk, case: Case, breach: Breach, who: Standing, **done: Any) -> Answer:
    told = {role for role, people in alarmed(case, desk.partnership).items() if people - {who.id}}
    return Answer.of(cards.reported(case, breach, told=told, now=desk.now, **done))


def _picked(desk: Desk, case: Case, item: str) -> dict[str, Any]:
    """What was picked from the list: a card with its reader, or a document with whoever got it."""
    kind, _, number = item.partition(".")
    if kind == "m" and number.isdecimal() and (card := desk.work.sent_card(case.reference, int(number))):
        return {"message": card.id, "to": card.to}
    if kind == "d" and number.isdecimal() and (sent := _handed_over(desk, case).get(int(number))):
        return {"document": sent[0], "to": sent[1]}
    return {}


def _aware(desk: Desk, answers: dict[str, Any]) -> datetime:
    """From when the hours count: now, or else from the first minute of the day on which it was noticed."""
    found = read_day(answers.get("ms_found_on"))
    return desk.now if found is None or found >= desk.today else moment_of(found, time(0, 0))


def _prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    return {"ms_found_on": desk.today.isoformat(), "ms_sent_on": desk.today.isoformat()}


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    """What was reported, for whoever reported it."""
    who = desk.who(turn)
    case = desk.case_recused_or_not(subject, who)
    mine = {at: breach for breach in case.breaches if (at := breach.reported_at(who.id))}
    return _receipt(desk, case, mine[max(mine)], who) if mine else which(turn, desk)


def _last(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, MIS_SEND, who.id)


REPORTING = Filling(
    form=_form,
    submit=_submit,
    settled=_settled,
    send="Report it now",
    sent=_last,
    prefill=_prefill,
    on_save=safety.at_once,
)


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The alarm for the data protection officer, the Partnership Team and the chair."""
    who, breach = desk.standing(message.to), case.breach(message.args["breach"])
    if breach is None:
        return None
    reads = sees(case, who, Surface.BREACH) is Access.READ
    mine = case.declarations.get(who.id)
    return Answer.of(cards.told(case, breach, cleared=reads, declares=mine is None or not mine.complete, now=desk.now))
