"""Cards about another case that may be about the same child, for those who may know of both (E32)."""

from collections.abc import Sequence

from cards.casework import on
from cards.elements import Action, Card, Element, box, button, buttons, card, heading, words
from rapid_review.case import Case
from rapid_review.gates import listed
from rapid_review.notification.alike import Alike, Kin
from rapid_review.openly import of_case

Known = Sequence[tuple[int, Alike]]
"""The other cases that this reader may know of, by their number in this one."""
_STANDS = {
    None: "{other} may be about the same child.",
    Kin.RELATED: "{other} is related to this case.",
    Kin.DIFFERENT: "{other} is not about the same child.",
}


def compare(case: Case, known: Known, said: str = "") -> Card:
    """Which cases they are, and what can be said of each."""
    title = of_case(case.reference, "compare it with another case")
    body: list[Element] = [heading(title), *([words(said, tone="good")] if said else [])]
    for number, one in known:
        line = words(_STANDS[one.said].format(other=one.reference), bold=True)
        body += [line, buttons(_ways(case, number, one))]
    body += [
        words("Read both notifications, then say how the cases stand to each other. You can change it later."),
        words(
            "Nothing is joined by itself. If they are about one incident, agree with the chair which case goes on, "
            "tell both referrers its outcome, and excuse what the other still owes with that reason.",
            quiet=True,
        ),
        words("Only those of the Partnership Team who may know of both cases are told.", quiet=True),
    ]
    return card(body, [button("See the case", "case", on(case))], summary=title)


def _ways(case: Case, number: int, one: Alike) -> list[Action]:
    ways = {Kin.RELATED: f"{one.reference} is related", Kin.DIFFERENT: f"{one.reference} is a different child"}
    return [
        button(f"See {one.reference}", "case", {"case": one.reference}),
        *(
            button(title, "alike.answer", {**on(case), "number": str(number), "said": str(kin)})
            for kin, title in ways.items()
            if kin is not one.said
        ),
    ]


def on_the_case(case: Case, known: Known) -> list[Element]:
    """What the case's own card says of it: what is to be compared, and what is related. The rest is settled."""
    waiting = [one.reference for _, one in known if one.said is None]
    related = [one.reference for _, one in known if one.said is Kin.RELATED]
    lines = [
        *([words(f"It may be about the same child as {listed(waiting)}.", tone="warning")] if waiting else []),
        *([words(f"Related to {listed(related)}.")] if related else []),
    ]
    way = button("Compare the cases" if waiting else "Related cases", "alike.read", on(case))
    return [box([*lines, buttons([way])])] if lines else []
