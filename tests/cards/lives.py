"""The stories in which every card is drawn: a whole review, and every way in which it can go otherwise."""

from collections.abc import Callable
from typing import Any

from hostile import tricks, typed_everywhere
from lives_alike import two_notify_the_same_child
from lives_answering import a_refusal_and_a_child_death_form, an_answer_and_what_follows
from lives_asking import a_request_changes_hands
from lives_chasing import a_silence_taken_further, an_answer_by_phone
from lives_deciding import DECIDING
from lives_documents import documents_come_and_go
from lives_doubted import what_the_checks_find
from lives_frozen import FROZEN
from lives_informing import everybody_is_told
from lives_keeping import it_is_kept
from lives_leaving import who_leaves_and_who_lapses
from lives_meeting import a_meeting, a_view_written_down, denies_it
from lives_membership import who_takes_part
from lives_record import the_record_is_read_and_sealed
from lives_scheduling import dates_and_hours
from lives_trust import TRUST
from lives_unreached import somebody_not_reached
from story import ANSWERS, amina_asks, fills, summarises
from watching import (
    Watched,
    a_conflict,
    all_vote,
    declines,
    everyone_looks,
    first_section,
    notified,
    opens,
    papers,
    rules,
    signed_off_and_sent,
    signs,
    signs_from_card,
    the_decision,
)


def a_whole_review(teams: Watched) -> None:
    """From the first hello to the Panel."""
    teams.types("dev", "hello")
    teams.keep("hello", "dev")
    teams.types("dev", "my tasks")
    teams.keep("tasks-none", "dev")
    teams.types("dev", "my cases")
    teams.types("dev", "notify")
    reference = notified(teams)
    teams.keep("notification-receipt", "dev")
    teams.keep("channel-status-day-1", "team")
    everyone_looks(teams, reference)

    teams.types("amina", reference)
    teams.presses("amina", "Make your declarations")
    teams.presses("amina", "Read and sign")
    teams.keep("form-declare", "amina")
    signs_from_card(teams, "amina")
    teams.keep("task-ask-agencies", "amina")
    teams.presses("amina", "Send the requests", agencies="police,health")
    teams.deliver()
    teams.keep("task-request-before-declaring", "ben")
    signs(teams, "ben", reference)
    teams.keep("task-request", "ben")
    teams.presses("ben", "Who to search for")
    teams.keep("people-to-search", "ben")
    teams.types("ben", "my tasks")
    teams.keep("tasks-some", "ben")
    opens(teams, "ben", "acknowledge", f"{reference}/police")
    fills(teams, "ben", "Send", teams.answers)
    opens(teams, "ben", "nil_return", f"{reference}/police")
    teams.keep("form-nil-return", "ben")
    fills(teams, "ben", "We hold nothing: send the nil return", {**teams.answers, "immediate_safety_now": "no"})
    teams.keep("receipt-nil-return", "ben")
    teams.deliver()
    everyone_looks(teams, reference)
    summarises(teams, "carys", reference, **teams.answers)
    opens(teams, "imran", "declare", reference)
    signs_from_card(teams, "imran")
    papers(teams, reference)
    teams.keep("task-vote", "farid", "Give your view")
    everyone_looks(teams, reference)
    for moment in ("Mon 2026-11-30 09:00", "Fri 2026-12-04 09:05"):
        teams.at(moment)
    teams.now = min(teams.now, teams.case(reference).poll.closes_at)  # type: ignore[union-attr]
    all_vote(teams, reference, efua="review", farid="review")
    teams.keep("receipt-view-sealed", "farid")
    teams.types("farid", reference)
    teams.keep("case-overview", "farid")
    all_vote(teams, reference, gwen="review")
    teams.presses("farid", "See the views")
    teams.keep("views-of-the-group", "farid")
    everyone_looks(teams, reference)
    the_decision(teams, reference)
    teams.deliver()
    everyone_looks(teams, reference)
    signed_off_and_sent(teams, reference)
    everyone_looks(teams, reference)
    everybody_is_told(teams, reference)
    it_is_kept(teams, reference)


def a_safety_alert(teams: Watched) -> None:
    """A child may be at risk while the notification is still being written, and again in an agency's answer."""
    teams.types("dev", "notify")
    fills(teams, "dev", "Save and continue", {**teams.answers, "imm_risk": "yes"})
    teams.deliver()
    teams.keep("safety-stop", "dev")
    teams.keep("safety-first-told", "amina")
    reference = notified(teams, imm_risk="yes")
    teams.keep("task-safety-alert", "efua", "I am dealing with this")
    everyone_looks(teams, reference)
    teams.presses("efua", "I am dealing with this")
    teams.deliver()
    amina_asks(teams, reference)
    signs(teams, "ben", reference)
    opens(teams, "ben", "nil_return", f"{reference}/police")
    said = {**teams.answers, "immediate_safety_now": "yes"}
    fills(teams, "ben", "We hold nothing: send the nil return", said)
    teams.deliver()
    everyone_looks(teams, reference)


def other_notifications(teams: Watched) -> None:
    """The branches of the form: looked after, care leaver, below the definition, near miss. Then a full list."""
    branches: tuple[dict[str, Any], ...] = (
        {"child_legal": "care_order"},
        {"inc_type": "care_leaver_died", "child_legal": "care_leaver"},
        {"inc_type": "poor_practice", "limb1_abuse": "no", "limb2_outcome": "neither", "child_role": "other"},
        {"inc_type": "near_miss", "limb2_outcome": "neither", "child_role": "other"},
        {"inc_type": "child_harmed", "limb2_outcome": "harmed", "child_role": "harmed"},
        {"sin_status": "sent"},
        {"imm_risk": "not_known"},
    )
    for branch in branches:
        reference = notified(teams, **branch)
        teams.types("dev", reference)
    teams.types("amina", "my tasks")
    teams.keep("tasks-many", "amina")
    teams.types("amina", "my cases")
    teams.types("dev", "notify")
    fills(teams, "dev", "Save and continue", teams.answers)
    teams.types("dev", "my tasks")


