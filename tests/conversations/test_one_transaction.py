"""A press is answered in one database transaction, which holds all that follows from it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text
from story import amina_asks, dev_notifies, papers_go_out, votes
from transcript import Teams


@contextmanager
def commits_of(teams: Teams) -> Iterator[list[str]]:
    """Every commit of the database while this lasts."""
    seen: list[str] = []

    def note(connection: object) -> None:
        seen.append("commit")

    event.listen(teams.store._engine, "commit", note)
    yield seen
    event.remove(teams.store._engine, "commit", note)


def rows(teams: Teams, table: str) -> int:
    with teams.store._engine.begin() as connection:
        return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())


def test_a_vote_is_one_transaction(teams: Teams) -> None:
    reference = dev_notifies(teams)
    amina_asks(teams, reference)
    papers_go_out(teams, reference)
    teams.types("farid", reference)
    teams.presses("farid", "Give your view in the poll")
    teams.presses("farid", "Give your view")
    audited, owed = rows(teams, "audit"), rows(teams, "outbox")
    with commits_of(teams) as seen:
        shown = teams.presses(
            "farid", "Give this view", option="review", reason="Themes", national_issue="no", immediate_safety_now="no"
        )
    assert "your view is in" in shown
    assert seen == ["commit"]
    assert rows(teams, "audit") > audited and rows(teams, "outbox") > owed


def test_what_fails_on_its_way_to_the_commit_leaves_nothing(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = dev_notifies(teams)
    amina_asks(teams, reference)
    papers_go_out(teams, reference)
    before = {table: rows(teams, table) for table in ("audit", "outbox", "form", "action")}

    def breaks(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("storage.work.Work.finish", breaks)
    with pytest.raises(OSError, match="disk"):
        votes(teams, "farid", reference, "review")
    monkeypatch.undo()
    assert {table: rows(teams, table) for table in before} == before
    poll = teams.case(reference).poll
    assert poll is not None and poll.votes == []
