"""Somebody is not reached in Teams: the deputy, an e-mail and the Partnership Team hear of it, and nobody else."""

import pytest
from story import RR, amina_asks, papers_go_out, returns_nil
from transcript import Teams
from unreachable import BLOCKED, Unreachable

from bot.connector import Gone, NotSent, Rejected, Throttled, Uncertain
from dialogs.reach.unreached import settle_unowned

NOT_REACHED = "we could not reach"


def unreached_cards(teams: Teams, person: str) -> list[str]:
    return [seen for seen in teams.all_seen(person).split("\n\n") if NOT_REACHED in seen]


def test_the_partnership_team_learns_why_and_what_to_say_on_the_phone(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["ben"] = BLOCKED
    amina_asks(filed, RR)
    card = filed.sees("amina")
    assert card.startswith(f"{RR}: we could not reach Fellshire Police in Teams")
    assert "Ben Hollis did not get what we sent." in card
    assert "Return your agency’s summary, by Friday 4 December 2026, 17:00" in card
    assert "They have blocked or removed Rapid Review in Teams." in card
    assert "Ask them to open Rapid Review in Teams and send it any word." in card
    assert "Teams, once" in card
    assert "Ring Ben Hollis" in card
    assert f"There is something for you in Rapid Review in Teams, about {RR}." in card
    assert "It is wanted by " in card
    assert "leave none on an answering machine" in card
    assert there.unowned() == []


def test_nothing_of_it_names_anybody_where_others_can_read(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["ben"] = BLOCKED
    amina_asks(filed, RR)
    assert filed.summaries["amina"][-1] == f"{RR}: a message did not arrive"
    assert not [said for said in filed.all_seen("team").split() if said in ("Ben", "Hollis")]


def test_the_deputy_gets_the_request_once_and_reads_why(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["ben"] = BLOCKED
    amina_asks(filed, RR)
    assert "This comes to you as deputy" in filed.sees("joan")
    assert "[I have got this]" in filed.sees("joan")
    cards = filed.new_for("joan")
    filed.at("Mon 2026-11-30 09:00")
    assert "This comes to you as deputy" not in "".join(filed.all_seen("joan").split("\n\n")[cards:])


def test_an_agency_without_a_deputy_goes_to_e_mail_and_the_team(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["carys"] = BLOCKED
    amina_asks(filed, RR)
    assert [letter.to for letter in there.letters] == ["carys@fellshire.example"]
    assert "we could not reach Fellshire NHS in Teams" in filed.sees("amina")
    assert "The deputy" not in filed.sees("amina")


def test_the_e_mail_holds_the_reference_and_nothing_else(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["ben"] = BLOCKED
    amina_asks(filed, RR)
    [sent] = there.letters
    assert sent.letter.subject == f"{RR}: please open Rapid Review in Teams"
    assert "team@fellshire.example" in sent.letter.body
    assert "Fellshire Safeguarding Children Partnership" in sent.letter.body
    for word in ("Ben", "Hollis", "Police", "Ivy", "Rook", "summary", "baby", "child died"):
        assert word not in sent.letter.subject + sent.letter.body.replace("Safeguarding Children Partnership", "")
    assert "E-mail to Ben Hollis" in filed.sees("amina"), "the card says that it went"
    assert "Sent." in filed.sees("amina")


def test_without_a_mail_server_the_team_is_told_to_ring(filed: Teams) -> None:
    there = Unreachable(filed, mail=False)
    there.refusing["ben"] = BLOCKED
    amina_asks(filed, RR)
    assert there.letters == []
    assert "E-mail is not set up for Rapid Review." in filed.sees("amina")
    assert "Ring Ben Hollis" in filed.sees("amina")
    assert there.unowned() == []


def test_an_e_mail_that_is_refused_is_said_on_the_card(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing |= {"ben": BLOCKED, "ben@fellshire.example": Rejected("mail 550")}
    amina_asks(filed, RR)
    assert "The mail server did not take the e-mail." in filed.sees("amina")


def test_the_second_failure_of_a_day_is_no_second_alarm_but_the_next_days_is(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["carys"] = BLOCKED
    amina_asks(filed, RR)
    first = len(unreached_cards(filed, "amina"))
    filed.at("Wed 2026-11-25 08:00")
    filed.at("Wed 2026-11-25 17:00")
    assert first == 1
    assert len(unreached_cards(filed, "amina")) <= 2
    assert len(there.letters) <= 2, "at most one a day"


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Gone(403, "BotNotInConversationRoster"), "Rapid Review is not installed for them in Teams."),
        (Gone(403, "BotDisabledByAdmin"), "An administrator of Teams has switched Rapid Review off."),
        (Gone(403, "MessageWritesBlocked"), "They have blocked or removed Rapid Review in Teams."),
        (Gone(403, "NotEnoughPermissions"), "Teams does not let Rapid Review write there."),
        (Gone(403, "InvalidBotApiHost"), "Rapid Review is set up for another cloud of Teams than theirs."),
        (Rejected("413 MessageSizeTooBig"), "The message was too large for Teams."),
        (Rejected("400 BadSyntax"), "They may be a guest, or have left."),
        (Rejected("400"), "Rapid Review made a mistake with this message."),
        (Rejected("418 Teapot"), "Teams did not take the message."),
    ],
)
def test_each_refusal_is_said_in_words(filed: Teams, refusal: NotSent, words: str) -> None:
    Unreachable(filed).refusing["carys"] = refusal
    amina_asks(filed, RR)
    assert words in filed.sees("amina")


def test_what_nobody_knows_the_end_of_is_said_so(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["carys"] = Uncertain("502")
    amina_asks(filed, RR)
    assert NOT_REACHED not in filed.all_seen("amina")
    filed.at("Mon 2026-11-23 09:30")
    assert "It was sent, but Teams did not answer, so nobody knows whether it arrived." in filed.sees("amina")


def test_trying_again_is_no_failure_until_it_is_given_up(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["carys"] = Throttled("503")
    amina_asks(filed, RR)
    assert NOT_REACHED not in filed.all_seen("amina")
    assert there.last("carys").state == "ready"


def test_an_agency_that_answered_meanwhile_need_not_be_rung(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing |= {"ben": BLOCKED, "amina": Throttled("503", 60.0)}
    amina_asks(filed, RR)
    returns_nil(filed, "joan", RR)
    del there.refusing["amina"]
    filed.at("Mon 2026-11-23 09:30")
    assert "nobody needs to ring" in filed.all_seen("amina")
    assert "Ring Ben Hollis" not in filed.all_seen("amina")


def test_who_holds_a_seat_is_named_by_it(answered: Teams) -> None:
    there = Unreachable(answered)
    there.refusing["gwen"] = BLOCKED
    papers_go_out(answered, RR)
    assert f"{RR}: we could not reach the health seat in Teams" in answered.all_seen("amina")
    assert "marcus@fellshire.example" not in [letter.to for letter in there.letters]


def test_when_the_team_is_not_reached_it_gets_an_e_mail_and_the_chair_is_told(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing |= {"ben": BLOCKED, "amina": BLOCKED}
    amina_asks(filed, RR)
    assert {letter.to for letter in there.letters} >= {"ben@fellshire.example", "amina@fellshire.example"}
    assert "we could not reach Fellshire Police in Teams" in filed.all_seen("efua")
    assert there.unowned() == []


def test_one_of_two_in_the_team_is_enough(filed: Teams) -> None:
    there = Unreachable(filed).with_team("amina", "priya")
    there.refusing |= {"ben": BLOCKED, "priya": BLOCKED}
    amina_asks(filed, RR)
    assert NOT_REACHED in filed.all_seen("amina")
    assert NOT_REACHED not in filed.all_seen("efua")
    assert "priya@fellshire.example" in [letter.to for letter in there.letters]


def test_when_nobody_at_all_can_be_told_the_auditor_sees_it(filed: Teams) -> None:
    there = Unreachable(filed, mail=False)
    there.refusing = dict.fromkeys(filed.partnership.people, BLOCKED)
    amina_asks(filed, RR)
    assert "ben" in there.unowned()
    assert filed.store.run_now(lambda work: settle_unowned(filed.desk(work))) > 0
    filed.deliver()
    assert "ben" in there.unowned(), "and goes on seeing it"


def test_who_is_reached_again_is_not_flooded_with_what_was_missed(filed: Teams) -> None:
    there = Unreachable(filed)
    there.refusing["carys"] = BLOCKED
    amina_asks(filed, RR)
    missed = filed.new_for("carys")
    filed.at("Mon 2026-11-30 10:00")
    del there.refusing["carys"]
    filed.types("carys", "my tasks")
    filed.deliver()
    assert filed.new_for("carys") == missed + 1, "the answer alone"
    filed.at("Mon 2026-11-30 17:00")
    assert filed.new_for("carys") == missed + 1, "nothing is made up for"
    filed.at("Wed 2026-12-02 10:00")
    assert "your agency’s answer" in filed.sees("carys"), "the next reminder"
