"""What a command writes: for its owner alone, over nothing that is there, and only when all is done."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.new_file import new_file
from rapid_review.errors import Refusal


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    """A shell that lets everybody read."""
    usual = os.umask(0)
    yield
    os.umask(usual)


def test_it_is_for_its_owner_alone_and_there_when_all_is_done(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with new_file(path) as write:
        write(b"tried once, and")
        write(b"whole")
        assert path.read_bytes() == b"", "the name is taken, and holds nothing yet"
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    assert path.read_bytes() == b"whole"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="x"), new_file(tmp_path / "pack.zip") as write:
        write(b"whole")
        raise Refusal("x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link", "dangling link"])
def test_what_is_there_is_neither_written_over_nor_followed(kind: str, tmp_path: Path) -> None:
    target, path = tmp_path / "target", tmp_path / "out"
    if kind != "dangling link":
        target.write_text("mine")
    if kind == "file":
        target.rename(path)
    else:
        path.symlink_to(target)
    before = {file.name: file.read_text() for file in tmp_path.iterdir() if file.exists()}
    with pytest.raises(Refusal, match=r"is there already.*--overwrite"), new_file(path):
        raise AssertionError
    assert {file.name: file.read_text() for file in tmp_path.iterdir() if file.exists()} == before
    with new_file(path, overwrite=True) as write:
        write(b"new")
    assert path.read_bytes() == b"new" and not path.is_symlink()
    assert not target.exists() or target.read_text() == "mine"


def test_a_place_that_takes_nothing_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written"), new_file(tmp_path / "no such folder" / "pack.zip"):
        raise AssertionError
    with pytest.raises(Refusal, match="is a folder"), new_file(tmp_path, overwrite=True):
        raise AssertionError


def test_every_command_that_writes_a_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "document.docx")
    assert main(["template", "-o", out]) == 0
    assert main(["template", "-o", out]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["template", "-o", out, "--overwrite"]) == 0


def test_arguments_may_stand_in_a_file_so_that_nobody_sees_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of processes, and the shell's history, hold the name of that file and no more."""
    said = tmp_path / "said"
    said.write_text(f"-o\n{tmp_path / 'a name.docx'}\n", encoding="utf-8")
    assert main(["template", f"@{said}"]) == 0
    assert (tmp_path / "a name.docx").exists()
