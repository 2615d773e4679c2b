"""Every verb a button can carry, and every word that can be typed, each with the dialog that answers it."""

from collections.abc import Callable

from dialogs import agency, clock, deciding, filling, home, notify, reading, safety, tasking
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn

Dialog = Callable[[Turn, Desk], Answer]

DIALOGS: dict[str, Dialog] = {
    "hello": home.hello,
    "help": home.help,
    "tasks": tasking.tasks,
    "cases": home.cases,
    "case": tasking.case,
    "case.private": tasking.case,
    "task": tasking.task,
    "dates": tasking.dates,
    "notify": notify.start,
    "notification.read": reading.notification,
    "returns.read": reading.returns,
    "return.read": reading.one_return,
    "people.read": agency.people,
    "agencies.ask": agency.ask,
    "alert.mine": safety.mine,
    "papers.send": deciding.send_papers,
    "poll.results": deciding.results,
    "poll.extend": deciding.extend,
    "deputy.call": deciding.call_deputy,
    "decision.read": deciding.decision,
    "decision.sign_off": deciding.sign_off,
    "disagreement.refer": deciding.refer,
    "form.open": filling.opened,
    "form.save": filling.saved,
    "form.back": filling.backed,
    "form.later": filling.later,
    "form.goto": filling.gone_to,
    "form.row": filling.row_picked,
    "form.add": filling.row_added,
    "form.remove": filling.row_removed,
    "form.done": filling.rows_done,
    "form.check": filling.checked,
    "form.submit": filling.submitted,
    "clock.next": clock.next_working_day,
}

TYPED: dict[str, Dialog] = {
    "help": home.help,
    "hi": home.help,
    "hello": home.help,
    "menu": home.help,
    "what next": tasking.tasks,
    "my tasks": tasking.tasks,
    "tasks": tasking.tasks,
    "my cases": home.cases,
    "cases": home.cases,
    "board": home.cases,
    "notify": notify.start,
    "notification": notify.start,
    "new case": notify.start,
    "next working day": clock.next_working_day,
    "next day": clock.next_working_day,
}
"""Words people type, in small letters. A case's reference, with or without "case" before it, opens the case."""
