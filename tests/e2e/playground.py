"""People in real browser windows: they type, press, fill in and read, by the words on the screen."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect

CARD = ".ac-adaptiveCard"
BOX = "[contenteditable=true]"
IN_HAND = "[data-in-hand]"
TAKE_IN_HAND = """button => {
    for (const other of document.querySelectorAll("[data-in-hand]")) other.removeAttribute("data-in-hand");
    const card = button.closest(".ac-adaptiveCard");
    card.parentElement.setAttribute("data-in-hand", "");
    return card.querySelector(".ac-textBlock").id;
}"""
"""Marks the place of the pressed button's card, which keeps it when it is drawn anew. Gives its first words' id."""

TRIES = 3
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
"""For Chromium: nothing but this machine is reached, even for the Playground's fonts."""

Card = dict[str, Any]
Answer = str | bool | list[str]


class Window:
    """One person's Playground."""

    def __init__(self, browser: Browser, name: str, address: str, pictures: Path) -> None:
        self.name, self.card = name, Card()
        """The card that the last press brought back."""
        self._pictures = pictures
        here = browser.new_context(
            viewport={"width": 1280, "height": 1000}, locale="en-GB", timezone_id="Europe/London"
        )
        self.page: Page = here.new_page()
        self.page.goto(address, wait_until="commit")

    def settles(self) -> None:
        """Wait until it has loaded, and put away the log: it repeats what passes between client and bot."""
        self.page.get_by_role("button", name="Hide log panel").click()
        self.page.locator(BOX).wait_for()

    # -- What they do

    def says(self, words: str) -> None:
        """Type a message and send it."""
        box = self.page.locator(BOX).last
        box.fill(words)
        with self.page.expect_response(lambda r: r.url.endswith("/messages") and r.request.method == "POST"):
            box.press("Enter")

    def presses(self, title: str) -> Card:
        """Press a button and wait for the answer: the card that takes the place of its own, if one does."""
        button = self._nearest(lambda place: place.get_by_role("button", name=title, exact=True)).element_handle()
        drawn = button.evaluate(TAKE_IN_HAND)
        with self.page.expect_response("**/_conversation/v1/invoke") as asked:
            button.press("Enter")  # A click can miss: a card that arrives just then moves the others up.
        if card := _card_in(asked.value):
            # Until it is drawn, which gives it new ids, the next press could hit a button of the old card.
            self.page.wait_for_function("id => !document.getElementById(id)", arg=drawn)
            self.card = card
        return card

    def fills(self, answers: Mapping[str, Answer]) -> None:
        """Fill in fields by label, again where a message that arrived meanwhile has drawn the card anew."""
        for _ in range(TRIES):
            for label, answer in answers.items():
                self._fills(label, answer)
            if all(self._holds(label, answer) for label, answer in answers.items()):
                return
        raise AssertionError(f"What was typed does not stay: {answers}")

    def opens(self, place: str) -> None:
        """Go to another chat or channel of the list on the left."""
        self.page.get_by_role("treeitem", name=place).click()

    # -- What they see

    def sees(self, words: str, *, cards: int = 1) -> None:
        """Wait until at least this many cards in the open chat say this."""
        expect(self.page.locator(CARD, has_text=words).nth(cards - 1)).to_be_visible()

    def sees_no(self, words: str) -> None:
        """No card in the open chat says this now."""
        expect(self.page.locator(CARD, has_text=words)).to_have_count(0)

    def last_card_text(self) -> str:
        return self.page.locator(CARD).last.inner_text()

    def screenshot(self, name: str) -> None:
        """Keep a picture of the window as it is."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self._pictures / f"{name}.png", animations="disabled")

    # -- How they do it

    def _nearest(self, wanted: Callable[[Locator], Locator]) -> Locator:
        """On the card of the last press, if it is there; else the newest in the chat, once there is one."""
        in_hand = wanted(self.page.locator(IN_HAND))
        found = in_hand.last if in_hand.count() else wanted(self.page.locator("body")).last
        found.wait_for()
        return found

    def _fills(self, label: str, answer: Answer) -> None:
        card = self._nearest(lambda place: place.locator(CARD, has_text=label))
        if isinstance(answer, bool):
            card.get_by_role("checkbox", name=re.compile(f"{re.escape(label)}$")).last.set_checked(answer)
        elif isinstance(answer, list):
            _tick(card, label, answer)
        elif (choices := card.get_by_role("radiogroup", name=label, exact=True)).count():
            choices.last.get_by_role("radio", name=answer, exact=True).check()
        elif (boxes := card.get_by_role("combobox", name=label, exact=True)).count():
            self._picks(boxes.last, answer)
        else:
            card.get_by_role("textbox", name=label, exact=True).last.fill(answer)

    def _holds(self, label: str, answer: Answer) -> bool:
        """Whether a box still has what was typed or chosen. A date is shown in words, so only whether it has one."""
        if not isinstance(answer, str):
            return True
        card = self._nearest(lambda place: place.locator(CARD, has_text=label))
        if (boxes := card.get_by_role("combobox", name=label, exact=True)).count():
            dated = boxes.last.get_attribute("aria-haspopup") == "dialog"
            held = boxes.last.input_value()
            return bool(held) == bool(answer) if dated else held == answer
        if (boxes := card.get_by_role("textbox", name=label, exact=True)).count():
            return boxes.last.input_value().strip() == answer.strip()
        return True

    def _picks(self, box: Locator, answer: str) -> None:
        """Choose from a list that opens, or write a date: the client reads 2026-11-20 and shows it in words."""
        if box.get_attribute("aria-haspopup") == "dialog":
            box.fill(answer)
            box.press("Tab")
        else:
            for _ in range(TRIES):
                box.click()
                self.page.get_by_role("option", name=answer, exact=True).click()
                if _shows(box, answer):
                    return
            raise AssertionError(f"“{answer}” could not be chosen.")


def _shows(box: Locator, answer: str) -> bool:
    """Whether the box shows the choice soon: a list that is still opening can swallow a click."""
    try:
        expect(box).to_have_value(answer, timeout=2_000)
    except AssertionError:
        return False
    return True


def _tick(card: Locator, label: str, choices: list[str]) -> None:
    """Tick these and no others."""
    for box in card.get_by_role("checkbox", name=re.compile(f"^{re.escape(label)} ")).all():
        box.uncheck()
    for choice in choices:
        card.get_by_role("checkbox", name=f"{label} {choice}", exact=True).check()


def _card_in(response: Response) -> Card:
    """The card of an answer; empty where the answer was a short message."""
    assert response.status == 200, f"The bot answered {response.status} to a press"
    value = response.json().get("value")
    return value if isinstance(value, dict) and value.get("type") == "AdaptiveCard" else {}
