from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from eval.commands import evaluate

COMMANDS = "bench check compare fuzz parse report run".split()


def test_every_command_says_what_it_does() -> None:
    """The group lists its commands, each with a sentence of its own."""
    assert set(COMMANDS) <= set(evaluate.commands)
    for command in evaluate.commands.values():
        assert command.get_short_help_str().strip()


def test_faulty_questions_are_told_line_by_line(tmp_path: Path) -> None:
    """A question whose gold item is in no document is named, and the check fails."""
    question = {"id": "q001", "question": "Hvad?", "type": "fact", "answerable": True}
    line = question | {"gold": [{"source": "nowhere.txt", "item": "2"}], "must_contain": ["ja"]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(line), encoding="utf-8")
    result = CliRunner().invoke(evaluate, ["check", str(tmp_path / "questions.jsonl"), str(tmp_path)])
    assert result.exit_code == 1
    assert "q001: nowhere.txt has no item 2" in result.stdout
