from __future__ import annotations

import zlib

import pytest

from index.reading import pdf_limits
from index.reading.pdf import read_pdf
from rag.errors import ReadingError


def _pdf(content: bytes, *, kind: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"%%PDF-1.4\n1 0 obj<<%b/Length %d>>stream\n%b\nendstream endobj" % (kind, len(content), content)


def test_part_that_unpacks_to_too_much_is_refused() -> None:
    """A few kilobytes that become more than any page's contents are never unpacked whole."""
    bomb = _pdf(zlib.compress(bytes(pdf_limits.MAX_CONTENT + 2**21)))
    assert len(bomb) < 100_000
    with pytest.raises(ReadingError, match=r"^bombe\.pdf unpacks to more than 64 MB"):
        read_pdf(bomb, name="bombe.pdf")


def test_parts_packed_in_layers_are_refused() -> None:
    """A bomb in a bomb would pass the measuring of its outer layer."""
    with pytest.raises(ReadingError, match=r"^bombe\.pdf is packed in layers"):
        pdf_limits.check_size(_pdf(b"x", kind=b"/Filter[/FlateDecode /FlateDecode]"), name="bombe.pdf")


@pytest.mark.parametrize(
    "content", [zlib.compress(b"BT ET" * 1_000), b"BT ET", b"", zlib.compress(b"BT ET" * 1_000)[:20]]
)
def test_ordinary_parts_pass(content: bytes) -> None:
    """Packed, plain, empty and broken parts are left to the reader of PDF."""
    pdf_limits.check_size(_pdf(content), name="a.pdf")


def test_images_may_be_larger() -> None:
    """A scanned page unpacks to far more than its text would."""
    content = zlib.compress(bytes(pdf_limits.MAX_CONTENT + 2**21))
    pdf_limits.check_size(_pdf(content, kind=b"/Subtype/Image/Filter/FlateDecode"), name="a.pdf")
