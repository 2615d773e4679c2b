"""What the Independent Scrutineer is told of half a year (R103, R104, form 3i): figures, with small ones held back."""

from rapid_review.scrutiny.lens import Lens, lens, within
from rapid_review.scrutiny.suppressed import FEWER, HELD_BACK, SMALLEST, held_back, is_held, shown, suppressed

__all__ = ["FEWER", "HELD_BACK", "SMALLEST", "Lens", "held_back", "is_held", "lens", "shown", "suppressed", "within"]
