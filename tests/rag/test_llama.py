"""Our retriever works as one of llama-index', as the README shows it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.domain import Filters
from tests.conftest import copy_index

ROOT = Path(__file__).parents[2]


def readme_example() -> str:
    """Return the README's example of the retriever."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    [example] = [block for block in blocks if "MinutesRetriever" in block]
    return example


def test_the_example_of_the_readme_runs(sample_data: Path, tmp_path: Path) -> None:
    """Copied as it stands, it prints the items with score, date and title, the best first, without a network."""
    copy_index(sample_data, tmp_path / "data")
    result = subprocess.run(
        [sys.executable, "-c", readme_example()],
        cwd=ROOT,
        env={**os.environ, "REFERAT_DATA_DIR": str(tmp_path / "data"), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    scores = [float(line.split()[0]) for line in lines]
    assert scores == sorted(scores, reverse=True)
    assert re.search(r"\d{4}-\d\d-\d\d .*KOL", lines[0])


@pytest.mark.parametrize("limit", [1, 4])
def test_nodes_are_the_items_that_search_finds(assistant: Assistant, limit: int) -> None:
    """Each node holds an item's text and place, in the order and with the scores of our own search."""
    from rag.llama import MinutesRetriever

    filters = Filters(forum="Klyngestyregruppen")
    hits = assistant.search("transport af borgere", filters=filters, limit=limit)
    nodes = MinutesRetriever(assistant, filters=filters, limit=limit).retrieve("transport af borgere")
    assert [(node.node_id, node.score) for node in nodes] == [(hit.item.id, hit.score) for hit in hits]
    for node, hit in zip(nodes, hits, strict=True):
        assert all(section.text in node.text for section in hit.item.sections)
        assert node.metadata["item_number"] == hit.item.number
        assert node.metadata["source"] == hit.meeting.source.name
