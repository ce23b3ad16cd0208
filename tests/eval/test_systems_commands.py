from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eval.commands import evaluate
from eval.systems import FULL
from rag.errors import ReferatError
from tests.conftest import SAMPLES

COUNCIL = SAMPLES / "5d0e7a52.json"


def run(*arguments: object) -> Result:
    """Run a command of `referat eval`."""
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


@pytest.mark.usefixtures("data_dir")
def test_queries_are_made_and_all_systems_compared_with_them(tmp_path: Path) -> None:
    """What `known` writes, `systems` asks: tables for people, and the same figures as JSON."""
    queries, figures = tmp_path / "known.jsonl", tmp_path / "figures.json"
    made = run("known", COUNCIL, "-o", queries)
    assert made.exit_code == 0, made.output
    assert "queries" in made.stdout
    assert "dev and" in made.stdout
    compared = run("systems", queries, "--index", COUNCIL, "--limit", 5, "--json", figures)
    assert compared.exit_code == 0, compared.output
    assert "BM25 Danish" in compared.stdout
    assert "success@10" in compared.stdout
    written = json.loads(figures.read_text(encoding="utf-8"))
    full, bm25 = written["systems"][FULL], written["systems"]["BM25"]
    assert full["measures"]["mrr"]["n"] == 5
    assert full["p_values"] == {}
    assert 0 <= bm25["p_values"]["mrr"] <= 1
    assert full["questions"].keys() == bm25["questions"].keys()
    assert written["conditions"]["indexed"] == [str(COUNCIL)]


def test_minutes_without_subjects_give_no_file(tmp_path: Path) -> None:
    """Where no query can be made the command says so and writes nothing."""
    minutes = tmp_path / "formal.txt"
    minutes.write_text("Udvalget\nReferat 4. maj 2023\n\n1. Eventuelt\nIntet.\n", encoding="utf-8")
    result = run("known", minutes, "-o", tmp_path / "known.jsonl")
    assert isinstance(result.exception, ReferatError)
    assert not (tmp_path / "known.jsonl").exists()


def test_questions_without_answers_compare_nothing(tmp_path: Path) -> None:
    """A file with unanswerable questions alone is refused before anything is indexed."""
    questions = tmp_path / "moon.jsonl"
    questions.write_text(json.dumps({"id": "q", "question": "Hvem?", "type": "who", "answerable": False}), "utf-8")
    result = run("systems", questions)
    assert isinstance(result.exception, ReferatError)
    assert "nothing to find" in str(result.exception)
