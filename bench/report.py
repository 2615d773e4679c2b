"""The figures as a table, with their ratios: the same run's, since only those can be compared."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

from bench.load import Measured

HEAD = "| server | CPU ms a turn | p50 ms, 1 at once | p95 ms | turns/s, 16 at once | RSS MB | CPU against the vote |"


def machine() -> str:
    ours = ", ".join(f"{name} {version(name)}" for name in ("aiohttp", "botbuilder-core", "sqlalchemy", "pydantic"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.platform()}, "
        f"Python {platform.python_version()}, {ours}"
    )


def table(all: list[Measured], against: Measured) -> str:
    rows = [HEAD, "|---|" + "---:|" * 6]
    for one in all:
        figures = (f"{one.middle(figure):.2f}" for figure in ("cpu_ms", "p50_ms", "p95_ms"))
        ratio = one.middle("cpu_ms") / against.middle("cpu_ms")
        rows.append(
            f"| {one.name} | {' | '.join(figures)} | {one.middle('per_second'):.0f} | {one.rss_mb:.0f} | {ratio:.2f} |"
        )
    return "\n".join(rows)


def verdict(goal: str, reached: float, bound: float, *, at_least: bool = False) -> str:
    good = reached >= bound if at_least else reached <= bound
    sign = ">=" if at_least else "<="
    return f"{goal}: {reached:.2f} (wanted {sign} {bound:g}) - {'reached' if good else 'NOT REACHED'}"
