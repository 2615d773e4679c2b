"""The Rapid Review Template: filled in at the meeting, read, and agreed by each member (R085)."""

from typing import Any

from cards import reading
from cards.elements import button
from cards.group import template as cards
from dialogs import safety, tasking
from dialogs.desk import Desk
from dialogs.group.papers import readable
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.group.actions import For
from rapid_review.group.template import DIFFERS, template_form
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.questions.forms import Form
from storage.work import StoredForm

FORM = "template"


def read(turn: Turn, desk: Desk) -> Answer:
    """The template with what each seat says of it, page by page."""
    case, who = readable(turn, desk)
    if case.template is None:
        raise Refusal("The Partnership Team has not completed the template yet.")
    desk.work.log_read(case.reference, who.id, FORM, desk.now)
    form = desk.work.form(case.reference, FORM, "", case.template.revision)
    pages = reading.pages(template_form(case.policy), form.answers if form else {})
    pages[0] = [*cards.agreed_by(case, differing(desk, case), desk.partnership), *pages[0]]
    title = of_case(case.reference, "the Rapid Review Template")
    page = str(turn.data.get("page", 0))
    number = int(page) if page.isdecimal() and len(page) < 4 else 0
    drawn = reading.page(title, pages, number, "template.read", {"case": case.reference}, case.reference)
    return Answer(drawn, title)


def differing(desk: Desk, case: Case) -> dict[str, str]:
    """The words of those who see it differently, by seat."""
    said = case.template.said if case.template else {}
    forms = {
        seat: desk.work.form(case.reference, DIFFERS.id, one.person, one.revision)
        for seat, one in said.items()
        if not one.agrees
    }
    return {seat: str(form.answers.get("differs_how", "")) for seat, form in forms.items() if form}


def agree(turn: Turn, desk: Desk) -> Answer:
    """A member agrees the template as it stands."""
    case, who = readable(turn, desk)
    if str(turn.data.get("task", "")) != _task(case):
        raise Refusal("The template has changed since that card was drawn. Please read it again.")
    case.say_of_template(agrees=True, by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said="You have agreed the template.")


def _task(case: Case) -> str:
    return f"agree/{case.template.revision}" if case.template else ""


# -- Filling it in -------------------------------------------------------------------------------------------------


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case = desk.case(subject, who)
    case.require_may_complete(who)
    return template_form(case.policy)


def _last(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, FORM, "")


def _as_it_is(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    form = _last(desk, who, subject)
    return {id: value for id, value in form.answers.items() if id != "immediate_safety_now"} if form else {}


def _complete(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    needed = {For.SAFETY: "imm_action_needed", For.LEARNING: "imm_learning"}
    says = [purpose for purpose, question in needed.items() if answers.get(question) == "yes"]
    revision = desk.work.put_form(case.reference, FORM, "", who.id, desk.now, answers)
    case.complete_template(says, by=who, revision=revision, now=desk.now)
    safety.raised(case, who, answers, desk.now)
    return _settled(turn, desk, subject)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    said = "The template is complete. Each member is asked to agree it." if case.template else ""
    return tasking.next_on(desk, case, who, said=said)


COMPLETING = Filling(
    form=_form,
    submit=_complete,
    settled=_settled,
    send="Put it to the members",
    sent=_last,
    prefill=_as_it_is,
    on_save=safety.at_once,
    others=lambda desk, who, subject: [button("Actions", "actions.read", {"case": subject})],
)


# -- Seeing it differently -----------------------------------------------------------------------------------------


def _differs_form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_say(who)
    return DIFFERS


def _differ(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, DIFFERS.id, who.id, who.id, desk.now, answers)
    case.say_of_template(agrees=False, by=who, now=desk.now, revision=revision)
    return tasking.next_on(desk, case, who, said="Your words are kept with the template.")


DIFFERING = Filling(
    form=_differs_form,
    submit=_differ,
    settled=lambda turn, desk, subject: tasking.next_on(desk, desk.case(subject, desk.who(turn)), desk.who(turn)),
    send="Keep my words",
    sent=lambda desk, who, subject: desk.work.form(subject, DIFFERS.id, who.id),
)
