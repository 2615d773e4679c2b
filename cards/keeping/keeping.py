"""How long a case is kept, what holds it, and what is asked of the Partnership Team about it (E25, E27)."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.asking import opens
from cards.casework import on
from cards.elements import Action, Card, Element, button, buttons, card, heading, pairs, subheading, words
from cards.open_card import OpenCard, open_card
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.keeping.kept import SubjectRequest
from rapid_review.keeping.retention import Moment, Retention, ends_on
from rapid_review.openly import of_case, openly
from rapid_review.people import Partnership
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words

ON_HOLD = "This case is on legal hold: it is kept, and nothing in it can be disposed of."
MOST = 5
"""Cases to choose from."""


def kept(
    case: Case,
    partnership: Partnership,
    today: date,
    why: Mapping[int, Sequence[tuple[str, str]]],
    asked: Sequence[tuple[str, str]],
) -> Card:
    """For whoever runs it. `why` is what was written of each hold, `asked` of the newest request."""
    title = of_case(case.reference, "how long it is kept")
    body: list[Element] = [heading(title), *map(words, _period(case, partnership.retention, today))]
    body += [*_holds(case, partnership, why), *_requests(case, today), *pairs(asked)]
    return card(body, _ways(case), summary=title)


def _period(case: Case, retention: Retention, today: date) -> list[str]:
    if case.closed_at is None:
        return ["This case is open, so it is kept."]
    lines = [f"Closed on {clock_words(case.closed_at)}."]
    if case.kept_on:
        lines.append(f"Somebody looked at it on {in_words(case.kept_on)} and kept it for another year.")
    end = ends_on(case, retention)
    if end is None:
        return [
            *lines,
            "Your partnership has not said how long cases are kept, so it is kept. You are asked once a year.",
        ]
    until = f"It is kept until {in_words(end)}." if today < end else f"It was to be kept until {in_words(end)}."
    return [*lines, f"{until} Nothing goes by itself: two people dispose of it, by a command on the bot’s machine."]


def _holds(case: Case, partnership: Partnership, why: Mapping[int, Sequence[tuple[str, str]]]) -> list[Element]:
    """Each with its own reason, and the button that lifts it alone."""
    if not case.holds_now:
        return []
    body: list[Element] = [subheading("Legal hold"), words(ON_HOLD, tone="attention")]
    for number, hold in case.holds_now.items():
        since = f"Since {clock_words(hold.at)}, by {partnership.name_of(hold.by)}."
        body.append(words(since if len(case.holds_now) == 1 else f"Hold {number}. {since}"))
        reason = [words("It came with a request for somebody’s own data.")] if hold.for_a_request else []
        body += [*reason, *pairs(why.get(number, ())), buttons([_lift(case, number)])]
    return body


def _lift(case: Case, number: int) -> Action:
    title = "Lift the hold" if len(case.holds_now) == 1 else f"Lift hold {number}"
    return opens(case, title, "lift_hold", f"{case.reference}/{number}", main=False)


def _requests(case: Case, today: date) -> list[Element]:
    if not case.subject_requests:
        return []
    body: list[Element] = [subheading("Requests for somebody’s own data")]
    for one in case.subject_requests:
        body += [_request(one, today), *([buttons([_withdrawing(case, one)])] if one.is_open else [])]
    return body


def _withdrawing(case: Case, request: SubjectRequest) -> Action:
    title = f"Request {request.number} was withdrawn"
    return opens(case, title, "subject_withdrawn", f"{case.reference}/{request.number}", main=False)


def _request(request: SubjectRequest, today: date) -> Element:
    if request.withdrawn_at:
        return words(f"Request {request.number}: withdrawn on {clock_words(request.withdrawn_at)}.")
    if request.answered_at:
        return words(f"Request {request.number}: answered on {clock_words(request.answered_at)}.")
    late = request.due_on < today
    due = f"Request {request.number}: received on {in_words(request.received_on)}, due by {in_words(request.due_on)}."
    return words(f"{due} It is overdue." if late else due, tone="attention" if late else "default")


def _ways(case: Case) -> list[Action]:
    held = "Hold it for another reason" if case.hold else "Put it on legal hold"
    hold = opens(case, held, "hold", main=False)
    again = [button("Keep it another year", "keeping.again", on(case))] if case.closed_at else []
    asks = opens(case, "Somebody asks for their data", "subject_request", main=False)
    return [hold, asks, *again, button("See the case", "case", on(case))]


def which(cases: Sequence[Case]) -> Card:
    """Which case is meant, or that there is none."""
    title = openly("How long which case is kept?") if cases else openly("You run no case whose keeping you could see")
    ways = [button(case.reference, "keeping", on(case)) for case in cases[:MOST]]
    return card([heading(title)], [*ways, button("My cases", "cases")], summary=title)


# -- What the Partnership Team is told -----------------------------------------------------------------------------


def asked(case: Case, moment: Moment, day: date, retention: Retention) -> Card:
    """A day has come on which somebody should look at a closed case."""
    title = of_case(case.reference, "should it be kept?")
    ways = [
        button("Keep it another year", "keeping.again", on(case)),
        button("How long it is kept", "keeping", on(case)),
    ]
    day_on, then = _asked(moment, ends_on(case, retention))
    return notice(title, day_on, ON_HOLD if case.hold else then, actions=ways)


def _asked(moment: Moment, end: date | None) -> tuple[str, str]:
    """Where it stands; and what is to be done unless it is held."""
    match moment:
        case Moment.SOON if end:
            return (
                f"It is to be kept until {in_words(end)}.",
                "If it must be kept longer, put it on legal hold now, with the reason. Nothing goes by itself.",
            )
        case Moment.OVER if end:
            return (
                f"It was to be kept until {in_words(end)}.",
                "Keep it another year; or two people dispose of it, by a command on the bot’s machine.",
            )
        case _:
            return (
                "It is closed, and your partnership has not said how long cases are kept.",
                "Please look at it once a year.",
            )


def subject_request(case: Case, request: SubjectRequest, *, runs_it: bool) -> Card:
    """Somebody asks for their own data: who has to be told, and by when; or they do not any more."""
    title = of_case(case.reference, "a request for somebody’s own data")
    if request.withdrawn_at:
        gone = "It was withdrawn: nobody has to answer it any more. Tell those whom you have told of it."
        held = "The legal hold that came with it stays until somebody lifts it."
        see = [button("How long it is kept", "keeping", on(case))] if runs_it else []
        return notice(title, f"It was received on {in_words(request.received_on)}.", gone, held, actions=see)
    return notice(
        title,
        f"It was received on {in_words(request.received_on)}. An answer is due by {in_words(request.due_on)}.",
        "Tell the data protection officer of each agency whose information is in this case. Each decides on its own.",
        "The case is on legal hold until it is answered. The bot sends nothing to whoever asks.",
        actions=[button("How long it is kept", "keeping", on(case))] if runs_it else [],
    )


def to_answer(case: Case, request: SubjectRequest) -> tuple[list[Element], list[Action]]:
    """The request that waits, for those who answer it."""
    body = [
        words(f"Request {request.number} was received on {in_words(request.received_on)}. Nobody has answered it yet."),
        words("Each agency’s data protection officer decides about its own words. Ask those who have not answered."),
        words("Two people then make the pack, by a command on the bot’s machine. The bot sends nothing itself."),
    ]
    return body, [button("How long it is kept", "keeping", on(case)), _withdrawing(case, request)]


def disposed(reference: str) -> OpenCard:
    """What stands where a card of a case was that is no more."""
    title = of_case(reference, "this case has been disposed of")
    return open_card(
        openly("It was kept for as long as it had to be. Nothing in it can be read any more."),
        title=title,
        summary=title,
    )
