"""A notification corrected: a new version with its reason, told to those who may have read the old one (E9, E12)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rapid_review.declaration.declarations import Why
from rapid_review.declaration.looking_again import LookingAgain
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.notification import NotificationFacts
from rapid_review.outward.notices import Notice
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.questions.forms import Answers, Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import includes
from rapid_review.stages import UNDECIDED, Stage
from rapid_review.timing.london import local_day
from rapid_review.timing.scheduling import Scheduling

CORRECTION = "people_list"
"""The form's id, from when only the people could be corrected."""
PARTS, REASON = "people_parts", "people_change"
AS_FILED = frozenset({"safety", "sign"})
"""What was said of safety is acted on at once and elsewhere (R066); who signed, signed what was sent then."""
WHO_IS_MEANT = frozenset({"children", "people"})
"""Whom an agency searches for, and on whom a declaration rests (F35)."""


def correction_form(whole: Form, before: Answers) -> Form:
    """The parts of the notification to choose from, and each one chosen, filled in as it was.

    A part that applies only because of what is corrected, such as “The death of a child”, is asked as well.
    """
    sections = [section for section in whole.sections if section.id not in AS_FILED]
    parts = Question(
        PARTS,
        "Which parts do you correct?",
        Kind.MULTI,
        choices=tuple(Choice(section.id, section.title) for section in sections),
    )
    why = Question(
        REASON,
        "What do you correct or add, and how do you know?",
        Kind.LONG,
        "Whoever may have read the earlier version is told that it has changed.",
    )
    first = Section(
        "people_why",
        "What changes",
        (why, parts),
        intro="The notification is kept as it was sent. What you choose follows, filled in from it.",
    )
    chosen = (replace(section, when=_asked(section, before)) for section in sections)
    return Form(CORRECTION, "Correct the notification", "2", (first, *chosen))


def _asked(section: Section, before: Answers) -> Callable[[Answers], bool]:
    picked, applied = includes(PARTS, section.id), section.applies(before)
    return lambda answers: section.applies(answers) and (picked(answers) or not applied)


def corrected(form: Form, before: Answers, typed: Answers) -> dict[str, object]:
    """The whole notification with what was asked put in place of what was there; all else stays as it was."""
    after = dict(before)
    for section in form.asked(typed)[1:]:
        ids = [section.id] if section.repeats else [question.id for question in section.questions]
        after = {id: value for id, value in after.items() if id not in ids}
        after |= {id: typed[id] for id in ids if id in typed}
    return after


class Correcting(Scheduling, LookingAgain):
    """What was notified is a fact that searches, declarations and dates rest on."""

    def require_may_correct_notification(self, by: Standing) -> None:
        """Refuse anybody but the Partnership Team and whoever notified, and any case that is closed."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.REFERRER)
        if self.stage is Stage.CLOSED:
            raise Refusal(
                "This case is closed, so the notification stays as it is. If something in it is wrong, ask the "
                "Partnership Team to write to the Panel and to whoever else had the outcome: for a closed case no "
                "letter is made here."
            )

    def correct_notification(
        self, facts: NotificationFacts, *, people: bool, by: Standing, revision: int, now: datetime
    ) -> None:
        """The notification of this revision says otherwise than the one before, of the people or of anything else.

        After the decision the chair weighs it, and after the Panel had the outcome a letter corrects it (E12).
        """
        self.require_may_correct_notification(by)
        before = self.timetable()
        self.notification_revision, self.notification_corrected_at = revision, now
        self._take_facts(facts, now)
        poll = self._poll_follows(before, now)
        moved = str(self.timetable() != before)
        said = {"revision": str(revision), "moved": moved, "people": str(people), **poll}
        self._happen(Happening.NOTIFICATION_CORRECTED, now, by, **said)
        if people:
            self._happen(Happening.PEOPLE_CORRECTED, now, by, revision=str(revision))
            if self.stage in UNDECIDED:
                self.ask_to_look_again(Why.PEOPLE, now)

    def _take_facts(self, facts: NotificationFacts, now: datetime) -> None:
        """What the corrected notification says, except where the local authority has said since what it sent."""
        told, known = self.notices.get(Notice.PANEL), self.facts
        sent = known.sin_sent if told else facts.sin_sent
        if sent and sent != known.sin_sent:
            self.limit_known_on = local_day(now)
        self.facts = replace(facts, sin_sent=sent, at_risk_now=known.at_risk_now)
