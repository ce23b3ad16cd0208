"""Gradio's own application, cut down to what the chat page needs, in Danish and behind a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = "/"
NEEDED = {
    "GET": re.compile(
        r"/(?:config|theme\.css|robots\.txt|(?:assets|static)/.+"
        r"|gradio_api/(?:info|app_id|startup-events|heartbeat/\w+|queue/data))?"
    ),
    "POST": re.compile(r"/gradio_api/(?:queue/join|cancel|reset)"),
}
"""Gradio also offers uploads, a proxy, files, recordings and more: nothing here uses them."""

UNWANTED = re.compile(r'\s*<(?:meta\s+(?:property="og:|name="twitter:)|link\s+rel="manifest")[^>]*?/>')
"""Metadata with addresses of other hosts, and the manifest of an app to install."""
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Gradio writes styles into the page, so those are allowed; a script only as it left the server."""


class ChatMount(Mount):
    """Gradio at the root; every other address is unknown, so that the outer application answers for it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match only what the page needs."""
        needed = NEEDED.get(scope.get("method", "").replace("HEAD", "GET"))
        if scope["type"] == "http" and needed and needed.fullmatch(scope["path"]):
            return super().matches(scope)
        return Match.NONE, {}


class DanishShell:
    """Rewrites the page that Gradio's script starts from; hands everything else through."""

    def __init__(self, app: ASGIApp, *, head: str, top: str) -> None:
        self.app, self.head, self.top = app, head, top

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Collect the page, rewrite it, and send it with the policy that fits it."""
        if scope["path"] != PAGE:
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, collect)
        await _send_page(send, start, rewrite(body.decode(), head=self.head, top=self.top))


def rewrite(page: str, *, head: str, top: str) -> str:
    """Return Gradio's page in Danish and light colours, without its metadata that points to other hosts."""
    page = UNWANTED.sub("", page)
    page = page.replace('lang="en"', 'lang="da"', 1)
    page = page.replace("<gradio-app", f'{top}<gradio-app theme_mode="light"', 1)
    return page.replace("</head>", f"{head}</head>", 1)


def policy(page: str) -> str:
    """Return the content security policy that allows the page's own inline scripts and no others."""
    return POLICY.format(hashes=" ".join(_hashes(INLINE_SCRIPT.findall(page))))


def _hashes(scripts: Iterable[str]) -> Iterable[str]:
    for script in scripts:
        digest = hashlib.sha256(script.encode()).digest()
        yield f"'sha256-{base64.b64encode(digest).decode()}'"


async def _send_page(send: Send, start: Message, page: str) -> None:
    body = page.encode()
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-length"] = str(len(body))
    headers["content-security-policy"] = policy(page)
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})
