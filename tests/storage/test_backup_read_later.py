"""An archive that an earlier build wrote is read by this one. It is kept as it was made, and never made anew."""

import hashlib
from pathlib import Path

from folders import BACKUP_KEY, KEY, LATER, Folder, told

from storage.backup.restoring import Target, restore
from storage.files import Folder as Disk
from storage.store import Store
from storage.vault import Vault

ARCHIVE = Path(__file__).parent / "golden" / "archive.rrb"
"""One case with two notes, one file of its own and one that waits; under the keys of `folders.py`."""
SHA256 = "c1c1bd8097b8352fda021aa60e37d71a93ad871c0d2a1c3664885cff6f445f26"


def test_an_archive_of_the_first_format_comes_back(tmp_path: Path) -> None:
    assert hashlib.sha256(ARCHIVE.read_bytes()).hexdigest() == SHA256
    url = f"sqlite:///{tmp_path / 'again.db'}"
    restored = restore(ARCHIVE, BACKUP_KEY, Target(url, tmp_path / "files", Vault(KEY), Folder), LATER)
    assert (restored.manifest.revision, restored.verified.faults) == ("0005", [])
    copy = Store.connect(url, KEY, case_type=Folder, announce=told)
    copy.check()
    assert copy.run_now(lambda work: work.case("RR-2026-001")).notes == ["Ivy was seen", "and heard"]
    (file,) = copy.run_now(lambda work: work.attachments("RR-2026-001"))
    content = copy.run_now(lambda work: work.file_content(Disk(tmp_path / "files"), file))
    assert content == b"what the police know"
    copy.close()
