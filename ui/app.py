"""The pages put on top of an application: the chat at its root, the readable pages, and their own files."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles

from ui.client import Api
from ui.readable import readable_routes
from ui.render import chat_shell
from ui.shell import ChatMount, DanishShell

FONTS = ["Segoe UI", "Helvetica Neue", "Arial", "Noto Sans", "sans-serif"]
"""Fonts that machines have: nothing is fetched from another host."""

GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",  # nothing is reported to another host
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),  # else it sums up all events so far after each one
}
"""What Gradio reads from the environment."""


def add_pages(app: Starlette, *, api: httpx.AsyncClient) -> None:
    """Add the pages to an application; the client reaches its HTTP interface. Not to be called in an event loop."""
    client = Api(api)
    app.router.routes.extend(readable_routes(client))
    app.mount("/ui", StaticFiles(packages=[("ui", "static")]))
    # Gradio makes locks while it is built, and outside an event loop leaves one open for each.
    asyncio.run(_add_chat(app, client))


async def _add_chat(app: Starlette, api: Api) -> None:
    """Mount Gradio at the root, then put our own mount in the place of its."""
    os.environ |= GRADIO
    import gradio as gr  # noqa: PLC0415  (reads the environment, and takes seconds to import)

    from ui.pages import AT_A_TIME, build_page  # noqa: PLC0415

    gr.mount_gradio_app(
        app,
        build_page(api).queue(default_concurrency_limit=AT_A_TIME),
        path="/",
        theme=gr.themes.Default(font=FONTS, font_mono=["Consolas", "monospace"]),
        footer_links=[],
        run_history=False,
        show_error=False,
        pwa=False,
        mcp_server=False,
        ssr_mode=False,
        enable_monitoring=False,
    )
    head, top = chat_shell()
    gradio: Any = app.router.routes.pop()
    app.router.routes.append(ChatMount("/", app=DanishShell(gradio.app, head=head, top=top)))
