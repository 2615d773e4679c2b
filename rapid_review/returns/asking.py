"""What is done about a request before it is answered: asking, acknowledging, handing over, securing, more time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from rapid_review.declaration.declarations import Why
from rapid_review.declaration.looking_again import LookingAgain
from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import CaseRole
from rapid_review.questions.forms import in_words
from rapid_review.returns.requests import Extension, Holding, Request
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.extensions import asked_late
from rapid_review.timing.london import local_day
from rapid_review.timing.timetable import Due, Milestone, add_days

SECURED = ("yes", "partly", "none")
"""What an agency can say of its records (R071)."""


class Asking(LookingAgain):
    """The part of a case in which agencies are asked and say what they will do about it."""

    def ask_agencies(self, why: Mapping[str, str], *, by: Standing, now: datetime) -> None:
        """Send the request to these agencies' SPOCs (R108); `why` says for each why it is asked (F13)."""
        self.require_may(by, Deed.ASK_AGENCIES)
        fresh = {agency: reason for agency, reason in why.items() if agency not in self.requests}
        if not fresh:
            raise Refusal("Choose at least one agency that has not been asked yet.")
        self.stage = after(self.stage, Step.ASK_AGENCIES)
        added = bool(self.requests)
        for agency, reason in fresh.items():
            self.requests[agency] = Request(agency=agency, why=reason, asked_at=now)
        self._happen(Happening.AGENCIES_ASKED, now, by, agencies=",".join(fresh))
        if added:  # Whoever declared did so without knowing of these (F35).
            self.ask_to_look_again(Why.AGENCIES, now)

    def due_if_asked(self, now: datetime) -> Due | None:
        """When the answer of an agency asked now would be due."""
        due = self.due(Milestone.SUMMARIES_DUE)
        return asked_late(due, now, self.due(Milestone.TO_PANEL), self.policy) if due else None

    # -- Who has it ----------------------------------------------------------------------------------------------

    def acknowledge(self, agency: str, *, by: Standing, author: str, now: datetime, author_id: PersonId = "") -> None:
        """The agency says that it has the request, and who will write. A colleague known by id can then write it."""
        request = self._unanswered(agency, by)
        self._back_early(request, by, now)
        request.acknowledged_at = request.acknowledged_at or now
        request.acknowledged_by, request.wrong_person = by.id, False
        request.author, request.author_id = author, author_id
        self._happen(Happening.REQUEST_ACKNOWLEDGED, now, by, agency=agency, author=author_id)

    def hand_over(self, agency: str, to: PersonId, *, by: Standing, now: datetime, until: date | None = None) -> None:
        """Put the request into a colleague's hands, for a time or for good. They are asked afresh (F18, E8).

        For whoever answers for the agency, and for the Partnership Team. `to` gains the agency's part in this case
        while the directory says that they work for it, so that nobody outside the agency can be brought in.
        """
        request = self._in_reach(agency, by)
        if to in self.recused:
            raise Refusal("This person cannot take this. Choose a colleague.")  # Why is nobody else's business (E13).
        if to == request.handed_to and until == request.until:
            raise Refusal("They have it already, and have been told.")
        if until and until < local_day(now):
            raise Refusal(f"The last day away has passed. Choose {in_words(local_day(now))} or a later day.")
        if until is None:
            request.earlier = []  # For good.
        elif to != request.handed_to:
            request.earlier.append(Holding(request.handed_to, request.until))
        request.wrote_before = request.author_id or request.wrote_before
        request.handed_to, request.handed_by, request.handed_at, request.until = to, by.id, now, until
        request.acknowledged_at, request.acknowledged_by, request.wrong_person = None, "", False
        request.author, request.author_id = "", ""  # Who writes is for whoever has it now to say.
        self._happen(Happening.REQUEST_HANDED_OVER, now, by, agency=agency, to=to)

    def name_somebody_unknown(self, agency: str, *, by: Standing, revision: int, now: datetime) -> None:
        """Somebody else should be asked, whom the directory does not know: the Partnership Team mends its file."""
        request = self._unanswered(agency, by)
        request.wrong_person = True
        self._happen(Happening.WRONG_PERSON, now, by, agency=agency, revision=str(revision))

    def take_back_if_due(self, now: datetime) -> None:
        """After the last day away the request is theirs again who had it; asked by the clock and by every visitor.

        An answered one too: whoever covered keeps no part in the case.
        """
        for request in self.requests.values():
            was = request.handed_to
            while request.until and local_day(now) > request.until:
                back = request.earlier.pop() if request.earlier else Holding()
                request.handed_to, request.handed_at, request.until = back.person, now, back.until
            if was != request.handed_to:
                self._came_back(request, was, now)

    def acknowledgement_stale(self, agency: str, now: datetime) -> bool:
        """Whether an agency said that it has the request, and nothing has come by half-way, Day 5 (F16)."""
        request = self.requests[agency]
        half_way = add_days(self.day_one, self.policy.summaries_day // 2 - 1, self.policy)
        said = request.acknowledged_at
        silent = said is not None and request.returned is None and local_day(said) < half_way
        return silent and local_day(now) >= half_way

    # -- Records (R071-R073) -------------------------------------------------------------------------------------

    def secure_records(
        self, agency: str, said: str, *, by: Standing, now: datetime, next_on: date | None = None
    ) -> None:
        """The agency says that its records are secured, partly with a day for the rest, or that it holds none."""
        request = self.own_request(agency, by)
        if said not in SECURED or (said == "partly" and next_on is None):
            raise Refusal("Say whether your records are secured, and by when the rest will be.")
        request.records_secured, request.records_next = said, next_on
        self._happen(Happening.RECORDS_SECURED, now, by, agency=agency, said=said)

    # -- More time (F17) -----------------------------------------------------------------------------------------

    def ask_for_time(self, agency: str, wanted: date, *, by: Standing, revision: int, now: datetime) -> None:
        """Ask the Partnership Team for a later day."""
        request = self._unanswered(agency, by)
        if request.asked_for_time:
            raise Refusal("You have asked for a later day already. The Partnership Team will answer by tomorrow.")
        self.require_possible_day(agency, wanted, now)
        request.extensions.append(Extension(wanted=wanted, by=by.id, at=now, revision=revision))
        self._happen(Happening.EXTENSION_ASKED, now, by, agency=agency, revision=str(revision))

    def answer_extension(self, agency: str, day: date | None, *, by: Standing, revision: int, now: datetime) -> None:
        """Agree to a later day, perhaps another than was asked for, or refuse; the reason is in the form."""
        asked = self.require_extension(agency, by)
        if day:
            self.require_possible_day(agency, day, now)
        answered = replace(asked, agreed=day, answered_at=now, answered_by=by.id)
        self.requests[agency].extensions[-1] = answered
        self._happen(Happening.EXTENSION_ANSWERED, now, by, agency=agency, revision=str(revision))

    def require_extension(self, agency: str, by: Standing) -> Extension:
        """The later day asked for, for the Partnership Team while it waits for an answer."""
        self.require_may(by, Deed.ANSWER_EXTENSION)
        request = self.requests.get(agency)
        if request is None:
            raise NotYours()
        if request.asked_for_time is None:
            raise Refusal("This request for a later day has been answered already.")
        return request.asked_for_time

    def require_possible_day(self, agency: str, day: date, now: datetime) -> None:
        """Refuse a day that is no later, or so late that the papers would lack the answer (statutory day, F17)."""
        due, last = self.due_from(agency), self.last_day_for_answers()
        if due is None or last is None:
            raise Refusal("No timetable runs for this case, so there is no date to move.")
        if due.day >= last:
            raise Refusal(f"Your answer is due by {in_words(due.day)}, and there is no later day. Send what you have.")
        if day > last:
            raise Refusal(
                f"The latest possible day is {in_words(last)}: the papers go out on the next working day. "
                "Choose that day or an earlier one, and send what you have meanwhile."
            )
        if day <= due.day or day < local_day(now):
            first = max(due.day, local_day(now))
            raise Refusal(f"Choose a day after {in_words(first)}, and no later than {in_words(last)}.")

    # -- Inside --------------------------------------------------------------------------------------------------

    def _back_early(self, request: Request, by: Standing, now: datetime) -> None:
        """Whoever had the request before, or answers for the agency, takes it back by saying that they have it."""
        was = request.handed_to
        mine = next((holding for holding in request.earlier if holding.person == by.id), None)
        if was in ("", by.id) or (mine is None and request.agency not in by.agencies):
            return
        request.earlier = request.earlier[: request.earlier.index(mine)] if mine else []
        back = mine or Holding()
        request.handed_to, request.handed_at, request.until = back.person, now, back.until
        self._came_back(request, was, now, by)

    def _came_back(self, request: Request, was: PersonId, now: datetime, by: Standing | None = None) -> None:
        request.wrote_before = was
        if self.stage is not Stage.CLOSED:  # Nobody is thanked months later.
            self._happen(Happening.REQUEST_CAME_BACK, now, by, agency=request.agency, was=was)

    def _unanswered(self, agency: str, by: Standing) -> Request:
        request = self.own_request(agency, by)
        if request.answered:
            raise Refusal("Your agency has already answered. There is nothing left to acknowledge.")
        return request

    def _in_reach(self, agency: str, by: Standing) -> Request:
        """The request, for the agency itself or for the Partnership Team while an answer is wanted."""
        if agency in self.answered_by(by):
            return self._unanswered(agency, by)
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        if not self.owes_answer(agency):
            raise Refusal("This agency has answered. See its answer in the case.")
        return self.requests[agency]
