"""After an answer that would not do: why it would not, what was written is still there, and what counts instead."""

from datetime import timedelta

from story import ANSWERS, RR, declares, fills, goes_on_to, goes_through, summarises
from test_after_the_answer import corrects, judges, reads
from transcript import Teams, buttons, inputs, words

TOLD = {"told_how": "phone", "told_answer": "told_nil", "told_search": "Crime records, both names."}
DONE = "This is done. Nothing is left to do here."


def tells(teams: Teams, agency: str) -> None:
    """Amina writes down what the agency told her on the phone."""
    teams.opens("amina", "told", f"{RR}/{agency}")
    for _ in range(2):  # The first answer leads to another question.
        fills(teams, "amina", "Record their answer", TOLD)
    teams.deliver()


def filled_in(teams: Teams, person: str) -> dict[str, str]:
    return {field["id"]: field.get("value", "") for field in inputs(teams.card(person))}


def test_the_agency_reads_why_and_finds_what_it_wrote(answered: Teams) -> None:
    """E11: the reason is on the request, for those who have declared."""
    corrects(answered, "carys", "health", search_systems="SystmOne")
    answered.at("Tue 2026-11-24 09:00")
    judges(answered, "health", "insufficient", quality_why="Nothing on the last home visit.")
    assert "Your agency’s answer was not enough to decide on." in answered.sees("carys")
    assert "Nothing on the last home visit." in answered.sees("carys")
    answered.presses("carys", "Write the summary")
    assert filled_in(answered, "carys")["search_systems"] == "SystmOne"
    goes_on_to(answered, "carys", ANSWERS, "Sign-off")
    assert filled_in(answered, "carys")["author_sign"] in ("", "no", "false")


def test_the_reason_is_not_for_a_deputy_who_has_not_declared(answered: Teams) -> None:
    judges(answered, "police", "insufficient", quality_why="Nothing on the arrest.")
    shown = answered.sends("joan", "task", {"case": RR, "task": "return/police"})
    assert "was not enough to decide on" in shown
    assert "Nothing on the arrest." not in shown


def test_an_answer_told_on_the_phone_counts_and_is_to_be_confirmed_each_time(answered: Teams) -> None:
    """E33, after E11: whoever was asked again and rings up has answered."""
    judges(answered, "police", "insufficient")
    tells(answered, "police")
    assert "No answers are missing" in answered.types("amina", "chase board")
    answered.presses("ben", "Read it")
    assert "is confirmed" in answered.presses("ben", "Yes, this is right")
    answered.at("Tue 2026-11-24 09:00")
    judges(answered, "police", "insufficient")
    tells(answered, "police")
    assert "your agency’s answer was recorded" in answered.sees("ben")


def test_who_has_not_declared_confirms_nothing(asked: Teams) -> None:
    tells(asked, "police")
    shown = asked.sends("ben", "told.confirm", {"case": RR, "agency": "police"})
    assert "First we need your confidentiality agreement" in shown


def test_a_changed_answer_leaves_no_card_asking_for_it(answered: Teams) -> None:
    """F60: neither at the agency, nor with the chair, to whom its silence was taken."""
    for person in ("joan", "efua"):
        declares(answered, person, RR)
    judges(answered, "police", "insufficient")
    answered.at("Mon 2026-12-07 09:00")
    answered.opens("amina", "escalation", f"{RR}/police")
    step = {"rung": "group", "why": "No word since Thursday.", "wanted_by": "2026-12-08"}
    fills(answered, "amina", "Take this step", step)
    answered.deliver()
    assert "a missing answer" in answered.sees("efua")
    corrects(answered, "ben", "police")
    for person in ("joan", "efua"):
        cards = [words(card) for card in answered.chats[person]]
        assert not any("Write the summary" in card or "a missing answer" in card for card in cards)


def test_a_question_is_over_once_the_answer_is_taken(answered: Teams) -> None:
    judges(answered, "health", "query", query_about="Key events", query_text="Who saw her?")
    judges(answered, "health", "sufficient")
    assert DONE in answered.sees("carys")


def test_a_child_death_form_that_says_too_little_is_added_to(asked: Teams) -> None:
    """R075: the question is answered on the form, so that nobody has to write a whole summary."""
    declares(asked, "carys", RR)
    asked.sends("amina", "child_death.accept", {"case": RR, "agency": "health"})
    asked.opens("carys", "child_death", f"{RR}/health")
    said = {"cdf_which": "notification", "cdf_on": "2026-11-21", "cdf_sign": "yes", "immediate_safety_now": "no"}
    fills(asked, "carys", "Send it", said)
    asked.deliver()
    asked.at("Tue 2026-11-24 09:00")
    judges(asked, "health", "query", query_about="Reporting form", query_text="Where is it?")
    asked.presses("carys", "Add to our child death form")
    assert filled_in(asked, "carys")["cdf_on"] == "2026-11-21"
    asked.at("Tue 2026-11-24 10:00")
    fills(asked, "carys", "Send it", {**said, "cdf_which": "both"})
    asked.deliver()
    assert "Child death form used" in asked.types("amina", RR)
    assert "a question is open" not in asked.sees("amina")
    assert "Say whether a child death form will do" in asked.types("amina", "my tasks")
    assert "Version 2 of 2" in reads(asked, "amina", "health")


