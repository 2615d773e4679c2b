"""Which files are taken: their bytes decide, their names only have to agree, and nothing is ever unpacked (T8)."""

import tracemalloc
from io import BytesIO
from time import process_time
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import papers
import pytest

from bot.file_checks import Refused, check
from bot.file_offers import DOWNLOAD, Offer, offers_in, shown_name
from bot.file_transfer import on_microsofts_hosts
from rapid_review.documents import LARGEST_BYTES, NotTaken

BOMB = papers.bomb()

TAKEN = {
    "Chronology.pdf": papers.pdf(),
    "Chronology.docx": papers.office("docx"),
    "Contacts.XLSX": papers.office("xlsx"),
    "Slides.pptx": papers.office("pptx"),
    "with a workbook inside.docx": papers.office("docx", word__embeddings__Sheet_dot_xlsx=papers.office("xlsx")),
    "Letter.odt": papers.odt(),
    "scan.png": papers.png(),
    "photo.jpg": papers.jpeg(),
    "photo.jpeg": papers.jpeg(4000, 3000),
    "note.txt": "Seen at home – all well. Café\r\n".encode(),
    "old note.txt": "Caf\xe9".encode("cp1252"),
    "wide note.txt": "Café".encode("utf-16"),
    "contacts.csv": b"date,what\n2026-11-20,call\n",
    "many.dots.in.v1.2.pdf": papers.pdf(),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_agencies_write_in_is_taken(name: str) -> None:
    assert name.lower().replace("jpeg", "jpg").endswith(check(name, TAKEN[name]))


REFUSED: list[tuple[str, bytes, NotTaken]] = [
    ("empty.pdf", b"", NotTaken.EMPTY),
    ("big.txt", b"a" * (LARGEST_BYTES + 1), NotTaken.TOO_LARGE),
    ("letter", papers.pdf(), NotTaken.OTHER_KIND),
    ("film.mp4", b"\0\0\0\x18ftyp", NotTaken.OTHER_KIND),
    # What a name says outright.
    ("letter.pdf.exe", papers.pdf(), NotTaken.PROGRAM),
    ("setup.MSI", papers.ole(), NotTaken.PROGRAM),
    ("run.ps1", b"Get-Item", NotTaken.PROGRAM),
    ("shortcut.lnk", b"L\0\0\0", NotTaken.PROGRAM),
    ("files.zip", papers.zipped({"a.txt": "a"}), NotTaken.ARCHIVE),
    ("page.html", b"<p>", NotTaken.WEB_PAGE),
    ("drawing.svg", b"<svg>", NotTaken.WEB_PAGE),
    ("letter.docm", papers.office(), NotTaken.MACROS),
    ("letter.doc", papers.ole(), NotTaken.OLD_OFFICE),
    ("mail.msg", papers.ole(), NotTaken.EMAIL),
    ("mail.eml", b"From: a", NotTaken.EMAIL),
    # What the bytes say, whatever the name.
    ("letter.pdf", b"MZ\x90\0", NotTaken.PROGRAM),
    ("letter.txt", b"#!/bin/sh\nrm", NotTaken.PROGRAM),
    ("letter.docx", b"\x7fELF", NotTaken.PROGRAM),
    ("letter.pdf", b"Rar!\x1a\x07", NotTaken.ARCHIVE),
    ("letter.txt", b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", NotTaken.WEB_PAGE),
    ("letter.csv", b'<?xml version="1.0"?><svg onload="x"/>', NotTaken.WEB_PAGE),
    ("letter.txt", "<script>".encode("utf-16"), NotTaken.WEB_PAGE),
    ("letter.pdf", papers.office(), NotTaken.ANOTHER_KIND_INSIDE),
    ("letter.docx", papers.office("xlsx"), NotTaken.ANOTHER_KIND_INSIDE),
    ("letter.docx", papers.odt(), NotTaken.ANOTHER_KIND_INSIDE),
    ("photo.png", papers.jpeg(), NotTaken.ANOTHER_KIND_INSIDE),
    ("letter.txt", papers.pdf(), NotTaken.ANOTHER_KIND_INSIDE),
    ("letter.txt", b"abc\0def", NotTaken.ANOTHER_KIND_INSIDE),
    # Two kinds at once.
    ("photo.png", papers.png() + papers.zipped({"a.exe": "MZ"}), NotTaken.ANOTHER_KIND_INSIDE),
    ("photo.jpg", papers.jpeg() + papers.zipped({"a.class": "x"}), NotTaken.ANOTHER_KIND_INSIDE),
    ("letter.pdf", papers.pdf() + papers.zipped({"a.txt": "a"}), NotTaken.ANOTHER_KIND_INSIDE),
    # Office files that are more than a document.
    ("letter.docx", papers.office(word__vbaProject_dot_bin=b"x"), NotTaken.MACROS),
    (
        "letter.docx",
        papers.zipped(
            {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled", "word/document.xml": ""}
        ),
        NotTaken.MACROS,
    ),
    ("letter.docx", papers.encrypted(), NotTaken.LOCKED),
    ("letter.docx", papers.ole("EncryptedPackage"), NotTaken.LOCKED),
    ("letter.pdf", papers.pdf("/Encrypt 5 0 R"), NotTaken.LOCKED),
    ("letter.pdf", papers.pdf("/OpenAction<</S /Launch /F(cmd.exe)>>"), NotTaken.PROGRAM),
    ("letter.docx", papers.ole("__nameid_version1.0"), NotTaken.EMAIL),
    ("letter.docx", papers.zipped({"a.txt": "only a zip"}), NotTaken.ARCHIVE),
    ("letter.docx", papers.office(word__inner_dot_zip=papers.zipped({"a": "a"})), NotTaken.ARCHIVE),
    ("letter.docx", papers.office(word__run_dot_exe=b"MZ"), NotTaken.PROGRAM),
    ("letter.docx", papers.office(**{"..__..__etc__passwd": "x"}), NotTaken.ARCHIVE),
    ("letter.docx", papers.office(__etc__passwd="x"), NotTaken.ARCHIVE),
    ("letter.docx", papers.office(**{"word\\..\\..\\x": "x"}), NotTaken.ARCHIVE),
    ("letter.docx", papers.office(**{"C:\\x": "x"}), NotTaken.ARCHIVE),
    ("letter.docx", papers.linked(), NotTaken.ARCHIVE),
    # Far more inside than outside.
    ("letter.docx", BOMB, NotTaken.TOO_MUCH_INSIDE),
    ("letter.docx", papers.office(word__big=bytes(30_000_000)), NotTaken.TOO_MUCH_INSIDE),
    ("letter.docx", papers.office(**{f"word__{n}": "x" for n in range(1_001)}), NotTaken.TOO_MUCH_INSIDE),
    ("photo.png", papers.png(50_000, 50_000), NotTaken.TOO_MUCH_INSIDE),
    ("photo.jpg", papers.jpeg(65_000, 65_000), NotTaken.TOO_MUCH_INSIDE),
    # Damaged.
    ("letter.pdf", b"%PDF-1.7 cut off", NotTaken.DAMAGED),
    ("letter.docx", papers.office()[:60], NotTaken.DAMAGED),
    ("photo.png", papers.png()[:40], NotTaken.DAMAGED),
    ("photo.png", papers.png(0, 5), NotTaken.DAMAGED),
    ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", NotTaken.DAMAGED),
]


@pytest.mark.parametrize(("name", "content", "why"), REFUSED, ids=[f"{n}-{f[0]}-{f[2]}" for n, f in enumerate(REFUSED)])
def test_what_could_do_harm_is_not(name: str, content: bytes, why: NotTaken) -> None:
    with pytest.raises(Refused) as refused:
        check(name, content)
    assert refused.value.why == why


def test_a_directory_that_counts_the_same_bytes_twice_is_a_bomb() -> None:
    made = bytearray(
        papers.zipped({"[Content_Types].xml": "x" * 100, "word/document.xml": "y" * 100}, packing=ZIP_STORED)
    )
    first = made.find(b"PK\x01\x02")
    made[first + 20 : first + 28] = (5000).to_bytes(4, "little") * 2
    with pytest.raises(Refused, match=NotTaken.TOO_MUCH_INSIDE):
        check("letter.docx", bytes(made))


def test_a_bomb_takes_neither_time_nor_memory() -> None:
    began = process_time()
    tracemalloc.start()
    with pytest.raises(Refused):
        check("letter.docx", BOMB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert process_time() - began < 1
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("letter.pdf", "letter.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("nul\0in\r\nname.pdf", "nulinname.pdf"),
        ("", "A file without a name"),
        ("a" * 300 + ".pdf", "a" * 110 + "….pdf"),
        ("b" * 300, "b" * 120),
    ],
)
def test_a_name_is_shown_without_its_tricks(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://fellshire-my.sharepoint.com/personal/x/download.aspx?tempauth=1", True),
        ("https://fellshire.sharepoint.us/x", True),
        ("https://eu.svc.ms/x", True),
        ("https://sharepoint.com:443/x", True),
        ("http://fellshire.sharepoint.com/x", False),
        ("https://fellshire.sharepoint.com:8443/x", False),
        ("https://sharepoint.com.evil.example/x", False),
        ("https://evilsharepoint.com/x", False),
        ("https://fellshire.sharepoint.com@evil.example/x", False),
        ("https://evil.example\\.sharepoint.com/x", False),
        ("https://127.0.0.1/x", False),
        ("https://169.254.169.254/metadata", False),
        ("file:///etc/passwd", False),
        ("https://[::1/x", False),
        ("https://a.sharepoint.com:port/x", False),
        ("", False),
    ],
)
def test_files_come_from_microsofts_hosts_only(url: str, trusted: bool) -> None:
    assert on_microsofts_hosts(url) is trusted


def test_a_message_is_attached_to_itself_as_html_and_that_is_no_file() -> None:
    attached = [
        {"contentType": "text/html", "content": "<p>here</p>"},
        {"contentType": DOWNLOAD, "name": "a.pdf", "content": {"downloadUrl": "https://x.sharepoint.com/a"}},
        {"contentType": "image/png", "contentUrl": "https://smba.trafficmanager.net/x"},
        {"contentType": "application/vnd.microsoft.card.adaptive"},
        {"contentType": DOWNLOAD, "name": "b.pdf", "content": "no object"},
        "not an object",
    ]
    assert offers_in({"attachments": attached}) == [
        Offer("a.pdf", "https://x.sharepoint.com/a"),
        Offer("A picture", picture=True),
        Offer("Something that is not a file"),
        Offer("b.pdf"),
    ]
    assert offers_in({"attachments": "nonsense"}) == offers_in({}) == []


def test_a_damaged_archive_is_refused_and_nothing_falls_over() -> None:
    content = bytearray(papers.office())
    at = content.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(Refused) as refused:
        check("plan.docx", bytes(content))
    assert refused.value.why is NotTaken.DAMAGED


def test_packing_that_office_does_not_use_is_not_unpacked() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", "\0" * 1_000_000)
        archive.writestr("word/document.xml", "x")
    with pytest.raises(Refused):
        check("plan.docx", packed.getvalue())
