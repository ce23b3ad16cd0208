"""The reader as a torch module: an encoder with four numbers for every token, and the loss of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from eval.training.body import pad
from eval.training.windows import Example
from rag.embedding.tokens import QUERY_PROMPT
from rag.reader.layout import ANSWERS, END, HEADS, NONE, SENTENCE, START, lay_out, sentence_of

POSITIVE_WEIGHT = 3.0
"""Of a sentence that answers, as most do not."""
LISTWISE, SPAN, CONTEST = 0.5, 0.3, 0.5
"""Weights of choosing the right sentence among all, of the span, and of the right passage among its rivals, against one
for each yes or no."""


class ReaderModel(torch.nn.Module):
    """The encoder with its heads; called with ids and mask it returns (texts, tokens, heads)."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.heads = torch.nn.Linear(body.config.hidden_size, len(HEADS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the four logits of every token."""
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.heads(states).float()
        return logits


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """An example as tokens; `sentence` gives each token's sentence, `span` the first and last token of the core."""

    ids: list[int]
    sentence: NDArray[np.int64]
    count: int
    evidence: frozenset[int]
    span: tuple[int, int] | None


def prepare(tokenizer: Tokenizer, *, tokens: int) -> Tokenizer:
    """Let the tokenizer cut the passage, never the question, at the limit."""
    tokenizer.enable_truncation(tokens, strategy="only_second")
    return tokenizer


def encode(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Encoded]:
    """Return the examples as tokens."""
    laid = [lay_out(example.header, example.sentences) for example in examples]
    pairs = [(QUERY_PROMPT + example.question, text) for example, (text, _) in zip(examples, laid, strict=True)]
    encodings = tokenizer.encode_batch(pairs)
    return [
        _encoded(example, encoding, places)
        for example, encoding, (_, places) in zip(examples, encodings, laid, strict=True)
    ]


def _encoded(example: Example, encoding, places) -> Encoded:  # type: ignore[no-untyped-def]  # noqa: ANN001
    sentence = sentence_of(encoding.offsets, places)
    # The question's tokens have offsets of their own, and the special ones have none.
    sentence[[number != 1 for number in encoding.sequence_ids]] = NONE
    span = None
    if example.span:
        index, start, end = example.span
        offsets = np.array(encoding.offsets) - places[index].start
        inside = np.flatnonzero((sentence == index) & (offsets[:, 1] > start) & (offsets[:, 0] < end))
        span = (int(inside[0]), int(inside[-1])) if len(inside) else None
    return Encoded(
        ids=encoding.ids, sentence=sentence, count=len(example.sentences), evidence=example.evidence, span=span
    )


def forward(model: ReaderModel, rows: Sequence[Encoded], *, padding: int, exact: bool = False) -> list[torch.Tensor]:
    """Return each row's logits, shape (tokens, heads); texts of like length run together.

    Products are in bfloat16, as in training, or in float32 where they are to be exact.
    """
    order = sorted(range(len(rows)), key=lambda index: len(rows[index].ids))
    out: dict[int, torch.Tensor] = {}
    half = max(1, len(order) // 2)
    for part in filter(None, (order[:half], order[half:])):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not exact):
            logits = model(*pad([rows[index].ids for index in part], padding=padding))
        out |= {index: logits[place, : len(rows[index].ids)] for place, index in enumerate(part)}
    return [out[index] for index in range(len(rows))]


def sentence_logits(row: Encoded, logits: torch.Tensor) -> tuple[torch.Tensor, list[int]]:
    """Return the mean over each visible sentence's tokens, and which sentences these are."""
    seen = [index for index in range(row.count) if (row.sentence == index).any()]
    means = [logits[torch.from_numpy(row.sentence == index), SENTENCE].mean() for index in seen]
    return (torch.stack(means) if means else logits.new_zeros(0)), seen


def loss_of(rows: Sequence[Encoded], outputs: Sequence[torch.Tensor], contests: Sequence[range] = ()) -> torch.Tensor:
    """Return the mean loss: sentences and passage by yes or no, and where it answers, which sentence and span.

    The first row of a contest is to answer more than its others; each counts for as many rows as it has.
    """
    parts = []
    for row, logits in zip(rows, outputs, strict=True):
        scores, seen = sentence_logits(row, logits)
        right = torch.tensor([float(index in row.evidence) for index in seen])
        answered = right.sum() > 0
        total = functional.binary_cross_entropy_with_logits(logits[0, ANSWERS], answered.float())
        if seen:
            weight = torch.tensor(POSITIVE_WEIGHT)
            total = total + functional.binary_cross_entropy_with_logits(scores, right, pos_weight=weight)
        if answered:
            total = total + LISTWISE * (scores.logsumexp(0) - scores[right > 0].logsumexp(0))
        if row.span:
            total = total + SPAN * _span_loss(row, logits)
        parts.append(total)
    for contest in contests:
        answers = torch.stack([outputs[row][0, ANSWERS] for row in contest])
        parts[contest[0]] = parts[contest[0]] + CONTEST * len(contest) * (answers.logsumexp(0) - answers[0])
    return torch.stack(parts).mean()


def _span_loss(row: Encoded, logits: torch.Tensor) -> torch.Tensor:
    inside = torch.from_numpy(row.sentence >= 0)
    first, last = row.span or (0, 0)
    masked = [logits[:, head].masked_fill(~inside, -torch.inf) for head in (START, END)]
    return masked[0].logsumexp(0) - masked[0][first] + masked[1].logsumexp(0) - masked[1][last]
