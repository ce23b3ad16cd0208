"""The kind of document that a question asks to be looked into."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.danish.spans import Span
from rag.domain import DocumentType

_ONLY = r"(?:kun|alene|udelukkende|only)\s+(?:(?:i|fra|in|from|the)\s+)*"
_WORDS = (
    (DocumentType.MINUTES, r"(?:referater(?:ne)?|referatet|(?:the\s+)?minutes)"),
    (DocumentType.AGENDA, r"(?:dagsordener(?:ne)?|dagsordenen|(?:the\s+)?agendas?)"),
    (DocumentType.ANNEX, r"(?:bilag(?:et|ene)?|(?:the\s+)?annex(?:es)?)"),
)
_RULES = [
    (document_type, certain, re.compile(rf"\b{before}{words}\b", re.IGNORECASE))
    for document_type, words in _WORDS
    for certain, before in ((True, _ONLY), (False, r"(?:(?:står|stod|skrevet|fremgår|nævnt)\s+(?:der\s+)?(?:i|af)\s+)"))
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMention:
    """A kind of document and where it is named; `certain` when nothing else is wanted ("kun i bilagene")."""

    document_type: DocumentType
    certain: bool
    span: Span


def find_document_type(text: str) -> DocumentMention | None:
    """Return the kind of document that is named, if one is and not merely the minutes in general."""
    for document_type, certain, rule in _RULES:
        general = document_type is DocumentType.MINUTES and not certain
        if not general and (match := rule.search(text)):
            return DocumentMention(document_type=document_type, certain=certain, span=Span(*match.span()))
    return None
