"""The exported record of a ballot: true, it is accepted; false, its first false line is named (F39)."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from balloting import MORNING, at_the_poll, casts, declared, reason, recuse, who, written
from story import RR, votes
from transcript import KEY, Teams

from bot import cli, verify_ballot
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.outcome.commitment import canonical, commitment
from rapid_review.outcome.decision import Stance
from storage.store import Store
from storage.work import Work

VERIFIER = Path(verify_ballot.__file__)
Line = dict[str, Any]
REVIEW, ALTERNATIVE = Stance.REVIEW, Stance.ALTERNATIVE


def opened(work: Work[Case]) -> None:
    case = at_the_poll()
    work.add(case)
    for seat in ("local-authority", "health"):
        case.call_deputy(seat, by=who("amina"), now=MORNING)
    declared(case, "priya", "marcus")


def given(work: Work[Case], name: str, stance: Stance, at: datetime) -> None:
    answers = {"option": stance, "reason": reason(stance)}
    revision = work.put_form(RR, "ballot", name, name, at, answers)
    casts(work.case(RR), name, stance, revision=revision, now=at)


def polled(store: Store[Case]) -> None:
    """Priya's view gives way to Efua's last; Gwen is recused after hers, and Marcus speaks for health."""
    store.run_now(opened)
    views = [("priya", ALTERNATIVE), ("efua", ALTERNATIVE), ("efua", REVIEW), ("gwen", ALTERNATIVE)]
    for n, (name, stance) in enumerate([*views, ("marcus", REVIEW), ("farid", REVIEW)], 1):
        store.run_now(partial(given, name=name, stance=stance, at=MORNING + timedelta(minutes=n)))
        if name == "gwen":
            store.run_now(lambda work: recuse(work.case(RR), "gwen"))


@pytest.fixture(scope="module")
def true_record(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('ballot') / 'review.db'}"
    with closing(Store.connect(url, KEY, case_type=Case, announce=lambda case, event: ())) as store:
        store.migrate()
        polled(store)
        return written(store, RR.lower())


@pytest.fixture
def lines(true_record: str) -> list[Line]:
    return [json.loads(line) for line in true_record.removesuffix("\n").split("\n")]


def checked(lines: list[Line], folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    file = folder / "record.jsonl"
    file.write_text("".join(canonical(line) + "\n" for line in lines), encoding="utf-8", newline="")
    return verify_ballot.main([str(file)]), capsys.readouterr().out


def test_the_true_record_is_accepted_by_the_file_alone(true_record: str, tmp_path: Path) -> None:
    """Anybody can run it: one file, with nothing but Python."""
    (tmp_path / "verify.py").write_text(VERIFIER.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "record.jsonl").write_text(true_record, encoding="utf-8", newline="")
    command = [sys.executable, "-I", "-S", "verify.py", "record.jsonl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"The record of the ballot in {RR} is true." in done.stdout
    assert "Views cast: 6." in done.stdout and "Recused: gwen." in done.stdout
    assert "health: review, given by marcus" in done.stdout
    assert "Quorum: yes. Shared view: review. Decision on record: none yet." in done.stdout


# -- Twenty and more ways to lie -----------------------------------------------------------------------------------


def nth(lines: list[Line], kind: str, number: int = 1) -> Line:
    return [line for line in lines if line["line"] == kind][number - 1]


def entry(lines: list[Line], kind: str, number: int | str = 1) -> Line:
    return [line for line in lines if line["line"] == "entry" and line["kind"] == kind][int(number) - 1]


def committed(vote: Line) -> str:
    told = (vote[part] for part in ("seat", "person", "revision", "stance", "reason", "salt"))
    return commitment(RR, *told)


def chained_anew(lines: list[Line]) -> None:
    """What somebody would do who can write to the whole record."""
    before = ""
    for number, link in enumerate((line for line in lines if line["line"] == "entry"), 1):
        said = [RR, number, link["at"], link["actor"], link["kind"], canonical(link["facts"])]
        link["number"], link["before"] = number, before
        before = link["hash"] = verify_ballot.sha256(before + canonical(said))


def put(kind: str, number: int = 1, **changed: Any) -> Callable[[list[Line]], None]:
    return lambda lines: nth(lines, kind, number).update(changed)


def drop(kind: str, number: int = 1) -> Callable[[list[Line]], None]:
    return lambda lines: lines.remove(nth(lines, kind, number))


def counts(seat: str, number: int) -> Callable[[list[Line]], None]:
    return lambda lines: nth(lines, "outcome")["counted"].update({seat: number})


def added(lines: list[Line]) -> None:
    made_up = {**nth(lines, "vote", 6), "number": 7, "revision": 2, "stance": "no_further"}
    lines.insert(lines.index(nth(lines, "outcome")), {**made_up, "commitment": committed(made_up)})


def last_dropped(lines: list[Line]) -> None:
    lines.remove(nth(lines, "vote", 6))
    nth(lines, "outcome").update(counted={"health": 5, "local-authority": 3}, quorate=False, shared="")


def twice(lines: list[Line]) -> None:
    lines.insert(lines.index(nth(lines, "vote", 3)), dict(nth(lines, "vote", 3)))


def swapped(lines: list[Line]) -> None:
    second, third = nth(lines, "vote", 2), nth(lines, "vote", 3)
    at = lines.index(second)
    lines[at : at + 2] = [{**third, "number": 2}, {**second, "number": 3}]


def late(lines: list[Line]) -> None:
    """A view after the close, with a commitment and a chain forged to fit."""
    added(lines)
    after = nth(lines, "poll")["closed"].replace("T09:", "T10:")
    nth(lines, "vote", 7)["at"] = after
    nth(lines, "outcome").update(shared="", counted={"health": 5, "local-authority": 3, "police": 7})
    facts = {"seat": "police", "commitment": nth(lines, "vote", 7)["commitment"]}
    lines.append({**entry(lines, "vote_cast", 6), "at": after, "facts": facts})
    chained_anew(lines)


def earlier_for_last(lines: list[Line]) -> None:
    """Efua’s second version is taken out, and all that follows is renumbered."""
    lines.remove(nth(lines, "vote", 3))
    for number in (3, 4, 5):
        nth(lines, "vote", number)["number"] = number


def entry_dropped(lines: list[Line]) -> None:
    lines.remove(entry(lines, "vote_cast", 2))


def entry_dropped_and_renumbered(lines: list[Line]) -> None:
    gone = entry(lines, "deputy_called")
    lines.remove(gone)
    for line in lines:
        if line["line"] == "entry" and line["number"] > gone["number"]:
            line["number"] -= 1


def chain_made_to_fit(lines: list[Line]) -> None:
    vote = nth(lines, "vote", 2)
    vote["reason"] = "I said nothing of the kind."
    entry(lines, "vote_cast", 2)["facts"]["commitment"] = vote["commitment"] = committed(vote)


def forged_for_another(lines: list[Line]) -> None:
    """Somebody with the whole record in hand gives a view for Farid, and leaves their own id where it was cast."""
    entry(lines, "vote_cast", 6)["actor"] = "amina"
    chained_anew(lines)


def recusal_forgotten(lines: list[Line]) -> None:
    lines.remove(nth(lines, "recused"))
    counts("health", 4)(lines)


def older(lines: list[Line]) -> None:
    """As a poll was recorded before there were commitments."""
    for line in lines:
        if line["line"] == "entry" and line["kind"] in ("poll_opened", "vote_cast", "poll_closed"):
            line["facts"] = {"seat": line["facts"].get("seat", "")}
        if line["line"] == "vote":
            line["salt"] = line["commitment"] = ""
    chained_anew(lines)


CAST_FROM = "is not what was committed to when it was cast"
NOT_THE_VIEW = "this is not the view that was cast as number"
COUNT = "these are not the views that count"
LIES: dict[str, tuple[Callable[[list[Line]], None], tuple[str, int] | str, str]] = {
    "a stance is changed": (put("vote", 6, stance="no_further"), ("vote", 6), CAST_FROM),
    "a reason is changed by one letter": (put("vote", 4, reason=reason(ALTERNATIVE) + " "), ("vote", 4), CAST_FROM),
    "a salt is changed": (put("vote", 2, salt="0" * 32), ("vote", 2), CAST_FROM),
    "a revision is renumbered": (put("vote", 3, revision=3), ("vote", 3), CAST_FROM),
    "a seat is swapped": (put("vote", 5, seat="police"), ("vote", 5), CAST_FROM),
    "a person is swapped": (put("vote", 5, person="gwen"), ("vote", 5), CAST_FROM),
    "a view is moved in time": (put("vote", 1, at="2026-11-23T09:00:30+00:00"), ("vote", 1), "was not cast then"),
    "a commitment is changed": (put("vote", 1, commitment="0" * 64), ("vote", 1), NOT_THE_VIEW),
    "a view is put into another’s mouth": (forged_for_another, ("vote", 6), "was given in another’s name"),
    "a vote is dropped": (drop("vote", 4), ("vote", 4), NOT_THE_VIEW),
    "the last vote is dropped": (last_dropped, "vote_cast 6", "is missing from the record"),
    "a vote is added": (added, ("vote", 7), "nobody cast this view"),
    "a vote is there twice": (twice, ("vote", 4), NOT_THE_VIEW),
    "the order is changed": (swapped, ("vote", 2), NOT_THE_VIEW),
    "a vote is late, and the chain forged to fit": (late, "vote_cast 7", "was cast after the close"),
    "an earlier version is passed for the last": (earlier_for_last, ("vote", 3), NOT_THE_VIEW),
    "an earlier version is counted": (counts("local-authority", 2), ("outcome", 1), COUNT),
    "the deputy is counted over the member": (counts("local-authority", 1), ("outcome", 1), COUNT),
    "a recused person’s vote is counted": (counts("health", 4), ("outcome", 1), COUNT),
    "the outcome is changed": (put("outcome", shared="alternative"), ("outcome", 1), "the shared view does not follow"),
    "the quorum is denied": (put("outcome", quorate=False), ("outcome", 1), "the quorum does not follow"),
    "a decision is made up": (put("outcome", decided="lcspr"), ("outcome", 1), "not the decision that was recorded"),
    "an audit entry is dropped": (entry_dropped, ("vote", 2), NOT_THE_VIEW),
    "an entry is dropped and the rest renumbered": (entry_dropped_and_renumbered, "deputy_called 1", "does not follow"),
    "an audit hash is changed": (put("entry", 3, hash="0" * 64), ("entry", 3), "does not say what it said"),
    "an entry is made to fit another view": (chain_made_to_fit, "vote_cast 2", "does not say what it said"),
    "the closing is moved": (put("poll", closed="2026-11-23T17:00:00+00:00"), ("poll", 1), "the time at “closed”"),
    "the deadline is moved": (put("poll", closes="2026-12-11T17:00:00+00:00"), ("poll", 1), "the time at “closes”"),
    "the electorate is changed": (put("seat", 2, member="ben"), ("seat", 2), "not as it was when the poll closed"),
    "a seat is left out": (drop("seat", 3), ("seat", 2), "a seat is missing"),
    "the quorum rule is changed": (put("rules", quorum="majority_of_seats"), ("rules", 1), "not the one the poll was"),
    "the decision rule is changed": (put("rules", decision="unanimous_seats"), ("rules", 1), "the rule on “decision”"),
    "a recusal is invented": (put("recused", person="efua"), ("recused", 1), "does not tell of this recusal"),
    "a recusal is forgotten": (recusal_forgotten, ("outcome", 1), COUNT),
    "a line says more than it should": (put("seat", 1, title="Any"), ("seat", 1), "it is not written as"),
    "the poll is older than commitments": (older, ("ballot", 1), "or is older than such proof"),
    "the poll is told twice": (lambda lines: lines.insert(7, dict(lines[6])), ("poll", 2), "or is there twice"),
}


@pytest.mark.parametrize("lie", LIES)
def test_the_first_false_line_is_named(
    lie: str, lines: list[Line], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, where, because = LIES[lie]
    tamper(lines)
    code, said = checked(lines, tmp_path, capsys)
    false = entry(lines, *where.split()) if isinstance(where, str) else nth(lines, *where)
    line = next(n for n, line in enumerate(lines, 1) if line is false)
    assert code == 1
    assert said.startswith(f"The record is false. The first false line is line {line}: ")
    assert because in said


def test_a_view_said_aloud_is_told_from_one_that_its_giver_entered(
    lines: list[Line], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = entry(lines, "vote_cast", 6)
    cast["actor"], cast["facts"]["spoken_by"] = "amina", "farid"
    chained_anew(lines)
    code, said = checked(lines, tmp_path, capsys)
    assert code == 0
    assert "police: review, given by farid at 2026-11-23T09:06:00+00:00, entered by amina" in said


def test_a_date_that_moves_takes_the_close_of_an_open_poll_with_it(
    lines: list[Line], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened, poll = entry(lines, "poll_opened"), nth(lines, "poll")
    poll["closes"] = "2026-12-14T17:00:00+00:00"
    lines.insert(lines.index(opened) + 1, {**opened, "kind": "date_varied", "facts": {"closes": poll["closes"]}})
    chained_anew(lines)
    assert checked(lines, tmp_path, capsys)[0] == 0


# -- The whole way ---------------------------------------------------------------------------------------------------


def test_what_members_gave_in_their_chats_is_what_the_record_proves(
    polling: Teams, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    votes(polling, "farid", RR, "review", "It would add something.")
    votes(polling, "gwen", RR, "alternative", "An audit.")
    with pytest.raises(Refusal, match=f"The ballot of {RR} is sealed until its poll has closed."):
        written(polling.store)
    one, other = [vote.salt for vote in polling.case(RR).poll.votes]
    assert one != other and one not in str(polling.every_card) and other not in str(polling.every_card)
    votes(polling, "efua", RR, "review")
    (tmp_path / "record.jsonl").write_text(written(polling.store), encoding="utf-8", newline="")
    assert cli.main(["verify-ballot", str(tmp_path / "record.jsonl")]) == 0
    assert "health: alternative, given by gwen" in capsys.readouterr().out
    *_, read, _ = polling.store.run_now(lambda work: work.chain(RR))
    assert (read.actor, read.kind, read.facts) == ("command line", "read", {"what": "ballot", "surface": "command"})
    with pytest.raises(NotYours):
        written(polling.store, "RR-2026-999")
