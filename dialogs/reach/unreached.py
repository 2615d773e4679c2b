"""What is done when a message did not arrive: the deputy, an e-mail, and a card to somebody who can ring (F66-F68).

All of it is owed in the transaction that writes the failure down, so that nobody is unreached in silence. What is done
about a message carries its number (`follows`), and nothing is done about that in turn but to tell somebody else.
"""

from collections.abc import Iterator

from cards.casework import TASK_WORDS
from cards.reach import reaching
from cards.reach.reaching import Letter, Missed, Tried
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.case import Case
from rapid_review.people import PersonId, Role
from rapid_review.reaching import fate
from rapid_review.tasks import Task, TaskKind, find
from storage.messages import Message, Mode
from storage.work import Contact

WHO_RINGS = (Role.PARTNERSHIP_TEAM, Role.CHAIR, Role.DEPUTY_CHAIR)
"""Whose business an unreached person is: the first of these of whom anybody is left to tell."""

NEWS = {
    "outcome": "News that a decision is recorded",
    "revealed": "News that the poll is closed",
    "ruled": "News of what came of the conflict they declared",
    "breach": "News that something went to the wrong person",
    "glass_broken": "News that the case was opened under break-glass",
    "frozen": "News that the case is frozen, or goes on",
}


def not_reached(desk: Desk, id: int) -> None:
    """This message will never arrive: owe what follows from that. Doing it again changes nothing."""
    failed = desk.work.contact(id)
    if failed is None:
        return
    if failed.follows is None:
        _climb(desk, failed)
    elif (first := desk.work.contact(failed.follows)) and first.case:  # Of no case: see `in_your_name`.
        for message in _next_rung(desk, first, failed):
            desk.work.owe(message)
        followed(desk, id)


def settle_unowned(desk: Desk, limit: int = 50) -> int:
    """Find what failed without anybody's being told, such as what expired, and tell somebody. How much that was."""
    unowned = desk.work.unowned(limit)
    for failed in unowned:
        _climb(desk, failed)
    return len(unowned)


def followed(desk: Desk, id: int) -> None:
    """Something came of what was done about a message: the card that lists it is drawn anew, in silence."""
    done = desk.work.contact(id)
    first = desk.work.contact(done.follows) if done and done.follows is not None else None
    if first is None or (done and done.view == "unreached"):
        return
    for told in _told(desk, first):
        key = f"unreached:{first.id}:{id}:{told.person}"
        desk.work.owe(_card(desk, first, told.person, key=key, mode="edit"))


def _climb(desk: Desk, failed: Contact) -> None:
    if failed.matters:
        for message in (*_deputy(desk, failed), *_letter(desk, failed), *_somebody_who_rings(desk, failed)):
            desk.work.owe(message)


def _next_rung(desk: Desk, first: Contact, failed: Contact) -> Iterator[Message]:
    """A deputy who was not reached gets an e-mail. So does whoever was to ring, and somebody else is to ring."""
    if failed.route != "person":
        return
    if failed.view == "unreached":
        yield _mail(desk, first, failed.person, "unreached_mail")
        yield from _somebody_who_rings(desk, first)
    else:
        yield _mail(desk, first, failed.person, "letter")


def _deputy(desk: Desk, failed: Contact) -> Iterator[Message]:
    """An agency's deputy gets the agency's card, once for each thing asked."""
    task = failed.args.get("task", "")
    agency = desk.partnership.agencies.get(task.partition("/")[2])
    if agency and agency.deputy and agency.spoc == failed.person != agency.deputy:
        yield Message(
            key=f"{failed.case}:{task}:instead:{agency.deputy}",
            to=agency.deputy,
            route="person",
            view="deputy",
            due=desk.now,
            case=failed.case,
            slot=f"{failed.case}:{task}",
            args={"task": task},
            follows=failed.id,
        )


def _letter(desk: Desk, failed: Contact) -> Iterator[Message]:
    if failed.route == "person":
        yield _mail(desk, failed, failed.person, "letter")


def _mail(desk: Desk, first: Contact, person: PersonId, view: str) -> Message:
    """At most one a day about a case: it says no more the second time."""
    return Message(
        key=f"{first.case}:{view}:{person}:{desk.today}",
        to=person,
        route="mail",
        view=view,
        due=desk.now,
        case=first.case,
        follows=first.id,
    )


