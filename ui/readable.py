"""The pages that an answer links to: an agenda item with the quotation marked, and its meeting."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ui.client import Api, Problem
from ui.render import item_page, meeting_page, problem_page


def readable_routes(api: Api) -> list[Route]:
    """Return the routes of the readable pages."""

    async def item(request: Request) -> HTMLResponse:
        try:
            found = await api.item(request.path_params["item_id"])
        except Problem as problem:
            return _failed(problem)
        words = request.query_params
        return HTMLResponse(item_page(found, quote=words.get("citat", ""), section_id=words.get("afsnit", "")))

    async def meeting(request: Request) -> HTMLResponse:
        try:
            found = await api.meeting(request.path_params["meeting_id"])
        except Problem as problem:
            return _failed(problem)
        return HTMLResponse(meeting_page(found))

    return [Route("/items/{item_id}", item), Route("/meetings/{meeting_id}", meeting)]


def _failed(problem: Problem) -> HTMLResponse:
    return HTMLResponse(problem_page(problem.body), status_code=problem.body["status"])
