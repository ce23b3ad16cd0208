"""The packed parts of a PDF measured before they are unpacked, so that a small file cannot fill the memory."""

from __future__ import annotations

import re
import zlib

from rag.errors import ReadingError

STREAM = re.compile(rb"stream\r?\n")
TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
"""Packed twice, which no program has a reason to do; a bomb is packed again and again."""
LOOK_BACK = 2_000
STEP = 1024 * 1024
MAX_IMAGE = 256 * 1024 * 1024
MAX_CONTENT = 64 * 1024 * 1024
"""Bytes of a part that is no image: the page contents of a long report are a hundredth of it."""
MAX_TOTAL = 2 * 1024 * 1024 * 1024


def check_size(data: bytes, *, name: str) -> None:
    """Raise ReadingError where a packed part of a PDF, or all of them, unpack to more than a document's parts do."""
    if TWICE.search(data):
        raise ReadingError(f"{name} is packed in layers: it is no ordinary PDF.")
    total = 0
    for found in STREAM.finditer(data):
        is_image = b"/Image" in data[max(0, found.start() - LOOK_BACK) : found.start()].rpartition(b" obj")[2]
        limit = MAX_IMAGE if is_image else MAX_CONTENT
        size = _unpacked(data, found.end(), limit=limit)
        total += size
        if size > limit or total > MAX_TOTAL:
            raise ReadingError(f"{name} unpacks to more than {limit // 2**20} MB in one part: it is no ordinary PDF.")


def _unpacked(data: bytes, start: int, *, limit: int) -> int:
    """Return the size of a part that is packed by zlib, counted to just above the limit; 0 for any other."""
    unpacker, size = zlib.decompressobj(), 0
    pending = data[start : start + STEP]
    start += STEP
    try:
        while pending and size <= limit and not unpacker.eof:
            size += len(unpacker.decompress(pending, STEP))
            pending = unpacker.unconsumed_tail
            if not pending and not unpacker.eof:
                pending = data[start : start + STEP]
                start += STEP
    except zlib.error:
        pass
    return size
