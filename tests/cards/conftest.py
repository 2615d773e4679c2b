"""The gallery: every card that can be drawn, drawn once for all the tests of cards."""

import pytest
from gallery import Gallery, everything
from official import Result, official


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return everything(tmp_path_factory.mktemp("gallery"))


@pytest.fixture(scope="session")
def drawn(gallery: Gallery) -> dict[str, Result]:
    """What the official library made of a card of each shape, in one process for all of them."""
    return official(gallery.one_of_each())
