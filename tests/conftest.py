"""Fixtures for every kind of test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from transcript import Teams, open_store

# A test never times: on a busy machine a slow example is no failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--redraw", action="store_true", help="draw the golden files anew; review the difference")


THOROUGH = {
    *("test_outward", "test_letters", "test_escalating", "test_after_the_answer", "test_documents_sent", "test_digest"),
    *("test_auditing", "test_unreached", "test_asked_again", "test_documents_made", "test_in_public", "test_sin_duty"),
    *("test_uneven_ticks", "test_not_stuck", "test_documents_handed_over", "test_timetable_thirty_years"),
    *("test_timetable_properties", "test_two_schedulers", "test_files_in", "test_files_out", "test_store_files"),
    *("test_unreached_edge", "test_running", "test_meeting", "test_decided", "test_disagreement", "test_deferring"),
    *("test_health", "test_metrics"),
    *("test_tampered_cards", "test_mis_sends", "test_mis_sends_followed", "test_break_glass", "test_authority"),
    *("test_rooms", "test_frozen_case"),
    *("test_mistyped", "test_hours", "test_covering", "test_graph_mail", "test_variations"),
    *("test_kill_actions", "test_reads_recorded"),
    *("test_closed", "test_fuzz", "test_urls"),
    *("test_store_backup", "test_store_held_copy", "test_store_upgrades", "test_backup_killed", "test_backup_files"),
    *("test_store_keys", "test_store_disposal", "test_keeping", "test_disposing", "test_subject_access"),
    *("test_database_faults", "test_server_faults", "test_backup_commands", "test_backup_leftovers"),
    *("test_letters_held", "test_letters_confirmed", "test_second_person"),
    *("test_whole_case", "test_same_child", "test_out_of_order", "test_scrutiny_told", "test_any_family"),
}
"""What `make quick` leaves out, so that it takes no more than a minute: each of these takes seconds."""


TOGETHER = {"authority", "cards", "documents", "leaks"}
"""Folders whose tests share what takes long to draw: one process runs all of such a folder, or all of another file."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before the one that hands out tests by group looks at them."""
    for item in items:
        if item.path.stem in THOROUGH:
            item.add_marker(pytest.mark.thorough)
        shares = item.path.parent if item.path.parent.name in TOGETHER else item.path
        item.add_marker(pytest.mark.xdist_group(str(shares)))


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Teams]:
    """A fresh partnership with empty chats, on Monday 23 November 2026 at nine."""
    store = open_store(tmp_path / "review.db")
    yield Teams(store)
    store.close()
