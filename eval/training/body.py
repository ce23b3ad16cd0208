"""The bundled encoder as a torch module, its lower part frozen, and texts as padded batches of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertConfig, BertModel

from rag.embedding.tokens import PAD


def load_body(folder: Path, *, frozen: int, dropout: float) -> BertModel:
    """Load the unpacked model with its word vectors and lowest layers frozen; only what is trained has dropout."""
    config = BertConfig.from_pretrained(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    body: BertModel = BertModel.from_pretrained(
        folder, config=config, add_pooling_layer=False, dtype=torch.float32, attn_implementation="sdpa"
    )
    body.embeddings.requires_grad_(requires_grad=False)
    for number, layer in enumerate(body.encoder.layer):
        layer.requires_grad_(requires_grad=number >= frozen)
        for name, module in layer.named_modules():
            # In the attention itself it would rule out the fused operator.
            if number >= frozen and name.endswith("output.dropout") and isinstance(module, torch.nn.Dropout):
                module.p = dropout
    return body


def padding_of(tokenizer: Tokenizer) -> int:
    """Return the id of the token that fills up a batch."""
    padding = tokenizer.token_to_id(PAD)
    if padding is None:
        raise ValueError(f"The tokenizer has no {PAD}.")
    return padding


def load_tokenizer(folder: Path) -> Tokenizer:
    """Load the tokenizer of the unpacked model."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def pad(rows: Sequence[Sequence[int]], *, padding: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, both shape (rows, longest)."""
    longest = max(map(len, rows))
    ids = torch.full((len(rows), longest), padding)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = torch.tensor(row)
        mask[index, : len(row)] = 1
    return ids, mask


def unit_vectors(body: BertModel, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the mean of each text's token states, scaled to length 1."""
    states = body(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask[..., None].to(states.dtype)
    return functional.normalize((states * weights).sum(1).float() / weights.sum(1).float(), dim=-1)
