"""Folders of minutes turned into an index of their own, so that figures do not depend on the user's data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from index.build import Indexer
from index.summary import Summary
from rag.assistant import Assistant
from rag.catalog import Catalog
from rag.config import Settings
from rag.embedding import open_embedder
from rag.embedding.interface import Embedder
from rag.errors import ReferatError
from rag.reader import open_reader
from rag.reranking import open_reranker
from rag.store import open_store


@contextmanager
def temporary_settings(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with an empty data directory of their own: same model, embedded store, SQLite."""
    with TemporaryDirectory(prefix="referat-eval-") as folder:
        yield settings.model_copy(update={"data_dir": Path(folder), "database_url": "", "qdrant_url": ""})


@contextmanager
def assistant_over(paths: Sequence[Path], *, settings: Settings, console: Console) -> Iterator[Assistant]:
    """Index the paths into a temporary data directory and yield an assistant that knows nothing else.

    The models are taken from the user's data directory: they are unpacked there once, not in every run. Reader and
    reranker are those of the settings; answers are extracted.
    """
    embedder = open_embedder(settings, progress=console.print)
    reader, reranker = open_reader(settings, progress=console.print), open_reranker(settings)
    with temporary_settings(settings) as apart:
        index_paths(paths, settings=apart, embedder=embedder, console=console)
        with (
            Catalog.open(apart.catalog_url) as catalog,
            closing(open_store(apart, embedder.dimension)) as store,
        ):
            yield Assistant(catalog=catalog, store=store, embedder=embedder, reader=reader, reranker=reranker)


def index_paths(paths: Sequence[Path], *, settings: Settings, embedder: Embedder, console: Console) -> Summary:
    """Index files and folders with a progress bar, and tell which files cannot be read.

    Raises ReferatError when no document was indexed.
    """
    with (
        Catalog.open(settings.catalog_url) as catalog,
        closing(open_store(settings, embedder.dimension)) as store,
        console.status("Indexing") as status,
    ):
        summary = Indexer(catalog=catalog, store=store, embedder=embedder).index(
            paths,
            progress=lambda path, done, total: status.update(f"Indexing {done + 1}/{total} {path.name}"),
        )
    for failure in summary.failed:
        console.print(f"Not indexed: {failure.path}: {failure.reason}")
    if not summary.added:
        raise ReferatError(f"No minutes could be indexed from {', '.join(map(str, paths))}.")
    console.print(f"Indexed {summary.added} documents, {summary.chunks} chunks.")
    return summary
