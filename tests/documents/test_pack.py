"""A pack is the same bytes each time, its manifest verifies, and whatever was changed is named."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from documents.pack import faults, packed

FILES = {
    "RR-2026-001 letter.docx": b"Dear Panel",
    "RR-2026-001 decision.docx": b"Decided",
    "nested/summary.html": b"<p>",
}
PACK = packed(FILES, {"reference": "RR-2026-001"})


def changed(**contents: bytes | None) -> bytes:
    """The pack with some parts replaced, added or taken out; a part's name has _ for each space."""
    parts = {name.replace("_", " "): content for name, content in contents.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PACK)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = parts.pop(name, before.read(name))
            if content is not None:
                after.writestr(name, content)
        for name, content in parts.items():
            after.writestr(name, content or b"")
    return out.getvalue()


def test_the_same_files_make_the_same_pack() -> None:
    assert packed(dict(reversed(FILES.items())), {"reference": "RR-2026-001"}) == PACK
    assert faults(PACK) == []


def test_whatever_was_changed_is_named() -> None:
    letter = "RR-2026-001 letter.docx"
    assert faults(changed(**{letter: b"Dear Panel!"})) == [f"“{letter}” is not what was packed."]
    assert faults(changed(**{letter: None})) == [f"“{letter}” is missing."]
    assert faults(changed(extra=b"x")) == ["“extra” was added."]
    assert faults(changed(**{"manifest.json": b"{"})) == ["Its manifest cannot be read."]
    assert faults(changed(**{"manifest.json": None})) == ["It has no manifest."]
    assert "cannot be opened" in faults(PACK[: len(PACK) // 2])[0]
    unlike = ["The manifest or “SHA256SUMS” is not what was packed."]
    with zipfile.ZipFile(io.BytesIO(PACK)) as opened:
        sums, manifest = opened.read("SHA256SUMS"), opened.read("manifest.json")
    assert faults(changed(SHA256SUMS=sums[1:])) == unlike
    assert faults(changed(**{"manifest.json": manifest.replace(b"RR-2026-001", b"RR-2026-002")})) != []
    another_case = manifest.replace(b'"reference": "RR-2026-001"', b'"reference": "RR-2026-002"')
    assert faults(changed(**{"manifest.json": another_case})) == unlike


def test_what_hides_beside_the_files_is_named() -> None:
    assert faults(b"MZ" + PACK) == ["Something stands before the first file."]
    assert faults(PACK + b"more") == ["Something stands after the last file."]
    twice = io.BytesIO(PACK)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as opened:
        opened.writestr("RR-2026-001 letter.docx", b"Dear Panel")
    assert faults(twice.getvalue()) == ["“RR-2026-001 letter.docx” is in it more than once."]


@pytest.mark.parametrize("place", range(0, len(PACK), 41))
def test_no_changed_byte_passes_unseen(place: int) -> None:
    """Either the archive says so, or what comes out of it is still what went in."""
    spoiled = PACK[:place] + bytes([PACK[place] ^ 0xFF]) + PACK[place + 1 :]
    if not faults(spoiled):
        with zipfile.ZipFile(io.BytesIO(spoiled)) as opened:
            assert {name: opened.read(name) for name in FILES} == FILES


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="This machine has no sha256sum.")
def test_anybody_can_check_it_with_what_their_machine_has(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(PACK)) as opened:
        opened.extractall(tmp_path)
    said = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.count(": OK") == len(FILES) + 1, "and the manifest"
