"""The pages put on top of an application: the chat at its root, the readable pages, and their own files."""

from __future__ import annotations

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


def add_pages(app: Starlette, *, api: httpx.AsyncClient) -> None:
    """Add the pages to an application; the client reaches its HTTP interface."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr  # noqa: PLC0415  (reads the environment, and takes seconds to import)

    from ui.pages import AT_A_TIME, build_page  # noqa: PLC0415

    client = Api(api)
    app.router.routes.extend(readable_routes(client))
    app.mount("/ui", StaticFiles(packages=[("ui", "static")]))
    gr.mount_gradio_app(
        app,
        build_page(client).queue(default_concurrency_limit=AT_A_TIME),
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
    gradio: Any = app.router.routes.pop()  # the mount that was made just now
    app.router.routes.append(ChatMount("/", app=DanishShell(gradio.app, head=head, top=top)))
