"""The Group's papers: which go out, which came late and why they are tabled, and who has opened them (R091-R095)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import agency_name, agency_states, on
from cards.elements import (
    Action,
    Card,
    Element,
    button,
    buttons,
    card,
    excerpt,
    facts,
    heading,
    long_input,
    pair,
    subheading,
    words,
)
from rapid_review.case import Case
from rapid_review.gates import before_papers, listed
from rapid_review.group.papers import NOTIFICATION, of_return
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Standing
from rapid_review.task import Task
from rapid_review.timing.london import clock_words

REASON = 300
"""Bytes of a reason that a list shows."""
MOST_DOCUMENTS = 10


@dataclass(frozen=True)
class Late:
    """A document that came after the papers went out: its number, and the name of the paper that it is."""

    number: int
    paper: str


@dataclass(frozen=True)
class Shown:
    """What the card of the papers needs beside the case."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why each tabled paper came late, by paper."""
    documents: Sequence[Late] = ()
    may_table: bool = False
    sees_readers: bool = False


def going(case: Case, partnership: Partnership, now: datetime) -> list[Element]:
    """Exactly what goes to the Group: the notification, the authority's own notice, each agency's answer."""
    ours = [
        ("The notification", f"in, since {clock_words(case.received_at)}"),
        ("The local authority’s own notice", case.notice_words()),
    ]
    documents = [("Documents", f"{case.documents} in all")] if case.documents else []
    return [facts([*ours, *documents]), *agency_states(case, partnership, now)]


def papers(case: Case, who: Standing, partnership: Partnership, shown: Shown) -> Card:
    """The papers for somebody of the Group, with what they have still to open."""
    title = of_case(case.reference, "the papers")
    out = case.papers_out_at
    when = f"The papers went out on {clock_words(out)}." if out else "The papers have not gone out yet."
    body: list[Element] = [heading(title), words(when), facts(_states(case, who, partnership))]
    body += _late(case, partnership, shown)
    if shown.sees_readers:
        body += _readers(case, partnership)
    data = on(case)
    actions = [
        button("Read the notification", "notification.read", data),
        button("Read the agencies’ answers", "returns.read", data),
        *([button("Documents", "documents.read", data)] if case.documents else []),
        button("The meeting", "meeting.read", data),
        button("Back to the case", "case", data),
    ]
    return card(body, actions, summary=title)


def _states(case: Case, who: Standing, partnership: Partnership) -> list[tuple[str, str]]:
    mine = case.opened.get(who.id, {}) if who.id in case.readers() else None
    rows = [
        ("The notification", _opened(NOTIFICATION, mine)),
        ("The local authority’s own notice", case.notice_words()),
    ]
    for agency, request in case.requests.items():
        version = len(request.versions)
        state = _opened(of_return(agency, version), mine) if version else "nothing has come"
        rows.append((agency_name(partnership, agency), state))
    return rows


def _opened(paper: str, mine: Mapping[str, datetime] | None) -> str:
    if mine is None:
        return "can be read"
    return "you have opened it" if paper in mine else "not opened yet"


def _late(case: Case, partnership: Partnership, shown: Shown) -> list[Element]:
    """What came after the papers had gone out, each with why it is tabled or the button to table it."""
    named = {paper: f"The answer of {agency_name(partnership, paper.split('/')[1])}" for paper in case.late_answers()}
    named |= {late.paper: f"Document {late.number}" for late in shown.documents[:MOST_DOCUMENTS]}
    body: list[Element] = [subheading("After the papers went out")] if named else []
    for paper, name in named.items():
        if paper in case.tabled:
            body.append(pair(f"{name}: tabled at the meeting", excerpt(shown.reasons.get(paper, ""), REASON)))
            continue
        body.append(words(f"{name}: came later, and is not tabled yet."))
        body += [buttons([_tables(case, paper, name)])] if shown.may_table else []
    if (more := len(shown.documents) - MOST_DOCUMENTS) > 0:
        body.append(words(f"And {more} more documents, shown under “Documents”."))
    return body


def tabled_line(case: Case, paper: str, reason: str) -> list[Element]:
    """Over a paper that is tabled: that it is, and why (R095)."""
    return [pair("Tabled at the meeting", excerpt(reason, REASON))] if paper in case.tabled else []


def _tables(case: Case, paper: str, name: str) -> Action:
    data = {"form": "tabling", "subject": f"{case.reference}/{paper}"}
    return {**button("Table it", "form.open", data), "tooltip": f"Table {name.lower()}"}


def _readers(case: Case, partnership: Partnership) -> list[Element]:
    """Who of the Group has opened what: for the chair and the Partnership Team alone."""
    total = len(case.papers_for_the_group())
    rows = [
        (partnership.name_of(person), f"{total - len(case.unopened_by(person))} of {total} opened")
        for person in case.readers()
    ]
    return [subheading("Who has opened them"), facts(rows)] if rows else []


# -- What is asked ---------------------------------------------------------------------------------------------


def send(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team on Day 12: exactly what goes out, what is missing, and the button (R091-R094)."""
    body = going(case, partnership, now)
    if missing := before_papers(case):
        body += [
            words(f"Still missing: {listed(missing)}. The papers can go out without them if you say why."),
            long_input("without", "Why they go out now", "", longest=1_000, error="Say why the papers go out now."),
        ]
    body.append(words("When you send the papers, the members of the Group can read them and the poll opens."))
    go = button("Send the papers and open the poll", "papers.send", on(case, task), main=True)
    return ask(case, f"{case.reference}: the papers", task, body, [go], now=now)


def table(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: an answer came too late for the papers (R095)."""
    name = agency_name(partnership, task.about.split("/")[1])
    body = [
        words(f"{name} has answered, or changed its answer, after the papers went out."),
        words("Say why it came late. The members then see it marked as tabled at the meeting."),
    ]
    actions = [
        opens(case, "Table it", "tabling", f"{case.reference}/{task.about}"),
        button("See the papers", "papers.read", on(case)),
    ]
    return ask(case, f"{case.reference}: a late paper", task, body, actions, now=now)
