"""Contrastive loss of the embedding: a question must be nearest to the chunk that answers it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from eval.training.body import pad, padding_of, unit_vectors
from eval.training.pairs import Pair
from rag.embedding.tokens import PASSAGE_PROMPT, QUERY_PROMPT

TEMPERATURE = 0.03
PASSAGE_TOKENS, QUERY_TOKENS = 176, 48
"""Most tokens in training; more are rare, and cost the whole batch its time."""
MEASURED_TOGETHER = 32
"""Texts embedded at a time when nothing is trained."""


def contrast(body: BertModel, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> torch.Tensor:
    """Return the cross entropy of finding each query's passage among all of the batch."""
    passages = [pair.passage for pair in pairs] + [pair.hard for pair in pairs if pair.hard]
    queries = _vectors(body, tokenizer, [QUERY_PROMPT + pair.query for pair in pairs], limit=QUERY_TOKENS)
    found = _vectors(body, tokenizer, [PASSAGE_PROMPT + text for text in passages], limit=PASSAGE_TOKENS)
    scores = queries @ found.T / TEMPERATURE
    return functional.cross_entropy(scores.masked_fill(_same(pairs, passages), -torch.inf), torch.arange(len(pairs)))


def _same(pairs: Sequence[Pair], passages: Sequence[str]) -> torch.Tensor:
    """Mark passages of a query's own item that are another query's: they may answer it as well."""
    same = torch.zeros((len(pairs), len(passages)), dtype=torch.bool)
    for row, pair in enumerate(pairs):
        for column, other in enumerate(pairs):
            same[row, column] = row != column and pair.group == other.group
        for column in range(len(pairs), len(passages)):
            same[row, column] = passages[column] == pair.passage
    return same


def _vectors(body: BertModel, tokenizer: Tokenizer, texts: Sequence[str], *, limit: int) -> torch.Tensor:
    """Embed in groups of similar length, as padding costs as much as text."""
    encoded = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    rows = [ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]] for ids in encoded]
    order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
    half = len(order) // 2
    parts = [order[:half], order[half:]] if half else [order]
    padding = padding_of(tokenizer)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = torch.cat([unit_vectors(body, *pad([rows[i] for i in part], padding=padding)) for part in parts])
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return vectors[back]


def embed(body: BertModel, tokenizer: Tokenizer, texts: Sequence[str], *, limit: int = 512) -> torch.Tensor:
    """Return the vectors of texts that carry their prompts, without gradients, shape (texts, hidden)."""
    body.train(mode=False)
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    vectors = torch.empty((len(texts), body.config.hidden_size))
    with torch.inference_mode():
        for start in range(0, len(order), MEASURED_TOGETHER):
            part = order[start : start + MEASURED_TOGETHER]
            vectors[part] = _vectors(body, tokenizer, [texts[index] for index in part], limit=limit)
    return vectors
