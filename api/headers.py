"""The headers that keep a browser from doing with our responses what they are not meant for."""

from __future__ import annotations

from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Sent with every response that does not set them itself."""

CACHING = (
    ("/assets/", "public, max-age=31536000, immutable"),  # named after their content
    ("/static/", "no-cache"),
    ("/ui/", "no-cache"),
)
NO_CACHING = "no-store"
"""For everything else: a deleted document must not live on in a cache."""


def caching(path: str, status: int) -> str:
    """Return how long a browser may keep a response."""
    if status < HTTPStatus.BAD_REQUEST:
        for start, rule in CACHING:
            if path.startswith(start):
                return rule
    return NO_CACHING


class ProtectiveHeaders:
    """Middleware that adds the headers a response does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and add to the head of the response."""

        async def add(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", caching(scope["path"], message["status"]))
            await send(message)

        await self.app(scope, receive, add)
