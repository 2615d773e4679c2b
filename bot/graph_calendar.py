"""A meeting in the calendar of the bot's mailbox, from which everybody invited gets it (platform: Graph events)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.answered import text_in
from bot.clock import Clock
from bot.connector import NotSent, Rejected, Uncertain
from bot.graph import AlreadyThere, Graph, Missing
from bot.outward import Outcome, Sent, outcome_of
from documents.invitation import Appointment, Place
from rapid_review.timing.london import local


@dataclass(frozen=True)
class GraphCalendar:
    """Every call may be made again: an event has a key of its own, and a change made twice is made once."""

    graph: Graph
    clock: Clock

    async def hold(self, meeting: Appointment) -> Outcome:
        """Put it in and invite everybody. The proof is the event's id, by which it is moved and cancelled."""
        try:
            return Sent(await self._held(meeting), self.clock.now())
        except NotSent as failure:
            return outcome_of(failure, self.clock.now())

    async def move(self, event: str, meeting: Appointment) -> Outcome:
        """Another time, place or circle. The text stays as it is: Teams has put the way in there."""
        return await self._changed("PATCH", _at(event), _when_and_where(meeting), event)

    async def cancel(self, event: str, meeting: Appointment) -> Outcome:
        """Tell everybody invited. An event that is not there any more has been cancelled already."""
        comment = {"comment": meeting.words(cancelled=True).body}
        return await self._changed("POST", f"{_at(event)}/cancel", comment, event, gone_is_done=True)

    async def _held(self, meeting: Appointment) -> str:
        try:
            said = await self.graph.call("POST", "events", _event(meeting), repeatable=True)
        except AlreadyThere as there:
            # It came the first time, whatever we heard of it.
            if not there.id:
                raise Uncertain(str(there)) from None
            if meeting.sequence:  # Since then it was moved. Otherwise a change would only send everybody a mail.
                await self.graph.call("PATCH", _at(there.id), _when_and_where(meeting), repeatable=True)
            return there.id
        if not (id := text_in(said, "id")):
            raise Rejected("graph_no_event_id")
        return id

    async def _changed(
        self, method: str, path: str, sent: dict[str, Any], event: str, *, gone_is_done: bool = False
    ) -> Outcome:
        try:
            await self.graph.call(method, path, sent, repeatable=True)
        except Missing as missing:
            if not gone_is_done:
                return outcome_of(missing, self.clock.now())
        except NotSent as failure:
            return outcome_of(failure, self.clock.now())
        return Sent(event, self.clock.now())


def _at(event: str) -> str:
    return f"events/{quote(event, safe='')}"


def _event(meeting: Appointment) -> dict[str, Any]:
    words = meeting.words()
    return {
        "transactionId": meeting.uid,
        "subject": words.subject,
        "body": {"contentType": "text", "content": words.body},
        "sensitivity": "private",
        "allowNewTimeProposals": False,
        **_when_and_where(meeting),
    }


def _when_and_where(meeting: Appointment) -> dict[str, Any]:
    online = meeting.place is Place.TEAMS
    return {
        "start": {"dateTime": f"{local(meeting.begins):%Y-%m-%dT%H:%M:%S}", "timeZone": "Europe/London"},
        "end": {"dateTime": f"{local(meeting.ends):%Y-%m-%dT%H:%M:%S}", "timeZone": "Europe/London"},
        "location": {"displayName": str(meeting.place)},
        # Never False: an event that was once online stays so, and Graph refuses to hear otherwise.
        **({"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"} if online else {}),
        "attendees": [{"emailAddress": {"address": one}, "type": "required"} for one in meeting.invited],
    }
