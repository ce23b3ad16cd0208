"""Questions turned into timings on this machine: from cold, warm, over HTTP, and of indexing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from eval.apart import index_paths, temporary_settings
from eval.dataset import Question
from eval.run import ask_all
from rag.assistant import Assistant
from rag.config import PREFIX, Settings
from rag.embedding import open_embedder
from rag.errors import ReferatError

SERVER_START_S = 60
LOG_WORDS = 40
REFERAT = (sys.executable, "-m", "rag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long something took, once per try, in milliseconds."""

    name: str
    values_ms: tuple[float, ...]

    def percentile(self, share: int) -> float:
        """Return the percentile (0 to 100), interpolated between tries."""
        return float(np.percentile(self.values_ms, share))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The timings of a run, and how fast it indexed (None when it did not)."""

    timings: tuple[Timing, ...]
    chunks_per_second: float | None = None


def measure(
    questions: Sequence[Question],
    *,
    folders: Sequence[Path],
    settings: Settings,
    cold_runs: int,
    console: Console,
) -> Measured:
    """Time everything with the given minutes, or with what is indexed in the data directory."""
    rate = None
    with ExitStack() as stack:
        if folders:
            settings = stack.enter_context(temporary_settings(settings))
            rate = _indexing_rate(folders, settings=settings, console=console)
        # The embedded store belongs to one process at a time, so the ways of asking take turns.
        timings = (
            cold_asks(questions[0].question, settings=settings, runs=cold_runs),
            warm_searches(questions, settings=settings),
            warm_asks(questions, settings=settings),
            http_asks(questions, settings=settings),
        )
    return Measured(timings=timings, chunks_per_second=rate)


def cold_asks(question: str, *, settings: Settings, runs: int) -> Timing:
    """Time `referat ask` from the start of a new process to its end."""
    values = []
    for _ in range(runs):
        started = time.perf_counter()
        result = subprocess.run(
            [*REFERAT, "ask", question],
            env=environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        values.append((time.perf_counter() - started) * 1000)
        if result.returncode:
            raise ReferatError(f"`referat ask` failed: {result.stderr.strip()}")
    return Timing(name="referat ask, cold", values_ms=tuple(values))


def warm_searches(questions: Sequence[Question], *, settings: Settings) -> Timing:
    """Time finding the items alone, the question's embedding included; the first search is unmeasured."""
    values = []
    with Assistant.open(settings) as assistant:
        assistant.search(questions[0].question)
        for question in questions:
            started = time.perf_counter()
            assistant.search(question.question)
            values.append((time.perf_counter() - started) * 1000)
    return Timing(name="search, warm", values_ms=tuple(values))


def warm_asks(questions: Sequence[Question], *, settings: Settings) -> Timing:
    """Time answers in this process; the first question is asked once before, unmeasured."""
    with Assistant.open(settings) as assistant:
        ask_all(assistant, questions[:1])
        asked = ask_all(assistant, questions)
    return Timing(name="ask, warm", values_ms=tuple(one.latency_ms for one in asked))


def http_asks(questions: Sequence[Question], *, settings: Settings) -> Timing:
    """Time POST /api/ask against a server of its own, one request at a time; the first is unmeasured."""
    with _server(settings) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        post(client, questions[0])
        values = tuple(post(client, question) for question in questions)
    return Timing(name="POST /api/ask, warm", values_ms=values)


def post(client: httpx.Client, question: Question) -> float:
    """Ask one question over HTTP and return the milliseconds until the answer was read."""
    history = [{"role": turn.role, "content": turn.content} for turn in question.history]
    started = time.perf_counter()
    response = client.post("/api/ask", json={"question": question.question, "history": history})
    elapsed = (time.perf_counter() - started) * 1000
    if response.is_error:
        raise ReferatError(f"POST /api/ask answered {response.status_code} to {question.id}: {response.text}")
    return elapsed


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment that gives a new process these settings; the API is open to it."""
    values = settings.model_dump() | {"data_dir": settings.data_dir.resolve(), "api_keys": ""}
    given = {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items() if value is not None}
    return os.environ | given


def table(measured: Measured) -> Table:
    """Lay the timings out for the terminal."""
    laid_out = Table(title="Milliseconds on this machine", title_justify="left")
    laid_out.add_column("what")
    for heading in ("n", "min", "p50", "p95"):
        laid_out.add_column(heading, justify="right")
    for timing in measured.timings:
        shown = (min(timing.values_ms), timing.percentile(50), timing.percentile(95))
        laid_out.add_row(timing.name, str(len(timing.values_ms)), *(f"{value:.1f}" for value in shown))
    if measured.chunks_per_second is not None:
        laid_out.caption = f"Indexing: {measured.chunks_per_second:.1f} chunks a second."
    return laid_out


def document(measured: Measured) -> dict[str, Any]:
    """Return the timings as JSON objects."""
    return {
        "timings_ms": {
            timing.name: {
                "n": len(timing.values_ms),
                "min": min(timing.values_ms),
                "p50": timing.percentile(50),
                "p95": timing.percentile(95),
            }
            for timing in measured.timings
        },
        "indexed_chunks_per_second": measured.chunks_per_second,
    }


def _indexing_rate(folders: Sequence[Path], *, settings: Settings, console: Console) -> float:
    """Index the minutes with a loaded model and return chunks per second."""
    embedder = open_embedder(settings, progress=console.print)
    embedder.embed_query("Hvad blev besluttet?")
    started = time.perf_counter()
    summary = index_paths(folders, settings=settings, embedder=embedder, console=console)
    return summary.chunks / (time.perf_counter() - started)


@contextmanager
def _server(settings: Settings) -> Iterator[str]:
    """Run `referat serve` on a free port and yield its address once it is ready."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [*REFERAT, "serve", "--host", "127.0.0.1", "--port", str(port)]
    with (
        TemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen(command, env=environment(settings), stdout=log, stderr=log) as server,
    ):
        try:
            if not _becomes_ready(address, server):
                log.seek(0)
                said = " ".join(log.read().split()[-LOG_WORDS:])
                raise ReferatError(f"`referat serve` did not become ready; it said last: {said}")
            yield address
        finally:
            server.terminate()


def _becomes_ready(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers that it is ready, has stopped, or takes too long."""
    deadline = time.monotonic() + SERVER_START_S
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz", trust_env=False).is_success:
                return True
        time.sleep(0.1)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
