"""Abbreviations are found by either form."""

from __future__ import annotations

import pytest

from rag.understanding import understand
from tests.rag.understanding.known import KNOWN, TODAY


@pytest.mark.parametrize(
    ("question", "expansions"),
    [
        ("Hvad er LKT?", ("lærings- og kvalitetsteam",)),
        ("hvad gør vi med lkt'et", ("lærings- og kvalitetsteam",)),
        ("Hvad er et lærings- og kvalitetsteam?", ("LKT",)),
        ("Er Lærings- og kvalitetsteamet i gang?", ("LKT",)),
        ("det fælles medicinkort og LKT", ("lærings- og kvalitetsteam", "FMK")),
        ("Hvad er et kvalitetsteam?", ()),
    ],
)
def test_expansions(question: str, expansions: tuple[str, ...]) -> None:
    """A question with one form is searched with the other as well."""
    assert understand(question, known=KNOWN, today=TODAY).expansions == expansions


def test_an_abbreviation_is_explained_with_its_item() -> None:
    """The form that is printed most often stands for all, and says where it is explained."""
    (found,) = KNOWN.glossary.explain("LKT")
    assert (found.long, found.item_id, found.count) == ("lærings- og kvalitetsteam", "a", 3)
    assert KNOWN.glossary.explain("XYZ") == ()


def test_definitions_come_with_the_query() -> None:
    """What the minutes say an abbreviation stands for goes with the question."""
    assert [it.long for it in understand("Hvad står FMK for?", known=KNOWN).definitions] == ["fælles medicinkort"]
