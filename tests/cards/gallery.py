"""Every card that can be drawn: every story lived through, plainly and with tricks in every box; and every form."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drawn_forms import every_sheet
from hostile import tricks, typed_everywhere
from story import ANSWERS, amina_asks, fills, summarises
from watching import (
    Watched,
    a_conflict,
    all_vote,
    decides,
    declines,
    everyone_looks,
    first_section,
    live_through,
    notified,
    opens,
    papers,
    rules,
    signed_off_and_sent,
    signs,
    signs_from_card,
    the_criteria,
    the_decision,
    up_to_papers,
)

from dialogs.turn import Card


def a_whole_review(teams: Watched) -> None:
    """From the first hello to the Panel."""
    teams.types("dev", "hello")
    teams.keep("hello", "dev")
    teams.types("dev", "my tasks")
    teams.keep("tasks-none", "dev")
    teams.types("dev", "my cases")
    teams.keep("cases-none", "dev")
    teams.types("dev", "notify")
    teams.keep("form-first-section", "dev")
    reference = notified(teams)
    teams.keep("notification-receipt", "dev")
    teams.keep("task-declare", "amina")
    teams.keep("channel-status-day-1", "team")
    everyone_looks(teams, reference)

    teams.types("amina", reference)
    teams.presses("amina", "Make your declarations")
    teams.presses("amina", "Read and sign")
    teams.keep("form-declare", "amina")
    signs_from_card(teams, "amina")
    teams.keep("task-ask-agencies", "amina")
    teams.presses("amina", "Send the requests", agencies="police,health")
    teams.keep("receipt-requests-sent", "amina")
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
    fills(teams, "ben", "Send the nil return", {**teams.answers, "nil_sign": "yes", "immediate_safety_now": "no"})
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


def a_safety_alert(teams: Watched) -> None:
    """A child may be at risk while the notification is still being written, and again in an agency's answer."""
    teams.types("dev", "notify")
    fills(teams, "dev", "Save and continue", {**teams.answers, "imm_risk": "yes"})
    teams.deliver()
    teams.keep("safety-stop", "dev")
    teams.keep("safety-first-told", "amina")
    reference = notified(teams, imm_risk="yes")
    teams.keep("notification-receipt-alerted", "dev")
    teams.keep("task-safety-alert", "efua", "I am dealing with this")
    everyone_looks(teams, reference)
    teams.presses("efua", "I am dealing with this")
    teams.deliver()
    amina_asks(teams, reference)
    signs(teams, "ben", reference)
    opens(teams, "ben", "nil_return", f"{reference}/police")
    said = {**teams.answers, "nil_sign": "yes", "immediate_safety_now": "yes"}
    fills(teams, "ben", "Send the nil return", said)
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
    teams.keep("cases-many", "amina")
    teams.types("dev", "notify")
    fills(teams, "dev", "Save and continue", teams.answers)
    teams.types("dev", "my tasks")
    teams.keep("tasks-with-a-draft", "dev")


def conflicts(teams: Watched) -> None:
    """A conflict declared and managed, one that ends in recusal, and one who cannot sign."""
    reference = notified(teams)
    signs(teams, "efua", reference)
    signs(teams, "gwen", reference, **a_conflict(teams, "possible"))
    teams.keep("conflict-declared", "gwen")
    teams.keep("task-rule", "efua", "Read it and rule")
    rules(teams, reference, "gwen", "manage")
    signs(teams, "farid", reference, **a_conflict(teams, "actual"))
    rules(teams, reference, "farid", "recuse")
    teams.keep("recused", "farid")
    signs(teams, "amina", reference)
    declines(teams, "imran", reference)
    everyone_looks(teams, reference)
    opens(teams, "efua", "declare", reference)
    signs_from_card(teams, "efua", **a_conflict(teams, "need_to_check"))
    everyone_looks(teams, reference)


