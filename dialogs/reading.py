"""Reading what was written: the notification and the agencies' answers. Every reading is noted (T2)."""

from cards import reading as cards
from cards.casework import agency_name
from dialogs import notify
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.forms import Choice
from rapid_review.notification import notification_form
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.requests import Answer as Kind
from rapid_review.summary import NIL_RETURN, SUMMARY
from rapid_review.timetable import Milestone


def _readable(turn: Turn, desk: Desk, surface: Surface) -> tuple[Case, Standing]:
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
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
    case, _ = _readable(turn, desk, Surface.NOTIFICATION)
    form = desk.work.form(case.reference, notify.FORM, "", case.notification_revision)
    agencies = tuple(Choice(agency.id, agency.name) for agency in desk.partnership.agencies.values())
    areas = tuple(Choice("-".join(area.lower().split()), area) for area in desk.partnership.areas)
    pages = cards.pages(notification_form(agencies, areas), form.answers if form else {})
    title = f"{case.reference}: the notification"
    on = {"case": case.reference}
    return Answer(cards.page(title, pages, _page(turn), "notification.read", on, case.reference), title)


def returns(turn: Turn, desk: Desk) -> Answer:
    """The agencies, where each answer stands, and a button for each that is in."""
    case, _ = _readable(turn, desk, Surface.RETURNS)
    due = case.due(Milestone.SUMMARIES_DUE)
    overdue = due is not None and desk.now > due.at
    rows = [(agency_name(desk.partnership, r.agency), r.state(overdue)) for r in case.requests.values()]
    openers = [
        (agency_name(desk.partnership, r.agency), {"case": case.reference, "agency": r.agency})
        for r in case.requests.values()
        if r.returned
    ]
    title = f"{case.reference}: the agencies’ answers"
    return Answer(cards.index(title, rows, openers, case.reference), title)


def one_return(turn: Turn, desk: Desk) -> Answer:
    """One agency's answer, page by page."""
    case, _ = _readable(turn, desk, Surface.RETURNS)
    agency = str(turn.data.get("agency", ""))
    request = case.requests.get(agency)
    if request is None or request.returned is None:
        raise NotYours()
    form = NIL_RETURN if request.returned.answer is Kind.NIL else SUMMARY
    kept = desk.work.form(case.reference, form.id, agency, request.returned.revision)
    pages = cards.pages(form, kept.answers if kept else {})
    title = f"{case.reference}: {agency_name(desk.partnership, agency)}"
    on = {"case": case.reference, "agency": agency}
    return Answer(cards.page(title, pages, _page(turn), "return.read", on, case.reference), title)
