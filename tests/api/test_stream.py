"""A language model's answer goes out over HTTP sentence by sentence, and ends when its reader leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import create_api
from rag.assistant import Assistant
from rag.config import Settings
from rag.language_model import OpenAiLanguageModel
from tests.conftest import copy_index
from tests.fakes import STREAMING
from tests.rag.test_language_model import FAITHFUL, KOL, Script, served


@pytest.fixture(scope="module")
def indexed(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the indexed samples."""
    folder = tmp_path_factory.mktemp("stream")
    copy_index(sample_data, folder)
    return folder


def app_writing_with(url: str, folder: Path) -> Starlette:
    """Return an interface whose answers a language model writes."""

    def opened(settings: Settings) -> Assistant:
        assistant = Assistant.open(settings)
        assistant.model = OpenAiLanguageModel(url=url, model="m", api_key="", timeout=30.0)
        return assistant

    return create_api(Settings(data_dir=folder), opened)


def events(stream: str) -> Iterator[tuple[str, Any]]:
    """Yield name and data of each event; comments are left out."""
    for block in stream.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            yield fields["event"], json.loads(fields["data"])


def test_each_checked_sentence_is_sent_and_together_they_are_the_answer(indexed: Path) -> None:
    """First the sources without citations, then a `delta` for each sentence that passes, then the whole answer."""
    reply = f"{FAITHFUL} Prisen er 900 kr. for hver borger [1]. {FAITHFUL}"
    with served(Script(reply)) as url, TestClient(app_writing_with(url, indexed)) as client:
        sent = list(events(client.post("/api/ask/stream", json={"question": KOL}).text))

    assert [name for name, _ in sent] == ["sources", "delta", "delta", "done"]
    assert sent[0][1]["citations"] == []
    assert sent[0][1]["hits"]
    assert "".join(data["text"] for name, data in sent if name == "delta") == sent[-1][1]["answer"]
    assert sent[-1][1]["answer"] == f"{FAITHFUL} {FAITHFUL}"
    assert sent[-1][1]["mode"] == "llm"
    assert len(sent[-1][1]["citations"]) == 1


def test_a_reader_who_leaves_closes_the_connection_to_the_model(indexed: Path) -> None:
    """The model does not go on writing for nobody."""
    script = Script(FAITHFUL * 50, drip=0.005)

    async def leave_after_the_first_event(app: Starlette) -> None:
        left = anyio.Event()
        incoming = [{"type": "http.request", "body": json.dumps({"question": KOL}).encode()}]

        async def receive() -> MutableMapping[str, Any]:
            if incoming:
                return incoming.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body" and message["body"].startswith(b"event: delta"):
                left.set()

        async with app.router.lifespan_context(app):
            await app(dict(STREAMING), receive, send)
            assert await anyio.to_thread.run_sync(script.left.wait, 10)

    with served(script) as url:
        anyio.run(leave_after_the_first_event, app_writing_with(url, indexed))
