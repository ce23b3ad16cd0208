"""A matplotlib figure turned into SVG that stands inside a page: no fixed colours, no scripts, ids of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "#0a0a01": "--ink",
        "#0a0a02": "--muted",
        "#0a0a03": "--line",
        "#0a0a04": "--first",
        "#0a0a05": "--second",
        "#0a0a06": "--third",
        "#0a0a07": "--fourth",
        "#0a0a08": "--fifth",
    }
)
"""Colours that stand for the page's own, by which they are replaced: so a plot follows light and dark."""
INK, MUTED, LINE, *SERIES = COLOURS
STYLE: dict[RcKeyType, Any] = {
    "axes.edgecolor": LINE,
    "axes.grid": True,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 10,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.axisbelow": True,
    "font.family": "sans-serif",
    "font.size": 10,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "none",
    "svg.hashsalt": "referat",
    "text.color": INK,
    "text.parse_math": False,  # names of files may hold a dollar
    "xtick.color": LINE,
    "xtick.labelcolor": MUTED,
    "ytick.color": LINE,
    "ytick.labelcolor": INK,
}


@contextmanager
def drawing(width: float, height: float) -> Iterator[Figure]:
    """Yield an empty figure (sizes in inches) in the style of the page."""
    with rc_context(STYLE):
        yield Figure(figsize=(width, height), layout="constrained")


def inline(figure: Figure, *, name: str, description: str) -> Markup:
    """Return the figure as an <svg> element whose ids begin with `name` and which is read out as described."""
    written = io.StringIO()
    with rc_context(STYLE):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = written.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font: (\d+)px [^;\"]*", r"font: \1px var(--font)", svg)
    for colour, variable in COLOURS.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href")
    label = f'<svg role="img" aria-label="{escape(description)}"'
    return Markup(svg.replace("<svg", label, 1))  # noqa: S704  (drawn above; texts in it are escaped by matplotlib)
