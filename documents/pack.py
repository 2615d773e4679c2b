"""One archive with a manifest of hashes: what goes to the Panel, to a court, or to another partnership.

The same contents give the same bytes. Anybody can check one with `sha256sum -c SHA256SUMS`, or with `faults`. Whoever
changes a file, the manifest and the sums alike makes another pack: only a hash kept elsewhere tells them apart.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from documents.word import LONG_AGO

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
"""The same hashes, and the manifest's own, in the form that `sha256sum -c` reads."""
END = b"PK\x05\x06"
"""What begins the 22 bytes with which an archive without a remark ends."""


def packed(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The archive of these files, by plain names, with what is to be said of them in its manifest."""
    listed = [{"name": name, "bytes": len(files[name]), "sha256": _hash(files[name])} for name in sorted(files)]
    manifest = json.dumps({**about, "files": listed}, indent=2, ensure_ascii=False).encode() + b"\n"
    sums = _sums({MANIFEST: _hash(manifest), **{name: _hash(files[name]) for name in sorted(files)}})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(MANIFEST, manifest), (SUMS, sums), *((name, files[name]) for name in sorted(files))]:
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(part, content)
    return out.getvalue()


def faults(archive: bytes) -> list[str]:
    """What is wrong with an archive, in words: nothing for one that is as it was made."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _strangers(archive, opened) + _faults({name: opened.read(name) for name in opened.namelist()})
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as broken:
        return [f"It cannot be opened as a zip archive: {broken}."]


def _sums(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{value}  {name}\n" for name, value in hashes.items()).encode()


def _strangers(archive: bytes, opened: zipfile.ZipFile) -> list[str]:
    """What an archive can carry beside the files that its table of contents shows."""
    names = opened.namelist()
    found = [f"“{name}” is in it more than once." for name in dict.fromkeys(names) if names.count(name) > 1]
    if min((part.header_offset for part in opened.infolist()), default=0) > 0:
        found.append("Something stands before the first file.")
    return found + ([] if archive[-22:].startswith(END) else ["Something stands after the last file."])


def _faults(there: Mapping[str, bytes]) -> list[str]:
    if MANIFEST not in there:
        return ["It has no manifest."]
    try:
        listed = {one["name"]: one["sha256"] for one in json.loads(there[MANIFEST])["files"]}
    except (ValueError, KeyError, TypeError):
        return ["Its manifest cannot be read."]
    found = [f"“{name}” is missing." for name in listed if name not in there]
    found += [
        f"“{name}” is not what was packed." for name in listed if name in there and _hash(there[name]) != listed[name]
    ]
    found += [f"“{name}” was added." for name in there if name not in (*listed, MANIFEST, SUMS)]
    if there.get(SUMS) != _sums({MANIFEST: _hash(there[MANIFEST]), **listed}):
        found.append(f"The manifest or “{SUMS}” is not what was packed.")
    return found


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
