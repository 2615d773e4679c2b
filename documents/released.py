"""What somebody marked for release, as the document that the person who asked receives (E25)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from documents.model import Block, Document, Edition, Facts, Heading, Paragraph, Table
from documents.passages import Passage
from documents.pseudonyms import Pseudonyms
from rapid_review.people import Partnership
from rapid_review.questions.forms import in_words

RELEASE = "release"
WITHHOLD = "withhold"
EXEMPTIONS = {
    "not_theirs": "It is not about the person who asks",
    "others": "It is about somebody else, who has not agreed and whose rights weigh more (DPA 2018 Schedule 2, part 3)",
    "crime": "It would prejudice the prevention or detection of crime, or a prosecution (Schedule 2, paragraph 2)",
    "protecting": "It would prejudice a function that protects the public (Schedule 2, paragraph 7)",
    "judicial": "It would prejudice a court’s work, or was supplied to a court (Schedule 2, paragraph 14; Schedule 3)",
    "privilege": "It is legal advice, or made for legal proceedings (Schedule 2, paragraph 19)",
    "health_harm": "Health data: it would be likely to cause serious harm to somebody (Schedule 3, part 2)",
    "social_work_harm": "Social work data: it would be likely to cause serious harm to somebody (Schedule 3, part 3)",
    "education_harm": "Education data: it would be likely to cause serious harm to somebody (Schedule 3, part 4)",
    "child_abuse": "Child abuse data: it would not be in the child’s best interests (Schedule 3, part 5)",
    "by_law": "Another law forbids it, such as adoption or parental order records (Schedule 4)",
}
"""Examples to choose from. Which one holds, each controller’s data protection officer settles, never the bot."""


@dataclass(frozen=True)
class Mark:
    """What a person decided about a passage."""

    release: bool
    exemption: str = ""


@dataclass(frozen=True)
class Reply:
    """The request that is answered."""

    reference: str
    number: int
    received_on: date
    made_at: datetime


def released(
    found: Sequence[Passage],
    marks: Mapping[str, Mark],
    others: Pseudonyms,
    reply: Reply,
    partnership: Partnership,
) -> Document:
    """Only what is marked for release, everybody else by their part; what is withheld is counted, by reason."""
    let_go = let_go_of(found, marks, others)
    blocks: list[Block] = [*_cover(found, marks, reply), Heading("Your information"), *let_go]
    if not let_go:
        blocks.append(Paragraph("Nothing is released."))
    return Document(
        id="subject_access",
        title="Your request for your own data",
        reference=reply.reference,
        partnership=partnership.name,
        made_at=reply.made_at,
        blocks=tuple(blocks),
        edition=Edition.PSEUDONYMISED,
        version=reply.number,
        marking="OFFICIAL-SENSITIVE. For the person who asked.",
        letter=True,
    )


def let_go_of(found: Sequence[Passage], marks: Mapping[str, Mark], others: Pseudonyms) -> list[Paragraph]:
    """The words themselves, as they leave."""
    chosen = [passage for passage in found if marks[passage.id].release]
    return [Paragraph(others.of(passage.text), label=passage.question) for passage in chosen]


def _cover(found: Sequence[Passage], marks: Mapping[str, Mark], reply: Reply) -> list[Block]:
    withheld = Counter(marks[passage.id].exemption for passage in found if not marks[passage.id].release)
    counts = (
        ("Received", in_words(reply.received_on)),
        ("Passages found", str(len(found))),
        ("Released", str(len(found) - withheld.total())),
        ("Withheld", str(withheld.total())),
    )
    rows = tuple((EXEMPTIONS[code], str(withheld[code])) for code in EXEMPTIONS if withheld[code])
    said = (
        "A person has read each passage and decided about it. Other people whom our records name stand by their part. "
        "Any other name is here because a person looked at it and decided that it may be. Telephone numbers, e-mail "
        "addresses, online names, postcodes and dates of birth are taken out, your own among them.",
        "You can ask for a decision to be looked at again. You can complain to us and to the Information Commissioner.",
    )
    table: list[Block] = [Table("Withheld, and why", ("Reason", "Passages"), rows)] if rows else []
    return [Facts(counts), *table, *map(Paragraph, said)]
