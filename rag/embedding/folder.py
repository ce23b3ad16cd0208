"""The weights, turned into a sentence-transformers model folder; writing it needs no torch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from rag.embedding.tokens import (
    BEGIN,
    END,
    MAX_TOKENS,
    PAD,
    PASSAGE_PROMPT,
    QUERY_PROMPT,
    SPECIALS,
    UNKNOWN,
    build_tokenizer,
)
from rag.embedding.weights import Architecture, Weights

LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
MODULES = {
    "": "sentence_transformers.models.Transformer",
    "1_Pooling": "sentence_transformers.models.Pooling",
    "2_Normalize": "sentence_transformers.models.Normalize",
}


def write_folder(weights: Weights, folder: Path) -> None:
    """Write the model, its tokenizer and its settings into an existing folder."""
    save_file(dict(_tensors(weights)), folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(weights.pieces).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(weights.architecture).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    # Its settings are the default, but the folder has to be there.
    (folder / "2_Normalize").mkdir(exist_ok=True)


def _tensors(weights: Weights) -> Iterator[tuple[str, NDArray[np.floating]]]:
    """Yield the tensors under the names of a BertModel; half precision holds 4-bit weights."""
    hidden = weights.architecture.hidden
    yield "embeddings.word_embeddings.weight", weights.matrices["emb.word"].widen(np.float16)
    yield "embeddings.position_embeddings.weight", weights.vectors["emb.pos"].reshape(-1, hidden)
    yield "embeddings.token_type_embeddings.weight", weights.vectors["emb.type"].reshape(-1, hidden)
    names = {"emb.ln": "embeddings.LayerNorm"} | {
        f"l{layer}.{part}": f"encoder.layer.{layer}.{name}"
        for layer in range(weights.architecture.layers)
        for part, name in LAYER_PARTS.items()
    }
    for source, target in names.items():
        matrix = weights.matrices.get(source + ".w")
        yield (
            f"{target}.weight",
            weights.vectors[source + ".w"] if matrix is None else matrix.widen(np.float16),
        )
        yield f"{target}.bias", weights.vectors[source + ".b"]


def _settings(architecture: Architecture) -> dict[str, Any]:
    """Return the JSON files in the form that every version of sentence-transformers reads."""
    special = {"bos_token": BEGIN, "eos_token": END, "unk_token": UNKNOWN, "pad_token": PAD}
    special |= {"cls_token": BEGIN, "sep_token": END, "mask_token": SPECIALS[-1]}
    return {
        "config.json": _bert_config(architecture),
        "special_tokens_map.json": special,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "clean_up_tokenization_spaces": False,
            **special,
        },
        "modules.json": [
            {"idx": index, "name": str(index), "path": path, "type": kind}
            for index, (path, kind) in enumerate(MODULES.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": architecture.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _bert_config(architecture: Architecture) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "torch_dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": architecture.hidden,
        "num_hidden_layers": architecture.layers,
        "num_attention_heads": architecture.heads,
        "intermediate_size": architecture.intermediate,
        "vocab_size": architecture.vocabulary,
        "max_position_embeddings": architecture.positions,
        "type_vocab_size": architecture.types,
        "layer_norm_eps": architecture.epsilon,
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "pad_token_id": architecture.pad,
        "bos_token_id": architecture.bos,
        "eos_token_id": architecture.eos,
        "tokenizer_class": "PreTrainedTokenizerFast",
    }
