"""A meeting that is named by its order is found among the days of the meetings."""

from __future__ import annotations

from datetime import date

import pytest

from rag.understanding.meetings import find_meeting, resolve
from tests.rag.understanding.known import BOARD, KNOWN, TODAY


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("på det seneste møde", date(2024, 3, 20)),
        ("fra sidste møde", date(2024, 3, 20)),
        ("i det nyeste referat", date(2024, 3, 20)),
        ("at the latest meeting", date(2024, 3, 20)),
        ("på forrige møde", date(2021, 6, 8)),
        ("på det første møde", date(2021, 6, 8)),
        ("sidst", date(2024, 3, 20)),
    ],
)
def test_meeting_by_its_order(words: str, day: date) -> None:
    """The latest meeting is the latest that was held; one still to come does not count."""
    found = find_meeting(f"Hvad blev sagt {words}?")
    assert found is not None
    assert resolve(found, KNOWN.days((BOARD,)), today=TODAY) == day


@pytest.mark.parametrize("text", ["Hvornår er næste møde?", "på de seneste møder", "sidste år", "det første besøg"])
def test_no_meeting(text: str) -> None:
    """The next meeting, several meetings and other things that have an order are none."""
    assert find_meeting(text) is None


def test_nothing_was_held_yet() -> None:
    """Without a meeting before today there is no latest one."""
    found = find_meeting("sidste møde")
    assert found is not None
    assert resolve(found, [date(2030, 1, 1)], today=TODAY) is None
