"""What a file really is, decided by its bytes. Nothing is ever unpacked: an archive's own directory is looked at (T8).

The name only has to agree. What is not known for certain is not taken.
"""

import re
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile

from rapid_review.documents import LARGEST_BYTES, NotTaken

ENDINGS = {"jpeg": "jpg"}
TAKEN = ("pdf", "docx", "xlsx", "pptx", "odt", "png", "jpg", "txt", "csv")


def _endings(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


PROGRAM_ENDINGS = _endings(
    "exe dll scr com msi msix cpl jar js jse vbs vbe wsf wsh hta bat cmd ps1 psm1 sh py pl rb lnk url iso img "
    "apk app dmg deb rpm reg chm xll"
)
ARCHIVE_ENDINGS = _endings("zip 7z rar gz tgz bz2 xz zst tar cab lzh ace arj")
PAGE_ENDINGS = _endings("html htm xhtml mht mhtml svg xml")
MACRO_ENDINGS = _endings("docm dotm xlsm xltm xlsb xlam pptm potm ppsm ppam")
OLD_ENDINGS = _endings("doc dot xls xlt ppt pps rtf")
EMAIL_ENDINGS = _endings("eml msg")

PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\0\0\0\x01\x14",
)
ARCHIVE_STARTS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd", b"MSCF", b"PK\x05\x06")
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG_START = b"\x89PNG\r\n\x1a\n"
PAGE = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE)

MOST_ENTRIES = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
MOST_PIXELS = 100_000_000
DIRECTORY_READ = 1024 * 1024
"""Of the one part of an Office file that is read."""


class Refused(Exception):
    """The file is not taken."""

    def __init__(self, why: NotTaken) -> None:
        super().__init__(why)
        self.why = why


def ending_of(name: str) -> str:
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    return ENDINGS.get(ending, ending)


def check_name(name: str) -> str:
    """The ending of a file that may be taken, judged before it is fetched. Raises `Refused`."""
    ending = ending_of(name)
    for endings, why in (
        (PROGRAM_ENDINGS, NotTaken.PROGRAM),
        (ARCHIVE_ENDINGS, NotTaken.ARCHIVE),
        (PAGE_ENDINGS, NotTaken.WEB_PAGE),
        (MACRO_ENDINGS, NotTaken.MACROS),
        (OLD_ENDINGS, NotTaken.OLD_OFFICE),
        (EMAIL_ENDINGS, NotTaken.EMAIL),
    ):
        if ending in endings:
            raise Refused(why)
    if ending not in TAKEN:
        raise Refused(NotTaken.OTHER_KIND)
    return ending


def check(name: str, content: bytes) -> str:
    """The ending that this content bears out. Raises `Refused`."""
    ending = check_name(name)
    if not content:
        raise Refused(NotTaken.EMPTY)
    if len(content) > LARGEST_BYTES:
        raise Refused(NotTaken.TOO_LARGE)
    found = _kind(content)
    if found != ending and not (found == "txt" and ending == "csv"):
        raise Refused(NotTaken.ANOTHER_KIND_INSIDE)
    return ending


def _kind(content: bytes) -> str:
    if content.startswith(PROGRAM_STARTS):
        raise Refused(NotTaken.PROGRAM)
    if content.startswith(ARCHIVE_STARTS):
        raise Refused(NotTaken.ARCHIVE)
    if content.startswith(OLE_START):
        raise Refused(_of_ole(content))
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if is_zipfile(BytesIO(content)):
        raise Refused(NotTaken.ANOTHER_KIND_INSIDE)  # Two kinds at once: one reader sees a picture, another an archive.
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(PNG_START):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    return _text(content)


def _of_ole(content: bytes) -> NotTaken:
    """The old Office container: also what a password makes of a new one, and what Outlook saves."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return NotTaken.LOCKED
    if "__nameid_version1.0".encode("utf-16-le") in content:
        return NotTaken.EMAIL
    return NotTaken.OLD_OFFICE


def _pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:]:
        raise Refused(NotTaken.DAMAGED)
    if re.search(rb"/Encrypt[\s<\[/\d]", content):
        raise Refused(NotTaken.LOCKED)
    if re.search(rb"/Launch[\s/<>\[(]", content):
        raise Refused(NotTaken.PROGRAM)
    return "pdf"


def _png(content: bytes) -> str:
    if len(content) < 33 or content[12:16] != b"IHDR" or b"IEND" not in content[-32:]:
        raise Refused(NotTaken.DAMAGED)
    _require_size(*struct.unpack(">II", content[16:24]))
    return "png"


def _jpeg(content: bytes) -> str:
    """Walk the segments as far as the one with the picture's size."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            _require_size(width, height)
            return "jpg"
        at += 2 + max(length, 2)
    raise Refused(NotTaken.DAMAGED)


def _require_size(width: int, height: int) -> None:
    if not width or not height:
        raise Refused(NotTaken.DAMAGED)
    if width * height > MOST_PIXELS:
        raise Refused(NotTaken.TOO_MUCH_INSIDE)


def _text(content: bytes) -> str:
    text = content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise Refused(NotTaken.DAMAGED) from None
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise Refused(NotTaken.ANOTHER_KIND_INSIDE)
    if PAGE.search(text[:4096]):
        raise Refused(NotTaken.WEB_PAGE)
    return "txt"


# -- Office files are archives -------------------------------------------------------------------------------------


def _zipped(content: bytes) -> str:
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise Refused(NotTaken.TOO_MUCH_INSIDE)  # Before its directory is read, which alone could fill the memory.
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _require_harmless(entries, len(content))
            return _office(archive, {entry.filename for entry in entries})
    except Refused:
        raise
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, struct.error, zlib.error):
        raise Refused(NotTaken.DAMAGED) from None


def _require_harmless(entries: list[ZipInfo], size: int) -> None:
    """Judged by the directory. Entries that share their bytes add up to more than there are (a bomb's usual trick)."""
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or packed > size:
        raise Refused(NotTaken.TOO_MUCH_INSIDE)
    if unpacked > MOST_RATIO * max(packed, 10_000):
        raise Refused(NotTaken.TOO_MUCH_INSIDE)
    for entry in entries:
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused(NotTaken.DAMAGED)  # Office uses no other; some unpack without a bound.
        if entry.flag_bits & 0x1:
            raise Refused(NotTaken.LOCKED)
        if _escapes(entry) or ending_of(entry.filename) in ARCHIVE_ENDINGS:
            raise Refused(NotTaken.ARCHIVE)
        if ending_of(entry.filename) in PROGRAM_ENDINGS:
            raise Refused(NotTaken.PROGRAM)


def _escapes(entry: ZipInfo) -> bool:
    """Whether it would be unpacked elsewhere than where it is told to: a way up, from the root, or a link."""
    name, link = entry.orig_filename, (entry.external_attr >> 28) == 0xA
    parts = name.replace("\\", "/").split("/")
    return link or ".." in parts or name.startswith(("/", "\\")) or ":" in name or "\0" in name


def _office(archive: ZipFile, names: set[str]) -> str:
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in lower):
        raise Refused(NotTaken.MACROS)
    if "[Content_Types].xml" in names:
        if b"macroenabled" in _read(archive, "[Content_Types].xml").lower():
            raise Refused(NotTaken.MACROS)
        parts = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
        for part, ending in parts.items():
            if part in names:
                return ending
    if "mimetype" in names and _read(archive, "mimetype").strip() == b"application/vnd.oasis.opendocument.text":
        return "odt"
    raise Refused(NotTaken.ARCHIVE)


def _read(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(DIRECTORY_READ)
