"""The commands that ask a set of questions and look at what came of it: `referat eval run`, `compare` and `report`."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from rich.console import Console

from eval.console import MINUTES, QUESTIONS, RESULT, open_assistant, progress, written
from eval.dataset import Question, Split, load_sets
from rag.errors import ReferatError

if TYPE_CHECKING:
    from eval.results import Row, Run
    from eval.run import Answering

RUN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", metavar="FILE...", type=QUESTIONS, nargs=-1, required=True)
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--json", "result", type=RESULT, help="Write figures and answers to this file.")
@click.option("--scores", type=RESULT, help="Write the scores alone, without any words: a baseline for later runs.")
@click.option("--baseline", type=RUN, help="Fail when the run is significantly below this earlier one.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask only the first questions of each file.")
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option("--mode", type=click.Choice(["auto", "extract", "llm"]), default="auto", show_default=True)
def run(
    files: tuple[Path, ...],
    *,
    split: str,
    result: Path | None,
    scores: Path | None,
    baseline: Path | None,
    limit: int | None,
    folders: tuple[Path, ...],
    mode: str,
) -> None:
    """Ask the questions of each FILE (JSON lines) and judge the answers.

    With --index (once for every folder) the figures do not depend on what is in the data directory. It fails
    when a quotation does not stand in its section, and when the answers are significantly worse than a baseline.
    """
    from eval import results  # noqa: PLC0415  (numpy, scipy and ir_measures load slowly)
    from eval.metrics import TOTAL, abstention  # noqa: PLC0415
    from eval.report import terminal  # noqa: PLC0415

    sets = load_sets(files, split=None if split == "all" else cast("Split", split), limit=limit)
    earlier = results.read_run(baseline) if baseline else None
    with open_assistant(folders) as assistant:
        conditions = {
            "files": [file.name for file in files],
            "split": split,
            "mode": mode,
            "indexed": [str(folder) for folder in folders],
            "embedding": assistant.embedder.fingerprint,
            "version": version("spoerg-referatet"),
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        asked = results.Run(conditions=conditions, rows=tuple(_ask(assistant, sets, mode=mode)))
    figures = terminal.grouped(asked.rows)
    total, console = figures[TOTAL][TOTAL], Console()
    console.print(terminal.table(figures, title=f"{', '.join(sets)}, {split}"))
    console.print(terminal.intervals(total, abstention(asked.rows)))
    console.print(terminal.length(asked.rows))
    bare = results.without_words(asked)
    for path, kept, shown in ((result, asked, figures), (scores, bare, {TOTAL: figures[TOTAL]})):
        if path:
            results.write_run(kept, path, figures=terminal.document(kept, shown))
            written(path)
    if baseline and earlier:
        _hold_to(earlier, asked, name=str(baseline), console=console)
    if total.unfound_quotes:
        raise ReferatError(terminal.verdict(total))
    click.echo(terminal.verdict(total))


@click.command()
@click.argument("before", type=RUN)
@click.argument("after", type=RUN)
@click.option("--measure", default="mrr", show_default=True, help="List the questions won and lost by this score.")
def compare(before: Path, after: Path, *, measure: str) -> None:
    """Compare two runs that --json wrote, question by question.

    The p-value is that of a paired randomisation test, two-sided: how often chance alone makes such a difference.
    """
    from eval import compare as comparing  # noqa: PLC0415  (scipy loads slowly)
    from eval import results  # noqa: PLC0415
    from eval.metrics import SCORES  # noqa: PLC0415

    first, second, others = results.shared(results.read_run(before), results.read_run(after))
    differences = comparing.differences(first, second, measures=SCORES)
    console = Console()
    console.print(comparing.table(differences, title=f"{before.name} → {after.name}, {len(first)} questions"))
    if others:
        click.echo(f"{others} questions are in one run only, or have been changed since: left out.")
    words = {row.id: row.words.question for row in (*first, *second) if row.words}
    click.echo("\n".join(comparing.moves(first, second, measure=measure, words=words)))


@click.command()
@click.argument("file", metavar="RUN", type=RUN)
@click.option("--against", type=RUN, multiple=True, help="Another run to show beside it; the first is compared.")
@click.option("--systems", type=RUN, help="Show these as well: what `referat eval systems --json` wrote.")
@click.option("-o", "--output", type=RESULT, default=Path("report.html"), show_default=True)
def report(file: Path, *, against: tuple[Path, ...], systems: Path | None, output: Path) -> None:
    """Turn RUN, which --json wrote, into a page with plots and every failed question: one file, no requests."""
    from eval.report.page import page  # noqa: PLC0415  (matplotlib loads slowly)
    from eval.report.systems import read_systems  # noqa: PLC0415
    from eval.results import read_run  # noqa: PLC0415

    paths = (file, *against)
    if len({path.stem for path in paths}) < len(paths):
        raise ReferatError("The runs of a report are told apart by their file names, which must differ.")
    runs = {path.stem: read_run(path) for path in paths}
    output.write_text(page(runs, systems=read_systems(systems) if systems else {}), encoding="utf-8")
    written(output)


def _ask(assistant: Answering, sets: dict[str, tuple[Question, ...]], *, mode: str) -> list[Row]:
    """Ask all questions with a progress bar."""
    from eval.metrics import judge  # noqa: PLC0415
    from eval.results import row  # noqa: PLC0415
    from eval.run import ask_all  # noqa: PLC0415

    with progress("Asking", total=sum(map(len, sets.values()))) as advance:
        return [
            row(judgement, file=file)
            for file, questions in sets.items()
            for judgement in judge(ask_all(assistant, questions, mode=mode, asked=lambda _: advance()))
        ]


def _hold_to(baseline: Run, asked: Run, *, name: str, console: Console) -> None:
    """Fail when the run is significantly below the baseline."""
    from eval import compare as comparing  # noqa: PLC0415
    from eval import results  # noqa: PLC0415

    before, after, others = results.shared(baseline, asked)
    found = comparing.differences(before, after, measures=comparing.GUARDED, alternative="less")
    console.print(comparing.table(found, title=f"Against {name}, {len(before)} questions, p one-sided"))
    if others:
        click.echo(f"{others} questions are in the run or the baseline only, or have been changed: left out.")
    if fallen := [difference.measure for difference in found if difference.significant]:
        raise ReferatError(f"Significantly below {name}: {', '.join(fallen)}.")
