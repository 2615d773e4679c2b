"""The kind of disk that a folder or a file is on. SQLite’s journal works on none that is reached over a network."""

import re
from pathlib import Path

OVER_A_NETWORK = {
    *("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "nfs", "nfs4", "orangefs"),
    *("prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"),
}
FUSE = "fuse"
"""What begins so is a program of whoever mounted it, which may keep the files anywhere: rclone, s3fs, sshfs."""


def network_disk(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind, if it is one that a database must not be on; else empty, also where the machine does not say."""
    kind = _kind(path.resolve(), mounts)  # A link may lead elsewhere.
    return kind if kind in OVER_A_NETWORK or kind.startswith(FUSE) else ""


def _kind(path: Path, mounts: Path) -> str:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return ""
    found = "", ""
    for _, point, kind, *_ in (line.split(" ") for line in lines if line.count(" ") > 1):
        # What is mounted later at the same place hides what was there.
        if path.is_relative_to(at := _plain(point)) and len(at) >= len(found[0]):
            found = at, kind
    return found[1]


def _plain(point: str) -> str:
    """The kernel writes blanks and the like as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)
