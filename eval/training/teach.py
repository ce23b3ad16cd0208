"""`referat eval train-reader`: the bundled body with four heads, trained on the material to find what answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from eval.training.adapt import mine
from eval.training.body import load_body, load_tokenizer, padding_of
from eval.training.checkpoints import State, last_states, mean_of, seeded, steps_done
from eval.training.loop import Course, Say, train
from eval.training.material import Material
from eval.training.pack import pack, read_record, record, unpack
from eval.training.reader_model import ReaderModel, encode, forward, loss_of, prepare, sentence_logits
from eval.training.reading import Read, skill
from eval.training.windows import Example, Group, external_examples, own_examples
from rag.embedding.onnx import OnnxEmbedder
from rag.reader import WEIGHTS
from rag.reader.interface import Passage, Reading
from rag.reader.layout import ANSWERS, TOKENS

PACKED = "reader.npz"
FROZEN = 4
"""Layers below which nothing is trained, and nothing has to be shipped."""
BODY_RATE, HEAD_RATE = 1e-4, 1e-3
DROPOUT = 0.05
OWN_SHARE = 0.5
"""Of the draws: Danish minutes, about two thirds of the examples, as a contest is several; the rest is general."""
DEV_QUESTIONS = 70
"""Asked on the way; all are asked when the training is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What a course begins with; `blend` writes weights halfway between it and the new ones, forgetting less."""

    path: Path
    """The folder of an earlier course, whose last states' mean is meant, or a packed file such as the shipped one."""
    blend: bool = False

    def state(self) -> State:
        """Return its weights; raise EmbeddingError when the file is damaged."""
        return unpack(self.path) if self.path.is_file() else last_states(self.path)


def teach(
    material: Material,
    *,
    model: Path,
    folder: Path,
    course: Course,
    batch: int,
    seed: int,
    say: Say,
    start: Earlier | None = None,
) -> None:
    """Train into the folder, going on where an earlier run stopped; the first one begins with the mean of `start`.

    A second course on the mean of the first, its rate rising and falling once more, learns more than a longer first.
    """
    chance = seeded(seed, step=steps_done(folder))
    mined = mine(
        material, OnnxEmbedder.open(model, fingerprint=""), cache=folder.parent / f"mined-{material.digest}.npz"
    )
    reader = ReaderModel(load_body(model, frozen=FROZEN, dropout=DROPOUT))
    if start is not None:
        reader.load_state_dict(start.state(), strict=False)
    tokenizer = prepare(load_tokenizer(model), tokens=TOKENS)
    padding = padding_of(tokenizer)
    examples = mixed(
        own_examples(material, mined.neighbours, chance=chance),
        external_examples(material.external, chance=chance),
        chance=chance,
    )

    def loss() -> torch.Tensor:
        shown, contests = drawn(examples, size=batch)
        rows = encode(tokenizer, shown)
        return loss_of(rows, forward(reader, rows, padding=padding), contests)

    def measure() -> str:
        reader.train(mode=False)
        return str(skill(material, torch_reader(reader, tokenizer), split="dev", limit=DEV_QUESTIONS))

    body = [weight for weight in reader.body.parameters() if weight.requires_grad]
    rates = {BODY_RATE: body, HEAD_RATE: list(reader.heads.parameters())}
    train(reader, rates, course=course, folder=folder, loss=loss, measure=measure, say=say)
    ends = [last_states(folder)]
    trained = mean_of([start.state(), *ends] if start is not None and start.blend else ends)
    reader.load_state_dict(trained, strict=False)
    say(f"mean of the last states: {skill(material, torch_reader(reader, tokenizer), split='dev')}")
    pack(trained, folder / PACKED)
    earlier = None if start is None else {"blend": start.blend, "record": read_record(start.path)}
    record(
        folder,
        data=material.digest,
        steps=course.steps,
        batch=batch,
        seed=seed,
        rate=BODY_RATE,
        frozen=FROZEN,
        start=earlier,
    )
    say(f"Written: {folder / PACKED}; shipped as {WEIGHTS}.")


def averaged_reader(folders: Sequence[Path], *, model: Path) -> Read:
    """Return the mean of a training's last states, or what lies in the middle of several, read in float32."""
    reader = ReaderModel(load_body(model, frozen=FROZEN, dropout=0.0))
    reader.load_state_dict(mean_of([last_states(folder) for folder in folders]), strict=False)
    return torch_reader(reader.train(mode=False), prepare(load_tokenizer(model), tokens=TOKENS), exact=True)


def drawn(groups: Iterator[Group], *, size: int) -> tuple[list[Example], list[range]]:
    """Return about so many examples, and the places of those that are a contest."""
    examples: list[Example] = []
    contests: list[range] = []
    while len(examples) < size:
        group = next(groups)
        if len(group) > 1:
            contests.append(range(len(examples), len(examples) + len(group)))
        examples += group
    return examples, contests


def mixed(own: Iterator[Group], external: Iterator[Group], *, chance: random.Random) -> Iterator[Group]:
    """Yield examples of both kinds for ever, in their shares."""
    while True:
        yield next(own if chance.random() < OWN_SHARE else external)


def torch_reader(reader: ReaderModel, tokenizer: Tokenizer, *, exact: bool = False) -> Read:
    """Read with the torch module in evaluation mode; without `exact`, products are those of training, in bfloat16."""

    def read(question: str, passages: Sequence[Passage]) -> list[Reading]:
        shown = [
            Example(question=question, header=p.header, sentences=p.sentences, evidence=frozenset(), span=None)
            for p in passages
        ]
        rows = encode(tokenizer, shown)
        with torch.inference_mode():
            outputs = forward(reader, rows, padding=padding_of(tokenizer), exact=exact)
        readings = []
        for row, logits in zip(rows, outputs, strict=True):
            scores, seen = sentence_logits(row, logits)
            answers = float(logits[0, ANSWERS].sigmoid())
            chances = np.zeros(row.count)
            chances[seen] = answers * scores.sigmoid().numpy()
            readings.append(Reading(sentences=tuple(chances.tolist()), answers=answers, span=None))
        return readings

    return read
