"""Nobody is ever shown what they may not know: everything there is to look at, looked at by everybody."""

import pytest
import whereabouts
from leaks.canaries import OF_FORM, WORD
from leaks.crawler import Crawler
from leaks.life import Life
from leaks.mutants import Cell, closed, leak_through, undrawn

from dialogs.forms import FILLINGS
from rapid_review.permissions import MATRIX, CaseRole, Surface

A_FEW = ("amina", "ben", "gwen", "imran", "harriet", "zack")
"""Of each kind somebody: who reads most, who answers, who is recused, limited, not yet asked, or a stranger."""
WHOLE = ("received", "under break-glass", "asked", "gathering", "answers in", "taken to the lead", "conflicts ruled on")
WHOLE += ("poll open", "the Group meets", "poll closed", "disagreed", "decided", "reported", "the Panel has answered")
WHOLE += ("carys has left",)
IN_EVERY_RUN = ("the Group meets",)
"""The stages with most to see. The others take minutes, and are for `make leaks`."""
WAITS = ("health has nobody left", "the decision waits")
ASIDE = ("the chair waits for a ruling", "the chair is recused")
SAMPLE: list[Cell] = [(CaseRole.AGENCY_SPOC, Surface.RETURNS), (CaseRole.REFERRER, Surface.POLL)]


def test_every_form_is_known_by_the_part_of_the_case_that_it_belongs_to() -> None:
    """A new form is looked for only once somebody has said whose its words are."""
    assert set(OF_FORM) == set(FILLINGS) | {"papers", "document", "acceptance"}


@pytest.mark.gallery
def test_nearly_every_form_was_filled_in_with_canaries(life: Life, aside: Life, waits: Life) -> None:
    planted = {canary.form for told in (life, aside, waits) for canary in told.aviary.canaries.values()}
    assert set(OF_FORM) - planted <= {"hours", "mute"} | NOT_TOLD


NOT_TOLD = {
    "sharing",  # Each answer begins one by itself, with the words of the answer.
    *("hold", "lift_hold", "subject_request", "subject_withdrawn", "freeze"),
    *("variation", "child_death", "decision", "pending", "hand_off"),
    *("sent_back", "dispatch", "unsure", "lost", "publication", "inspectorate", "excuse", "family_told", "people_list"),
}
"""What happens in none of the tales: looked at all the same, without a word planted in it."""


def test_a_few_people_at_one_stage_are_shown_nothing_they_may_not_know(life: Life) -> None:
    found = Crawler(life.stage("poll closed"), life.aviary, A_FEW).crawl()
    assert found.leaks == []
    assert found.renderings > 3_000


def test_nothing_typed_stands_in_a_message_the_log_or_the_open_in_the_database(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    last = life.stages[-1]
    written = [f"{m.key} {m.slot} {dict(m.args)} {m.summary} {m.to}" for m in last.owed]
    assert WORD.findall("\n".join(written) + caplog.text) == []
    assert not any(b"Qanary" in content for content in whereabouts.on_disk(last.path).values())


@pytest.mark.parametrize("cell", SAMPLE, ids=" reads ".join)
def test_a_cell_opened_by_mistake_is_seen(life: Life, cell: Cell) -> None:
    assert leak_through(cell, life)


# -- All of it -----------------------------------------------------------------------------------------------------


@pytest.mark.gallery
@pytest.mark.parametrize("stage", IN_EVERY_RUN)
def test_nobody_is_shown_anything_they_may_not_know(life: Life, stage: str) -> None:
    """All together: `PYTHONPATH=tests python -m leaks`."""
    assert Crawler(life.stage(stage), life.aviary).crawl().leaks == []


@pytest.mark.crawl
@pytest.mark.parametrize("stage", sorted(set(WHOLE) - set(IN_EVERY_RUN)))
def test_nor_at_any_other_stage(life: Life, stage: str) -> None:
    assert Crawler(life.stage(stage), life.aviary).crawl().leaks == []


@pytest.mark.crawl
@pytest.mark.parametrize("stage", WAITS)
def test_nor_while_a_decision_waits(waits: Life, stage: str) -> None:
    assert Crawler(waits.stage(stage), waits.aviary).crawl().leaks == []


@pytest.mark.crawl
@pytest.mark.parametrize("stage", ASIDE)
def test_nor_while_the_chair_stands_aside(aside: Life, stage: str) -> None:
    assert Crawler(aside.stage(stage), aside.aviary).crawl().leaks == []


@pytest.mark.crawl
@pytest.mark.parametrize("cell", closed(), ids=" reads ".join)
def test_any_cell_opened_by_mistake_is_seen(life: Life, cell: Cell) -> None:
    assert leak_through(cell, life)


@pytest.mark.crawl
@pytest.mark.parametrize("cell", [cell for cell in MATRIX if undrawn(cell)], ids=" reads ".join)
def test_what_no_card_shows_is_still_shown_by_none(life: Life, cell: Cell) -> None:
    """Lest a card begins to show it, and the cell is then left out where it should be opened."""
    assert leak_through(cell, life) is None


@pytest.mark.gallery
def test_every_stage_is_looked_at(life: Life, aside: Life, waits: Life) -> None:
    assert [stage.name for stage in life.stages] == [*WHOLE]
    assert [stage.name for told in (waits, aside) for stage in told.stages[:-1]] == [*WAITS, *ASIDE]
