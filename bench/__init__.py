"""Measures a turn of the bot beside its peers. Teams is the contract tests' stand-in."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "contract"))
