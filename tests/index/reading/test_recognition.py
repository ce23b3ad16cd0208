from __future__ import annotations

import io
from functools import cache

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.reading import recognition
from index.reading.pdf import read_pdf
from rag.errors import ReadingError

needs_tesseract = pytest.mark.skipif(
    recognition.tesseract() is None, reason="tesseract-ocr and tesseract-ocr-dan are not installed"
)


@cache
def _scanned(*, pages: int = 1) -> bytes:
    """Return a PDF whose pages are pictures of text."""
    printed = io.BytesIO()
    canvas = Canvas(printed)
    canvas.setFont("Helvetica", 14)
    for i, line in enumerate(["3. Blodprøver på hjemmebesøg", "Beslutning", "Gruppen godkendte forsøget."]):
        canvas.drawString(60, 700 - 40 * i, line)
    canvas.save()
    with pypdfium2.PdfDocument(printed.getvalue()) as document:
        picture = ImageReader(document[0].render(scale=3).to_pil())
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, width=595, height=842)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@needs_tesseract
def test_scanned_pages_are_recognised_in_danish() -> None:
    """Where Tesseract is installed the words of a picture are read, with their page."""
    content = read_pdf(_scanned(), name="skannet.pdf")
    assert [line.text for line in content.lines if line.text] == [
        "3. Blodprøver på hjemmebesøg",
        "Beslutning",
        "Gruppen godkendte forsøget.",
    ]
    assert {line.page for line in content.lines} == {1}


def test_without_tesseract_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanned file names both ways out."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    recognition.tesseract.cache_clear()
    with pytest.raises(ReadingError, match=r"^skannet\.pdf has no text layer.+install tesseract-ocr"):
        read_pdf(_scanned(), name="skannet.pdf")
    recognition.tesseract.cache_clear()


@needs_tesseract
def test_too_many_scanned_pages_are_refused() -> None:
    """Recognition takes seconds for a page, so there is a limit."""
    with pytest.raises(ReadingError, match="scanned and has more than 60 pages"):
        read_pdf(_scanned(pages=61), name="skannet.pdf")
