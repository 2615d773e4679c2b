"""The Group's meeting: called, attended, quorate or not, views said aloud, actions agreed, and the template."""

from typing import Any

from story import RR, declares, fills, goes_through, is_recused, votes
from transcript import Teams, buttons

from dialogs.group.minutes import text
from rapid_review.outward.closing import before_close

HERE = {"here_local-authority": "member", "here_police": "member", "here_health": "member"}


def opens(teams: Teams, person: str, form: str, send: str, about: str = "", **answers: Any) -> str:
    """Open a form and send it; twice where an answer leads to another question."""
    shown = teams.opens(person, form, f"{RR}/{about}" if about else RR)
    while send in buttons(teams.card(person)):
        before, shown = shown, fills(teams, person, send, answers)
        if shown == before:
            break
    teams.deliver()
    return shown


def the_meeting(teams: Teams, **here: str) -> str:
    """Amina starts the meeting and says who is here."""
    teams.sends("amina", "meeting.start", {"case": RR})
    teams.deliver()
    for person in ("amina", "efua", "farid", "gwen"):  # R045: each is asked whether their declaration still holds.
        assert "your declaration, once more" in teams.all_seen(person)
        teams.sends(person, "declaration.same", {"case": RR})
    return opens(teams, "amina", "attendance", "Save who is here", **{**HERE, **here})


def test_an_extraordinary_meeting_says_why(polling: Teams) -> None:
    """R114."""
    said = {"meeting_on": "2026-12-10", "meeting_at": "14.30", "meeting_place": "Microsoft Teams"}
    why = {"meeting_kind": "extraordinary", "meeting_why": "The Panel’s limit is on Friday."}
    shown = opens(polling, "amina", "convene", "Tell the members", **why, **said)
    assert "An extraordinary meeting by teleconference: Thursday 10 December 2026, 14:30." in shown
    assert "Why it is extraordinary\nThe Panel’s limit is on Friday." in shown
    for member in ("efua", "farid", "gwen"):
        assert "when the Group meets" in polling.all_seen(member)
    assert "could not be done" in polling.sends("gwen", "form.open", {"form": "convene", "subject": RR})
    agenda = polling.sends("gwen", "meeting.read", {"case": RR})
    assert "1. Declarations: does each person’s still hold?\n\n2. Confidentiality\n\n3. The facts" in agenda
    assert "You have opened 0 of 3 papers." in agenda
    assert "0 of 3 seats have given a view." in agenda


def test_a_time_that_has_passed_is_refused(polling: Teams) -> None:
    shown = opens(polling, "amina", "convene", "Tell the members", meeting_on="2026-11-20", meeting_at="09:00")
    assert "That time has passed." in shown


def test_the_quorum_is_said_in_words_by_statutory_partner(polling: Teams) -> None:
    """A6: seats without anybody able to decide do not count."""
    shown = the_meeting(polling, here_police="apologies")
    assert "Efua Mensah, since 09:00" in shown and "apologies" in shown
    assert "There is no quorum: nobody who can decide is here for the police." in shown
    shown = opens(polling, "amina", "attendance", "Save who is here", **HERE)
    assert "There is a quorum: each statutory partner has somebody here who can decide." in shown
    polling.at("Mon 2026-11-23 10:15")
    shown = opens(polling, "amina", "attendance", "Save who is here", **{**HERE, "here_health": "left"})
    assert "Gwen Lloyd, left at 10:15" in shown
    assert "nobody who can decide is here for health" in shown


def test_a_deputy_counts_once_called_and_declared(polling: Teams) -> None:
    shown = the_meeting(polling, here_health="deputy")
    assert "Marcus Bell, as deputy, since 09:00, cannot decide yet" in shown
    assert "nobody who can decide is here for health" in shown
    polling.sends("amina", "deputy.call", {"case": RR, "seat": "health"})
    declares(polling, "marcus", RR)
    assert "There is a quorum" in polling.sends("amina", "meeting.read", {"case": RR})


def test_without_a_quorum_in_the_room_nothing_is_decided(polling: Teams) -> None:
    """E15: it may hear the facts and agree action for safety, and meets again."""
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review")
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    the_meeting(polling, here_police="away")
    agreed = opens(polling, "amina", "action", "Agree it", act_owner="gwen", act_due="2026-11-24")
    assert "the action is agreed" in agreed
    polling.sends("amina", "meeting.end", {"case": RR})
    polling.deliver()
    refused = polling.sends("efua", "form.open", {"form": "decision", "subject": RR})
    assert "The Group cannot decide without a quorum." in refused and "Meet again within one working day." in refused
    assert "Call the Group together again" in polling.types("amina", RR)
    called = {"meeting_kind": "ordinary", "meeting_on": "2026-12-10", "meeting_at": "14:30"}
    opens(polling, "amina", "convene", "Tell the members", **called)
    assert "Call the Group together again" not in polling.types("amina", RR)
    assert polling.sends("efua", "form.open", {"form": "decision", "subject": RR}) == refused  # Called is not held.
    polling.sends("amina", "meeting.off", {"case": RR})
    polling.deliver()
    polling.at("Tue 2026-11-24 09:05")
    assert "Call the Group together again" in polling.sees("amina")  # Asked again each morning, until it is done.
    the_meeting(polling)
    assert "Call the Group together again" not in polling.types("amina", RR)


