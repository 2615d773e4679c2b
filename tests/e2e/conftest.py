"""A demonstration for each test that wants one, and a browser to be its people in."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from demonstration import ROOT, Demo, Start, demonstration
from playground import ARGUMENTS, Window
from playwright.sync_api import Browser, expect, sync_playwright

PICTURES = ROOT / "artefacts/e2e"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start demonstrations that end with the test."""
    with ExitStack() as running:
        yield lambda *arguments: running.enter_context(demonstration(tmp_path, *arguments))


@pytest.fixture
def browser() -> Iterator[Browser]:
    program = chromium()
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def people(browser: Browser, start: Start) -> Iterator[dict[str, Window]]:
    """The seven of the story, each before a window of their own. What they see at the end is kept."""
    yield from _before_windows(browser, start("--people", "7"))


@pytest.fixture
def agencies(browser: Browser, start: Start) -> Iterator[dict[str, Window]]:
    """Those whom agencies' answers concern: who asks, who answers, who stands in, and who hears of silence."""
    yield from _before_windows(browser, start("--who", "amina,ben,carys,lena,owen,priya,efua,gwen"))


@pytest.fixture
def group(browser: Browser, start: Start) -> Iterator[dict[str, Window]]:
    """The Group with a deputy, the Partnership Team, and the chair of the board."""
    yield from _before_windows(browser, start("--who", "amina,efua,farid,gwen,marcus,harriet"))


def _before_windows(browser: Browser, demo: Demo) -> Iterator[dict[str, Window]]:
    addresses = demo.windows
    windows = {name: Window(browser, name, address, PICTURES) for name, address in addresses.items()}
    for window in windows.values():
        window.settles()
    yield windows
    for name, window in windows.items():
        window.screenshot(f"end-{name}")


def chromium() -> str:
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    pytest.skip("Chromium is not installed, so no window was tested: install the package chromium.")
