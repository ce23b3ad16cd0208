"""Settings turned into the web application: the HTTP interface, and on top of it the pages."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import text
from api.headers import ProtectiveHeaders
from api.interface import OpenAssistant
from api.problems import MEDIA_TYPE, add_problem_handlers
from api.routes import api, running
from api.security import KEY_HEADER, BodyLimit, split_keys
from rag.assistant import Assistant
from rag.config import Settings
from rag.privacy import Contacts

VERSION = "1"
"""Of the HTTP contract, not of the program."""


def create_app(settings: Settings, open_assistant: OpenAssistant = Assistant.open) -> FastAPI:
    """Return the HTTP interface with the pages; the assistant is opened on start and closed on stop.

    The pages ask the interface inside this process, with a key of their own: keys are for other programs, and
    who may see the pages is decided in front of the server.
    """
    from ui.app import add_pages  # noqa: PLC0415  (Gradio takes seconds to import)

    app = create_api(settings, open_assistant)
    own_key = secrets.token_urlsafe(32)
    if app.state.keys:
        app.state.keys |= {own_key}
    add_pages(
        app,
        api=httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url="http://referat.invalid",  # never resolved: the transport calls the application
            headers={KEY_HEADER: own_key},
        ),
    )
    return app


def create_api(settings: Settings, open_assistant: OpenAssistant = Assistant.open) -> FastAPI:
    """Return the HTTP interface alone."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_assistant(settings) as assistant:
            app.state.assistant = assistant
            yield

    app = FastAPI(
        title=text.TITLE,
        summary=text.SUMMARY,
        description=text.DESCRIPTION,
        version=VERSION,
        openapi_tags=text.TAGS,
        docs_url=None,  # these pages load their scripts from another host
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.keys = split_keys(settings.api_keys)
    app.state.contacts = Contacts(shown=settings.show_contacts)
    app.include_router(api)
    app.include_router(running)
    add_problem_handlers(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(ProtectiveHeaders)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description, with errors under the media type that they are sent with."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            tags=app.openapi_tags,
            routes=app.routes,
        )
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST and "content" in response:
                        response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
        app.openapi_schema = schema
    return app.openapi_schema
