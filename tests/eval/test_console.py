from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.console import progress, write_json


def test_a_document_is_written_where_one_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is told on stderr, so that results on stdout stay clean; without a path nothing happens."""
    write_json(tmp_path / "figures.json", {"forum": "Ældrerådet"})
    write_json(None, {})
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8")) == {"forum": "Ældrerådet"}
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("Written to") == 1


def test_progress_can_be_moved_on() -> None:
    """What is yielded is called once for each thing done."""
    with progress("Asking", total=2) as advance:
        advance()
        advance()
