"""The settings decide which store is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.config import Settings
from rag.errors import StoreError
from rag.store import open_store
from rag.store.edge import EdgeStore

ROOT = Path(__file__).parents[3]

OPEN = """
import sys
from pathlib import Path
from rag.config import Settings
from rag.store import open_store

open_store(Settings(data_dir=Path(sys.argv[1]), qdrant_url=""), 4)
print(*sys.modules)
"""


def test_without_a_server_the_store_lies_in_the_data_directory(tmp_path: Path) -> None:
    """The embedded store is made in a folder of its own, and made anew on demand."""
    settings = Settings(data_dir=tmp_path / "data", qdrant_url="")
    store = open_store(settings, 4)
    assert isinstance(store, EdgeStore)
    assert (tmp_path / "data" / "vectors").is_dir()
    store.close()
    with pytest.raises(StoreError, match="another embedding model"):
        open_store(settings, 5)
    open_store(settings, 5, recreate=True).close()


def test_with_a_server_it_is_asked(tmp_path: Path) -> None:
    """A server that is away is an error, not a reason to fall back on the embedded store."""
    settings = Settings(data_dir=tmp_path / "data", qdrant_url="http://127.0.0.1:1")
    with pytest.raises(StoreError, match="Qdrant server does not answer"):
        open_store(settings, 4)
    assert not (tmp_path / "data").exists()


def test_the_embedded_store_does_not_import_the_client(tmp_path: Path) -> None:
    """The client's import would cost an answer most of a second."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    imported = done.stdout.split()
    assert "qdrant_edge" in imported
    assert "qdrant_client" not in imported