def test_only_those_who_run_the_meeting_run_it(polling: Teams) -> None:
    for person in ("gwen", "ben", "harriet", "imran", "zack"):
        assert "could not be done" in polling.sends(person, "meeting.start", {"case": RR}), person
    the_meeting(polling)
    for person in ("gwen", "ben", "zack"):
        assert "could not be done" in polling.sends(person, "meeting.end", {"case": RR}), person
        assert "could not be done" in polling.sends(person, "form.open", {"form": "spoken", "subject": RR}), person


# -- Actions -------------------------------------------------------------------------------------------------------


def test_an_action_is_its_owner_s_until_there_is_evidence(polling: Teams) -> None:
    """R079-R081, R053."""
    words = {"act_what": "See the brothers today.", "act_outcome": "They are seen and safe."}
    shown = opens(polling, "amina", "action", "Agree it", act_owner="carys", act_due="2026-11-25", **words)
    assert "Carys Morgan is asked now" in shown
    asked = polling.sees("carys")
    assert "an action of yours" in asked and "brothers" not in asked
    assert "See the brothers today." in polling.presses("carys", "Read it")
    for person in ("ben", "dev", "zack"):
        assert "could not be done" in polling.sends(person, "action.read", {"case": RR, "action": "a1"}), person
        assert "could not be done" in polling.sends(person, "actions.read", {"case": RR}), person
    polling.at("Thu 2026-11-26 09:05")
    assert "This was due by" in polling.sees("carys")
    assert "overdue since Wednesday 25 November 2026" in polling.sends("gwen", "actions.read", {"case": RR})
    opens(polling, "carys", "evidence", "Record it", about="a1", ev_what="Visited.", ev_on="2026-11-26")
    assert "done: the evidence is in" in polling.sends("gwen", "action.read", {"case": RR, "action": "a1"})
    polling.at("Fri 2026-11-27 09:05")
    assert "an action of yours" not in polling.types("carys", "my tasks")


# -- The template and the minutes ----------------------------------------------------------------------------------


def the_template(teams: Teams, **answers: str) -> str:
    teams.opens("amina", "template", RR)
    said = {"facts_summary": "A baby was found lifeless.", "plan_publication_why": "", **answers}
    shown = goes_through(teams, "amina", said, "Put it to the members")
    teams.deliver()
    return shown


def test_the_template_is_agreed_by_each_member_and_again_when_it_changes(polling: Teams) -> None:
    """R085."""
    the_meeting(polling)
    assert "Complete the Rapid Review Template" in polling.types("amina", RR)
    assert "Agree it first under “Actions”" in the_template(polling, imm_action_needed="yes")
    opens(polling, "amina", "action", "Agree it", act_for="safety", act_owner="gwen", act_due="2026-11-24")
    the_template(polling)
    for member in ("efua", "farid", "gwen"):
        assert "agree the template" in polling.all_seen(member)
    assert "A baby was found lifeless." in polling.presses("gwen", "Read the template")
    task = {"case": RR, "task": "agree/1"}
    assert "You have agreed the template." in polling.sends("gwen", "template.agree", task)
    polling.types("farid", RR)
    polling.presses("farid", "Agree the Rapid Review Template")
    polling.presses("farid", "I see it differently")
    fills(polling, "farid", "Keep my words", {"differs_how": "The call came at 06:50."})
    shown = polling.sends("efua", "template.read", {"case": RR})
    assert "Gwen Lloyd agrees" in shown and "Police seat sees it differently\nThe call came at 06:50." in shown
    the_template(polling, facts_summary="A baby was found lifeless at 06:50.")
    assert "could not be done" in polling.sends("gwen", "template.agree", task)
    for member in ("farid", "gwen"):
        assert "It has changed since it was last agreed." in polling.sees(member)
    assert "not yet" in polling.sends("gwen", "template.read", {"case": RR})
    for person in ("ben", "dev", "harriet", "zack"):
        assert "could not be done" in polling.sends(person, "template.read", {"case": RR}), person


