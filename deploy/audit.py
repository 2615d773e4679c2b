"""Asks the public advisories about every locked dependency, and says plainly what was asked and what could not be.

`pip-audit` by itself passes over what the service does not know and ends well: a service out of reach looks clean.
0: everything asked, nothing found but what docs/waivers.toml accepts. 1: something found. 3: not everything asked.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock",)
WAIVERS = ROOT / "docs" / "waivers.toml"
CLEAN, FOUND, NOT_ASKED = 0, 1, 3


@dataclass(frozen=True)
class Waiver:
    """A vulnerability that is accepted, up to and with a day."""

    id: str
    package: str
    reason: str
    until: date


def waivers(text: str) -> list[Waiver]:
    """Raises `TypeError` or `KeyError` for one that lacks its reason or its day."""
    return [Waiver(**one) for one in tomllib.loads(text)["waiver"]]


def overdue(all: list[Waiver], today: date) -> list[str]:
    return [one.id for one in all if one.until < today]


def verdict(found: dict[str, Any], accepted: list[Waiver]) -> tuple[int, list[str]]:
    """The exit code, and what to say, of what pip-audit wrote."""
    packages = found["dependencies"]
    asked = [one for one in packages if "skip_reason" not in one]
    said = [f"{len(asked)} of {len(packages)} dependencies could be asked about."]
    open_ = list(_open(asked, {(one.package, one.id) for one in accepted}))
    said += open_ or ["Nothing known stands against them." if asked else "That is no clean bill: nothing was asked."]
    if open_:
        return FOUND, said
    return (CLEAN if len(asked) == len(packages) else NOT_ASKED), said


def _open(asked: list[dict[str, Any]], accepted: set[tuple[str, str]]) -> Iterator[str]:
    for package in asked:
        for one in package["vulns"]:
            names = {one["id"], *one.get("aliases", ())}
            if not any((package["name"], name) in accepted for name in names):
                repaired = ", ".join(one["fix_versions"]) or "nothing yet"
                yield f"{package['name']} {package['version']}: {one['id']}, repaired in {repaired}"


def main() -> int:
    accepted, code = waivers(WAIVERS.read_text("utf-8")), CLEAN
    for lock in LOCKS:
        tool = [str(Path(sys.executable).parent / "pip-audit"), "--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(
            [*tool, "--disable-pip", "--require-hashes", "-r", lock],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            found = json.loads(done.stdout)
        except ValueError:
            print(f"{lock}: the advisories could not be asked. That is no clean bill.")
            code = code or NOT_ASKED
            continue
        worse, said = verdict(found, accepted)
        print(f"{lock}:", *said, sep="\n  ")
        code = FOUND if FOUND in (code, worse) else code or worse
    return code


if __name__ == "__main__":
    sys.exit(main())
