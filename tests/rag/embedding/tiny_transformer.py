"""A real sentence-transformers model of a few kilobytes, with random weights and prompts of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from rag.embedding.tokens import build_tokenizer

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyzæøå:.,?", "<mask>")
SPECIAL = {"pad_token": "<pad>", "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}
PROMPTS = {"query": "spørgsmål: ", "document": "tekst: "}


def save_tiny_model(folder: Path, *, prompts: dict[str, str], seed: int = 1) -> Path:
    """Save a real model of a few kilobytes, with random weights and without normalisation."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "body")
    tokenizer = build_tokenizer([(piece, -float(index)) for index, piece in enumerate(PIECES)])
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIAL).save_pretrained(folder / "body")  # type: ignore[no-untyped-call]
    body = Transformer(str(folder / "body"))
    SentenceTransformer(modules=[body, Pooling(32)], prompts=prompts, device="cpu").save(str(folder))
    shutil.rmtree(folder / "body")
    return folder
