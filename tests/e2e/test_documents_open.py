"""Every document opens where people will open it: the Word file in LibreOffice, the web page in a browser, with axe."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from ctypes.util import find_library
from pathlib import Path

import pytest
from demonstration import ROOT
from playwright.sync_api import Browser
from transcript import Teams, open_store

sys.path.append(str(ROOT / "tests/documents"))

from rich_case import plays, read

from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.pdf import pdf
from documents.web import web
from documents.word import word

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PICTURES = ROOT / "artefacts/documents"
LOUD = ("warning", "error", "failed")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Document]]:
    """Every document of the rich case, in both editions, by the name of its file."""
    teams = Teams(open_store(tmp_path_factory.mktemp("documents") / "case.db"))
    with closing(teams.store):
        plays(teams)
        file = read(teams)
    yield {
        f"{kind}-{edition}": make(kind, file, edition, "health" if KINDS[kind].of_each_agency else "")
        for kind in KINDS
        for edition in Edition
    }


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
        _picture(place, f"{name}-pdf")


def _picture(of: Path, name: str) -> None:
    """Keep the first page as a picture, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    if draws := shutil.which("pdftoppm"):
        subprocess.run([draws, "-r", "60", "-png", "-singlefile", str(of), str(PICTURES / name)], check=True)
