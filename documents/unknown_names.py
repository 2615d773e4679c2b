"""Words in the edition without names that may be somebody's all the same: whoever makes it is asked to look (E28).

A name that stands on no form is found by its capital letter, or at the beginning of a sentence by what it does there:
“Kelly was”, “Kelly’s”. A name of the family that is also a word, in small letters, is pointed at wherever it stands.
What else may be somebody's only a person sees, who reads all that leaves.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from documents import named
from documents.casefile import CaseFile
from documents.kinds import KINDS
from documents.model import Document, Table
from documents.packs import PANEL_PACK
from documents.pseudonyms import of_the_house
from documents.sought import FUNCTION, JOINT, MONTHS, WORD, is_also_a_word, letters, parts
from rapid_review.questions import choices
from rapid_review.questions.forms import Choice

ENDS = re.compile(r"[.!?:;\n•\[\](){}“”\"]")
"""After one of these a capital letter says nothing."""
LABEL = re.compile(r"\bChild (?:[A-Z]|\d+)\b")
MARK = r"[.!?\n•:]"
OPENED = r"[^\S\n]|[‘“'\"(]"
"""What may stand between it and the sentence: nothing that is a mark too, or each of a thousand empty lines would be
read to their end, with nobody answered meanwhile (G13)."""
BEGINS = re.compile(
    rf"(?:^|{MARK}(?:{OPENED})*)([^\W\d_][^\W\d_]+)(?:['’]s\b|\s+(?:was|is|has|had|said|says|told|went|came|lives|lived|did|does"
    r"|cried|asked|thinks|thought|knew|knows|found|saw|left|stayed|rang|called|looked|felt|wants|wanted)\b)"
)
"""The first word of a sentence before what people do, or with something of its own."""
NOBODY = frozenset(
    """
    there this that these those here it she he they we nobody everybody somebody anybody everyone someone anyone one
    nothing something everything each neither either both another other all some what who which where when how why
    today yesterday tomorrow later then now mum mummy dad daddy mam parents family families baby
    """.split()  # noqa: SIM905
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter")
_OF_THE_COUNTRY = frozenset(
    """
    england english britain british united kingdom uk wales welsh scotland scottish ireland irish europe european
    crown court county family high act section police nhs gp teams microsoft word pdf code ofsted cqc cps cafcass
    camhs mash lado mappa marac sudi sin rr id
    """.split()  # noqa: SIM905
)


def possible_names(documents: Sequence[Document], file: CaseFile, alike: Iterable[Document] = ()) -> list[str]:
    """What may be a name in these documents, as it stands there, each once, in order of the alphabet.

    `alike` are not looked at: the headings of documents of which only the text was kept are known from them.
    """
    harmless, doubtful, headings = _harmless(file), _also_words(file), _headings([*documents, *alike])
    found: set[str] = set()
    for document in documents:
        values, _ = _texts(document)
        known = harmless.union(headings[document.id])
        written = {letters(word) for text in values for word in _words(text) if word[0].islower()}
        for text in values:
            found.update(_in(text, known, written))
            found.update(_in_doubt(text, doubtful))
            found.update(word for word in _at_the_beginning(text) if letters(word) not in known | FUNCTION | written)
    return sorted(found, key=str.casefold)


def _headings(documents: Iterable[Document]) -> Mapping[str, Collection[str]]:
    """The house's own words, by document: what is a heading in one version is one in each, and in the pack."""
    own: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        own[document.id].update(letters(word) for text in _texts(document)[1] for word in _words(text))
    if PANEL_PACK.id in own:
        own[PANEL_PACK.id].update(*(own[kind] for kind in PANEL_PACK.kinds))
    return own


def _texts(document: Document) -> tuple[list[str], list[str]]:
    """What people wrote, and the house's own words."""
    values: list[str] = []
    labels: list[str] = []

    def value(text: str) -> str:
        values.append(LABEL.sub("child", text))
        return text

    def label(text: str) -> str:
        labels.append(text)
        return text

    document.reworded(value, label)
    labels += [column for block in document.blocks if isinstance(block, Table) for column in block.header]
    return values, labels


