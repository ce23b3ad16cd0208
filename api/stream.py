"""An assistant's events, drawn in threads and handed over one by one, so that a client that leaves ends them."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from itertools import chain

import anyio

from rag.domain import Answer
from rag.writing import Found


class EventStream:
    """The events of one answer; `stop` ends the writing.

    The first event is drawn at once: an error before it is a problem document, since no stream has begun.
    """

    def __init__(self, events: Iterator[Found | str | Answer], stop: threading.Event) -> None:
        self.stop = stop
        self._events: Iterator[Found | str | Answer] = chain([next(events)], events)

    async def __aiter__(self) -> AsyncIterator[Found | str | Answer]:
        """Yield the events; a reader who leaves does not wait for the next one."""
        while (event := await anyio.to_thread.run_sync(next, self._events, None, abandon_on_cancel=True)) is not None:
            yield event
