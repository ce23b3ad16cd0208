"""`referat eval train-embedding`: the bundled body, trained on the material to find the chunk that answers."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.torch import save_file
from transformers import BertModel

from eval.training.body import load_body, load_tokenizer
from eval.training.checkpoints import last_states, seeded, steps_done
from eval.training.chunks import TrainingChunk, chunks_of
from eval.training.embedding import contrast, embed
from eval.training.loop import Course, Say, train
from eval.training.material import NEAR_MISS, Material, Question
from eval.training.pack import record
from eval.training.pairs import batches, external_pairs, own_pairs
from eval.training.retrieval import Retrieval, Vectors, retrieval
from rag.embedding.bundled import MARKER
from rag.embedding.interface import Embedder
from rag.embedding.onnx import OnnxEmbedder
from rag.embedding.tokens import PASSAGE_PROMPT, QUERY_PROMPT

MODEL_FOLDER = "model"
BUNDLED_ONLY = ("*.onnx", "*.npz", MARKER)
"""Files of the bundled model that belong to its own engine."""
RATE = 4e-5
FROZEN = 6
"""Layers below which nothing is trained."""
NEIGHBOURS = 12
"""Chunks of other items that the original model ranks highest for a question."""
DEV_NEIGHBOURS = 5

Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """The chunks of all items, and for every question the chunks of other items that resemble its answer."""

    chunks: Mapping[str, Sequence[TrainingChunk]]
    neighbours: Mapping[str, Sequence[TrainingChunk]]


def adapt(material: Material, *, model: Path, folder: Path, course: Course, batch: int, seed: int, say: Say) -> None:
    """Train into the folder, going on where an earlier run stopped; raise EmbeddingError for a broken model."""
    chance = seeded(seed, step=steps_done(folder))
    original = OnnxEmbedder.open(model, fingerprint="")
    mined = mine(material, original, cache=folder / f"mined-{material.digest}.npz")
    body, tokenizer = load_body(model, frozen=FROZEN, dropout=0.0), load_tokenizer(model)
    pairs = batches(
        own_pairs(material, mined.chunks, neighbours=mined.neighbours, chance=chance),
        external_pairs(material.external, chance=chance),
        size=batch,
        chance=chance,
    )

    def measure() -> str:
        queries, passages = (
            lambda texts, prompt=prompt: embed(body, tokenizer, [prompt + text for text in texts]).numpy()
            for prompt in (QUERY_PROMPT, PASSAGE_PROMPT)
        )
        return f"dev {near_retrieval(material, mined, queries=queries, passages=passages)}"

    say(
        f"original: dev {near_retrieval(material, mined, queries=_queries(original), passages=original.embed_passages)}"
    )
    train(
        body,
        {RATE: [weight for weight in body.parameters() if weight.requires_grad]},
        course=course,
        folder=folder,
        loss=lambda: contrast(body, tokenizer, next(pairs)),
        measure=measure,
        say=say,
    )
    body.load_state_dict(last_states(folder), strict=False)
    say(f"mean of the last states: {measure()}")
    write_model(body, folder / MODEL_FOLDER, model=model)
    record(folder, data=material.digest, steps=course.steps, batch=batch, seed=seed, rate=RATE, frozen=FROZEN)
    say(f"Written: {folder / MODEL_FOLDER}; use it with REFERAT_EMBEDDING_MODEL and referat rebuild.")


def write_model(body: BertModel, folder: Path, *, model: Path) -> None:
    """Write a sentence-transformers folder: the files of the model the training began with, and the new weights."""
    shutil.copytree(model, folder, ignore=shutil.ignore_patterns(*BUNDLED_ONLY), dirs_exist_ok=True)
    tensors = {name: weight.half().contiguous() for name, weight in body.state_dict().items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def mine(material: Material, original: Embedder, *, cache: Path) -> Mined:
    """Rank all chunks for every question with the original model; the ranking is kept in the cache."""
    chunks = {item.id: tuple(chunks_of(item)) for item in material.items.values()}
    flat = [chunk for own in chunks.values() for chunk in own]
    asked = [question for question in material.questions if question.split != "test"]
    key = hashlib.blake2b("\0".join(chunk.embedded for chunk in flat).encode()).hexdigest()
    if cache.is_file() and str((known := np.load(cache))["key"]) == key:
        order = known["order"]
    else:
        passages = original.embed_passages([chunk.embedded for chunk in flat])
        order = np.argsort(-(_queries(original)([question.text for question in asked]) @ passages.T), axis=1)[:, :64]
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, order=order, key=key)
    neighbours = {
        question.id: [flat[i] for i in row if flat[i].item != question.item and _fits(material, flat[i], question)]
        for question, row in zip(asked, order, strict=True)
    }
    return Mined(chunks=chunks, neighbours={name: found[:NEIGHBOURS] for name, found in neighbours.items()})


def _fits(material: Material, chunk: TrainingChunk, question: Question) -> bool:
    """Keep the items of other splits out of what is trained on."""
    return question.split != "train" or material.items[chunk.item].split == "train"


def near_retrieval(material: Material, mined: Mined, *, queries: Embed, passages: Embed) -> Retrieval:
    """Find the items of the dev questions among the dev items and what resembles them: quick, and hard enough."""
    asked = [question for question in material.of("dev") if question.type != NEAR_MISS]
    pool = {
        chunk.embedded: chunk
        for item in material.items.values()
        if item.split == "dev"
        for chunk in mined.chunks[item.id]
    }
    for question in asked:
        pool |= {chunk.embedded: chunk for chunk in mined.neighbours[question.id][:DEV_NEIGHBOURS]}
    return retrieval(
        queries([question.text for question in asked]),
        passages(list(pool)),
        wanted=[question.item for question in asked],
        owners=[chunk.item for chunk in pool.values()],
    )


def full_retrieval(material: Material, *, split: str, queries: Embed, passages: Embed) -> Retrieval:
    """Find the items of a split's questions among the chunks of all items."""
    chunks = [chunk for item in material.items.values() for chunk in chunks_of(item)]
    asked = [question for question in material.questions if question.split == split and question.type != NEAR_MISS]
    return retrieval(
        queries([question.text for question in asked]),
        passages([chunk.embedded for chunk in chunks]),
        wanted=[question.item for question in asked],
        owners=[chunk.item for chunk in chunks],
    )


def _queries(embedder: Embedder) -> Embed:
    return lambda texts: np.stack([embedder.embed_query(text) for text in texts])
