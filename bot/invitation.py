"""An invitation on its way by mail, where no calendar is at hand."""

from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from bot.outward import Attachment, Noun, OutwardMail
from documents.invitation import Appointment, invitation


def invitation_mail(
    meeting: Appointment, method: Literal["REQUEST", "CANCEL"], organiser: str, to: str, stamp: datetime
) -> OutwardMail:
    """The .ics file on its way to one person, where no calendar is at hand. One for each person and change."""
    content = invitation(meeting, method, organiser, stamp)
    file = Attachment(Noun.MEETING, "ics", content, method=method)
    # The address makes the key one person's, and leaves it as a hash: a key names nobody.
    key = f"{meeting.uid}:{meeting.sequence}:{method}:{uuid5(NAMESPACE_URL, to.casefold())}"
    return OutwardMail(key, to, meeting.words(cancelled=method == "CANCEL"), (file,))
