"""The Scrutineer's six-monthly data pack (R103, R104, form 3i): figures, suppressed where small, and plots."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from documents.model import Bar, Block, Document, Edition, Facts, Heading, Paragraph, Plot, Table
from rapid_review.outcome.decided import decision_words
from rapid_review.outcome.decision import Choice
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.questions.choices import INCIDENT_TYPES
from rapid_review.questions.forms import in_words
from rapid_review.scrutiny import SMALLEST, Lens, held_back, is_held, shown, suppressed
from rapid_review.scrutiny.equality import Told
from rapid_review.scrutiny.halves import REPORT
from rapid_review.scrutiny.suppressed import as_shown
from rapid_review.scrutiny.taking_part import APOLOGIES, DEPUTY, MEMBER, NOBODY
from rapid_review.scrutiny.timeliness import STEPS, Pace, Spread
from rapid_review.scrutiny.told import STATES

PANEL_SAID = {
    "agrees": "It agrees",
    "asks": "It asks questions",
    "disagrees": "It does not agree",
    "national": "It reviews the case itself",
}
RULINGS = {
    "none": "No conflict to manage",
    "manage": "Managed",
    "recuse": "Recused",
    "waiting": "Waits for a ruling",
}
KINDS = {kind.id: kind.text for kind in INCIDENT_TYPES}
ABOUT = "about {:g}%"
DAY = "day {:g}"
WITHHELD = "Held back: so few that somebody could be recognised."


def data_pack(lens: Lens, partnership: Partnership, policy: Policy, now: datetime) -> Document:
    """Figures for the Scrutineer's own report. No case, person or agency's single answer can be told from them."""
    held = held_back(_rows_of_parts(lens))
    blocks: list[Block] = [
        Paragraph(
            f"{in_words(lens.first)} to {in_words(lens.last)}. So that nobody can be recognised, counts below five are "
            "not shown, all others are given to the nearest five, and what could be worked out all the same is held "
            "back."
        ),
        Heading("Cases"),
        Facts(_cases(lens)),
        *_counted(
            held,
            "Notifications, by what they tell of",
            "Kind",
            {KINDS.get(k, "Not said"): n for k, n in lens.types.items()},
        ),
        *_counted(
            held,
            "Notifications, by who sent them",
            "Agency",
            {_agency(a, partnership): n for a, n in lens.sources.items()},
        ),
        *_counted(held, "The local authority’s notice to the Panel", "It was", lens.notices),
        *_counted(held, "Decisions", "Decision", {_decision(name, policy): n for name, n in lens.outcomes.items()}),
        Heading("Timeliness"),
        *_timeliness(lens),
        Heading("Agencies"),
        *_agencies(lens, partnership),
        Heading("Who the children are"),
        *_equality(held, lens),
        *_counted(held, "Meetings", "Kind", {name.capitalize(): n for name, n in lens.meetings.items()}),
        *_counted(
            held,
            "Meetings that ended",
            "A quorum",
            {f"{name} a quorum".capitalize(): n for name, n in lens.quorum.items()},
        ),
        Heading("Who came to the meetings"),
        *_attendance(held, lens),
        *_counted(
            held, "Declared conflicts", "Ruling", {RULINGS.get(name, name): n for name, n in lens.conflicts.items()}
        ),
        *_counted(held, "What the Panel said", "Answer", {PANEL_SAID[name]: n for name, n in lens.panel_said.items()}),
        Heading("Who was told of the decision"),
        *_told(held, lens),
        *_counted(held, "The family, on the decision", "It was", lens.family),
        *_counted(held, "The family’s part", "It was", lens.invited),
        *_counted(held, "Learning agreed before this half year", "How it stands", lens.past_learning),
    ]
    return Document(
        id="scrutiny",
        title="Data for the Independent Scrutineer",
        reference=f"{_day(lens.first)} to {_day(lens.last)}",
        partnership=partnership.name,
        made_at=now,
        blocks=tuple(blocks),
        edition=Edition.PSEUDONYMISED,
        marking="OFFICIAL. Figures only: no case and no person.",
    )


def report(lens: Lens, partnership: Partnership, policy: Policy, now: datetime) -> Document:
    """The Scrutineer's own report to write in: what it is to say, part by part, and then the figures (form 3i)."""
    figures = data_pack(lens, partnership, policy, now)
    asked = [block for title, what in REPORT for block in (Heading(title), Paragraph(what))]
    blocks = (figures.blocks[0], *asked, Heading("The figures"), *figures.blocks[1:])
    return replace(figures, title="Report of the Independent Scrutineer", blocks=blocks)


