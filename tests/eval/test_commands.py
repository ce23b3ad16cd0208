from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest
from click.testing import CliRunner

from eval.commands import evaluate
from rag.assistant import Assistant
from rag.errors import ReferatError
from tests.fakes import FakeAssistant, a_citation, an_answer

MINUTES = """\
Fokusgruppen for ældre, Fjordklyngen
Referat af mødet den 4. maj 2023

1. Godkendelse af dagsorden
Referat:
Dagsordenen blev godkendt uden bemærkninger.

2. Genoptræning efter hoftebrud
Sagsfremstilling:
Kommunerne oplever, at borgere med hoftebrud venter længe på genoptræning.
Referat:
Fokusgruppen besluttede, at genoptræning efter hoftebrud begynder senest fem hverdage efter udskrivelsen.
"""
QUESTION: dict[str, Any] = {
    "id": "q001",
    "question": "Hvad blev besluttet om genoptræning efter hoftebrud?",
    "type": "decision",
    "answerable": True,
    "gold": [{"source": "hofte.txt", "item": "2"}],
    "must_contain": ["fem hverdage"],
    "must_not_contain": ["venter længe"],
}
MOON: dict[str, Any] = {
    "id": "q002",
    "question": "Hvornår flyver rumsonden til Jupiter?",
    "type": "unanswerable",
    "answerable": False,
    "split": "dev",
}


class FakeOpenAssistant(FakeAssistant):
    """A fake that can be opened as the assistant is."""

    embedder = SimpleNamespace(fingerprint="fake")

    def __enter__(self) -> Self:
        """Return the fake itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: there is nothing to close."""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Return a file of two questions, one of each split."""
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in (QUESTION, MOON)), encoding="utf-8")
    return path


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Return a folder with one document."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "hofte.txt").write_text(MINUTES, encoding="utf-8")
    return folder


def test_minutes_are_indexed_apart_and_judged(data_dir: Path, questions: Path, minutes: Path, tmp_path: Path) -> None:
    """The run finds and cites the decision, writes its figures, and leaves the data directory as it was."""
    before = sorted(data_dir.rglob("*"))
    result = CliRunner().invoke(
        evaluate, ["run", str(questions), "--index", str(minutes), "--json", str(tmp_path / "out.json")]
    )
    assert result.exit_code == 0, result.output
    assert "stand word for word" in result.stdout
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert written["answers"][0]["faults"] == []
    assert written["figures"]["total"]["success@1"] == 1
    assert written["figures"]["total"]["citation_correctness"] == 1
    assert written["conditions"]["indexed"] == [str(minutes)]
    assert sorted(data_dir.rglob("*")) == before


@pytest.mark.usefixtures("data_dir")
def test_a_folder_without_minutes_is_an_error(questions: Path, tmp_path: Path) -> None:
    """A run over nothing says which folder holds no minutes."""
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(evaluate, ["run", str(questions), "--index", str(tmp_path / "empty")])
    assert isinstance(result.exception, ReferatError)
    assert "empty" in str(result.exception)


def test_split_and_limit_choose_the_questions(questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the questions of the split are asked, or only the first ones."""
    fake = FakeOpenAssistant()
    monkeypatch.setattr(Assistant, "open", lambda *_, **__: fake)
    CliRunner().invoke(evaluate, ["run", str(questions), "--split", "dev"], catch_exceptions=False)
    CliRunner().invoke(evaluate, ["run", str(questions), "--limit", "1"], catch_exceptions=False)
    assert [question for question, _ in fake.asked] == [MOON["question"], QUESTION["question"]]


def test_a_false_quotation_fails_the_run(questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is shown, then the run ends as a failure that counts the false quotations."""
    answer = an_answer(a_citation("hofte.txt", "2", quote="Det har ingen sagt."))
    fake = FakeOpenAssistant(answers={QUESTION["question"]: answer})
    monkeypatch.setattr(Assistant, "open", lambda *_, **__: fake)
    result = CliRunner().invoke(evaluate, ["run", str(questions)])
    assert "decision" in result.stdout
    assert isinstance(result.exception, ReferatError)
    assert str(result.exception).startswith("1 of 1 quotations do not stand")


def test_a_file_that_does_not_exist_is_wrong_use() -> None:
    """A missing file of questions ends with exit code 2."""
    assert CliRunner().invoke(evaluate, ["run", "nowhere.jsonl"]).exit_code == 2
