"""What is done about a request before it is answered: asking, acknowledging, handing over, securing, more time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.forms import in_words
from rapid_review.london import local_day
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord
from rapid_review.requests import Extension, Request
from rapid_review.stages import Step, after
from rapid_review.timetable import Milestone, add_days

SECURED = ("yes", "partly", "none")
"""What an agency can say of its records (R071)."""


class Asking(CaseRecord):
    """The part of a case in which agencies are asked and say what they will do about it."""

    def ask_agencies(self, why: Mapping[str, str], *, by: Standing, now: datetime) -> None:
        """Send the request to these agencies' SPOCs (R108); `why` says for each why it is asked (F13)."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        fresh = {agency: reason for agency, reason in why.items() if agency not in self.requests}
        if not fresh:
            raise Refusal("Choose at least one agency that has not been asked yet.")
        self.stage = after(self.stage, Step.ASK_AGENCIES)
        for agency, reason in fresh.items():
            self.requests[agency] = Request(agency=agency, why=reason, asked_at=now)
        self._happen(Happening.AGENCIES_ASKED, now, by, agencies=",".join(fresh))

    # -- Who has it ----------------------------------------------------------------------------------------------

    def acknowledge(self, agency: str, *, by: Standing, author: str, now: datetime, author_id: PersonId = "") -> None:
        """The agency says that it has the request, and who will write. A colleague known by id can then write it."""
        request = self._unanswered(agency, by)
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
        if to == request.handed_to and until == request.until:
            raise Refusal("They have it already, and have been told.")
        if until and until < local_day(now):
            raise Refusal(f"The last day away has passed. Choose {in_words(local_day(now))} or a later day.")
        request.handed_to, request.handed_by, request.handed_at, request.until = to, by.id, now, until
        request.acknowledged_at, request.acknowledged_by, request.wrong_person = None, "", False
        self._happen(Happening.REQUEST_HANDED_OVER, now, by, agency=agency, to=to)

    def name_somebody_unknown(self, agency: str, *, by: Standing, revision: int, now: datetime) -> None:
        """Somebody else should be asked, whom the directory does not know: the Partnership Team mends its file."""
        request = self._unanswered(agency, by)
        request.wrong_person = True
        self._happen(Happening.WRONG_PERSON, now, by, agency=agency, revision=str(revision))

    def take_back_if_due(self, now: datetime) -> None:
        """After the last day away the request is the SPOC's again; asked by the clock and by whoever opens the case."""
        for request in self.outstanding():
            if request.until and local_day(now) > request.until:
                was = request.handed_to
                request.handed_to, request.handed_at, request.until = "", now, None
                self._happen(Happening.REQUEST_CAME_BACK, now, agency=request.agency, was=was)

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
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        request = self.requests.get(agency)
        if request is None:
            raise NotYours()
        if request.asked_for_time is None:
            raise Refusal("This request for a later day has been answered already.")
        return request.asked_for_time

    def require_possible_day(self, agency: str, day: date, now: datetime) -> None:
        """Refuse a day that is no later, or so late that the papers would lack the answer (statutory day, F17)."""
        due, last = self.due(Milestone.SUMMARIES_DUE), self.last_day_for_answers()
        if due is None or last is None:
            raise Refusal("No timetable runs for this case, so there is no date to move.")
        if day > last:
            raise Refusal(
                f"The latest possible day is {in_words(last)}: the papers go out on the next working day. "
                "Choose that day or an earlier one, and send what you have meanwhile."
            )
        if day <= due.day or day < local_day(now):
            first = max(due.day, local_day(now))
            raise Refusal(f"Choose a day after {in_words(first)}, and no later than {in_words(last)}.")

    # -- Inside --------------------------------------------------------------------------------------------------

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