def _day(day: date) -> str:
    """Short, for the foot of every page."""
    return f"{day.day} {day:%B %Y}"


def _cases(lens: Lens) -> tuple[tuple[str, str], ...]:
    return (
        ("Rapid Reviews begun", shown(lens.cases)),
        ("Of these below the definition", shown(lens.below)),
        ("Sent to the national Panel", shown(lens.sent_to_panel)),
        ("Disagreements referred to the board", shown(lens.disagreements)),
        ("Of these settled by its chair", shown(lens.settled)),
        ("Late dates explained", shown(lens.late_reasons)),
        ("Actions agreed", shown(lens.actions)),
        ("Of these done", shown(lens.actions_done)),
        ("Cases that show, or may show, what keeps coming up", shown(lens.came_up_again)),
        ("Breaches reported", shown(lens.breaches)),
        ("Times that the chair opened a case under break-glass", shown(lens.glass_broken)),
    )


def _decision(name: str, policy: Policy) -> str:
    return decision_words(Choice(name), policy.review_name) if name in tuple(Choice) else "Not decided yet"


def _agency(id: str, partnership: Partnership) -> str:
    known = partnership.agencies.get(id)
    return known.name if known else id or "Somebody of no agency here"


def _rows_of_parts(lens: Lens) -> Iterable[Mapping[str, int]]:
    """Every row of which the parts make up a total that may be known from elsewhere in the figures."""
    yield {"cases": lens.cases}
    yield from (lens.types, lens.sources, lens.notices, lens.outcomes, lens.meetings, lens.quorum)
    yield from (lens.conflicts, lens.panel_said, lens.past_learning)
    yield from ({"decided": s.count, "not yet": lens.cases - s.count} for s in lens.spreads if s.name == "Decision")
    yield from lens.equality.values()
    yield from (one.came for one in lens.attendance)
    yield from (*lens.told.values(), lens.family, lens.invited)


def _counted(held: frozenset[int], title: str, of: str, counts: Mapping[str, int]) -> list[Block]:
    if counts and is_held(counts, held):
        return [Heading(title), Paragraph(WITHHELD)]
    rows = tuple(sorted(suppressed(counts, held).items()))
    return [Heading(title), Table("How many of each", (of, "Number"), rows) if rows else Paragraph("None.")]


def _timeliness(lens: Lens) -> list[Block]:
    if not lens.spreads:
        return [Paragraph("No case has got that far.")]
    rows = tuple(
        (
            s.name,
            shown(s.count),
            *((f"{s.middle:g}", _weeks(s)) if s.count >= SMALLEST else ("too few", "too few")),
            shown(s.late),
        )
        for s in lens.spreads
    )
    bars = tuple(Bar(s.name, s.middle) for s in lens.spreads if s.count >= SMALLEST)
    header = ("Step", "Cases", "Half by day", "Weeks", "Late")
    table = Table("Working days from Day 1", header, rows)
    return [table, *_plot("The working day on which half of the cases had got there", bars, DAY)]


