"""Files turned into a searchable index: read, parsed, chunked, embedded, stored; again and again without change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.chunking import CHUNKER_VERSION, chunk_meeting
from index.parsing import parse_document
from index.reading import find_documents, read_document
from rag.catalog import Catalog
from rag.danish.analyse import analyse, words
from rag.danish.compounds import CompoundSplitter
from rag.danish.sparse import encode_document
from rag.domain import Chunk, Meeting
from rag.embedding.interface import Embedder
from rag.errors import FingerprintError, ReadingError, ReferatError
from rag.fingerprint import CHUNKER, EMBEDDING, mismatch
from rag.store.interface import Point, VectorStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be indexed, and why."""

    path: Path
    reason: str


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a run did, by document."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    chunks: int = 0
    failed: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexer:
    """Keeps catalog and store in step with files; finished collaborators are handed in."""

    catalog: Catalog
    store: VectorStore
    embedder: Embedder

    def index(
        self,
        paths: Iterable[Path],
        *,
        prune: bool = False,
        progress: Callable[[Path, int, int], None] | None = None,
    ) -> Summary:
        """Index files and folders; a broken file is reported and never stops the rest.

        Documents are parsed and their words counted before any is embedded, so that compounds are split by the
        vocabulary of the whole run. With `prune`, documents whose files vanished from the given folders are removed.
        `progress` is called with file, number done and number in all.
        """
        self._check_fingerprint()
        paths = list(paths)
        files = find_documents(paths)
        summary = Summary()
        pending = self._pending(files, summary)
        vocabulary = dict(self.catalog.vocabulary())
        for meeting in pending:
            for word, count in count_words(meeting).items():
                vocabulary[word] = vocabulary.get(word, 0) + count
        splitter = CompoundSplitter(vocabulary)
        for done, meeting in enumerate(pending):
            if progress:
                progress(Path(meeting.source.path), done, len(pending))
            self._index_meeting(meeting, splitter, summary)
        if prune:
            self._prune(paths, {str(file.resolve()) for file in files}, summary)
        if pending or summary.removed:
            self.store.optimize()
        return summary

    def delete(self, source: str) -> list[str]:
        """Remove the documents with this path or file name from store and catalog; return their paths.

        Raises ReadingError when nothing indexed has that name, or several documents share it.
        """
        found = self.catalog.find_sources(source)
        if not found:
            raise ReadingError(f"Nothing indexed is called {source!r}; `referat status` lists the documents.")
        if len(found) > 1:
            paths = ", ".join(stored.path for stored in found)
            raise ReadingError(f"Several documents are called {source!r}; give one of the paths: {paths}.")
        for stored in found:
            self._remove(stored.meeting_id)
        return [stored.path for stored in found]

    def rebuild(self) -> None:
        """Forget all vectors and marks, so that the next run does every document again with the present model."""
        self.store.clear()
        self.catalog.mark_all_incomplete()
        self._adopt_fingerprint()

    def _check_fingerprint(self) -> None:
        """Refuse to mix vectors of another model or chunker; an empty index takes on the present ones."""
        if not self.catalog.counts().meetings:
            self._adopt_fingerprint()
        for key, present in self._fingerprint().items():
            stored = self.catalog.state(key)
            if stored != present:
                raise FingerprintError(mismatch(f"{key} {stored}", f"{key} {present}"))

    def _adopt_fingerprint(self) -> None:
        for key, present in self._fingerprint().items():
            self.catalog.set_state(key, present)

    def _fingerprint(self) -> dict[str, str]:
        return {EMBEDDING: self.embedder.fingerprint, CHUNKER: str(CHUNKER_VERSION)}

    def _pending(self, files: Sequence[Path], summary: Summary) -> list[Meeting]:
        """Read and parse the files that are new, changed, or were left half done."""
        pending: list[Meeting] = []
        for file in files:
            try:
                document = read_document(file)
                stored = self.catalog.source(str(file.resolve()))
                if stored and stored.complete and stored.content_hash == document.content_hash:
                    summary.unchanged += 1
                    continue
                pending.append(parse_document(document))
            except ReferatError as error:
                summary.failed.append(Failure(path=file, reason=str(error)))
        return pending

    def _index_meeting(self, meeting: Meeting, splitter: CompoundSplitter, summary: Summary) -> None:
        """Store one document: catalog first, then vectors, then the mark that it is complete.

        Killed in between, the document is found incomplete and done again by the next run.
        """
        known = self.catalog.source(meeting.source.path) is not None
        chunks = chunk_meeting(meeting)
        points = self._points(meeting, chunks, splitter)
        self.catalog.store_meeting(meeting, chunks, count_words(meeting))
        self.store.delete_meeting(meeting.id)
        self.store.upsert(points)
        self.catalog.mark_complete(meeting.id)
        summary.chunks += len(chunks)
        if known:
            summary.replaced += 1
        else:
            summary.added += 1

    def _points(self, meeting: Meeting, chunks: Sequence[Chunk], splitter: CompoundSplitter) -> list[Point]:
        vectors = self.embedder.embed_passages([passage(chunk) for chunk in chunks])
        kinds = {section.id: section.kind for item in meeting.items for section in item.sections}
        return [
            Point(
                id=chunk.id,
                dense=vector,
                sparse=encode_document(analyse(passage(chunk)), splitter=splitter),
                meeting_id=meeting.id,
                item_id=chunk.item_id,
                section=kinds[chunk.section_id],
                document_type=meeting.document_type,
                forum=meeting.forum,
                date=meeting.date,
            )
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]

    def _prune(self, paths: Sequence[Path], present: set[str], summary: Summary) -> None:
        """Remove the documents of the given folders whose files are gone."""
        folders = [path.resolve() for path in paths]
        for stored in self.catalog.sources():
            below = any(Path(stored.path).is_relative_to(folder) for folder in folders)
            if below and stored.path not in present:
                self._remove(stored.meeting_id)
                summary.removed += 1

    def _remove(self, meeting_id: str) -> None:
        self.store.delete_meeting(meeting_id)
        self.catalog.delete_meeting(meeting_id)


def passage(chunk: Chunk) -> str:
    """Return what of a chunk is embedded: its header, then its words."""
    return f"{chunk.header}\n{chunk.text}".strip()


def count_words(meeting: Meeting) -> dict[str, int]:
    """Count for each analysed word the items of the meeting that hold it."""
    counts: dict[str, int] = {}
    for item in meeting.items:
        text = "\n".join([item.title, *(section.text for section in item.sections)])
        for word in words(text):
            counts[word] = counts.get(word, 0) + 1
    return counts