def conflicts(teams: Watched) -> None:
    """A conflict declared and managed, one that ends in recusal, and one who cannot sign."""
    reference = notified(teams)
    signs(teams, "efua", reference)
    signs(teams, "gwen", reference, **a_conflict(teams, "possible"))
    everyone_looks(teams, reference)
    teams.keep("task-rule", "efua", "Read it and rule")
    rules(teams, reference, "gwen", "manage")
    signs(teams, "farid", reference, **a_conflict(teams, "actual"))
    rules(teams, reference, "farid", "recuse")
    teams.keep("recused", "farid")
    signs(teams, "amina", reference)
    teams.sends("amina", "agencies.ask", {"case": reference, "agencies": "health"})
    teams.deliver()
    signs(teams, "carys", reference, **a_conflict(teams, "actual"))
    rules(teams, reference, "carys", "recuse")
    teams.keep("nobody-left-at-an-agency", "amina", "Chase board")
    declines(teams, "imran", reference)
    everyone_looks(teams, reference)
    opens(teams, "efua", "declare", reference)
    signs_from_card(teams, "efua", **a_conflict(teams, "need_to_check"))
    everyone_looks(teams, reference)


def no_quorum(teams: Watched) -> None:
    """Nobody from health is heard, so the poll is reopened; reminders on the way. Then it is decided by all."""
    reference = notified(teams)
    signs(teams, "amina", reference)
    teams.presses("amina", "Send the requests", agencies="police,health,housing")
    teams.deliver()
    for moment in ("Fri 2026-11-27 09:00", "Wed 2026-12-02 09:00", "Fri 2026-12-04 09:05", "Mon 2026-12-07 09:00"):
        teams.at(moment)
    teams.keep("channel-milestone", "team")
    signs(teams, "efua", reference)
    teams.types("amina", reference)
    teams.presses("amina", "Send the papers and open the poll")
    teams.keep("task-papers-some-missing", "amina")
    papers(teams, reference)
    all_vote(teams, reference, efua="review")
    teams.at("Thu 2026-12-10 16:00")
    a_view_written_down(teams, reference)
    teams.at("Fri 2026-12-11 09:00")
    everyone_looks(teams, reference)
    denies_it(teams, reference)
    teams.types("efua", reference)
    teams.presses("efua", "Reopen the poll")
    teams.keep("task-extend", "efua")
    teams.presses("efua", "Reopen it for one working day")
    teams.deliver()
    everyone_looks(teams, reference)


def strangers_and_slips(teams: Watched) -> None:
    """What was not understood, forged, stale, doubled, or is none of somebody's business."""
    reference = notified(teams)
    teams.types("zack", "hello")
    a_stranger_notifies(teams)
    teams.types("amina", teams.answers["why_review"])
    teams.keep("not-understood", "amina")
    teams.types("zack", reference)
    for verb in ("nonsense", "form.open", "case", "papers.send", "poll.extend", "clock.next", "alert.mine"):
        teams.sends("zack", verb, {"case": reference})
    teams.sends("ben", "form.open", {"form": "declare", "subject": teams.answers["why_review"]})
    stale = teams.pressed(first_section(teams), "Save and continue", imm_action_done=teams.answers["why_review"])
    teams.sends("dev", *stale)
    teams.chats["dev"].append(teams._do(teams.turn("dev", verb=stale[0], data=stale[1])).card)
    teams.demo = True
    teams.types("amina", "help")
    teams.types("amina", "next working day")


def a_stranger_notifies(teams: Watched) -> None:
    """Anybody in the tenant may notify, whatever they call themselves."""
    teams.named_themselves["zack"] = f"{teams.answers['why_review'][:150]}"
    teams.types("zack", "notify")
    fills(teams, "zack", "Save and continue", {**teams.answers, "imm_risk": "yes"})
    teams.deliver()


STORIES: tuple[Callable[[Watched], None], ...] = (
    *FROZEN,  # First, since its decision is the plainest: of cards with one name the last is kept.
    a_meeting,
    a_whole_review,
    a_safety_alert,
    other_notifications,
    conflicts,
    *DECIDING,
    no_quorum,
    strangers_and_slips,
    a_request_changes_hands,
    a_silence_taken_further,
    dates_and_hours,
    an_answer_by_phone,
    an_answer_and_what_follows,
    a_refusal_and_a_child_death_form,
    somebody_not_reached,
    documents_come_and_go,
    who_takes_part,
    *TRUST,
    two_notify_the_same_child,
    the_record_is_read_and_sealed,
    who_leaves_and_who_lapses,
    what_the_checks_find,
)

PLAIN: dict[str, Any] = {
    **ANSWERS,
    "reason_now": "The meeting is on Thursday.",
    "details": "I supervised the worker.",
    "is_serious_case": "yes",
    "is_serious_case_reason": "Neglect is suspected, and the child died.",
    "improvement_potential": "How families who move are passed on between areas.",
    "decision_reason": "Several agencies knew the family. We want to know what would have helped.",
    "national_reason": "Nothing here points beyond this area.",
}
TRICKY: dict[str, Any] = {**typed_everywhere(), "reason_now": tricks(1_000)}
