"""People in real browser windows: they type, press, fill in and read, by the words on the screen."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect

CARD = ".ac-adaptiveCard"
MESSAGE = ".fai-OutputCard"
"""A card with what the client says below it, such as a short answer to a press."""
TEXT_OF_CARD = "[contains(@class, 'ac-adaptiveCard')]//*[contains(@class, 'ac-textBlock')]"
BOX = "[contenteditable=true]"

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
"""For Chromium: nothing but this machine is reached, even by the Playground's fonts."""

Card = dict[str, Any]
Answer = str | bool | list[str]


class Window:
    """One person's Playground, opened when it is first looked at."""

    def __init__(self, browser: Browser, name: str, address: str, pictures: Path) -> None:
        self.name, self.card = name, Card()
        """The card that the last press brought back."""
        self._browser, self._address, self._pictures = browser, address, pictures
        self._opened: Page | None = None

    @property
    def page(self) -> Page:
        if self._opened is None:
            context = self._browser.new_context(
                viewport={"width": 1280, "height": 1000}, locale="en-GB", timezone_id="Europe/London"
            )
            self._opened = context.new_page()
            self._opened.goto(self._address)
            # It repeats what passes between client and bot, which is not what the person sees.
            self._opened.get_by_role("button", name="Hide log panel").click()
        return self._opened

    # -- What they do

    def says(self, words: str) -> None:
        """Type a message and send it."""
        box = self.page.locator(BOX).last
        box.fill(words)
        with self.page.expect_response(lambda r: r.url.endswith("/messages") and r.request.method == "POST"):
            box.press("Enter")

    def presses(self, title: str) -> Card:
        """Press the newest button of this title and wait for the answer: the card that takes the place of its own."""
        button = self.page.get_by_role("button", name=title, exact=True).last
        drawn = button.locator(f"xpath=ancestor::*{TEXT_OF_CARD}[@id]").first.get_attribute("id")
        with self.page.expect_response("**/_conversation/v1/invoke") as asked:
            button.click()
        if card := _card_in(asked.value):
            # Until it is drawn, which gives it new ids, the next press could hit a button of the old card.
            self.page.wait_for_function("id => !document.getElementById(id)", arg=drawn)
            self.card = card
        return card

    def fills(self, answers: Mapping[str, Answer]) -> None:
        """Fill in fields of the newest card that has them, by label."""
        for label, answer in answers.items():
            card = self.page.locator(CARD, has_text=label).last
            card.wait_for()
            _fill(self.page, card, label, answer)

    def opens(self, place: str) -> None:
        """Go to another chat or channel of the list on the left."""
        self.page.get_by_role("treeitem", name=place).click()

    # -- What they see

    def sees(self, words: str) -> None:
        """Wait until a card in the open chat says this."""
        expect(self.page.locator(MESSAGE, has_text=words).last).to_be_visible()

    def sees_no(self, words: str) -> None:
        """Nothing in the open chat says this now."""
        expect(self.page.locator(MESSAGE, has_text=words)).to_have_count(0)

    def last_card_text(self) -> str:
        return self.page.locator(CARD).last.inner_text()

    def screenshot(self, name: str) -> None:
        """Keep a picture of the window as it is."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self._pictures / f"{name}.png", animations="disabled")

    def keep_last_look(self) -> None:
        """A picture of the window at the end, if it was opened at all."""
        if self._opened:
            self.screenshot(f"end-{self.name}")


def _card_in(response: Response) -> Card:
    """The card of an answer; empty where the answer was a short message."""
    answer = response.json()
    assert response.status == 200, f"The bot answered {response.status} to a press"
    value = answer.get("value")
    return value if isinstance(value, dict) and value.get("type") == "AdaptiveCard" else {}


def _fill(page: Page, card: Locator, label: str, answer: Answer) -> None:
    named = re.compile(re.escape(label))
    if isinstance(answer, bool):
        card.get_by_role("checkbox", name=named).last.set_checked(answer)
    elif isinstance(answer, list):
        _tick(card, label, answer)
    elif card.get_by_role("radiogroup", name=named).count():
        card.get_by_role("radiogroup", name=named).last.get_by_role("radio", name=answer, exact=True).check()
    elif (boxes := card.get_by_role("combobox", name=named)).count():
        _pick(page, boxes.last, answer)
    else:
        card.get_by_role("textbox", name=named).last.fill(answer)


def _tick(card: Locator, label: str, choices: list[str]) -> None:
    """Tick these and no others."""
    for box in card.get_by_role("checkbox", name=re.compile(f"^{re.escape(label)} ")).all():
        said = (box.get_attribute("aria-label") or "") or box.evaluate(_NAME)
        box.set_checked(said.removeprefix(label).strip() in choices)


def _pick(page: Page, box: Locator, answer: str) -> None:
    """Choose from a list that opens, or write a date: the client reads 2026-11-20 and shows it in words."""
    if box.get_attribute("aria-haspopup") == "dialog":
        box.fill(answer)
        box.press("Tab")
    else:
        box.click()
        page.get_by_role("option", name=answer, exact=True).click()


_NAME = """box => (box.getAttribute("aria-labelledby") || "").split(" ")
    .map(id => document.getElementById(id)?.innerText ?? "").join(" ").trim()"""
