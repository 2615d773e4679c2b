"""The tales, lived through once for all the tests of leaks."""

import logging

import pytest
from leaks import tale
from leaks.life import Life, lived


@pytest.fixture(scope="session")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return lived(tmp_path_factory.mktemp("life"), tale.a_case_with_conflicts)


@pytest.fixture(scope="session")
def aside(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return lived(tmp_path_factory.mktemp("aside"), tale.a_chair_who_stands_aside)


@pytest.fixture(scope="session")
def waits(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return lived(tmp_path_factory.mktemp("waits"), tale.the_group_wants_to_know_more)


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
