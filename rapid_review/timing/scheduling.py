"""The part of a case that is about its dates: moved by agreement, missed with a reason, and heard of less."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.outcome.polling import closing
from rapid_review.outward.notices import Notice, Told, wanted
from rapid_review.people import Partner, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.questions.forms import in_words
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage
from rapid_review.timing.calendar_england import first_working, is_working, why_not_working
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Due, Milestone
from rapid_review.timing.variations import STEPS, Lateness, Variation, require_in_order

OVER = (Stage.REPORTED, Stage.CLOSED)
SEVERAL = 2
"""So many closures in the last days are worth a warning (E34)."""
LONGEST_MUTE = 31
"""Days for which a person may hear less about a case."""


class Scheduling(CaseRecord):
    """What may be done about the dates of a case."""

    def vary(
        self,
        milestone: Milestone,
        day: date,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        panel_told: date | None = None,
    ) -> None:
        """Move a date by agreement (domain 2.3, rule 7). The Panel's own limit never moves."""
        self.require_may_vary(by)
        if now >= moment_of(day, self.policy.deadline_time):
            raise Refusal(f"That day has passed: dates end at {self.policy.deadline_time:%H:%M}. Choose a later day.")
        if why := why_not_working(day, self.policy):
            first = in_words(first_working(day, self.policy))
            raise Refusal(f"{why}, and people may not be at work. The next working day is {first}.")
        before, limit = self.timetable(), self.panel_limit()
        require_in_order(before, milestone, day, {step.id: step.text for step in STEPS})
        if milestone is Milestone.TO_PANEL and limit and day > limit and panel_told is None:
            raise Refusal(
                f"That is after the national Panel’s limit, {in_words(limit)}, which does not move. "
                "Tell the Panel first, then say here on which day you told it."
            )
        self.variations.append(Variation(milestone, day, by.id, now, revision, panel_told))
        poll = self._poll_follows(before, now)
        self._happen(Happening.DATE_VARIED, now, by, milestone=milestone, revision=str(revision), **poll)

    def _poll_follows(self, before: Mapping[Milestone, Due], now: datetime) -> dict[str, str]:
        """An open poll closes with the meeting, so it goes where the meeting goes; what the record says of that."""
        meeting, was = self.due(Milestone.MEETING), before.get(Milestone.MEETING)
        moved = meeting is not None and (was is None or meeting.at != was.at)
        if not moved or self.poll is None or self.poll.closed(now):
            return {}
        self.poll.closes_at = closing(meeting, now, self.policy)
        return {"closes": self.poll.closes_at.isoformat()}

    def require_may_vary(self, by: Standing) -> None:
        """Refuse anybody but the Partnership Team, and a case whose outcome has gone to the Panel."""
        self.require_may(by, Deed.VARY_DATES)
        if self.stage in OVER:
            raise Refusal("The outcome has gone to the Panel, so no date of this case moves any more.")

    def explain_lateness(
        self, milestone: Milestone, *, by: Standing, revision: int, now: datetime, panel_told: date | None = None
    ) -> None:
        """Say why a date was missed, and when the Panel was told (F59)."""
        self.require_missed(milestone, by, now)
        self.lateness.append(Lateness(milestone, by.id, now, revision, panel_told))
        self._happen(Happening.LATENESS_EXPLAINED, now, by, milestone=milestone, revision=str(revision))

    def require_missed(self, milestone: Milestone, by: Standing, now: datetime) -> None:
        """Refuse anybody but the Partnership Team, and a date that was not missed."""
        self.require_may(by, Deed.VARY_DATES)
        if not self.missed(milestone, now):
            raise Refusal("This date has not been missed, so there is nothing to explain.")

    def missed(self, milestone: Milestone, now: datetime) -> bool:
        """Whether what falls on this date is still to be done after it has passed, and nobody has said why."""
        due = self.due(milestone)
        explained = any(late.milestone is milestone for late in self.lateness)
        return due is not None and now > due.at and self.awaits(milestone) and not explained

    def closures(self) -> list[str]:
        """The closures from the day that summaries are due to the last, where there are several (E34)."""
        dates = self.timetable()
        if not dates:
            return []
        first, last = dates[Milestone.SUMMARIES_DUE].day, dates[Milestone.TO_PANEL].day
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        shut = [in_words(day) for day in days if day.weekday() < 5 and not is_working(day, self.policy)]
        return shut if len(shut) >= SEVERAL else []

    def hear_less(self, *, by: Standing, until: date, now: datetime) -> None:
        """Hear less about this case until then; today means as before. What is due is said all the same."""
        self.roles(by)
        if not 0 <= (until - local_day(now)).days <= LONGEST_MUTE:
            raise Refusal(f"Choose a day from today on, within {LONGEST_MUTE} days.")
        self.muted[by.id] = until
        self._happen(Happening.HEARS_LESS, now, by)

    # -- The local authority's notices ---------------------------------------------------------------------------

    def notices_open(self) -> list[Notice]:
        """The notices of the local authority that nobody has said were sent; who would not send one may still do."""
        told = {notice for notice, said in self.notices.items() if said.sent_on}
        return [notice for notice in wanted(self.facts) if notice not in told]

    def sits_for_authority(self, who: Standing) -> bool:
        """Whether they hold the local authority's seat, or act for a member who is recused or called a deputy."""
        return any(
            seat.partner is Partner.LOCAL_AUTHORITY and (seat.member == who.id or self.deputy_acts(seat))
            for seat in self.seats_held(who)
        )

    def may_record_notice(self, who: Standing) -> bool:
        """Whether this is the local authority's notifier, its seat or the Partnership Team, and not recused."""
        noting = {CaseRole.LA_NOTIFIER, CaseRole.PARTNERSHIP_TEAM}
        part = not roles_of(self, who).isdisjoint(noting) or self.sits_for_authority(who)
        return part and who.id not in self.recused

    def record_notice(
        self, notice: Notice, sent_on: date | None, *, by: Standing, revision: int, now: datetime
    ) -> None:
        """A notice was sent on this day, or will not be sent (E6). The Group considers the case either way."""
        self.require_may_record_notice(notice, by)
        if sent_on and self.facts.la_aware and sent_on < self.facts.la_aware:
            raise Refusal(f"That is before {in_words(self.facts.la_aware)}, when you first knew. Check the day.")
        before = self.timetable()
        self.notices[notice] = Told(sent_on, by.id, now, revision)
        if notice is Notice.PANEL and sent_on:
            self.facts, self.limit_known_on = replace(self.facts, sin_sent=sent_on), local_day(now)
        poll = self._poll_follows(before, now)
        kind = Happening.NOTICE_SENT if sent_on else Happening.NOTICE_REFUSED
        moved = str(self.timetable() != before)
        self._happen(kind, now, by, notice=notice, moved=moved, revision=str(revision), **poll)

    def require_may_record_notice(self, notice: Notice, by: Standing) -> None:
        """Refuse anybody but the local authority's notifier, its seat and the Partnership Team."""
        self.roles(by)
        if by.id in self.recused:
            raise Refusal(f"You are recused from {self.reference}, so you cannot do this.")
        if not self.may_record_notice(by):
            raise NotYours()
        if notice not in self.notices_open():
            raise Refusal("What became of this notice is recorded already. If it is wrong, tell the Partnership Team.")
