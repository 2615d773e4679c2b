"""A document as a PDF with its structure tagged (PDF/UA), made from the web page."""

import hashlib

from documents.model import Document
from documents.web import web
from rapid_review.errors import Refusal


def pdf(document: Document) -> bytes:
    """Raises Refusal where this machine lacks the libraries that draw it: Word and the web page need none."""
    html = web(document)
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
    except OSError:  # Pango is not installed.
        raise Refusal("A PDF cannot be made on this machine. Take the Word document or the web page.") from None
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    drawn: bytes = HTML(string=html, base_url=None, url_fetcher=_nothing).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=identifier
    )
    return drawn


def _nothing(url: str) -> dict[str, object]:
    raise ValueError("A document fetches nothing.")