def a_disagreement(teams: Watched) -> None:
    """The partners do not agree; the chair of the board settles it."""
    reference = notified(teams)
    up_to_papers(teams, reference)
    the_criteria(teams, reference)
    all_vote(teams, reference, efua="review", farid="no_further", gwen="review")
    everyone_looks(teams, reference)
    teams.types("efua", reference)
    teams.presses("efua", "Refer the disagreement")
    teams.keep("task-refer", "efua")
    teams.presses("efua", "Refer it to the chair of the Executive Board")
    teams.deliver()
    signs(teams, "harriet", reference)
    teams.keep("task-settle", "harriet")
    opens(teams, "harriet", "settlement", reference)
    decides(teams, "harriet", "Record your decision", "no_further_action")
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
    teams.keep("task-request-overdue", "ben")
    signs(teams, "efua", reference)
    teams.types("amina", reference)
    teams.presses("amina", "Send the papers and open the poll")
    teams.keep("task-papers-some-missing", "amina")
    papers(teams, reference)
    all_vote(teams, reference, efua="more_information")
    for moment in ("Thu 2026-12-10 16:00", "Fri 2026-12-11 09:00"):
        teams.at(moment)
    everyone_looks(teams, reference)
    teams.types("efua", reference)
    teams.presses("efua", "Reopen the poll: there is no quorum")
    teams.keep("task-extend", "efua")
    teams.presses("efua", "Reopen it for one working day")
    teams.deliver()
    everyone_looks(teams, reference)


def strangers_and_slips(teams: Watched) -> None:
    """What was not understood, forged, stale, doubled, or is none of somebody's business."""
    reference = notified(teams)
    teams.types("zack", "hello")
    teams.types("amina", teams.answers["why_review"])
    teams.keep("not-understood", "amina")
    teams.types("zack", reference)
    teams.keep("refused", "zack")
    for verb in ("nonsense", "form.open", "case", "papers.send", "poll.extend", "clock.next", "alert.mine"):
        teams.sends("zack", verb, {"case": reference})
    teams.sends("ben", "form.open", {"form": "declare", "subject": teams.answers["why_review"]})
    stale = teams.pressed(first_section(teams), "Save and continue", imm_action_done=teams.answers["why_review"])
    teams.sends("dev", *stale)
    teams.chats["dev"].append(teams._do(teams.turn("dev", verb=stale[0], data=stale[1])).card)
    teams.demo = True
    teams.types("amina", "help")
    teams.keep("help-in-a-demonstration", "amina")
    teams.types("amina", "next working day")
    teams.keep("clock-moved", "amina")


STORIES: tuple[Callable[[Watched], None], ...] = (
    a_whole_review,
    a_safety_alert,
    other_notifications,
    conflicts,
    a_disagreement,
    no_quorum,
    strangers_and_slips,
)

PLAIN: dict[str, Any] = {**ANSWERS, "reason_now": "The meeting is on Thursday.", "details": "I supervised the worker."}
TRICKY: dict[str, Any] = {**typed_everywhere(), "reason_now": tricks(1_000)}


@dataclass
class Gallery:
    """All that was drawn: each card once, under the first name it had."""

    cards: dict[str, Card] = field(default_factory=dict)
    named: dict[str, Card] = field(default_factory=dict)
    """Cards of the plain stories that are worth a name: the golden ones."""
    public: list[Card] = field(default_factory=list)
    """What was posted in a channel."""
    summaries: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def hang(self, name: str, card: Card) -> None:
        if (drawn := json.dumps(card)) not in self.seen:
            self.seen.add(drawn)
            self.cards[name] = card


def everything(folder: Path) -> Gallery:
    gallery = Gallery()
    for name, card in every_sheet().items():
        gallery.hang(name, card)
    for manner, answers in (("plain", PLAIN), ("tricky", TRICKY)):
        for story in STORIES:
            place = folder / f"{manner}-{story.__name__}"
            place.mkdir()
            _live(gallery, f"{manner}/{story.__name__}", live_through(story, place, dict(answers)))
    return gallery


def _live(gallery: Gallery, name: str, teams: Watched) -> None:
    for n, card in enumerate(teams.every_card):
        gallery.hang(f"{name}/{n:03}", card)
    gallery.public += teams.chats["team"]
    gallery.summaries.update(teams.all_summaries)
    if name.startswith("plain/"):
        gallery.named |= teams.named
