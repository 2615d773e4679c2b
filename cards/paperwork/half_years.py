"""To the Independent Scrutineer and the Partnership Team: the six-monthly report is coming up (R103)."""

from datetime import date

from cards.elements import Card, button
from cards.receipts import notice
from rapid_review.openly import openly
from rapid_review.questions.forms import in_words


def coming(first: date, last: date, *, mine: bool) -> Card:
    """Which half-year, what is there already, and whose turn it is."""
    asked = (
        "Please plan which cases you will open, and your report. The figures are counted for you; the rest is yours."
        if mine
        else "The Independent Scrutineer is reminded too. Please agree with them which cases they open, and when."
    )
    return notice(
        openly("The Independent Scrutineer’s report is coming up"),
        f"It is about the Rapid Reviews begun from {in_words(first)} to {in_words(last)}.",
        asked,
        "As a Word file with a heading for each part, whoever runs the bot makes it: "
        f"rapid-review scrutiny {first} {last} --as docx --out report.docx",
        actions=[button("The figures so far", "figures")],
    )
