"""Catalog and store compared, brought back in step, and the store made anew from the catalog alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from index.build import Indexer, Progress, count_words
from index.chunking import chunk_meeting
from index.fingerprints import adopt_fingerprint, wrong_fingerprint
from index.glossary import find_abbreviations
from rag.catalog import StoredSource
from rag.danish.compounds import CompoundSplitter

BATCH = 1000
"""Points removed in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is wrong between catalog and store; all empty when nothing is."""

    fingerprint: tuple[str, ...] = ()
    incomplete: tuple[StoredSource, ...] = ()
    missing: tuple[tuple[StoredSource, int], ...] = ()
    orphans: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Each finding as a sentence for an operator."""
        return [
            *self.fingerprint,
            *(f"{stored.path} is incomplete: a run was interrupted." for stored in self.incomplete),
            *(f"{stored.path} lacks {count} vectors in the store." for stored, count in self.missing),
            *([f"The store holds {len(self.orphans)} vectors that belong to no document."] if self.orphans else []),
        ]


def check(indexer: Indexer) -> Findings:
    """Compare catalog and store."""
    expected = indexer.catalog.chunk_ids()
    stored = {source.meeting_id: source for source in indexer.catalog.sources()}
    points = set(indexer.store.ids())
    missing: dict[str, int] = defaultdict(int)
    for chunk_id, meeting_id in expected.items():
        if chunk_id not in points:
            missing[meeting_id] += 1
    return Findings(
        fingerprint=tuple(wrong_fingerprint(indexer.catalog, indexer.embedder.fingerprint)) if stored else (),
        incomplete=tuple(source for source in stored.values() if not source.complete),
        missing=tuple((stored[id_], count) for id_, count in missing.items() if stored[id_].complete),
        orphans=tuple(sorted(points - expected.keys())),
    )


def repair(indexer: Indexer, findings: Findings, *, progress: Progress | None = None) -> None:
    """Put right what `check` found: documents from their stored text, and what belongs to none is removed.

    Vectors of another model or chunker are all made anew.
    """
    if findings.fingerprint:
        rebuild(indexer, progress=progress)
        return
    for start in range(0, len(findings.orphans), BATCH):
        indexer.store.delete_points(findings.orphans[start : start + BATCH])
    _embed([*findings.incomplete, *(stored for stored, _ in findings.missing)], indexer, progress=progress)


def rebuild(indexer: Indexer, *, progress: Progress | None = None) -> int:
    """Make all vectors anew with the present model and chunker, and return the number of documents.

    Killed in between, the documents that are not done are incomplete: `check` finds and repairs them.
    """
    indexer.catalog.mark_all_incomplete()
    indexer.store.clear()
    adopt_fingerprint(indexer.catalog, indexer.embedder.fingerprint)
    sources = indexer.catalog.sources()
    _embed(sources, indexer, progress=progress)
    return len(sources)


def _embed(sources: Collection[StoredSource], indexer: Indexer, *, progress: Progress | None) -> None:
    """Cut the stored text of documents into chunks and store their vectors."""
    splitter = CompoundSplitter(indexer.catalog.vocabulary())
    for done, source in enumerate(sources):
        if progress:
            progress(Path(source.path), done, len(sources))
        meeting = indexer.catalog.meeting(source.meeting_id)
        chunks = chunk_meeting(meeting)
        points = indexer.points(meeting, chunks, splitter)
        indexer.catalog.store_chunks(meeting.id, chunks, count_words(meeting))
        indexer.catalog.store_glossary(meeting.id, find_abbreviations(meeting, splitter=splitter))
        indexer.store_vectors(meeting.id, points)
    if sources:
        indexer.store.optimize()
