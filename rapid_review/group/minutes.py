"""The minutes of the Group's meeting, drafted from what the system knows (R096, form 3g). Pure: no I/O, no clock.

Discussion is noted in points and never word for word; of a conflict only the ruling stands here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapid_review.case import Case
from rapid_review.declaration.declarations import Ruling
from rapid_review.group.actions import FOR_WORDS, Action, For
from rapid_review.group.meeting import AGENDA, Meeting, MeetingKind
from rapid_review.group.papers import NOTIFICATION
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section, in_words
from rapid_review.timing.london import clock_words

Line = tuple[str, str]
"""A label of ours, and a value that may be somebody's words."""


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Written:
    """What people wrote that the minutes draw on."""

    called: Answers = field(default_factory=dict)
    attendance: Answers = field(default_factory=dict)
    points: Answers = field(default_factory=dict)
    """What was said under each heading, as the Partnership Team noted it."""
    decision: Sequence[Line] = ()
    actions: Mapping[str, Answers] = field(default_factory=dict)
    tabled: Mapping[str, str] = field(default_factory=dict)
    differing: Mapping[str, str] = field(default_factory=dict)
    """By seat, what those wrote who see the template differently."""
    views: Sequence[Line] = ()
    """Each seat’s view with its reason, once the poll is closed."""
    corrections: Sequence[Line] = ()


def points_form() -> Form:
    """What was discussed under each heading: two to a card, all of it optional."""
    items = list(AGENDA.items())
    pairs = [items[at : at + 4] for at in range(0, len(items), 4)]
    return Form("points", "Points for the minutes", "1", tuple(_noted(pair) for pair in pairs))


def _noted(items: Sequence[tuple[str, str]]) -> Section:
    asked = tuple(Question(f"point_{id}", title, Kind.LONG, required=False, longest=4_000) for id, title in items)
    intro = "Points, not word for word. No names of children or family: “Child A”, “mother”."
    return Section(f"points_{items[0][0]}", "Points for the minutes", asked, intro)


CORRECTION = Form(
    "correction",
    "A correction to the minutes",
    "1",
    (
        Section(
            "correction",
            "A correction to the minutes",
            (Question("correction_text", "What should be put right?", Kind.LONG, longest=4_000),),
            intro="It is kept with the minutes under your name. The chair approves them with it.",
        ),
    ),
)


def minutes(case: Case, meeting: Meeting, written: Written, partnership: Partnership) -> tuple[Part, ...]:
    """The minutes of this meeting as they stand."""
    parts = [
        Part("The meeting", tuple(_meeting(meeting, written))),
        Part("Who was there", tuple(_present(case, meeting, written, partnership))),
        Part("Confidentiality and conflicts", tuple(_declared(case, meeting, partnership))),
        Part("Papers", tuple(_papers(case, written, partnership))),
        *_items(case, written, partnership),
        Part("Agreed", tuple(_agreed(case, written, partnership))),
        Part("These minutes", tuple(_approval(meeting, written, partnership))),
    ]
    return tuple(part for part in parts if part.lines)


def as_text(title: str, parts: Sequence[Part]) -> str:
    """The minutes as plain text."""
    lines = [title, "=" * len(title)]
    for part in parts:
        lines += ["", part.title, "-" * len(part.title)]
        lines += [f"{label}: {value}" if value else label for label, value in part.lines]
    return "\n".join(lines) + "\n"


def _meeting(meeting: Meeting, written: Written) -> Iterator[Line]:
    extraordinary = meeting.kind is MeetingKind.EXTRAORDINARY
    yield "Type", "extraordinary, by teleconference" if extraordinary else "ordinary"
    if why := written.called.get("meeting_why"):
        yield "Why it was extraordinary", str(why)  # R114
    if meeting.started_at:
        yield "Began", clock_words(meeting.started_at)
    yield "Ended", clock_words(meeting.ended_at) if meeting.ended_at else "still running"
    yield "Place", str(written.called.get("meeting_place") or "Microsoft Teams")
    yield "Recording", "none was made"


def _present(case: Case, meeting: Meeting, written: Written, partnership: Partnership) -> Iterator[Line]:
    able = case.able_in(meeting)
    for seat in case.seats:
        for one in meeting.present.get(seat.id, []):
            deputy = f", deputy for {partnership.name_of(seat.member)}" if one.deputy else ""
            decides = ", decision-maker" if seat.id in able and able[seat.id] is one else ""
            left = f", left {clock_words(one.left)}" if one.left else ""
            yield (
                seat.title,
                f"{partnership.name_of(one.person)}{deputy}{decides}, came {clock_words(one.joined)}{left}",
            )
        if seat.id in meeting.apologies:
            yield f"{seat.title}: apologies", partnership.name_of(seat.member) if seat.member else "the seat is vacant"
    if others := written.attendance.get("here_others"):
        yield "Also there", str(others)
    yield "Quorum", case.quorum_of(meeting).words


