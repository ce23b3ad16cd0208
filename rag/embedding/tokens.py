"""The XLM-RoBERTa tokenizer: whole for passages, and for a query at once, without loading 250,002 pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
"""What multilingual-e5-small was trained to see before a question and before a passage."""
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
BEGIN, PAD, END, UNKNOWN = SPECIALS[:4]
SINGLE_SPECIALS = 2
"""Special tokens around a single text."""
MAX_TOKENS = 512
LONGEST_PIECE = 16
"""Characters; the limit this tokenizer was trained with."""
# What SentencePiece's nmt_nfkc does beyond NFKC: control characters go, breaks and format marks are spaces.
REMOVED = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]"
SPACES = r"[\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"

Pieces = Sequence[tuple[str, float]]


def build_tokenizer(pieces: Pieces) -> Tokenizer:
    """Return the tokenizer of these pieces, which hold the special ones; text becomes `<s> text </s>`."""
    ids = {name: index for index, (name, _) in enumerate(pieces) if name in SPECIALS}
    tokenizer = Tokenizer(Unigram(list(pieces), unk_id=ids[UNKNOWN]))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BEGIN} $A {END}",
        pair=f"{BEGIN} $A {END} {END} $B {END}",
        special_tokens=[(BEGIN, ids[BEGIN]), (END, ids[END])],
    )
    tokenizer.add_special_tokens([name for name in SPECIALS if name in ids])
    return tokenizer


def _normalizer() -> normalizers.Normalizer:
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(REMOVED), ""),
            normalizers.Replace(Regex(SPACES), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTokens:
    """A question with a passage, as `<s> question </s> </s> passage </s>`."""

    ids: list[int]
    passage: slice
    """Places of the passage's own tokens."""
    offsets: list[tuple[int, int]]
    """Characters of the passage that each of these tokens stands for."""


class Lexicon:
    """All pieces, sorted, so that those a text can use are found without building the whole tokenizer.

    A Unigram tokenizer only considers pieces that stand in the text: one built of just these gives the same
    tokens, and is built in a millisecond where the whole one takes a second to load.
    """

    def __init__(self, *, pieces: NDArray[np.bytes_], ids: NDArray[np.int32], scores: NDArray[np.float32]) -> None:
        self._pieces = pieces
        self._ids = ids
        self._scores = scores
        # The lowest score sets the price of an unknown character.
        self._always = [*self._find({name.encode() for name in SPECIALS}), int(scores.argmin())]
        self._normalizer = _normalizer()
        self._splitter = pre_tokenizers.Metaspace()

    @classmethod
    def of(cls, pieces: Pieces) -> Lexicon:
        """Sort the pieces, given by id."""
        encoded = np.array([piece.encode() for piece, _ in pieces])
        order = np.argsort(encoded)
        scores = np.array([score for _, score in pieces], dtype=np.float32)
        return cls(pieces=encoded[order], ids=order.astype(np.int32), scores=scores[order])

    @classmethod
    @lru_cache(maxsize=2)
    def shared(cls, path: Path) -> Lexicon:
        """Return the lexicon in a file, read once for all the models of a process that share it."""
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read a saved lexicon."""
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return cls(pieces=arrays["pieces"], ids=arrays["ids"], scores=arrays["scores"])

    def save(self, path: Path) -> None:
        """Write the arrays to an .npz file."""
        np.savez(path, pieces=self._pieces, ids=self._ids, scores=self._scores)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text's tokens, with the special ones, at most 512 a text."""
        tokenizer, ids = self._tokenizer(texts)
        tokenizer.enable_truncation(MAX_TOKENS)
        return [ids[encoding.ids].tolist() for encoding in tokenizer.encode_batch_fast(list(texts))]

    def encode_pairs(self, first: str, seconds: Sequence[str], *, limit: int) -> list[PairTokens]:
        """Return the tokens of one text paired with each of others, which are cut where a pair has too many."""
        tokenizer, ids = self._tokenizer([first, *seconds])
        # A question as long as the limit would leave no room at all, and cannot be cut "only second".
        tokenizer.enable_truncation(limit // 2)
        (shortened,) = tokenizer.encode_batch([first])
        first = first[: shortened.offsets[-2][1]] if len(shortened.ids) > SINGLE_SPECIALS else first
        tokenizer.enable_truncation(limit, strategy="only_second")
        pairs = []
        for encoding in tokenizer.encode_batch([(first, second) for second in seconds]):
            places = [place for place, number in enumerate(encoding.sequence_ids) if number == 1]
            passage = slice(places[0], places[-1] + 1) if places else slice(0)
            # Every look at an encoding's offsets makes a list of them anew.
            pairs.append(PairTokens(ids=ids[encoding.ids].tolist(), passage=passage, offsets=encoding.offsets[passage]))
        return pairs

    def _tokenizer(self, texts: Sequence[str]) -> tuple[Tokenizer, NDArray[np.int32]]:
        """Return a tokenizer of the pieces that these texts can use, and the ids of its own ids."""
        rows = list(dict.fromkeys([*self._always, *self._find(self._candidates(texts))]))
        pieces = zip(self._pieces[rows].tolist(), self._scores[rows].tolist(), strict=True)
        return build_tokenizer([(piece.decode(), score) for piece, score in pieces]), self._ids[rows]

    def _candidates(self, texts: Sequence[str]) -> set[bytes]:
        """Return every substring of the texts' words that is short enough to be a piece."""
        split, normalize = self._splitter.pre_tokenize_str, self._normalizer.normalize_str
        words = {word for text in texts for word, _ in split(normalize(text))}
        return {
            word[start:end].encode()
            for word in words
            for start in range(len(word))
            for end in range(start + 1, min(len(word), start + LONGEST_PIECE) + 1)
        }

    def _find(self, candidates: set[bytes]) -> list[int]:
        """Return the rows of those candidates that are pieces."""
        longest = self._pieces.dtype.itemsize
        wanted = np.array(sorted(part for part in candidates if len(part) <= longest), dtype=self._pieces.dtype)
        rows = np.searchsorted(self._pieces, wanted).clip(max=len(self._pieces) - 1)
        found: list[int] = rows[self._pieces[rows] == wanted].tolist()
        return found
