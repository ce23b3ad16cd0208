"""What bounds the time and memory that a hostile file can take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.parsing import parse_document
from index.reading import LONGEST_LINE, MAX_LINES, MAX_TAGS, read_document
from index.reading.markdown import LONGEST_BLOCK, read_markdown
from rag.errors import ReadingError


def _write(folder: Path, data: str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_text(data, encoding="utf-8")
    return path


def test_line_without_end_is_parted_and_keeps_its_words(tmp_path: Path) -> None:
    """Patterns are searched in lines, so none is too long; it is parted at sentences, then words, then anywhere."""
    sentences, words, solid = "Gruppen godkendte planen. " * 500, "ord " * 3_000, "x" * 12_000
    document = read_document(_write(tmp_path, f"{sentences}\n{words}\n{solid}"))
    texts = [line.text for line in document.lines]
    assert max(map(len, texts)) <= LONGEST_LINE
    assert texts[0].endswith("planen.")
    assert " ".join(texts[:-3]).split() == (sentences + words).split()
    assert "".join(texts[-3:]) == solid


@pytest.mark.parametrize("data", ["Tekst\n" * (MAX_LINES + 1), "Et ord og et til. \n" * 50_000 * 5])
def test_more_text_than_any_minutes_have_is_refused(tmp_path: Path, data: str) -> None:
    """Lines and characters have a limit."""
    with pytest.raises(ReadingError, match=r"^a\.txt holds more text than the minutes of any meeting"):
        read_document(_write(tmp_path, data))


def test_more_markup_than_any_page_has_is_refused(tmp_path: Path) -> None:
    """Elements are counted before the page is taken apart."""
    with pytest.raises(ReadingError, match=r"^a\.html has more markup than the minutes of any meeting"):
        read_document(_write(tmp_path, "<html>" + "<p>" * MAX_TAGS, "a.html"))


def test_markdown_block_without_end_is_read_as_text() -> None:
    """Brackets without end are not taken apart."""
    assert len(read_markdown("[" * (LONGEST_BLOCK + 1)).lines[0].text) == LONGEST_BLOCK + 1


@pytest.mark.parametrize("odd", [None, [], {}, 0, -1.5, 1e308, True, "\ud800", "x"])
def test_values_of_the_wrong_kind_never_break_a_published_meeting(tmp_path: Path, odd: object) -> None:
    """Fields of JSON may hold anything; what is no text, number or list counts as missing."""
    item = {"Navn": "Økonomi", "Sorting": odd, "Punktnummer": odd, "Bilag": odd, "Felter": [{"Navn": odd, "Html": odd}]}
    held = {"Dato": odd, "Sted": odd, "Moededeltagere": [{"Name": odd}, odd]}
    meeting = {"Dagsordenpunkter": [item, {**item, "Sorting": 1}, odd], "Udvalg": odd, "Moede": held}
    parsed = parse_document(read_document(_write(tmp_path, json.dumps(meeting), "a.json")))
    assert [each.title for each in parsed.items] == ["Økonomi", "Økonomi"]
    assert "\ud800" not in repr(parsed)
