from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from eval.bench import Measured, Timing, cold_asks, document, environment, http_asks, measure, post, table
from eval.dataset import Question
from rag.config import Settings
from rag.domain import Turn
from rag.errors import ReferatError
from tests.conftest import copy_index

QUESTION = Question(
    id="q1",
    question="Og hvem?",
    type="chat",
    answerable=False,
    history=(Turn(role="user", content="Hvad er planen?"),),
)


def client(status: int, seen: list[object]) -> httpx.Client:
    """Return a client of a server that keeps what it is sent and answers with a status."""

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, json.loads(request.content)))
        return httpx.Response(status, json={"detail": "Spørgsmålet er tomt."})

    return httpx.Client(transport=httpx.MockTransport(answer), base_url="http://test")


def test_a_question_is_posted_with_its_history() -> None:
    """The body is that of the public contract, and the time until the answer is returned."""
    seen: list[object] = []
    assert post(client(200, seen), QUESTION) >= 0
    body = {"question": "Og hvem?", "history": [{"role": "user", "content": "Hvad er planen?"}]}
    assert seen == [("/api/ask", body)]


def test_an_error_of_the_server_ends_the_run() -> None:
    """A refused question is no timing: status, question and the server's words are told."""
    with pytest.raises(ReferatError, match=r"422 to q1: .*tomt"):
        post(client(422, []), QUESTION)


def test_a_new_process_gets_the_same_settings(tmp_path: Path) -> None:
    """All settings travel by environment; keys do not, so that the API is open to the benchmark."""
    given = environment(Settings(data_dir=tmp_path, embedding_model="some/model", api_keys="secret"))
    assert given["REFERAT_DATA_DIR"] == str(tmp_path)
    assert given["REFERAT_EMBEDDING_MODEL"] == "some/model"
    assert given["REFERAT_API_KEYS"] == ""
    assert "PATH" in given


def test_timings_as_table_and_document() -> None:
    """Both show the least, the median and the 95th percentile of every way of asking."""
    measured = Measured(timings=(Timing(name="ask, warm", values_ms=(3.0, 1.0, 2.0)),), chunks_per_second=20.0)
    written = document(measured)
    assert written["timings_ms"]["ask, warm"] == {"n": 3, "min": 1.0, "p50": 2.0, "p95": pytest.approx(2.9)}
    assert written["indexed_chunks_per_second"] == 20.0
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(table(measured))
    row = next(line for line in capture.get().splitlines() if "warm" in line)
    assert [cell.strip() for cell in row.split("│")][2:6] == ["3", "1.0", "2.0", "2.9"]
    assert "20.0 chunks a second" in capture.get()


def test_all_ways_of_asking_are_timed(sample_data: Path, tmp_path: Path) -> None:
    """A new process, this process and a server of its own each answer, on the index of the settings."""
    copy_index(sample_data, tmp_path)
    measured = measure(
        [QUESTION, QUESTION],
        folders=[],
        settings=Settings(data_dir=tmp_path),
        cold_runs=1,
        console=Console(quiet=True),
    )
    assert [(timing.name, len(timing.values_ms)) for timing in measured.timings] == [
        ("referat ask, cold", 1),
        ("search, warm", 2),
        ("ask, warm", 2),
        ("POST /api/ask, warm", 2),
    ]
    assert all(value > 0 for timing in measured.timings for value in timing.values_ms)
    assert measured.chunks_per_second is None


def test_a_process_that_fails_ends_the_run(tmp_path: Path) -> None:
    """What `referat ask` says when it cannot answer is told, not timed."""
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(ReferatError, match=r"`referat ask` failed: \S"):
        cold_asks("Hvad?", settings=Settings(data_dir=tmp_path / "data"), runs=1)


def test_a_server_that_does_not_start_ends_the_run(tmp_path: Path) -> None:
    """The last words of a server that stops at once are told."""
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(ReferatError, match=r"did not become ready; it said last: \S"):
        http_asks([QUESTION], settings=Settings(data_dir=tmp_path / "data"))
