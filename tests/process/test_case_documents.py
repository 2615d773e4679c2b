"""Who may add a document to a case, who may have one, and who may take one back."""

import pytest
from test_case import MONDAY, declared, filed, gathering, who

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, PaperAccess, Ruling
from rapid_review.documents import TEAM
from rapid_review.errors import NotYours
from rapid_review.events import Happening
from rapid_review.stages import Stage


def everybody_declared() -> Case:
    case = gathering()
    for name in ("amina", "ben", "joan", "carys", "efua", "farid", "gwen", "imran"):
        case = declared(case, name)
    return case


@pytest.mark.parametrize(
    ("name", "may_add", "may_have"),
    [
        # name    adds for      has those of: police, health, the Partnership Team
        ("amina", [TEAM], "police health team"),
        ("ben", ["police"], "police"),
        ("joan", ["police"], "police"),  # The SPOC's deputy.
        ("carys", ["health"], "health"),
        ("gwen", [], "police health team"),
        ("efua", [], "police health team"),
        ("imran", [], "police health team"),
        ("dev", [], ""),
        ("harriet", [], ""),
        ("zack", [], ""),
    ],
)
def test_each_adds_and_has_what_is_theirs(name: str, may_add: list[str], may_have: str) -> None:
    case, person = everybody_declared(), who(name)
    assert case.may_add_for(person) == may_add
    theirs = {"police": "police", "health": "health", "team": TEAM}
    assert {word for word, agency in theirs.items() if case.may_have_document(person, agency)} == set(may_have.split())


@pytest.mark.parametrize("name", ["amina", "ben", "gwen"])
def test_nothing_before_the_declarations(name: str) -> None:
    case = gathering()
    case.declarations.pop(name, None)
    assert case.may_add_for(who(name)) == []
    assert not case.may_have_document(who(name), "police")


def test_an_agency_that_was_not_asked_adds_nothing() -> None:
    assert declared(filed(), "amina").may_add_for(who("ben")) == []


def test_nothing_is_added_to_a_closed_case() -> None:
    case = everybody_declared()
    case.stage = Stage.CLOSED
    assert case.may_add_for(who("amina")) == case.may_add_for(who("ben")) == []
    with pytest.raises(NotYours):
        case.add_document("f1", "police", by=who("ben"), size=3, now=MONDAY)


def test_whoever_is_recused_has_and_adds_nothing() -> None:
    case = declared(everybody_declared(), "carys", conflict=Conflict.ACTUAL)
    case.rule("carys", Ruling.RECUSE, by=who("efua"), revision=1, now=MONDAY)
    assert case.may_add_for(who("carys")) == []
    assert not case.may_have_document(who("carys"), "health")


def test_whoever_may_not_read_the_answers_may_not_have_their_documents() -> None:
    case = declared(everybody_declared(), "gwen", conflict=Conflict.ACTUAL)
    case.rule("gwen", Ruling.MANAGE, by=who("efua"), revision=1, now=MONDAY, access=PaperAccess.PART)
    assert not case.may_have_document(who("gwen"), "police")


@pytest.mark.parametrize("agency", ["health", TEAM, "housing", "nonsense"])
def test_nobody_adds_for_another(agency: str) -> None:
    case = everybody_declared()
    with pytest.raises(NotYours):
        case.add_document("f1", agency, by=who("ben"), size=3, now=MONDAY)
    assert case.documents == 0


def test_the_sender_and_the_partnership_team_take_a_document_back() -> None:
    case = everybody_declared()
    may = {n for n in ("amina", "ben", "joan", "carys", "gwen") if case.may_remove_document(who(n), "police", "ben")}
    assert may == {"amina", "ben"}
    with pytest.raises(NotYours):
        case.remove_document("f1", "police", "ben", by=who("joan"), now=MONDAY)


def test_numbers_go_up_and_the_record_holds_ids_and_sizes_only() -> None:
    case = everybody_declared()
    numbers = [case.add_document(f"f{n}", "police", by=who("ben"), size=7, now=MONDAY) for n in (1, 2)]
    case.remove_document("f2", "police", "ben", by=who("ben"), now=MONDAY)
    numbers.append(case.add_document("f3", "police", by=who("ben"), size=7, now=MONDAY))
    case.send_document("f1", by=who("amina"), now=MONDAY)
    assert numbers == [1, 2, 3]
    record = [(event.kind, event.by, event.facts) for event in case.happened[-2:]]
    assert record == [
        (Happening.FILE_RECEIVED, "ben", {"file": "f3", "agency": "police", "size": "7"}),
        (Happening.FILE_SENT, "amina", {"file": "f1"}),
    ]
