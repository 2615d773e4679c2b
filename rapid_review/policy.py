"""The local switches of a partnership, as one frozen value that each case copies and keeps (R004)."""

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum


class DayUnit(StrEnum):
    """Whether Day 1 to Day 15 count working days or every day (ambiguity A4)."""

    WORKING = "working"
    CALENDAR = "calendar"


class DayOneRule(StrEnum):
    """Which day is Day 1 (domain 2.3, rule 2)."""

    RECEIPT_DAY = "receipt_day"
    NEXT_WORKING_DAY = "next_working_day"
    SIN_SENT_DAY = "sin_sent_day"


class SinDueBasis(StrEnum):
    """From which date, and in which days, the local authority's five days run (domain 2.2, A5)."""

    AWARE_WORKING = "aware_working"
    INCIDENT_WORKING = "incident_working"
    INCIDENT_CALENDAR = "incident_calendar"


class DecisionRule(StrEnum):
    """How views become the Group's decision (A6, A8; domain 2.6)."""

    CONSENSUS_OF_PARTNERS = "consensus_of_partners"
    MAJORITY_OF_SEATS = "majority_of_seats"
    UNANIMOUS_SEATS = "unanimous_seats"


class QuorumRule(StrEnum):
    """Who must be able to decide before anything can be decided (A8; domain 2.6)."""

    ONE_FROM_EACH_PARTNER = "one_from_each_partner"
    MAJORITY_OF_SEATS = "majority_of_seats"


class HealthSeats(StrEnum):
    """Whether several health seats speak with one voice or each for themselves (A6)."""

    JOINT_ONE_VOICE = "joint_one_voice"
    EACH = "each"


class BelowCriteriaClock(StrEnum):
    """Whether the timetable runs for a case below the definition (A13)."""

    FULL = "full"
    EXTENDED = "extended"
    NONE = "none"


@dataclass(frozen=True)
class Policy:
    """Every local choice. Times are Europe/London; days count as `day_unit` says."""

    profile: str
    version: str
    guidance: str
    review_name: str = "Local Child Safeguarding Practice Review"
    board_name: str = "Executive Board"
    # The clock (R107-R113)
    day_unit: DayUnit = DayUnit.WORKING
    day_one_rule: DayOneRule = DayOneRule.RECEIPT_DAY
    cutoff_time: time = time(16, 0)
    deadline_time: time = time(17, 0)
    extra_closure_days: tuple[date, ...] = ()
    summaries_day: int = 10
    collated_day: int = 11
    papers_day: int = 12
    meeting_day: int = 14
    panel_day: int = 15
    panel_limit_days: int = 15
    panel_clock_counts_sent_day: bool = False
    sin_days: int = 5
    sin_due_basis: SinDueBasis = SinDueBasis.AWARE_WORKING
    below_criteria_clock: BelowCriteriaClock = BelowCriteriaClock.FULL
    below_criteria_extra_days: int = 5
    quiet_from: time = time(18, 0)
    quiet_until: time = time(8, 0)
    # The Group (R049-R054, R086-R090, R101)
    decision_rule: DecisionRule = DecisionRule.CONSENSUS_OF_PARTNERS
    quorum_rule: QuorumRule = QuorumRule.ONE_FROM_EACH_PARTNER
    health_seats: HealthSeats = HealthSeats.JOINT_ONE_VOICE
    cooptees_vote: bool = False
    decide_by_poll_without_meeting: bool = False
    require_partner_signoff: bool = True
    disagreement_days: int = 1
    # What others are told, in working days (R035, R056, R100-R106)
    board_days: int = 1
    outcome_letter_days: int = 5
    family_days: int = 10
    inspectorate_days: int = 10
    panel_response_days: int = 15
    publication_days: int = 5
    access_after_close_days: int = 20
    # The forms
    accept_child_death_forms: bool = True
    care_leaver_age_max: int = 24
    max_children_on_sin: int = 4
    forms_version: str = "1"

    def with_switches(self, **switches: object) -> "Policy":
        """This policy with local choices laid over the profile's. Unknown names raise TypeError."""
        return replace(self, **switches)  # type: ignore[arg-type]


CUMBRIA_2019 = Policy(
    profile="cumbria-2019",
    version="1",
    guidance="Practice Improvement Framework, October 2019; Working Together to Safeguard Children 2018",
    sin_due_basis=SinDueBasis.INCIDENT_CALENDAR,
    require_partner_signoff=False,
    health_seats=HealthSeats.EACH,
)
"""The founding framework read literally: "within 5 days of the incident/event" (L227), decided by the Group (L134)."""

ENGLAND_2026 = Policy(
    profile="england-2026",
    version="1",
    guidance="Working Together to Safeguard Children 2023; national Panel guidance, June 2025",
)
"""The national position as found in November 2026 (domain Part 4)."""

PROFILES = {policy.profile: policy for policy in (CUMBRIA_2019, ENGLAND_2026)}
