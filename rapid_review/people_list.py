"""The people named in the notification, corrected: kept as a new version, told to those who search, and looked at."""

from datetime import datetime

from rapid_review.declaration.declarations import Why
from rapid_review.declaration.looking_again import LookingAgain
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.notification.involved import FAMILY
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.stages import Stage

PEOPLE_LIST = Form(
    "people_list",
    "Correct the people in the notification",
    "1",
    (
        Section(
            "people_why",
            "What changes",
            (
                Question(
                    "people_change",
                    "What do you correct or add, and how do you know?",
                    Kind.LONG,
                    "The agencies are asked to search again, and whoever has declared looks at their declaration.",
                ),
            ),
            intro="The notification is kept as it was sent. The family and others follow, filled in from it.",
        ),
        FAMILY,
    ),
)


class PeopleList(LookingAgain):
    """Who is named: a fact that searches and declarations both rest on (E9, F35)."""

    def require_may_correct_people(self, by: Standing) -> None:
        """Refuse anybody but the Partnership Team and whoever notified, and any case that is decided."""
        if by.id == self.referrer:
            self.need_clearance(by)
        elif CaseRole.PARTNERSHIP_TEAM in self.roles(by):
            self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        else:
            raise NotYours()
        if self.stage in (Stage.DECIDED, Stage.REPORTED, Stage.CLOSED):
            raise Refusal("The decision is recorded, so the notification stays as it is.")

    def correct_people(self, *, by: Standing, revision: int, now: datetime) -> None:
        """The notification of this revision names other people, or names them otherwise, than the one before."""
        self.require_may_correct_people(by)
        self.notification_revision = revision
        self._happen(Happening.PEOPLE_CORRECTED, now, by, revision=str(revision))
        self.ask_to_look_again(Why.PEOPLE, now)
