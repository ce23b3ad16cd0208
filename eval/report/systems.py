"""Systems on the same questions turned into what a page shows of each: its means, and how far the difference holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.compare import differences
from eval.metrics.statistics import Estimate, mean
from eval.results import Row
from rag.errors import ReferatError


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The means of a system by measure, and the p-values of their differences to the system that is compared."""

    measures: Mapping[str, Estimate | None]
    p_values: Mapping[str, float]


_SYSTEMS = TypeAdapter(dict[str, System])


def read_systems(path: Path) -> dict[str, System]:
    """Read what `referat eval systems --json` wrote.

    Raises ReferatError when the file is nothing of the kind.
    """
    try:
        return _SYSTEMS.validate_python(json.loads(path.read_text(encoding="utf-8"))["systems"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise ReferatError(f"{path} is nothing that `referat eval systems --json` wrote.") from error


def systems_of(rows: Mapping[str, Sequence[Row]], *, measures: Sequence[str]) -> dict[str, System]:
    """Return runs as systems, compared to the first of them."""
    first = next(iter(rows))
    return {
        run: System(
            measures={name: mean(row.scores[name] for row in asked if name in row.scores) for name in measures},
            p_values={one.measure: one.p_value for one in differences(rows[first], asked, measures=measures)}
            if run != first
            else {},
        )
        for run, asked in rows.items()
    }
