"""The smallest files of each kind, and the dangerous ones, made here so that none lies in the repository."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

CONTENT_TYPES = '<?xml version="1.0"?><Types><Default ContentType="application/xml"/></Types>'
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def pdf(inside: str = "") -> bytes:
    return f"%PDF-1.7\n1 0 obj<</Type/Catalog{inside}>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def zipped(entries: dict[str, bytes | str], *, packing: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(ZipInfo(name), content, packing)
    return made.getvalue()


def office(ending: str = "docx", **more: bytes | str) -> bytes:
    parts = {name.replace("__", "/").replace("_dot_", "."): content for name, content in more.items()}
    return zipped({"[Content_Types].xml": CONTENT_TYPES, PARTS[ending]: "<document/>", **parts})


def odt() -> bytes:
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}, packing=ZIP_STORED
    )


def png(width: int = 1, height: int = 1) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0\0")) + part(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9) + frame + b"\xff\xd9"


def ole(inside: str = "") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + inside.encode("utf-16-le")


def bomb() -> bytes:
    """201 MB of nothing in a Word file of two hundred kilobytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        with archive.open("word/document.xml", "w") as part:
            for _ in range(201):
                part.write(bytes(1024 * 1024))
    return made.getvalue()


def encrypted() -> bytes:
    """A Word file whose directory says that its parts need a password."""
    made = bytearray(office())
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def linked() -> bytes:
    """A Word file with a link to a file outside of it."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("word/document.xml", "<document/>")
        link = ZipInfo("word/media")
        link.external_attr = 0xA1FF << 16
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()
