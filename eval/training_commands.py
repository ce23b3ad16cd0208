"""The commands that make and measure our own models: `referat eval train-embedding`, `train-reader` and `reader`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.console import RESULT, notes, write_json
from rag.config import load_settings
from rag.embedding.bundled import MODEL, ensure_model

FOLDER = click.Path(file_okay=False, path_type=Path)
DATA = click.option(
    "--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Training data."
)
INTO = click.option("--into", "folder", required=True, type=FOLDER, help="Where states and weights are kept.")
SEED = click.option("--seed", type=int, default=1, show_default=True)


@click.command("train-embedding")
@DATA
@INTO
@SEED
@click.option("--steps", type=click.IntRange(min=1), default=64, show_default=True)
@click.option("--save-every", type=click.IntRange(min=1), default=8, show_default=True, help="Steps between states.")
@click.option("--batch", type=click.IntRange(min=2), default=24, show_default=True, help="Questions of a step.")
def train_embedding(*, data: Path, folder: Path, seed: int, steps: int, save_every: int, batch: int) -> None:
    """Train the embedding to find what answers questions about minutes; run again, it goes on where it stopped."""
    from eval.training.adapt import adapt  # noqa: PLC0415  (torch loads slowly)
    from eval.training.loop import Course  # noqa: PLC0415
    from eval.training.material import read_material  # noqa: PLC0415

    course = Course(steps=steps, save_every=save_every)
    adapt(read_material(data), model=_model(), folder=folder, course=course, batch=batch, seed=seed, say=_say)


@click.command("train-reader")
@DATA
@INTO
@SEED
@click.option("--steps", type=click.IntRange(min=1), default=800, show_default=True)
@click.option("--save-every", type=click.IntRange(min=1), default=100, show_default=True, help="Steps between states.")
@click.option("--batch", type=click.IntRange(min=1), default=16, show_default=True, help="Passages of a step.")
@click.option(
    "--start",
    type=click.Path(exists=True, path_type=Path),
    help="Begin with the mean of the last states of this training, or with a packed file such as the shipped one.",
)
@click.option("--blend", is_flag=True, help="Write the weights halfway between those of --start and of this training.")
def train_reader(
    *, data: Path, folder: Path, seed: int, steps: int, save_every: int, batch: int, start: Path | None, blend: bool
) -> None:
    """Train the reader to find the sentences that answer; run again, it goes on where it stopped."""
    if blend and start is None:
        raise click.UsageError("--blend needs --start.")
    from eval.training.loop import Course  # noqa: PLC0415  (torch loads slowly)
    from eval.training.material import FICTIONAL, FURTHER, read_material  # noqa: PLC0415
    from eval.training.teach import Earlier, teach  # noqa: PLC0415

    course = Course(steps=steps, save_every=save_every)
    material = read_material(data, further=FURTHER, fictional=FICTIONAL)
    earlier = None if start is None else Earlier(path=start, blend=blend)
    teach(material, model=_model(), folder=folder, course=course, batch=batch, seed=seed, say=_say, start=earlier)


@click.command()
@DATA
@click.option("--split", type=click.Choice(["dev", "test"]), default="test", show_default=True)
@click.option(
    "--full", type=FOLDER, multiple=True, help="Measure this training at full precision too; of several, their middle."
)
@click.option("--cost", is_flag=True, help="Measure only how long reading takes, and how much memory.")
@click.option("--json", "result", type=RESULT, help="Write the figures to this file.")
def reader(*, data: Path, split: str, full: tuple[Path, ...], cost: bool, result: Path | None) -> None:
    """Measure the shipped reader: evidence first in its passage and its item, near misses, held-out Norwegian."""
    from eval.training.material import read_material  # noqa: PLC0415  (numpy loads slowly)
    from eval.training.measure import measure_reader  # noqa: PLC0415

    if cost:
        from eval.training.cost import reading_cost  # noqa: PLC0415

        costs = reading_cost(read_material(data), settings=load_settings())
        click.echo(costs)
        write_json(result, costs.document())
        return
    figures = measure_reader(read_material(data), settings=load_settings(), split=split, model=_model(), full=full)
    for name, skill in figures.items():
        click.echo(f"{name}: {skill}")
    write_json(result, {name: skill.document() for name, skill in figures.items()})


def _model() -> Path:
    """Return the folder of the model that every training starts from."""
    folder = load_settings().data_dir / "models" / MODEL
    return ensure_model(folder, progress=notes().print)


def _say(line: str) -> None:
    click.echo(line)
