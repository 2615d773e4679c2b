"""When to try again, and when to stop trying."""

import random
from datetime import datetime, timedelta

STEPS = (1, 5, 30, 120, 600, 1800)
"""Seconds after the first failure, the second and so on; from then on hourly."""
HOURLY = 3600
SPREAD = 0.2
MOST_ATTEMPTS = 12
UNCERTAIN_SECONDS = 60


def next_attempt(now: datetime, attempts: int) -> datetime | None:
    """When to try again after so many attempts, or None to give up. Spread, so that many do not return at once."""
    if attempts >= MOST_ATTEMPTS:
        return None
    step = STEPS[attempts - 1] if attempts <= len(STEPS) else HOURLY
    seconds = step * random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311  Nothing secret about it.
    return now + timedelta(seconds=seconds)
