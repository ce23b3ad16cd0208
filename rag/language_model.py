"""A language model behind an OpenAI-compatible address: prompt in, text out piece by piece, or an error in time."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from rag.config import Settings
from rag.errors import LanguageModelError

if TYPE_CHECKING:
    import httpx

TIMEOUT = 20.0
"""Seconds the whole reply may take; what has come by then is all there is."""
MAX_TOKENS, CONTEXT = 500, 8192
GLANCE = 0.1
"""Seconds between two looks at whether the reader has left."""


class LanguageModel(Protocol):
    """Something that writes text; any failure is a LanguageModelError."""

    def stream(self, *, system: str, user: str, stop: threading.Event) -> Iterator[str]:
        """Yield what the model writes to the two messages, piece by piece, until `stop` is set."""


class OpenAiLanguageModel:
    """Any OpenAI-compatible server (vLLM, Ollama, llama.cpp, Azure …), reached through llama-index."""

    def __init__(self, *, url: str, model: str, api_key: str, timeout: float = TIMEOUT) -> None:
        self._url, self._model, self._api_key, self._timeout = url, model, api_key or "none", timeout

    def stream(self, *, system: str, user: str, stop: threading.Event) -> Iterator[str]:
        """Yield what the model writes, piece by piece, until `stop` is set.

        Raises LanguageModelError when the server fails, breaks off or has not ended in time. However this ends,
        the connection is closed.
        """
        deadline = time.monotonic() + self._timeout
        line = Line()
        pieces: queue.Queue[str | LanguageModelError | None] = queue.Queue()
        # A read is bounded by silence only, so the reading stands in a thread of its own and the clock here.
        threading.Thread(target=self._read, args=(system, user, line, pieces), daemon=True).start()
        try:
            while not stop.is_set():
                if time.monotonic() >= deadline:
                    raise LanguageModelError("The language model did not end its reply in time.")
                try:
                    piece = pieces.get(timeout=GLANCE)
                except queue.Empty:
                    continue
                if piece is None:
                    return
                if isinstance(piece, LanguageModelError):
                    raise piece
                yield piece
        finally:
            line.cut()

    def _read(self, system: str, user: str, line: Line, pieces: queue.Queue[str | LanguageModelError | None]) -> None:
        """Put the pieces of the reply into the queue, then None, or what went wrong."""
        # Loading llama-index takes a second, which nobody without a language model should wait.
        import httpx  # noqa: PLC0415
        from llama_index.core.llms import ChatMessage  # noqa: PLC0415
        from llama_index.llms.openai_like import OpenAILike  # noqa: PLC0415
        from openai import OpenAIError  # noqa: PLC0415

        messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]
        end: LanguageModelError | None = None
        try:
            with httpx.Client(timeout=self._timeout, event_hooks={"request": [line.attach]}) as client:
                llm = OpenAILike(
                    model=self._model,
                    api_base=self._url,
                    api_key=self._api_key,
                    is_chat_model=True,
                    temperature=0.0,
                    max_tokens=MAX_TOKENS,
                    context_window=CONTEXT,
                    timeout=self._timeout,
                    max_retries=0,
                    http_client=client,
                )
                for reply in llm.stream_chat(messages):
                    if reply.delta:
                        pieces.put(reply.delta)
        except (OpenAIError, httpx.HTTPError, httpx.StreamError, OSError, ValueError, TypeError) as error:
            end = LanguageModelError(f"The language model did not answer: {type(error).__name__}.")
        except (KeyError, IndexError, AttributeError) as error:
            # How llama-index fails on a reply that is not of the expected shape.
            end = LanguageModelError(f"The language model answered in an unknown shape: {type(error).__name__}.")
        finally:
            pieces.put(end)


class Line:
    """The connections of one reply, which another thread may cut while a read is waiting on them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_cut = False

    def attach(self, request: httpx.Request) -> None:
        """Have the connection that a request opens reported here; a hook of httpx."""
        request.extensions = {**request.extensions, "trace": self._opened}

    def cut(self) -> None:
        """Shut the connections, and those still to be opened."""
        with self._lock:
            self._is_cut = True
            for it in self._sockets:
                _shut(it)
            self._sockets.clear()

    def _opened(self, event: str, info: Mapping[str, Any]) -> None:
        if event != "connection.connect_tcp.complete":
            return
        # A duplicate stays valid when TLS takes the socket over or httpx closes it.
        own: socket.socket = info["return_value"].get_extra_info("socket").dup()
        with self._lock:
            if self._is_cut:
                _shut(own)
            else:
                self._sockets.append(own)


def _shut(connection: socket.socket) -> None:
    with connection:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was faster


def open_language_model(settings: Settings) -> LanguageModel | None:
    """Return the language model that the settings name, None when they name none."""
    if not settings.llm_url:
        return None
    return OpenAiLanguageModel(url=settings.llm_url, model=settings.llm_model, api_key=settings.llm_api_key)
