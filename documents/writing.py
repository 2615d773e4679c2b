"""What documents are written with: a page that blocks are added to, and whose sources number themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from documents.casefile import CaseFile, Written
from documents.model import Block, Bullets, Document, Facts, Field, Heading, Paragraph, Source, Table, Today
from rapid_review.questions.forms import Answers, Form, Question, Section, rows
from rapid_review.timing.london import clock_words

SHORT = 120
"""Letters: a longer answer, or one of several lines, stands below its question and not beside it."""


@dataclass
class Page:
    """A document in the making."""

    file: CaseFile
    blocks: list[Block] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def heading(self, text: str, level: int = 1) -> None:
        self.blocks.append(Heading(text, level))

    def says(self, *paragraphs: str) -> None:
        self.blocks += [Paragraph(text) for text in paragraphs if text]

    def today(self) -> None:
        """The day on which this version was made."""
        self.blocks.append(Today())

    def facts(self, pairs: Iterable[tuple[str, str]], source: int = 0) -> None:
        if given := tuple((label, value) for label, value in pairs if value):
            self.blocks.append(Facts(given, source))

    def lines(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Short values beside their labels, long ones below; a label without a value stands for itself."""
        short: list[tuple[str, str]] = []
        for label, value in pairs:
            if value and len(value) <= SHORT and "\n" not in value:
                short.append((label, value))
                continue
            self.facts(short)
            short = []
            self.blocks.append(Paragraph(value, label) if value else Paragraph(label))
        self.facts(short)

    def bullets(self, items: Iterable[str], otherwise: str = "") -> None:
        """A list; or, where it is empty, a sentence that says so."""
        given = tuple(items)
        self.blocks.append(Bullets(given) if given else Paragraph(otherwise))

    def table(
        self, caption: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]], otherwise: str = ""
    ) -> None:
        given = tuple(rows)
        self.blocks.append(Table(caption, header, given) if given else Paragraph(otherwise))

    def lacks(self, what: str) -> None:
        """Say, here and in the list of what is missing, that something is not there."""
        self.missing.append(what)
        self.blocks.append(Paragraph(f"Missing: {what}."))

    def source(self, written: Written, given_by: str, what: str) -> int:
        """The number under which these words are credited."""
        credit = Source(given_by, what, written.revision, clock_words(written.at))
        if credit not in self.sources:
            self.sources.append(credit)
        return self.sources.index(credit) + 1

    def answers(
        self,
        form: Form,
        answers: Answers,
        source: int = 0,
        *,
        level: int = 1,
        leave: Iterable[str] = (),
        called: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Every section that was asked, with every answer given; `leave` names sections and questions to leave out.

        `called` has what the rows of a section are called, such as the children by their letters.
        """
        left = frozenset(leave)
        for section in form.asked(answers):
            if section.id not in left:
                self._section(section, answers, source, level, left, (called or {}).get(section.id))

    def _section(
        self,
        section: Section,
        answers: Answers,
        source: int,
        level: int,
        left: frozenset[str],
        called: Sequence[str] | None,
    ) -> None:
        given = list(rows(answers, section.id)) if section.repeats else [answers]
        for number, row in enumerate(given):
            asked = [q for q in section.questions if row.get(q.id) and q.id not in left]
            if asked:
                row_name = called[number] if called else f"{section.row_name} {number + 1}"
                self.heading(f"{section.title}: {row_name}" if section.repeats else section.title, level)
                self._questions(asked, row, source)

    def _questions(self, asked: list[Question], row: Answers, source: int) -> None:
        short: list[tuple[str, str]] = []
        for question in asked:
            text = question.text_of(row[question.id])
            if len(text) <= SHORT and "\n" not in text:
                short.append((question.label, text))
                continue
            self.facts(short, source)
            short = []
            self.blocks.append(Paragraph(text, question.label, source))
        self.facts(short, source)

    def document(
        self,
        id: str,
        title: str,
        *,
        letter: bool = False,
        facts: dict[str, str] | None = None,
        fields: tuple[Field, ...] = (),
    ) -> Document:
        """The page as it now stands."""
        return Document(
            id=id,
            title=title,
            reference=self.file.case.reference,
            partnership=self.file.partnership.name,
            made_at=self.file.now,
            blocks=tuple(self.blocks),
            sources=tuple(self.sources),
            missing=tuple(self.missing),
            letter=letter,
            facts=facts or {},
            fields=fields,
        )
