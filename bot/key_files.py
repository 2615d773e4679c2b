"""Which files with keys can be read by others than their owner. A warning: mounted secrets often can (V13.3.2)."""

import os
from collections.abc import Iterator

from bot.settings import Settings

KEYS = (*("master_key_file", "old_master_key_file", "backup_key_file", "app_certificate", "graph_certificate"),)
OTHERS = 0o077
"""Whatever the group and all others may do."""


def readable_by_others(settings: Settings) -> Iterator[str]:
    """The settings that name such files. Windows says nothing of it in a file's mode."""
    for field in KEYS if os.name == "posix" else ():
        path = getattr(settings, field)
        if path and path.is_file() and path.stat().st_mode & OTHERS:
            yield str(type(settings).model_fields[field].alias)


def warning(setting: str) -> str:
    """What to do about one, in words."""
    return (
        f"Warning: the file that {setting} names can be read by others on this machine. Make it its owner’s alone "
        "(`chmod 400`), unless it is mounted for this program only."
    )
