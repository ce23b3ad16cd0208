"""A scanned PDF turned into lines by Tesseract with Danish, where that is installed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from functools import cache

import pypdfium2

from index.reading.content import Content
from index.reading.document import Line
from rag.errors import ReadingError

LANGUAGE = "dan"
MAX_PAGES = 60
PAGE_SECONDS = 60
TOTAL_SECONDS = 600
RESOLUTION = 300 / 72
"""Pixels per point: Tesseract is trained on 300 dpi."""
MAX_PIXELS = 5_000
"""Longest side of a rendered page; a poster is rendered coarser."""


@cache
def tesseract() -> str | None:
    """Return the path of Tesseract where it is installed with Danish."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run(  # noqa: S603  (a program found on the path, with fixed arguments)
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=PAGE_SECONDS
    )
    return program if LANGUAGE in listed.stdout.split() else None


def recognise(data: bytes, *, name: str) -> Content:
    """Turn the pages of a scanned PDF into lines, paragraphs parted by blank ones.

    Raises ReadingError where Tesseract is missing, or the pages are too many or take too long.
    """
    program = tesseract()
    if program is None:
        raise ReadingError(
            f"{name} has no text layer, it is probably scanned: run it through text recognition first, or install"
            " tesseract-ocr and tesseract-ocr-dan."
        )
    start = time.monotonic()
    lines: list[Line] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                raise ReadingError(f"{name} is scanned and has more than {MAX_PAGES} pages: split it.")
            for number in range(len(document)):
                left = TOTAL_SECONDS - (time.monotonic() - start)
                image = _render(document, number)
                text = _read(image, program=program, seconds=min(PAGE_SECONDS, max(left, 1)))
                lines += [Line(text=line, page=number + 1) for line in text.split("\n")]
    except (subprocess.SubprocessError, OSError) as error:
        raise ReadingError(f"{name} is scanned, and its text could not be recognised: Tesseract failed.") from error
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise ReadingError(f"{name} is damaged: it cannot be read as PDF.") from error
    if not any(line.text for line in lines):
        raise ReadingError(f"{name} has no text layer, it is probably scanned, and no text could be recognised in it.")
    return Content(lines=tuple(lines), wrapped=True)


def _render(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """Return a page as a picture."""
    page = document[number]
    scale = min(RESOLUTION, MAX_PIXELS / max(*page.get_size(), 1))
    picture = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, format="PNG")
    page.close()
    return picture.getvalue()


def _read(picture: bytes, *, program: str, seconds: float) -> str:
    """Return the text of a picture; Tesseract keeps to one core, for it is slower on several at once."""
    done = subprocess.run(  # noqa: S603  (as above; the picture comes by standard input)
        [program, "stdin", "stdout", "-l", LANGUAGE],
        input=picture,
        capture_output=True,
        check=True,
        timeout=seconds,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", errors="replace").replace("\f", "").rstrip()
