"""What an agency is asked: the request and its records, for whoever answers for it; and what others hear of that."""

from datetime import datetime

from cards import receipts
from cards.asking import ask, opens
from cards.casework import agency_name, on
from cards.elements import Action, Card, Element, box, button, card, facts, heading, pair, words
from cards.wording import say
from rapid_review.case import Case
from rapid_review.openly import case_reference, of_case
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Answers, in_words
from rapid_review.returns.requests import Answer, Extension, Quality, Request
from rapid_review.tasks import Task, TaskKind
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import Milestone


def request(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """The request to an agency, as whoever answers for it finds it."""
    name, asked_of, due = agency_name(partnership, task.about), case.requests[task.about], case.due_from(task.about)
    declared = case.declarations.get(who.id)
    body = [
        *_standing(case, task.about, who, partnership, now),
        *say("request", agency=name, reference=case.reference, why=_why_you(asked_of, who)),
    ]
    cleared = declared is not None and declared.cleared
    if not cleared:
        body.append(box([words(_sign_first(declared is not None and declared.awaits_ruling))]))
    title = of_case(case.reference, "your agency’s answer")
    asked = Task(TaskKind.RETURN, task.about, due.at if due else None)
    return ask(case, title, asked, body, _ways(case, task, asked_of, cleared, now), now=now)


def _ways(case: Case, task: Task, asked_of: Request, cleared: bool, now: datetime) -> list[Action]:
    """At most six: what is needed first stands first."""
    subject = {"subject": f"{case.reference}/{task.about}"}
    actions = []
    if not asked_of.acknowledged_at:
        actions.append(button("I have got this", "form.open", {"form": "acknowledge", **subject}))
    if cleared:
        actions += [
            button("Nothing found: nil return", "form.open", {"form": "nil_return", **subject}),
            button("Write the summary", "form.open", {"form": "summary", **subject}),
            button("Who to search for", "people.read", on(case, task)),
        ]
        if asked_of.child_death_form:
            actions.append(button("Our child death form covers this", "form.open", {"form": "child_death", **subject}))
    else:
        actions.append(opens(case, "Sign first", "declare"))
    if not asked_of.secured:
        actions.append(button("Our records are secured", "form.open", {"form": "secure", **subject}))
    if asked_of.acknowledged_at:
        actions.append(button("I am not the right person now", "form.open", {"form": "acknowledge", **subject}))
        if not asked_of.asked_for_time and _later_is_possible(case, task.about, now):
            actions.append(button("Ask for a later day", "form.open", {"form": "extension", **subject}))
        if cleared and len(actions) < MOST:
            actions.append(button("We cannot share it all", "form.open", {"form": "sharing", **subject}))
    return actions[:MOST]


def _later_is_possible(case: Case, agency: str, now: datetime) -> bool:
    due, last = case.due_from(agency), case.last_day_for_answers()
    return due is not None and last is not None and last > due.day and last >= local_day(now)


MOST = 6
"""Buttons that a card takes."""


def _why_you(asked_of: Request, who: Standing) -> str:
    if who.id == asked_of.handed_to:
        return "covering" if asked_of.until else "handed"
    return "author" if who.id == asked_of.author_id and asked_of.agency not in who.agencies else "spoc"


def _standing(case: Case, agency: str, who: Standing, partnership: Partnership, now: datetime) -> list[Element]:
    """What has been said so far: a moved date, a request that waits, an acknowledgement gone stale."""
    request, due, said = case.requests[agency], case.due_from(agency), []
    if due and due != case.due(Milestone.SUMMARIES_DUE):
        said.append(words(due.because))
    if waiting := request.asked_for_time:
        said.append(words(f"You asked for {in_words(waiting.wanted)}. The Partnership Team has not answered yet."))
    if request.child_death_form and request.quality is not Quality.INSUFFICIENT:
        said.append(words("Your agency’s child death form will do instead, where it covers this."))  # R074
    if request.quality is Quality.INSUFFICIENT and request.returned:
        said.append(words("Your agency’s answer was not enough to decide on. Please answer again.", bold=True))
        if any(version.answer is Answer.SUMMARY for version in request.versions):
            said.append(words("The summary that you sent is filled in already. Add to it."))
    if case.acknowledgement_stale(agency, now) and request.acknowledged_at:
        on_day, by = in_words(local_day(request.acknowledged_at)), request.acknowledged_by
        whoever = "You" if by in ("", who.id) else partnership.name_of(by)
        have = "you have" if whoever == "You" else "they have"
        said.append(words(f"{whoever} said on {on_day} that {have} this. Nothing has come since.", bold=True))  # F16
    return said


def with_reason(drawn: Card, why: str) -> Card:
    """The request again, under what the Partnership Team wrote of the answer that would not do (E11)."""
    first, *rest = drawn["body"]
    return {**drawn, "body": [first, pair("Why the Partnership Team asks again", why), *rest]}


def _sign_first(waiting: bool) -> str:
    if waiting:
        return "The chair has yet to rule on the conflict you declared. Until then, your deputy can answer."
    return "Before you can see who to search for, please make your declarations. It takes about two minutes."


# -- Records (R071-R073) -------------------------------------------------------------------------------------------


def secure(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Its records, which an agency secures at once; nobody need declare for that."""
    request, partly = case.requests[task.about], []
    if request.records_next:
        partly = [words(f"You said that the rest would be secured by {in_words(request.records_next)}.", bold=True)]
    body = [*partly, *say("secure", agency=agency_name(partnership, task.about), reference=case.reference)]
    subject = f"{case.reference}/{task.about}"
    return ask(
        case,
        f"{case.reference}: secure your records",
        task,
        body,
        [
            opens(case, "Say how they are secured", "secure", subject),
            button("See the request", "task", on(case, Task(TaskKind.RETURN, task.about))),
        ],
        now=now,
    )


def silent(case: Case, agency: str, partnership: Partnership) -> Card | None:
    """To the agency's strategic safeguarding lead on Day 4, for information only; nothing of the case is in it (E8)."""
    request, due = case.requests[agency], case.due_from(agency)
    owed = [] if request.acknowledged_at or request.returned else ["to say that it has the request"]
    owed += [] if request.secured else ["to say that its records are secured"]
    if not owed:
        return None
    title = of_case(case.reference, "for your information")
    rows = [("Asked", clock_words(request.asked_at)), ("Still owed", ", and ".join(owed))]
    rows += [("Its answer is due", clock_words(due.at))] if due else []
    body = [
        heading(title),
        words(f"By Day 4, {agency_name(partnership, agency)} has not done all that it was asked for."),
        facts(rows),
    ]
    body.append(words("There is nothing for you to do in Teams. A word with your colleagues would help."))
    return card(body, summary=title)


# -- Handing over --------------------------------------------------------------------------------------------------


def handed_over(case: Case, agency: str, partnership: Partnership) -> Card | None:
    """To the agency's SPOC: a colleague has the request now."""
    request = case.requests[agency]
    if not request.handed_to:
        return None
    known, back = partnership.agencies.get(agency), request.next_holder
    to_you = not back or (known is not None and back == known.spoc)
    goes = "comes back to you" if to_you else f"goes back to {partnership.name_of(back)}"
    until = f" until {in_words(request.until)}. Then it {goes}" if request.until else ""
    title = of_case(case.reference, "the request has been handed over")
    lines = (
        f"{partnership.name_of(request.handed_to)} has your agency’s request now{until}.",
        f"{partnership.name_of(request.handed_by)} handed it over. If that is not right, tell the Partnership Team.",
    )
    return receipts.notice(title, *lines, actions=[button("See the case", "case", on(case))])


def came_back(case: Case, *, begun: bool) -> Card:
    """To the colleague who covered."""
    title = of_case(case.reference, "thank you for covering")
    kept = ["What you had begun to write is kept. Your colleague finds it in the summary."] if begun else []
    return receipts.notice(title, "Your agency’s request has gone back to whoever had it before you.", *kept)


def gone_back(case: Case) -> Card:
    """What the card of somebody who covered turns into."""
    return receipts.notice(
        case_reference(case.reference), "A colleague has this request again. Nothing is left to do here."
    )


def nobody_left(case: Case, agency: str, partnership: Partnership) -> Card:
    """To the Partnership Team: nobody at the agency is asked or reminded any more, after a ruling or a leaving."""
    name, known = agency_name(partnership, agency), partnership.agencies.get(agency)
    title = of_case(case.reference, "nobody can be asked at {}", name)
    lines = [
        words(_LEFT.format(name) if known and known.vacated else _RULED.format(name)),
        words(f"Ring {name}, ask who can answer, and have them put in the partnership’s file."),
    ]
    return card([heading(title), *lines], [button("Chase board", "chase", on(case))], summary=title)


_RULED = "After a ruling, nobody who answers for {} can take part in this case. Nobody there is asked now."
_LEFT = "Whoever answered for {} has left, or is a guest not confirmed again. Nobody there is asked now."


def mend_file(case: Case, agency: str, answers: Answers | None, partnership: Partnership) -> Card:
    """To the Partnership Team: the directory names the wrong person, or has nobody who covers.

    Whom the agency names is for those who have declared; there are no `answers` for others.
    """
    title = of_case(case.reference, "somebody else is to be asked")
    said = f"{agency_name(partnership, agency)} says that the person asked is not the one to ask now."
    if answers is None:
        named = [words(f"{said} Make your declarations to read whom it names.")]
    else:
        named = [words(f"{said} It names:"), pair("Name and job", str(answers.get("ack_instead") or "Nobody"))]
    body = [
        heading(title),
        *named,
        words(
            "Get in touch with them, and put them in the partnership’s file. Until then nobody there has the request."
        ),
    ]
    return card(body, [button("Chase board", "chase", on(case))], summary=title)


# -- A later day (F17) ---------------------------------------------------------------------------------------------


def possible_days(case: Case, agency: str) -> list[Element]:
    """The first date and the last one there can be."""
    due, last = case.due_from(agency), case.last_day_for_answers()
    if due is None or last is None:
        return []
    return [words(f"Now due by {clock_words(due.at)}. The latest possible day is {in_words(last)}.")]


def extension(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team: an agency asks for a later day."""
    asked = case.requests[task.about].asked_for_time
    wanted = f" It asks for {in_words(asked.wanted)}." if asked else ""
    name = agency_name(partnership, task.about)
    body = [words(f"{name} asks for a later day for its answer.{wanted}"), *possible_days(case, task.about)]
    subject = f"{case.reference}/{task.about}"
    opening = opens(case, "Read it and answer", "extension_answer", subject)
    return ask(case, f"{case.reference}: a later day is asked for", task, body, [opening], now=now)


def asked_for_time(
    case: Case, agency: str, asked: Extension, answers: Answers, partnership: Partnership
) -> list[Element]:
    """What an agency wrote when it asked, above the answer."""
    return [
        words(f"{agency_name(partnership, agency)} asks for {in_words(asked.wanted)}.", bold=True),
        *possible_days(case, agency),
        pair("Why they need longer", str(answers.get("ext_why", ""))),
        pair("What will come by the first date", str(answers.get("ext_meanwhile", ""))),
    ]


def extension_answered(case: Case, agency: str, answers: Answers) -> Card | None:
    """To the agency: what was said to the later day it asked for."""
    request, due = case.requests[agency], case.due_from(agency)
    if not request.extensions or request.asked_for_time or due is None:
        return None
    title = of_case(case.reference, "the later day you asked for")
    if request.extensions[-1].agreed:
        body = [words(f"Your agency’s answer is now due by {clock_words(due.at)}.", bold=True), words(due.because)]
    else:
        body = [
            words(f"It could not be agreed. Your answer stays due by {clock_words(due.at)}.", bold=True),
            _why_not(str(answers.get("ext_reason", ""))),
            words("Send what you have by then; more can follow."),
        ]
    return card([heading(title), *body], [button("See the case", "case", on(case))], summary=title)


def _why_not(reason: str) -> Element:
    """The reason is for those of the agency who have declared; others are given none."""
    return pair("Why", reason) if reason else words("Make your declarations to read why.")
