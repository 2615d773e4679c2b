"""The Group's papers: sent out, looked at, and tabled when they come late (R091-R095)."""

from typing import Any

from cards import receipts
from cards.elements import button
from cards.group import papers as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.group.meeting import OPEN_TO_THE_GROUP
from rapid_review.group.papers import of_document
from rapid_review.group.tabling import TABLING
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.permissions import Access, CaseRole, Surface, require_may_read, roles_of, sees
from rapid_review.questions.forms import Form, tidy
from rapid_review.timing.london import clock_words
from storage.messages import Message


def send(turn: Turn, desk: Desk) -> Answer:
    """Send the papers and open the poll (R111); without some returns only with a reason (E10)."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    without = tidy(str(turn.data.get("without") or ""))
    case.send_papers(case.as_held(desk.partnership.seats), by=who, now=desk.now, without=without)
    if without:
        desk.work.put_form(case.reference, "papers", "", who.id, desk.now, {"without": without})
    closes = clock_words(case.poll.closes_at) if case.poll else ""
    title = of_case(case.reference, "the papers are out")
    return Answer(receipts.done(title, f"The members can read them and give their view until {closes}."), title)


def readable(turn: Turn, desk: Desk) -> tuple[Case, Standing]:
    """The case, for those who read the Group's papers."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    if sees(case, who, Surface.PAPERS) is not Access.READ:
        raise Refusal("The papers are for the Group. If you sit on it, make your declarations first.")
    return case, who


def read(turn: Turn, desk: Desk) -> Answer:
    """The papers, what came late, and, for those who run the meeting, who has opened them."""
    case, who = readable(turn, desk)
    desk.work.log_read(case.reference, who.id, "papers", desk.now)
    card = cards.papers(case, who, desk.partnership, _shown(desk, case, who))
    return Answer.of(card)


def _shown(desk: Desk, case: Case, who: Standing) -> cards.Shown:
    roles = roles_of(case, who)
    team = CaseRole.PARTNERSHIP_TEAM in roles
    late = set(case.late_documents())
    documents = [
        cards.Late(file.about.number, paper)
        for file in desk.work.attachments(case.reference)
        if (paper := of_document(file.about.number)) in late and case.may_have_document(who, file.subject)
    ]
    return cards.Shown(
        reasons={paper: why_tabled(desk, case, paper) for paper in case.tabled},
        documents=documents,
        may_table=team and case.stage in OPEN_TO_THE_GROUP,
        sees_readers=team or CaseRole.CHAIR in roles,
    )


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The members learn that a late paper is there for them."""
    if sees(case, desk.standing(message.to), Surface.PAPERS) is not Access.READ:
        return None
    title = of_case(case.reference, "a paper is tabled")
    line = "It came after the papers went out. Why, stands beside it."
    see = button("See the papers", "papers.read", {"case": case.reference})
    return Answer(receipts.notice(title, line, actions=[see]), title)


def why_tabled(desk: Desk, case: Case, paper: str) -> str:
    """The reason a paper is tabled, as it was written."""
    if paper not in case.tabled:
        return ""
    form = desk.work.form(case.reference, TABLING.id, paper, case.tabled[paper].revision)
    return str(form.answers.get("tabled_why", "")) if form else ""


def _subject(desk: Desk, who: Standing, subject: str) -> tuple[Case, str]:
    reference, _, paper = subject.partition("/")
    return desk.case(reference, who), paper


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case, paper = _subject(desk, who, subject)
    case.require_may_table(paper, who)
    return TABLING


def _table(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, paper = _subject(desk, who, subject)
    revision = desk.work.put_form(case.reference, TABLING.id, paper, who.id, desk.now, answers)
    case.table_paper(paper, by=who, revision=revision, now=desk.now)
    return _settled(turn, desk, subject)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, paper = _subject(desk, who, subject)
    if paper not in case.tabled:
        return tasking.next_on(desk, case, who)
    return tasking.next_on(desk, case, who, said="The paper is tabled. The members see it with your reason.")


TABLING_FILLING = Filling(form=_form, submit=_table, settled=_settled, send="Table it", sent=last_sent(TABLING.id))
