"""The commands of the offline path: `referat parse`, `referat index` and `referat delete`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index.build import Indexer, Summary
from rag.catalog import Catalog
from rag.config import load_settings
from rag.embedding import open_embedder
from rag.store import open_store


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the meeting as JSON.")
def parse(file: Path, *, as_json: bool) -> None:
    """Show how a FILE of minutes is understood: forum, date, participants, items and sections."""
    from index.parsing import parse_document  # noqa: PLC0415  (readers are slow to import)
    from index.printing import meeting_to_dict, print_meeting  # noqa: PLC0415
    from index.reading import read_document  # noqa: PLC0415

    meeting = parse_document(read_document(file))
    if as_json:
        click.echo(json.dumps(meeting_to_dict(meeting), ensure_ascii=False, indent=2))
    else:
        print_meeting(meeting, Console())


@click.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--prune", is_flag=True, help="Remove documents whose files vanished from the given folders.")
@click.option("--rebuild", is_flag=True, help="Do every document again, for instance with another embedding model.")
def index(paths: tuple[Path, ...], *, prune: bool, rebuild: bool) -> None:
    """Index files and folders of minutes; unchanged files are skipped, changed ones replaced."""
    console = Console(stderr=True)
    with _indexer(console, recreate=rebuild) as indexer:
        if rebuild:
            indexer.rebuild()
        with Progress(
            TextColumn("Indexing"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
        ) as bar:
            task = bar.add_task("", total=None)
            summary = indexer.index(
                paths,
                prune=prune,
                progress=lambda path, done, total: bar.update(task, completed=done, total=total, description=path.name),
            )
    _report(summary)
    sys.exit(1 if summary.failed else 0)


@click.command()
@click.argument("source")
def delete(source: str) -> None:
    """Delete a document, by path or file name, from catalog and index."""
    with _indexer(Console(stderr=True)) as indexer:
        for path in indexer.delete(source):
            click.echo(f"Deleted {path}.")


@contextmanager
def _indexer(console: Console, *, recreate: bool = False) -> Iterator[Indexer]:
    """Open what indexing needs, and close it again; `recreate` begins with an empty store of the model's size."""
    settings = load_settings()
    with Catalog.open(settings.catalog_url) as catalog:
        embedder = open_embedder(settings, progress=console.print)
        store = open_store(settings, embedder.dimension, recreate=recreate)
        try:
            yield Indexer(catalog=catalog, store=store, embedder=embedder)
        finally:
            store.close()


def _report(summary: Summary) -> None:
    """Print what a run did; failures with their reasons on stderr."""
    click.echo(
        f"{summary.added} added, {summary.replaced} replaced, {summary.unchanged} unchanged, {summary.removed} "
        f"removed, "
        f"{len(summary.failed)} failed; {summary.chunks} chunks."
    )
    for failure in summary.failed:
        click.echo(f"referat: {failure.path}: {failure.reason}", err=True)
