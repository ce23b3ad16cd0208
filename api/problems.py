"""Errors turned into `application/problem+json` (RFC 9457): a Danish sentence, and nothing of the inside."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api import text
from api.headers import HEADERS
from rag.errors import NotFoundError, QuestionError, ReferatError

MEDIA_TYPE = "application/problem+json"
DANISH_ERRORS: Mapping[type[ReferatError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    QuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""Errors whose message is written for the person who asks; all others are for those who run the server."""

log = logging.getLogger(__name__)


class ProblemResponse(JSONResponse):
    """A JSON response with the media type of a problem."""

    media_type = MEDIA_TYPE


def problem(
    status: int,
    scope: Scope,
    *,
    detail: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """Return the problem document for the request; without a detail, the status's own sentence."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": text.title(status),
        "status": int(status),
        "detail": detail or text.detail(status),
        "instance": scope["path"],
    }
    if errors:
        body["errors"] = list(errors)
    return ProblemResponse(body, status_code=status, headers=headers)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the application with a problem document."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(ReferatError, _failed)
    app.add_exception_handler(Exception, _crashed)


# Starlette types a handler's second argument as Exception; each is called with the class it is added for.


def _invalid(request: Request, error: Exception) -> ProblemResponse:
    """Name each field that cannot be used, without repeating what was sent."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [
        {"field": _field(entry["loc"]), "detail": text.field_error(entry["type"], entry.get("ctx", {}))}
        for entry in found
    ]
    sentence = "; ".join(f"{_subject(entry['field'])} {entry['detail']}" for entry in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, request.scope, detail=f"{sentence}.", errors=errors)


def _field(location: Sequence[str | int]) -> str:
    """Return the dotted name of a field, such as "filters.date_from"; nothing for the request as a whole."""
    return ".".join(str(part) for part in location[1:] if isinstance(part, str))


def _subject(field: str) -> str:
    return f"Feltet {field}" if field else text.REQUEST


def _refused(request: Request, error: Exception) -> ProblemResponse:
    """Answer with the status alone: the message of a library is English."""
    if not isinstance(error, HTTPException):
        return _crashed(request, error)
    return problem(error.status_code, request.scope, headers=error.headers)


def _failed(request: Request, error: Exception) -> ProblemResponse:
    """Pass on what is written for users; log the rest."""
    for kind, status in DANISH_ERRORS.items():
        if isinstance(error, kind):
            return problem(status, request.scope, detail=str(error))
    log.error("%s %s could not be answered: %s", request.method, request.url.path, error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, request.scope)


def _crashed(request: Request, error: Exception) -> ProblemResponse:  # noqa: ARG001  (the server logs it)
    """Say that something went wrong; Starlette raises the error again, so that the server logs it.

    It answers outside all middleware, so the protective headers are added here.
    """
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, request.scope, headers=HEADERS)
