"""Minutes indexed apart are answered about as those of the data directory are: with the same models."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from rich.console import Console

from eval.apart import assistant_over
from rag.config import Settings
from tests.conftest import SAMPLES

MINUTES = SAMPLES / "2025-05-21_klyngestyregruppen.txt"


@pytest.mark.parametrize("reader", ["on", "off"])
def test_the_reader_reads_unless_it_is_off(sample_data: Path, reader: Literal["on", "off"]) -> None:
    """Figures are those of the program as it is set up."""
    settings = Settings(data_dir=sample_data, reader=reader)
    with assistant_over([MINUTES], settings=settings, console=Console(quiet=True)) as assistant:
        _, hits = assistant.find("Hvor mange borgere er på holdet for KOL-rehabilitering?")
        assert (hits[0].reading is not None) is (reader == "on")
        assert {hit.meeting.source.name for hit in hits} == {MINUTES.name}
