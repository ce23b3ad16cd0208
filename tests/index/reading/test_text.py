from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading import read_document
from index.reading.document import RawDocument
from index.reading.text import decode, read_text
from rag.danish.normalise import normalise
from rag.errors import ReadingError

MINUTES = "Referat af mødet på Æblegården\nBeslutning: Udvalget godkendte økonomien – også på ældreområdet.\n"


def _write(path: Path, data: bytes) -> RawDocument:
    path.write_bytes(data)
    return read_document(path)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """The Danish letters come out right whatever the text was saved in."""
    document = _write(tmp_path / "referat.txt", MINUTES.encode(encoding))
    assert [line.text for line in document.lines][:2] == MINUTES.splitlines()


def test_dos_text_is_read() -> None:
    """Text from DOS, which has no dash, keeps its Danish letters."""
    text = MINUTES.replace("–", "-")
    assert decode(text.encode("cp850"), name="referat.txt") == text


def test_one_broken_character_does_not_change_the_encoding() -> None:
    """UTF-8 that was cut in the middle of a letter stays UTF-8, and the broken letter shows."""
    data = (MINUTES * 5).encode()
    assert decode(data + "ø".encode()[:1], name="referat.txt") == MINUTES * 5 + "\ufffd"


def test_declared_encoding_of_a_page_is_used() -> None:
    """A page that is no UTF-8 is read in the encoding it declares."""
    page = '<meta charset="iso-8859-5"><p>Решение</p>'
    assert decode(page.encode("iso-8859-5"), name="side.html") == page


def test_unknown_declared_encoding_is_passed_over() -> None:
    """An encoding that does not exist leaves the Danish guess."""
    assert decode('<meta charset="klingon"><p>mødet på</p>'.encode("cp1252"), name="x").endswith("mødet på</p>")


@pytest.mark.parametrize("data", [bytes(1000), bytes(range(256)) * 20, b"\x00\x01\x02\x03tekst" * 50])
def test_binary_is_refused(data: bytes) -> None:
    """Zero bytes and other control characters are no text."""
    with pytest.raises(ReadingError, match=r"^støj\.txt is neither text nor a kind of file that can be read\.$"):
        decode(data, name="støj.txt")


def test_pages_are_counted_at_form_feeds() -> None:
    """The page number rises at each form feed."""
    content = read_text("Side et\nmere\fSide to\n\fSide tre")
    assert [(line.text, line.page) for line in content.lines if line.text] == [
        ("Side et", 1),
        ("mere", 1),
        ("Side to", 2),
        ("Side tre", 3),
    ]


def test_text_without_form_feed_has_no_pages() -> None:
    """Where nothing parts the pages, no page is stated, nor whether lines are wrapped."""
    content = read_text("a\nb")
    assert {line.page for line in content.lines} == {None}
    assert content.wrapped is None


def test_indentation_stays_and_space_at_the_end_goes(tmp_path: Path) -> None:
    """Leading space, a tab among it, is kept as evidence; trailing space is noise."""
    document = _write(tmp_path / "a.txt", b"  1. Punkt  \n\tindrykket \r\nslut\r")
    assert [line.text for line in document.lines] == ["  1. Punkt", "    indrykket", "slut", ""]


def test_signs_of_office_programs_are_spelled_plainly(tmp_path: Path) -> None:
    """Symbol bullets, hard spaces, ligatures and decomposed letters become plain text."""
    document = _write(tmp_path / "a.txt", "\uf0b7 Bloda\u030aret\u00a0er \ufb01nt\u200b".encode())
    assert document.lines[0].text == "• Blodåret er fint"


@given(st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"], include_characters="\n\f\t"), max_size=400))
def test_all_words_of_a_text_are_in_its_lines(text: str) -> None:
    """No word is lost or added, whatever the text."""
    words = [word for line in read_text(text).lines for word in line.text.split()]
    assert words == normalise(text).split()


@given(st.binary(max_size=300))
def test_decoding_gives_text_or_one_clear_error(data: bytes) -> None:
    """Any bytes are either text or refused by name: nothing else comes out."""
    with contextlib.suppress(ReadingError):
        assert "\0" not in read_text(decode(data, name="x.txt")).lines[0].text
