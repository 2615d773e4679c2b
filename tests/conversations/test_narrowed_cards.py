"""Whoever may read less than they did has no card left that was drawn for more, however it came (rules 4, 9)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import RR, amina_asks, declares, dev_notifies, fills, is_recused, summarises
from test_access_ends import EMPTIED, closes, reads_on_a_card, without
from test_declaring import CONFLICT
from transcript import Teams, words

from bot.tidying import let_go
from bot.turns import _reply
from dialogs import answer, draw, emptying
from rapid_review.declaration.declarations import Conflict, PaperAccess, Ruling
from rapid_review.people import Partnership, Role
from storage.messages import Message

LESS = "You may read less of this case than before. What you may read still, you can open again."


def declares_a_conflict(teams: Teams, person: str) -> str:
    teams.types(person, RR)
    teams.presses(person, "My declarations")
    teams.presses(person, "Declare something new")
    return declares(teams, person, RR, **CONFLICT)


def test_a_conflict_that_waits_for_its_ruling_leaves_nothing_to_read(asked: Teams) -> None:  # R045, E13
    declares(asked, "efua", RR)
    declares(asked, "gwen", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "gwen", "card-1")
    assert "you see nothing of the case until it is ruled on" in declares_a_conflict(asked, "gwen")
    asked.deliver()
    assert "Ivy" not in asked.all_seen("gwen")
    assert f"{EMPTIED}{LESS}" in asked.all_seen("gwen")
    assert "you see nothing of the case until it is ruled on" in asked.all_seen("gwen"), "the answer itself stays"


def test_who_takes_part_within_limits_keeps_no_paper(asked: Teams) -> None:  # R046
    declares(asked, "efua", RR)
    declares(asked, "gwen", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "gwen", "card-1")
    asked.store.run_now(lambda work: _limited(asked, work))
    asked.at("Mon 2026-11-23 09:01")
    assert "Ivy" not in asked.all_seen("gwen")
    assert "This card is emptied" not in asked.all_seen("efua") + asked.all_seen("amina")


def _limited(teams: Teams, work: Any) -> None:
    case, who = work.case(RR), teams.partnership.standing
    case.declare_conflict(Conflict.ACTUAL, perceived=True, by=who("gwen"), revision=2, now=teams.now)
    case.rule("gwen", Ruling.MANAGE, by=who("efua"), revision=1, now=teams.now, access=PaperAccess.NONE)


def test_who_does_not_sign_anew_keeps_nothing(asked: Teams) -> None:
    declares(asked, "gwen", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "gwen", "card-1")
    asked.opens("gwen", "decline", RR)
    fills(asked, "gwen", "Tell the chair", {"decline_reason": "I know them after all."})
    asked.deliver()
    assert "Ivy" not in asked.all_seen("gwen")


def contact_of_the_police(person: str) -> Partnership:
    """The file has this member as a mere contact of an agency from now on, and somebody else in the seat."""
    seats = tuple(replace(one, member="joan") if one.member == person else one for one in PARTNERSHIP.seats)
    agencies = {**PARTNERSHIP.agencies, "police": replace(PARTNERSHIP.agencies["police"], deputy=person)}
    roles = {**PARTNERSHIP.roles, Role.DEPUTY_CHAIR: ()}
    return replace(PARTNERSHIP, seats=seats, agencies=agencies, roles=roles)


def test_the_file_leaves_a_member_a_smaller_part(asked: Teams) -> None:  # E36
    declares(asked, "efua", RR)
    declares(asked, "farid", RR)
    summarises(asked, "carys", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "farid", "card-1")
    asked.partnership = contact_of_the_police("farid")
    asked.at("Tue 2026-11-24 09:01")
    assert "Ivy" not in asked.all_seen("farid")
    assert f"{EMPTIED}{LESS}" in asked.all_seen("farid")
    assert "This card is emptied" not in asked.all_seen("efua") + asked.all_seen("carys")


def test_what_they_still_have_to_do_is_drawn_anew_where_it_stands(polling: Teams) -> None:
    vote = next(n for n, card in enumerate(polling.chats["gwen"]) if "Give your view" in words(card))
    polling.store.run_now(lambda work: _limited(polling, work))
    polling.at("Mon 2026-11-23 09:01")
    assert "[Give your view]" in words(polling.chats["gwen"][vote])


@pytest.mark.parametrize("said", [RR, "board"])
def test_what_was_typed_for_goes_with_the_rest(asked: Teams, said: str) -> None:
    declares(asked, "efua", RR)
    declares(asked, "farid", RR)
    shown = asked.types("farid", said)
    assert "Fellshire Police" in shown or "Agencies asked" in shown
    is_recused(asked, "farid")
    asked.at("Mon 2026-11-23 09:01")
    assert shown not in asked.all_seen("farid")
    assert "Fellshire Police" not in asked.all_seen("farid")


def test_a_list_of_several_cases_stays(asked: Teams) -> None:
    """It tells of none of them more than its stage and its dates (F89)."""
    amina_asks(asked, dev_notifies(asked))
    listed = asked.types("farid", "my cases")
    assert listed.count("Gathering agency summaries") == 2
    asked.partnership = without("farid")
    asked.at("Tue 2026-11-24 09:01")
    assert listed in asked.all_seen("farid")


def test_an_answer_that_waited_to_be_sent_says_no_more_than_may_be_read_by_then(asked: Teams) -> None:
    declares(asked, "efua", RR)
    declares(asked, "farid", RR)
    turn = asked.turn("farid", said="board")

    def typed(work: Any) -> Message:
        return _reply(turn, answer(turn, asked.desk(work)))

    reply = asked.store.run_now(typed)
    given = asked.store.run_now(lambda work: draw(reply, asked.desk(work)))
    assert "Fellshire Police" in words(given.card)
    is_recused(asked, "farid")
    given = asked.store.run_now(lambda work: draw(reply, asked.desk(work)))
    assert "Fellshire Police" not in words(given.card)
    assert f"You are recused from {RR}" in words(given.card)


def test_a_card_that_was_on_its_way_is_emptied_at_the_next_look(asked: Teams) -> None:
    declares(asked, "farid", RR)
    shows = asked.store.run_now(lambda work: _drawn(asked, work))
    asked.partnership = without("farid")
    asked.at("Tue 2026-11-24 09:01")
    asked.messages["late", "farid"] = len(asked.chats["farid"])
    asked.chats["farid"].append(asked.card("amina"))
    message = Message(key="late", to="farid", route="person", view="status", due=asked.now, case=RR)
    asked.store.run_now(lambda work: emptying.arrived(work, message, shows, "late", "chat"))
    asked.at("Wed 2026-11-25 09:01")
    assert "This card is emptied" in words(asked.chats["farid"][asked.messages["late", "farid"]])


def _drawn(teams: Teams, work: Any) -> str:
    turn = teams.turn("farid", verb="notification.read", data={"case": RR})
    return answer(turn, teams.desk(work)).shows


def test_however_many_cards_they_have_none_is_left(asked: Teams) -> None:
    declares(asked, "efua", RR)
    declares(asked, "farid", RR)

    def many(work: Any) -> None:
        for number in range(260):
            work.owe(Message(f"{RR}:x:{number}", "farid", "person", "status", asked.now, RR))

    asked.store.run_now(many)
    asked.deliver()
    assert asked.all_seen("farid").count("Answers in\n0 of 2") == 260
    is_recused(asked, "farid")
    asked.at("Mon 2026-11-23 09:01")
    assert "Answers in\n0 of 2" not in asked.all_seen("farid")


# -- Long after the close ------------------------------------------------------------------------------------------


def without_the_chair() -> Partnership:
    left = without("efua")
    return replace(left, roles={**left.roles, Role.CHAIR: ("farid",), Role.DEPUTY_CHAIR: ()})


def nothing(teams: Teams) -> None:
    pass


def tidied(teams: Teams) -> None:
    assert teams.store.run_now(lambda work: let_go(work, teams.partnership, teams.now))["messages"]


@pytest.mark.parametrize("meanwhile", [nothing, tidied])
def test_a_chair_who_leaves_months_after_the_close_is_noticed_that_day(
    asked: Teams, meanwhile: Callable[[Teams], None]
) -> None:
    declares(asked, "efua", RR)
    for day in ("Tue 2026-12-01", "Thu 2026-12-03"):
        asked.at(f"{day} 09:01")
    assert "Ivy Rook" in reads_on_a_card(asked, "efua", "card-1")
    closes(asked)
    for day in ("Wed 2027-01-06", "Mon 2027-03-22"):
        asked.at(f"{day} 09:01")
    assert "Ivy" in asked.all_seen("efua")
    meanwhile(asked)
    asked.partnership = without_the_chair()
    asked.at("Tue 2027-03-23 09:01")
    assert "Ivy" not in asked.all_seen("efua") and "[See the case]" not in asked.all_seen("efua")
    left = [words(card) for card in asked.chats["efua"] if RR in words(card) and "is emptied" not in words(card)]
    assert [one for one in left if "your declarations" not in one] == [], "nothing but that they were to declare"


def test_what_is_emptied_is_not_kept_in_mind(asked: Teams) -> None:
    declares(asked, "farid", RR)
    reads_on_a_card(asked, "farid", "card-1")
    asked.partnership = without("farid")
    asked.at("Tue 2026-11-24 09:01")
    left = asked.store.run_now(lambda work: work.standing_cards(RR))
    assert {card.drawn_for for card in left if card.to == "farid"} <= {emptying.NOTHING}
    assert not asked.store.run_now(lambda work: work.posted("read:card-1", "farid"))


# -- A deputy whose chair is back ----------------------------------------------------------------------------------


@pytest.fixture
def covering(polling: Teams) -> Teams:
    """Farid, a member and the deputy chair, while the chair is away."""
    polling.sends("amina", "chair.away", {"case": RR})
    polling.at("Mon 2026-11-23 09:30")
    return polling


def the_chair_is_back(teams: Teams) -> None:
    teams.sends("amina", "chair.back", {"case": RR})
    teams.at("Mon 2026-11-23 09:40")


def test_a_deputy_goes_on_with_his_own_vote_once_the_chair_is_back(covering: Teams) -> None:
    covering.types("farid", RR)
    covering.presses("farid", "Give your view in the poll")
    shown = covering.presses("farid", "Give your view")
    the_chair_is_back(covering)
    assert shown in covering.all_seen("farid")
    assert "This card is emptied" not in covering.all_seen("farid")
    typed = {"option": "review", "reason": "Two agencies knew.", "national_issue": "no", "immediate_safety_now": "no"}
    covering.presses("farid", "Give this view", **typed)
    assert "1 of 3 seats have given a view" in covering.types("farid", RR)


@pytest.mark.parametrize("verb", ["record.read", "declarations.read"])
def test_what_only_the_chair_reads_goes_once_the_chair_is_back(covering: Teams, verb: str) -> None:
    covering.types("farid", RR)
    shown = presses_on_it(covering, "farid", verb, case=RR)
    the_chair_is_back(covering)
    assert shown not in covering.all_seen("farid")
    assert f"{EMPTIED}{LESS}" in covering.all_seen("farid")


def test_what_is_saved_of_a_form_is_there_again_when_it_is_opened_again(covering: Teams) -> None:
    """Farid has read the record on this card, so it goes; he has pressed once and left two questions open."""
    covering.types("farid", "record")
    presses_on_it(covering, "farid", "form.open", form="ballot", subject=RR)
    covering.presses("farid", "Give this view", option="review", reason="Two agencies knew.")
    the_chair_is_back(covering)
    assert "Two agencies knew." not in covering.all_seen("farid")
    assert "Two agencies knew." in covering.opens("farid", "ballot", RR)


# -- Teams keeps what was sent, whatever is shown on it since ------------------------------------------------------


def presses_on_it(teams: Teams, person: str, verb: str, **data: str) -> str:
    """A press on the newest message, which Teams answers to the client alone that asked."""
    at = len(teams.chats[person]) - 1
    turn = replace(teams.turn(person, verb=verb, data=data), on_message=teams._message_at(person, at))
    return teams._take(person, teams._do(turn), in_place=True, at=at)


def test_what_was_sent_goes_though_it_shows_a_declaration_by_now(asked: Teams) -> None:  # R045, E13
    declares(asked, "efua", RR)
    declares(asked, "gwen", RR)
    asked.types("gwen", RR)
    asked.presses("gwen", "My declarations")
    form = asked.presses("gwen", "Declare something new")
    assert "you see nothing of the case until it is ruled on" in declares(asked, "gwen", RR, **CONFLICT)
    is_recused(asked, "gwen")
    asked.at("Mon 2026-11-23 09:01")
    assert form not in asked.all_seen("gwen"), "what was sent is an overview with dates and agencies"


def test_what_was_sent_goes_though_it_shows_a_list_or_another_case_by_now(asked: Teams) -> None:  # E13
    other = dev_notifies(asked)
    amina_asks(asked, other)
    declares(asked, "efua", RR)
    declares(asked, "farid", RR)
    declares(asked, "farid", other)
    for verb, data in (("tasks", {}), ("notification.read", {"case": other})):
        asked.types("farid", RR)
        presses_on_it(asked, "farid", verb, **data)
    is_recused(asked, "farid")
    asked.at("Mon 2026-11-23 09:01")
    for card in asked.chats["farid"][-4:]:
        assert "My tasks" not in words(card).split("[")[0] and f"{other}: the notification" not in words(card)
    assert "Ivy Rook" in asked.sends("farid", "notification.read", {"case": other}), "it can be opened again"
