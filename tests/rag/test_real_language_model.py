"""A real language model answers over HTTP (`make test-llm`): what is shown is held to the minutes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.language_model import OpenAiLanguageModel

pytestmark = pytest.mark.llm
NEEDED = (
    "set REFERAT_LLM_URL and REFERAT_LLM_MODEL to an OpenAI-compatible server, or REFERAT_TEST_GGUF to a model file, "
    "for which llama-cpp-python[server] must be installed (it is compiled: that takes a C++ compiler)"
)
STARTING = 180.0


@pytest.fixture(scope="module")
def real_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAiLanguageModel]:
    """Return the model of the server that the environment names, or of one that is started for the tests."""
    url, name = os.environ.get("REFERAT_LLM_URL", ""), os.environ.get("REFERAT_LLM_MODEL", "")
    key, file = os.environ.get("REFERAT_LLM_API_KEY", ""), os.environ.get("REFERAT_TEST_GGUF", "")
    if url and name:
        yield OpenAiLanguageModel(url=url, model=name, api_key=key, timeout=300.0)
        return
    if not Path(file).is_file() or not find_spec("llama_cpp"):
        pytest.fail(f"No language model: {NEEDED}.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tmp_path_factory.mktemp("llm") / "server.txt"
    command = [sys.executable, "-m", "llama_cpp.server", "--model", file, "--port", str(port), "--n_ctx", "4096"]
    with said.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/v1/models", process, said)
            yield OpenAiLanguageModel(url=f"http://127.0.0.1:{port}/v1", model="test", api_key="", timeout=300.0)
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    """Wait until the server answers; tell what it said where it does not."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"The server did not start: {said.read_text(errors='replace')[-1000:]}")


@pytest.mark.parametrize("question", ["Hvad blev besluttet om KOL-rehabilitering?", "Hvad koster IV-behandling?"])
def test_a_real_model_is_held_to_the_minutes(
    assistant: Assistant, real_model: OpenAiLanguageModel, question: str
) -> None:
    """An answer comes, written and cited, or extracted where nothing that the model wrote is borne out."""
    assistant.model = real_model
    try:
        answer = assistant.ask(question, mode="llm")
    finally:
        assistant.model = None
    assert answer.text
    assert answer.mode in ("llm", "extract")
    assert answer.citations or answer.abstained
