"""An invitation to the meeting that a person puts in a calendar of their own."""

from cards.casework import on
from cards.elements import Action, Card, button
from cards.paperwork.documents import CONSENT
from cards.receipts import done
from rapid_review.case import Case
from rapid_review.openly import Open, case_reference, of_case, openly


def offered(case: Case) -> list[Action]:
    """The button for it, where no calendar has invited them."""
    coming = case.next_meeting
    if coming is None or (coming.invites and not coming.not_kept):
        return []
    return [button("Put it in your calendar", "meeting.invite", on(case))]


def comes(case: Case) -> Card:
    """It is on its way to whoever asked for it."""
    line = "The next card asks where to put it: press Allow, and open the file from your own OneDrive."
    after = "If the meeting is moved, get it again: your calendar then moves it too."
    see = button("The meeting", "meeting.read", on(case))
    return done(of_case(case.reference, "your invitation"), line, after, actions=[see])


def consent(case: Case, size: int, id: str) -> Card:
    """Teams' own card, which asks for a place in the person's OneDrive."""
    context = {"case": case.reference, "document": id, "meeting": id}
    about = f"The meeting of {case.reference}"
    content = {"description": about, "sizeInBytes": size, "acceptContext": context, "declineContext": context}
    return {"contentType": CONSENT, "name": file_name(case), "content": content}


def file_name(case: Case) -> Open:
    return openly("{} meeting.ics", case_reference(case.reference))
