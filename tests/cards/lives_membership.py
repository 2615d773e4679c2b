"""The stories of who takes part: a refusal, a second look, somebody brought in, and a partner with nobody left."""

from dataclasses import replace
from typing import Any

from story import amina_asks, fills, goes_through
from watching import Watched, a_conflict, all_vote, declines, everyone_looks, notified, opens, papers, rules, signs

from rapid_review.declaration.declarations import Why
from rapid_review.people import Role


def who_takes_part(teams: Watched) -> None:
    reference = notified(teams)
    amina_asks(teams, reference)
    for person in ("efua", "farid"):
        signs(teams, person, reference)
    _cannot_sign(teams, reference)
    _brought_in(teams, reference)
    teams.sends("amina", "agencies.ask", {"case": reference, "agencies": "housing"})
    teams.deliver()
    teams.keep("task-look-again", "farid", "Nothing has changed")
    teams.presses("farid", "Nothing has changed")
    opens(teams, "amina", "people_list", reference)
    said = {**teams.answers, "people_parts": "children,people", "child_dob": "2026-06-12"}
    fills(teams, "amina", "Save and continue", said)
    teams.presses("amina", "Change")
    goes_through(teams, "amina", said, "Correct the notification")
    teams.deliver()
    teams.keep("told-to-search-again", "ben", "Who to search for")
    _other_words(teams, reference)
    _nobody_left(teams, reference)
    _advises(teams, reference)
    opens(teams, "amina", "action", reference)
    said = {**teams.answers, "act_for": "safety", "act_owner": "farid", "act_due": "2026-12-11"}
    fills(teams, "amina", "Agree it", said)
    teams.deliver()
    teams.types("amina", "members")
    everyone_looks(teams, reference)
    teams.presses("amina", "End the part of Dev Patel")
    teams.deliver()
    _who_chairs(teams)
    signs(teams, "farid", reference, **a_conflict(teams, "actual"))
    rules(teams, reference, "farid", "recuse")
    teams.keep("task-reassign", "amina", "Give it to somebody else")


def _who_chairs(teams: Watched) -> None:
    """Efua is away and comes back; then nobody is left who could chair."""
    teams.types("amina", "members")
    teams.presses("amina", "The chair is away")
    teams.deliver()
    teams.keep("told-who-chairs", "kofi", "See the case")
    teams.presses("amina", "The chair is back")
    named = teams.partnership
    teams.partnership = replace(named, roles={**named.roles, Role.CHAIR: (), Role.DEPUTY_CHAIR: ()})
    teams.tick()
    teams.deliver()
    teams.keep("told-nobody-chairs", "amina")
    teams.partnership = named


def _cannot_sign(teams: Watched, reference: str) -> None:
    """Carys cannot sign; the chair decides that the review goes on without her."""
    declines(teams, "carys", reference)
    teams.keep("task-replace", "efua", "Read why and decide")
    everyone_looks(teams, reference)
    teams.presses("efua", "Read why and decide")
    fills(teams, "efua", "Record it", {**teams.answers, "replace_what": "nobody"})
    teams.deliver()


def _brought_in(teams: Watched, reference: str) -> None:
    """Dev, of Housing, comes in as an expert."""
    teams.types("amina", "who takes part")
    teams.keep("who-takes-part-nobody-brought-in", "amina")
    teams.presses("amina", "Bring somebody in", agency="housing")
    fills(teams, "amina", "Bring them in", {**teams.answers, "coopt_person": "dev"})
    teams.deliver()
    teams.presses("dev", "Read and sign")
    fills(teams, "dev", "Sign both", {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": "Dev"})
    teams.deliver()
    teams.types("amina", "who takes part")
    teams.keep("who-takes-part", "amina")


def _other_words(teams: Watched, reference: str) -> None:
    """Farid signed words that have changed since."""

    def of_another_day(work: Any) -> None:
        case = work.case(reference)
        case.declarations["farid"].wording = "of another day"
        case.ask_to_look_again(Why.MEETING, teams.now)  # What happens is what is kept.

    teams.store.run_now(of_another_day)
    teams.types("farid", reference)
    teams.presses("farid", "Sign the confidentiality agreement again")
    teams.keep("task-sign-again", "farid")
    teams.presses("farid", "Read and sign")
    fills(teams, "farid", "Sign both", {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": "Farid"})
    teams.deliver()


def _nobody_left(teams: Watched, reference: str) -> None:
    """Gwen and Marcus are recused, so Kofi names somebody who decides for health."""
    for person in ("gwen", "marcus"):
        signs(teams, person, reference, **a_conflict(teams, "actual"))
        rules(teams, reference, person, "recuse")
    teams.keep("task-ask-lead", "amina", "Ask Kofi Boateng")
    teams.presses("amina", "Ask Kofi Boateng")
    teams.deliver()
    teams.keep("task-name-decider", "kofi", "Name who decides for health")
    teams.presses("kofi", "Name who decides for health")
    fills(teams, "kofi", "Name them", {**teams.answers, "decider_person": "kofi"})
    teams.deliver()
    signs(teams, "kofi", reference)


def _advises(teams: Watched, reference: str) -> None:
    papers(teams, reference)
    teams.keep("task-advise", "dev", "Give your view")
    teams.presses("dev", "Give your view")
    fills(teams, "dev", "Give this view", {**teams.answers, "option": "review"})
    teams.deliver()
    all_vote(teams, reference, efua="review", farid="review", kofi="review")
    teams.sends("efua", "poll.results", {"case": reference})
    teams.sends("amina", "declarations.read", {"case": reference})
