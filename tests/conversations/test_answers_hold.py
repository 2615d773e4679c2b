"""What an answer carries and what it does not: signatures, refusals, excuses, and who may see a record of sharing."""

from datetime import date

from story import RR, declares, fills, goes_through, summarises
from test_after_the_answer import corrects, judges, reads
from transcript import Teams, inputs

from rapid_review.questions.forms import check
from rapid_review.summary.sharing import SIGN_OFF

REASON = "The court has not given leave."


def refuses(teams: Teams, person: str, agency: str, decision: str = "refuse") -> None:
    teams.opens(person, "sharing", f"{RR}/{agency}")
    said = {"shr_decision": decision, "shr_about": "Both parents", "shr_ground": "court", "shr_told": "yes"}
    goes_through(teams, person, {**said, "shr_reason": REASON}, "Record the decision")
    teams.deliver()


def test_who_holds_back_a_part_is_talked_to_before_the_answer_is_due(asked: Teams) -> None:
    """R126-R128: the Partnership Team hears of it as of a refusal; nothing is escalated by itself."""
    declares(asked, "carys", RR)
    refuses(asked, "carys", "health", "part")
    assert "Fellshire NHS says that it can share only a part" in asked.all_seen("amina")
    assert REASON not in asked.all_seen("amina")
    assert "Take a missing answer further" not in asked.types("amina", "my tasks")


def test_a_signature_is_for_the_version_that_was_read(asked: Teams) -> None:
    summarises(asked, "carys", RR, qa_pending="teams")
    declares(asked, "kofi", RR)
    asked.sends("kofi", "return.sign", {"case": RR, "agency": "health"})
    corrects(asked, "carys", "health", good_practice="The school kept on.")
    assert "Signed by" not in reads(asked, "amina", "health")
    assert "Signed by Kofi Boateng" in reads(asked, "amina", "health", version="1")


def test_a_correction_can_be_signed_in_teams_too(answered: Teams) -> None:
    corrects(answered, "carys", "health", qa_pending="teams")
    assert "to be signed" in answered.types("amina", RR)


def test_another_job_does_not_make_the_author_a_second_person() -> None:
    said = {"author_name": "Carys Morgan, Named Nurse", "qa_name": "Carys Morgan, Lead", "qa_pending": "no"}
    wrong = check(SIGN_OFF.questions, said, said, date(2026, 11, 23)).wrong
    assert "somebody other than the author" in wrong["qa_name"]


def test_who_was_excused_may_still_answer(asked: Teams) -> None:
    judges(asked, "health", "excused")
    declares(asked, "carys", RR)
    asked.opens("carys", "nil_return", f"{RR}/health")
    fills(asked, "carys", "We hold nothing: send the nil return", {})
    assert "No involvement" in asked.types("amina", RR)


def test_a_refusal_after_a_poor_answer_is_told_too(answered: Teams) -> None:
    judges(answered, "health", "insufficient")
    refuses(answered, "carys", "health")
    assert "says that it cannot share" in answered.all_seen("amina")


def test_a_colleagues_record_stays_closed_until_one_has_declared(asked: Teams) -> None:
    declares(asked, "ben", RR)
    refuses(asked, "ben", "police")
    asked.opens("joan", "sharing", f"{RR}/police")
    assert not inputs(asked.card("joan"))
    assert "Please make your declarations" in asked.sees("joan")
    assert REASON not in str(asked.card("joan"))


def test_the_record_of_a_nil_return_says_nothing_nobody_said(answered: Teams) -> None:
    record = answered.sends("amina", "sharing.read", {"case": RR, "agency": "police"})
    assert "Only that nothing is held was shared." in record
    for unsaid in ("Public task", "Was consent sought?", "Are facts and opinions told apart?"):
        assert unsaid not in record
