"""Minutes stay as they were approved, whatever the Group decides later (R096)."""

from story import RR, goes_through, sends_to_panel, votes
from telling import decides, says, signs_off
from transcript import Teams

from dialogs.group.minutes import text

HERE = {"here_local-authority": "member", "here_police": "member", "here_health": "member"}


def minutes(teams: Teams) -> str:
    return teams.store.run_now(lambda work: text(teams.desk(work), work.case(RR)))


def meets_and_decides(teams: Teams) -> None:
    """The Group meets, decides, and the chair approves the minutes."""
    teams.sends("amina", "meeting.start", {"case": RR})
    for person in ("amina", "efua", "farid", "gwen"):
        teams.sends(person, "declaration.same", {"case": RR})
    teams.opens("amina", "attendance", RR)
    goes_through(teams, "amina", HERE, "Save who is here")
    decides(teams)
    teams.sends("amina", "meeting.end", {"case": RR})
    teams.opens("amina", "points", f"{RR}/1")
    goes_through(teams, "amina", {"point_facts": "The order of the calls."}, "Put it to the chair")
    assert "The minutes are approved." in teams.sends("efua", "minutes.approve", {"case": RR, "meeting": "1"})
    teams.deliver()


def is_asked_anew(teams: Teams) -> None:
    """The Panel disagrees, and the chair says that this changes the decision."""
    signs_off(teams)
    teams.at("Tue 2026-11-24 09:00")
    sends_to_panel(teams, RR, "2026-11-24")
    said = {"received_on": "2026-11-24", "response": "disagrees", "response_text": "Look again."}
    says(teams, "amina", "panel_response", "", **said, reply_by="2026-12-01")
    says(teams, "efua", "reconsideration", "panel", changes="yes", changes_reason="They have a point.")
    teams.deliver()


def test_approved_minutes_say_what_was_decided_then_and_not_what_is_decided_now(polling: Teams) -> None:
    teams = polling
    meets_and_decides(teams)
    approved = minutes(teams)
    assert "Decided: There will be no further review." not in approved, "the story's decision is learning acted on"
    assert "Approved: by Efua Mensah" in approved and "Discussed: The order of the calls." in approved
    is_asked_anew(teams)
    assert minutes(teams) == approved, "while the Group decides again"
    for member in ("efua", "farid", "gwen"):
        votes(teams, member, RR, "review", f"{member.title()} sees it differently now.")
    teams.opens("efua", "decision", RR)
    goes_through(teams, "efua", {"decision": "lcspr", "decision_reason": "A new reason."}, "Record the decision")
    teams.deliver()
    assert minutes(teams) == approved
    read = "\n".join(teams.sends("farid", "minutes.read", {"case": RR, "page": page}) for page in range(2))
    assert "A new reason." not in read and "differently" not in read