def _weeks(spread: Spread) -> str:
    """The weeks of the first and the last: their days would be those of one case each."""
    first, last = ((day - 1) // 5 + 1 for day in (spread.shortest, spread.longest))
    return f"{first} to {last}"


def _agencies(lens: Lens, partnership: Partnership) -> list[Block]:
    if not lens.agencies:
        return [Paragraph("No agency was asked.")]
    rows = tuple(
        (_agency(a.agency, partnership), *map(shown, (a.asked, a.answered, a.late, a.nil, a.taken_further)))
        for a in lens.agencies
    )
    shares = ((_agency(a.agency, partnership), a.answered, a.asked) for a in lens.agencies)
    return [
        Table("Requests and answers", ("Agency", "Asked", "Answered", "Late", "Held nothing", "Taken further"), rows),
        *_plot("Answers, for every hundred requests", _shares(shares), ABOUT, whole=100),
    ]


def _equality(held: frozenset[int], lens: Lens) -> list[Block]:
    """How complete it is, never what was answered."""
    if not any(sum(told.values()) for told in lens.equality.values()):
        return [Paragraph("No child is named in a notification of this half year.")]
    rows, shares = [], []
    for question, told in lens.equality.items():
        parts: dict[str, int] = {state: told.get(state, 0) for state in Told}
        rows.append((question, *(suppressed(parts, held)[state] for state in Told)))
        if not is_held(parts, held):
            shares.append((question, parts[Told.ANSWERED], sum(parts.values())))
    return [
        Table("Of how many children it was asked and answered", ("Question", *Told), tuple(rows)),
        *_plot("Answered, for every hundred children", _shares(shares), ABOUT, whole=100),
    ]


def _attendance(held: frozenset[int], lens: Lens) -> list[Block]:
    if not lens.attendance:
        return [Paragraph("The Group has not met.")]
    states = (MEMBER, DEPUTY, APOLOGIES, NOBODY)
    rows = []
    for one in lens.attendance:
        parts = suppressed({state: one.came.get(state, 0) for state in states}, held)
        rows.append((one.seat, *(parts[state] for state in states)))
    return [Table("Who came, by seat", ("Seat", *states), tuple(rows))]


def _told(held: frozenset[int], lens: Lens) -> list[Block]:
    if not lens.told:
        return [Paragraph("Nothing is decided yet.")]
    rows = []
    for name, counts in lens.told.items():
        parts = suppressed({state: counts.get(state, 0) for state in STATES}, held)
        rows.append((name, *(parts[state] for state in STATES)))
    return [Table("Of how many decisions, and when", ("Recipient", *STATES), tuple(rows))]


def _shares(parts: Iterable[tuple[str, int, int]]) -> tuple[Bar, ...]:
    """A share for every row whose figures are both shown, worked out from what is shown and from nothing else."""
    known = ((name, as_shown(part), as_shown(whole)) for name, part, whole in parts)
    return tuple(Bar(name, min(100, round(100 * p / w))) for name, p, w in known if p is not None and w)


def _plot(caption: str, bars: tuple[Bar, ...], words: str, whole: float = 0) -> list[Block]:
    return [Plot(caption, bars, words, whole)] if bars else []


# -- Case by case ------------------------------------------------------------------------------------------------------


def by_case(paces: Iterable[Pace], partnership: Partnership, now: datetime) -> Document:
    """How long each case took, by its reference: dates are all that is said, and whoever reads it may see those."""
    listed = list(paces)
    rows = tuple((one.case, *(_reached(one, step) for step in STEPS)) for one in listed)
    blocks: list[Block] = [
        Paragraph("Working days from Day 1, by the timetable as it was first planned."),
        Table("Case by case", ("Case", *STEPS), rows) if rows else Paragraph("There is no case."),
    ]
    for step in ("Decision", "Outcome to the Panel"):
        bars = (Bar(one.case, one.reached[step], _late(one, step)) for one in listed if step in one.reached)
        blocks += _plot(f"{step}: on which working day", tuple(bars), DAY)
    return Document(
        id="scrutiny_cases",
        title="How long each case took",
        reference="Case by case",
        partnership=partnership.name,
        made_at=now,
        blocks=tuple(blocks),
        edition=Edition.PSEUDONYMISED,
        marking="OFFICIAL-SENSITIVE. Only for the Independent Scrutineer and the Partnership Team.",
    )


def _reached(one: Pace, step: str) -> str:
    return f"day {one.reached[step]}{_late(one, step)}" if step in one.reached else "not yet"


def _late(one: Pace, step: str) -> str:
    return ", late" if step in one.late else ""