def _somebody_who_rings(desk: Desk, first: Contact) -> Iterator[Message]:
    """A card to each of the Partnership Team; to others only if none of those can be told."""
    if any(not told.lost for told in _told(desk, first)):
        return
    tried = {first.person} | {told.person for told in _told(desk, first)}
    for role in WHO_RINGS:
        if left := [person for person in desk.partnership.holders(role) if person not in tried]:
            for person in left:
                yield _card(desk, first, person, key=f"unreached:{first.id}:{person}", mode="upsert")
            return


def _card(desk: Desk, first: Contact, person: PersonId, *, key: str, mode: Mode) -> Message:
    """One card a day for each person not reached in a case: the second failure of a day is no second alarm."""
    urgent = first.args.get("task") == TaskKind.ALERT
    return Message(
        key=key,
        to=person,
        route="person",
        view="unreached",
        due=desk.now,
        case=first.case,
        slot=f"{first.case}:unreached:{first.id if urgent else f'{first.person}:{desk.today}'}",
        mode=mode,
        urgent=urgent,
        follows=first.id,
    )


def _told(desk: Desk, first: Contact) -> list[Contact]:
    return [done for done in desk.work.follow_ups(first.id) if done.view == "unreached"]


# -- Drawn when they are sent


def unreached(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The card for whoever is to ring."""
    failed = desk.work.contact(message.follows or 0)
    if failed is None:
        return None
    tried = [*_tried(desk, failed)]
    if failed.route == "channel":
        card = reaching.channel_not_reached(case.reference, tried)
        return Answer.of(card)
    missed = _missed(case, failed, desk)
    card = reaching.not_reached(
        case.reference,
        office=_office(desk, failed.person),
        name=desk.partnership.name_of(failed.person),
        missed=missed,
        tried=tried,
        partnership=desk.partnership,
    )
    return Answer.of(card)


def deputy(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The agency's card for its deputy, who learns why it comes to them."""
    who = desk.standing(message.to)
    task = find(case, who, desk.now, message.args["task"])
    if task is None:
        return None
    drawn = tasking.card_for(desk, case, task, who)
    line = "This comes to you as deputy: your agency’s single point of contact could not be reached in Teams."
    return Answer(tasking.with_line(drawn.card, line), drawn.summary)


def letter(message: Message, desk: Desk) -> Letter | None:
    """The e-mail, or None if there is nothing left to open Teams for."""
    failed = desk.work.contact(message.follows or 0)
    case = desk.work.case(message.case)
    if failed is None or message.to in case.recused:
        return None
    if message.view == "letter" and "task" in failed.args and _task(case, failed, desk) is None:
        return None
    return reaching.letter(case.reference, desk.partnership)


def _task(case: Case, failed: Contact, desk: Desk) -> Task | None:
    return find(case, desk.standing(failed.person), desk.now, failed.args.get("task", ""))


def _missed(case: Case, failed: Contact, desk: Desk) -> list[Missed]:
    """What they did not get and still should: the first failure's, and all since."""
    missed = {}
    for one in [failed, *desk.work.missed(case.reference, failed.person)]:
        if "task" not in one.args:
            missed[one.view] = Missed(NEWS.get(one.view, "A message about this case"))
        elif task := _task(case, one, desk):
            missed[task.id] = Missed(TASK_WORDS[task.kind], task.due)
    return [*missed.values()]


def _office(desk: Desk, person: PersonId) -> str:
    """Whom somebody stands for: their agency, their seat, or else their job."""
    standing = desk.standing(person)
    for agency in sorted(standing.agencies):
        return desk.partnership.agencies[agency].name
    for seat in standing.seats:
        return f"the {seat.title[:1].lower()}{seat.title[1:]}"
    return standing.person.job or standing.person.name


def _tried(desk: Desk, failed: Contact) -> Iterator[Tried]:
    done = desk.work.follow_ups(failed.id)
    gave_up = min((one.due for one in done), default=failed.due)
    times = "once" if failed.attempts <= 1 else f"{failed.attempts} times"
    code = "channel_dead" if failed.route == "channel" and failed.code.startswith("403") else failed.code
    yield Tried(f"Teams, {times}", fate(failed.state, code), code, gave_up)
    for one in done:
        if one.view in ("deputy", "letter"):
            name = desk.partnership.name_of(one.person)
            seen_at = one.seen_at if one.route == "person" else None
            became = fate(one.state, one.code, sent_at=one.sent_at, seen_at=seen_at)
            way = f"The deputy, {name}" if one.view == "deputy" else f"E-mail to {name}"
            yield Tried(way, became, one.code, one.sent_at or one.due)
