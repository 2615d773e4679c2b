"""What a case is: its stage, its dated facts, and what can be asked of them. What may be done to it is in `case`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rapid_review import gates
from rapid_review.declaration.declarations import Aside, Declaration, standing_aside
from rapid_review.deeds import BEFORE_DECLARING, CAN_DO, Deed
from rapid_review.errors import ForTheChair, NotYours, Refusal
from rapid_review.events import Event, Happening
from rapid_review.group.cooptee import Cooptee, Vacancy
from rapid_review.keeping.kept import Keeping
from rapid_review.notification import NotificationFacts
from rapid_review.outcome import decision
from rapid_review.outcome.decided import Decided, Deferral, Pending, Reconsidered, Referral, Response
from rapid_review.outcome.decision import Outcome, Poll, Stance
from rapid_review.outward.notices import Notice, Told
from rapid_review.people import Partner, PersonId, Role, Seat, Standing
from rapid_review.permissions import CaseRole, require_not_recused, require_not_shut_out, roles_of
from rapid_review.policy import Policy
from rapid_review.returns.escalation import Escalation
from rapid_review.returns.requests import Request
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.extensions import asked_late, own
from rapid_review.timing.timetable import Due, Milestone, add_days, panel_limit, timetable
from rapid_review.timing.variations import Lateness, Variation, varied
from rapid_review.trust.guarded import Guarded


@dataclass
class CaseRecord(Guarded, Keeping):
    """One Rapid Review as it stands. What people wrote is kept beside it as forms, named here by their revisions."""

    reference: str
    policy: Policy
    referrer: PersonId
    referrer_agency: str
    received_at: datetime
    day_one: date
    facts: NotificationFacts
    notification_revision: int
    stage: Stage = Stage.RECEIVED
    requests: dict[str, Request] = field(default_factory=dict)
    declarations: dict[PersonId, Declaration] = field(default_factory=dict)
    deputies_called: list[str] = field(default_factory=list)
    """Ids of the seats whose deputy was called on."""
    cooptees: dict[PersonId, Cooptee] = field(default_factory=dict)
    """Who was brought into this case alone (R090)."""
    vacancies: dict[Partner, Vacancy] = field(default_factory=dict)
    gone: dict[PersonId, datetime] = field(default_factory=dict)
    """Who is relied on here and has no part any more, by the partnership's file."""
    chair_away_since: datetime | None = None
    chair: PersonId = ""
    """The chair, once they have declared."""
    alert_raised_at: datetime | None = None
    alert_acknowledged_by: PersonId = ""
    poll: Poll | None = None
    criteria: dict[str, str] = field(default_factory=dict)
    criteria_revision: int = 0
    decided: Decided | None = None
    disagreement: Referral | None = None
    deferrals: list[Deferral] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    """Each time the Panel was told that the outcome is still to come."""
    responses: list[Response] = field(default_factory=list)
    """What the Panel said of the outcome, each time (R102)."""
    reconsidered: list[Reconsidered] = field(default_factory=list)
    decided_before: list[Decided] = field(default_factory=list)
    """Decisions that were taken up again; each stays on record."""
    signed_off: dict[Partner, PersonId] = field(default_factory=dict)
    """Who signed for a whole partner, in cases from before each seat signed. Who has signed is asked of `gates`."""
    seats_signed: dict[str, PersonId] = field(default_factory=dict)
    sent_to_panel_at: datetime | None = None
    closed_at: datetime | None = None
    escalations: list[Escalation] = field(default_factory=list)
    documents: int = 0
    """How many documents ever came in; each keeps its number."""
    variations: list[Variation] = field(default_factory=list)
    """Dates moved by agreement, in the order of their agreement."""
    lateness: list[Lateness] = field(default_factory=list)
    notices: dict[Notice, Told] = field(default_factory=dict)
    """What became of the local authority's own notices (R059-R061)."""
    notification_corrected_at: datetime | None = None
    limit_known_on: date | None = None
    """When the Panel's limit became known, where that was during the case."""
    muted: dict[PersonId, date] = field(default_factory=dict)
    """Who hears less about this case, and until when."""
    wakes_at: datetime | None = None
    """When the clock should next look at this case; anything that happens wakes it at once."""
    version: int = 0
    happened: list[Event] = field(default_factory=list)
    """What has happened and is not yet kept; storage empties it."""

    # -- What is true of it ------------------------------------------------------------------------------

    def timetable(self) -> Mapping[Milestone, Due]:
        """Every milestone with its date and the reason for it (domain 2.3), agreed changes included."""
        planned = self.planned()
        return varied(planned, self.variations, self.policy, self.panel_limit()) if self.variations else planned

    def planned(self) -> Mapping[Milestone, Due]:
        """The timetable before anybody agreed to change it: timeliness is told by this (domain 2.3, rule 7)."""
        return timetable(
            self.day_one,
            self.policy,
            panel_limit=self.panel_limit(),
            known_on=self.limit_known_on,
            below_criteria=self.facts.below_threshold,
        )

    def panel_limit(self) -> date | None:
        """The national Panel's own limit, once it was notified. It never moves."""
        return panel_limit(self.facts.sin_sent, self.policy).day if self.facts.sin_sent else None

    def due(self, milestone: Milestone) -> Due | None:
        """When a milestone falls, if the clock runs for this case at all (A13)."""
        return self.timetable().get(milestone)

    def due_from(self, agency: str) -> Due | None:
        """When its answer is due: with the others, or later if asked late, agreed, or kept by a freeze (F17, E43)."""
        due, request = self.due(Milestone.SUMMARIES_DUE), self.requests.get(agency)
        if due is None or request is None:
            return due
        to_panel = self.due(Milestone.TO_PANEL)
        last = self.last_day_for_answers() if request.agreed else None
        return own(due, request, self.stood_still, last, to_panel, self.policy)

    def last_day_for_answers(self) -> date | None:
        """The last day on which an answer can still be read into the papers: the one before they go out."""
        papers = self.due(Milestone.PAPERS_OUT)
        return add_days(papers.day, -1, self.policy) if papers else None

    def late_by_plan(self, agency: str) -> bool:
        """Whether the answer came after the day first planned, whatever was agreed since: for the statistics."""
        request, planned = self.requests.get(agency), self.planned().get(Milestone.SUMMARIES_DUE)
        if request is None or request.returned is None or planned is None:
            return False
        return request.returned.at > asked_late(planned, request.asked_at, None, self.policy).at

    def awaits(self, milestone: Milestone) -> bool:
        """Whether what falls on this milestone is still to be done; a reminder of what is done is noise."""
        match milestone:
            case Milestone.REQUEST_OUT:
                return not self.requests
            case Milestone.SUMMARIES_DUE:
                return bool(self.outstanding()) or not self.requests
            case Milestone.COLLATED | Milestone.PAPERS_OUT:
                return self.poll is None
            case Milestone.MEETING:
                return self.decided is None
            case Milestone.TO_PANEL:
                return self.sent_to_panel_at is None

    @property
    def recused(self) -> frozenset[PersonId]:
        return frozenset(d.person for d in self.declarations.values() if d.recused)

    @property
    def aside(self) -> Aside:
        """Who stands aside now."""
        return standing_aside(self.declarations.values())

    @property
    def not_counted(self) -> Aside:
        """Whose views do not count: those who stand aside, or who did when it was decided."""
        return (self.decided and self.decided.aside) or self.aside

    @property
    def chair_stands_aside(self) -> bool:
        """Whether the chair is recused, could not sign, or waits for a ruling on their own conflict (form 3e)."""
        declared = self.declarations.get(self.chair)
        return declared is not None and declared.stands_aside

    @property
    def rulers(self) -> frozenset[Role]:
        """Who rules on conflicts: the chair, or others while the chair stands aside (form 3e)."""
        aside = frozenset({Role.DEPUTY_CHAIR, Role.BOARD_CHAIR})
        acting = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR} if self.chair_away_since else {Role.CHAIR})
        return aside if self.chair_stands_aside else acting

    def outstanding(self) -> list[Request]:
        """The requests not yet answered."""
        return [request for request in self.requests.values() if not request.answered]

    def answered_by(self, who: Standing) -> frozenset[str]:
        """The asked agencies that this person answers for here: as SPOC or deputy, or as a colleague brought in.

        A colleague brought in does so only while the directory says that they work for that agency (E36).
        """
        own, theirs = who.agencies.intersection(self.requests), self.requests.get(who.person.agency)
        return own | {who.person.agency} if theirs and who.id in theirs.brought_in else own

    def owes_answer(self, agency: str) -> bool:
        """Whether this agency was asked and its answer is still wanted."""
        return any(request.agency == agency for request in self.outstanding())

    def outcome(self) -> Outcome:
        """What the views add up to. Only to be shown when the poll is closed."""
        if self.poll is None:
            return Outcome(quorate=False, shared=None, missing=("the poll, which has not been opened",))
        return decision.outcome(self.poll, self.policy, self.not_counted)

    def in_disagreement(self, now: datetime) -> bool:
        """Whether the closed poll is quorate and yet shows no shared view."""
        closed = self.poll is not None and self.poll.closed(now)
        outcome = self.outcome()
        return closed and outcome.quorate and outcome.shared is None

    def wants_to_wait(self, now: datetime) -> bool:
        """Whether the closed poll asks for more information before anything is decided (E16)."""
        closed = self.poll is not None and self.poll.closed(now)
        return closed and self.stage is Stage.DELIBERATING and self.outcome().shared is Stance.MORE_INFORMATION

    def deputy_acts(self, seat: Seat) -> bool:
        """Whether a seat's deputy is in: called on, or the member recused (domain Part 6)."""
        return seat.id in self.deputies_called or seat.member in self.recused

    def seats_held(self, who: Standing) -> tuple[Seat, ...]:
        """The seats of which they are member or deputy in this case, one they were named to for it included (E13)."""
        named = self.cooptees.get(who.id)
        return (*who.seats, named.seat) if named and named.current and named.seat and who.listed else who.seats

    def seat_of(self, who: Standing) -> Seat:
        """The seat this person decides from, once cleared; refuses anybody without one."""
        self.require_may(who, Deed.VOTE)
        for seat in self.seats_held(who):
            if seat.member == who.id or self.deputy_acts(seat):
                return seat
        raise NotYours()

    def rulings_awaited(self, poll: Poll) -> bool:
        """Whether a member, or a deputy who gave a view, waits for a ruling: the electorate is not yet settled."""
        waiting = self.aside.waiting
        heard = waiting & {vote.person for vote in poll.votes}
        return any(seat.member in waiting or seat.deputy in heard for seat in poll.seats)

    # -- Who may, and what happened ------------------------------------------------------------------------------------

    def roles(self, by: Standing) -> frozenset[CaseRole]:
        """What this person is in the case; refuses anybody without a part."""
        roles = roles_of(self, by)
        if not roles:
            raise NotYours()
        return roles

    def require(self, by: Standing, *wanted: CaseRole) -> None:
        """Refuse anybody who is none of these, or is recused."""
        if self.roles(by).isdisjoint(wanted):
            raise ForTheChair() if CaseRole.CHAIR in wanted and by.has(Role.DEPUTY_CHAIR) else NotYours()
        require_not_recused(self, by)

    def require_cleared(self, by: Standing, *wanted: CaseRole) -> None:
        """Refuse anybody who is none of these, or has not declared (R045, R046)."""
        self.require(by, *wanted)
        self.need_clearance(by)

    def require_may(self, by: Standing, deed: Deed) -> None:
        """Refuse anybody whose deed it is not, who is recused, or, unless it cannot wait for that, has not declared."""
        self.require(by, *CAN_DO[deed])
        if deed not in BEFORE_DECLARING:
            self.need_clearance(by)

    def need_clearance(self, by: Standing) -> None:
        """Refuse until both declarations are in and, where a conflict was declared, ruled on."""
        require_not_shut_out(self, by)
        declaration = self.declarations.get(by.id) or Declaration(person=by.id)
        if missing := declaration.missing():
            raise Refusal("First we need " + gates.listed(missing) + ". Nothing has been lost.")

    def own_request(self, agency: str, by: Standing) -> Request:
        """The request to this agency, for whoever answers for it."""
        if agency not in self.answered_by(by):
            raise NotYours()
        require_not_shut_out(self, by)
        return self.requests[agency]

    def require_open_poll(self, now: datetime) -> Poll:
        """The poll, if views can be given now."""
        if self.poll is None:
            raise Refusal("The poll opens when the papers go out on Day 12.")
        if self.poll.closed(now):
            raise Refusal("The poll has closed. Your view was not changed.")
        return self.poll

    def require_chair_or_team(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team, cleared."""
        self.require_cleared(by, CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM)

    def require_may_decide(self, by: Standing, now: datetime) -> None:
        """Refuse until this person can record the decision, saying what is missing."""
        self.require_may(by, Deed.RECORD_DECISION)
        after(self.stage, Step.DECIDE)
        if missing := gates.before_decision(self, now):
            raise Refusal("Before the decision can be recorded, we need " + gates.listed(missing) + ".")

    def _happen(self, kind: Happening, at: datetime, by: Standing | None = None, **facts: str) -> None:
        self.happened.append(Event(kind=kind, at=at, by=by.id if by else "", facts=facts))
        self.wakes_at = at