def test_what_was_begun_is_not_lost_when_an_answer_is_recorded_meanwhile(asked: Teams) -> None:
    """The summary that Carys had begun goes on as a correction of what was written down for her."""
    declares(asked, "carys", RR)
    asked.presses("carys", "Write the summary")
    fills(asked, "carys", "Save and finish later", {"known": "yes", "search_systems": "SystmOne, both names"})
    tells(asked, "health")
    asked.opens("carys", "amendment", f"{RR}/health")
    fills(asked, "carys", "Save and continue", {"amend_why": "Ours is ready now."})
    assert filled_in(asked, "carys")["search_systems"] == "SystmOne, both names"


def test_what_a_colleague_overtook_is_kept(asked: Teams) -> None:
    """Joan sends hers while Ben's is half written; his correction of it carries none of his older words."""
    for person in ("ben", "joan"):
        declares(asked, person, RR)
    asked.presses("ben", "Write the summary")
    fills(asked, "ben", "Save and finish later", {"known": "yes", "search_systems": "Niche, both names"})
    asked.now += timedelta(hours=1)
    asked.opens("joan", "summary", f"{RR}/police")
    goes_through(asked, "joan", ANSWERS, "Send the summary")
    corrects(asked, "ben", "police")
    asked.opens("ben", "summary", f"{RR}/police")
    assert filled_in(asked, "ben")["search_systems"] == "Niche, both names"


def test_who_answered_in_time_is_late_only_a_day_after_being_asked_again(answered: Teams) -> None:
    declares(answered, "efua", RR)
    answered.at("Mon 2026-12-07 10:00")
    judges(answered, "police", "insufficient")
    assert "Please do this by Tuesday 8 December 2026, 17:00." in answered.sees("ben")
    answered.at("Tue 2026-12-08 09:00")
    assert "Fellshire Police has not answered" not in answered.all_seen("efua")
    answered.at("Wed 2026-12-09 09:00")
    assert f"{RR}: Fellshire Police has not answered again" in answered.all_seen("efua")


def test_a_later_day_is_no_longer_asked_for_once_the_agency_has_answered(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.opens("ben", "acknowledge", f"{RR}/police")
    fills(asked, "ben", "Send", {"ack": "yes", "author_id": "ben"})
    asked.opens("ben", "extension", f"{RR}/police")
    fills(asked, "ben", "Ask for this day", {"ext_date": "2026-12-07"})
    asked.now += timedelta(hours=1)
    asked.opens("ben", "nil_return", f"{RR}/police")
    fills(asked, "ben", "We hold nothing: send the nil return", {})
    judges(asked, "police", "insufficient")
    assert "You asked for Monday 7 December" not in asked.sees("ben")
    assert "Ask for a later day" in buttons(asked.card("ben"))
    assert "Answer an agency" not in asked.types("amina", "my tasks")


# -- Signed by somebody else (form 3b) -----------------------------------------------------------------------------


def rules_out(teams: Teams, person: str) -> None:
    """They declare a conflict, and Efua recuses them."""
    declares(teams, person, RR, decl="actual")
    teams.opens("efua", "ruling", f"{RR}/{person}")
    for _ in range(2):
        if "Record the ruling" in buttons(teams.card("efua")):
            fills(teams, "efua", "Record the ruling", {"ruling": "recuse"})
    teams.deliver()


def test_where_nobody_is_left_to_sign_the_answer_stands_and_its_sender_knows(asked: Teams) -> None:
    declares(asked, "efua", RR)
    summarises(asked, "ben", RR, qa_pending="teams")
    rules_out(asked, "joan")
    assert "Nobody at your agency can give it now." in asked.sees("ben")
    assert "to be signed" not in asked.types("amina", RR)


def test_a_colleague_is_asked_to_sign_each_version_and_first_to_declare(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.opens("ben", "summary", f"{RR}/police")
    goes_through(asked, "ben", {**ANSWERS, "qa_pending": "teams"}, "Send the summary")
    asked.deliver()
    assert "A colleague asks you to sign your agency’s answer." in asked.sees("joan")
    assert "A colleague asks you to sign" not in asked.all_seen("carys") + asked.all_seen("efua")
    declares(asked, "joan", RR)
    asked.sends("joan", "return.sign", {"case": RR, "agency": "police"})
    asked.at("Tue 2026-11-24 09:00")
    corrects(asked, "ben", "police", qa_pending="teams")
    assert "Ben Hollis has sent your agency’s answer and asks you to sign it." in asked.sees("joan")


def test_who_has_no_colleague_here_is_not_offered_one(filed: Teams) -> None:
    declares(filed, "amina", RR)
    filed.presses("amina", "Send the requests", agencies="childrens-services")
    filed.deliver()
    declares(filed, "owen", RR)
    filed.presses("owen", "Write the summary")
    assert "A colleague signs it here" not in goes_on_to(filed, "owen", ANSWERS, "Sign-off")
    assert "Save and continue" in buttons(filed.card("owen"))
