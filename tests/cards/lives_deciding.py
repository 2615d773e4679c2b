"""What the cards say once the poll has closed: a split, a wait, a decision for each child, and what comes after it."""

from typing import Any

from story import checked, fills, goes_on_to, goes_through
from transcript import buttons
from watching import (
    Watched,
    all_vote,
    decides,
    everyone_looks,
    notified,
    opens,
    rules,
    signed_off_and_sent,
    signs,
    the_criteria,
    up_to_papers,
)


def a_disagreement(teams: Watched) -> None:
    """The partners do not agree; the chair of the board settles it, after the Panel was told that it is pending."""
    reference = notified(teams)
    up_to_papers(teams, reference)
    teams.at("Thu 2026-12-10 09:00")
    all_vote(teams, reference, efua="review", farid="no_further", gwen="review")
    everyone_looks(teams, reference)
    teams.types("efua", reference)
    teams.presses("efua", "Refer the disagreement")
    teams.keep("task-refer", "efua")
    teams.presses("efua", "Refer it to the chair of the Executive Board")
    teams.deliver()
    teams.at("Fri 2026-12-11 09:00")
    teams.keep("task-pending", "amina", "Prepare it")
    checked(teams, reference, "pending", expected_on="2026-12-15")
    opens(teams, "amina", "pending", reference)
    fills(teams, "amina", "Record it", _told(teams, "2026-12-11"))
    teams.at("Mon 2026-12-14 09:00")
    everyone_looks(teams, reference)
    the_criteria(teams, reference)
    signs(teams, "harriet", reference)
    teams.keep("task-settle", "harriet")
    teams.presses("harriet", "Read what was referred")
    teams.keep("disagreement", "harriet")
    everyone_looks(teams, reference)
    opens(teams, "harriet", "settlement", reference)
    decides(teams, "harriet", "Record your decision", "no_further_action")
    everyone_looks(teams, reference)


def nobody_can_settle(teams: Watched) -> None:
    """The chair of the board takes no part."""
    reference = notified(teams)
    up_to_papers(teams, reference)
    all_vote(teams, reference, efua="review", farid="no_further", gwen="review")
    teams.presses("efua", "Refer it to the chair of the Executive Board")
    signs(teams, "harriet", reference, decl="actual", details=teams.answers["details"])
    rules(teams, reference, "harriet", "recuse")
    teams.tick()
    teams.deliver()
    teams.keep("not-settled", "amina")
    everyone_looks(teams, reference)


def a_decision_waits(teams: Watched) -> None:
    """The members want to know more: it is named, awaited, and taken back to them."""
    reference = notified(teams)
    up_to_papers(teams, reference)
    for member in ("efua", "farid", "gwen"):
        all_vote(teams, reference, **{member: "more_information"})
        if "Give this view" in buttons(teams.card(member)):
            fills(teams, member, "Give this view", {**teams.answers, "option": "more_information"})
    teams.deliver()
    teams.keep("task-defer", "efua", "Name the information")
    opens(teams, "efua", "deferral", reference)
    fills(teams, "efua", "Let it wait", {**teams.answers, "deferred_until": "2026-12-15"})
    teams.deliver()
    teams.keep("receipt-deferred", "efua")
    everyone_looks(teams, reference)
    teams.at("Tue 2026-12-15 09:00")
    teams.keep("task-take-back", "efua", "Take it back to the Group")
    teams.presses("efua", "Take it back to the Group")
    teams.deliver()
    everyone_looks(teams, reference)


def after_the_decision(teams: Watched) -> None:
    """Two children, each with a decision; the Panel doubts it, and the Group is asked anew."""
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", teams.answers, "The children\n")
    teams.presses("dev", "Add another child")
    fills(teams, "dev", "Save and continue", {**teams.answers, "child_role": "harmed"})
    reference = notified(teams)
    up_to_papers(teams, reference)
    all_vote(teams, reference, efua="review", farid="review", gwen="review")
    the_criteria(teams, reference)
    opens(teams, "efua", "decision", reference)
    each = {"same_for_all": "no", "decision": "lcspr", "decision_A": "lcspr", "decision_B": "lcspr"}
    goes_through(teams, "efua", {**teams.answers, **each}, "Record the decision")
    teams.keep("receipt-decision-for-each-child", "efua")
    teams.deliver()
    signed_off_and_sent(teams, reference)
    opens(teams, "amina", "panel_response", reference)
    said = {"received_on": "2026-11-23", "response": "disagrees", "reply_by": "2026-12-18"}
    for _ in range(2):
        if "Record it" in buttons(teams.card("amina")):
            fills(teams, "amina", "Record it", {**teams.answers, **said})
    teams.deliver()
    everyone_looks(teams, reference)
    teams.types("efua", reference)
    teams.presses("efua", "Say whether the decision still stands")
    teams.keep("task-reconsider", "efua")
    opens(teams, "efua", "reconsideration", f"{reference}/panel")
    fills(teams, "efua", "Record it", {**teams.answers, "changes": "yes"})
    teams.deliver()
    everyone_looks(teams, reference)


def _told(teams: Watched, on: str, **more: str) -> dict[str, Any]:
    return {**teams.answers, "sent_on": on, **more}


DECIDING = (a_disagreement, nobody_can_settle, a_decision_waits, after_the_decision)
