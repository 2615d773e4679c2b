"""The stories in which trust is at stake: glass is broken, something goes to the wrong person, a case is frozen."""

from dataclasses import replace

from cast import PARTNERSHIP
from story import amina_asks, fills
from transcript import buttons, inputs
from watching import Watched, everyone_looks, looks, notified, opens, signs

from rapid_review.people import Person, Role
from storage.messages import Message

DORA = Person("dora", "Dora Quill", "", "Data Protection Officer", "dora@fellshire.example")


def glass_is_broken(teams: Watched) -> None:
    """Efua has not declared, and has to read it tonight."""
    reference = notified(teams)
    signs(teams, "amina", reference)
    teams.types("efua", reference)
    teams.presses("efua", "Open it under break-glass")
    teams.keep("form-glass", "efua")
    fills(teams, "efua", "Open it now", {"glass_why": "Too short."})
    why = f"{teams.answers['why_review'][:900]} It has to be read tonight."
    fills(teams, "efua", "Open it now", {"glass_why": why})
    teams.deliver()
    teams.keep("glass-open", "efua")
    teams.keep("glass-told", "amina")
    teams.keep("glass-told-without-the-reason", "farid")
    teams.presses("efua", "Read the notification")
    teams.types("efua", reference)
    teams.deliver()
    everyone_looks(teams, reference)
    teams.at("Mon 2026-11-23 13:05")
    teams.keep("glass-over", "efua", "See the case")


def something_goes_astray(teams: Watched) -> None:
    """A card, a printout and a document go to the wrong person; a family is at risk; the officer sees to it."""
    teams.partnership = replace(
        PARTNERSHIP, people={**PARTNERSHIP.people, "dora": DORA}, roles={**PARTNERSHIP.roles, Role.DPO: ("dora",)}
    )
    reference = notified(teams)
    amina_asks(teams, reference)
    for said in ("mis-send", "help"):
        teams.types("zack", said)
    teams.types("ben", "wrong person")
    teams.keep("mis-send-which-case", "ben")
    opens(teams, "amina", "mis_send", reference)
    teams.keep("form-mis-send", "amina")
    card = next(field for field in inputs(teams.card("amina")) if field["id"] == "ms_item")["choices"][0]["value"]
    _reports(teams, "amina", card)
    teams.keep("mis-send-reported", "amina")
    _it_still_stands(teams, reference)
    opens(teams, "amina", "mis_send", reference)
    _reports(teams, "amina", card)
    teams.keep("mis-send-reported-again", "amina")
    opens(teams, "ben", "mis_send", reference)
    _reports(teams, "ben", "other", immediate_safety_now="yes")
    teams.keep("mis-send-told", "efua", "Make your declarations")
    looks(teams, "dora", "case", reference)
    looks(teams, "dora", "breaches.read", reference)
    signs(teams, "dora", reference)
    teams.types("dora", reference)
    teams.types("dora", "my tasks")
    teams.presses("dora", f"{reference}: report 1, tell people")
    teams.keep("task-breach", "dora")
    for person in ("dora", "amina", "ben", "efua"):
        looks(teams, person, "breaches.read", reference)
        looks(teams, person, "breach.read", reference, breach="b1")
        looks(teams, person, "breach.read", reference, breach="b2")
    _is_followed_to_its_end(teams, reference)
    everyone_looks(teams, reference)


def _reports(teams: Watched, person: str, item: str, **said: str) -> None:
    day = {"ms_sent_on": "2026-11-23", "ms_found_on": "2026-11-23", "immediate_safety_now": "no"}
    for _ in range(2):
        if "Report it now" in buttons(teams.card(person)):
            fills(teams, person, "Report it now", {**teams.answers, **day, **said, "ms_item": item})
    teams.deliver()


def _it_still_stands(teams: Watched, reference: str) -> None:
    """The card could not be emptied."""
    args = {"breach": "b1", "to": "carys", "code": "403 BotNotInConversationRoster"}
    for person in ("amina", "dora"):
        owed = Message(
            key=f"gallery:{person}",
            to=person,
            route="person",
            view="not_emptied",
            due=teams.now,
            case=reference,
            args=args,
        )
        teams.store.run_now(lambda work, owed=owed: work.owe(owed))
    teams.deliver()
    teams.keep("mis-send-not-taken-back", "amina")


def _is_followed_to_its_end(teams: Watched, reference: str) -> None:
    opens(teams, "amina", "breach_step", f"{reference}/b1.family")
    teams.keep("form-breach-step-family", "amina")
    fills(teams, "amina", "Record it", {**teams.answers, "bs_done": "not_yet"})
    teams.keep("breach-family-still-owed", "amina")
    for person, step in (("amina", "family"), ("dora", "told"), ("dora", "ico"), ("dora", "outcome")):
        opens(teams, person, "breach_step", f"{reference}/b1.{step}")
        if step == "ico":
            teams.keep("form-breach-step", person)
        fills(teams, person, "Record it", {**teams.answers, "bs_done": "not_done" if step == "told" else "done"})
        teams.deliver()
    given = teams._do(teams.turn("amina", verb="breach.read", data={"case": reference, "breach": "b1"}))
    teams.chats["amina"].append(given.card)
    teams.keep("mis-send", "amina")
    looks(teams, "dora", "breach.release", reference, breach="b2")
    teams.at("Fri 2026-11-27 09:00")
    looks(teams, "dora", "task", reference, task="breach/b2.ico")
    teams.keep("task-breach-late", "dora")
    opens(teams, "carys", "mis_send", reference)
    _reports(teams, "carys", "other", ms_found_on="2026-11-23")
    teams.keep("mis-send-reported-late", "carys")


def a_case_is_frozen(teams: Watched) -> None:
    """The wrong child was named."""
    reference = notified(teams)
    amina_asks(teams, reference)
    teams.types("amina", reference)
    teams.presses("amina", "Freeze the case")
    why = f"{teams.answers['why_review'][:900]} The wrong child was named."
    fills(teams, "amina", "Freeze it now", {"freeze_why": why})
    teams.deliver()
    teams.keep("frozen", "amina")
    teams.keep("told-frozen", "ben")
    everyone_looks(teams, reference)
    teams.types("amina", reference)
    teams.keep("case-overview-frozen", "amina")
    teams.at("Tue 2026-11-24 09:01")
    teams.keep("task-thaw", "amina", "Let it go on")
    everyone_looks(teams, reference)
    teams.presses("amina", "Let it go on")
    teams.deliver()
    opens(teams, "amina", "freeze", reference)


TRUST = (glass_is_broken, something_goes_astray, a_case_is_frozen)
