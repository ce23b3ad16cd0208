"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Indexer
from rag.assistant import Assistant
from rag.catalog import Catalog
from rag.config import Settings
from rag.embedding import open_embedder
from rag.store import open_store
from tests.serving import serving

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "eval" / "corpus" / "minutes"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of an installed Chromium; without one the test is skipped, and in CI it fails."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = f"no browser on the path (looked for {', '.join(BROWSERS)}); see CONTRIBUTING.md"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def minutes_folder() -> Path:
    """Return the folder of real minutes; where there is none the test is skipped, and in CI it fails."""
    folder = Path(os.environ.get("REFERAT_TEST_MINUTES", "../shared/minutes")).resolve()
    if not folder.is_dir():
        message = f"no real minutes at {folder}; set REFERAT_TEST_MINUTES to their folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def bundled_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the bundled model, unpacked once for all tests."""
    from rag.embedding.bundled import MODEL, ensure_model

    return ensure_model(tmp_path_factory.mktemp("models") / MODEL, progress=print)


@pytest.fixture
def data_dir(tmp_path: Path, bundled_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data directory of the test's own that needs no unpacking; the settings point to it."""
    folder = tmp_path / "data"
    (folder / "models").mkdir(parents=True)
    (folder / "models" / bundled_model.name).symlink_to(bundled_model)
    monkeypatch.setenv("REFERAT_DATA_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory, bundled_model: Path) -> Path:
    """Return a data directory with the sample minutes indexed by the real model; no test may change it."""
    folder = tmp_path_factory.mktemp("samples")
    (folder / "models").symlink_to(bundled_model.parent)
    settings = Settings(data_dir=folder)
    with Catalog.open(settings.catalog_url) as catalog:
        embedder = open_embedder(settings, progress=lambda _: None)
        store = open_store(settings, embedder.dimension)
        summary = Indexer(catalog=catalog, store=store, embedder=embedder).index([SAMPLES])
        store.close()
    assert not summary.failed
    return folder


def copy_index(source: Path, target: Path) -> None:
    """Copy a data directory; the model, which nobody writes to, is linked."""
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("models"))
    (target / "models").symlink_to(source / "models")


@pytest.fixture(scope="module")
def assistant(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Return an assistant on a copy of the indexed samples, so that modules do not lock each other out."""
    folder = tmp_path_factory.mktemp("assistant")
    copy_index(sample_data, folder)
    with Assistant.open(Settings(data_dir=folder)) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, bundled_model: Path) -> Iterator[str]:
    """Return the address of a server that indexed the samples on its first start."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "models").symlink_to(bundled_model.parent)
    with serving(folder) as address:
        yield address
