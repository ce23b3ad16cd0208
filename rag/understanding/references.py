"""The case and item numbers that a question names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.danish.spans import Span

_ITEM = re.compile(
    r"\b(?:dagsordens?punkt|punkt|pkt\.?|agenda item|item)\s*(?:nr\.?|nummer|number|no\.?)?\s*"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?(?:[a-zæøå](?![^\W_]))?)(?![\d%]|[.,]\d)",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?:\b(?:sags?(?:nummer|nr\.?|\.?nr\.?)?|j(?:ournal)?\.?\s?nr\.?|case)\s*:?\s*)?"
    r"(?P<number>(?<![\w.,/-])(?:\d{1,2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,4}-\d{2}"  # KL's: 16.20.02-A00-1-21
    r"|\d{1,2}-\d{1,2}-\d{1,3}-\d{1,4}(?:-\d{2,4})?"  # the regions': 1-30-72-89-23
    r"|[A-Z]{2,5}-?\d{2,4}-\d{4,7}"  # SAG-2021-01234
    r"|\d{2}/\d{4,6})(?![\w/]|[.,-]\d))",
    re.IGNORECASE,
)
_CASE_NAMED = re.compile(
    r"\b(?:sags?(?:nummer|nr\.?|\.?nr\.?)|case number)\s*:?\s*(?P<number>\d[\w./-]{2,24}\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A number and where it stands in the question."""

    number: str
    span: Span


def find_items(text: str) -> list[Reference]:
    """Return the item numbers that are named: "punkt 6", "pkt. 4", "dagsordenspunkt 3"."""
    return list(_references(_ITEM, text))


def find_cases(text: str) -> list[Reference]:
    """Return the case numbers: those of known shapes, and whatever follows "sagsnr."."""
    found = list(_references(_CASE, text))
    return found or list(_references(_CASE_NAMED, text))


def _references(pattern: re.Pattern[str], text: str) -> Iterator[Reference]:
    for match in pattern.finditer(text):
        yield Reference(number=match["number"].rstrip("."), span=Span(*match.span()))
