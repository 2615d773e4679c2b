"""Every document opens where people will open it: the Word file in LibreOffice, the web page in a browser, with axe."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from ctypes.util import find_library
from pathlib import Path

import pytest
from demonstration import ROOT
from playwright.sync_api import Browser
from transcript import Teams, open_store

sys.path.append(str(ROOT / "tests/documents"))

from rich_case import does_not_agree, goes_on, plays, read
from test_scrutiny import FIRST, LAST, half_a_year, told_of

from documents.casefile import CaseFile
from documents.kinds import KINDS, make
from documents.model import Document, Edition, Heading, Plot, Table
from documents.pdf import pdf
from documents.scrutiny import by_case, report
from documents.web import web
from documents.word import word
from rapid_review.policy import ENGLAND_2026
from rapid_review.scrutiny import lens
from rapid_review.scrutiny.timeliness import pace

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PICTURES = ROOT / "artefacts/documents"
LOUD = ("warning", "error", "failed")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Document]]:
    """Every document of the rich case, with all that is written after the outcome, by the name of its file."""
    folder = tmp_path_factory.mktemp("documents")
    file, waiting = told(folder / "case.db", plays, goes_on), told(folder / "waiting.db", does_not_agree)
    yield {
        f"{kind}-{edition}": make(
            kind,
            waiting if kind == "panel_pending" else file,
            edition,
            "health" if KINDS[kind].of_each_agency else "",
        )
        for kind in KINDS
        for edition in Edition
    } | of_the_scrutineer(file)


def told(path: Path, *parts: Callable[[Teams], None]) -> CaseFile:
    teams = Teams(open_store(path))
    with closing(teams.store):
        for part in parts:
            part(teams)
        return read(teams)


def of_the_scrutineer(file: CaseFile) -> dict[str, Document]:
    """Two dozen cases, so that there is something to plot."""
    cases = half_a_year(file.case, 24)
    figures = lens(cases, FIRST, LAST, told_of(file, cases))
    pack = report(figures, file.partnership, ENGLAND_2026, file.now)
    return {"scrutiny": pack, "scrutiny-by-case": by_case(map(pace, cases), file.partnership, file.now)}


@pytest.mark.e2e
def test_word_files_open_in_libreoffice(drawn: dict[str, Document], tmp_path: Path) -> None:
    """All in one go: each becomes a PDF, without a word of complaint; its pages are kept as pictures."""
    office = shutil.which("soffice") or pytest.skip("LibreOffice is not installed, so no Word file was opened.")
    for name, document in drawn.items():
        (tmp_path / f"{name}.docx").write_bytes(word(document))
    files = [str(tmp_path / f"{name}.docx") for name in drawn]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    said = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    lines = [line for line in (said.stdout + said.stderr).splitlines() if "javaldx" not in line]  # Java is not needed.
    assert [line for line in lines if any(word in line.lower() for word in LOUD)] == []
    for name in drawn:
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-"), name
        assert faults_of_pages(tmp_path / f"{name}.pdf", drawn[name]) == []
        _picture(tmp_path / f"{name}.pdf", f"{name}-word")


@pytest.mark.e2e
def test_pages_have_no_accessibility_fault(drawn: dict[str, Document], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name, document in drawn.items():
        page.set_content(web(document))
        page.evaluate(AXE.read_text(encoding="utf-8"))  # Not as a script: the page forbids any.
        found = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")
        assert [(fault["id"], fault["help"]) for fault in found["violations"]] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{name} is wider than a telephone."
    page.close()


@pytest.mark.e2e
def test_pdfs_are_drawn_with_their_structure(drawn: dict[str, Document], tmp_path: Path) -> None:
    tells = shutil.which("pdfinfo") or pytest.skip("poppler-utils is not installed, so no PDF was looked into.")
    if find_library("pango-1.0") is None:
        pytest.skip("Pango is not installed, so no PDF was drawn.")
    for name, document in drawn.items():
        made, place = pdf(document), tmp_path / f"{name}.pdf"
        assert made == pdf(document)
        place.write_bytes(made)
        said = subprocess.run([tells, str(place)], capture_output=True, text=True, check=True).stdout.split()
        assert said[said.index("Tagged:") + 1] == "yes" and said[said.index("JavaScript:") + 1] == "no", name
        assert faults_of_pages(place, document) == []
        _picture(place, f"{name}-pdf")


def faults_of_pages(of: Path, document: Document) -> list[str]:
    """Pages without their reference, number and marking; headings and captions with nothing below them."""
    reads = shutil.which("pdftotext") or pytest.skip("poppler-utils is not installed, so no page was read.")
    text = subprocess.run([reads, "-layout", str(of), "-"], capture_output=True, text=True, check=True).stdout
    pages, found = text.rstrip("\f").split("\f"), []
    headings = {block.text for block in document.blocks if isinstance(block, Heading)}
    headings |= {block.caption for block in document.blocks if isinstance(block, Table | Plot)}
    for number, page in enumerate(pages, 1):
        *body, foot = [line.strip() for line in page.splitlines() if line.strip()]
        if document.reference not in foot or f"age {number} of {len(pages)}" not in foot:
            found.append(f"{of.name}, page {number}: its foot says “{foot}”.")
        if document.marking.split(".")[0] not in body[0]:
            found.append(f"{of.name}, page {number}: it is not marked.")
        if body[-1] in headings:
            found.append(f"{of.name}, page {number}: “{body[-1]}” stands alone at its end.")
    return found


def _picture(of: Path, name: str) -> None:
    """Keep every page as a picture, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    if draws := shutil.which("pdftoppm"):
        subprocess.run([draws, "-r", "50", "-png", str(of), str(PICTURES / name)], check=True)
