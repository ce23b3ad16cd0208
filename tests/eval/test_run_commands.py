from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest
from click.testing import CliRunner, Result

from eval.commands import evaluate
from rag.assistant import Assistant
from rag.errors import ReferatError
from tests.fakes import FakeAssistant, a_citation, a_hit, an_answer

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


def beside_models(folder: Path) -> list[Path]:
    """Return what lies in a data directory, but for the models, which are unpacked there when they are first needed."""
    return sorted(path for path in folder.rglob("*") if "models" not in path.relative_to(folder).parts)


def test_minutes_are_indexed_apart_and_judged(data_dir: Path, questions: Path, minutes: Path, tmp_path: Path) -> None:
    """The run finds and cites the decision, writes its figures, and leaves all but the models as it was."""
    before = beside_models(data_dir)
    result = CliRunner().invoke(
        evaluate, ["run", str(questions), "--index", str(minutes), "--json", str(tmp_path / "out.json")]
    )
    assert result.exit_code == 0, result.output
    assert "stand word for word" in result.stdout
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert written["answers"][0]["words"]["faults"] == []
    assert written["figures"]["total"]["means"]["success@1"]["value"] == 1
    assert written["figures"]["total"]["means"]["citation_correctness"]["value"] == 1
    assert written["conditions"]["indexed"] == [str(minutes)]
    assert beside_models(data_dir) == before


@pytest.mark.usefixtures("data_dir")
def test_a_folder_without_minutes_is_an_error(questions: Path, tmp_path: Path) -> None:
    """A run over nothing says which folder holds no minutes."""
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(evaluate, ["run", str(questions), "--index", str(tmp_path / "empty")])
    assert isinstance(result.exception, ReferatError)
    assert "empty" in str(result.exception)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeOpenAssistant:
    """Return the assistant that the commands open: it abstains but for the answers that a test gives it."""
    assistant = FakeOpenAssistant()
    monkeypatch.setattr(Assistant, "open", lambda *_, **__: assistant)
    return assistant


def invoke(*arguments: object) -> Result:
    """Call `referat eval` and raise what it raises."""
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments], catch_exceptions=False)


def test_split_and_limit_choose_the_questions(questions: Path, fake: FakeOpenAssistant) -> None:
    """Only the questions of the split are asked, or only the first ones."""
    invoke("run", questions, "--split", "dev")
    invoke("run", questions, "--limit", 1)
    assert [question for question, _ in fake.asked] == [MOON["question"], QUESTION["question"]]


def test_several_files_are_measured_together_and_apart(
    questions: Path, fake: FakeOpenAssistant, tmp_path: Path
) -> None:
    """Two files are asked one after the other; the figures tell of each and of both."""
    other = tmp_path / "english.jsonl"
    other.write_text(json.dumps(QUESTION | {"id": "e001", "language": "en"}), encoding="utf-8")
    invoke("run", questions, other, "--json", tmp_path / "out.json")
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert len(fake.asked) == 3
    assert {name: group["questions"] for name, group in written["figures"]["file"].items()} == {
        "questions.jsonl": 2,
        "english.jsonl": 1,
    }
    assert set(written["figures"]["language"]) == {"da", "en"}
    assert written["figures"]["total"]["questions"] == 3


def test_a_false_quotation_fails_the_run(questions: Path, fake: FakeOpenAssistant) -> None:
    """The table is shown, then the run ends as a failure that counts the false quotations."""
    fake.answers = {QUESTION["question"]: an_answer(a_citation("hofte.txt", "2", quote="Det har ingen sagt."))}
    result = CliRunner().invoke(evaluate, ["run", str(questions)])
    assert "decision" in result.stdout
    assert isinstance(result.exception, ReferatError)
    assert str(result.exception).startswith("1 of 1 quotations do not stand")


def test_a_file_that_does_not_exist_is_wrong_use() -> None:
    """A missing file of questions ends with exit code 2."""
    assert CliRunner().invoke(evaluate, ["run", "nowhere.jsonl"]).exit_code == 2


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a file of eight questions with the same gold item."""
    path = tmp_path / "many.jsonl"
    lines = [QUESTION | {"id": f"m{n}", "question": f"Spørgsmål {n}?"} for n in range(8)]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def answer_well(fake: FakeOpenAssistant, count: int) -> None:
    """Let the assistant know the answer to the first questions of the file."""
    good = an_answer(
        a_citation("hofte.txt", "2"), hits=[a_hit("hofte.txt", "2")], text="Det begynder efter fem hverdage [1]"
    )
    fake.answers = {f"Spørgsmål {n}?": good for n in range(count)}


def test_a_run_significantly_below_the_baseline_fails(many: Path, fake: FakeOpenAssistant, tmp_path: Path) -> None:
    """Six of eight questions lost are too many for chance, and the error names what fell and below what."""
    answer_well(fake, 8)
    invoke("run", many, "--scores", tmp_path / "scores.json")
    answer_well(fake, 2)
    with pytest.raises(ReferatError, match=r"Significantly below .*scores\.json: success@1, mrr, must_contain"):
        invoke("run", many, "--baseline", tmp_path / "scores.json")


def test_a_run_near_the_baseline_passes(many: Path, fake: FakeOpenAssistant, tmp_path: Path) -> None:
    """One question lost may be chance, and a better run passes as well."""
    answer_well(fake, 7)
    invoke("run", many, "--scores", tmp_path / "scores.json")
    for count in (6, 8):
        answer_well(fake, count)
        assert invoke("run", many, "--baseline", tmp_path / "scores.json").exit_code == 0


def test_new_questions_are_not_held_to_the_baseline(
    many: Path, questions: Path, fake: FakeOpenAssistant, tmp_path: Path
) -> None:
    """Questions that the baseline does not know are asked, and told to be left out of the comparison."""
    answer_well(fake, 8)
    invoke("run", many, "--scores", tmp_path / "scores.json")
    result = invoke("run", many, questions, "--baseline", tmp_path / "scores.json")
    assert "2 questions are in the run or the baseline only" in result.stdout


def test_two_runs_are_compared_and_reported(many: Path, fake: FakeOpenAssistant, tmp_path: Path) -> None:
    """The comparison lists won questions in their words, and the page holds both runs."""
    paths = []
    for count in (3, 5):
        answer_well(fake, count)
        paths.append(tmp_path / f"with{count}.json")
        invoke("run", many, "--json", paths[-1])
    compared = invoke("compare", *paths).stdout
    assert "won  m3 .000 → 1.00 Spørgsmål 3?" in compared
    invoke("report", paths[1], "--against", paths[0], "-o", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "with5" in page
    assert "Spørgsmål 7?" in page


def test_a_report_tells_its_runs_apart_by_name(many: Path, fake: FakeOpenAssistant, tmp_path: Path) -> None:
    """Two runs of the same name are refused."""
    answer_well(fake, 3)
    invoke("run", many, "--json", tmp_path / "run.json")
    with pytest.raises(ReferatError, match="differ"):
        invoke("report", tmp_path / "run.json", "--against", tmp_path / "run.json")
