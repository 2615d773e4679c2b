"""What is done about a request before it is answered: asking the agencies, and an agency saying that it has it."""

from collections.abc import Mapping
from datetime import datetime

from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord
from rapid_review.requests import Request
from rapid_review.stages import Step, after


class Asking(CaseRecord):
    """The part of a case in which agencies are asked and say that they have the request."""

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

    def acknowledge(self, agency: str, *, by: Standing, author: str, records: str, now: datetime) -> None:
        """The agency says it has the request, who will write, and whether its records are secured (R071)."""
        request = self.own_request(agency, by)
        if request.returned:
            raise Refusal("Your agency has already answered. There is nothing left to acknowledge.")
        request.acknowledged_at = request.acknowledged_at or now
        request.acknowledged_by = by.id
        request.author, request.records_secured = author, records
        self._happen(Happening.REQUEST_ACKNOWLEDGED, now, by, agency=agency)
