"""What a reader makes of a file: the part of a RawDocument that depends on the kind of file."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.reading.document import Hints, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The lines of a file and what it states about the meeting; fields mean the same as in RawDocument."""

    lines: tuple[Line, ...]
    wrapped: bool | None = None
    hints: Hints = field(default_factory=Hints)


def join_cells(cells: list[str]) -> str:
    """Join the cells of a table row; empty cells keep their place, except at the end."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return " | ".join(cells)
