"""A document as data (JSON): its fields by their ids, to be read by machine. The same case, the same bytes."""

import json

from documents.model import Document, Field
from rapid_review.errors import Refusal

SCHEMA = "rapid-review/panel-fields/1"
"""Changes when a field changes its meaning; new fields do not change it."""


def data(document: Document) -> str:
    """Raises Refusal for a document that is words and not fields."""
    if not document.fields:
        raise Refusal(f"“{document.title}” has no fields, so it is not there as data. Choose another kind of file.")
    said = {
        "schema": SCHEMA,
        "document": document.id,
        "case": document.reference,
        "partnership": document.partnership,
        "edition": str(document.edition),
        "version": document.version,
        "made_at": document.made_at.isoformat(),
        "marking": document.marking,
        "missing": list(document.missing),
        "fields": {field.id: _told(field) for field in document.fields},
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _told(field: Field) -> dict[str, str]:
    told = {"part": field.part, "label": field.label, "value": field.value}
    return {**told, "answer": field.answer} if field.answer else told
