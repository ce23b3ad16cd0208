from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.training.material import FICTIONAL, FURTHER, TrainingDataError, read_material

ITEM = {
    "id": "a-1",
    "forum": "Udvalget",
    "date": "2023-09-11",
    "number": "4",
    "title": "Cykelstier",
    "case": "",
    "sections": ["Beslutning", "Fremstilling"],
    "sentences": ["Godkendt.", "Der anlægges en sti langs åen."],
}
QUESTION = {"id": "q1", "split": "dev", "item": "a-1", "type": "what", "q": "Hvor?", "sents": [1], "span": "langs åen"}
CONTEXT = "Stien blev åbnet i 2019. Den er 3 km lang."


def write(folder: Path, *, questions: list[dict[str, Any]], asked: list[dict[str, Any]]) -> Path:
    """Write a folder of training data with one item and one Norwegian paragraph."""
    (folder / "external").mkdir(parents=True)
    (folder / "items.jsonl").write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    (folder / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in questions), encoding="utf-8")
    document = {"data": [{"title": "Stier", "paragraphs": [{"context": CONTEXT, "qas": asked}]}]}
    with gzip.open(folder / "external" / "norquad-x.json.gz", "wt", encoding="utf-8") as file:
        json.dump(document, file)
    return folder


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file with one on every line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_item_has_its_questions_split(tmp_path: Path) -> None:
    """Items and questions are read, the item in the split of its questions."""
    material = read_material(write(tmp_path / "data", questions=[QUESTION], asked=[]))
    assert material.items["a-1"].split == "dev"
    (question,) = material.of("dev")
    assert (question.evidence, question.span, material.of("train")) == ((1,), "langs åen", ())


def test_an_external_answer_is_found_in_its_sentence(tmp_path: Path) -> None:
    """A place in the paragraph becomes a sentence and a place in it; what has no answer has neither."""
    asked: list[dict[str, Any]] = [
        {"question": "Hvor lang?", "answers": [{"text": "3 km", "answer_start": CONTEXT.index("3 km")}]},
        {"question": "Hvem?", "answers": [], "is_impossible": True},
        {"question": "Forkert sted?", "answers": [{"text": "3 km", "answer_start": 0}]},
    ]
    long, none = read_material(write(tmp_path / "data", questions=[QUESTION], asked=asked)).external
    assert long.sentence == 1
    assert long.span is not None
    assert long.paragraph.sentences[1][slice(*long.span)] == "3 km"
    assert (none.sentence, none.span) == (None, None)


def test_other_data_has_another_digest(tmp_path: Path) -> None:
    """The digest tells which data a model was trained on."""
    first = read_material(write(tmp_path / "a", questions=[QUESTION], asked=[]))
    again = read_material(write(tmp_path / "b", questions=[QUESTION | {"q": "Hvornår?"}], asked=[]))
    assert first.digest != again.digest


def test_a_folder_without_data_is_an_error(tmp_path: Path) -> None:
    """What is missing or broken is told in one sentence."""
    with pytest.raises(TrainingDataError, match="is no folder of training data"):
        read_material(tmp_path)
    with pytest.raises(TrainingDataError, match="KeyError"):
        read_material(write(tmp_path / "data", questions=[{"id": "q1"}], asked=[]))


def test_further_questions_are_trained_on(tmp_path: Path) -> None:
    """They join the train split under ids of their own, change the digest, and may ask of its items only."""
    further = tmp_path / "further.jsonl"
    line = {"item": "a-1", "type": "nearmiss", "q": "Hvad koster stien?", "sents": [], "span": ""}
    further.write_text(json.dumps(line) + "\n", encoding="utf-8")
    folder = write(tmp_path / "data", questions=[QUESTION | {"split": "train"}], asked=[])
    material = read_material(folder, further=further)
    assert [question.id for question in material.of("train")] == ["q1", "further-0"]
    assert material.digest != read_material(folder).digest
    held_out = write(tmp_path / "other", questions=[QUESTION], asked=[])
    with pytest.raises(TrainingDataError, match=r"asks about a-1, which is not trained on"):
        read_material(held_out, further=further)


def test_items_of_our_own_are_trained_on(tmp_path: Path) -> None:
    """They and their questions join the train split, and the digest tells."""
    folder = write(tmp_path / "data", questions=[QUESTION], asked=[])
    own = tmp_path / "own"
    own.mkdir()
    (own / "items.jsonl").write_text(json.dumps(ITEM | {"id": "own-1"}) + "\n", encoding="utf-8")
    line = {"item": "own-1", "type": "nearmiss", "q": "Hvad koster stien?", "sents": [], "span": ""}
    (own / "questions.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")

    material = read_material(folder, fictional=own)

    assert [question.id for question in material.of("train")] == ["fictional-0"]
    assert material.items["own-1"].split == "train"
    assert material.digest != read_material(folder).digest


def test_our_items_and_their_questions_belong_together() -> None:
    """Evidence stands in its item, and the core of an answer in its evidence."""
    items = {line["id"]: line for line in lines_of(FICTIONAL / "items.jsonl")}
    assert all(len(item["sections"]) == len(item["sentences"]) for item in items.values())
    for line in lines_of(FICTIONAL / "questions.jsonl"):
        evidence = [items[line["item"]]["sentences"][place] for place in line["sents"]]
        assert not line["span"] or any(line["span"] in sentence for sentence in evidence)


@pytest.mark.parametrize("path", [FURTHER, FICTIONAL / "questions.jsonl"])
def test_our_further_questions_are_well_formed(path: Path) -> None:
    """A near miss has no sentences, any other question has some; none is asked twice."""
    lines = lines_of(path)
    assert len(lines) > 1000
    assert all(bool(line["sents"]) is (line["type"] != "nearmiss") for line in lines)
    assert len({(line["item"], line["q"].casefold()) for line in lines}) == len(lines)
