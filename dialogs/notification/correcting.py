"""Correcting the notification, by the Partnership Team or whoever notified: any part but safety (E9, E12, F35)."""

from collections.abc import Iterable
from typing import Any

from cards import receipts
from cards.elements import Action, Element, beginning, button, card, heading, pair, words
from dialogs.desk import Desk
from dialogs.notification import alike, notify
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.notification import facts
from rapid_review.notification.correcting import (
    CORRECTION,
    PARTS,
    REASON,
    WHO_IS_MEANT,
    corrected,
    correction_form,
)
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.changes import changed
from rapid_review.questions.forms import Answers, Form
from rapid_review.questions.merging import merged, still_otherwise
from rapid_review.stages import UNDECIDED, Stage
from rapid_review.timing.london import clock_words
from storage.messages import Message
from storage.work import StoredForm

ROOM_FOR_WHY = 4_000
BASE, BOTH = "people_base", "people_both"
"""In a draft: the version of the notification that it was filled in from, and the boxes that others changed as well."""


def offered(case: Case, who: Standing) -> list[Action]:
    """The way to it, for those who may."""
    try:
        case.require_may_correct_notification(who)
    except Refusal:
        return []
    return [button("Correct the notification", "form.open", {"form": CORRECTION, "subject": case.reference})]


def said_of_version(desk: Desk, case: Case, number: int, *, named: bool) -> list[Element]:
    """Who corrected this version and what is otherwise in it; and why, for those who read the family's names."""
    this = desk.work.form(case.reference, notify.FORM, "", number)
    before = desk.work.form(case.reference, notify.FORM, "", number - 1)
    if this is None or before is None:
        return []
    label = f"Version {number}, corrected by {desk.partnership.name_of(this.by)} on {clock_words(this.at)}"
    lines = [pair(label, _changes(desk, before.answers, this.answers) or "Nothing that is asked today")]
    why = desk.work.form(case.reference, CORRECTION, "", number - 1)
    return (
        [*lines, pair("Why", beginning(str(why.answers.get(REASON) or ""), ROOM_FOR_WHY))] if named and why else lines
    )


def _changes(desk: Desk, before: Answers, after: Answers) -> str:
    return "; ".join(changed(notify.whole(desk).sections, before, after))


# -- The form ------------------------------------------------------------------------------------------------------


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_correct_notification(who)
    return correction_form(notify.whole(desk), _last(desk, subject))


def _last(desk: Desk, subject: str) -> Answers:
    kept = desk.work.form(subject, notify.FORM, "")
    return kept.answers if kept else {}


def _prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    desk.work.log_read(subject, who.id, "notification", desk.now)
    return {**_last(desk, subject), BASE: desk.case(subject, who).notification_revision}


def _renewed(desk: Desk, who: Standing, subject: str, draft: dict[str, Any]) -> dict[str, Any]:
    """What this person changed, on top of what others corrected since they began: neither is lost."""
    newest = desk.work.form(subject, notify.FORM, "")
    begun = draft.get(BASE) or 1
    base = desk.work.form(subject, notify.FORM, "", begun)
    if newest is None or base is None or newest.revision == begun:
        return draft
    desk.work.log_read(subject, who.id, "notification", desk.now)
    answers, both = merged(notify.whole(desk), base.answers, newest.answers, draft)
    return {**answers, BASE: newest.revision, BOTH: sorted(both | set(draft.get(BOTH) or ()))}


def _both_changed(desk: Desk, who: Standing, subject: str, answers: Answers) -> list[Element]:
    """Each box that somebody else corrected as well, as they left it; what is sent takes its place."""
    newest = desk.work.form(subject, notify.FORM, "")
    if newest is None or not answers.get(BOTH):
        return []
    asked = _form(desk, who, subject).asked(answers)[1:]
    boxes = still_otherwise(asked, answers[BOTH], newest.answers, answers)
    if not boxes:
        return []
    by = desk.partnership.name_of(newest.by)
    lines = [
        f"{by} corrected the notification after you had begun, also where you did. This is what stands there now. "
        "What you send takes its place: if theirs is right, change yours first."
    ]
    room = ROOM_FOR_WHY // len(boxes)
    return [
        *map(words, lines),
        *(pair(box.label, beginning(box.text(newest.answers), room) or "Empty") for box in boxes),
    ]


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, before, form = desk.case(subject, who), _last(desk, subject), _form(desk, who, subject)
    after = corrected(form, before, answers)
    if not _changes(desk, before, after):
        raise Refusal("Nothing is otherwise than it was. Change what is wrong, or leave the form.")
    why = {id: answers.get(id) for id in (REASON, PARTS)}
    desk.work.put_form(subject, CORRECTION, "", who.id, desk.now, why)
    revision = desk.work.put_form(subject, notify.FORM, "", who.id, desk.now, after)
    if people := _otherwise(before, after, WHO_IS_MEANT):
        alike.look_for_others(desk, case, after)
    case.correct_notification(facts(after), people=people, by=who, revision=revision, now=desk.now)
    return _settled(turn, desk, subject)


def _otherwise(before: Answers, after: Answers, ids: Iterable[str]) -> bool:
    return any((before.get(id) or None) != (after.get(id) or None) for id in ids)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    case.require_may_correct_notification(who)
    title = of_case(case.reference, "the notification is corrected")
    lines = ["It is a new version. The one before is kept, and whoever may have read it is told."]
    if case.stage not in UNDECIDED:
        lines.append("The chair says whether it changes the decision.")
    if case.stage is Stage.REPORTED:
        lines.append("The Panel has the outcome, so a letter tells it which form changed, and when.")
    see = button("See the case", "case", {"case": subject})
    return Answer(receipts.done(title, *lines, actions=[see]), title)


def _sent(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, CORRECTION, "")


CORRECTING = Filling(
    form=_form,
    submit=_submit,
    settled=_settled,
    send="Correct the notification",
    sent=_sent,
    prefill=_prefill,
    renewed=_renewed,
    closing=_both_changed,
)


# -- What others learn ---------------------------------------------------------------------------------------------


def search_again(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Those who search an agency's records learn that there are other people to search for; who, they then look up."""
    who = desk.standing(message.to)
    if not case.answered_by(who):
        return None
    title = of_case(case.reference, "please search again")
    lines = ["The people to search for have changed since your agency was asked."]
    if sees(case, who, Surface.PEOPLE) < Access.OWN:
        lines.append("Make your declarations to see them.")
    answered = any(case.requests[agency].returned for agency in case.answered_by(who))
    lines += ["If you find anything more, add it to your agency’s answer."] if answered else []
    look = button("Who to search for", "people.read", {"case": case.reference})
    drawn = card([heading(title), *map(words, lines)], [look], summary=title)
    return Answer(drawn, title)


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whoever may have read the notification learns that there is a newer one; whoever may not learns nothing (E12)."""
    if sees(case, desk.standing(message.to), Surface.NOTIFICATION) is not Access.READ:
        return None
    title = of_case(case.reference, "the notification is corrected")
    lines = ["What you may have read has changed. The new version says what; the old one is kept."]
    if case.stage not in UNDECIDED:
        lines.append("The chair says whether it changes the decision.")
    actions = [
        button("Read it", "notification.read", {"case": case.reference}),
        button("See the case", "case", {"case": case.reference}),
    ]
    drawn = card([heading(title), *map(words, lines)], actions, summary=title)
    return Answer(drawn, title)
