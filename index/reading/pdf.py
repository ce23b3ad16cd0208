"""A PDF turned into lines in reading order, without the headers and footers of its pages."""

from __future__ import annotations

import io
import logging
import struct

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from index.reading.content import Content
from index.reading.document import Line
from index.reading.pdf_furniture import drop_furniture
from index.reading.pdf_headings import join_headings, set_levels
from index.reading.pdf_layout import PrintedLine, read_page
from index.reading.pdf_limits import check_size
from index.reading.recognition import recognise
from rag.errors import ReadingError

# It warns of every flaw that it mends, which no reader of the log can act on.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MAX_PAGES = 600
GARBLED = 0.3
"""Share of characters without Unicode above which the text layer is of no use."""

DAMAGE = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    RecursionError,
    struct.error,
)
"""What comes out of a damaged file: pdfminer meets it wherever it trusted a value to be there."""


def read_pdf(data: bytes, *, name: str) -> Content:
    """Turn a PDF into lines; raise ReadingError where it is encrypted, damaged, too long or a bomb.

    A scanned one is recognised where Tesseract is installed, and else an error as well.
    """
    check_size(data, name=name)
    pages = _read_pages(data, name=name)
    text = "".join(line.text for page in pages for line in page)
    if not text.strip():
        return recognise(data, name=name)
    if text.count("\ufffd") > GARBLED * len(text):
        raise ReadingError(f"{name} has a text layer that cannot be decoded: run it through text recognition first.")
    pages = set_levels(drop_furniture(pages))
    lines = [line for page in pages for printed in join_headings(page) for line in _lines(printed)]
    return Content(lines=tuple(lines), wrapped=True)


def _lines(printed: PrintedLine) -> list[Line]:
    """Return the line, after a blank one where space parts it from the line before."""
    line = Line(text=printed.text, page=printed.page, level=printed.level, row=printed.row)
    return [Line(text="", page=printed.page), line] if printed.gap else [line]


def _read_pages(data: bytes, *, name: str) -> list[list[PrintedLine]]:
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MAX_PAGES:
                raise ReadingError(f"{name} has more than {MAX_PAGES} pages: split it.")
            pages = []
            for page in document.pages:
                pages.append(read_page(page))
                page.close()
            return pages
    except DAMAGE as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args)):
            raise ReadingError(f"{name} is encrypted: save it without a password.") from error
        raise ReadingError(f"{name} is damaged: it cannot be read as PDF.") from error
