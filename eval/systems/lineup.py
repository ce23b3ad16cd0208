"""Catalog, store and model turned into the systems of a comparison, by the names that its table shows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from eval.run import Answering
from eval.systems.dense import FixedChunks, OurChunks
from eval.systems.lexical import Bm25, as_it_stands, danish
from eval.systems.parts import ABLATIONS, Remembering, Searching, changed
from eval.systems.places import Simple, read_places
from rag.assistant import Assistant
from rag.errors import ReferatError
from rag.retrieval import Retriever
from rag.understanding import Known

FULL = "full"
SIMPLE = ("BM25", "BM25 Danish", "dense, fixed chunks", "dense, our chunks")
NAMES = (*SIMPLE, FULL, *ABLATIONS)


def lineup(assistant: Assistant, *, only: Collection[str] = ()) -> dict[str, Answering]:
    """Return the simple systems, the full one, and it without each of its parts, all on the same index; or `only` some.

    The full one is always there, for the others are compared with it. The chunks of fixed length are embedded here,
    which takes minutes for many documents. Raises ReferatError for a name that no system has.
    """
    if unknown := sorted(set(only) - set(NAMES)):
        raise ReferatError(f"No system is called {', '.join(unknown)}; there are: {'; '.join(NAMES)}.")
    made = _makers(assistant)
    return {name: made[name]() for name in NAMES if not only or name in {FULL, *only}}


def _makers(assistant: Assistant) -> dict[str, Callable[[], Answering]]:
    """Return for each system what makes it."""
    catalog, store, embedder = assistant.catalog, assistant.store, assistant.embedder
    places, known = read_places(catalog), assistant.known()
    simple: tuple[Callable[[], Answering], ...] = (
        lambda: Simple(Bm25(places, tokenise=as_it_stands)),
        lambda: Simple(Bm25(places, tokenise=danish(catalog.vocabulary()))),
        lambda: Simple(FixedChunks(places, embedder=embedder)),
        lambda: Simple(OurChunks(places, store=store, embedder=embedder)),
    )
    ablated = partial(Retriever, catalog=catalog, store=store, embedder=Remembering(embedder))
    return (
        dict(zip(SIMPLE, simple, strict=True))
        | {FULL: lambda: Searching(Retriever(catalog=catalog, store=store, embedder=embedder), known=known)}
        | {name: partial(_without, name, ablated, known=known) for name in ABLATIONS}
    )


def _without(name: str, retriever: Callable[..., Retriever], *, known: Known) -> Searching:
    return Searching(retriever(weights=changed(name)), known=known)
