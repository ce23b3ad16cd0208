"""The command that learns the weights of the ranking: `referat eval fit`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from eval.console import MINUTES, QUESTIONS, open_assistant, progress, written
from eval.dataset import load_sets
from rag.errors import ReferatError

WEIGHTS = Path("rag/retrieval/weights.json")


@click.command()
@click.argument("files", metavar="FILE...", type=QUESTIONS, nargs=-1, required=True)
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option("--items", type=click.IntRange(min=2), default=40, show_default=True, help="Items to rank per question.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), default=WEIGHTS)
def fit(files: tuple[Path, ...], *, folders: tuple[Path, ...], items: int, output: Path) -> None:
    """Learn the ranking's weights from the dev questions of each FILE, and write them with date and figures.

    The figures are those of five-fold cross-validation: of questions that the weights were not learnt from. Test
    questions are never asked.
    """
    from eval import fitting  # noqa: PLC0415  (numpy and scipy load slowly)
    from eval.run import ask_all  # noqa: PLC0415

    questions = [question for _, questions in load_sets(files, split="dev").items() for question in questions]
    with open_assistant(folders) as assistant, progress("Asking", total=len(questions)) as one_more:
        asked = ask_all(assistant, questions, limit=items, mode="extract", asked=lambda _: one_more())
        embedding = assistant.embedder.fingerprint
    try:
        candidates = fitting.collect(asked)
    except ValueError as error:
        raise ReferatError(str(error)) from error
    learnt = fitting.fit(candidates)
    document = {
        "date": datetime.now(UTC).date().isoformat(),
        "files": [file.name for file in files],
        "split": "dev",
        "questions": learnt.questions,
        "embedding": embedding,
        "penalty": learnt.penalty,
        "figures": {
            "held_out": {"success@1": round(learnt.held_out.success, 4), "mrr": round(learnt.held_out.mrr, 4)},
            "weights_before": {"success@1": round(learnt.before.success, 4), "mrr": round(learnt.before.mrr, 4)},
        },
        "weights": learnt.weights,
    }
    output.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(json.dumps(document["figures"], indent=2))
    written(output)
