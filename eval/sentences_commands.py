"""The command that measures the choice of sentences: `referat eval sentences`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console
from rich.table import Table

from eval.console import MINUTES, QUESTIONS, RESULT, open_assistant, progress, write_json, written
from eval.dataset import Split, load_sets
from rag.config import load_settings
from rag.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.sentences import Chosen


@click.command()
@click.argument("files", metavar="FILE...", type=QUESTIONS, nargs=-1, required=True)
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option("--length", "lengths", type=click.IntRange(min=1), multiple=True, default=(300, 500), show_default=True)
@click.option(
    "--passages",
    type=click.IntRange(min=1),
    multiple=True,
    help="Read so many passages of each question; several of these make a plot of quality against time.",
)
@click.option("--json", "result", type=RESULT, help="Write the figures to this file.")
@click.option("--plot", type=RESULT, help="Draw quality against reading time into this SVG file.")
def sentences(
    files: tuple[Path, ...],
    *,
    split: str,
    folders: tuple[Path, ...],
    lengths: tuple[int, ...],
    passages: tuple[int, ...],
    result: Path | None,
    plot: Path | None,
) -> None:
    """Choose sentences of the item ranked first, as long as each length, and see whether they hold what was asked for.

    They are chosen by embedding and shared words, by the reader alone, and as answers are made: by the reader and
    what words tell. All choose out of the same item.
    """
    from eval.sentences import choose_all  # noqa: PLC0415  (numpy loads slowly)
    from rag.reader import open_reader  # noqa: PLC0415
    from rag.reading import PASSAGES, HitReader  # noqa: PLC0415

    sets = load_sets(files, split=None if split == "all" else cast("Split", split))
    questions = [question for found in sets.values() for question in found]
    reader = open_reader(load_settings())
    if reader is None:
        raise ReaderError("There is no reader to choose with: REFERAT_READER is off, or no weights are installed.")
    runs: dict[int, list[Chosen]] = {}
    with open_assistant(folders) as assistant:
        for count in passages or (PASSAGES,):
            reading = HitReader(reader=reader, catalog=assistant.catalog, passages=count)
            with progress(f"Choosing, {count} passages", total=len(questions)) as one_more:
                runs[count] = choose_all(assistant, reading, questions, lengths=lengths, asked=one_more)
    for count, chosen in runs.items():
        _show(chosen, title=f"{', '.join(sets)}, {split}, {count} passages, {len(chosen)} questions")
    write_json(result, {str(count): _document(chosen) for count, chosen in runs.items()})
    if plot is not None:
        plot.write_text(_drawn(runs), encoding="utf-8")
        written(plot)


def _show(chosen: Sequence[Chosen], *, title: str) -> None:
    from eval.compare import decimals  # noqa: PLC0415  (SciPy loads slowly)
    from eval.sentences import WAYS, shares  # noqa: PLC0415

    found = {(one.way, one.length): one.value for one in shares(chosen)}
    lengths = sorted({length for _, length in found})
    table = Table("chosen by", *(f"{length} characters" for length in lengths), title=title)
    for way in WAYS:
        values = [found[way, length] for length in lengths]
        table.add_row(way, *(f"{decimals(it.value)} [{decimals(it.low)}–{decimals(it.high)}]" for it in values))
    Console().print(table)
    whole = sum(one.whole for one in chosen) / max(len(chosen), 1)
    middle, late = _times(chosen)
    click.echo(f"whole item {decimals(whole)}; reading p50 {middle:.0f} ms, p95 {late:.0f} ms")


def _times(chosen: Sequence[Chosen]) -> tuple[float, float]:
    import numpy as np  # noqa: PLC0415

    times = [one.reading_ms for one in chosen] or [0.0]
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def _document(chosen: Sequence[Chosen]) -> dict[str, Any]:
    from eval.sentences import shares  # noqa: PLC0415

    middle, late = _times(chosen)
    return {
        "questions": len(chosen),
        "whole": sum(one.whole for one in chosen) / max(len(chosen), 1),
        "reading_p50_ms": middle,
        "reading_p95_ms": late,
        "shares": [
            {"by": it.way, "length": it.length, "value": it.value.value, "low": it.value.low, "high": it.value.high}
            for it in shares(chosen)
        ],
    }


def _drawn(runs: Mapping[int, Sequence[Chosen]]) -> str:
    from eval.report.reading import reading_plot  # noqa: PLC0415  (matplotlib loads slowly)
    from eval.sentences import OURS, shares  # noqa: PLC0415

    points: dict[int, list[tuple[float, float, int]]] = {}
    for count, chosen in runs.items():
        for one in shares(chosen):
            if one.way == OURS:
                points.setdefault(one.length, []).append((_times(chosen)[0], one.value.value, count))
    return reading_plot(points)
