from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import Gold, QuestionFileError, load_questions, load_sets
from rag.domain import Turn

LINE: dict[str, Any] = {
    "id": "q001",
    "question": "Hvad blev besluttet om planen?",
    "history": [{"role": "user", "content": "Hvad er planen?"}],
    "type": "decision",
    "answerable": True,
    "gold": [{"source": "a.txt", "item": "3a"}],
    "section": "beslutning",
    "reference": "Planen blev godkendt.",
    "must_contain": ["godkendt?"],
    "must_not_contain": ["forkastet"],
    "split": "dev",
    "language": "en",
}


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    """Write a file of questions."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_question(tmp_path: Path) -> None:
    """Every field of a line arrives, and patterns ignore case."""
    (question,) = load_questions(write(tmp_path / "q.jsonl", LINE))
    assert question.gold == (Gold(source="a.txt", item="3a"),)
    assert question.history == (Turn(role="user", content="Hvad er planen?"),)
    assert question.must_contain[0].search("GODKEND")
    assert (question.type, question.section, question.split) == ("decision", "beslutning", "dev")
    assert question.language == "en"


def test_the_shortest_line_that_is_a_question(tmp_path: Path) -> None:
    """Without an answer in the minutes, a question needs id, words, type and that it is unanswerable."""
    line = {"id": "q1", "question": "Hvad koster månen?", "type": "unanswerable", "answerable": False}
    (question,) = load_questions(write(tmp_path / "q.jsonl", "", line, ""))
    assert (question.gold, question.history, question.split, question.language) == ((), (), "test", "da")


def test_a_split_is_chosen(tmp_path: Path) -> None:
    """Only the questions of the wanted split are returned, in the order of the file."""
    lines = [LINE | {"id": f"q{n}", "split": split} for n, split in enumerate(["dev", "test", "dev"])]
    path = write(tmp_path / "q.jsonl", *lines)
    assert [q.id for q in load_questions(path, split="dev")] == ["q0", "q2"]
    assert [q.id for q in load_questions(path)] == ["q0", "q1", "q2"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "JSON"),
        ({key: value for key, value in LINE.items() if key != "type"}, "type: Field required"),
        (LINE | {"must_contain": ["("]}, "must_contain.0: .*no regular expression"),
        (LINE | {"gold": [{"source": "a.txt", "item": ""}]}, "gold.0.item"),
        (LINE | {"golden": []}, "golden"),
        (LINE | {"split": "train"}, "split"),
        (LINE | {"language": "sv"}, "language"),
        (LINE | {"gold": []}, "gold items go with"),
        (LINE | {"answerable": False}, "gold items go with"),
        (LINE | {"history": [{"role": "system", "content": "x"}]}, "history"),
        (LINE, "the id 'q001' is used twice"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, line: dict[str, Any] | str, complaint: str) -> None:
    """A line that cannot be used is refused with file, line and reason."""
    with pytest.raises(QuestionFileError, match=rf"q\.jsonl, line 3: .*{complaint}"):
        load_questions(write(tmp_path / "q.jsonl", LINE, "", line))


def test_a_split_without_questions_is_refused(tmp_path: Path) -> None:
    """A run over nothing is an error, not a table of nothing."""
    with pytest.raises(QuestionFileError, match="no question of the split test"):
        load_questions(write(tmp_path / "q.jsonl", LINE), split="test")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is refused by name."""
    path = tmp_path / "q.jsonl"
    path.write_bytes('{"id": "æ"}'.encode("latin-1"))
    with pytest.raises(QuestionFileError, match=r"q\.jsonl cannot be read"):
        load_questions(path)


def test_several_files_are_read_by_name(tmp_path: Path) -> None:
    """The limit holds for each file, and the names keep the order they were given in."""
    first = write(tmp_path / "b.jsonl", *(LINE | {"id": f"b{n}"} for n in range(3)))
    second = write(tmp_path / "a.jsonl", LINE)
    sets = load_sets([first, second], limit=2)
    assert {name: [question.id for question in found] for name, found in sets.items()} == {
        "b.jsonl": ["b0", "b1"],
        "a.jsonl": ["q001"],
    }


def test_files_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    """Two files may share neither a name nor the id of a question."""
    (tmp_path / "other").mkdir()
    path, twin = write(tmp_path / "a.jsonl", LINE), write(tmp_path / "other" / "a.jsonl", LINE)
    with pytest.raises(QuestionFileError, match=r"called a\.jsonl"):
        load_sets([path, twin])
    with pytest.raises(QuestionFileError, match="'q001' is used in"):
        load_sets([path, write(tmp_path / "b.jsonl", LINE)])
