"""Any sentence-transformers model, on a GPU where there is one: texts in, unit vectors out.

Importing this module imports torch, which takes seconds: do it only when such a model is asked for.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from rag.embedding.tokens import PASSAGE_PROMPT, QUERY_PROMPT
from rag.errors import EmbeddingError

E5 = re.compile(r"(^|[/_-])e5-(?!.*instruct)", re.IGNORECASE)
"""Names of models that were trained with prompts and do not say so in their settings."""
MODEL_FILES = {".safetensors", ".bin", ".json", ".txt", ".model"}


class TransformerEmbedder:
    """An embedder that uses the model's own prompts; threads may share it, and take turns."""

    def __init__(self, *, model: SentenceTransformer, fingerprint: str) -> None:
        self._model = model
        self._fingerprint = fingerprint
        # Tokenizers of transformers set their padding and truncation anew in every call.
        self._turn = threading.Lock()
        self._dimension = len(self.embed_query(""))

    @classmethod
    def load(cls, name: str, *, fingerprint: str = "") -> TransformerEmbedder:
        """Load a model by its name on Hugging Face or its path; without a fingerprint it gets its own.

        Raises EmbeddingError when it cannot be loaded.
        """
        # A command that answers one question shows neither bars nor reports about unused weights.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        try:
            model = SentenceTransformer(name)
        except (ImportError, OSError, ValueError, RuntimeError, SafetensorError) as error:
            reason = str(error).partition("\n")[0].rstrip(".")
            raise EmbeddingError(
                f"The embedding model {name} cannot be loaded ({reason}); without a network, set "
                "REFERAT_EMBEDDING_MODEL to the folder of a model, or leave it empty for the bundled one."
            ) from error
        if E5.search(name) and not any(model.prompts.values()):
            model.prompts.update(query=QUERY_PROMPT, document=PASSAGE_PROMPT)
        return cls(model=model, fingerprint=fingerprint or _fingerprint(name, model))

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Name of the model and its prompts."""
        return self._fingerprint

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,)."""
        with self._turn:
            vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages, shape (len(texts), dimension), in the given order."""
        if not texts:
            return np.empty((0, self._dimension), dtype=np.float32)
        with self._turn:
            vectors = self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def _fingerprint(name: str, model: SentenceTransformer) -> str:
    """Return name and prompts; a folder is named by its content, as it may be trained further in place."""
    folder = Path(name)
    known = f"{folder.resolve().name}@{_digest(folder)}" if folder.is_dir() else name
    prompts = "|".join(f"{use}={text}" for use, text in sorted(model.prompts.items()) if text)
    return f"{known}/{prompts}"


def _digest(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.rglob("*")):
        if path.suffix in MODEL_FILES:
            digest.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "blake2b").digest())
    return digest.hexdigest()
