"""The commands about keys and keeping, as they are typed: what each says, and that a slip changes nothing."""

import base64
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import whereabouts
from story import RR, dev_notifies
from transcript import KEY, Teams, open_store

from bot.cli import main
from bot.partnership import load
from bot.short_names import id_of
from rapid_review.events import Happening
from rapid_review.keeping.kept import SubjectRequest
from rapid_review.people import Role

DEMO = Path(__file__).parents[2] / "demo" / "partnership.toml"
OTHER = bytes(reversed(range(32)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A partnership with one open case, as the settings name it."""
    with closing(open_store(tmp_path / "review.db")) as store:
        dev_notifies(Teams(store, load(DEMO)[0]))
    key_file(tmp_path / "key", KEY)
    for name, value in (
        ("RR_ENV", "demo"),
        ("DATABASE_URL", whereabouts.url_of(tmp_path / "review.db")),
        ("RR_PARTNERSHIP", str(DEMO)),
        ("RR_MASTER_KEY_FILE", str(tmp_path / "key")),
    ):
        monkeypatch.setenv(name, value)
    return tmp_path


def key_file(path: Path, key: bytes) -> Path:
    path.write_bytes(base64.b64encode(key))
    return path


Said = pytest.CaptureFixture[str]


def test_a_copy_of_the_key_is_told_by_its_fingerprint(folder: Path, capsys: Said) -> None:
    assert main(["key"]) == 0
    (mine,) = capsys.readouterr().out.splitlines()
    assert main(["key", "--file", str(key_file(folder / "escrow", KEY))]) == 0
    assert capsys.readouterr().out == f"{mine}\n"
    assert main(["key", "--file", str(key_file(folder / "stranger", OTHER))]) == 0
    assert capsys.readouterr().out != f"{mine}\n"
    assert base64.b64encode(KEY).decode() not in mine


def test_a_new_key_is_made_for_its_owner_alone_and_over_no_other(folder: Path, capsys: Said) -> None:
    made = folder / "new"
    assert main(["key", "--new", str(made)]) == 0
    said = capsys.readouterr().out
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.read_text().strip() not in said and "two more copies" in said
    before = made.read_bytes()
    assert main(["key", "--new", str(made)]) == 1
    assert "No key was made." in capsys.readouterr().err
    assert made.read_bytes() == before


def test_the_key_is_changed_and_the_old_one_opens_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    new = key_file(folder / "new", OTHER)
    monkeypatch.setenv("RR_MASTER_KEY_FILE", str(new))
    assert main(["rotate-key"]) == 2
    assert "Set RR_OLD_MASTER_KEY_FILE" in capsys.readouterr().err
    before = (folder / "review.db").read_bytes()
    assert main(["rotate-key", "--old", str(key_file(folder / "wrong", bytes(32)))]) == 1
    assert "Nothing was changed." in capsys.readouterr().err
    assert (folder / "review.db").read_bytes() == before
    monkeypatch.setenv("RR_OLD_MASTER_KEY_FILE", str(folder / "key"))
    assert main(["rotate-key"]) == 0
    said = capsys.readouterr().out
    assert "     1  keys of cases" in said and "The database is under the new key." in said
    assert main(["rotate-key"]) == 0
    assert "It was under this key already." in capsys.readouterr().out
    with monkeypatch.context() as reading:
        reading.setattr("storage.store.scrub", lambda engine: False)
        assert main(["rotate-key"]) == 1
    assert "still stands in the database’s own files" in capsys.readouterr().err
    assert main(["dispose", RR]) == 0
    monkeypatch.setenv("RR_MASTER_KEY_FILE", str(folder / "key"))
    assert main(["rotate-key", "--old", str(folder / "key")]) == 1


def test_disposal_is_shown_first_and_refused_with_its_reason(folder: Path, capsys: Said) -> None:
    assert main(["dispose", RR.lower()]) == 0
    said = capsys.readouterr().out
    assert f"This would go with {RR}:" in said and "is open" in said
    team = load(DEMO)[0].roles
    two = [person for people in team.values() for person in people][:2]
    for more, why in (
        ([], "Two people have to be named"),
        (["--by", two[0], "--second", two[0], "--reason", "x"], f"somebody else than “{two[0]}”"),
        (["--by", two[0], "--second", two[1], "--reason", "x"], "is open"),
    ):
        assert main(["dispose", RR, "--really", *more]) == 1
        assert why in capsys.readouterr().err
    assert main(["dispose", "RR-2026-999"]) == 1
    assert "There is no such case." in capsys.readouterr().err
    assert main(["certificate", RR, "-o", str(folder / "certificate.pdf")]) == 1
    assert not (folder / "certificate.pdf").exists()


def test_a_hold_and_a_table_are_for_those_who_run_the_case(folder: Path, capsys: Said) -> None:
    asked = ["--by", "nobody", "--reason", "x", "--agreed", "y"]
    assert main(["legal-hold", RR, *asked]) == 1
    table = ["subject-access", "Ivy Rook", "--case", RR, "--reason", "x", "-o", str(folder / "table.csv")]
    assert main([*table, "--by", "amina", "--second", "nobody"]) == 1
    said = capsys.readouterr().err
    whom = "Nobody in the partnership’s file has the id or short name “nobody”: it is mistyped, or they have left."
    assert said.count(whom) == 2
    assert main([*table, "--by", "amina", "--second", "efua"]) == 1
    assert "No request is open in this case." in capsys.readouterr().err
    assert not (folder / "table.csv").exists()


def test_a_table_is_written_to_a_file_and_nothing_of_it_is_on_the_screen(folder: Path, capsys: Said) -> None:
    with closing(open_store(folder / "review.db", load(DEMO)[0])) as store:
        store.run_now(lambda work: request(work, "amina"))
    (folder / "why").write_text("--reason=Asked for by her mother.\n", encoding="utf-8")
    asked = ["subject-access", "Ivy Rook", "--case", RR, f"@{folder / 'why'}", "--by", "amina", "--second", "efua"]
    with pytest.raises(SystemExit):
        main(asked)
    assert "-o/--out" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["declarations-register", RR, f"@{folder / 'why'}", "--by", "amina", "--second", "efua"])
    assert main([*asked, "--every-passage", "-o", str(folder / "table.csv")]) == 0
    assert "Ivy" in (folder / "table.csv").read_text("utf-8-sig")
    assert "Ivy" not in "".join(capsys.readouterr())


def test_whoever_is_named_may_be_named_as_the_file_calls_them(folder: Path, capsys: Said) -> None:
    """Before, no page said which id was meant, and a person in the file was said not to be in it."""
    by_name = ["--by", "amina", "--second", "efua"]
    ids = [one.id for one in load(DEMO)[0].people.values() if one.name in ("Amina Yusuf", "Efua Mensah")]
    by_id = ["--by", ids[0].upper(), "--second", ids[1]]
    for number, who in enumerate((by_name, by_id)):
        asked = ["document", "notification", RR, "--identified", *who, "--reason", "For the court."]
        assert main([*asked, "--as", "txt", "-o", str(folder / f"{number}.txt")]) == 0, capsys.readouterr().err
    with closing(open_store(folder / "review.db", load(DEMO)[0])) as store:
        chain = store.run_now(lambda work: work.chain(RR))
        kept = store.run_now(lambda work: work.form(RR, "written_out", ""))
    taken = [(link.facts["by_command"], link.facts["second"]) for link in chain if link.kind == "written_out"]
    assert taken == [(ids[0], ids[1])] * 2, "the record has ids, whichever was typed"
    assert (kept.by, kept.answers["by"], kept.answers["reason"]) == ("command line", ids[0], "For the court.")


def test_what_looks_like_an_id_is_nobodys_short_name() -> None:
    """A heading of the file cannot make one person's id mean somebody else."""
    one, other = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
    people = {"amina": {"entra_id": one.upper()}, other: {"entra_id": one}}
    assert id_of("amina", people) == one
    assert id_of(other, people) == other and id_of(f" {other.upper()}", people) == other
    assert id_of("Amina", people) == "Amina"


def test_who_has_left_is_not_meant_by_their_short_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    left = DEMO.read_text("utf-8").replace("[people.efua]", "[people.efua]\nleft = 2020-01-31")
    (folder / "left.toml").write_text(left, encoding="utf-8")
    monkeypatch.setenv("RR_PARTNERSHIP", str(folder / "left.toml"))
    asked = ["export", RR, "--by", "amina", "--second", "efua", "--reason", "x", "-o", str(folder / "case.zip")]
    assert main(asked) == 1
    assert "the id or short name “efua”: it is mistyped, or they have left." in capsys.readouterr().err


def test_a_pack_is_made_by_command_and_no_name_is_typed(folder: Path, capsys: Said) -> None:
    """Names and reasons come from files; a pack that cannot be written, or is there, answers nothing."""
    partnership = load(DEMO)[0]
    team = partnership.holders(Role.PARTNERSHIP_TEAM)
    chair = partnership.holders(Role.CHAIR)
    by, second = [*team, *chair][:2]
    with closing(open_store(folder / "review.db", partnership)) as store:
        store.run_now(lambda work: request(work, by))
    (folder / "who").write_text("Ivy Rook\n--also=Ivy Quill\n\n", encoding="utf-8")
    (folder / "why").write_text("--reason=Asked for by her mother.\n", encoding="utf-8")
    table, pack = folder / "table.csv", folder / "pack.zip"
    asked = [f"@{folder / 'who'}", f"@{folder / 'why'}", "--case", RR, "--by", by, "--second", second]
    assert main(["subject-access", *asked, "-o", str(table)]) == 0
    assert "Do not change the text" in capsys.readouterr().out
    marks = table.read_text("utf-8-sig").replace(",,\n", ",release,\n")
    table.write_text(marks, encoding="utf-8")
    asked = [*asked, "--marks", str(table), "--names-checked"]
    for place in (folder / "no such folder" / "pack.zip", table):
        assert main(["subject-access-pack", *asked, "-o", str(place)]) == 1
    said = capsys.readouterr().err
    assert "Nothing was done." in said and "is there already" in said
    assert table.read_text("utf-8") == marks
    assert main(["subject-access-pack", *asked, "-o", str(pack)]) == 0, capsys.readouterr().err
    assert pack.stat().st_mode & 0o777 == 0o600
    assert main(["verify-pack", str(pack)]) == 0
    pack.unlink()
    assert main(["subject-access-pack", *asked, "-o", str(pack)]) == 1
    assert "No request is open" in capsys.readouterr().err
    assert not pack.exists()


def request(work: Any, by: str) -> None:
    """As the chat writes it down."""
    case, now = work.case(RR), datetime.now(UTC)
    case.subject_requests.append(SubjectRequest(1, now.date(), now.date(), by, now, 1))
    case._happen(Happening.SUBJECT_REQUEST_LOGGED, now, number="1", due=now.date().isoformat())
