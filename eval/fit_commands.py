"""The commands that learn weights: of the ranking, `referat eval fit`, and of answers, `referat eval fit-answers`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.console import MINUTES, QUESTIONS, RESULT, open_assistant, progress, written
from eval.dataset import load_sets
from rag.config import load_settings
from rag.errors import ReferatError

if TYPE_CHECKING:
    from eval.answer_fitting import Choice
    from rag.assistant import Assistant

LEARNT = Path("rag/learnt")
RANKING, SENTENCES, CONFIDENCE = "ranking.json", "sentences.json", "confidence.json"
SURE = 0.5
"""From here on an answer is more likely than not, both kinds of question being weighed alike."""


@click.command()
@click.argument("files", metavar="FILE...", type=QUESTIONS, nargs=-1, required=True)
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option("--items", type=click.IntRange(min=2), default=40, show_default=True, help="Items to rank per question.")
@click.option("-o", "--output", type=RESULT, default=LEARNT / RANKING, show_default=True)
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


@click.command("fit-answers")
@click.argument("files", metavar="FILE...", type=QUESTIONS, nargs=-1, required=True)
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Training data; which sentences answer is also learnt from the questions of its dev split.",
)
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=LEARNT, show_default=True)
def fit_answers(files: tuple[Path, ...], *, folders: tuple[Path, ...], data: Path | None, into: Path) -> None:
    """Learn from the dev questions of each FILE which sentences answer, and when to be silent.

    Weights for answers with the reader are learnt with it on, those without (REFERAT_READER=off) with it off; each
    run leaves the others as they are. Figures are those of five-fold cross-validation; test questions are never asked.
    """
    from eval import answer_fitting  # noqa: PLC0415  (numpy and scipy load slowly)

    questions = [question for _, questions in load_sets(files, split="dev").items() for question in questions]
    with open_assistant(folders) as assistant, progress("Asking", total=len(questions)) as one_more:
        found = []
        for question in questions:
            query, hits = assistant.find(question.question, history=question.history)
            found.append(answer_fitting.Found(question=question, query=query, hits=hits, chunks=assistant.chunks(hits)))
            one_more()
        further = _further(data, assistant) if data else []
    kind = "read" if any(one.hits and one.hits[0].reading for one in found) else "unread"
    try:
        sentences = answer_fitting.fit_sentences(answer_fitting.choices_of(found), further=further)
        confidence = answer_fitting.fit_confidence(found)
    except ValueError as error:
        raise ReferatError(str(error)) from error
    about = {"date": datetime.now(UTC).date().isoformat(), "files": [file.name for file in files], "split": "dev"}
    learnt = {"first": round(sentences.first, 4), "first_three": round(sentences.first_three, 4)}
    silent = {"auc": round(confidence.auc, 4), "abstained": round(confidence.abstained, 4)}
    _update(
        into / SENTENCES,
        kind,
        {
            **about,
            "questions": sentences.questions,
            "of_training_data": len(further),
            "held_out": learnt,
            "weights": sentences.weights,
        },
    )
    _update(
        into / CONFIDENCE,
        kind,
        {
            **about,
            "questions": confidence.questions,
            "held_out": silent,
            "weights": confidence.weights,
            "intercept": confidence.intercept,
            "threshold": confidence.threshold,
            "sure": max(SURE, confidence.threshold),
        },
    )
    click.echo(json.dumps({"sentences": learnt, "confidence": silent}, indent=2))


def _further(data: Path, assistant: Assistant) -> list[Choice]:
    """Return what the training data's dev questions teach about sentences, read as the settings say."""
    from eval.training.choices import choices  # noqa: PLC0415  (numpy loads slowly)
    from eval.training.material import read_material  # noqa: PLC0415
    from rag.reader import open_reader  # noqa: PLC0415

    return list(choices(read_material(data), embedder=assistant.embedder, reader=open_reader(load_settings())))


def _update(path: Path, kind: str, learnt: dict[str, object]) -> None:
    """Put what was learnt for a kind into a file beside the others."""
    document = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    document[kind] = learnt
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    written(path)