def test_the_minutes_are_drafted_corrected_and_approved(polling: Teams) -> None:
    """R096, form 3g."""
    the_meeting(polling, here_health="apologies", here_others="Lee Ward, minute taker")
    opens(polling, "amina", "action", "Agree it", act_for="safety", act_owner="farid", act_due="2026-11-24")
    opens(polling, "amina", "attendance", "Save who is here", **HERE)
    the_template(polling)
    polling.sends("gwen", "template.agree", {"case": RR, "task": "agree/1"})
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review", f"{member.title()}’s reason.")
    ended = polling.sends("amina", "meeting.end", {"case": RR})
    assert "the minutes" in ended and "Please do this by Wednesday 25 November 2026, 17:00." in ended
    polling.opens("amina", "points", f"{RR}/1")
    goes_through(polling, "amina", {"point_facts": "The order of the calls."}, "Put it to the chair")
    polling.deliver()
    assert "the draft minutes are there" in polling.sees("gwen")
    read = all_pages(polling, "efua")
    for line in (
        "draft minutes",
        "Type\nordinary",
        "Recording\nnone was made",
        "Gwen Lloyd, decision-maker, came",
        "Also there\nLee Ward, minute taker",
        "Confidentiality\nconfirmed by all",
        "Fellshire Police\nsent",
        "Discussed\nThe order of the calls.",
        "Gwen Lloyd. Gwen’s reason.",
        "(Farid Aziz, by Tuesday 24 November 2026)",
        "Health seat: the template\nagreed by Gwen Lloyd",
        "not approved by the chair yet",
    ):
        assert line in read, line
    assert "Gwen’s reason." not in all_pages(polling, "amina")  # The views are the members’ own.
    opens(polling, "gwen", "correction", "Send the correction", about="1", correction_text="I came at ten.")
    assert "could not be done" in polling.sends("gwen", "minutes.approve", {"case": RR})
    assert "One correction has come in." in polling.sees("efua")  # Told again, before anything is approved.
    assert "The minutes are approved." in polling.presses("efua", "Approve them")
    read = all_pages(polling, "gwen")
    assert "Correction 1, Gwen Lloyd\nI came at ten." in read and "by Efua Mensah, Monday 23 November 2026" in read
    for person in ("ben", "carys", "dev", "zack"):
        assert "could not be done" in polling.sends(person, "minutes.read", {"case": RR}), person
    plain = polling.store.run_now(lambda work: text(polling.desk(work), work.case(RR)))
    assert "Who was there\n-------------\nLocal authority seat: Efua Mensah, decision-maker" in plain
    assert "Gwen’s reason." not in plain


def test_a_meeting_that_nobody_ends_is_asked_about_that_evening_and_at_the_decision(polling: Teams) -> None:
    """R096: its minutes wait for its end."""
    the_meeting(polling)
    assert "is the meeting over?" not in polling.all_seen("amina")
    polling.at("Mon 2026-11-23 17:00")
    assert "The meeting that began on Monday 23 November 2026, 09:00 is still running here." in polling.sees("amina")
    polling.chats["amina"].clear()
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review")
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    polling.opens("efua", "decision", RR)
    goes_through(polling, "efua", {"decision": "lcspr"}, "Record the decision")
    polling.deliver()
    assert "is the meeting over?" in polling.all_seen("amina")
    polling.types("amina", RR)
    polling.presses("amina", "End the meeting")
    assert "The meeting has ended." in polling.presses("amina", "End the meeting")
    polling.deliver()
    left = polling.types("amina", RR)
    assert "Add the points to the minutes" in left and "End the meeting" not in left


def test_each_meeting_has_minutes_of_its_own(polling: Teams) -> None:
    the_meeting(polling, here_police="away")
    polling.sends("amina", "meeting.end", {"case": RR})
    polling.at("Tue 2026-11-24 10:00")
    the_meeting(polling)
    second = polling.sends("gwen", "minutes.read", {"case": RR})
    assert "meeting 2" in second and "Farid Aziz" in second
    first = polling.sends("gwen", "minutes.read", {"case": RR, "meeting": "1"})
    assert "meeting 1" in first and "Farid Aziz" not in first
    assert "nobody who can decide is here for the police" in first
    wanted = before_close(polling.case(RR))  # R096: no minutes are lost when the case is closed.
    assert {"the points for the minutes of meeting 1", "the points for the minutes of meeting 2"} <= set(wanted)


def test_whoever_is_recused_in_the_room_decides_nothing_and_the_minutes_say_who_ruled(polling: Teams) -> None:
    the_meeting(polling)
    is_recused(polling, "efua", by="farid")
    shown = polling.sends("gwen", "meeting.read", {"case": RR})
    assert "Efua Mensah, since 09:00, takes no part in this case" in shown
    assert "Efua Mensah\na conflict was declared; the deputy chair ruled that they take no part" in all_pages(
        polling, "gwen"
    )


def all_pages(teams: Teams, person: str) -> str:
    return "\n".join(teams.sends(person, "minutes.read", {"case": RR, "page": page}) for page in range(2))


def test_a_review_is_handed_on_to_whoever_carries_it(polling: Teams) -> None:
    """R052. Offered from the decision on, and asked for once the Panel has the outcome."""
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review")
    hand_off = {"form": "hand_off", "subject": RR}
    assert "There is no review to hand on" in polling.sends("amina", "form.open", hand_off)
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    polling.opens("efua", "decision", RR)
    goes_through(polling, "efua", {"decision": "lcspr"}, "Record the decision")
    assert "Hand the review on" in polling.sends("amina", "actions.read", {"case": RR})
    for person in ("efua", "gwen", "ben"):
        assert "could not be done" in polling.sends(person, "form.open", hand_off), person
    opens(polling, "amina", "hand_off", "Record it", ho_to="Lee Ward, reviewer", ho_what="record", ho_on="2026-12-14")
    handed = polling.case(RR).handed_off
    assert handed is not None and handed.by == "amina"
    assert "Lee Ward, reviewer" in polling.sends("gwen", "actions.read", {"case": RR})
