"""What reading costs: milliseconds for as many full passages as a question gets, and memory beside the embedding."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from eval.training.chunks import chunks_of
from eval.training.material import Material
from rag.config import Settings
from rag.embedding import open_embedder
from rag.errors import ReaderError
from rag.reader import open_reader
from rag.reader.interface import Passage, Reader
from rag.reading import PASSAGES

FULL = 700
"""Characters from which a passage counts as full: about 200 tokens and more, with the question and its header."""
ROUNDS = 20
STATUS = Path("/proc/self/statm")
QUESTION = "Hvad blev der besluttet om budgettet for hjemmeplejen?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Milliseconds for PASSAGES full passages, and megabytes of memory, NaN where the system does not tell."""

    p50_ms: float
    p95_ms: float
    memory_mb: float

    def document(self) -> dict[str, float]:
        """Return the figures by name."""
        return asdict(self)

    def __str__(self) -> str:
        times = f"p50 {self.p50_ms:.0f} ms, p95 {self.p95_ms:.0f} ms"
        return f"{PASSAGES} full passages: {times}, {self.memory_mb:.0f} MB more"


def reading_cost(material: Material, *, settings: Settings) -> Cost:
    """Read full passages of the material again and again; the embedding is open before, as in a server.

    Raises ReaderError without a reader, and for a material with too few full passages.
    """
    _open(settings)  # unpacked here, so that the memory of that is not counted
    full = [
        Passage(header=chunk.header, sentences=chunk.sentences)
        for item in material.items.values()
        for chunk in chunks_of(item)
        if len(chunk.text) >= FULL
    ][: ROUNDS * PASSAGES]
    if len(full) < PASSAGES:
        raise ReaderError(f"The material has fewer than {PASSAGES} passages of {FULL} characters.")
    open_embedder(settings).embed_query(QUESTION)
    before = _resident()
    reader = _open(settings)
    times = []
    for first in range(0, len(full) - PASSAGES + 1, PASSAGES):
        started = time.perf_counter()
        reader.read(QUESTION, full[first : first + PASSAGES])
        times.append((time.perf_counter() - started) * 1000)
    return Cost(
        p50_ms=float(np.percentile(times, 50)),
        p95_ms=float(np.percentile(times, 95)),
        memory_mb=_resident() - before,
    )


def _open(settings: Settings) -> Reader:
    if reader := open_reader(settings):
        return reader
    raise ReaderError("There is no reader to measure: REFERAT_READER is off, or no weights are installed.")


def _resident() -> float:
    """Return the megabytes that this process holds in memory."""
    if not STATUS.is_file():
        return float("nan")
    pages = int(STATUS.read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
