"""Reading what was written: the notification and the agencies' answers. Every reading is noted (T2)."""

from cards import reading as cards
from cards.casework import agency_name
from cards.elements import button
from cards.group.papers import tabled_line
from cards.returns.answers import version_line
from dialogs.desk import Desk
from dialogs.group.papers import why_tabled
from dialogs.notification import correcting, notify
from dialogs.notification.lettered import lettered
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.papers import NOTIFICATION, of_return
from rapid_review.notification.labels import labelled
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Answers, Form
from rapid_review.returns.requests import Answer as Kind
from rapid_review.returns.told import TOLD
from rapid_review.summary import NIL_RETURN, SUMMARY
from rapid_review.summary.amendment import AMENDMENT, changed
from rapid_review.summary.child_death import CHILD_DEATH_FORM


def _readable(turn: Turn, desk: Desk, surface: Surface) -> tuple[Case, Standing]:
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    if sees(case, who, surface) is not Access.READ:
        raise Refusal(
            f"To read this you need a part in {case.reference}, both declarations made, and a ruling that allows it "
            "where you declared a conflict."
        )
    desk.work.log_read(case.reference, who.id, str(surface), desk.now)
    return case, who


def _page(turn: Turn) -> int:
    page = str(turn.data.get("page", 0))
    return int(page) if page.isdecimal() and len(page) < 4 else 0


def notification(turn: Turn, desk: Desk) -> Answer:
    """The notification, page by page."""
    case, who = _readable(turn, desk, Surface.NOTIFICATION)
    newest = case.notification_revision
    number = min(_number(turn, newest), newest)
    if number == newest:
        case.open_paper(NOTIFICATION, by=who, now=desk.now)
    form = desk.work.form(case.reference, notify.FORM, "", number)
    answers = form.answers if form else {}
    named = sees(case, who, Surface.PEOPLE) is Access.READ
    letters = [letter for letter, _ in lettered(desk, case, number)]
    pages = cards.pages(notify.whole(desk), answers if named else labelled(answers, letters))
    pages[0] = [*correcting.said_of_version(desk, case, number, named=named), *pages[0]]
    title = of_case(case.reference, "the notification")
    on = {"case": case.reference, "version": str(number)}
    drawn = cards.page(title, pages, _page(turn), "notification.read", on, case.reference)
    earlier = [button("The version before", "notification.read", {**on, "version": str(number - 1)})]
    more = [*(earlier if number > 1 else []), *correcting.offered(case, who)]
    return Answer({**drawn, "actions": [*drawn["actions"], *more]}, title)


def _number(turn: Turn, newest: int) -> int:
    """The version that the card asks for, counted from 1; the newest if it names none."""
    asked = str(turn.data.get("version", ""))
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < 4 else newest


def returns(turn: Turn, desk: Desk) -> Answer:
    """The agencies, where each answer stands, and a button for each that is in."""
    case, _ = _readable(turn, desk, Surface.RETURNS)
    rows = [
        (agency_name(desk.partnership, id), r.state((due := case.due_from(id)) is not None and desk.now > due.at))
        for id, r in case.requests.items()
    ]
    openers = {
        agency_name(desk.partnership, id): {"case": case.reference, "agency": id}
        for id, request in case.requests.items()
        if request.returned
    }
    title = of_case(case.reference, "the agencies’ answers")
    return Answer(cards.index(title, rows, openers, case), title)


def one_return(turn: Turn, desk: Desk) -> Answer:
    """One agency's answer, page by page."""
    case, agency, number = _version(turn, desk)
    version = case.requests[agency].versions[number - 1]
    kind, form = FORMS[version.answer]
    kept = desk.work.form(case.reference, kind, agency, version.revision)
    answers = kept.answers if kept else {}
    pages = cards.pages(form, answers)
    changes = _changes(desk, case, agency, number, answers)
    paper = of_return(agency, number)
    case.open_paper(paper, by=desk.who(turn), now=desk.now)
    of_the_group = sees(case, desk.who(turn), Surface.PAPERS) is Access.READ
    tabled = tabled_line(case, paper, why_tabled(desk, case, paper)) if of_the_group else []
    pages[0] = [*tabled, *version_line(case, agency, number, changes, desk.partnership), *pages[0]]
    title = of_case(case.reference, "{}", agency_name(desk.partnership, agency))
    on = {"case": case.reference, "agency": agency, "version": str(number)}
    drawn = cards.page(title, pages, _page(turn), "return.read", on, case.reference)
    if number > 1:
        earlier = button("The version before", "return.read", {**on, "version": str(number - 1)})
        drawn = {**drawn, "actions": [*drawn["actions"], earlier]}
    return Answer(drawn, title)


FORMS: dict[Kind, tuple[str, Form]] = {
    Kind.SUMMARY: (SUMMARY.id, AMENDMENT),
    Kind.NIL: (NIL_RETURN.id, NIL_RETURN),
    Kind.TOLD: (TOLD.id, TOLD),
    Kind.CHILD_DEATH: (CHILD_DEATH_FORM.id, CHILD_DEATH_FORM),
}
"""Under which form an answer is kept, and by which it is read."""


def _version(turn: Turn, desk: Desk) -> tuple[Case, str, int]:
    """The version asked for, or the newest: for those who read every answer, and for the agency its own."""
    who, agency = desk.who(turn), str(turn.data.get("agency", ""))
    case = desk.case(str(turn.data.get("case", "")), who)
    own = agency in case.answered_by(who) | who.leads
    if not (own and sees(case, who, Surface.RETURNS) is Access.OWN):
        _readable(turn, desk, Surface.RETURNS)
    else:
        desk.work.log_read(case.reference, who.id, "own_return", desk.now)
    request = case.requests.get(agency)
    if request is None or request.returned is None:
        raise NotYours()
    newest = len(request.versions)
    return case, agency, min(_number(turn, newest), newest)


def _changes(desk: Desk, case: Case, agency: str, number: int, answers: Answers) -> list[str]:
    """What this version of a summary has otherwise than the one before."""
    versions = case.requests[agency].versions
    if number < 2 or {versions[number - 1].answer, versions[number - 2].answer} != {Kind.SUMMARY}:
        return []
    before = desk.work.form(case.reference, SUMMARY.id, agency, versions[number - 2].revision)
    return changed(before.answers, answers) if before else []
