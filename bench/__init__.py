"""Measures a turn of the bot beside its peers. Teams is the contract tests' stand-in."""

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS / "contract"), str(TESTS)]
