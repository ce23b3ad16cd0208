"""The commands of the evaluation: `referat eval run`, `compare`, `report`, `check`, `bench`, `parse` and `fuzz`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from eval.console import MINUTES, QUESTIONS, RESULT, notes, progress, write_json
from eval.crash.command import crash
from eval.dataset import load_questions
from eval.fit_commands import fit, fit_answers
from eval.run_commands import compare, report, run
from eval.sentences_commands import sentences
from eval.systems_commands import known, systems
from eval.training_commands import reader, train_embedding, train_reader
from rag.config import load_settings

SAMPLES = Path(__file__).parent / "corpus" / "minutes"


@click.group(name="eval")
def evaluate() -> None:
    """Measure answers and speed on this machine."""


for _command in (
    run,
    compare,
    report,
    systems,
    known,
    fit,
    fit_answers,
    sentences,
    crash,
    train_embedding,
    train_reader,
    reader,
):
    evaluate.add_command(_command)


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
    """Time `referat ask` from cold, warm searches and answers, and POST /api/ask with the questions of FILE.

    Nothing else may use the data directory meanwhile, unless --index is given.
    """
    from eval import bench as benchmark  # noqa: PLC0415  (numpy loads slowly)

    measured = benchmark.measure(
        load_questions(file),
        folders=folders,
        settings=load_settings(),
        cold_runs=cold,
        console=notes(),
    )
    Console().print(benchmark.table(measured))
    write_json(result, benchmark.document(measured))


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

    with notes().status("Reading"):
        tallies = parsing.measure(paths, golden=golden)
    Console().print(parsing.table(tallies))
    if faults:
        click.echo("\n".join(f"{layout}: {fault}" for layout, tally in tallies.items() for fault in tally.faults))
    write_json(result, parsing.document(tallies))


@evaluate.command()
@click.option("--inputs", type=click.IntRange(min=1), default=10_000, show_default=True, help="How many files to make.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the first file; each has the next.")
@click.option("--samples", type=MINUTES, default=SAMPLES, help="Documents to change; by default our own samples.")
def fuzz(inputs: int, *, seed: int, samples: Path) -> None:
    """Read and parse thousands of made-up, broken and hostile files; fail where one is not taken as it should.

    A file must be read, or refused with one clear sentence, within limits of time and memory.
    """
    from eval import fuzz as fuzzing  # noqa: PLC0415  (the readers load slowly)

    with progress("Reading", total=inputs) as advance:
        outcome = fuzzing.fuzz(samples, inputs=inputs, seed=seed, done=advance)
    Console().print(fuzzing.table(outcome, title=f"{inputs} files from seed {seed}"))
    if outcome.faults:
        click.echo(fuzzing.verdict(outcome))
        raise SystemExit(1)
