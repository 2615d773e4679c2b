"""Counts as they may be shown: a small one could give a family away, and so could the difference of two others.

A count below five reads “fewer than 5”, and every other is given to the nearest five: what two of them differ by tells
nothing exact. Rows whose totals are shown alike are looked at as if all had the same total, which is more than a reader
knows; where a part could be worked out from them together, each of them is held back whole.
"""

from collections.abc import Iterable, Mapping, Sequence

SMALLEST = 5
FEWER = f"fewer than {SMALLEST}"
HELD_BACK = "held back"
LEEWAY = 3
"""How far apart the smallest and the largest whole must be that agree with what is shown. With less, “held back” would
itself tell what is behind it: of two parts of about ten, that both are four."""
Windows = list[tuple[int, int]]
"""For each part of a row the smallest and the largest count that are shown alike."""


def shown(count: int) -> str:
    """A count as it may be shown: a small one not at all, another to the nearest five."""
    figure = as_shown(count)
    return FEWER if figure is None else f"about {figure}" if figure else "0"


def as_shown(count: int) -> int | None:
    """The figure that a reader takes from what is shown; None for a small one."""
    low, high = _window(count)
    return None if 0 < count < SMALLEST else low if low == high else (low + high + 1) // 2 // 5 * 5


def held_back(rows: Iterable[Mapping[str, int]]) -> frozenset[int]:
    """The whole counts (as shown) of which no row of parts may be shown: one could be worked out from all together."""
    alike: dict[int, list[Windows]] = {}
    for row in rows:
        if total := sum(row.values()):
            alike.setdefault(_window(total)[0], []).append([_window(count) for count in row.values()])
    small = range(1, SMALLEST)  # Always: that it is held back only where it must be would tell what it holds.
    told = (least for least, together in alike.items() if _worked_out(_window(least), together))
    return frozenset((*small, *told))


def suppressed(counts: Mapping[str, int], held: frozenset[int]) -> dict[str, str]:
    """The parts of a whole as they may be shown together."""
    if is_held(counts, held):
        return dict.fromkeys(counts, HELD_BACK)
    return {name: shown(count) for name, count in counts.items()}


def is_held(counts: Mapping[str, int], held: frozenset[int]) -> bool:
    """Whether nothing of this row may be shown."""
    return _window(sum(counts.values()))[0] in held


def _window(count: int) -> tuple[int, int]:
    """The smallest and the largest count that are shown as this one is."""
    if count == 0:
        return 0, 0
    if count < SMALLEST:
        return 1, SMALLEST - 1
    middle = (count + 2) // 5 * 5
    return max(middle - 2, SMALLEST), middle + 2


def _worked_out(whole: tuple[int, int], rows: Sequence[Windows]) -> bool:
    """Whether a part that is not nought can be one number only, or the whole one of few, if all rows share it."""
    least = max(whole[0], *(sum(low for low, _ in row) for row in rows))
    most = min(whole[1], *(sum(high for _, high in row) for row in rows))
    if most - least < LEEWAY:
        return True
    return any(high and _room(row, n, least, most) < 1 for row in rows for n, (_, high) in enumerate(row))


def _room(row: Windows, at: int, least: int, most: int) -> int:
    """How far apart the smallest and the largest number are that this part of the row can be."""
    low, high = row[at]
    others = row[:at] + row[at + 1 :]
    return min(high, most - sum(low for low, _ in others)) - max(low, least - sum(high for _, high in others))
