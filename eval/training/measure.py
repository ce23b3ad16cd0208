"""`referat eval reader`: the shipped reader, and the states it was made of, held against the training material."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.training.material import Material
from eval.training.reading import Skill, skill
from rag.config import Settings
from rag.errors import ReaderError
from rag.reader import open_reader


def measure_reader(
    material: Material, *, settings: Settings, split: str, model: Path, full: Sequence[Path] = ()
) -> dict[str, Skill]:
    """Return the figures of the shipped reader and, given the folders of its courses, at full precision."""
    reader = open_reader(settings)
    if reader is None:
        raise ReaderError("There is no reader to measure: REFERAT_READER is off, or no weights are installed.")
    figures = {"int8": skill(material, reader.read, split=split)}
    if full:
        from eval.training.teach import averaged_reader  # noqa: PLC0415  (torch loads slowly)

        figures["full"] = skill(material, averaged_reader(full, model=model), split=split)
    return figures
