"""Files turned into a searchable index: read, parsed, chunked, embedded, stored; again and again without change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.chunking import chunk_meeting
from index.fingerprints import adopt_fingerprint, wrong_fingerprint
from index.glossary import find_abbreviations
from index.planning import Action, Step, plan
from index.points import points_of
from index.preparing import Prepared, name_origins, prepare, reason_of
from index.reading import find_documents
from index.summary import Failure, Summary
from rag.catalog import Catalog
from rag.danish.analyse import words
from rag.danish.compounds import CompoundSplitter
from rag.domain import Chunk, Meeting
from rag.embedding.interface import Embedder
from rag.errors import FingerprintError, ReadingError, StoreError
from rag.store.interface import Point, VectorStore

KEPT_CHARACTERS = 20_000_000
"""Text kept from the first reading for the second; what is beyond is parsed twice, so that memory is bounded."""

Progress = Callable[[Path, int, int], None]
"""Called with a file, the number of files done before it and the number in all."""


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
        again: bool = False,
        progress: Progress | None = None,
        reading: Progress | None = None,
    ) -> Summary:
        """Index files and folders; a broken file is reported and never stops the rest.

        Documents are parsed and their words counted before any is embedded, so that compounds are split by the
        vocabulary of the whole run. With `prune`, documents whose files vanished from the given folders are removed;
        with `again`, unchanged files are read again. `reading` is called while parsing, `progress` while embedding.
        """
        self.check_fingerprint()
        paths = list(paths)
        steps = plan(find_documents(paths), self.catalog.sources(), prune=paths if prune else (), again=again)
        summary = Summary()
        for step in steps:
            self._take(step, summary)
        pending = name_origins([step for step in steps if step.pending], self.catalog.sources())
        kept, vocabulary = self._read(pending, summary, progress=reading)
        splitter = CompoundSplitter(vocabulary)
        readable = {step: origin for step, origin in pending.items() if step in kept}
        for done, (step, origin) in enumerate(readable.items()):
            if progress:
                progress(step.path, done, len(readable))
            self._index_file(step, kept.pop(step), origin=origin, splitter=splitter, summary=summary)
        if readable or summary.removed:
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

    def check_fingerprint(self) -> None:
        """Refuse to mix vectors of another model or chunker; an empty index takes on the present ones."""
        if not self.catalog.counts().meetings:
            adopt_fingerprint(self.catalog, self.embedder.fingerprint)
        if wrong := wrong_fingerprint(self.catalog, self.embedder.fingerprint):
            raise FingerprintError(wrong[0])

    def store_vectors(self, meeting_id: str, points: Sequence[Point]) -> None:
        """Put the points of a meeting, which the catalog holds as incomplete, in the store and mark it complete."""
        self.store.delete_meeting(meeting_id)
        self.store.upsert(points)
        self.catalog.mark_complete(meeting_id)

    def points(self, meeting: Meeting, chunks: Sequence[Chunk], splitter: CompoundSplitter) -> list[Point]:
        """Embed a meeting and return it as points."""
        return points_of(meeting, chunks, embedder=self.embedder, splitter=splitter)

    def _take(self, step: Step, summary: Summary) -> None:
        """Do what needs no parsing: note, move and remove."""
        summary.note(step)
        if step.stored and step.action is Action.MOVED:
            target = str(step.path.resolve())
            if overwritten := self.catalog.source(target):
                self._remove(overwritten.meeting_id)
            self.catalog.move_source(step.stored.meeting_id, target, step.path.name)
            summary.moved += 1
        if step.stored and step.action in (Action.DUPLICATE, Action.REMOVED):
            self._remove(step.stored.meeting_id)
            summary.removed += 1

    def _read(
        self, pending: Mapping[Step, str], summary: Summary, *, progress: Progress | None
    ) -> tuple[dict[Step, Prepared | None], dict[str, int]]:
        """Parse what is pending; return it, or None for what there is no room to keep, and all words with it."""
        kept: dict[Step, Prepared | None] = {}
        vocabulary = dict(self.catalog.vocabulary())
        room = KEPT_CHARACTERS
        for step, prepared in read_all(pending, summary.failed, progress=progress):
            room -= prepared.characters
            kept[step] = prepared if room > 0 else None
            if step.stored:
                _count(vocabulary, self.catalog.words_of(step.stored.meeting_id), sign=-1)
            _count(vocabulary, count_words(prepared.meeting))
        return kept, {word: count for word, count in vocabulary.items() if count > 0}

    def _index_file(
        self, step: Step, prepared: Prepared | None, *, origin: str, splitter: CompoundSplitter, summary: Summary
    ) -> None:
        """Index one file; whatever its content makes the libraries raise is its own failure alone."""
        try:
            meeting = (prepared or prepare(step.path, origin=origin)).meeting
            summary.chunks += self._index_meeting(meeting, origin=origin, splitter=splitter)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 (see reason_of)
            # A catalog that is gone altogether ends the run here.
            self.catalog.ping()
            summary.failed.append(Failure(path=step.path, reason=reason_of(error)))
        else:
            summary.added += step.action is Action.ADDED
            summary.replaced += step.action is Action.REPLACED

    def _index_meeting(self, meeting: Meeting, *, origin: str, splitter: CompoundSplitter) -> int:
        """Store one document and return its chunks: catalog first, then vectors, then the mark that it is complete.

        Killed in between, the document is found incomplete and done again by the next run.
        """
        chunks = chunk_meeting(meeting)
        points = self.points(meeting, chunks, splitter)
        self.catalog.store_meeting(meeting, chunks, count_words(meeting), origin=origin)
        self.catalog.store_glossary(meeting.id, find_abbreviations(meeting, splitter=splitter))
        self.store_vectors(meeting.id, points)
        return len(chunks)

    def _remove(self, meeting_id: str) -> None:
        # Killed in between, the meeting is not taken for complete.
        self.catalog.mark_incomplete(meeting_id)
        self.store.delete_meeting(meeting_id)
        self.catalog.delete_meeting(meeting_id)


def foresee(
    catalog: Catalog | None, paths: Iterable[Path], *, prune: bool, again: bool, reading: Progress | None = None
) -> list[Step]:
    """Return what `Indexer.index` would do, document by document; files are parsed, and nothing is changed."""
    paths = list(paths)
    sources = catalog.sources() if catalog else []
    steps = plan(find_documents(paths), sources, prune=paths if prune else (), again=again)
    failed: list[Failure] = []
    for _ in read_all(name_origins([step for step in steps if step.pending], sources), failed, progress=reading):
        pass
    reasons = {failure.path: failure.reason for failure in failed}
    return [
        Step(path=step.path, action=Action.FAILED, note=reasons[step.path]) if step.path in reasons else step
        for step in steps
    ]


def read_all(
    pending: Mapping[Step, str], failed: list[Failure], *, progress: Progress | None
) -> Iterator[tuple[Step, Prepared]]:
    """Yield what can be parsed, one at a time; what cannot is added to `failed`."""
    for done, (step, origin) in enumerate(pending.items()):
        if progress:
            progress(step.path, done, len(pending))
        try:
            prepared = prepare(step.path, origin=origin)
        except Exception as error:  # noqa: BLE001 (see reason_of)
            failed.append(Failure(path=step.path, reason=reason_of(error)))
        else:
            yield step, prepared


def _count(vocabulary: dict[str, int], counts: Mapping[str, int], *, sign: int = 1) -> None:
    for word, count in counts.items():
        vocabulary[word] = vocabulary.get(word, 0) + sign * count


def count_words(meeting: Meeting) -> dict[str, int]:
    """Count for each analysed word the items of the meeting that hold it."""
    counts: dict[str, int] = {}
    for item in meeting.items:
        text = "\n".join([item.title, *(section.text for section in item.sections)])
        for word in words(text):
            counts[word] = counts.get(word, 0) + 1
    return counts
