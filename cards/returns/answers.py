"""An answer that is in: what it still lacks, its versions, its judgement, and the decisions to share behind it."""

from collections.abc import Sequence
from datetime import datetime

from cards import reading
from cards.asking import ask, opens
from cards.casework import agency_name, on
from cards.elements import Card, Element, button, card, heading, pair, words
from cards.overview import correcting
from rapid_review.case import Case
from rapid_review.openly import of_case, openly
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Answers, in_words
from rapid_review.returns.requests import Quality
from rapid_review.returns.sharing_record import SHARING_RECORD
from rapid_review.stages import Stage
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words


def query(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the agency: the Partnership Team's question about its answer (E11)."""
    name = agency_name(partnership, task.about)
    body = [words(f"The Partnership Team has read {name}’s answer and asks one thing more.")]
    data = on(case, agency=task.about)
    actions = [button("Read the question", "answer.query", data, main=True), *correcting(case, task.about)]
    return ask(case, f"{case.reference}: a question about your answer", task, body, actions, now=now)


def question(case: Case, agency: str, answers: Answers) -> Card:
    """The question itself, with the way to answer it."""
    title = of_case(case.reference, "the question")
    body = [
        heading(title),
        pair("About", str(answers.get("query_about", ""))),
        pair("The question", str(answers.get("query_text", ""))),
        words("Answer by correcting or adding to your answer. Your earlier one is kept."),
    ]
    return card(body, [*correcting(case, agency), button("Back to the case", "case", on(case))], summary=title)


def more(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the agency: what it said was still to come."""
    request = case.requests[task.about]
    day = f" by {in_words(request.more_by)}" if request.more_by else ""
    body = [words(f"You said that more is to come{day}. Add it to your answer, or say that nothing more comes.")]
    return ask(case, f"{case.reference}: more to come", task, body, correcting(case, task.about), now=now)


def sign(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To a colleague of the sender (form 3b, card 6)."""
    returned = case.requests[task.about].returned
    sender = partnership.name_of(returned.by) if returned else "A colleague"
    body = [
        words(f"{sender} has sent your agency’s answer and asks you to sign it."),
        words("Your signature says that you have read it and agree to it."),
    ]
    data = on(case, agency=task.about)
    actions = [
        button("Read it", "return.read", data),
        button("I have read it and sign it", "return.sign", data, main=True),
    ]
    return ask(case, f"{case.reference}: your signature", task, body, actions, now=now)


def unsigned(case: Case, agency: str) -> Card:
    """To the sender: the colleague whose signature was waited for cannot give it, and why is not said (E13)."""
    title = of_case(case.reference, "your answer stands without a signature")
    body = [
        heading(title),
        words("You asked for a colleague’s signature here. Nobody at your agency can give it now."),
        words("Your answer counts as you sent it. If somebody signs it off elsewhere, correct it and say so."),
    ]
    return card(body, [*correcting(case, agency), button("See the case", "case", on(case))], summary=title)


def judge(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: a child death form instead of a summary (R075)."""
    name = agency_name(partnership, task.about)
    body = [
        words(f"{name} says that its child death form covers this. Does it say enough to decide on?"),
        words("If not, ask one question, or ask for the summary after all."),
    ]
    subject = f"{case.reference}/{task.about}"
    actions = [
        button("Read it", "return.read", on(case, agency=task.about)),
        opens(case, "Say whether it will do", "sufficiency", subject),
    ]
    return ask(case, f"{case.reference}: a child death form", task, body, actions, now=now)


def amended(case: Case, agency: str, partnership: Partnership) -> Card:
    """To those who may have read the earlier version (E12)."""
    name = agency_name(partnership, agency)
    title = of_case(case.reference, "{} has changed its answer", name)
    lines = [words("What you may have read has changed. The new version says what, and why; the old one is kept.")]
    if case.stage in (Stage.REPORTED, Stage.CLOSED):
        lines.append(words("The outcome has gone to the Panel. If this changes anything, a correction goes there too."))
    elif case.stage is not Stage.GATHERING:
        lines.append(words("The chair decides whether it changes anything."))
    actions = [button("Read it", "return.read", on(case, agency=agency)), button("See the case", "case", on(case))]
    return card([heading(title), *lines], actions, summary=title)


def refused(case: Case, agency: str, partnership: Partnership) -> Card:
    """To the Partnership Team: an agency does not share what it holds, or not all of it (R128)."""
    name, whole = agency_name(partnership, agency), case.requests[agency].refused_at is not None
    what = openly("cannot share") if whole else openly("can share only a part")
    title = of_case(case.reference, "{} says that it {}", name, what)
    body = [
        heading(title),
        words("Its reasons are in the record. Talk to them, and decide whether to take it further."),
    ]
    actions = [
        button("Read the record", "sharing.read", on(case, agency=agency)),
        button("Take it further", "form.open", {"form": "escalation", "subject": f"{case.reference}/{agency}"}),
        button("Chase board", "chase", on(case)),
    ]
    return card(body, actions, summary=title)


def judged(case: Case, agency: str, partnership: Partnership) -> Card:
    """The receipt of a judgement."""
    request, name = case.requests[agency], agency_name(partnership, agency)
    said = {
        Quality.SUFFICIENT: f"{name}’s answer is marked as sufficient.",
        Quality.QUERY: f"{name} is asked now, and answers by the end of the next working day.",
        Quality.INSUFFICIENT: f"{name} is asked for its summary again.",
        Quality.EXCUSED: f"{name} is excused. Nobody there is chased any more.",
    }.get(request.quality, "Nothing is recorded.")
    title = of_case(case.reference, "recorded")
    return card([heading(title), words(said)], [button("Chase board", "chase", on(case))], summary=title)


def version_line(
    case: Case, agency: str, number: int, changed: Sequence[str], partnership: Partnership
) -> list[Element]:
    """Above a version of an answer: which it is, from whom, and what changed with it."""
    request = case.requests[agency]
    version = request.versions[number - 1]
    which = f"Version {number} of {len(request.versions)}" if len(request.versions) > 1 else "Their answer"
    said = [words(f"{which}, from {partnership.name_of(version.by)}, {clock_words(version.at)}.", quiet=True)]
    if version.signed_at:
        signed = f"Signed by {partnership.name_of(version.signed_by)}, {clock_words(version.signed_at)}."
        said.append(words(signed, quiet=True))
    if changed:
        said.append(words(f"Changed with this version: {'; '.join(changed)}."))
    return said


def register(case: Case, rows: Sequence[tuple[str, str, int, str]], partnership: Partnership, *, of_all: bool) -> Card:
    """Every decision to share or not, newest first: agency id, its name, the record's number and its line."""
    title = of_case(case.reference, "the record of sharing")
    body: list[Element] = [heading(title)]
    if not rows:
        body.append(words("Nothing is recorded yet. A record begins with each answer."))
    for _, name, number, line in rows:
        body.append(pair(f"{name}, record {number}", line))
    seen = dict.fromkeys((agency, name) for agency, name, _, _ in rows)
    actions = [button(f"Read: {name}"[:40], "sharing.read", on(case, agency=agency)) for agency, name in list(seen)[:5]]
    return card(body, [*actions, button("Back to the case", "case", on(case))], summary=title)


def sharing(case: Case, agency: str, answers: Answers, line: str, partnership: Partnership, number: int) -> Card:
    """One decision to share or not, as it was recorded."""
    title = of_case(case.reference, "{}, the decision on sharing", agency_name(partnership, agency))
    pages = reading.pages(SHARING_RECORD, answers)
    pages[0] = [words(line, quiet=True), *pages[0]]
    return reading.page(title, pages, number, "sharing.read", on(case, agency=agency), case.reference)
