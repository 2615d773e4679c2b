"""A meeting of the Rapid Review Group: its kind, its agenda, who is there, and whether it has a quorum (R078-R085)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rapid_review.gates import listed
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import Partner, PersonId, Seat
from rapid_review.policy import Policy, QuorumRule
from rapid_review.questions.choices import options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.stages import Stage


class MeetingKind(StrEnum):
    """As the timetable has it, or because the dates could not be met without it (R114)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


class Here(StrEnum):
    """Who is there for a seat."""

    MEMBER = "member"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    LEFT = "left"
    AWAY = "away"


OPEN_TO_THE_GROUP = (Stage.DELIBERATING, Stage.DISAGREED, Stage.DEFERRED)
"""From the papers to the decision."""

AGENDA: dict[str, str] = {
    "declarations": "Declarations: does each person’s still hold?",  # R045
    "confidentiality": "Confidentiality",  # R046
    "facts": "The facts, as the papers have them",  # R078
    "safety": "Action needed now to keep children safe",  # R079
    "learning": "Learning to act on now, and how it is shared",  # R080, R081
    "improvements": "What a review could improve",  # R082
    "criteria": "The eight criteria",  # R018
    "decision": "The decision",  # R083
    "alternative": "If there is no review: another kind of learning",  # R084
    "family": "The family",
    "staff": "Support for staff",
    "parallel": "Police, coroner, courts and other reviews",
    "national": "Issues of national importance",
    "media": "Communications",
    "risks": "Risks",
    "template": "The Rapid Review Template, agreed by each member",  # R085
}
"""What the Group goes through, in this order. The minutes have the same headings."""


@dataclass
class Presence:
    """One person at the meeting, for a seat."""

    person: PersonId
    deputy: bool
    joined: datetime
    left: datetime | None = None


@dataclass(frozen=True)
class Correction:
    """Somebody's correction to the minutes; its words are the form of this revision."""

    person: PersonId
    revision: int


@dataclass
class Minutes:
    """What has become of the minutes of a meeting; the words are forms."""

    noted_at: datetime | None = None
    noted_by: PersonId = ""
    revision: int = 0
    corrections: list[Correction] = field(default_factory=list)
    approved_at: datetime | None = None
    approved_by: PersonId = ""


@dataclass
class Meeting:
    """One meeting. A Group without a quorum meets again, so a case may have several."""

    kind: MeetingKind
    begins_at: datetime
    called_by: PersonId
    called_at: datetime
    revision: int = 0
    """The form with its place and, where it is extraordinary, the reason; none for a meeting that just began."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    present: dict[str, list[Presence]] = field(default_factory=dict)
    """By seat, in the order in which people came."""
    apologies: list[str] = field(default_factory=list)
    attendance_revision: int = 0
    able_at_end: list[str] = field(default_factory=list)
    """The seats that could decide when the meeting ended. What happens to anybody later does not change it."""
    minutes: Minutes = field(default_factory=Minutes)
    number: int = 0
    """The same in every calendar, however often the meeting is moved."""
    sequence: int = 0
    """How often it was moved or called off."""
    invites: bool = False
    """Whether the mailbox's calendar invites to it; otherwise each takes the invitation from the card."""
    event: str = ""
    """What that calendar calls it, once it is there."""
    not_kept: str = ""
    """The code of why that calendar did not take it."""

    @property
    def running(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    def here(self, seat: str) -> Presence | None:
        """Who is there for this seat; after the meeting, who was there at its end."""
        return next((one for one in self.present.get(seat, []) if one.left is None), None)

    def mark(self, seat: str, person: PersonId, here: Here, now: datetime) -> None:
        """Who is there for a seat from now on. Nothing is forgotten of who was there before."""
        there = self.here(seat)
        if there and there.person != person:
            there.left, there = now, None
        if person and there is None:
            self.present.setdefault(seat, []).append(Presence(person, here is Here.DEPUTY, now))
        self.apologies = [other for other in self.apologies if other != seat]
        if here is Here.APOLOGIES:
            self.apologies.append(seat)


@dataclass(frozen=True)
class Quorum:
    """Whether the Group can decide, by statutory partner: seats without anybody able to decide do not count."""

    missing: tuple[str, ...]

    @property
    def met(self) -> bool:
        return not self.missing

    @property
    def words(self) -> str:
        if self.met:
            return "There is a quorum: each statutory partner has somebody here who can decide."
        return (
            f"There is no quorum: nobody who can decide is here for {listed(self.missing)}. The meeting can hear the "
            "facts and agree action to keep children safe, but it cannot decide."
        )


def quorum(able: Collection[str], seats: Sequence[Seat], policy: Policy) -> Quorum:
    """The quorum of these seats, given the ids of those with somebody able to decide (domain 2.6)."""
    if policy.quorum_rule is QuorumRule.MAJORITY_OF_SEATS:
        short = len(seats) // 2 + 1 - len(able)
        return Quorum((f"{short} more of the {len(seats)} seats",) if short > 0 else ())
    heard = {seat.partner for seat in seats if seat.id in able}
    return Quorum(tuple(PARTNER_NAMES[partner] for partner in Partner if partner not in heard))


# -- The forms -----------------------------------------------------------------------------------------------------


def _not_a_time(value: Any, answers: Answers) -> str:
    good = re.fullmatch(r"([01]?\d|2[0-3])[:.][0-5]\d", value)
    return "" if good else "Enter a time by the 24-hour clock, such as 14:30."


CONVENE = Form(
    "convene",
    "When the Group meets",
    "1",
    (
        Section(
            "convene",
            "When the Group meets",
            (
                Question(
                    "meeting_kind",
                    "What kind of meeting?",
                    Kind.CHOICE,
                    "An extraordinary meeting by teleconference is for when the dates could not be met without it.",
                    options(ordinary="An ordinary meeting", extraordinary="An extraordinary one, by teleconference"),
                ),
                Question(
                    "meeting_why",
                    "Why is it essential, to keep to the timetable?",  # R114
                    Kind.LONG,
                    when=is_one_of("meeting_kind", MeetingKind.EXTRAORDINARY),
                    longest=1_000,
                ),
                Question("meeting_on", "On which day?", Kind.DATE),
                Question("meeting_at", "At what time?", help="Such as 14:30.", wrong=_not_a_time),
                Question("meeting_place", "Where?", help="Such as “Microsoft Teams”."),
            ),
        ),
    ),
)

HERE = options(
    member="The member is here",
    deputy="The deputy is here",
    apologies="Sent apologies",
    left="Was here and has left",
    away="Not here",
)


def attendance_form(seats: Sequence[Seat]) -> Form:
    """Who is there for each seat, and who else is in the room."""
    each = tuple(Question(f"here_{seat.id}", seat.title, Kind.CHOICE, choices=HERE) for seat in seats)
    others = Question(
        "here_others",
        "Who else is here?",
        Kind.LONG,
        "Name and job, such as whoever takes the minutes, or an expert.",
        required=False,
        longest=1_000,
    )
    intro = "Save it each time somebody comes or goes: the time is noted, and whether the Group can decide."
    return Form("attendance", "Who is here", "1", (Section("attendance", "Who is here", (*each, others), intro),))
