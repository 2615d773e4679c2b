"""A button's data is a claim: whatever stands in it, who pressed it and in which case decide what comes of it (T4)."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from story import ANSWERS, RR, declares, goes_through
from transcript import Teams

from dialogs import answer
from dialogs.forms import FILLINGS
from dialogs.verbs import DIALOGS, TYPED
from storage.files import Folder

OTHER = "RR-2026-002"
SECRETS = ("Wren Hale", "Secret of the other case")
PEOPLE = ("zack", "noor", "dev", "ben", "carys", "farid", "gwen", "marcus", "imran", "harriet")
"""A stranger, another agency's, the referrer, two agencies, members of whom one waits for a ruling, a deputy who was
not called on, the scrutineer, and the chair of the board."""
CLAIMS: dict[str, Any] = {
    "by": "amina",
    "who": "efua",
    "actor": "efua",
    "role": "partnership_team",
    "roles": ["chair", "partnership_team"],
    "standing": {"id": "amina", "roles": ["chair"]},
    "tenant": "00000000-0000-4000-9000-000000000099",
    "from": {"aadObjectId": "amina"},
    "cleared": "true",
}
"""What somebody might add to a button to be taken for somebody else. Nothing reads it."""
_OWN = {"hears_less", "safety_alert_raised", "breach_reported", "signing_declined", "looked_again"}
_AGENCY = {"request_acknowledged", "request_handed_over", "records_secured", "extension_asked", "file_received"}
_AGENCY |= {"file_removed", "answer_confirmed", "sharing_recorded", "nil_returned", "wrong_person", "request_came_back"}
_MEMBER = {"paper_opened", "vote_cast", "deputy_called", "safety_alert_acknowledged", "poll_closed"}
MAY_CAUSE: dict[str, set[str]] = {
    **{person: set() for person in ("zack", "noor", "marcus")},
    **dict.fromkeys(("dev", "imran", "harriet"), _OWN),
    **dict.fromkeys(("ben", "carys"), _OWN | _AGENCY),
    **dict.fromkeys(("farid", "gwen"), _OWN | _MEMBER),
}
"""What each may make happen in these two cases by pressing anything, told a second time."""


class Undone(Exception):
    """Takes a press back, and brings what it led to."""


@pytest.fixture(scope="module")
def two(played: dict[str, Teams], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    """A case that most have a part in, and another that only Amina and its notifier know the content of."""
    folder = tmp_path_factory.mktemp("tampered")
    polling = played["polling"].twin(folder / "review.db")
    polling.files = Folder(folder / "files")
    declares(polling, "gwen", RR, decl="possible", kinds="managed", details="My team.", proposed="take_part")
    polling.attaches("ben", "police.pdf", said=RR)
    polling.types("owen", "notify")
    said = {**ANSWERS, "child_name": SECRETS[0], "inc_facts": SECRETS[1]}
    assert OTHER in goes_through(polling, "owen", said, "Send the notification")
    polling.deliver()
    declares(polling, "amina", OTHER)
    polling.sends("amina", "agencies.ask", {"case": OTHER, "agencies": "health"})
    polling.attaches("amina", "secret.pdf", said=OTHER)
    polling.deliver()
    with closing(polling.store):
        yield polling


def presses(teams: Teams, person: str, verb: str, data: dict[str, Any]) -> tuple[str, list[tuple[str, str, str]]]:
    """What comes of it, and what happened by it, of which nothing is kept."""
    turn = teams.turn(person, verb=verb, data=data)
    return _looks(teams, lambda desk: json.dumps(answer(replace(turn, id="the-same"), desk).card))


def _looks(teams: Teams, asked: Any) -> tuple[str, list[tuple[str, str, str]]]:
    def act(work: Any) -> None:
        shown = asked(teams.desk(work))
        opened = [one.case for one in work._opened.values()]
        raise Undone(shown, [(case.reference, str(e.kind), e.by) for case in opened for e in case.happened])

    try:
        teams.store.run_now(act)
    except Undone as undone:
        shown, happened = undone.args
        return shown, happened
    raise AssertionError("A press is taken back.")


def documents(teams: Teams) -> dict[str, str]:
    """The one document of each case, by the case's reference."""
    return teams.store.run_now(lambda work: {ref: work.attachments(ref)[0].id for ref in (RR, OTHER)})


