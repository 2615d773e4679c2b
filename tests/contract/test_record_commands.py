"""The record by command: written to a file, checked there and in the database, against a seal that was kept outside."""

import argparse
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from crashing import owe, settings
from sqlalchemy import create_engine, text

from bot import record_commands, verify_record
from bot.database import connect
from cards.sealing import shown
from rapid_review.timing.london import local_day

FIRST, SECOND = (f"RR-{datetime.now(UTC).year}-00{n}" for n in (1, 2))


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Two cases, and the day's seal."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    store = connect(settings(url), exclusive=False)
    store.migrate()
    for _ in range(2):
        owe(url, "https://example.org")
    now = datetime.now(UTC)
    store.run_now(lambda work: work.anchor_of_day(now, local_day(now)))
    store.close()
    return url


def asked(**more: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"case": "", "person": "", "out": None, "anchor": "", "overwrite": False, **more})


def seal_of(url: str) -> str:
    engine = create_engine(url)
    with engine.begin() as connection:
        seal = str(connection.execute(text("SELECT hash FROM anchor")).scalar())
    engine.dispose()
    return shown(seal)


def test_a_file_is_checked_by_one_file_alone(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "record.jsonl"
    assert record_commands.write(settings(url), asked(out=out)) == 0
    alone = tmp_path / "verify_record.py"
    alone.write_bytes(Path(verify_record.__file__).read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", str(alone), str(out), "--anchor", seal_of(url)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "The record is whole: 2 entries in 2 chains, 1 anchors." in done.stdout
    assert "2 of the 2 entries were there when it was sealed, at " in done.stdout
    assert "none of them was altered" in done.stdout
    assert f"Written: {out}" in capsys.readouterr().out


def test_a_file_of_one_case_and_a_seal_that_is_none(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "record.jsonl"
    assert record_commands.write(settings(url), asked(out=out, case=SECOND.lower())) == 0
    assert verify_record.main([str(out), "--anchor", seal_of(url)]) == 0
    assert f"The record of {SECOND} is whole: 1 entries" in capsys.readouterr().out
    assert verify_record.main([str(out), "--anchor", "0" * 32]) == 1
    assert "no anchor has that seal" in capsys.readouterr().out
    assert verify_record.main([str(out), "--anchor", "abc"]) == 1
    assert record_commands.write(settings(url), asked(out=tmp_path / "none", case="RR-2026-999")) == 1
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["missing.jsonl", "noise.jsonl"])
def test_what_is_no_record_is_said_to_be_none(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "noise.jsonl").write_text("noise\n", encoding="utf-8")
    assert verify_record.main([str(tmp_path / name)]) == (1 if name == "noise.jsonl" else 2)
    said = capsys.readouterr()
    assert "Line 1: it is not written as a record is." in said.out or "This file cannot be read" in said.err


def test_the_database_is_checked_beside_the_bot(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert record_commands.verify(settings(url), asked(anchor=seal_of(url))) == 0
    assert capsys.readouterr().out == (
        "The record of every case is whole.\n"
        "What was there when that seal was made is as it was then; what came later, only a later seal proves.\n"
    )
    assert record_commands.verify(settings(url), asked()) == 0
    assert capsys.readouterr().out == (
        "The record of every case is whole.\n"
        "Give a seal that was kept elsewhere (--anchor) to show that it was not made anew as a whole.\n"
    )
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE \"case\" = :of"), {"of": FIRST})
    engine.dispose()
    assert record_commands.verify(settings(url), asked()) == 1
    said = capsys.readouterr().out
    assert "the trigger audit_no_update is missing" in said
    assert f"{FIRST}: entry 1 of the record is wrong or missing." in said


def test_of_one_person_it_is_counted_to_the_terminal(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert record_commands.write(settings(url), asked(person=" DEV ")) == 0
    said = capsys.readouterr().out
    assert f"\n{FIRST}: 1 entries, from " in said and f"\n{SECOND}: 1 entries, from " in said
    assert record_commands.write(settings(url), asked()) == 2
    assert capsys.readouterr().err == "Name the file to write: -o record.jsonl.\n"
