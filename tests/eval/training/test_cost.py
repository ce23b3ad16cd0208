"""What reading costs is measured on full passages, with the shipped reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eval.training.cost import reading_cost
from eval.training.material import Item, Material
from rag.config import Settings
from rag.errors import ReaderError
from rag.reading import PASSAGES

ITEM = Item(
    id="a-1",
    split="train",
    forum="Udvalget",
    date=date(2023, 9, 11),
    number="4",
    title="Cykelstier",
    headings=("Fremstilling",) * 600,
    sentences=tuple(
        f"Sti {number} anlægges langs åen med belysning, bænke og en bro, som skolens elever kan bruge."
        for number in range(600)
    ),
)
MATERIAL = Material(items={"a-1": ITEM}, questions=(), external=(), digest="")


def test_time_and_memory_are_told(sample_data: Path) -> None:
    """Both are positive, and the slow rounds are not faster than the middle one."""
    cost = reading_cost(MATERIAL, settings=Settings(data_dir=sample_data))
    assert 0 < cost.p50_ms <= cost.p95_ms
    assert cost.memory_mb > 0
    assert f"{PASSAGES} full passages" in str(cost)


def test_without_reader_or_passages_there_is_nothing_to_measure(sample_data: Path) -> None:
    """The error says what is missing."""
    with pytest.raises(ReaderError, match="REFERAT_READER is off"):
        reading_cost(MATERIAL, settings=Settings(data_dir=sample_data, reader="off"))
    short = replace(MATERIAL, items={"a-1": replace(ITEM, headings=("Fremstilling",), sentences=("Kort.",))})
    with pytest.raises(ReaderError, match=f"fewer than {PASSAGES} passages"):
        reading_cost(short, settings=Settings(data_dir=sample_data))
