"""A document that was lost before a backup was made: each command names it, and all of them come to one verdict."""

import base64
import json
from contextlib import closing
from pathlib import Path

import pytest
from story import RR, dev_notifies
from transcript import KEY, Teams, open_store

from bot.cli import main
from bot.partnership import load
from storage.files import Folder

PARTNERSHIP = Path(__file__).parents[2] / "demo" / "partnership.toml"
LOST = f"Document 1 of {RR} was lost before the backup was made.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of which the police's document is gone from the disk."""
    with closing(open_store(tmp_path / "review.db")) as store:
        teams, disk = Teams(store, load(PARTNERSHIP)[0]), Folder(tmp_path / "review.files")
        dev_notifies(teams)
        held = store.run_now(lambda work: work.hold_file(disk, "ben", "a.pdf", "pdf", b"what they know", teams.now))
        store.run_now(lambda work: work.file_held(held, RR, "police", 1, by="ben", at=teams.now))
        disk.remove(held.about.place)
    for name, key in (("master", KEY), ("backup", bytes(range(1, 33)))):
        (tmp_path / name).write_bytes(base64.b64encode(key))
        monkeypatch.setenv(f"RR_{name.upper()}_KEY_FILE", name)
    (tmp_path / "backups").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RR_ENV", "demo")
    monkeypatch.setenv("RR_PARTNERSHIP", str(PARTNERSHIP))
    monkeypatch.setenv("RR_BACKUP_FOLDER", "backups")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'review.db'}")
    return tmp_path


def test_it_is_named_and_the_verdict_is_the_same_whoever_gives_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0  # It was made, and its folder is kept in order.
    assert capsys.readouterr().err == LOST
    assert main(["drill", "--latest", "backups"]) == 1
    said = capsys.readouterr().out
    assert f"{LOST}Everything else verifies.\n" in said
    assert json.loads(said.splitlines()[-1])["good"] is False
    (backup,) = (folder / "backups").glob("*.rrb")
    assert main(["restore", str(backup), "--into", "new.db", "--files", "new"]) == 1
    assert f"{LOST}Everything else verifies.\nIt is held" in capsys.readouterr().out
    assert (folder / "new.db").exists()  # All the rest is there.
