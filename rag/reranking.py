"""Question and best items, read together by a cross-encoder, turned into a new order of the items; off by default."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from rag.config import Settings
from rag.domain import Hit, SectionKind
from rag.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 10
"""How many of the best items are read: more take longer, and the right one is seldom below."""
LONGEST = 2000
"""Characters of an item that are read: about the 512 tokens that most cross-encoders take."""


class Reranker(Protocol):
    """Whatever reads a question and texts together."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return for each text how well it answers the question; higher is better, on a scale of the model's own."""
        ...


def open_reranker(settings: Settings) -> Reranker | None:
    """Load the cross-encoder that the settings name; return None where they name none.

    Raises SettingsError when it cannot be loaded, or is no cross-encoder.
    """
    return CrossEncoderReranker.load(settings.reranker) if settings.reranker else None


def rerank(hits: Sequence[Hit], scores: Sequence[float]) -> list[Hit]:
    """Return the hits with as many of the best as there are scores in the order of these, the others after them.

    Ties keep their order. A hit takes the ranking score of its new place, since what follows compares these.
    """
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    moved = [replace(hits[old], rank=hits[new].rank, score=hits[new].score) for new, old in enumerate(order)]
    return [*moved, *hits[len(scores) :]]


def text_of(hit: Hit) -> str:
    """Return what of a hit is read: its title and sections, the decision first, as only the beginning may fit."""
    sections = sorted(hit.item.sections, key=lambda section: section.kind is not SectionKind.DECISION)
    return "\n".join([hit.item.title, *(section.text for section in sections if section.text)])[:LONGEST]


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, on a GPU where there is one; threads may share it, and take turns."""

    def __init__(self, model: CrossEncoder) -> None:
        self._model = model
        # Tokenizers of transformers set their padding and truncation anew in every call.
        self._turn = threading.Lock()

    @classmethod
    def load(cls, name: str) -> CrossEncoderReranker:
        """Load a model by its name on Hugging Face or its path.

        Raises SettingsError when it cannot be loaded, or does not give one score for question and text.
        """
        # Torch takes seconds to import, and is needed here alone.
        from safetensors import SafetensorError  # noqa: PLC0415
        from sentence_transformers import CrossEncoder  # noqa: PLC0415
        from transformers import AutoConfig  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415

        # A command that answers one question shows neither bars nor reports about weights.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        try:
            made_for = (AutoConfig.from_pretrained(name).architectures or [""])[0]
            model = CrossEncoder(name)
        except (ImportError, OSError, ValueError, RuntimeError, SafetensorError) as error:
            reason = str(error).partition("\n")[0].rstrip(".")
            raise _refused(name, f"cannot be loaded ({reason})") from error
        if made_for.endswith("Model"):
            raise _refused(name, f"is no cross-encoder, but made for embeddings ({made_for})")
        if model.num_labels != 1:
            raise _refused(name, f"gives {model.num_labels} figures for a text where one score is needed")
        return cls(model)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return for each text how well it answers the question; higher is better, on a scale of the model's own."""
        if not texts:
            return []
        with self._turn:
            scores = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in scores]


def _refused(name: str, reason: str) -> SettingsError:
    return SettingsError(
        f"The reranker {name} {reason}; set REFERAT_RERANKER to the name or folder of a cross-encoder, "
        "or leave it empty to do without."
    )
