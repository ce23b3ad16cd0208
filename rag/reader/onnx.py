"""The reader on a CPU: passages in, probabilities out, through onnxruntime and without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnxruntime

from rag.embedding.onnx import ERRORS_ONLY, LEXICON_FILE, UNREADABLE_GRAPH, UNREADABLE_LEXICON
from rag.embedding.tokens import QUERY_PROMPT, Lexicon, PairTokens
from rag.errors import ReaderError
from rag.reader.interface import Passage, Reading
from rag.reader.layout import TOKENS, lay_out
from rag.reader.scoring import Logits, passage_number, reading_of
from rag.reader.words import WordTable

GRAPH_FILE = "reader_int8.onnx"
WORDS_FILE = "model.safetensors"


class OnnxReader:
    """A reader that threads may share.

    Every core reads a passage of its own: nothing is padded, no core waits for another inside a passage, and a
    passage's reading does not depend on those read with it.
    """

    def __init__(self, *, session: onnxruntime.InferenceSession, lexicon: Lexicon, words: WordTable) -> None:
        self._session = session
        self._lexicon = lexicon
        self._words = words
        self._input = session.get_inputs()[0].name
        self._pool = ThreadPoolExecutor(max_workers=_cores(), thread_name_prefix="reader")

    @classmethod
    def open(cls, folder: Path, *, model: Path) -> OnnxReader:
        """Open the reader's folder and that of the embedding model whose words it shares.

        Raises ReaderError when a file in either cannot be read.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        try:
            session = onnxruntime.InferenceSession(folder / GRAPH_FILE, options, providers=["CPUExecutionProvider"])
            lexicon = Lexicon.shared(model / LEXICON_FILE)
            words = WordTable.open(model / WORDS_FILE)
        except (*UNREADABLE_GRAPH, *UNREADABLE_LEXICON) as error:
            raise ReaderError(f"The reader in {folder} or {model} is damaged; delete them and try again.") from error
        return cls(session=session, lexicon=lexicon, words=words)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading of each passage, in the given order."""
        laid = [lay_out(passage.header, passage.sentences) for passage in passages]
        tokens = self._lexicon.encode_pairs(QUERY_PROMPT + question, [text for text, _ in laid], limit=TOKENS)
        # The longest first, so that no core is left with a long one at the end.
        order = sorted(range(len(tokens)), key=lambda index: -len(tokens[index].ids))
        numbers = dict(zip(order, self._pool.map(self._run, [tokens[index] for index in order]), strict=True))
        return [
            reading_of(
                numbers[index][found.passage],
                offsets=found.offsets,
                places=places,
                answers=passage_number(numbers[index]),
            )
            for index, (found, (_, places)) in enumerate(zip(tokens, laid, strict=True))
        ]

    def _run(self, tokens: PairTokens) -> Logits:
        feed = {self._input: self._words.look_up(tokens.ids)[None]}
        logits: Logits = self._session.run(None, feed)[0][0]
        return logits


def _cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
