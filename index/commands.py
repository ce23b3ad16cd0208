"""The commands of the offline path: `referat parse`, `index`, `delete`, `check` and `rebuild`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from index.planning import plan
from index.progress import bars
from index.reading import find_documents
from index.reporting import report, report_steps
from index.summary import Summary
from rag.catalog import Catalog
from rag.config import Settings, load_settings
from rag.errors import FingerprintError, StoreError, StoreLockedError

if TYPE_CHECKING:
    from index.build import Indexer
    from rag.embedding.interface import Embedder
    from rag.store import VectorStore

PATHS = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=PATHS)
@click.option("--json", "as_json", is_flag=True, help="Print the meeting as JSON.")
def parse(file: Path, *, as_json: bool) -> None:
    """Show how a FILE of minutes is understood: forum, date, participants, items and sections, and what is doubtful."""
    from index.parsing import understand  # noqa: PLC0415  (readers are slow to import)
    from index.printing import parsed_to_dict, print_parsed  # noqa: PLC0415
    from index.reading import read_document  # noqa: PLC0415

    parsed = understand(read_document(file))
    if as_json:
        click.echo(json.dumps(parsed_to_dict(parsed), ensure_ascii=False, indent=2))
    else:
        print_parsed(parsed, Console())


@click.command()
@click.argument("paths", type=PATHS, nargs=-1, required=True)
@click.option("--prune", is_flag=True, help="Remove documents whose files vanished from the given folders.")
@click.option("--again", is_flag=True, help="Read unchanged files again as well, for instance after an update.")
@click.option("--dry-run", is_flag=True, help="Say what would happen to each document, and change nothing.")
def index(paths: tuple[Path, ...], *, prune: bool, again: bool, dry_run: bool) -> None:
    """Index files and folders of minutes; unchanged files are skipped, changed ones replaced.

    A moved file keeps its links, and of files with the same content one is indexed. Ends with 1 when a file failed.
    """
    console = Console(stderr=True)
    if dry_run:
        from index.build import foresee  # noqa: PLC0415  (loads slowly)

        with _peeked() as catalog, bars(console, "Reading") as (reading,):
            steps = foresee(catalog, paths, prune=prune, again=again, reading=reading)
        failed = report_steps(steps)
    else:
        failed = report(_index(paths, prune=prune, again=again, console=console))
    sys.exit(1 if failed else 0)


def _index(paths: tuple[Path, ...], *, prune: bool, again: bool, console: Console) -> Summary:
    """Bring the index up to date; where it is so already, neither model nor store are opened."""
    from index.fingerprints import wrong_fingerprint  # noqa: PLC0415  (loads slowly)

    with _opened() as (settings, catalog):
        if not again and (summary := _nothing_to_do(catalog, settings, paths, prune=prune)):
            return summary
        embedder = _embedder(settings, console)
        if catalog.counts().meetings and (wrong := wrong_fingerprint(catalog, embedder.fingerprint)):
            # Vectors of another size cannot even be opened.
            raise FingerprintError(wrong[0])
        with (
            _indexer(settings, catalog, embedder) as indexer,
            bars(console, "Reading", "Indexing") as (reading, indexing),
        ):
            return indexer.index(paths, prune=prune, again=again, progress=indexing, reading=reading)


def _nothing_to_do(catalog: Catalog, settings: Settings, paths: tuple[Path, ...], *, prune: bool) -> Summary | None:
    """Return what a run has to tell where all is up to date, and None where it is not."""
    from index.fingerprints import wrong_fingerprint  # noqa: PLC0415  (loads slowly)
    from rag.embedding.bundled import FINGERPRINT  # noqa: PLC0415

    # What another model is called is known only when it is loaded.
    if settings.embedding_model or wrong_fingerprint(catalog, FINGERPRINT):
        return None
    summary = Summary()
    for step in plan(find_documents(paths), catalog.sources(), prune=paths if prune else ()):
        if not step.settled:
            return None
        summary.note(step)
    return summary


@click.command()
@click.argument("source")
def delete(source: str) -> None:
    """Delete a document, by path or file name, from catalog and index."""
    console = Console(stderr=True)
    with (
        _opened() as (settings, catalog),
        _indexer(settings, catalog, _embedder(settings, console)) as indexer,
    ):
        for path in indexer.delete(source):
            click.echo(f"Deleted {path}.")


@click.command()
@click.option("--repair", is_flag=True, help="Put right what is wrong, from the text in the catalog.")
def check(*, repair: bool) -> None:
    """Compare catalog and vector store; ends with 1 when something is wrong and was not repaired."""
    from index import upkeep  # noqa: PLC0415  (loads slowly)
    from index.fingerprints import wrong_fingerprint  # noqa: PLC0415

    console = Console(stderr=True)
    with _opened() as (settings, catalog):
        embedder = _embedder(settings, console)
        if catalog.counts().meetings and (wrong := wrong_fingerprint(catalog, embedder.fingerprint)):
            # Vectors of another size cannot even be opened.
            _tell(wrong)
            if repair:
                _rebuild(settings, catalog, embedder, console=console)
            sys.exit(0 if repair else 1)
        with _indexer(settings, catalog, embedder) as indexer, bars(console, "Repairing") as (show,):
            findings = upkeep.check(indexer)
            if repair:
                upkeep.repair(indexer, findings, progress=show)
    _tell(findings.sentences)
    if not findings.sentences:
        click.echo("Catalog and store agree.")
    elif repair:
        click.echo("Repaired.")
    sys.exit(1 if findings.sentences and not repair else 0)


@click.command()
def rebuild() -> None:
    """Make the vectors of all documents anew from the catalog alone, for instance with another embedding model."""
    console = Console(stderr=True)
    with _opened() as (settings, catalog):
        _rebuild(settings, catalog, _embedder(settings, console), console=console)


def _tell(sentences: list[str]) -> None:
    for sentence in sentences:
        click.echo(sentence)


def _rebuild(settings: Settings, catalog: Catalog, embedder: Embedder, *, console: Console) -> None:
    from index.build import Indexer  # noqa: PLC0415  (loads slowly)
    from index.upkeep import rebuild  # noqa: PLC0415

    with closing(_new_store(settings, catalog, embedder)) as store, bars(console, "Rebuilding") as (show,):
        done = rebuild(Indexer(catalog=catalog, store=store, embedder=embedder), progress=show)
    click.echo(f"Rebuilt the vectors of {done} documents with {embedder.fingerprint}.")


def _new_store(settings: Settings, catalog: Catalog, embedder: Embedder) -> VectorStore:
    """Make a store in place of the one there is, damaged or of another size as it may be."""
    from rag.store import open_store  # noqa: PLC0415  (loads slowly)

    try:
        open_store(settings, embedder.dimension).close()
    except StoreLockedError:
        raise
    except StoreError:
        # What cannot be opened is about to go.
        pass
    # Killed from here on, no document is taken for complete.
    catalog.mark_all_incomplete()
    return open_store(settings, embedder.dimension, recreate=True)


def _embedder(settings: Settings, console: Console) -> Embedder:
    from rag.embedding import open_embedder  # noqa: PLC0415  (loads slowly)

    return open_embedder(settings, progress=console.print)


@contextmanager
def _indexer(settings: Settings, catalog: Catalog, embedder: Embedder) -> Iterator[Indexer]:
    """Open the store, and close it again."""
    from index.build import Indexer  # noqa: PLC0415  (loads slowly, which a run with nothing to do is spared)
    from rag.store import open_store  # noqa: PLC0415

    with closing(open_store(settings, embedder.dimension)) as store:
        yield Indexer(catalog=catalog, store=store, embedder=embedder)


@contextmanager
def _opened() -> Iterator[tuple[Settings, Catalog]]:
    """Open the catalog for a command that writes; raise CatalogError where another one does."""
    settings = load_settings()
    with Catalog.open(settings.catalog_url) as catalog, catalog.sole_writer():
        yield settings, catalog


@contextmanager
def _peeked() -> Iterator[Catalog | None]:
    """Open the catalog for reading; None where there is none yet, for nothing may be made."""
    catalog = Catalog.peek(load_settings().catalog_url)
    try:
        yield catalog
    finally:
        if catalog:
            catalog.close()
