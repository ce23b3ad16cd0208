"""Wrapped lines joined to paragraphs."""

from __future__ import annotations

import pytest

from index.parsing.flow import FlowLine
from index.parsing.paragraphs import join_paragraphs

WIDTH = 80


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Gruppen besluttede, at der ikke – som ellers tidligere aftalt", "– skulle igangsættes et arbejde.", True),
        ("Gruppen besluttede – som ellers aftalt – at der skal ske dette:", "– udvalget udpeger tre personer", False),
        ("Gruppen besluttede følgende i sagen – som ellers aftalt:", "– udvalget udpeger tre personer", False),
        ("Gruppen besluttede følgende i denne sag", "– udvalget udpeger tre personer", False),
        ("Gruppen drøftede sagen – som ellers aftalt tidligere", "– Udvalget udpeger tre personer", False),
    ],
)
def test_a_dash_that_closes_one_before_it_begins_no_point(first: str, second: str, *, joined: bool) -> None:
    """The sentence goes on; after a colon, two dashes or none it is the point of a list."""
    text = join_paragraphs([FlowLine(text=first, width=WIDTH), FlowLine(text=second, width=WIDTH)], wrapped=True)
    assert text == f"{first}{' ' if joined else chr(10)}{second}"
