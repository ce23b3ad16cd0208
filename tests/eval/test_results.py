from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.dataset import Question
from eval.metrics import judge
from eval.results import Run, fingerprint, read_run, row, shared, without_words, write_run
from rag.errors import ReferatError
from tests.eval.asking import a_question, ask, found_at, judge_one, rows_of
from tests.fakes import a_citation


def a_run(*ranks: int) -> Run:
    """Return a run whose gold items came at these ranks."""
    return Run(conditions={"split": "test", "files": ["a.jsonl"]}, rows=tuple(rows_of(ranks, silent=1)))


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Writing and reading a run changes nothing."""
    run = a_run(1, 3, 0)
    write_run(run, tmp_path / "run.json", figures={"total": {"questions": 4}})
    assert read_run(tmp_path / "run.json") == run
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["figures"]["total"] == {"questions": 4}


def test_a_row_tells_what_was_found_and_cited() -> None:
    """A row holds question, answer, citations, ranked items and faults in words."""
    asked = ask(found_at(2, a_citation("a.txt", "12")), question=a_question("2"))
    words = row(judge_one(asked), file="a.jsonl").words
    assert words is not None
    assert [(hit.rank, hit.source, hit.item) for hit in words.hits[:2]] == [(1, "a.txt", "11"), (2, "a.txt", "2")]
    assert (words.hits[0].title, words.hits[0].date) == ("Punkt 11", "2023-05-04")
    assert [(c.item, c.section, c.quote) for c in words.citations] == [
        ("12", "beslutning", "Gruppen godkendte planen.")
    ]
    assert [fault.kind.value for fault in words.faults] == ["ranked low", "citation"]


def test_scores_alone_hold_no_words(tmp_path: Path) -> None:
    """A baseline names questions by id and keeps neither questions nor words of minutes, not even invented ones."""
    invented = a_citation("a.txt", "2", quote="Gruppen forkastede planen.")
    asked = ask(found_at(1, invented), question=a_question("2", must_not=("svar",)))
    run = Run(conditions={}, rows=(row(judge_one(asked), file="a.jsonl"),))
    write_run(without_words(run), tmp_path / "scores.json", figures={})
    text = (tmp_path / "scores.json").read_text(encoding="utf-8")
    assert not any(word in text for word in ("Gruppen", "besluttet", "svar", "Punkt"))
    assert read_run(tmp_path / "scores.json").rows[0].scores == run.rows[0].scores


def test_only_questions_that_stayed_the_same_are_shared() -> None:
    """A question whose words or gold items were changed since is left out, and so is one that only one run asked."""
    before, after = a_run(1, 2, 3), a_run(1, 2)
    changed = replace(after.rows[1], asked="other")
    first, second, others = shared(before, Run(conditions={}, rows=(after.rows[0], changed, after.rows[2])))
    assert [one.id for one in first] == [one.id for one in second] == ["q001", "u000"]
    assert others == 2


@pytest.mark.parametrize("other", [a_question("3"), a_question("2", must=("planen",)), a_question("2", "3")])
def test_a_question_is_recognised_by_what_is_expected(other: Question) -> None:
    """Another gold item or pattern makes it another question; its type or split does not."""
    question = a_question("2")
    assert fingerprint(question) == fingerprint(replace(question, type="when", split="dev"))
    assert fingerprint(question) != fingerprint(other)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"conditions": {}, "answers": [{"id": "q1"}]}', '{"conditions": {}, "answers": []}']
)
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    """What `referat eval run` did not write is refused by name."""
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReferatError, match=r"run\.json"):
        read_run(tmp_path / "run.json")


def test_a_question_twice_is_refused(tmp_path: Path) -> None:
    """A run that names a question twice cannot be paired with another."""
    twice = rows_of([1]) * 2
    write_run(Run(conditions={}, rows=tuple(twice)), tmp_path / "run.json", figures={})
    with pytest.raises(ReferatError, match="twice"):
        read_run(tmp_path / "run.json")


def test_judgements_and_rows_tell_the_same() -> None:
    """A row has the figures of its judgement, to six decimals."""
    judgements = judge([ask(found_at(3), question=a_question("2", name="q1", must=("godkendte",)), latency=2.0)])
    one = row(judgements[0], file="a.jsonl")
    assert one.scores == pytest.approx(judgements[0].scores, abs=1e-6)
    assert (one.confidence, one.latency_ms, one.answered) == (0.9, 2.0, True)
