"""What is written after the outcome: a reply, a correction, and the notices of a publication (E12, E31, R056)."""

from story import ANSWERS, RR, checked, goes_through, sends_to_panel
from telling import PROOF, SIN, gets, says, still_open, tells
from transcript import Teams


def test_our_reply_is_written_where_it_is_prepared_and_the_letter_says_it(decided: Teams) -> None:  # E31, R047
    teams = decided
    sends_to_panel(teams, RR, "2026-11-24")
    said = {"received_on": "2026-11-24", "response": "asks", "response_text": "Who saw her last?"}
    says(teams, "amina", "panel_response", "", **said, reply_by="2026-12-01")
    letter = gets(teams, "reply")
    assert "Missing: the words of our reply" in letter and "Missing: the chair’s word" in letter
    says(teams, "efua", "reconsideration", "panel", changes="no", changes_reason="It is in the record.")
    says(teams, "amina", "preparation", "reply", reply_text="A nurse did, on 12 May.", edition="pseudonymised")
    shown = teams.sends("efua", "duty.read", {"case": RR, "duty": "reply"})
    assert "What do we reply?\nA nurse did, on 12 May." in shown, "the second person sees the words"
    letter = gets(teams, "reply")
    assert "Who saw her last?" in letter and "A nurse did, on 12 May." in letter and "Missing" not in letter
    assert "considered your response on Tuesday 24 November 2026. It does not change the decision." in letter
    assert "for which the safeguarding partners are accountable" in letter


def test_what_changed_after_the_panel_had_the_outcome_goes_as_a_letter_and_no_word_of_it(decided: Teams) -> None:  # E12
    teams = decided
    sends_to_panel(teams, RR, "2026-11-24")
    teams.at("Wed 2026-11-25 09:00")
    teams.opens("carys", "amendment", f"{RR}/health")
    goes_through(teams, "carys", {**ANSWERS, "amend_why": "A secret file was found."}, "Send the changed answer")
    teams.opens("amina", "people_list", RR)
    changed = {"people_change": "The hospital said so.", "people_parts": "facts", "inc_facts": "Found by her father."}
    shown = goes_through(teams, "amina", changed, "Correct the notification")
    assert "a letter tells it which form changed, and when" in shown
    teams.deliver()
    assert f"{RR}: the notification is corrected" in teams.all_seen("gwen"), "whoever may have read it is told"
    assert {"health", "notification"} <= set(teams.case(RR).to_reconsider()), "the chair weighs each"
    letter = gets(teams, "correction")
    assert "Summary of Fellshire NHS" in letter and "The notification" in letter
    assert "Version 1; it is now version 2" in letter and "Wednesday 25 November 2026" in letter
    assert "Missing: the chair’s word on whether it changes the decision." in letter
    assert "secret" not in letter and "father" not in letter and "hospital" not in letter
    for about in ("health", "notification"):
        says(teams, "efua", "reconsideration", about, changes="no", changes_reason="It was known.")
    assert "It does not change the decision" in gets(teams, "correction")
    tells(teams, "correction")
    assert "correction" not in still_open(teams)


def closes(teams: Teams) -> None:
    """All that is open is done or excused, and the case is closed."""
    sends_to_panel(teams, RR, "2026-11-24")
    says(teams, "amina", "sin", "panel", **SIN)
    says(teams, "amina", "panel_response", "", received_on="2026-11-24", response="agrees")
    for duty in teams.case(RR).open_duties():
        says(teams, "amina", "excuse", duty.id, excuse_reason="It is told elsewhere.", excuse_agreed="Efua Mensah")
    teams.sends("amina", "case.close", {"case": RR})
    teams.deliver()
    assert teams.case(RR).stage == "closed"


def test_publication_is_decided_long_after_the_case_is_closed_and_three_are_told(decided: Teams) -> None:  # R056
    teams = decided
    closes(teams)
    teams.at("Tue 2027-05-04 09:00")
    said = {"pub_on": "2027-05-03", "pub_view": "anonymised", "pub_reason": "The learning is for all."}
    assert "could not be done" in teams.opens("gwen", "publication", RR), "the Partnership Team records it"
    says(teams, "amina", "publication", "", **said)
    assert still_open(teams) == {"published_panel", "published_dfe", "published_ofsted"}, "and nothing else"
    assert "Publication: Ofsted\nTo be prepared. By Tuesday 11 May 2027, 17:00." in teams.sends(
        "amina", "duties.read", {"case": RR}
    )
    letter = gets(teams, "published_ofsted")
    assert "To Ofsted" in letter and "published in an anonymised form." in letter and "learning is for all" in letter
    assert "It does not replace the local authority’s" in letter  # R057
    for duty in sorted(still_open(teams)):
        checked(teams, RR, duty)
        says(teams, "amina", "dispatch", duty, **{**PROOF, "sent_on": "2027-05-04"})
    assert not still_open(teams) and teams.case(RR).stage == "closed", "it stays closed"
    assert "You have nothing to do" in teams.types("amina", "my tasks")


def test_nothing_else_is_reopened_by_a_closed_case(decided: Teams) -> None:
    teams = decided
    closes(teams)
    for form, about in (("preparation", f"{RR}/dfe"), ("panel_response", RR), ("people_list", RR)):
        assert "could not be done" in teams.opens("amina", form, about), form
