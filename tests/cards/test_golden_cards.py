"""About thirty cards word for word. `pytest tests/cards --redraw` draws them anew; the difference is read in review."""

import json
import re
from pathlib import Path

import pytest
from gallery import Gallery

pytestmark = pytest.mark.gallery

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))


@pytest.fixture(autouse=True, scope="module")
def redrawn(request: pytest.FixtureRequest, gallery: Gallery) -> None:
    if request.config.getoption("--redraw", default=False):
        for path in GOLDEN.glob("*.json"):
            path.unlink()
        for name, card in gallery.named.items():
            (GOLDEN / f"{name}.json").write_text(written(card), "utf-8")


def test_there_is_one_for_every_name(gallery: Gallery) -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == sorted(gallery.named)


@pytest.mark.parametrize("name", NAMES)
def test_the_card_is_as_it_was_agreed(name: str, gallery: Gallery) -> None:
    kept = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    assert written(gallery.named[name]) == written(kept)


def written(card: object) -> str:
    """The card as text; the ids of files, which are drawn by lot, all alike."""
    drawn = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    return re.sub(r"\b[0-9a-f]{16}\b", "0123456789abcdef", drawn)
