"""The rows of a run turned into a table for the terminal and into figures for its JSON file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from eval.compare import decimals
from eval.metrics import TOTAL, Abstention, Estimate, Figures, abstention, groups, summarise
from eval.results import Row, Run

COLUMNS = {
    "success@1": "S@1",
    "success@5": "S@5",
    "mrr": "MRR",
    "recall@10": "all",
    "citation_correctness": "cite",
    "citation_precision": "prec",
    "citation_recall": "rec",
    "must_contain": "word",
    "answered": "ans",
    "abstained": "abst",
}
SHOWN_WITH_DECIMAL_MS = 99.5
LEGEND = (
    "S@k: a gold item among the first k. all: share of several gold items among the first ten. "
    "cite: the first citation is gold. prec: cited items that are gold. rec: gold items that are cited. "
    "word: all expected words said. ans: answerable questions answered. abst: unanswerable ones not. "
    "p50, p95: milliseconds."
)
Grouped = Mapping[str, Mapping[str, Figures]]


def grouped(rows: Sequence[Row]) -> dict[str, dict[str, Figures]]:
    """Return the figures by type, language and file, each where there are several, and of all together."""
    ways = {
        "type": groups(rows, lambda row: row.type),
        "language": groups(rows, lambda row: row.language),
        "file": groups(rows, lambda row: row.file),
    }
    split = {
        way: {name: summarise(group) for name, group in found.items()}
        for way, found in ways.items()
        if len(found) > 1 or way == "type"
    }
    return split | {TOTAL: {TOTAL: summarise(rows)}}


def table(figures: Grouped, *, title: str) -> Table:
    """Lay the figures out, a section for each way to group them; "–" where there is nothing to count.

    It fits a terminal of 80 columns while the names of the groups do.
    """
    laid_out = Table(
        title=title,
        caption=LEGEND,
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
        show_edge=False,
    )
    laid_out.add_column("")
    for heading in ("n", *COLUMNS.values(), "p50", "p95"):
        laid_out.add_column(heading, justify="right", no_wrap=True)
    for found in figures.values():
        laid_out.add_section()
        for name, group in found.items():
            latencies = (_milliseconds(group.latency_p50_ms), _milliseconds(group.latency_p95_ms))
            means = (_share(group.means[column]) for column in COLUMNS)
            laid_out.add_row(name, str(group.questions), *means, *latencies)
    return laid_out


def intervals(total: Figures, silence: Abstention) -> Table:
    """Lay out the figures of all questions with their 95 % intervals."""
    laid_out = Table(
        title="All questions", title_justify="left", box=SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False
    )
    laid_out.add_column("")
    for heading in ("value", "95 % interval", "n"):
        laid_out.add_column(heading, justify="right", no_wrap=True)
    told = {name: estimate for name, estimate in total.means.items() if estimate}
    told["risk–coverage area (less is better)"] = silence.aurc
    if silence.auc:
        told["confidence tells answerable from not (AUC)"] = silence.auc
    for name, estimate in told.items():
        interval = f"{decimals(estimate.low)}–{decimals(estimate.high)}"
        laid_out.add_row(name, decimals(estimate.value), interval, str(estimate.n))
    return laid_out


def verdict(total: Figures) -> str:
    """Say in one sentence whether every quotation stands in its section."""
    if total.unfound_quotes:
        return f"{total.unfound_quotes} of {total.quotes} quotations do not stand in the section they cite."
    return f"All {total.quotes} quotations stand word for word in the section they cite."


def length(rows: Sequence[Row]) -> str:
    """Say how long an answer is that was given."""
    lengths = [len(row.words.answer) for row in rows if row.answered and row.words]
    return f"An answer has {median(lengths):.0f} characters in the median." if lengths else "Nothing was answered."


def document(run: Run, figures: Grouped) -> dict[str, Any]:
    """Return the figures as JSON objects."""
    silence = asdict(abstention(run.rows))
    del silence["risk"]
    return {
        **{way: {name: asdict(group) for name, group in found.items()} for way, found in figures.items()},
        TOTAL: asdict(figures[TOTAL][TOTAL]),
        "abstention": silence,
    }


def _share(estimate: Estimate | None) -> str:
    return decimals(estimate.value) if estimate else "–"


def _milliseconds(value: float) -> str:
    """Return a time in at most four characters: 3.5, 120."""
    return f"{value:.1f}" if value < SHOWN_WITH_DECIMAL_MS else f"{value:.0f}"