def _declared(case: Case, meeting: Meeting, partnership: Partnership) -> Iterator[Line]:
    """Who has signed, and of conflicts the ruling alone."""
    there = {one.person for seat in meeting.present.values() for one in seat}
    unsigned = [p for p in there if not ((d := case.declarations.get(p)) and d.signed_at)]
    yield "Confidentiality", "confirmed by all" if not unsigned else f"not signed by {len(unsigned)} of those present"
    for declared in case.declarations.values():
        if declared.ruled:
            by = _ruled_by(declared.ruled.by, partnership)
            yield partnership.name_of(declared.person), RULED[declared.ruled.ruling].format(by=by)


def _ruled_by(person: PersonId, partnership: Partnership) -> str:
    """As what they ruled: on the chair’s own conflict it is another (form 3e)."""
    ruled_as = (words for role, words in RULERS.items() if partnership.has(role, person))
    return next(ruled_as, partnership.name_of(person))


RULERS = {
    Role.CHAIR: "the chair",
    Role.DEPUTY_CHAIR: "the deputy chair",
    Role.BOARD_CHAIR: "the chair of the board",
}
RULED = {
    Ruling.NO_CONFLICT: "{by} ruled that there is no conflict",
    Ruling.MANAGE: "a conflict was declared; {by} ruled that they take part, on conditions",
    Ruling.RECUSE: "a conflict was declared; {by} ruled that they take no part",
}


def _papers(case: Case, written: Written, partnership: Partnership) -> Iterator[Line]:
    if out := case.papers_out_at:
        yield "Sent", clock_words(out)
    yield "The notification", "sent"
    yield "The local authority’s own notice", case.notice_words()
    for agency in case.requests:
        name = partnership.agencies[agency].name if agency in partnership.agencies else agency
        yield name, "sent" if case.version_sent(agency) else "not there when the papers went out"
    for paper in case.tabled:
        yield f"Tabled: {paper_words(paper, partnership)}", written.tabled.get(paper, "")  # R095


def paper_words(paper: str, partnership: Partnership) -> str:
    """A paper's name, as people call it."""
    if paper == NOTIFICATION:
        return "the notification"
    kind, _, about = paper.partition("/")
    if kind == "document":
        return f"document {about}"
    agency = about.partition("/")[0]
    return f"the answer of {partnership.agencies[agency].name if agency in partnership.agencies else agency}"


def _items(case: Case, written: Written, partnership: Partnership) -> Iterator[Part]:
    """Each heading of the agenda with its points, what was decided, and the actions agreed."""
    for id, title in AGENDA.items():
        lines: list[Line] = []
        if point := written.points.get(f"point_{id}"):
            lines.append(("Discussed", str(point)))
        if id == "decision":
            lines += [*written.views, *written.decision]
        if id in ACTIONS_UNDER:
            lines += _agreed_actions(case.agreed_for(ACTIONS_UNDER[id]), written, partnership)
        yield Part(title, tuple(lines))


ACTIONS_UNDER = {"safety": For.SAFETY, "learning": For.LEARNING, "decision": For.FOLLOW_UP}


def _agreed_actions(actions: Sequence[Action], written: Written, partnership: Partnership) -> list[Line]:
    return [
        (
            f"Action {one.id[1:]}, {FOR_WORDS[one.purpose].lower()}",
            f"{written.actions.get(one.id, {}).get('act_what', '')} "
            f"({partnership.name_of(one.owner)}, by {in_words(one.due)})",
        )
        for one in actions
    ]


def _agreed(case: Case, written: Written, partnership: Partnership) -> Iterator[Line]:
    """Who has agreed the template, and who sees it differently (R085)."""
    if case.template is None:
        yield "The Rapid Review Template", "not completed"
        return
    for seat in case.seats:
        said = case.template.said.get(seat.id)
        if said is None:
            yield f"{seat.title}: the template", "not answered yet"
        elif said.agrees:
            yield f"{seat.title}: the template", f"agreed by {partnership.name_of(said.person)}"
        else:
            yield f"{seat.title}: sees it differently", written.differing.get(seat.id, "")


def _approval(meeting: Meeting, written: Written, partnership: Partnership) -> Iterator[Line]:
    yield from written.corrections
    if meeting.minutes.approved_at:
        by = partnership.name_of(meeting.minutes.approved_by)
        yield "Approved", f"by {by}, {clock_words(meeting.minutes.approved_at)}"
    else:
        yield "Draft", "not approved by the chair yet"
