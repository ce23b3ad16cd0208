"""Read passages for a question: which sentences answer it, which words, and whether any does."""

from __future__ import annotations

import sys
from pathlib import Path

from rag.config import Settings
from rag.embedding.body import digest_of
from rag.embedding.bundled import MODEL, Progress, ensure_model, ensure_unpacked
from rag.reader.interface import Passage, Reader, Reading

__all__ = ["Passage", "Reader", "Reading", "open_reader"]

WEIGHTS = Path(__file__).parent / "weights" / "reader.npz"
OFF = "off"


def _to_stderr(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def open_reader(settings: Settings, *, progress: Progress = _to_stderr, weights: Path = WEIGHTS) -> Reader | None:
    """Open the reader, or return None where the settings turn it off or no weights were shipped.

    Raises EmbeddingError or ReaderError when it cannot be unpacked or opened.
    """
    if settings.reader == OFF or not weights.is_file():
        return None
    from rag.reader.onnx import OnnxReader  # noqa: PLC0415  (onnxruntime loads slowly)

    models = settings.data_dir / "models"
    model = ensure_model(models / MODEL, progress=progress)
    folder = ensure_unpacked(
        models / "reader",
        layout=f"reader layout 3 with {digest_of(weights)}",
        write=lambda partial: _write(partial, weights=weights),
        told=lambda: progress(f"Unpacking the reader into {models / 'reader'} (once, a few seconds) …"),
        refused=f"The reader cannot be unpacked into {models / 'reader'}, 30 MB",
    )
    return OnnxReader.open(folder, model=model)


def _write(partial: Path, *, weights: Path) -> None:
    # Here, because a start with an unpacked reader does not need onnx.
    from rag.reader.unpack import write_reader  # noqa: PLC0415

    write_reader(partial, weights=weights)
