"""The answers of several systems to the same questions, turned into tables and a JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from eval.compare import decimals, differences
from eval.metrics import TOTAL, Estimate, Judgement, by_type, summarise

MEASURES = ("success@1", "success@5", "success@10", "mrr", "ndcg@10")
SHOWN = "mrr"
"""The measure of the tables that have room for one."""

Runs = Mapping[str, Sequence[Judgement]]


def types_table(runs: Runs) -> Table:
    """Lay out the mean reciprocal rank of the systems by type of question, the total last."""
    laid_out = _empty(f"{SHOWN} by type", "type", *runs)
    columns = [by_type(run) for run in runs.values()]
    for name in columns[0]:
        if name == TOTAL:
            laid_out.add_section()
        estimates = [column[name].means[SHOWN] for column in columns]
        laid_out.add_row(name, *(decimals(estimate.value) if estimate else "–" for estimate in estimates))
    return laid_out


def latency_table(runs: Runs) -> Table:
    """Lay out how long each system takes for a question."""
    laid_out = _empty("milliseconds a question", "system", "p50", "p95")
    for name, run in runs.items():
        figures = summarise(run)
        laid_out.add_row(name, f"{figures.latency_p50_ms:.1f}", f"{figures.latency_p95_ms:.1f}")
    return laid_out


def document(runs: Runs, *, against: str, conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Return figures, p-values and the score of every question as JSON objects."""
    return {"conditions": dict(conditions), "systems": {name: _system(runs, name, against) for name in runs}}


def _system(runs: Runs, name: str, against: str) -> dict[str, Any]:
    figures, run = by_type(runs[name]), runs[name]
    compared = [] if name == against else differences(runs[against], run, measures=MEASURES)
    return {
        "measures": {measure: _plain(figures[TOTAL].means[measure]) for measure in MEASURES},
        "p_values": {difference.measure: difference.p_value for difference in compared},
        "by_type": {kind: _plain(group.means[SHOWN]) for kind, group in figures.items()},
        "latency_p50_ms": figures[TOTAL].latency_p50_ms,
        "latency_p95_ms": figures[TOTAL].latency_p95_ms,
        "questions": {one.id: one.scores[SHOWN] for one in run if SHOWN in one.scores},
    }


def _plain(estimate: Estimate | None) -> dict[str, float] | None:
    return asdict(estimate) if estimate else None


def _empty(title: str, first: str, *others: str) -> Table:
    laid_out = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    laid_out.add_column(first)
    for heading in others:
        laid_out.add_column(heading, justify="right")
    return laid_out
