"""Who takes part beside the Group: brought in for one case alone, and named where a partner has nobody left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from conftest import WIDER
from story import RR, declares, fills, is_recused, papers_go_out, votes
from test_declaring import CONFLICT
from test_meeting import opens
from transcript import Teams, buttons

from rapid_review.case import Case
from rapid_review.declaration.declarations import Why
from rapid_review.people import Partnership


def rules(teams: Teams, by: str, about: str, ruling: str = "recuse", access: str = "none") -> str:
    teams.opens(by, "ruling", f"{RR}/{about}")
    said = {"ruling": ruling, "paper_access": access, "ruling_reason": "Close to the events."}
    shown = fills(teams, by, "Record the ruling", said)
    teams.deliver()
    return shown


def happens(teams: Teams, what: Callable[[Case], object]) -> None:
    """Something that happens by itself, or in the partnership’s file."""
    teams.store.run_now(lambda work: what(work.case(RR)))
    teams.deliver()


# -- Brought into one case (R090) ----------------------------------------------------------------------------------


def brings_in(teams: Teams, person: str, agency: str, as_: str = "expert") -> str:
    teams.types("amina", "who takes part")
    teams.presses("amina", "Bring somebody in", agency=agency)
    said = {"coopt_person": person, "coopt_as": as_, "coopt_reason": "CANARY: she knows temporary housing."}
    shown = fills(teams, "amina", "Bring them in", said)
    teams.deliver()
    return shown


def test_an_expert_is_brought_in_declares_reads_advises_and_is_let_go(wider: Teams) -> None:
    wider.now = wider.now.replace(hour=10)
    assert "Lena Ford is asked to declare first." in brings_in(wider, "lena", "housing")
    assert "CANARY" not in wider.all_seen("lena") and "CANARY" in wider.sees("amina")
    assert "you need a part" in wider.sends("lena", "notification.read", {"case": RR})
    declares(wider, "lena", RR)
    read = wider.sends("lena", "notification.read", {"case": RR})
    read += wider.sends("lena", "notification.read", {"case": RR, "page": 1})
    assert "Baby found lifeless" in read and "Ivy Rook" not in read  # Role labels, not names (Part 6).
    papers_go_out(wider, RR, members=("farid", "gwen"))
    assert "it is not counted" in wider.sees("lena")
    wider.presses("lena", "Give your view")
    said = {"option": "alternative", "reason": "CANARY-ADVICE", "immediate_safety_now": "no"}
    assert "your view is in" in fills(wider, "lena", "Give this view", said)
    for member in ("efua", "farid", "gwen"):
        votes(wider, member, RR, "review")
    shown = wider.sends("efua", "poll.results", {"case": RR})
    assert "Heard, and not counted" in shown and "CANARY-ADVICE" in shown
    assert "The statutory partners agree: a review should be undertaken." in shown
    assert "The views are for the members" in wider.sends("lena", "poll.results", {"case": RR})  # Advisory.
    wider.types("amina", "members")
    assert "sees nothing more" in wider.presses("amina", "End the part of Lena Ford")
    wider.deliver()
    assert "your part has ended" in wider.sees("lena")
    assert "CANARY" not in wider.sends("lena", "returns.read", {"case": RR})
    assert RR not in wider.types("lena", "my cases")


def test_only_people_of_the_directory_are_brought_in_and_only_by_those_who_run_the_case(wider: Teams) -> None:
    declares(wider, "gwen", RR)
    for person in ("gwen", "ben", "zack"):
        assert "Bring them in" not in wider.sends(person, "form.open", {"form": "coopt", "subject": f"{RR}/housing"})
        assert "who takes part" not in wider.sends(person, "membership", {"case": RR})
    wider.opens("amina", "coopt", f"{RR}/housing")
    said = {"coopt_person": "zack", "coopt_as": "expert", "coopt_reason": "He wider."}
    wider.sends("amina", "form.submit", {**buttons(wider.card("amina"))["Bring them in"]["data"], **said})
    assert wider.case(RR).cooptees == {}


def _let_cooptees_vote(case: Case) -> None:
    case.policy = replace(case.policy, cooptees_vote=True)
    case.ask_to_look_again(Why.PEOPLE, case.received_at)  # What happens is what is kept.


def test_a_voting_cooptee_sees_the_views_and_still_adds_to_no_partners_voice(wider: Teams) -> None:
    happens(wider, _let_cooptees_vote)
    brings_in(wider, "lena", "housing", "partner")
    declares(wider, "lena", RR)
    papers_go_out(wider, RR, members=("farid", "gwen"))
    wider.presses("lena", "Give your view")
    fills(wider, "lena", "Give this view", {"option": "no_further", "reason": "Clear.", "immediate_safety_now": "no"})
    assert "The views are sealed" in wider.sends("lena", "poll.results", {"case": RR})
    for member in ("efua", "farid", "gwen"):
        votes(wider, member, RR, "review")
    assert "The statutory partners agree: a review" in wider.sends("lena", "poll.results", {"case": RR})


# -- A partner with nobody left (E13) ------------------------------------------------------------------------------


def test_all_of_one_partner_is_conflicted_and_its_lead_names_who_decides(wider: Teams) -> None:
    for person in ("gwen", "marcus"):
        if person == "marcus":
            assert "nobody who decides" not in wider.all_seen("amina").lower()
        declares(wider, person, RR, **CONFLICT)
        rules(wider, "efua", person)
    assert "Nobody who decides for health can take part in this case." in wider.sees("amina")
    assert "Kofi Boateng is asked" in wider.presses("amina", "Ask Kofi Boateng")
    wider.deliver()
    assert f"{RR}: please name somebody" in wider.sees("kofi") and "Gwen" not in wider.sees("kofi")
    wider.presses("kofi", "Name who decides for health")
    shown = fills(wider, "kofi", "Name them", {"decider_person": "ravi", "decider_reason": "He is senior."})
    assert "Ravi Menon decides for health in this case." in shown
    wider.deliver()
    assert f"{RR}: your declarations" in wider.sees("ravi")
    papers_go_out(wider, RR, members=("farid", "ravi"))
    for member in ("efua", "farid", "ravi"):
        votes(wider, member, RR, "review")
    outcome = wider.case(RR).outcome()
    assert outcome.quorate and outcome.shared == "review"


def test_a_lead_who_was_just_asked_is_not_asked_again(wider: Teams) -> None:
    """Two presses a moment apart, each with an id of its own, on a card that two people have."""
    for person in ("gwen", "marcus"):
        is_recused(wider, person)
    wider.tick()
    wider.deliver()
    ask = wider.pressed(wider.card("amina"), "Ask Kofi Boateng")
    wider.sends("amina", *ask)
    wider.deliver()
    heard = len(wider.summaries["kofi"])
    assert "They were asked at Monday 23 November 2026, 09:00. We remind them each working morning" in wider.sends(
        "amina", *ask
    )
    wider.deliver()
    assert len(wider.summaries["kofi"]) == heard


def test_whoever_was_named_leaves_and_the_lead_is_asked_again(wider: Teams) -> None:
    for person in ("gwen", "marcus"):
        is_recused(wider, person)
    wider.tick()
    wider.deliver()
    for named in ("ravi", "carys"):
        wider.presses("amina", "Ask Kofi Boateng")
        wider.deliver()
        wider.presses("kofi", "Name who decides for health")
        shown = fills(wider, "kofi", "Name them", {"decider_person": named, "decider_reason": "They are senior."})
        assert "decides for health in this case." in shown
        wider.deliver()
        wider.partnership = without(WIDER, "ravi")
        wider.at("Tue 2026-11-24 09:05")
    assert [one.person for one in wider.case(RR).cooptees.values() if one.current] == ["carys"]


def without(partnership: Partnership, person: str) -> Partnership:
    """The partnership’s file once this person has left."""
    return replace(partnership, people={id: one for id, one in partnership.people.items() if id != person})


def test_a_colleague_in_place_of_somebody_who_cannot_sign_is_named_by_their_lead(wider: Teams) -> None:
    wider.opens("gwen", "decline", RR)
    fills(wider, "gwen", "Tell the chair", {"decline_reason": "I cannot agree to the fifth."})
    wider.opens("efua", "replace", f"{RR}/gwen")
    shown = fills(wider, "efua", "Record it", {"replace_what": "colleague", "replace_reason": "Ravi will."})
    assert "asked to have their lead name who decides in their place" in shown
    wider.deliver()
    assert "Nobody who decides for health can take part" in wider.sees("amina")
    assert "Name who decides for health" in buttons(wider.card("amina"))


# -- An action whose owner goes (R079) -----------------------------------------------------------------------------


def test_an_action_is_given_to_somebody_else_when_its_owner_goes(wider: Teams) -> None:
    brings_in(wider, "lena", "housing")
    brings_in(wider, "dev", "housing")  # The same form a second time.
    assert wider.case(RR).cooptees.keys() == {"lena", "dev"}
    declares(wider, "lena", RR)
    papers_go_out(wider, RR, members=("farid", "gwen"))
    opens(wider, "amina", "action", "Agree it", act_for="safety", act_owner="lena", act_due="2026-11-24")
    wider.types("amina", "members")
    wider.presses("amina", "End the part of Lena Ford")
    wider.deliver()
    assert_given(wider, "farid")
    wider.now += timedelta(minutes=5)
    is_recused(wider, "farid")
    assert_given(wider, "gwen")
    wider.partnership = without(WIDER, "gwen")
    wider.at("Tue 2026-11-24 09:05")
    assert_given(wider, "efua")
    assert wider.case(RR).actions["a1"].owner == "efua"


def assert_given(teams: Teams, to: str) -> None:
    """Amina is asked to give the action to somebody else, and does."""
    assert f"{RR}: an action that nobody does" in teams.all_seen("amina")
    teams.presses("amina", "Give it to somebody else")
    teams.deliver()
    assert f"{to.title()} " in fills(teams, "amina", "Agree it", {"act_owner": to, "act_due": "2026-11-24"})
    teams.deliver()
    assert "an action that nobody does" not in teams.types("amina", "my tasks")
    assert "an action of yours" in teams.all_seen(to)
