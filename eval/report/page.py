"""Runs turned into one page of HTML: figures, plots and every failed question; it asks nothing of any network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from eval.compare import Difference, decimals, differences, p_in_words, signed
from eval.metrics import SCORES, TOTAL, Abstention, Estimate, abstention, groups, summarise
from eval.metrics.statistics import mean
from eval.report import plots
from eval.report.failures import failures
from eval.report.svg import SERIES
from eval.report.systems import System, systems_of
from eval.results import Row, Run, shared

TILES = {
    "success@1": "The right item comes first",
    "success@5": "The right item is among five",
    "mrr": "Reciprocal rank (MRR)",
    "ndcg@10": "nDCG of the first ten",
    "recall@10": "All items of several, among ten",
    "must_contain": "Expected words are quoted",
    "citation_precision": "Cited items that are right",
    "citation_recall": "Right items that are cited",
}
BY_GROUP = ("success@1", "mrr", "must_contain", "conduct")
BY_SYSTEM = ("success@1", "mrr", "must_contain")
RANKS = {"1": range(1, 2), "2": range(2, 3), "3": range(3, 4), "4–5": range(4, 6), "6–10": range(6, 11)}
DRAWN = len(SERIES)
"""So many runs are told apart by colour; a plot by system shows the others."""
WAYS: Mapping[str, Callable[[Row], str]] = {
    "type": lambda row: row.type,
    "language": lambda row: row.language,
    "file": lambda row: row.file,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure with its interval, and its change against the other run."""

    label: str
    estimate: Estimate
    change: Difference | None


def page(runs: Mapping[str, Run], *, systems: Mapping[str, System] = MappingProxyType({})) -> str:
    """Return the page of the first run, with the others beside it; the first of those is compared in detail.

    Systems that were measured on their own are shown with their figures alone.
    """
    name, run = next(iter(runs.items()))
    other = next(islice(runs, 1, None), None)
    compared: list[Difference] = []
    before: dict[str, Row] = {}
    if other:
        first, second, _ = shared(runs[other], run)
        compared, before = differences(first, second, measures=SCORES), {row.id: row for row in first}
    rows = {title: one.rows for title, one in runs.items()}
    found = failures(run.rows, before)
    systems = systems or (systems_of(rows, measures=list(TILES)) if len(rows) > 2 else {})
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            name=name,
            other=other,
            run=run,
            total=summarise(run.rows),
            silence=abstention(run.rows),
            tiles=_tiles(run.rows, compared),
            plots=_plots(rows, compared, other=other, systems=systems),
            compared=compared,
            systems=systems,
            measures=list(dict.fromkeys(name for system in systems.values() for name in system.measures)),
            failures=found,
            failed=sum(failure.failed for failure in found),
            kinds=Counter(kind for failure in found for kind in failure.kinds),
            ways={way: list(groups(run.rows, key)) for way, key in WAYS.items()},
        )
    )


def _tiles(rows: Sequence[Row], compared: Iterable[Difference]) -> list[Tile]:
    changes = {one.measure: one for one in compared}
    means = summarise(rows).means
    told = ((label, means[measure], changes.get(measure)) for measure, label in TILES.items())
    return [Tile(label=label, estimate=estimate, change=change) for label, estimate, change in told if estimate]


def _plots(
    rows: plots.Runs, compared: Sequence[Difference], *, other: str | None, systems: Mapping[str, System]
) -> dict[str, Markup]:
    drawn = dict(islice(rows.items(), DRAWN))
    first = next(iter(rows))
    found = {"by type": plots.quality(_bars(drawn, WAYS["type"]), runs=list(drawn), name="type")}
    for way in ("language", "file"):
        if len(groups(rows[first], WAYS[way])) > 1:
            bars = _bars(drawn, WAYS[way], total=False)
            found[f"by {way}"] = plots.quality(bars, runs=list(drawn), name=way)
    if systems:
        found["systems"] = plots.quality(_by_system(systems), runs=[""], name="systems")
    found |= {"ranks": plots.ranks(_ranks(drawn)), "risk": plots.risk(drawn), "latency": plots.latency(drawn)}
    if other:
        found["wins"] = plots.wins(compared, before=other, after=first)
    return found


def _bars(rows: plots.Runs, key: Callable[[Row], str], *, total: bool = True) -> dict[str, plots.Bars]:
    """Return the mean of every score that is drawn, by group and run."""
    by_run = {run: groups(found, key) | ({TOTAL: list(found)} if total else {}) for run, found in rows.items()}
    names = dict.fromkeys(name for found in by_run.values() for name in found if name != TOTAL)
    names |= {TOTAL: None} if total else {}
    return {
        measure: {
            name: {run: mean(_scores(found.get(name, []), measure)) for run, found in by_run.items()} for name in names
        }
        for measure in BY_GROUP
    }


def _by_system(systems: Mapping[str, System]) -> dict[str, plots.Bars]:
    """Return the means of every system, as far as any has them."""
    measures = [name for name in BY_SYSTEM if any(system.measures.get(name) for system in systems.values())]
    return {
        measure: {name: {"": system.measures.get(measure)} for name, system in systems.items()} for measure in measures
    }


def _scores(rows: Iterable[Row], measure: str) -> list[float]:
    names = ("answered", "abstained") if measure == "conduct" else (measure,)
    return [row.scores[name] for row in rows for name in names if name in row.scores]


def _ranks(rows: plots.Runs) -> dict[str, dict[str, float]]:
    """Return the shares of answerable questions by the rank of the first gold item."""
    found = {}
    for run, asked in rows.items():
        scores = _scores(asked, "mrr")
        firsts = [round(1 / score) if score else 0 for score in scores]
        shares = {name: sum(rank in ranks for rank in firsts) / len(firsts) for name, ranks in RANKS.items() if firsts}
        found[run] = shares | {"not found": 1 - sum(shares.values())}
    return found


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("eval.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"decimals": decimals, "signed": signed, "p": p_in_words, "sure": _sure}
    return environment


def _sure(silence: Abstention) -> str:
    """Say in a sentence what the risk–coverage curve shows."""
    said = f"Area {decimals(silence.aurc.value)} (95 %: {decimals(silence.aurc.low)}–{decimals(silence.aurc.high)})"
    said += f", with the best order of the same answers {decimals(silence.best)}."
    if silence.auc:
        low, high = decimals(silence.auc.low), decimals(silence.auc.high)
        said += f" Confidence tells answerable from unanswerable with AUC {decimals(silence.auc.value)} ({low}–{high})."
    return said
