"""Plain text turned into lines, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re

from index.reading.content import Content
from index.reading.document import Line
from rag.danish.normalise import normalise
from rag.errors import ReadingError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODE_PAGES = ("cp1252", "mac_roman", "cp850")
"""What Danish text without Unicode is saved in. General detection takes "ø" for a Polish "ř"."""
DANISH = re.compile(r"[æøåÆØÅéÉüöä]")
FOREIGN = re.compile(r"[^\x00-\x7fæøåÆØÅéÉüöä–—’‘”“»«…•§ ½°²€]")
DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]+?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL = 0.01
MAX_BROKEN = 0.1


def read_text(text: str) -> Content:
    """Turn text into its lines; pages are counted where form feeds part them."""
    pages = text.split("\f")
    lines = [
        Line(text=line.expandtabs(4), page=number if len(pages) > 1 else None)
        for number, page in enumerate(pages, start=1)
        for line in normalise(page).split("\n")
    ]
    return Content(lines=tuple(lines))


def decode(data: bytes, *, name: str) -> str:
    """Return the text of a file; raise ReadingError where the bytes are no text."""
    text = _decoded(data)
    if len(CONTROL.findall(text)) > MAX_CONTROL * len(text):
        raise ReadingError(f"{name} is neither text nor a kind of file that can be read.")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if unmarked := _unmarked_utf16(data):
        return data.decode(unmarked, errors="replace")
    return _as_utf8(data) or _as_declared(data) or _as_code_page(data)


def _unmarked_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without mark: every other byte of Danish text is then zero, the rest never."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    most = 0.8 * len(data[0:4096:2])
    if odd > most and not even:
        return "utf-16-le"
    return "utf-16-be" if even > most and not odd else None


def _as_utf8(data: bytes) -> str | None:
    """Decode UTF-8, also with a few broken characters: those stay visible as U+FFFD."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(not character.isascii() for character in text) if broken else 0
    return text if broken <= MAX_BROKEN * (beyond_ascii - broken) else None


def _as_declared(data: bytes) -> str | None:
    declared = DECLARED.search(data[:2048])
    try:
        return data.decode(declared[1].decode("ascii")) if declared else None
    except (LookupError, UnicodeDecodeError):
        return None


def _as_code_page(data: bytes) -> str:
    """Decode with the code page that gives the most Danish and the fewest foreign letters."""
    texts = [data.decode(page, errors="replace") for page in CODE_PAGES]
    return max(texts, key=lambda text: len(DANISH.findall(text)) - len(FOREIGN.findall(text)))
