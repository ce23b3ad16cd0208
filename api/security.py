"""What a request must bring to be let in: a known key where keys are set, and a body of bounded size."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

from fastapi import HTTPException, Request, Security
from fastapi.security import APIKeyHeader
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import text
from api.problems import problem

KEY_HEADER = "X-API-Key"
MAX_BODY = 64 * 1024
"""Bytes of a request's body; the longest question with the longest history is well below."""

key_header = APIKeyHeader(name=KEY_HEADER, description=text.KEY, auto_error=False)


def split_keys(setting: str) -> frozenset[str]:
    """Return the keys of a comma-separated setting."""
    return frozenset(key.strip() for key in setting.split(",") if key.strip())


def require_key(request: Request, key: Annotated[str | None, Security(key_header)]) -> None:
    """Refuse a request without a valid key; a server without keys is open."""
    keys: frozenset[str] = request.app.state.keys
    if keys and not is_known(key or "", keys):
        raise HTTPException(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": f'ApiKey header="{KEY_HEADER}"'})


def is_known(key: str, keys: Iterable[str]) -> bool:
    """Tell whether a key is one of the keys, in a time that does not depend on which or how nearly."""
    given = key.encode()
    return any([hmac.compare_digest(given, known.encode()) for known in keys])  # noqa: C419  (compares them all)


class BodyLimit:
    """Middleware that reads a request's body first and refuses one that is too large."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with the body that was read, or answer 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        too_large = declared.isdecimal() and int(declared) > self.limit
        messages = [] if too_large else await self._read(receive)
        if too_large or sum(len(message.get("body", b"")) for message in messages) > self.limit:
            response = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, scope, headers={"Connection": "close"})
            await response(scope, receive, send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)

    async def _read(self, receive: Receive) -> list[Message]:
        """Return the messages up to the end of the body, the client's leaving, or the first byte too many."""
        messages: list[Message] = []
        size, more = 0, True
        while more and size <= self.limit:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
        return messages
