"""The commands of the evaluation: `referat eval run`, `check`, `bench`, `parse` and `fuzz`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval.dataset import Question, Split, load_questions
from rag.config import load_settings
from rag.errors import ReferatError

if TYPE_CHECKING:
    from eval.metrics import Asked
    from eval.run import Answering
    from rag.assistant import Assistant

QUESTIONS = click.Path(exists=True, dir_okay=False, path_type=Path)
MINUTES = click.Path(exists=True, path_type=Path)
SAMPLES = Path(__file__).parent / "corpus" / "minutes"
RESULT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group(name="eval")
def evaluate() -> None:
    """Measure answers and speed on this machine."""


@evaluate.command()
@click.argument("file", type=QUESTIONS)
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--json", "result", type=RESULT, help="Write figures and answers to this file.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask only the first questions.")
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option("--mode", type=click.Choice(["auto", "extract", "llm"]), default="auto", show_default=True)
def run(
    file: Path, *, split: str, result: Path | None, limit: int | None, folders: tuple[Path, ...], mode: str
) -> None:
    """Ask the questions of FILE (JSON lines) and judge the answers.

    With --index (once for every folder) the figures do not depend on what is in the data directory. It fails
    when a quotation does not stand in its section.
    """
    from eval import metrics, report  # noqa: PLC0415  (numpy and ir_measures load slowly)

    questions = load_questions(file, split=None if split == "all" else cast("Split", split))[:limit]
    with _assistant(folders) as assistant:
        conditions = {
            "questions": file.name,
            "split": split,
            "mode": mode,
            "indexed": [str(folder) for folder in folders],
            "embedding": assistant.embedder.fingerprint,
            "version": version("spoerg-referatet"),
        }
        judgements = metrics.judge(_ask(assistant, questions, mode=mode))
    figures = metrics.by_type(judgements)
    Console().print(report.table(figures, title=f"{file.name}, {split}"))
    _write(result, report.document(judgements, figures, conditions=conditions))
    verdict = report.verdict(figures[metrics.TOTAL])
    if figures[metrics.TOTAL].unfound_quotes:
        raise ReferatError(verdict)
    click.echo(verdict)


@evaluate.command()
@click.argument("file", type=QUESTIONS)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(file: Path, folder: Path) -> None:
    """Check the questions of FILE against the minutes in FOLDER; every fault is one line."""
    from eval import check as checking  # noqa: PLC0415  (the readers load slowly)

    questions = load_questions(file)
    faults = checking.check(questions, checking.read_evidence(folder))
    click.echo("\n".join(faults) or f"{len(questions)} questions, no faults.")
    if faults:
        raise SystemExit(1)


@evaluate.command()
@click.argument("file", type=QUESTIONS)
@click.option("--cold", type=click.IntRange(min=1), default=5, show_default=True, help="How many cold starts.")
@click.option("--json", "result", type=RESULT, help="Write the timings to this file.")
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart and time that.")
def bench(file: Path, *, cold: int, result: Path | None, folders: tuple[Path, ...]) -> None:
    """Time `referat ask` from cold, warm answers and POST /api/ask with the questions of FILE.

    Nothing else may use the data directory meanwhile, unless --index is given.
    """
    from eval import bench as benchmark  # noqa: PLC0415  (numpy loads slowly)

    measured = benchmark.measure(
        load_questions(file),
        folders=folders,
        settings=load_settings(),
        cold_runs=cold,
        console=_notes(),
    )
    Console().print(benchmark.table(measured))
    _write(result, benchmark.document(measured))


@evaluate.command()
@click.argument("paths", type=MINUTES, nargs=-1, required=True)
@click.option("--golden", type=MINUTES, multiple=True, help="Facts of documents: a file or a folder of them.")
@click.option("--faults", is_flag=True, help="Say what is wrong, line by line.")
@click.option("--json", "result", type=RESULT, help="Write figures and faults to this file.")
def parse(paths: tuple[Path, ...], *, golden: tuple[Path, ...], faults: bool, result: Path | None) -> None:
    """Measure how well the minutes in PATHS are understood, by layout.

    FirstAgenda JSON is rendered to plain text in many layouts and read from the text alone. Other documents are held
    against facts given with --golden, by their file names.
    """
    from eval import parse as parsing  # noqa: PLC0415  (the readers load slowly)

    notes = _notes()
    with notes.status("Reading"):
        tallies = parsing.measure(paths, golden=golden)
    Console().print(parsing.table(tallies))
    if faults:
        click.echo("\n".join(f"{layout}: {fault}" for layout, tally in tallies.items() for fault in tally.faults))
    _write(result, parsing.document(tallies))


@evaluate.command()
@click.option("--inputs", type=click.IntRange(min=1), default=10_000, show_default=True, help="How many files to make.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the first file; each has the next.")
@click.option("--samples", type=MINUTES, default=SAMPLES, help="Documents to change; by default our own samples.")
def fuzz(inputs: int, *, seed: int, samples: Path) -> None:
    """Read and parse thousands of made-up, broken and hostile files; fail where one is not taken as it should.

    A file must be read, or refused with one clear sentence, within limits of time and memory.
    """
    from eval import fuzz as fuzzing  # noqa: PLC0415  (the readers load slowly)

    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_notes(), transient=True) as bar:
        task = bar.add_task("", total=inputs)
        outcome = fuzzing.fuzz(samples, inputs=inputs, seed=seed, done=lambda: bar.advance(task))
    Console().print(fuzzing.table(outcome, title=f"{inputs} files from seed {seed}"))
    if outcome.faults:
        click.echo(fuzzing.verdict(outcome))
        raise SystemExit(1)


@contextmanager
def _assistant(folders: Sequence[Path]) -> Iterator[Assistant]:
    """Open the assistant over the given minutes, or over the data directory when none are given."""
    from eval.apart import assistant_over  # noqa: PLC0415  (readers load slowly)
    from rag.assistant import Assistant  # noqa: PLC0415

    settings, console = load_settings(), _notes()
    over_data = Assistant.open(settings, progress=console.print) if not folders else None
    with over_data or assistant_over(folders, settings=settings, console=console) as assistant:
        yield assistant


def _notes() -> Console:
    """Return the console for what is said on the way: stderr, with long paths in one piece."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def _ask(assistant: Answering, questions: Sequence[Question], *, mode: str) -> list[Asked]:
    """Ask all questions with a progress bar."""
    from eval.run import ask_all  # noqa: PLC0415  (numpy loads slowly)

    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_notes(), transient=True) as bar:
        task = bar.add_task("", total=len(questions))
        return ask_all(assistant, questions, mode=mode, asked=lambda _: bar.advance(task))


def _write(path: Path | None, document: dict[str, Any]) -> None:
    """Write a JSON document where one is wanted."""
    if path:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        click.echo(f"Written to {path}.", err=True)
