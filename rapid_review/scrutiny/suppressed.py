"""Counts as they may be shown: a small one could give a family away, and so could the difference of two others.

A count below five reads “fewer than 5”, and every other is given to the nearest five: what two of them differ by tells
nothing exact. Where a part could be worked out all the same, the whole table is held back.
"""

from collections.abc import Mapping

SMALLEST = 5
FEWER = f"fewer than {SMALLEST}"
HELD_BACK = "held back"


def shown(count: int) -> str:
    """A count as it may be shown: a small one not at all, another to the nearest five."""
    figure = as_shown(count)
    return FEWER if figure is None else f"about {figure}" if figure else "0"


def as_shown(count: int) -> int | None:
    """The figure that a reader takes from what is shown; None for a small one."""
    low, high = _window(count)
    return None if 0 < count < SMALLEST else low if low == high else (low + high + 1) // 2 // 5 * 5


def suppressed(counts: Mapping[str, int]) -> dict[str, str]:
    """The parts of a whole as they may be shown together: all are held back where one could be worked out."""
    whole = _window(sum(counts.values()))
    windows = {name: _window(count) for name, count in counts.items()}
    if any(count and _worked_out(name, windows, whole) for name, count in counts.items()):
        return dict.fromkeys(counts, HELD_BACK)
    return {name: shown(count) for name, count in counts.items()}


def _window(count: int) -> tuple[int, int]:
    """The smallest and the largest count that are shown as this one is."""
    if count == 0:
        return 0, 0
    if count < SMALLEST:
        return 1, SMALLEST - 1
    middle = (count + 2) // 5 * 5
    return max(middle - 2, SMALLEST), middle + 2


def _worked_out(name: str, windows: Mapping[str, tuple[int, int]], whole: tuple[int, int]) -> bool:
    """Whether only one count of this part agrees with all that is shown."""
    others = [window for other, window in windows.items() if other != name]
    least = max(windows[name][0], whole[0] - sum(high for _, high in others))
    most = min(windows[name][1], whole[1] - sum(low for low, _ in others))
    return least >= most
