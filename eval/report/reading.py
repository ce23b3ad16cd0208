"""Quality against reading time, drawn as an SVG file that stands alone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from matplotlib import rc_context
from matplotlib.figure import Figure

Point = tuple[float, float, int]
"""Milliseconds, share of the questions (0 to 1), passages read."""


def reading_plot(points: Mapping[int, Sequence[Point]]) -> str:
    """Return a line for each length in characters, with the number of passages beside each point."""
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "referat", "font.size": 10}):
        figure = Figure(figsize=(6.4, 3.8), layout="constrained")
        axes = figure.add_subplot()
        for length, found in sorted(points.items()):
            ordered = sorted(found)
            times, values = [point[0] for point in ordered], [point[1] for point in ordered]
            axes.plot(times, values, marker="o", label=f"{length} characters")
            for time, value, passages in ordered:
                axes.annotate(str(passages), (time, value), textcoords="offset points", xytext=(4, 5))
        axes.set_xlabel("reading, milliseconds (median); the numbers are passages read")
        axes.set_ylabel("questions whose expected words are chosen")
        axes.grid(visible=True, alpha=0.3)
        axes.legend(frameon=False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()
