"""What the cards say after the outcome went to the Panel: others are told, or it is excused, and the case is closed."""

from collections.abc import Callable
from typing import Any

from story import checked, fills, goes_through
from transcript import buttons
from watching import Watched, everyone_looks, looks, opens

from rapid_review.case import Case
from rapid_review.outward.duties import DutyKind, Telling

SENDS = ("Record it", "Record the reason", "Send the answer", "Ask a second person", "Send it back", "Sign it")


def everybody_is_told(teams: Watched, reference: str) -> None:
    """One letter is sent back and then lost; one agency and the family answer; the rest is excused; the end."""
    teams.types("amina", reference)
    teams.presses("amina", "Tell others what was decided")
    teams.keep("task-tell", "amina")
    _a_letter(teams, reference)
    teams.keep("task-inspectorate", "carys", "Answer")
    _says(teams, "carys", "inspectorate", f"{reference}/health", insp_told="not_required")
    _says(teams, "amina", "family_told", reference, family_outcome="not_told", family_invited="no")
    _says(teams, "amina", "publication", reference, pub_on="2026-11-23", pub_view="full")
    _something_new(teams, reference)
    everyone_looks(teams, reference)
    _reads_each(teams, reference)
    _says(teams, "amina", "dispatch", f"{reference}/board", sent_on=f"{teams.now:%Y-%m-%d}")  # It did arrive.
    for duty in teams.case(reference).open_duties():
        if duty.excusable:
            _says(teams, "amina", "excuse", f"{reference}/{duty.id}")
    _says(teams, "amina", "hand_off", reference, ho_what="record")
    for duty in teams.case(reference).open_duties():
        _says(teams, "amina", "sin", f"{reference}/{duty.about}", sin_done="sent", sin_sent_on="2026-11-23")
    everyone_looks(teams, reference)
    _reads_each(teams, reference)
    teams.types("efua", reference)
    teams.presses("efua", "Close the case")
    teams.keep("task-close", "efua")
    teams.presses("efua", "Close the case")
    teams.keep("receipt-closed", "efua")
    teams.deliver()
    everyone_looks(teams, reference)


def _something_new(teams: Watched, reference: str) -> None:
    """The Panel asks, and the notification is corrected: the chair weighs both, a reply and a letter are owed."""
    teams.at("Mon 2026-12-07 09:00")
    asks = {"received_on": "2026-11-23", "response": "asks", "reply_by": "2026-12-14"}
    _says(teams, "amina", "panel_response", reference, **asks)
    opens(teams, "amina", "preparation", f"{reference}/reply")
    teams.keep("form-preparation-reply", "amina")
    _says(teams, "amina", "preparation", f"{reference}/reply", edition="pseudonymised", enclosed="")
    opens(teams, "amina", "people_list", reference)
    said = {**teams.answers, "people_parts": "facts,when", "inc_date": "2026-11-19"}
    goes_through(teams, "amina", said, "Correct the notification")
    teams.keep("receipt-corrected", "amina")
    teams.deliver()
    teams.keep("told-notification-corrected", "gwen", "Read it")
    teams.keep("task-reconsider-notification", "efua", "Read the notification")
    for about in ("panel", "notification"):
        _says(teams, "efua", "reconsideration", f"{reference}/{about}", changes="no")


def _a_letter(teams: Watched, reference: str) -> None:
    subject = f"{reference}/{DutyKind.DFE}"
    _says(teams, "amina", "preparation", subject, edition="identified")
    teams.types("efua", reference)
    teams.presses("efua", "Check what is about to be sent")
    teams.keep("task-check", "efua")
    teams.presses("efua", "Decision to the Department for Education")
    teams.keep("duty-to-check", "efua")
    _says(teams, "efua", "sent_back", subject)
    teams.keep("told-sent-back", "amina")
    _reads_each(teams, reference)
    checked(teams, reference, DutyKind.DFE)
    _reads_each(teams, reference)
    _says(teams, "amina", "unsure", subject, sent_on=f"{teams.now:%Y-%m-%d}")
    _reads_each(teams, reference)
    _says(teams, "amina", "lost", subject)
    _reads_each(teams, reference)
    checked(teams, reference, DutyKind.DFE)
    _says(teams, "amina", "dispatch", subject, sent_on=f"{teams.now:%Y-%m-%d}")
    _reads_each(teams, reference)
    _says(teams, "amina", "lost", subject)
    checked(teams, reference, DutyKind.DFE)
    looks(teams, "amina", "duty.read", reference, duty=DutyKind.DFE)
    teams.chats["amina"].append(teams.every_card[-1])
    teams.keep("duty-tried-before", "amina")
    _says(teams, "amina", "dispatch", subject, sent_on=f"{teams.now:%Y-%m-%d}")
    _by_themselves(teams, reference)


def _by_themselves(teams: Watched, reference: str) -> None:
    """Five letters go out by themselves: one arrives, one may have got lost, and three stay for what each says."""
    teams.sends_mail = True
    ends: dict[str, Callable[[Case, Telling], None]] = {
        "referrer": lambda case, telling: case.went(telling, "<4711@scp.example>", teams.now),
        "board": lambda case, telling: case.may_have_gone(telling, "4711", teams.now),
        "agency/police": lambda case, telling: case.stop_sending(telling, "mail 554", teams.now),
        "agency/health": lambda case, telling: case.stop_sending(telling, "changed", teams.now),
    }
    for duty in ("ofsted", *ends):
        _says(teams, "amina", "preparation", f"{reference}/{duty}", edition="pseudonymised", enclosed="")
        looks(teams, "efua", "duty.read", reference, duty=duty)
        _presses(teams, "efua", reference, duty)
    teams.keep("duty-that-leaves", "efua")
    _reads_each(teams, reference)
    for duty, end in ends.items():
        teams.store.run_now(lambda work, duty=duty, end=end: _ends(work.case(reference), duty, end))
        teams.deliver()
        teams.keep(f"told-{duty.replace('/', '-')}-ended", "amina")
    _reads_each(teams, reference)
    teams.sends_mail = False


def _presses(teams: Watched, person: str, reference: str, duty: str) -> None:
    teams.chats[person].append(teams._do(teams.turn(person, verb="duty.read", data=_on(reference, duty))).card)
    if duty != "agency/health":
        teams.presses(person, "Confirm it")
    else:
        verb, data = teams.pressed(teams.card(person), "Confirm it")
        teams._do(teams.turn(person, verb=verb, data=data))  # The card it was pressed on is kept.
    teams.deliver()


def _on(reference: str, duty: str) -> dict[str, str]:
    return {"case": reference, "duty": duty}


def _ends(case: Case, duty: str, end: Callable[[Case, Telling], None]) -> None:
    owed = case.duty(duty)
    assert owed
    telling = case.telling_of(owed)
    assert telling
    end(case, telling)


def _says(teams: Watched, person: str, form: str, subject: str, **said: Any) -> None:
    opens(teams, person, form, subject)
    for _ in range(3):
        send = next((title for title in buttons(teams.card(person)) if title in SENDS), "")
        if send:
            fills(teams, person, send, {**teams.answers, **said})
    teams.deliver()


def _reads_each(teams: Watched, reference: str) -> None:
    """Everything there is, as the one who sends, as the one who checks, and as one who only reads."""
    for duty in teams.case(reference).duties():
        for person in ("amina", "efua", "gwen", "ben"):
            looks(teams, person, "duty.read", reference, duty=duty.id)
