"""The Word template that documents are drawn with until a partnership brings its own.

It holds Jinja, which a partnership can move, restyle and reword in Word; what it may name is in `docs/documents.md`.
"""

import io
from functools import lru_cache

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

BLACK = RGBColor(0x0B, 0x0C, 0x0C)
BLUE = RGBColor(0x1D, 0x4F, 0x91)


@lru_cache
def house_template() -> bytes:
    """The template as a .docx file."""
    document = new_document()
    _styles(document)
    _page(document)
    _title(document)
    _missing(document)
    _blocks(document)
    _sources(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: WordDocument) -> None:
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Normal", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = BLACK
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    label = document.styles.add_style("Question", WD_STYLE_TYPE.PARAGRAPH)
    label.base_style, label.font.bold = document.styles["Normal"], True
    label.paragraph_format.keep_with_next, label.paragraph_format.space_after = True, Pt(0)
    label.paragraph_format.space_before = Pt(4)
    _spacing(document)
    _language(document)


def _spacing(document: WordDocument) -> None:
    """Room above a heading and none between lines that belong together: a fact is a line, not a paragraph."""
    spaces = {"Normal": (0, 6), "Heading 1": (16, 4), "Heading 2": (10, 2), "Title": (0, 8), "List Bullet": (0, 6)}
    for name, (before, after) in spaces.items():
        written = document.styles[name].paragraph_format
        written.space_before, written.space_after = Pt(before), Pt(after)
    for name, before, after in (("Fact", 0, 3), ("Cell", 2, 2), ("Bar", 0, 0)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    document.styles["Cell"].paragraph_format.line_spacing = 1.0
    document.styles["Bar"].paragraph_format.keep_with_next = True
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    document.styles["Title"].element.pPr.remove(border)


def _language(document: WordDocument) -> None:
    """English of the United Kingdom, for spelling and for screen readers."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-GB")


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.5)
    section.header_distance = section.footer_distance = Cm(1.1)
    section.header.paragraphs[0].text = "{{ document.heading }}"
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ document.reference }} · page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    for part, text in (("begin", ""), ("instr", code), ("separate", ""), ("result", "1"), ("end", "")):
        run = paragraph.add_run(text if part == "result" else "")
        if part == "instr":
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._element.append(instruction)
        elif part != "result":
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), part)
            run._element.append(character)


def _title(document: WordDocument) -> None:
    document.add_paragraph("{{ document.title }}", style="Title")
    document.add_paragraph("{%p if not document.letter %}")
    account = "Edition: {{ document.edition }}. Version {{ document.version }}, made {{ made }}."
    document.add_paragraph("{{ document.reference }}. {{ document.partnership }}. " + account)
    document.add_paragraph("{%p endif %}")


def _missing(document: WordDocument) -> None:
    document.add_paragraph("{%p if document.missing %}")
    document.add_paragraph("What is missing", style="Heading 1")
    _each(document, "line", "document.missing", "{{ line }}", "List Bullet")
    document.add_paragraph("{%p endif %}")


def _blocks(document: WordDocument) -> None:
    add = document.add_paragraph
    add("{%p for block in document.blocks %}")
    add('{%p if block.kind == "heading" and block.level == 1 %}')
    add("{{ block.text }}", style="Heading 1")
    add('{%p elif block.kind == "heading" %}')
    add("{{ block.text }}", style="Heading 2")
    add('{%p elif block.kind == "paragraph" %}')
    add("{%p if block.label %}")
    add("{{ block.label }}", style="Question")
    add("{%p endif %}")
    add("{{ block.text }}{{ credit(block) }}")
    add('{%p elif block.kind == "facts" %}')
    add("{%p for label, value in block.rows %}")
    fact = add(style="Fact")
    fact.add_run("{{ led(label) }} ").bold = True
    fact.add_run("{{ value }}{{ credit(block) }}")
    add("{%p endfor %}")
    add('{%p elif block.kind == "today" %}')
    add("{{ today }}")
    add('{%p elif block.kind == "bullets" %}')
    _each(document, "item", "block.items", "{{ item }}", "List Bullet")
    add('{%p elif block.kind == "plot" %}')
    add("{{ block.caption }}", style="Question")
    add("{%p for name, value, length in block.lengths() %}")
    add("{{ name }}: {{ value }}", style="Bar")
    add("{{ '█' * (length // 3) }}", style="Fact").runs[0].font.color.rgb = BLUE
    add("{%p endfor %}")
    add('{%p elif block.kind == "table" %}')
    add("{{ block.caption }}", style="Question")
    _table(document)
    add("{%p endif %}")
    add("{%p endfor %}")


def _each(document: WordDocument, name: str, of: str, words: str, style: str) -> None:
    document.add_paragraph(f"{{%p for {name} in {of} %}}")
    document.add_paragraph(words, style=style)
    document.add_paragraph("{%p endfor %}")


def _table(document: WordDocument) -> None:
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    table.autofit = False  # The widths are those of `word.py`, which knows what stands in the columns.
    head, begin, body, end = table.rows
    for row, cell in ((head, "{{ name }}"), (body, "{{ cell or '–' }}")):
        of = "block.header" if row is head else "row"
        name = "name" if row is head else "cell"
        texts = (f"{{%tc for {name} in {of} %}}", cell, "{%tc endfor %}")
        for place, text in zip(row.cells, texts, strict=True):
            place.paragraphs[0].text, place.paragraphs[0].style = text, document.styles["Cell"]
    head.cells[1].paragraphs[0].runs[0].bold = True
    begin.cells[0].paragraphs[0].text = "{%tr for row in block.rows %}"
    end.cells[0].paragraphs[0].text = "{%tr endfor %}"
    repeated = OxmlElement("w:tblHeader")  # A table over several pages says what its columns are on each.
    head.cells[1].paragraphs[0].paragraph_format.keep_with_next = True
    head._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    head._tr.get_or_add_trPr().append(repeated)
    body._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    document.add_paragraph(style="Fact").paragraph_format.line_spacing = Pt(4)


def _sources(document: WordDocument) -> None:
    document.add_paragraph("{%p if document.sources and not document.letter %}")
    document.add_paragraph("Sources", style="Heading 1")
    line = "[{{ loop.index }}] {{ s.given_by }}: {{ s.what }}, version {{ s.version }}, {{ s.at }}"
    _each(document, "s", "document.sources", line, "Fact")
    document.add_paragraph("{%p endif %}")