def honest(teams: Teams, person: str, verb: str) -> dict[str, Any]:
    """Everything that any of our buttons carries, about the first case."""
    form = Random(f"{verb}{person}").choice(sorted(FILLINGS))
    return {
        "case": RR,
        "agency": "police",
        "agencies": "police",
        "task": "return/police",
        "page": "0",
        "form": form,
        "subject": f"{RR}/police",
        "rev": "0.0",
        "section": "view",
        "row": "0",
        "document": documents(teams)[RR],
        "kind": "collated",
        "edition": "identified",
        "ending": "docx",
        "about": "police",
        "person": "joan",
        "seat": "police",
        "action": "a1",
        "duty": "panel",
        "version": "1",
        "paper": "return/health/1",
        "breach": "b1",
        "meeting": "1",
    }


def tampered(teams: Teams, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same with one thing in it changed, left out, or of the wrong kind."""
    theirs = documents(teams)[OTHER]
    others = {
        "case": OTHER,
        "subject": OTHER,
        "document": theirs,
        "agency": "health",
        "person": "efua",
        "seat": "health",
    }
    others |= {"about": "health", "task": "return/health", "agencies": "housing", "paper": "return/police/1"}
    for key, value in others.items():
        yield {**data, key: value}
    yield {**data, "subject": f"{OTHER}/health"}
    yield {**data, "case": OTHER, "subject": f"{OTHER}/health", "document": theirs, "agency": "health"}
    yield {**data, "case": OTHER, "document": data["document"]}
    for key in data:
        yield {id: value for id, value in data.items() if id != key}
        for odd in ("", "\x00", "../../etc/passwd", [OTHER], {"id": OTHER}, None, True, -1, 2**70, "9" * 5_000):
            yield {**data, key: odd}


def sure(teams: Teams, person: str, verb: str, data: dict[str, Any]) -> None:
    """Nothing of the other case, and nothing that this person may not make happen."""
    shown, happened = presses(teams, person, verb, data)
    assert not any(secret in shown for secret in SECRETS), (person, verb, data)
    for reference, kind, by in happened:
        assert by in ("", person), (person, verb, data, kind)
        assert not by or kind in MAY_CAUSE[person], (person, verb, reference, kind, data)


def test_what_a_button_claims_of_its_presser_is_read_by_nobody(two: Teams) -> None:
    """The same person, case and verb: the same answer, whoever the data says they are."""
    for person in PEOPLE:
        for verb in DIALOGS:
            data = honest(two, person, verb)
            assert presses(two, person, verb, {**data, **CLAIMS}) == presses(two, person, verb, data), (person, verb)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_card_that_was_tampered_with_opens_nothing(two: Teams, person: str) -> None:
    """A few for each verb; all of them below."""
    for verb in DIALOGS:
        ways = list(tampered(two, honest(two, person, verb)))
        for data in Random(f"{person}{verb}").sample(ways, 3):
            sure(two, person, verb, data)


@pytest.mark.crawl
@pytest.mark.parametrize("person", PEOPLE)
def test_however_it_was_tampered_with(two: Teams, person: str) -> None:
    for verb in DIALOGS:
        for data in tampered(two, honest(two, person, verb)):
            sure(two, person, verb, data)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_word_that_can_be_typed_opens_the_other_case(two: Teams, person: str) -> None:
    for said in (*TYPED, OTHER, f"case {OTHER}", f"{OTHER} {RR}"):
        turn = two.turn(person, said=said)
        shown, happened = _looks(two, lambda desk, turn=turn: json.dumps(answer(turn, desk).card))
        assert not any(secret in shown for secret in SECRETS), said
        assert {by for _, _, by in happened} <= {"", person}


def test_a_form_is_for_those_whose_it_is_whoever_its_subject_names(two: Teams) -> None:
    """Every form of the other case, opened and sent by everybody: nothing comes of it."""
    before = two.case(OTHER).version
    for person in ("zack", "noor", "dev", "ben", "marcus"):
        for form in sorted(FILLINGS):
            if form == "notification":
                continue
            for about in ("", "/health", "/efua", "/b1.ico", "/panel"):
                data = {"form": form, "subject": OTHER + about, "rev": "0.0", "section": "x", **ANSWERS}
                for verb in ("form.open", "form.submit"):
                    shown, happened = presses(two, person, verb, data)
                    assert happened == [] and not any(secret in shown for secret in SECRETS), (person, form, about)
    assert two.case(OTHER).version == before
