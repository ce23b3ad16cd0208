from __future__ import annotations

from typing import Any

import pytest

from ui.answer import blocks


def cited(number: int, quote: str, core: str = "") -> dict[str, Any]:
    """Return a citation as far as the text of an answer needs it."""
    start = quote.find(core)
    return {"number": number, "quote": quote, "core": [start, start + len(core)] if core else None}


def bold(answer: str, *citations: dict[str, Any]) -> list[tuple[int, str]]:
    """Return the bold words with the place of their line."""
    lines = [line for block in blocks(answer, citations, {}) for line in block.lines]
    return [(place, piece.text) for place, line in enumerate(lines) for piece in line if piece.core]


def test_the_core_of_a_quotation_is_bold() -> None:
    """Only the core is, and whatever the white space that the answer has between the words."""
    assert bold("Sagt: »Det blev  aftalt nu.« [1]", cited(1, "Det blev aftalt nu.", "blev aftalt")) == [
        (0, "blev  aftalt")
    ]


def test_a_core_over_two_lines_is_bold_on_both() -> None:
    """A quotation that kept its lines is one quotation."""
    assert bold("»Et to\ntre fire« [1]", cited(1, "Et to\ntre fire", "to\ntre")) == [(0, "to"), (1, "tre")]


def test_words_quoted_twice_are_bold_at_their_own_marker() -> None:
    """The marker after a quotation says whose it is."""
    assert bold("»Ja tak« [1]\n»Ja tak« [2]", cited(2, "Ja tak", "tak")) == [(1, "tak")]


@pytest.mark.parametrize("core", [[3, 3], [-1, 2], [0, 99], [5, 2], [2, 3], None])
def test_a_core_that_cannot_be_is_ignored(core: list[int] | None) -> None:
    """Places outside the quotation, or of no letters, make nothing bold."""
    assert bold("»Ja tak« [1]", {"number": 1, "quote": "Ja tak", "core": core}) == []


def test_points_are_a_list() -> None:
    """Lines with a point stand together without it; the others are paragraphs."""
    found = blocks("Der blev aftalt:\n• »Et« [1]\n• »To«\n\nSlut.", [], {1: "#kilde-1"})

    assert [(block.points, len(block.lines)) for block in found] == [(False, 1), (True, 2), (False, 1)]
    assert [(piece.text, piece.href) for piece in found[1].lines[0]] == [("»Et« ", ""), ("[1]", "#kilde-1")]
