"""Asking the agencies, and what every form about a request begins and ends with (form 3b)."""

from collections.abc import Sequence

from cards import casework, receipts
from cards.elements import Element, button, words
from cards.overview import CORRECT
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.notification import correcting
from dialogs.notification.lettered import lettered
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.openly import of_case, openly
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Answers, in_words, read_day, rows
from rapid_review.returns.requests import Answer as Kind
from rapid_review.timing.london import clock_words
from rapid_review.timing.timetable import Milestone


def ask(turn: Turn, desk: Desk) -> Answer:
    """Send the requests to the agencies ticked (R108)."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    ticked = [id for id in str(turn.data.get("agencies", "")).split(",") if id]
    unknown = [id for id in ticked if id not in desk.partnership.agencies]
    if not ticked or unknown:
        raise Refusal("Choose at least one agency from the list.")
    case.ask_agencies({id: _why(case, id) for id in ticked}, by=who, now=desk.now)
    fresh = [id for id in ticked if case.requests[id].asked_at == desk.now]
    lines = [f"{len(fresh)} agencies are being asked now." if len(fresh) > 1 else "One agency is being asked now."]
    if due := case.due_from(fresh[0]):
        lines.append(f"Their summaries are due by {clock_words(due.at)}. We remind them, and tell you who is late.")
        lines += [due.because] if due != case.due(Milestone.SUMMARIES_DUE) else []
    title = of_case(case.reference, "requests sent")
    return Answer(
        receipts.done(title, *lines, actions=[button("See the case", "case", {"case": case.reference})]),
        title,
    )


def _why(case: Case, agency: str) -> str:
    return "named by the notifier" if agency in case.facts.agencies else "chosen by the Partnership Team"


def people(turn: Turn, desk: Desk) -> Answer:
    """Who to search for: the least an agency needs, once its SPOC has declared (Part 6)."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    if sees(case, who, Surface.PEOPLE) < Access.OWN:
        raise Refusal("Please make your declarations for this case first.")
    desk.work.log_read(case.reference, who.id, "people", desk.now)
    title = of_case(case.reference, "who to search for")
    drawn = casework.people_to_search(case, search_list(desk, case))
    return Answer({**drawn, "actions": [*drawn["actions"], *correcting.offered(case, who)]}, title)


def search_list(desk: Desk, case: Case) -> list[tuple[str, str]]:
    """Names and dates of birth as notified, of children and adults."""
    form = desk.work.form(case.reference, "notification", "")
    if form is None:
        return []
    listed = []
    for letter, child in lettered(desk, case, form.revision):
        listed.append((f"Child {letter}", _identified(child, "child_name", "child_aka", "child_dob")))
    for person in rows(form.answers, "people"):
        listed.append(("Adult or other person", _identified(person, "per_name", "per_relation", "per_dob")))
    return listed


def _identified(row: Answers, *asked: str) -> str:
    """Name, other names and date of birth in a line, as far as they are known."""
    given = (row.get(id) for id in asked)
    return ", ".join(in_words(day) if (day := read_day(value)) else str(value) for value in given if value)


# -- Forms about one request ---------------------------------------------------------------------------------------


def request_of(desk: Desk, who: Standing, subject: str) -> tuple[Case, str]:
    reference, _, agency = subject.partition("/")
    case = desk.case(reference, who)
    if agency not in case.answered_by(who):
        raise NotYours()
    require_may_read(case, who)
    return case, agency


def settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    """The request as it stands: still to be answered, or answered with a receipt."""
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    if case.requests[agency].returned:
        return receipt(case, agency)
    return tasking.next_on(desk, case, who)


def receipt(case: Case, agency: str, also: Sequence[Element] = ()) -> Answer:
    returned = case.requests[agency].returned
    at = clock_words(returned.at) if returned else ""
    what = openly("nil return") if returned and returned.answer is Kind.NIL else openly("summary")
    title = of_case(case.reference, "your {} is in", what)
    lines = [
        f"The Partnership Team has had it since {at}.",
        "If you find anything more, or something has to be corrected, change the answer here at once.",
    ]
    meeting = case.due(Milestone.MEETING)
    if meeting:
        lines.append(f"The Rapid Review Group decides by {clock_words(meeting.at)}.")
    subject = {"form": "amendment", "subject": f"{case.reference}/{agency}"}
    actions = [button("My tasks", "tasks"), button(CORRECT, "form.open", subject)]
    return Answer(receipts.done(title, *lines, also=also, actions=actions), title)


def terms(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    reference = subject.partition("/")[0]
    return [words(f"For {reference}. Only the Partnership Team and the Rapid Review Group can see this.", quiet=True)]
