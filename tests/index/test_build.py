"""Indexing keeps catalog and store in step with files: again without change, after a kill, with broken files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.build import Indexer
from index.points import passage
from index.upkeep import rebuild
from rag.catalog import Catalog
from rag.config import Settings
from rag.errors import FingerprintError, ReadingError
from rag.store import open_store
from tests.conftest import SAMPLES
from tests.fakes import FakeEmbedder

ONE = """Referat af møde i Fokusgruppen for Voksne
Dato: 8. juni 2021

1. Økonomi
Beslutning: Budgettet blev godkendt.
"""
OTHER = ONE.replace("Økonomi", "Telemedicin").replace("Budgettet blev godkendt", "Gruppen besluttede at begynde")


@contextmanager
def indexer(folder: Path, *, embedder: FakeEmbedder | None = None) -> Iterator[Indexer]:
    """Open an indexer with a fake embedder in a data directory."""
    settings = Settings(data_dir=folder / "data")
    embedder = embedder or FakeEmbedder()
    with Catalog.open(settings.catalog_url) as catalog:
        store = open_store(settings, embedder.dimension)
        try:
            yield Indexer(catalog=catalog, store=store, embedder=embedder)
        finally:
            store.close()


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE, "utf-8")
    (folder / "b.txt").write_text(OTHER, "utf-8")
    return folder


def test_every_chunk_has_one_point(tmp_path: Path, minutes: Path) -> None:
    """The store holds a point for each chunk in the catalog, and no other."""
    with indexer(tmp_path) as index:
        assert index.index([minutes]).added == 2
        chunks = {c.id for s in index.catalog.sources() for c in index.catalog.chunks_of(s.meeting_id)}
        assert set(index.store.ids()) == chunks


def test_indexing_twice_changes_nothing(tmp_path: Path, minutes: Path) -> None:
    """A second run leaves everything as it is, and embeds nothing."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        before = set(index.store.ids())
        summary = index.index([minutes])
        assert (summary.unchanged, summary.chunks) == (2, 0)
        assert set(index.store.ids()) == before


def test_a_changed_file_is_replaced(tmp_path: Path, minutes: Path) -> None:
    """A changed document takes the place of the old one; nothing of the old text is left."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "a.txt").write_text(ONE.replace("Økonomi", "Vaccination"), "utf-8")
        assert index.index([minutes]).replaced == 1
        titles = {i.title for s in index.catalog.sources() for i in index.catalog.meeting(s.meeting_id).items}
        assert "Vaccination" in titles
        assert "Økonomi" not in titles


def test_ids_stay_when_a_document_is_indexed_again(tmp_path: Path, minutes: Path) -> None:
    """The links to an item keep working after its file changed elsewhere."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        stored = index.catalog.source(str((minutes / "a.txt").resolve()))
        assert stored is not None
        before = [item.id for item in index.catalog.meeting(stored.meeting_id).items]
        (minutes / "a.txt").write_text(ONE + "2. Eventuelt\nBeslutning: Intet.\n", "utf-8")
        index.index([minutes])
        assert [item.id for item in index.catalog.meeting(stored.meeting_id).items][: len(before)] == before


def test_a_broken_file_stops_nothing(tmp_path: Path, minutes: Path) -> None:
    """A file that cannot be read is reported with its reason, and the others are indexed."""
    (minutes / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    with indexer(tmp_path) as index:
        summary = index.index([minutes])
    assert summary.added == 2
    assert [failure.path.name for failure in summary.failed] == ["c.pdf"]


def test_prune_removes_what_vanished(tmp_path: Path, minutes: Path) -> None:
    """With prune, and only then, a document goes when its file does."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "a.txt").unlink()
        assert index.index([minutes]).removed == 0
        assert index.index([minutes], prune=True).removed == 1
        assert [stored.name for stored in index.catalog.sources()] == ["b.txt"]
        assert set(index.store.ids()) == index.catalog.chunk_ids().keys()


def test_delete_by_name(tmp_path: Path, minutes: Path) -> None:
    """A document is deleted by its file name, and an unknown name is refused."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        index.delete("a.txt")
        assert [stored.name for stored in index.catalog.sources()] == ["b.txt"]
        with pytest.raises(ReadingError, match="Nothing indexed is called"):
            index.delete("a.txt")


def test_another_model_is_refused_until_rebuilt(tmp_path: Path, minutes: Path) -> None:
    """Vectors of two models never meet: the other is refused, and a rebuild makes all anew."""
    with indexer(tmp_path) as index:
        index.index([minutes])
    with indexer(tmp_path, embedder=FakeEmbedder(fingerprint="another model")) as index:
        with pytest.raises(FingerprintError, match="referat rebuild"):
            index.index([minutes])
        rebuild(index)
        assert index.index([minutes]).unchanged == 2


def test_a_passage_begins_with_its_header(tmp_path: Path, minutes: Path) -> None:
    """What is embedded names forum, date and item before the words."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        stored = index.catalog.sources()[0]
        texts = [passage(chunk) for chunk in index.catalog.chunks_of(stored.meeting_id)]
    assert any(text.startswith("Fokusgruppen for Voksne, 8. juni 2021. Punkt 1: Økonomi") for text in texts)


@pytest.fixture(scope="module")
def whole(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a folder with a few of the samples, and a data directory where they are indexed undisturbed."""
    folder = tmp_path_factory.mktemp("few")
    for sample in sorted(SAMPLES.glob("*.txt"))[:4]:
        shutil.copy(sample, folder)
    data = _new_data(folder.parent / "undisturbed", sample_data)
    _referat(data, "index", str(folder))
    return folder, data


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_killed_run_is_completed_by_the_next(
    tmp_path: Path, sample_data: Path, whole: tuple[Path, Path], share: float
) -> None:
    """Killed in the middle, the index is usable, and the next run brings it to where an undisturbed run ends."""
    folder, undisturbed = whole
    data = _new_data(tmp_path / "data", sample_data)
    wanted = share * len(_contents(undisturbed)[1])
    command = [sys.executable, "-m", "rag", "index", str(folder)]
    with subprocess.Popen(command, env=_environment(data), stderr=subprocess.DEVNULL) as run:
        while run.poll() is None and _chunks(data) < wanted:
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    assert "documents" in _referat(data, "status")
    _referat(data, "index", str(folder))
    assert _contents(data) == _contents(undisturbed)


def _new_data(data: Path, sample_data: Path) -> Path:
    """Return a data directory with the unpacked model and nothing else."""
    data.mkdir()
    (data / "models").symlink_to(sample_data / "models")
    return data


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "REFERAT_DATA_DIR": str(data)}


def _referat(data: Path, *words: str) -> str:
    """Run the command line as its users do, and return what it prints."""
    command = [sys.executable, "-m", "rag", *words]
    done = subprocess.run(command, env=_environment(data), check=True, capture_output=True, text=True)
    return done.stdout


def _chunks(data: Path) -> int:
    """Return how many chunks the catalog holds while another process writes it."""
    if not (data / "catalog.db").exists():
        return 0
    with Catalog.open(Settings(data_dir=data).catalog_url) as catalog:
        return catalog.counts().chunks


def _contents(folder: Path) -> tuple[set[str], set[str]]:
    """Return the complete sources and the ids of the points in a data directory."""
    settings = Settings(data_dir=folder)
    with Catalog.open(settings.catalog_url) as catalog:
        sources = {stored.path for stored in catalog.sources() if stored.complete}
    store = open_store(settings, 384)
    try:
        return sources, set(store.ids())
    finally:
        store.close()
