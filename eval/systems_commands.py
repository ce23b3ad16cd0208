"""The commands that hold the search against others: `referat eval systems` and `referat eval known`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from rich.console import Console
from rich.table import Table

from eval.console import MINUTES, QUESTIONS, RESULT, notes, open_assistant, progress, write_json
from eval.dataset import Question, Split, load_sets
from rag.errors import ReferatError

if TYPE_CHECKING:
    from eval.metrics import Judgement
    from eval.run import Answering

WIDEST = 500


@click.command()
@click.argument("files", type=QUESTIONS, nargs=-1, required=True, metavar="FILE...")
@click.option("--index", "folders", type=MINUTES, multiple=True, help="Index these minutes apart, ask only them.")
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), help="Ask only the first questions of each file.")
@click.option("--only", multiple=True, metavar="SYSTEM", help="Compare only these with the full search.")
@click.option("--json", "result", type=RESULT, help="Write figures and the scores of every question to this file.")
def systems(
    files: tuple[Path, ...],
    *,
    folders: tuple[Path, ...],
    split: str,
    limit: int | None,
    only: tuple[str, ...],
    result: Path | None,
) -> None:
    """Compare the search with simple ones, and with itself without each of its parts.

    All systems get the answerable questions of the FILEs over the same index: BM25 as it is and on Danish words,
    the nearest chunks of a default pipeline and of our own, the full search, and it with one weight set to 0.
    """
    from eval import compare  # noqa: PLC0415  (numpy and SciPy load slowly)
    from eval.systems import FULL, figures, lineup  # noqa: PLC0415  (llama-index loads slowly)
    from eval.systems.parts import ABLATIONS  # noqa: PLC0415

    sets = load_sets(files, split=None if split == "all" else cast("Split", split), limit=limit)
    questions = _answerable(sets.values())
    with open_assistant(folders) as assistant:
        with notes().status("Embedding chunks of fixed length"):
            compared = lineup(assistant, only=only)
        runs = _ask(compared, questions)
    title = f"{', '.join(sets)}, {split}, {len(questions)} questions"
    _show(compare.table_of(runs, FULL, measures=figures.MEASURES, title=title))
    # An ablation is there for its ranking alone: it is spared the embedding, so its time tells nothing.
    whole = {name: run for name, run in runs.items() if name not in ABLATIONS}
    _show(figures.types_table(whole))
    _show(figures.latency_table(whole))
    conditions = {"files": [file.name for file in files], "split": split, "indexed": [*map(str, folders)]}
    write_json(result, figures.document(runs, against=FULL, conditions=conditions))


@click.command()
@click.argument("paths", type=MINUTES, nargs=-1, required=True)
@click.option("-o", "--output", type=RESULT, required=True, help="Write the queries to this file (JSON lines).")
def known(paths: tuple[Path, ...], *, output: Path) -> None:
    """Make search queries out of the minutes in PATHS, each with the items it should find.

    The queries hold words of the minutes and belong where the minutes are kept. The same minutes give the same
    queries. Best are minutes with case numbers, such as FirstAgenda JSON: what was written on the same case at other
    meetings is to be found as well.
    """
    from eval.known import make_queries  # noqa: PLC0415  (the readers load slowly)
    from index.parsing import parse_document  # noqa: PLC0415
    from index.reading import find_documents, read_document  # noqa: PLC0415

    with notes().status("Reading"):
        queries = make_queries(parse_document(read_document(path)) for path in find_documents(paths))
    if not queries:
        raise ReferatError("These minutes hold no item with a title of its own, so no query can be made.")
    lines = (json.dumps(asdict(query), ensure_ascii=False) for query in queries)
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    of_split = {split: sum(query.split == split for query in queries) for split in ("dev", "test")}
    click.echo(f"{len(queries)} queries, {of_split['dev']} dev and {of_split['test']} test, written to {output}.")


def _answerable(sets: Iterable[Sequence[Question]]) -> list[Question]:
    """Return the questions with gold items of all files; raise ReferatError where there is none."""
    found = [question for questions in sets for question in questions if question.answerable]
    if not found:
        raise ReferatError("No question in these files has an answer, so there is nothing to find.")
    return found


def _ask(compared: Mapping[str, Answering], questions: Sequence[Question]) -> dict[str, list[Judgement]]:
    """Put all questions to one system after the other."""
    from eval.metrics import judge  # noqa: PLC0415  (numpy loads slowly)
    from eval.run import ask_all  # noqa: PLC0415

    with progress("Asking", total=len(compared) * len(questions)) as advance:
        return {name: judge(ask_all(system, questions, asked=lambda _: advance())) for name, system in compared.items()}


def _show(table: Table) -> None:
    """Print a table in full width: cut columns would hide what was asked for."""
    console = Console()
    needed = console.measure(table, options=console.options.update(max_width=WIDEST)).maximum
    Console(width=max(console.width, needed)).print(table, "")
