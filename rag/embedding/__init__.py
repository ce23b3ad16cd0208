"""Turn questions and passages into vectors, with the bundled model or any sentence-transformers model."""

from __future__ import annotations

import ctypes
import sys
from importlib.metadata import PackageNotFoundError, version

from rag.config import Settings
from rag.embedding.bundled import FINGERPRINT, MODEL, Progress, ensure_model
from rag.embedding.interface import Embedder

__all__ = ["Embedder", "open_embedder"]


def _to_stderr(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def open_embedder(settings: Settings, *, progress: Progress = _to_stderr) -> Embedder:
    """Open the model that the settings name, the bundled one when they name none.

    Raises EmbeddingError when the model cannot be unpacked or loaded.
    """
    # Each engine is imported only when it is used: torch alone takes seconds.
    if settings.embedding_model not in {"", MODEL}:
        from rag.embedding.transformer import TransformerEmbedder  # noqa: PLC0415

        return TransformerEmbedder.load(settings.embedding_model)
    folder = ensure_model(settings.data_dir / "models" / MODEL, progress=progress)
    if _has_gpu():
        from rag.embedding.transformer import TransformerEmbedder  # noqa: PLC0415

        return TransformerEmbedder.load(str(folder), fingerprint=FINGERPRINT)
    from rag.embedding.onnx import OnnxEmbedder  # noqa: PLC0415

    return OnnxEmbedder.open(folder, fingerprint=FINGERPRINT)


def _has_gpu() -> bool:
    """Tell whether torch can use an NVIDIA card; import it only where its build and a driver allow that."""
    try:
        if "+cpu" in version("torch"):
            return False
        ctypes.CDLL("libcuda.so.1")
    except (PackageNotFoundError, OSError):
        return False
    import torch  # noqa: PLC0415

    return torch.cuda.is_available()
