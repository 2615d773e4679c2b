"""The Scrutineer's six-monthly data pack (R103, R104, form 3i): figures, suppressed where small, and plots."""

from collections.abc import Mapping
from datetime import datetime

from documents.model import Block, Document, Edition, Facts, Heading, Paragraph, Plot, Table
from rapid_review.outcome.decided import decision_words
from rapid_review.outcome.decision import Choice
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.questions.forms import in_words
from rapid_review.scrutiny import Lens, shown, suppressed

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


def data_pack(lens: Lens, partnership: Partnership, policy: Policy, now: datetime) -> Document:
    """Figures for the Scrutineer's own report. No case, person or agency's single answer can be told from them."""
    blocks: list[Block] = [
        Paragraph(
            f"{in_words(lens.first)} to {in_words(lens.last)}. Counts below five are not shown and all others are "
            "given to the nearest five, so that nobody can be recognised."
        ),
        Heading("Cases"),
        Facts(
            (
                ("Rapid Reviews begun", shown(lens.cases)),
                ("Of these below the definition", shown(lens.below)),
                ("Sent to the national Panel", shown(lens.sent_to_panel)),
                ("Disagreements referred to the board", shown(lens.disagreements)),
                ("Of these settled by its chair", shown(lens.settled)),
                ("Late dates explained", shown(lens.late_reasons)),
                ("Actions agreed", shown(lens.actions)),
                ("Of these done", shown(lens.actions_done)),
            )
        ),
        *_counted("Decisions", "Decision", {_decision(name, policy): n for name, n in lens.outcomes.items()}),
        Heading("Timeliness"),
        *_timeliness(lens),
        Heading("Agencies"),
        *_agencies(lens, partnership),
        *_counted("Declared conflicts", "Ruling", {RULINGS.get(name, name): n for name, n in lens.conflicts.items()}),
        *_counted("What the Panel said", "Answer", {PANEL_SAID[name]: n for name, n in lens.panel_said.items()}),
        *_counted("Meetings", "Kind", {name.capitalize(): n for name, n in lens.meetings.items()}),
    ]
    return Document(
        id="scrutiny",
        title="Data for the Independent Scrutineer",
        reference=f"{lens.first} to {lens.last}",
        partnership=partnership.name,
        made_at=now,
        blocks=tuple(blocks),
        edition=Edition.PSEUDONYMISED,
        marking="OFFICIAL. Figures only: no case and no person.",
    )


def _decision(name: str, policy: Policy) -> str:
    return decision_words(Choice(name), policy.review_name) if name in tuple(Choice) else "Not decided yet"


def _counted(title: str, of: str, counts: Mapping[str, int]) -> list[Block]:
    rows = tuple(suppressed(counts).items())
    return [Heading(title), Table(title, (of, "Number"), rows) if rows else Paragraph("None.")]


def _timeliness(lens: Lens) -> list[Block]:
    if not lens.spreads:
        return [Paragraph("No case has got that far.")]
    rows = tuple(
        (
            s.name,
            shown(s.count),
            *((f"{s.middle:g}", f"{s.shortest} to {s.longest}") if s.count >= 5 else ("-", "-")),
            shown(s.late),
        )
        for s in lens.spreads
    )
    bars = tuple((s.name, s.middle) for s in lens.spreads if s.count >= 5)
    header = ("Step", "Cases", "Middle working day", "From and to", "Late")
    table = Table("Working days from Day 1", header, rows)
    return [table, *([Plot("The working day on which half of the cases had got there", bars, "day")] if bars else [])]


def _agencies(lens: Lens, partnership: Partnership) -> list[Block]:
    if not lens.agencies:
        return [Paragraph("No agency was asked.")]
    rows = tuple(
        (
            partnership.agencies[a.agency].name if a.agency in partnership.agencies else a.agency,
            *map(shown, (a.asked, a.answered, a.late, a.nil, a.taken_further)),
        )
        for a in lens.agencies
    )
    return [
        Table("Requests and answers", ("Agency", "Asked", "Answered", "Late", "Held nothing", "Taken further"), rows)
    ]
