"""Twenty runs of a seeded simulation: kills, storms, frozen machines, lost ticks and a clock set back lose nothing."""

import pytest
from simulation.mutants import found, planted
from simulation.world import simulate

pytestmark = pytest.mark.simulation


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_every_rule_is_kept(seed: int) -> None:
    """To see one run again: `python -m simulation --seed N`."""
    assert simulate(seed).history.broken == []


def test_a_run_can_be_repeated() -> None:
    first, again = (simulate(1).history for _ in range(2))
    assert first.counts == again.counts
    assert [one.key for one in first.arrivals] == [one.key for one in again.arrivals]


def test_a_planted_bug_is_found() -> None:
    with planted("drops on 412"):
        assert any(found("drops on 412", simulate(seed).history.broken) for seed in range(10))
