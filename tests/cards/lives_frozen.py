"""The stories of what stands still: a letter that must not go, a meeting to come, and what fell due meanwhile."""

from story import checked, fills
from transcript import buttons, words
from watching import Watched, all_vote, looks, notified, opens, signed_off_and_sent, the_decision, up_to_papers


def letters_wait(teams: Watched) -> None:
    """Frozen between the decision and its letters: one was sent all the same, and one was to go by itself."""
    reference = notified(teams)
    up_to_papers(teams, reference)
    all_vote(teams, reference, efua="review", farid="review", gwen="review")
    the_decision(teams, reference)
    signed_off_and_sent(teams, reference)
    checked(teams, reference, "dfe")
    opens(teams, "amina", "preparation", f"{reference}/ofsted")
    fills(teams, "amina", "Ask a second person", teams.answers)
    _freezes(teams, reference)
    for duty in teams.case(reference).duties():
        for person in ("amina", "efua", "gwen"):
            looks(teams, person, "duty.read", reference, duty=duty.id)
    _reads(teams, "amina", "duty.read", reference, duty="dfe")
    teams.keep("duty-while-frozen", "amina")
    _reads(teams, "efua", "duty.read", reference, duty="ofsted")
    teams.keep("duty-to-check-while-frozen", "efua")
    _reads(teams, "amina", "duties.read", reference)
    teams.keep("duties-while-frozen", "amina")
    opens(teams, "amina", "dispatch", f"{reference}/dfe")
    teams.keep("form-dispatch-while-frozen", "amina")
    for _ in range(2):
        if "Record it" in buttons(teams.card("amina")):
            fills(teams, "amina", "Record it", {**teams.answers, "sent_on": "2026-11-23"})
    _reads(teams, "efua", "case", reference)


def the_group_waits(teams: Watched) -> None:
    """Frozen while the poll is open: nobody can do anything before the meeting, and its day passes."""
    reference = notified(teams)
    up_to_papers(teams, reference)
    _freezes(teams, reference)
    teams.named["emptied-while-frozen"] = next(card for card in teams.chats["ben"] if "card is emptied" in words(card))
    for person in ("gwen", "ben"):
        _reads(teams, person, "meeting.read", reference)
        _reads(teams, person, "case", reference)
    teams.keep("case-overview-shut-out", "ben")
    opens(teams, "gwen", "ballot", reference)
    teams.keep("form-ballot-while-frozen", "gwen")
    teams.at("Tue 2026-12-08 09:01")
    teams.keep("task-meeting-while-frozen", "gwen")
    teams.at("Fri 2026-12-11 09:01")
    looks(teams, "amina", "case.thaw", reference)
    teams.deliver()
    teams.at("Fri 2026-12-11 09:05")
    looks(teams, "amina", "task", reference, task="slipped/meeting")
    _reads(teams, "amina", "task", reference, task="slipped/meeting")
    teams.keep("task-slipped-while-frozen", "amina")


def _freezes(teams: Watched, reference: str) -> None:
    opens(teams, "amina", "freeze", reference)
    why = f"{teams.answers['why_review'][:900]} The wrong child was named."
    fills(teams, "amina", "Freeze it now", {"freeze_why": why})
    teams.deliver()


def _reads(teams: Watched, person: str, verb: str, reference: str, **more: str) -> None:
    given = teams._do(teams.turn(person, verb=verb, data={"case": reference, **more}))
    teams.chats[person].append(given.card)


FROZEN = (letters_wait, the_group_waits)
