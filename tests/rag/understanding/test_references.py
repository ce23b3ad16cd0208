"""Case and item numbers are found in a question."""

from __future__ import annotations

import pytest

from rag.understanding.references import find_cases, find_items


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("punkt 6", ["6"]),
        ("under pkt. 4", ["4"]),
        ("dagsordenspunkt 3a", ["3a"]),
        ("Punkt nr. 12 og punkt 13", ["12", "13"]),
        ("agenda item 7", ["7"]),
        ("punkt 6.2", ["6.2"]),
        ("et punkt om 6 senge", []),
        ("steget 3 procentpoint", []),
    ],
)
def test_item_numbers(text: str, numbers: list[str]) -> None:
    """An item's number stands after a word for it."""
    assert [it.number for it in find_items(text)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("sag 16.20.02-A00-1-21", ["16.20.02-A00-1-21"]),
        ("1-30-72-89-23", ["1-30-72-89-23"]),
        ("sagsnr. 23/4567", ["23/4567"]),
        ("sagsnummer 2021-044", ["2021-044"]),
        ("den 22-10-2013", []),
        ("sagen om 65+", []),
    ],
)
def test_case_numbers(text: str, numbers: list[str]) -> None:
    """A case number is known by its shape or by the word before it."""
    assert [it.number for it in find_cases(text)] == numbers
