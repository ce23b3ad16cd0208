from __future__ import annotations

from enum import StrEnum

import pytest

from rag.domain import OUTSIDE, Attendance, DocumentType, Outcome, SectionKind
from ui import text


def test_dates_and_times_are_written_the_danish_way() -> None:
    """Months are words, and hours have no leading zero."""
    assert text.day("2021-06-08").split() == ["8.", "juni", "2021"]
    assert text.day("2019-12-24").split() == ["24.", "december", "2019"]
    assert text.day(None) == "uden dato"
    assert (text.clock("09:05:00"), text.clock("14:30:00")) == ("9.05", "14.30")


def test_items_are_named_by_number_and_title() -> None:
    """The text outside the numbered items has a name instead of number 0."""
    assert text.item_name("6", "Økonomi") == "Punkt 6: Økonomi"
    assert text.item_name(OUTSIDE, "Referat") == "Uden for dagsordenspunkterne"


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        (SectionKind, text.KINDS),
        (DocumentType, text.DOCUMENT_TYPES),
        (Outcome, text.OUTCOMES),
        (Attendance, text.ATTENDANCE),
    ],
)
def test_every_value_of_the_contract_has_a_name(kinds: type[StrEnum], names: dict[str, str]) -> None:
    """Whatever the interface returns can be shown."""
    assert set(names) == {str(kind) for kind in kinds}


def test_a_recommendation_is_called_a_proposal() -> None:
    """Nobody can take a recommendation for a decision by its heading."""
    assert text.KINDS["indstilling"] == "Indstilling (forslag)"
    assert text.KINDS["beslutning"] == "Beslutning"


def test_nothing_left_out_is_not_mentioned() -> None:
    """A language model's text says that sentences were left out only where some were."""
    assert "udeladt" not in text.checked("llm", checked=2, dropped=0)
    assert "1 sætning er udeladt" in text.checked("llm", checked=2, dropped=1)
