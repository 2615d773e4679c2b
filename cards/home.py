"""What the bot says of itself, and the list of somebody's cases."""

from collections.abc import Sequence
from datetime import datetime

from cards.channel import day_of, milestone_line, next_milestone
from cards.elements import Action, Card, Element, button, buttons, card, heading, words
from cards.receipts import STOP
from cards.trust.breaches import REPORT
from cards.wording import say
from rapid_review.case import Case
from rapid_review.openly import office, openly
from rapid_review.people import Partnership
from rapid_review.stages import SAID

MOST_LISTED = 10


MOST_BUTTONS = 6


def hello(
    partnership: Partnership, *, may_notify: bool, demo: bool, known: bool, team: bool, figures: bool = False
) -> Card:
    """Who the bot is and what can be done here; the same card answers "help" and what was not understood."""
    title = openly("{}: Rapid Review", office(partnership.name))
    actions = _buttons(may_notify=may_notify, demo=demo, known=known, team=team, figures=figures)
    return _menu(title, [], partnership, actions)


def not_understood(
    partnership: Partnership, *, may_notify: bool, demo: bool, known: bool, team: bool, figures: bool = False
) -> Card:
    line = "I did not understand that, so nothing was done. You can press a button, or type one of its words."
    actions = _buttons(may_notify=may_notify, demo=demo, known=known, team=team, figures=figures)
    return _menu("Sorry, I did not understand", [line], partnership, actions)


def _buttons(*, may_notify: bool, demo: bool, known: bool, team: bool, figures: bool) -> list[Action]:
    """What this person can begin here; `known` to the directory, of the Partnership Team or the Scrutineer, or not."""
    actions = [button("Notify a serious incident", "notify", main=True)] if may_notify else []
    actions += [button("My tasks", "tasks"), button("My cases", "cases")]
    actions += [button("Next working day", "clock.next")] if demo else []
    actions += [button("Chase board", "chase"), button("Messages", "messages")] if team else []
    actions += [button("Figures", "figures")] if figures else []
    actions += [button("My hours", "hours")] if known else []
    return actions[:MOST_BUTTONS]


def _menu(title: str, lines: Sequence[str], partnership: Partnership, actions: Sequence[Action]) -> Card:
    body = [
        heading(title),
        *map(words, lines),
        *say("help", stop=STOP, support=partnership.support_line, contact=partnership.team_contact),
        buttons(actions),
        buttons([button(REPORT, "mis_send.which")]),  # Last, as the rarest, and always there (E29).
    ]
    return card(body, summary=openly("What you can do here"))


def outsider(partnership: Partnership) -> Card:
    """For somebody whose account has no place here (E37)."""
    return card(
        [
            heading("This is for staff of the partnership’s agencies"),
            words(f"Your account has no part in it. If that is wrong, write to {partnership.team_contact}."),
            words(STOP),
        ],
        summary=openly("This is for staff of the partnership’s agencies"),
    )


def cases(entries: Sequence[Case], now: datetime) -> Card:
    """Somebody's cases: each with its stage, its day and what is due next, and nothing of what it is about (F89)."""
    if not entries:
        return card(
            [heading("You have no cases"), words("A case shows here once you take part in it.")],
            [button("My tasks", "tasks"), button("Help", "help")],
            summary=openly("You have no cases"),
        )
    body: list[Element] = [heading("My cases")]
    for case in entries[:MOST_LISTED]:
        body += [words(f"{case.reference}: {SAID[case.stage]}", bold=True), words(_standing(case, now), quiet=True)]
    actions = [button(c.reference, "case", {"case": c.reference}) for c in entries[:6]]
    return card(body, actions, summary=openly("Your cases"))


def _standing(case: Case, now: datetime) -> str:
    ahead = next_milestone(case)
    return f"Day {day_of(case, now)}. Next: {milestone_line(*ahead)}" if ahead else f"Day {day_of(case, now)}."
