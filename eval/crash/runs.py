"""An index run killed again and again at random moments, held against one that nobody disturbed.

A fault is: something committed is lost, a killed run leaves an index that does not answer, or the next run does not
end where an undisturbed one does. Vectors come from the letters of the texts, so that many runs are affordable.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

import index.chunking.node_parser  # noqa: F401  (loaded before the runs that are timed)
from index.build import Indexer
from index.upkeep import check
from rag.catalog import Catalog
from rag.config import Settings
from rag.store import Search, Space, open_store

DIMENSION = 32
MEMORY = Path("/dev/shm")  # noqa: S108  (a fresh folder is made in it)
"""Where there is such a place the runs are faster; what a killed process wrote is not lost there either."""
DOCUMENTS = 24
TOPICS = "Økonomi Telemedicin Vaccination Hjemmepleje Akutpladser Medicin Genoptræning Tandpleje".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterEmbedder:
    """Turns texts into unit vectors by counting letters."""

    dimension: int = DIMENSION
    fingerprint: str = "letters"

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question."""
        vector: NDArray[np.float32] = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages."""
        letters = [np.frombuffer(text.lower().encode(), dtype=np.uint8) % self.dimension for text in texts]
        counts = np.array([np.bincount(row, minlength=self.dimension) + 1 for row in letters], dtype=np.float32)
        vectors: NDArray[np.float32] = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return vectors


@dataclass(slots=True, kw_only=True)
class Report:
    """What came of the runs.

    `killed` counts those that were not done before the signal came, `midway` those that had done some of the work,
    `incomplete` those that left a document half done.
    """

    runs: int = 0
    killed: int = 0
    midway: int = 0
    incomplete: int = 0
    faults: list[str] = field(default_factory=list)


State = dict[str, tuple[str, bool, tuple[tuple[str, str], ...]]]
"""Of each path: the hash of its content, whether it is complete, and its chunks as id and text."""


def run(*, kills: int, seed: int) -> Report:
    """Kill `kills` runs, each at a random moment of the time that an undisturbed one takes."""
    chance = random.Random(seed)  # noqa: S311  (a moment to kill at is no secret)
    report = Report()
    with TemporaryDirectory(prefix="referat-crash-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        place = Path(name)
        folder = place / "minutes"
        before = place / "before"
        write_first(folder)
        with opened(before) as indexer:
            indexer.index([folder])
            committed = state(indexer)
        write_second(folder)
        undisturbed = place / "undisturbed"
        shutil.copytree(before, undisturbed)
        duration = run_and_kill(undisturbed, folder, after=None)
        with opened(undisturbed) as indexer:
            expected = state(indexer)
        for _ in range(kills):
            data = place / "killed"
            shutil.copytree(before, data)
            took = run_and_kill(data, folder, after=chance.uniform(0, duration))
            report.runs += 1
            report.killed += took < 0
            judge(data, folder, committed=committed, expected=expected, report=report)
            shutil.rmtree(data)
    return report


def judge(data: Path, folder: Path, *, committed: State, expected: State, report: Report) -> None:
    """Look at what a killed run left, run again, and note every fault."""
    with opened(data) as indexer:
        left = state(indexer)
        report.incomplete += any(not complete for _, complete, _ in left.values())
        report.midway += left not in (committed, expected)
        untouched = {path: kept for path, kept in committed.items() if Path(path).stem.startswith("same")}
        lost = [path for path, kept in untouched.items() if left.get(path) != kept]
        report.faults += [f"Lost or changed: {path}." for path in lost]
        report.faults += [f"Complete without its vectors: {stored.path}." for stored, _ in check(indexer).missing]
        question = indexer.embedder.embed_query("Hvad blev besluttet om telemedicin?")
        if not indexer.store.search([Search(space=Space.CHUNK, vector=question, limit=5)])[0]:
            report.faults.append("The index did not answer.")
        summary = indexer.index([folder], prune=True)
        report.faults += [f"Failed afterwards: {failure.path}: {failure.reason}" for failure in summary.failed]
        if state(indexer) != expected:
            report.faults.append("The next run ended elsewhere than an undisturbed one.")
        report.faults += check(indexer).sentences


def run_and_kill(data: Path, folder: Path, *, after: float | None) -> float:
    """Index in a process of its own and kill it after some seconds; return how long it took, -1 when killed.

    The seconds count from the moment when everything is imported.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    here, there = context.Pipe()
    process = context.Process(target=_index, args=(data, folder, there))
    process.start()
    there.close()
    here.recv()
    started = time.perf_counter()
    process.join(after)
    ended = process.exitcode == 0
    took = time.perf_counter() - started
    process.kill()
    process.join()
    here.close()
    return took if ended else -1


def _index(data: Path, folder: Path, ready: Connection) -> None:
    ready.send(True)  # noqa: FBT003  (any object says that it begins)
    with opened(data) as indexer:
        indexer.index([folder], prune=True)


@contextmanager
def opened(data: Path) -> Iterator[Indexer]:
    """Open an indexer on a data directory."""
    settings = Settings(data_dir=data)
    with (
        Catalog.open(f"sqlite:///{data / 'catalog.db'}") as catalog,
        catalog.sole_writer(),
        closing(open_store(settings.model_copy(update={"qdrant_url": ""}), DIMENSION)) as store,
    ):
        yield Indexer(catalog=catalog, store=store, embedder=LetterEmbedder())


def state(indexer: Indexer) -> State:
    """Return what is indexed, with every word."""
    catalog = indexer.catalog
    return {
        stored.path: (
            stored.content_hash,
            stored.complete,
            tuple((chunk.id, chunk.text) for chunk in catalog.chunks_of(stored.meeting_id)),
        )
        for stored in catalog.sources()
    }


def write_first(folder: Path) -> None:
    """Write the documents that are indexed before."""
    folder.mkdir()
    for number in range(DOCUMENTS):
        kind = ("same", "changed", "vanished", "moved")[number % 4]
        (folder / f"{kind}{number}.txt").write_text(minutes(number), "utf-8")


def write_second(folder: Path) -> None:
    """Change, remove, move and add documents, for the run that is killed."""
    for path in sorted(folder.glob("changed*.txt")):
        path.write_text(path.read_text("utf-8").replace("godkendte", "forkastede"), "utf-8")
    for path in sorted(folder.glob("vanished*.txt")):
        path.unlink()
    for path in sorted(folder.glob("moved*.txt")):
        path.rename(path.with_name(f"til-{path.name}"))
    for number in range(DOCUMENTS, DOCUMENTS + DOCUMENTS // 2):
        (folder / f"added{number}.txt").write_text(minutes(number), "utf-8")


def minutes(number: int) -> str:
    """Return minutes of a meeting that never was."""
    items = [
        f"{place}. {topic} {number}\n"
        f"Sagsfremstilling: Sekretariatet fremlagde sag {number}-{place} om {topic.lower()}.\n"
        f"Beslutning: Gruppen godkendte forslag {place} om {topic.lower()} med {number + place} bemærkninger.\n"
        for place, topic in enumerate(TOPICS, start=1)
    ]
    head = f"Referat af møde i Fokusgruppen for Voksne\nDato: {number % 28 + 1}. juni {2000 + number // 28}\n"
    return "\n".join([head, *items])
