"""Who takes part in this case beside the Group's own seats: brought in for it alone, heard, and let go (R090, E13)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rapid_review import gates
from rapid_review.declaration.declarations import Instead
from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.group.cooptee import Capacity, Cooptee, Vacancy
from rapid_review.outcome.commitment import commitment
from rapid_review.outcome.decision import Stance, Vote
from rapid_review.outcome.polling import Polling
from rapid_review.people import Partner, PersonId, Seat, Standing
from rapid_review.stages import Stage
from rapid_review.timing.london import clock_words


class Membership(Polling):
    """People of the directory who are brought into one case; they declare before they see anything of it."""

    def require_may_bring_in(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team, and any case that is decided."""
        self.require_may(by, Deed.BRING_IN)
        if self.stage in (Stage.DECIDED, Stage.REPORTED, Stage.CLOSED):
            raise Refusal("The decision is recorded, so nobody is brought into this case any more.")

    def coopt(self, person: PersonId, capacity: Capacity, *, by: Standing, revision: int, now: datetime) -> None:
        """Bring somebody into this case alone, as an expert or for another partner."""
        self.require_may_bring_in(by)
        if capacity is Capacity.DECIDER:
            raise NotYours()
        self._come_in(Cooptee(person, capacity, by.id, now, revision), by)

    def end_part(self, person: PersonId, *, by: Standing, now: datetime) -> None:
        """The part of somebody who was brought in ends: they see nothing more. What they did stays on the record."""
        self.require_may(by, Deed.BRING_IN)
        cooptee = self.cooptees.get(person)
        if cooptee is None or not cooptee.current:
            raise Refusal("They have no part in this case that could end.")
        if cooptee.seat:
            raise Refusal("They decide for a statutory partner. Its lead would have to name somebody else.")
        self.cooptees[person] = replace(cooptee, ended_at=now, ended_by=by.id)
        self._happen(Happening.PART_ENDED, now, by, about=person)

    def _come_in(self, cooptee: Cooptee, by: Standing) -> None:
        known = self.cooptees.get(cooptee.person)
        if cooptee.person in self.recused:
            raise Refusal("This person cannot take this part. Choose somebody else.")
        if known and known.current:
            raise Refusal("They have a part in this case already.")
        self.cooptees[cooptee.person] = cooptee
        facts = {"about": cooptee.person, "capacity": cooptee.capacity, "revision": str(cooptee.revision)}
        self._happen(Happening.BROUGHT_IN, cooptee.at, by, **facts)

    # -- A partner with nobody left (E13) ------------------------------------------------------------------------

    def as_held(self, seats: Sequence[Seat]) -> tuple[Seat, ...]:
        """The Group's seats as they are held in this case, with whoever was named in place of those who stand aside."""
        named = {c.seat.id: c.seat for c in self.cooptees.values() if c.seat and c.current}
        return tuple(named.get(seat.id, seat) for seat in seats)

    def hold_seats(self, directory: Sequence[Seat], now: datetime) -> None:
        """See who holds the Group's seats today, so that nobody who has left is counted, and who came is asked."""
        poll = self.poll
        if poll is None or self.stage in (Stage.REPORTED, Stage.CLOSED):
            return
        today = {seat.id: seat for seat in self.as_held(directory)}
        before, held = poll.seats, tuple(today.get(seat.id, seat) for seat in poll.seats)
        if held == before:
            return
        if poll.closed_at and not poll.closed_with:
            poll.closed_with = before  # Closed before this was kept.
        poll.seats = held
        for old, new in zip(before, held, strict=True):
            came = new.member if new.member != old.member else new.deputy
            if (old.member, old.deputy) != (new.member, new.deputy):
                self._happen(Happening.SEAT_CHANGED, now, seat=new.id, about=came)

    def note_vacancies(self, seats: Sequence[Seat], now: datetime) -> None:
        """See which statutory partner has nobody left who could decide, and which has somebody again."""
        for partner in Partner:
            theirs = [seat for seat in self.as_held(seats) if seat.partner is partner]
            known = self.vacancies.get(partner)
            vacant = bool(theirs) and not any(self._could_decide(seat) for seat in theirs)
            if vacant and (known is None or not known.open):
                self.vacancies[partner] = Vacancy(theirs[0], now)
                self._happen(Happening.DECIDER_WANTED, now, partner=partner)
            if not vacant and known and known.open:
                self.vacancies[partner] = replace(known, over_at=now)

    def _could_decide(self, seat: Seat) -> bool:
        """Whoever could not sign is waited for until a colleague, and not the deputy, is to take their place."""
        member = self.declarations.get(seat.member)
        if member and member.declined_at and member.replaced and member.replaced.what is Instead.COLLEAGUE:
            return False
        out = {d.person for d in self.declarations.values() if d.declined_at} | self.recused | self.gone.keys()
        return any(person and person not in out for person in (seat.member, seat.deputy))

    def ask_lead(self, partner: Partner, lead: PersonId, *, by: Standing, now: datetime) -> None:
        """Ask the partner's lead to name a decision-maker for this case."""
        self._require_may_fill(by)
        vacancy = self._vacancy(partner)
        if lead in self.recused:
            raise Refusal("This lead cannot take this. Ask another, or add the person you were told.")
        if lead == vacancy.lead and vacancy.asked_at:
            when = clock_words(vacancy.asked_at)
            raise Refusal(f"They were asked at {when}. We remind them each working morning. Ring them if it is urgent.")
        self.vacancies[partner] = replace(vacancy, lead=lead, asked_at=now)
        self._happen(Happening.LEAD_ASKED, now, by, partner=partner, lead=lead)

    def require_may_name(self, partner: Partner, by: Standing) -> Vacancy:
        """The vacancy, for the lead who was asked, and for the chair and the Partnership Team, who may be told."""
        self.roles(by)
        vacancy = self._vacancy(partner)
        if vacancy.lead != by.id:
            self._require_may_fill(by)
        return vacancy

    def _require_may_fill(self, by: Standing) -> None:
        self.require_may(by, Deed.BRING_IN)
        if not gates.members_wanted(self):
            raise Refusal("Every partner has signed the decision, so nobody more is named to decide in this case.")

    def name_decider(self, partner: Partner, person: PersonId, *, by: Standing, revision: int, now: datetime) -> None:
        """Take somebody in who decides for the partner's seat in this case. They declare first, like everybody."""
        seat = replace(self.require_may_name(partner, by).seat, member=person, deputy="")
        for before in [one for one in self.cooptees.values() if one.current and one.seat and one.seat.id == seat.id]:
            self.cooptees[before.person] = replace(before, ended_at=now, ended_by=by.id)  # They are not there any more.
        self._come_in(Cooptee(person, Capacity.DECIDER, by.id, now, revision, seat), by)
        self.vacancies[partner] = replace(self.vacancies[partner], named=person)
        if self.poll:
            self.poll.seats = self.as_held(self.poll.seats)

    def _vacancy(self, partner: Partner) -> Vacancy:
        vacancy = self.vacancies.get(partner)
        if vacancy is None or not vacancy.open:
            raise Refusal("This partner has somebody who can decide.")
        return vacancy

    # -- What they think (domain 2.6) ----------------------------------------------------------------------------

    def advises(self, who: Standing) -> bool:
        """Whether this person was brought in to advise: they hold no seat here."""
        cooptee = self.cooptees.get(who.id)
        return cooptee is not None and cooptee.current and cooptee.seat is None and not self.holds_seat(who)

    def holds_seat(self, who: Standing) -> bool:
        return any(seat.member == who.id or self.deputy_acts(seat) for seat in self.seats_held(who))

    def advice_of(self, person: PersonId) -> Vote | None:
        """The view they have given in this poll."""
        given = [vote for vote in self.poll.advice if vote.person == person] if self.poll else []
        return given[-1] if given else None

    def require_may_advise(self, by: Standing) -> None:
        """Refuse anybody who was not brought in to advise, or has not declared."""
        if not self.advises(by):
            raise NotYours()
        self.require_may(by, Deed.ADVISE)

    def advise(self, stance: Stance, *, reason: str, by: Standing, revision: int, salt: str, now: datetime) -> None:
        """Give one's view as somebody who was brought in: sealed and committed to like a vote, and never counted.

        Quorum and agreement are those of the three statutory partners (A6), and a partner speaks through its seats.
        So where co-opted members vote (`cooptees_vote`) they see the Group's views and theirs stands among them by
        name, yet it adds to a partner's voice only if they hold a seat; whoever does gives it by `vote`.
        """
        self.require_may_advise(by)
        poll = self.require_open_poll(now)
        committed = commitment(self.reference, "", by.id, revision, stance, reason, salt)
        poll.advice.append(Vote("", by.id, stance, revision, now, salt, committed))
        self._happen(Happening.ADVICE_GIVEN, now, by, commitment=committed)
