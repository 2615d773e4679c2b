"""Who may do what: every part in a case tries everything, and every check that is taken out must be missed (G15)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "process"))  # The cases that its tests begin with.
