"""The rows of runs turned into plots: quality with intervals, risk by coverage, latency, ranks, wins and losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullLocator, PercentFormatter, ScalarFormatter

from eval.compare import Difference
from eval.metrics import TOTAL
from eval.metrics.abstention import area, coverage, doubts, risk_by_coverage
from eval.metrics.statistics import Estimate, Scores
from eval.report.svg import INK, LINE, MUTED, SERIES, drawing, inline
from eval.results import Row

WIDTH = 10.4
MEANS = {
    "success@1": "The right item comes first",
    "mrr": "Reciprocal rank (MRR)",
    "must_contain": "Expected words are quoted",
    "conduct": "Answers or is silent rightly",
}
LETTER = 0.0085
"""Width of a letter, as a share of a plot that is as wide as the page."""
Runs = Mapping[str, Sequence[Row]]
Bars = Mapping[str, Mapping[str, Estimate | None]]
"""By group and run, the mean of a score with its interval."""


def quality(bars: Mapping[str, Bars], *, runs: Sequence[str], name: str) -> Markup:
    """Draw a panel for each score: a point with its interval for every group and run."""
    groups = list(next(iter(bars.values())))
    height = 1.0 + len(groups) * (0.24 + 0.11 * len(runs))
    with drawing(WIDTH, height) as figure:
        panels = np.atleast_1d(figure.subplots(1, len(bars), sharey=True))
        for axes, (measure, found) in zip(panels, bars.items(), strict=True):
            _points(axes, found, runs=runs)
            axes.set_title(MEANS.get(measure, measure))
            axes.set_yticks(range(len(groups)), groups)
            axes.set_ylim(len(groups) - 0.5, -0.5)
            axes.set_xlim(-0.02, 1.02)
            axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
            axes.tick_params(length=0)
            axes.grid(visible=False, axis="y")
            axes.spines["left"].set_visible(False)
        if len(groups) > 1 and groups[-1] == TOTAL:
            for axes in panels:
                axes.axhline(len(groups) - 1.5, color=MUTED, linewidth=1)
        _legend(figure, runs)
    return inline(figure, name=name, description=f"Mean scores with 95 % intervals: {', '.join(groups)}.")


def risk(runs: Runs) -> Markup:
    """Draw how many answers are wrong when only the surest are given."""
    with drawing(WIDTH / 2, 3.3 + 0.25 * len(runs)) as figure:
        axes = figure.subplots()
        labels = []
        for colour, (run, rows) in zip(SERIES, runs.items(), strict=False):
            confidence, wrong = doubts(rows)
            answered, found = coverage(rows), risk_by_coverage(confidence, wrong)
            axes.plot(_shares(rows), found, color=colour, linewidth=2)
            if answered:
                axes.plot([answered], [found[round(answered * len(rows)) - 1]], "o", color=colour, markersize=8)
            labels.append(f"{run}: area {area(confidence, wrong):.3f}")
        first = next(iter(runs.values()))
        _, wrong = doubts(first)
        axes.plot(_shares(first), risk_by_coverage(-wrong, wrong), color=MUTED, linestyle=(0, (4, 3)))
        axes.set(xlabel="share of questions answered, surest first", ylabel="share of them wrong")
        axes.set(xlim=(0, 1.01), ylim=(-0.01, None))
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        _legend(figure, labels, columns=1)
    return inline(figure, name="risk", description="Share of wrong answers by the share of questions answered.")


def latency(runs: Runs) -> Markup:
    """Draw how many answers were there within a time."""
    labels: list[str] = []
    with drawing(WIDTH / 2, 3.3 + 0.25 * len(runs)) as figure:
        axes = figure.subplots()
        for colour, (run, rows) in zip(SERIES, runs.items(), strict=False):
            times = np.sort([row.latency_ms for row in rows])
            share = _shares(rows)
            middle, late = np.percentile(times, [50, 95])
            axes.plot(times, share, color=colour, linewidth=2, drawstyle="steps-post")
            axes.plot([middle, late], [0.5, 0.95], "o", color=colour, markersize=7)
            labels.append(f"{run}: {middle:.0f} and {late:.0f} ms")
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(ScalarFormatter())
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set(xlabel="milliseconds", ylabel="answers given by then", ylim=(0, 1.02))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        _legend(figure, labels, columns=1)
    return inline(figure, name="latency", description="Share of answers given within a time, with median and p95.")


def ranks(shares: Mapping[str, Mapping[str, float]]) -> Markup:
    """Draw at which rank the first right item came, one bar for each run."""
    with drawing(WIDTH, 0.75 + 0.42 * len(shares)) as figure:
        axes = figure.subplots()
        for line, found in enumerate(shares.values()):
            left = 0.0
            for number, (rank, share) in enumerate(found.items()):
                last = number == len(found) - 1
                # Pale, so that the page's own text colour can be read on it.
                colour, alpha = (LINE, 0.6) if last else (SERIES[line % len(SERIES)], 0.5 - 0.08 * number)
                axes.barh(line, share, left=left, color=colour, alpha=alpha, height=0.72)
                for label in (f"{rank}: {share:.0%}", rank):
                    if share > LETTER * len(label):
                        axes.text(left + share / 2, line, label, ha="center", va="center", color=INK)
                        break
                left += share
        axes.set_yticks(range(len(shares)), shares)
        axes.set(xlim=(0, 1), ylim=(len(shares) - 0.5, -0.5))
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    return inline(figure, name="ranks", description="Rank of the first right item, as shares of answerable questions.")


def wins(differences: Sequence[Difference], *, before: str, after: str) -> Markup:
    """Draw for each measure how many questions were lost and won."""
    moved = [one for one in differences if one.won or one.lost]
    with drawing(WIDTH, 0.8 + 0.38 * len(moved)) as figure:
        axes = figure.subplots()
        widest = max((len(names) for one in moved for names in (one.won, one.lost)), default=1)
        for line, one in enumerate(moved):
            axes.barh(line, -len(one.lost), color=SERIES[1], height=0.62)
            axes.barh(line, len(one.won), color=SERIES[0], height=0.62)
            axes.text(-len(one.lost) - widest / 60, line, f"{len(one.lost)}", ha="right", va="center")
            axes.text(len(one.won) + widest / 60, line, f"{len(one.won)}", va="center")
        axes.axvline(0, color=MUTED, linewidth=1)
        axes.set_yticks(range(len(moved)), [one.measure for one in moved])
        axes.set(xlim=(-1.15 * widest, 1.15 * widest), ylim=(len(moved) - 0.5, -1.5))
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.text(-widest / 60, -1, f"← better in {before}", ha="right", va="center", color=MUTED)
        axes.text(widest / 60, -1, f"better in {after} →", va="center", color=MUTED)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    return inline(figure, name="wins", description=f"Questions lost and won from {before} to {after}, by measure.")


def _points(axes: Axes, found: Bars, *, runs: Sequence[str]) -> None:
    """Draw one panel: groups from top to bottom, the runs of a group close together."""
    for line, by_run in enumerate(found.values()):
        for number, run in enumerate(runs):
            estimate = by_run.get(run)
            if estimate is None:
                continue
            height = line + (number - (len(runs) - 1) / 2) * 0.62 / max(len(runs), 2)
            colour = SERIES[number % len(SERIES)]
            axes.plot([estimate.low, estimate.high], [height, height], color=colour, linewidth=4, alpha=0.35)
            axes.plot([estimate.value], [height], "o", color=colour, markersize=6)


def _shares(rows: Sequence[Row]) -> Scores:
    """Return the shares 1 / n, 2 / n … 1."""
    return np.arange(1, len(rows) + 1, dtype=np.float64) / len(rows)


def _legend(figure: Figure, labels: Sequence[str], *, columns: int | None = None) -> None:
    """Name the runs by their colours, where there are several."""
    if len(labels) > 1:
        handles = [Line2D([], [], color=colour, marker="o", linestyle="") for colour in SERIES[: len(labels)]]
        figure.legend(handles, list(labels), loc="outside lower center", ncols=columns or len(labels))
