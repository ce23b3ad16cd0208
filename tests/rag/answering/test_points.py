"""The points that a decision names are found in the recommendation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answering.points import points_named
from rag.domain import AgendaItem, Section, SectionKind
from tests.fakes import an_item

ASKED = (
    "Administrationen indstiller,\n1. at planen godkendes\nmed forbehold,\n2) at den sendes i høring,\n"
    "3. at den koster 5. kr.\nEfterskrift."
)


def item(text: str = ASKED) -> AgendaItem:
    """Return an item with this recommendation."""
    section = Section(id="r", kind=SectionKind.RECOMMENDATION, heading="Indstilling", text=text)
    return replace(an_item(), sections=(section,))


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ("1.-2. godkendt.", ["1. at planen godkendes\nmed forbehold,", "2) at den sendes i høring,"]),
        ("1. – 3. Anbefales.", ["1. at", "2) at", "3. at den koster 5. kr."]),
        ("Ad 3. Ikke godkendt.", ["3. at den koster 5. kr."]),
        ("2. godkendt, 3. udsat.", ["2) at", "3. at"]),
        ("Indstillingen blev godkendt.", []),
        ("Godkendt den 4.5.2023 med 12 stemmer.", []),
        ("7. godkendt.", []),
    ],
)
def test_points_are_found_by_number(decision: str, expected: list[str]) -> None:
    """Single numbers and ranges name points; dates, counts and numbers of no point name none."""
    found = [run.quote for run in points_named(item(), decision)]
    assert len(found) == len(expected)
    assert all(quote.startswith(start) for quote, start in zip(found, expected, strict=True))


def test_a_recommendation_without_points_has_none() -> None:
    """One sentence is no list of points."""
    assert points_named(item("At planen godkendes."), "1. godkendt.") == []
