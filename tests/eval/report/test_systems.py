from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.report.systems import read_systems, systems_of
from rag.errors import ReferatError
from tests.eval.asking import rows_of


def test_runs_stand_beside_the_first() -> None:
    """Each run has its means, and all but the first have p-values."""
    systems = systems_of({"full": rows_of([1] * 8), "bm25": rows_of([2] * 8)}, measures=["mrr", "recall@10"])
    full, mrr = systems["full"], systems["bm25"].measures["mrr"]
    assert full.p_values == {}
    assert mrr is not None
    assert mrr.value == 0.5
    assert systems["bm25"].p_values == {"mrr": pytest.approx(2 / 2**8)}
    assert full.measures["recall@10"] is None


def test_what_the_systems_command_wrote_is_read(tmp_path: Path) -> None:
    """Measures with intervals and p-values arrive; what else the file holds is passed over."""
    mrr = {"value": 0.9, "low": 0.8, "high": 1.0, "n": 10}
    system = {"measures": {"mrr": mrr, "recall@10": None}, "p_values": {"mrr": 0.01}, "latency_p50_ms": 3.0}
    (tmp_path / "systems.json").write_text(json.dumps({"conditions": {}, "systems": {"bm25": system}}))
    (found,) = read_systems(tmp_path / "systems.json").items()
    assert found[0] == "bm25"
    assert found[1].p_values == {"mrr": 0.01}
    assert found[1].measures["recall@10"] is None


@pytest.mark.parametrize("text", ["", "[]", '{"systems": {"bm25": 1}}'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    """A file of another kind is refused by name."""
    (tmp_path / "systems.json").write_text(text)
    with pytest.raises(ReferatError, match=r"systems\.json"):
        read_systems(tmp_path / "systems.json")
