"""SQLite on a disk that is reached over a network is refused, however it is mounted and named."""

from pathlib import Path

import pytest
from standins import APP_ID, TENANT

from bot import mounts
from bot.settings import Settings
from bot.settings_checks import mistakes_in

LOCAL = "/dev/sda1 / ext4 rw 0 0\n"


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the machine says of its disks."""
    said = tmp_path / "mounts"
    monkeypatch.setattr("bot.settings_checks.network_disk", lambda path: mounts.network_disk(path, said))
    return said


def _told(database: Path) -> list[str]:
    settings = Settings(app_id=APP_ID, app_tenant_id=TENANT, database_url=f"sqlite:///{database}")
    return [told for told in mistakes_in(settings) if "network disk" in told]


@pytest.mark.parametrize(
    "kind",
    ["cifs", "nfs4", "ceph", "davfs", "virtiofs", "9p", "fuse", "fuseblk", "fuse.sshfs", "fuse.rclone", "fuse.s3fs"],
)
def test_a_database_on_a_network_disk_is_told(tmp_path: Path, mounted: Path, kind: str) -> None:
    mounted.write_text(f"{LOCAL}share {tmp_path} {kind} rw 0 0\n")
    assert _told(tmp_path / "rr.db") == [
        f"DATABASE_URL: SQLite cannot be kept on a network disk ({kind}). Use a local disk, or PostgreSQL."
    ]


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs"])
def test_a_database_on_a_local_disk_is_well(tmp_path: Path, mounted: Path, kind: str) -> None:
    mounted.write_text(f"{LOCAL}/dev/sdb1 {tmp_path} {kind} rw 0 0\nshare {tmp_path}-2 nfs4 rw 0 0\n")
    assert _told(tmp_path / "rr.db") == []


def test_a_share_whose_name_has_a_blank(tmp_path: Path, mounted: Path) -> None:
    (folder := tmp_path / "Rapid Review").mkdir()
    mounted.write_text(f"{LOCAL}//files/share {tmp_path}/Rapid\\040Review cifs rw 0 0\n")
    assert "(cifs)" in _told(folder / "rr.db")[0]


def test_a_link_that_leads_to_a_share(tmp_path: Path, mounted: Path) -> None:
    """To the folder, or to the file alone."""
    (share := tmp_path / "share").mkdir()
    (tmp_path / "data").symlink_to(share)
    (tmp_path / "rr.db").symlink_to(share / "rr.db")
    mounted.write_text(f"{LOCAL}srv:/x {share} nfs4 rw 0 0\n")
    assert "(nfs4)" in _told(tmp_path / "data" / "rr.db")[0]
    assert "(nfs4)" in _told(tmp_path / "rr.db")[0]


def test_a_file_that_is_mounted_by_itself(tmp_path: Path, mounted: Path) -> None:
    """As containers do it: its journal is on the local disk beside it, and it is not."""
    (tmp_path / "rr.db").touch()
    mounted.write_text(f"{LOCAL}srv:/rr.db {tmp_path}/rr.db nfs4 rw 0 0\n")
    assert "(nfs4)" in _told(tmp_path / "rr.db")[0]


def test_what_was_mounted_last_at_a_place_is_what_is_there(tmp_path: Path, mounted: Path) -> None:
    mounted.write_text(f"{LOCAL}systemd-1 {tmp_path} autofs rw 0 0\nsrv:/x {tmp_path} nfs4 rw 0 0\n")
    assert "(nfs4)" in _told(tmp_path / "rr.db")[0]


def test_a_machine_that_does_not_say(tmp_path: Path) -> None:
    assert mounts.network_disk(tmp_path, tmp_path / "not there") == ""
