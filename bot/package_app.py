"""The app package that a Teams administrator uploads: the manifest and both icons in one zip."""

import json
import re
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.new_file import new_file

SOURCE = Path(__file__).parents[1] / "manifest"
ICONS = ("color.png", "outline.png")
PLACEHOLDER_DOMAIN = "example.org"
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the same input gives the same bytes, so a package can be compared."""


def build(out: Path, app_id: str, domain: str, *, overwrite: bool = False) -> Path:
    """Write the package to `out`. ValueError says in plain words what is wrong with the id or the domain."""
    manifest = filled(json.loads((SOURCE / "manifest.json").read_text("utf-8")), _guid(app_id), _host(domain))
    content = BytesIO()
    with ZipFile(content, "w") as package:
        _add(package, "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        for icon in ICONS:
            _add(package, icon, (SOURCE / icon).read_bytes())
    with new_file(out, overwrite=overwrite) as write:
        write(content.getvalue())
    return out


def filled(manifest: dict[str, Any], app_id: str, domain: str) -> dict[str, Any]:
    """The manifest with the real ids, web addresses and version in the places that held example ones."""
    links = {
        key: value.replace(PLACEHOLDER_DOMAIN, domain, 1) if key.endswith("Url") else value
        for key, value in manifest["developer"].items()
    }
    bots = [{**bot, "botId": app_id} for bot in manifest["bots"]]
    return {**manifest, "id": app_id, "version": version("rapid-review"), "developer": links, "bots": bots}


def _guid(app_id: str) -> str:
    try:
        guid = UUID(app_id)
    except ValueError:
        guid = UUID(int=0)
    if not guid.int:
        raise ValueError("The app id must be the bot's own id from Azure, like 12345678-90ab-cdef-1234-567890abcdef.")
    return str(guid)


def _host(domain: str) -> str:
    host = domain.strip().lower()
    if len(host) > 253 or not re.fullmatch(rf"({LABEL}\.)+{LABEL}", host):
        raise ValueError("The domain must be a bare host name, like partnership.example.org, with no https:// or path.")
    return host


def _add(package: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, LONG_AGO)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3  # Unix, wherever it is built.
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)
