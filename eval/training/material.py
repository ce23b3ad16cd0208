"""The folder of training data, turned into items, questions and paragraphs, each in its split."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from rag.danish.sentences import split_sentences
from rag.errors import ReferatError

Split = Literal["train", "dev", "test"]
NEAR_MISS = "nearmiss"
"""Type of a question on the right topic whose answer does not stand in the item."""
FURTHER = Path(__file__).with_name("questions.jsonl")
"""Questions of our own on the items of the training data: more near misses, lists and facts deep in an item."""
FICTIONAL = Path(__file__).with_name("fictional")
"""Agenda items that we made up, of groups and in layouts that the training data lacks, and questions on them."""
FIFTHS = 5
"""Of the documents of every external source one fifth is never trained on."""


class TrainingDataError(ReferatError):
    """The folder of training data cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An agenda item as sentences, each with the heading it stands under."""

    id: str
    split: Split
    forum: str
    date: date
    number: str
    title: str
    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with the sentences of its item that answer it; a near miss has none."""

    id: str
    split: Split
    item: str
    type: str
    text: str
    evidence: tuple[int, ...]
    span: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of an external source, as sentences, with the document it stands in."""

    source: str
    document: str
    split: Split
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A question on a paragraph: the answering sentence and the answer in it, or none of both."""

    text: str
    paragraph: Paragraph
    sentence: int | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that is trained and measured on, with a digest of the files it was read from."""

    items: dict[str, Item]
    questions: tuple[Question, ...]
    external: tuple[External, ...]
    digest: str

    def of(self, split: Split) -> tuple[Question, ...]:
        """Return our own questions of one split."""
        return tuple(question for question in self.questions if question.split == split)


def read_material(folder: Path, *, further: Path | None = None, fictional: Path | None = None) -> Material:
    """Read the folder, and to train on: from a file `further` questions on its items, from a folder `fictional` ones.

    Raises TrainingDataError when a file is missing or not as it should be, or `further` asks about other items.
    """
    files = [folder / "items.jsonl", folder / "questions.jsonl"]
    sources = sorted((folder / "external").glob("*.json.gz"))
    invented = [fictional / "items.jsonl", fictional / "questions.jsonl"] if fictional else []
    try:
        questions = tuple(_question(line) for line in _lines(folder / "questions.jsonl"))
        splits = {question.item: question.split for question in questions}
        trained = {item for item, split in splits.items() if split == "train"}
        added = _added(further, prefix="further", known=trained) if further else []
        items = {line["id"]: _item(line, split=splits[line["id"]]) for line in _lines(folder / "items.jsonl")}
        if fictional:
            made_up = {line["id"]: _item(line, split="train") for line in _lines(fictional / "items.jsonl")}
            added += _added(fictional / "questions.jsonl", prefix="fictional", known=made_up)
            items |= made_up
        external = tuple(question for path in sources for question in _external(path))
    except (OSError, EOFError, KeyError, TypeError, ValueError) as error:
        raise TrainingDataError(f"{folder} is no folder of training data: {type(error).__name__}, {error}.") from error
    digest = _digest(*files, *([further] if further else []), *invented, *sources)
    return Material(items=items, questions=(*questions, *added), external=external, digest=digest)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _item(line: dict[str, Any], *, split: Split) -> Item:
    return Item(
        id=line["id"],
        split=split,
        forum=line["forum"],
        date=date.fromisoformat(line["date"]),
        number=line["number"],
        title=line["title"],
        headings=tuple(line["sections"]),
        sentences=tuple(line["sentences"]),
    )


def _question(line: dict[str, Any]) -> Question:
    return Question(
        id=line["id"],
        split=line["split"],
        item=line["item"],
        type=line["type"],
        text=line["q"],
        evidence=tuple(line["sents"]),
        span=line["span"],
    )


def _added(path: Path, *, prefix: str, known: Collection[str]) -> list[Question]:
    """Read questions of our own, which are all trained on."""
    questions = [
        _question({"id": f"{prefix}-{number}", "split": "train", **line}) for number, line in enumerate(_lines(path))
    ]
    if strange := [question.item for question in questions if question.item not in known]:
        raise TrainingDataError(f"{path} asks about {strange[0]}, which is not trained on.")
    return questions


def _external(path: Path) -> Iterator[External]:
    """Yield the questions of a file in SQuAD's format; those without a place for their answer are left out."""
    source = path.name.partition(".")[0]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        documents = json.load(file)["data"]
    for number, document in enumerate(documents):
        for printed in document["paragraphs"]:
            name = str(printed.get("document_id", document.get("title", number)))
            text = printed["context"]
            spans = split_sentences(text)
            paragraph = Paragraph(
                source=source,
                document=name,
                split=_split(source, name),
                sentences=tuple(span.of(text) for span in spans),
            )
            for question in printed["qas"]:
                if question.get("is_impossible"):
                    yield External(text=question["question"], paragraph=paragraph, sentence=None, span=None)
                    continue
                answer = question["answers"][0]
                start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
                bounds = [(span.start, span.end) for span in spans]
                if text[start:end] == answer["text"] and (place := _place(bounds, start=start, end=end)):
                    sentence, span = place
                    yield External(text=question["question"], paragraph=paragraph, sentence=sentence, span=span)


def _place(bounds: Sequence[tuple[int, int]], *, start: int, end: int) -> tuple[int, tuple[int, int]] | None:
    """Return the sentence a span starts in, and the span within it."""
    for index, (first, last) in enumerate(bounds):
        if first <= start < last:
            return index, (start - first, min(end, last) - first)
    return None


def _split(source: str, document: str) -> Split:
    """Put a fifth of a source's documents aside, whichever they are, but the same ones every time."""
    # The files of one collection are cut from the same documents, and the translations of XQuAD from one.
    collection = source.partition("-")[0]
    key = hashlib.blake2b(f"{collection}/{document}".encode(), digest_size=4).digest()
    return "test" if int.from_bytes(key) % FIFTHS == 0 else "train"


def _digest(*paths: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