def _in(text: str, known: frozenset[str], written: set[str]) -> Iterator[str]:
    """Runs of words with capital letters that are not all known; a run of one only inside a sentence."""
    for run in _runs(text):
        while run and letters(run[0][0]) in known | FUNCTION:
            run = run[1:]
        while run and letters(run[-1][0]) in known | FUNCTION:
            run = run[:-1]
        said = text[run[0].start() : run[-1].end()] if run else ""
        if len(run) > 1 or (len(said) > 1 and _inside(text, run[0]) and letters(said) not in written):
            yield said


def _at_the_beginning(text: str) -> Iterator[str]:
    """A word that begins a sentence and does there what people do, or has something."""
    for found in BEGINS.finditer(text):
        if not _abbreviated(found[1]) and letters(found[1]) not in NOBODY:
            yield found[1]


def _in_doubt(text: str, doubtful: frozenset[str]) -> Iterator[str]:
    """Words in small letters that are a name as well; one letter also as a capital, and not the t of “don’t”."""
    for word in WORD.finditer(text) if doubtful else ():
        key = letters(word[0])
        if key in doubtful and (word[0][0].islower() or len(key) == 1) and text[: word.start()][-1:] not in ("'", "’"):
            yield word[0]


def _also_words(file: CaseFile) -> frozenset[str]:
    """Names that are replaced only with a capital letter, because they are words as well or may be."""
    named_so = {key for name, _ in named.family(file) for key, single in parts(name) if single and len(key) > 1}
    doubtful = {letters(word) for word, _ in named.in_doubt(file)}
    return frozenset({*filter(is_also_a_word, named_so), *doubtful} - FUNCTION)


def _runs(text: str) -> Iterator[list["re.Match[str]"]]:
    """Neighbouring words that begin with a capital letter, initials among them; abbreviations are none."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        beside = not run or _joined(run[-1][0], text[run[-1].end() : word.start()])
        capital = word[0][:1].isupper() and not _abbreviated(word[0])
        if run and not (capital and beside):
            yield run
            run = []
        run = [*run, word] if capital else run
    if run:
        yield run


def _joined(before: str, between: str) -> bool:
    """Whether two words can be one name: nothing stands between them but a space, a mark, or an initial's full stop."""
    return bool(JOINT.fullmatch(between)) and not set(between) & set(",\n") and ("." not in between or len(before) == 1)


def _abbreviated(word: str) -> bool:
    return any(char.isdigit() for char in word) or (len(word) > 1 and word.isupper() and len(word) <= 4)


def _inside(text: str, word: "re.Match[str]") -> bool:
    """Whether it stands inside a sentence, where only a name has a capital letter."""
    before = text[: word.start()].rstrip(" ‘'(")
    return bool(before) and not ENDS.match(before[-1])


def _harmless(file: CaseFile) -> frozenset[str]:
    """Words that are no secret: of the house, of what can be chosen, of the calendar, and of jobs."""
    titles = (kind.title for kind in KINDS.values())
    said = [*of_the_house(file), *titles, *file.partnership.areas, *named.TITLES.values(), *_chosen()]
    words = {letters(word) for text in said for word in _words(text)}
    labels = {letters(word) for text in (*named.KIN, *_LABELS) for word in _words(text)}
    return frozenset({*words, *labels, *MONTHS, *_DAYS, *_OF_THE_COUNTRY, *named.JOBS})


_LABELS = ("Child Adult address school practice family name date of birth number e-mail postcode professional", "Group")


def _chosen() -> Iterable[str]:
    """The texts of every list that people choose from."""
    for value in vars(choices).values():
        if isinstance(value, tuple):
            yield from (one.text for one in value if isinstance(one, Choice))


def _words(text: str) -> list[str]:
    return WORD.findall(text)
