"""The table of passages that a person marks in a spreadsheet: how it is written, and what is read of it again.

Nothing goes out by default. A passage that nobody has marked, or whose words were changed in the table, stops the pack.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from documents.passages import Passage
from documents.released import EXEMPTIONS, RELEASE, WITHHOLD, Mark
from documents.sought import letters
from rapid_review.errors import Refusal
from rapid_review.people import Partnership
from rapid_review.returns.sharing_record import harmless
from rapid_review.timing.london import clock_words

HEADER = ("id", "form", "about", "version", "by", "at", "question", "passage", "mark", "exemption")
READ = ("id", "passage", "mark", "exemption")
HOW_TO_MARK = "\n".join(
    [
        f"In “mark”, write {RELEASE} or {WITHHOLD} on every line. With {WITHHOLD}, write one of these in “exemption”:",
        *(f"  {code:18}{words}" for code, words in EXEMPTIONS.items()),
        "Do not change the text in “passage”: a line goes out whole or not at all. If part of it must not go, withhold",
        "it; or release it, and black that part out in the Word document before you send it.",
    ]
)
TAKEN_FOR_A_DATE = 40
"""Characters: a short text with a digit in it may be a date or a number to a spreadsheet, which writes it anew."""
FIRST = 5


def table_of(found: Iterable[Passage], partnership: Partnership) -> str:
    """Each passage on a line to be marked."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(HEADER)
    lines.writerows(_line(passage, partnership) for passage in found)
    return out.getvalue()


def _line(passage: Passage, partnership: Partnership) -> list[str]:
    where = (passage.form.replace("_", " "), passage.about, str(passage.version), partnership.name_of(passage.by))
    said = (*where, clock_words(passage.at), passage.question)
    return [passage.id, *map(harmless, said), _as_text(passage.text), "", ""]


def _as_text(text: str) -> str:
    """What no spreadsheet takes for a formula, a number or a date."""
    if len(text) < TAKEN_FOR_A_DATE and any(char.isdigit() for char in text):
        return f"'{text}"
    return harmless(text)


def as_saved(table: bytes) -> str:
    """The table as some spreadsheet saved it."""
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        return table.decode("cp1252", errors="replace")


def rows_of(*tables: str) -> list[Mapping[str, str]]:
    """The lines of these tables; those in which nothing stands are none."""
    return [row for table in tables for row in _rows(table) if any(row.values())]


def _rows(table: str) -> list[Mapping[str, str]]:
    lines = csv.DictReader(io.StringIO(table))
    if not set(READ) <= {*(lines.fieldnames or ())}:
        raise Refusal(f"This is not the table. It needs the columns {', '.join(READ[:-1])} and {READ[-1]}.")
    return [{column: _cell(row, column) for column in READ} for row in lines]


def _cell(row: Mapping[str, Any], column: str) -> str:
    return str(row.get(column) or "").strip()


def read_marks(rows: Sequence[Mapping[str, str]], found: Iterable[Passage]) -> dict[str, Mark]:
    """What was decided of each passage. Refuses what is not whole, not clear, or not of the case as it is now."""
    passages = {passage.id: passage for passage in found}
    _require_each_once(rows, passages)
    _require_unchanged(rows, passages)
    given = {row["id"]: (row["mark"].lower(), row["exemption"].lower()) for row in rows}
    if wrong := [id for id, (mark, why) in given.items() if not _understood(mark, why)]:
        raise Refusal(f"{len(wrong)} passages are not marked so that it is clear: {_some(wrong)}.\n{HOW_TO_MARK}")
    return {id: Mark(mark == RELEASE, "" if mark == RELEASE else why) for id, (mark, why) in given.items()}


def _require_each_once(rows: Sequence[Mapping[str, str]], passages: Mapping[str, Passage]) -> None:
    times = Counter(row["id"] for row in rows)
    if doubled := [id or "(no id)" for id, count in times.items() if count > 1]:
        raise Refusal(f"{len(doubled)} passages are on several lines: {_some(doubled)}. Leave one line of each.")
    if strange := [id or "(no id)" for id in times if id not in passages]:
        raise Refusal(
            f"{len(strange)} lines are of no passage that was found: {_some(strange)}. Give the same names as for the "
            "table, and --every-passage if you gave it then; else take these lines out."
        )
    if new := [f"{id} ({one.form.replace('_', ' ')})" for id, one in passages.items() if id not in times]:
        raise Refusal(
            f"{len(new)} passages are on no line, or were written since: {_some(new)}. For a table of just these say "
            "subject-access with --without and this table. Mark it, and give both here: --marks ONE --marks OTHER."
        )


def _require_unchanged(rows: Sequence[Mapping[str, str]], passages: Mapping[str, Passage]) -> None:
    """Whoever took words out of a line believes that they do not go (and they would)."""
    changed = [row["id"] for row in rows if _plain(row["passage"]) != _plain(passages[row["id"]].text)]
    if changed:
        raise Refusal(
            f"The text of {len(changed)} passages was changed in the table: {_some(changed)}. It is not edited there, "
            "and would go out as it was. Put it back, and withhold the line if part of it must not go. "
            "If you did not change it, the spreadsheet did: save it as “CSV UTF-8”."
        )


def _plain(text: str) -> str:
    """Its letters and digits, as far as an old spreadsheet knows them."""
    return letters(text.encode("cp1252", errors="replace").decode("cp1252"))


def _understood(mark: str, exemption: str) -> bool:
    return (mark == RELEASE and not exemption) or (mark == WITHHOLD and exemption in EXEMPTIONS)


def _some(what: Sequence[str]) -> str:
    more = len(what) - FIRST
    return ", ".join(what[:FIRST]) + (f" and {more} more" if more > 0 else "")
