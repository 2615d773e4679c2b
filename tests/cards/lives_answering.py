"""The stories of answers that are in: corrected, questioned, signed, found wanting, and the decisions to share."""

from lives_chasing import asks, sends_on
from story import ANSWERS, goes_through, summarises
from watching import Watched, declines, everyone_looks, notified, opens, signs


def an_answer_and_what_follows(teams: Watched) -> None:
    """Carys’s summary waits for a signature, is questioned, corrected, and found wanting."""
    reference = notified(teams)
    asks(teams, reference, "police,health")
    more = {"more": "yes", "more_by": "2026-12-03", "qa_pending": "teams"}
    summarises(teams, "carys", reference, **{**ANSWERS, **more})
    signs(teams, "kofi", reference)
    teams.types("kofi", reference)
    teams.presses("kofi", "Read and sign your agency’s answer")
    teams.keep("task-sign-return", "kofi")
    teams.presses("kofi", "I have read it and sign it")
    teams.at("Thu 2026-12-03 09:05")
    everyone_looks(teams, reference)
    _judged(teams, reference, "query")
    teams.keep("task-query", "carys", "Read the question")
    teams.presses("carys", "Read the question")
    teams.keep("question-about-an-answer", "carys")
    everyone_looks(teams, reference)
    opens(teams, "carys", "amendment", f"{reference}/health")
    goes_through(teams, "carys", {**ANSWERS, **_free(teams), "qa_pending": "teams"}, "Send the changed answer")
    teams.deliver()
    teams.keep("answer-changed", "amina")
    declines(teams, "kofi", reference)
    teams.keep("answer-unsigned", "carys")
    everyone_looks(teams, reference)
    _judged(teams, reference, "insufficient")
    everyone_looks(teams, reference)


def a_refusal_and_a_child_death_form(teams: Watched) -> None:
    """Police say that they cannot share; Health sends its child death form."""
    reference = notified(teams)
    asks(teams, reference, "police,health")
    for person in ("ben", "carys"):
        signs(teams, person, reference)
    opens(teams, "ben", "sharing", f"{reference}/police")
    goes_through(teams, "ben", {**teams.answers, "shr_decision": "refuse"}, "Record the decision")
    teams.deliver()
    teams.keep("sharing-refused", "amina")
    teams.sends("amina", "child_death.accept", {"case": reference, "agency": "health"})
    teams.deliver()
    teams.types("carys", reference)
    teams.presses("carys", "Return your agency’s summary")
    teams.keep("task-request-child-death-form", "carys")
    opens(teams, "carys", "child_death", f"{reference}/health")
    said = {**teams.answers, "cdf_sign": "yes", "immediate_safety_now": "no"}
    sends_on(teams, "carys", "Send it", said)
    teams.keep("task-judge", "amina", "Say whether it will do")
    everyone_looks(teams, reference)


def _judged(teams: Watched, reference: str, quality: str) -> None:
    opens(teams, "amina", "sufficiency", f"{reference}/health")
    sends_on(teams, "amina", "Record it", {**teams.answers, "quality": quality})


def _free(teams: Watched) -> dict[str, str]:
    """What this teller of the story types into the boxes that are always asked."""
    return {id: str(teams.answers.get(id, "Nothing.")) for id in ("amend_why", "good_practice", "learning_multi")}
