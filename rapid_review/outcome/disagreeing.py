"""The Group's disagreement: referred to the chair of the board, settled, and the Panel told what is pending (R101)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from rapid_review import gates
from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.outcome.decided import Decided, Referral
from rapid_review.outcome.decision import Choice
from rapid_review.people import Standing
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.london import local_day
from rapid_review.timing.timetable import Milestone


class Disagreeing(CaseRecord):
    """What becomes of a case on which the partners do not agree."""

    def refer_disagreement(self, *, by: Standing, due: datetime, now: datetime) -> None:
        """No consensus: refer it to the chair of the board (R101), to be answered by `due`."""
        self.require_may(by, Deed.REFER)
        if not self.for_the_board(now):
            raise Refusal("There is no disagreement to refer: the poll is open, not quorate, or agreed.")
        self.stage = after(self.stage, Step.DISAGREE)
        self.disagreement = Referral(by=by.id, at=now, due=due)
        self._happen(Happening.DISAGREEMENT_REFERRED, now, by)

    def for_the_board(self, now: datetime) -> bool:
        """Whether the chair of the board is to be asked: no shared view, or a wish to wait a second time (E14, E16)."""
        return self.in_disagreement(now) or (self.wants_to_wait(now) and bool(self.deferrals))

    def require_may_settle(self, by: Standing) -> None:
        """Refuse until this person can settle the disagreement, saying what is missing."""
        self.require_referred_to(by)
        after(self.stage, Step.SETTLE)
        if missing := gates.criteria_missing(self):
            raise Refusal("Before this can be settled, we need " + gates.listed(missing) + ".")

    def require_referred_to(self, by: Standing) -> Referral:
        """What was referred, for the chair of the board once cleared; for nobody else (R101)."""
        self.require_may(by, Deed.SETTLE)
        if self.disagreement is None:
            raise NotYours()
        return self.disagreement

    def settle(
        self,
        choice: Choice,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        children: Mapping[str, Choice] | None = None,
    ) -> None:
        """The chair of the board settles the disagreement, with reasons (R101)."""
        self.require_may_settle(by)
        stage = after(self.stage, Step.SETTLE)
        decided = Decided(choice, by.id, now, revision, settled=True, children=dict(children or {}))
        self._decide(decided, stage, by, now)

    # -- What the Panel hears of it ------------------------------------------------------------------------------

    def pending_owed(self, now: datetime) -> bool:
        """Whether the Panel is to be told that the outcome is pending: at once if deferred, else on Day 15."""
        since = self.unsettled_since
        if since is None or any(told.at >= since for told in self.pending):
            return False
        last = self.due(Milestone.TO_PANEL)
        return self.stage is Stage.DEFERRED or (last is not None and local_day(now) >= last.day)

    @property
    def unsettled_since(self) -> datetime | None:
        """Since when there is no outcome because the partners do not agree, or because it was deferred."""
        if self.stage is Stage.DEFERRED:
            return self.deferrals[-1].at
        if self.stage is Stage.DISAGREED and self.disagreement:
            return self.disagreement.at
        closed = self.poll.closed_at if self.poll and self.stage is Stage.DELIBERATING else None
        return closed if closed and self.for_the_board(closed) else None

    def _decide(self, decided: Decided, stage: Stage, by: Standing, now: datetime) -> None:
        """Put a decision on record. What was signed off before was another decision (A1)."""
        self.stage, self.decided = stage, replace(decided, aside=self.aside)
        self.signed_off, self.seats_signed = {}, {}
        kind = Happening.DISAGREEMENT_SETTLED if decided.settled else Happening.DECISION_RECORDED
        self._happen(kind, now, by, choice=decided.choice, final=str(not self.policy.require_partner_signoff))

    def ask_anew(self, until: datetime, by: Standing, now: datetime) -> None:
        """Open the poll for another round. The views of the round before are kept."""
        if self.poll is None:
            raise NotYours()
        self.poll.earlier += self.poll.votes
        self.poll.votes = []
        self.poll.earlier_advice += self.poll.advice
        self.poll.advice = []
        self.poll.opened_at, self.poll.closed_at, self.poll.closes_at = now, None, until
        self._happen(Happening.POLL_EXTENDED, now, by, until=until.isoformat(), views="set_aside")
