"""How a name is found in what people wrote: by its letters, whatever stands between them and however they are written.

Text is read word by word. A name is a run of words whose letters, without accents, marks and case, are its own; so
“O'Leary”, “O Leary” and “OLEARY” are one name, and so are “Jean-Paul” and “JeanPaul”. It takes as long as the text is,
however many people the directory holds.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
JOINT = re.compile(r"[\s\-_.,'’‘´ʼ′‐‑\u00ad\u200b-\u200d\u2060]{0,3}")
"""What may stand between two words of one name."""
MARKED = re.compile(r"\w['’‘´ʼ′\-]\w")
"""A name such as O'Leary or Jean-Paul: no other word is written like it."""
OWN = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
"""What stays behind the label of a name that something belongs to."""
ABBREVIATED = re.compile(r"\b(?:\w|mrs?|ms|dr|st|prof|rev|sgt|no|e\.g|i\.e)\.$", re.IGNORECASE)
"""A full stop that ends no sentence."""
LONGEST = 8
"""Words in a name, at most."""
MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    """.split()  # noqa: SIM905
)
COMMON = frozenset(
    """
    will may mark rose grace hope faith joy dawn summer april june august art bill bob frank jack pat rob sue ray rich
    young long short white black brown green gray grey king prince page price field wood stone hill brook rivers day
    love best bright power case note wren robin lane street cook baker carter head west north south east law hall
    al am di ed ok pm dc pc dr mr ms st id tv little big wee bear bean bug angel star princess button pickle peanut
    monkey bunny honey sugar junior duke sunny lucky ginger sky river storm blue red scout chip tiger rocky buddy bud
    champ precious petal blossom birdie pumpkin pudding sweetie darling lad lass missy boss cheeky smiley sparky spud
    """.split()  # noqa: SIM905
)
"""Names that are also words: taken for a name with a capital letter, and never inside a date."""
FUNCTION = frozenset(
    """
    a an and are as at be but by do for from go had has have he her his i if in is it its me my no not of on or our she
    so that the their them they this to up us was we were what when where which who with you your
    """.split()  # noqa: SIM905
)
"""Words that are never a name by themselves: half of every text would be somebody."""


PLAIN = str.maketrans(
    dict(zip("łŁøØđĐðÐħĦıŧŦŋŊəƏɓƁɗƊƙƘƴƳ", "lLoOdDdDhHitTnNeEbBdDkKyY", strict=True))
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH"}
)
"""Letters that are no plain one with a mark, as people write them who have no such key."""


def letters(text: str) -> str:
    """A text's letters and digits, without accents, marks and case: “Łucja” and “Lucja” have the same."""
    if text.isascii() and text.isalnum():
        return text.lower()  # As nearly every word is, of the thousands in a document.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).translate(PLAIN))
    return "".join(char for char in plain.casefold() if char.isalnum() and unicodedata.category(char) != "Lm")


@dataclass(frozen=True)
class Sought:
    """What stands for a name; nothing where it is to be left as it is, such as an agency's."""

    label: str | None
    single: bool
    """Whether the name is one word, which by itself could be another word."""
    capital: bool = False
    """Whether it is a name only with a capital letter."""
    dotted: bool = False
    """Whether it is initials, which are a name only with their full stops."""


def replaced(text: str, names: Mapping[str, Sought], *, whole_only: bool = False) -> str:
    """The text with every name in it replaced: `whole_only` seeks names of several words and no others."""
    if not text:
        return text
    words = list(WORD.finditer(text))
    made, done, at = [], 0, 0
    while at < len(words):
        found = _longest(text, words, at, names, whole_only)
        if found is None:
            at += 1
            continue
        until, label = found
        if label is not None:
            made += [text[done : words[at].start()], _as_begun(label, text, words[at].start())]
            made += OWN.findall(text[words[at].start() : words[until - 1].end()])
            done = words[until - 1].end()
        at = until
    return "".join(made) + text[done:]


def _as_begun(label: str, text: str, at: int) -> str:
    """With a capital letter at the beginning of a sentence; a name alone, such as an owner's, is no sentence."""
    before = text[max(0, at - 20) : at].rstrip(" \n\t‘“'\"")
    begins = before[-1] in ".!?" and not ABBREVIATED.search(before) if before else text.rstrip(" ”’\"')")[-1:] in ".!?"
    return label[:1].upper() + label[1:] if begins else label


def _longest(
    text: str, words: list[re.Match[str]], at: int, names: Mapping[str, Sought], whole_only: bool
) -> tuple[int, str | None] | None:
    """The longest name that begins with this word: the word after its last, and what stands for it."""
    best, key = None, ""
    for until in range(at + 1, min(at + LONGEST, len(words)) + 1):
        if until > at + 1 and not JOINT.fullmatch(text, words[until - 2].end(), words[until - 1].start()):
            break
        key += letters(words[until - 1][0])
        if (sought := _of(key, names) or _of(_unfigured(key, words[until - 1][0]), names)) and _fits(
            text, words, at, until, sought, whole_only
        ):
            best = until, sought.label
    return best


def _of(key: str, names: Mapping[str, Sought]) -> Sought | None:
    """The name of these letters, also with the s of “Ivys” or “the Rooks”."""
    return names.get(key) or (names.get(key[:-1]) if key.endswith("s") and len(key) > 3 else None)


def _unfigured(key: str, last: str) -> str:
    """Without the figures behind its last word: online a name seldom stands alone, as in “ivyrook12”."""
    return key.rstrip("0123456789") if last[-1].isdigit() and not last[0].isdigit() else ""


def _fits(text: str, words: list[re.Match[str]], at: int, until: int, sought: Sought, whole_only: bool) -> bool:
    """Whether it can be that name: one word alone may be another word."""
    if sought.dotted:
        return "." in text[words[at].start() : words[until - 1].end()]
    if sought.label is None or not sought.single:
        return True
    if whole_only or (until - at > 1 and any(c.isspace() for c in text[words[at].start() : words[until - 1].end()])):
        return False
    said = "".join(word[0] for word in words[at:until])
    plain, capital = letters(said).rstrip("0123456789"), said[:1].isupper()
    if plain in FUNCTION:
        return False
    if plain in MONTHS and _in_a_date(words, at, until):
        return False
    return capital or not (sought.capital or is_also_a_word(plain))


def is_also_a_word(plain: str) -> bool:
    """Whether these letters of a name are a word too, if they are written small."""
    return len(plain) < 2 or plain in FUNCTION | COMMON | MONTHS or plain.removesuffix("s") in COMMON


def _in_a_date(words: list[re.Match[str]], at: int, until: int) -> bool:
    beside = [words[n][0] for n in (at - 1, until) if 0 <= n < len(words)]
    return any(word[0].isdigit() for word in beside)


def parts(name: str, keep: Callable[[str], bool] = lambda word: True) -> Iterator[tuple[str, bool]]:
    """The whole name and each part that could stand alone, as letters, and whether it is one word."""
    given = [word for word in name.split() if keep(word) and letters(word)]
    if not given:
        return
    plain = [letters(word) for word in given]
    alone = [not MARKED.search(word) for word in given]
    yield "".join(plain), len(given) == 1 and alone[0]
    if len(given) > 1:
        yield plain[-1] + plain[0], False
        yield from zip(plain, alone, strict=True)
    for word in given:
        if "-" in word:
            yield from ((letters(part), True) for part in word.split("-") if len(letters(part)) > 1)
